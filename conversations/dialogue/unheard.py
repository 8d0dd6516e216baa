"""Finds the questions of a message that mean nothing by themselves, so that a reply can own up to them."""

import re
from collections.abc import Callable

from catalog.spelling import fold
from conversations.dialogue import clock, hearing, lexer, lexicon, places, respelling
from conversations.dialogue.acts import Act
from conversations.dialogue.understanding import Understanding

_BEGINS = r"(?:trae|tiene|viene|lleva|cuenta con|le han|ya le|me dan|nos dan|aceptan)\b"
_SENTENCES = re.compile(
    rf"(?<=[?.!\n])\s*(?=[¿\w])|[,;]?\s+(?:y|e|oye|oiga)\s+(?={_BEGINS})|,\s+(?={_BEGINS})", re.IGNORECASE
)
_FEWEST_WORDS = 4  # "¿así me lo dan?" is asked of what was said before it …
_HAS = frozenset({"trae", "tiene", "viene", "lleva"})  # … but not "¿trae polarizado?"
_MEANT_NOTHING = Understanding("")
_OF_THE_WHOLE = frozenset({"text", "acts", "language", "foreign", "confident", "follows_on", "this_one", "last_part"})
_NOTHING_ASKED = hearing.COURTEOUS | {Act.KNOWLEDGE}


def questions(text: str, understand: Callable[[str], Understanding]) -> tuple[str, ...]:
    """Return the questions of a message of several sentences in which `understand` finds neither act nor wish."""
    sentences = [sentence.strip() for sentence in _SENTENCES.split(text)]
    if len(sentences) < 2:
        return ()
    return tuple(one for one in sentences if _may_stand_alone(one) and _means_nothing(understand(one)))


def _may_stand_alone(sentence: str) -> bool:
    """Whether a sentence asks something that it says itself, and no hour or day that a visit is about."""
    folded = respelling.respell(fold(sentence), ())
    said = lexer.words(folded)
    asks = "?" in sentence and (len(said) >= _FEWEST_WORDS or not _HAS.isdisjoint(said[:1]))
    of_a_time = clock.says_a_time(folded) or bool(places.days(folded)) or bool(lexer.spoken_tags(folded))
    of_a_size = hearing.says((*lexicon.FITTING, *lexicon.ASKS_SIZE), folded)
    return asks and not (
        of_a_time or of_a_size or hearing.says((*lexicon.ASKED_IN_PASSING, *lexicon.DOUBTING_USED), folded)
    )


def _means_nothing(said: Understanding) -> bool:
    unlike = (name for name in vars(said) if getattr(said, name) != getattr(_MEANT_NOTHING, name))
    return not set(unlike) - _OF_THE_WHOLE and not said.acts - _NOTHING_ASKED
