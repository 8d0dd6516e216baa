"""Writes the words of a message as they were meant: chat spelling, words typed by ear, slips in what we listen for."""

from collections.abc import Sequence
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from catalog.everyday import EVERYDAY_WORDS
from catalog.sounds import sound
from catalog.spelling import Mention, Vocabulary
from conversations.dialogue import lexer, lexicon
from knowledge.language.topics import STOP_WORDS, TOPICS

_SHORTEST_BY_EAR = 4
_SHORTEST_PLURAL = 4
# One slip in six letters, two in ten: fewer letters leave too many other words in reach.
_SHORTEST_SLIPPED, _SHORTEST_SLIPPED_TWICE = 6, 10

_OURS = frozenset([*lexicon.every_word(), *lexicon.NUMBER_WORDS])
_TOPIC_WORDS = frozenset(
    word for topic in TOPICS for trigger in topic.triggers for word in trigger.replace("*", "").split()
)
_SOMETHING_ELSE = EVERYDAY_WORDS | STOP_WORDS | _TOPIC_WORDS
_BY_EAR = {sound(word): word for word in sorted(_OURS) if len(word) >= _SHORTEST_BY_EAR}
_WORTH_A_SLIP = sorted(
    word for word in (lexicon.FORMS | frozenset(lexicon.NUMBER_WORDS)) if len(word) >= _SHORTEST_SLIPPED
)


def respell(folded: str, names: Sequence[Mention]) -> str:
    """Return folded text with its words as they were meant; what names a car stays as it was typed."""
    spans = [(name.start, name.end) for name in names]
    return lexer.replace_words(folded, meant, lambda start: any(begin <= start < end for begin, end in spans))


@lru_cache(maxsize=1024)
def meant(word: str) -> str:
    """Return the word that was meant by this one; what nothing speaks for stays as it is."""
    plain = lexer.unstretched(word)
    plain = lexicon.SPELLINGS.get(plain, plain)
    if plain in _OURS or plain in lexicon.UNBENT or len(plain) < _SHORTEST_BY_EAR:
        return plain
    return _BY_EAR.get(sound(plain)) or _a_slip_away(plain) or plain


def one_by_one(folded: str, names: Sequence[Mention], vocabulary: Vocabulary) -> str:
    """Return folded text in which names said of several cars are said of one: "nisanes", "kias", "toyotas"."""

    def one(word: str) -> str:
        if len(word) < _SHORTEST_PLURAL or not word.endswith("s") or _is_known(word):
            return word
        singular = (word.removesuffix("es"), word.removesuffix("s"))
        return next((name for name in singular if name != word and _is_a_name(name, vocabulary)), word)

    return lexer.replace_words(folded, one, lambda start: any(name.start <= start < name.end for name in names))


def _is_a_name(word: str, vocabulary: Vocabulary) -> bool:
    return not _is_known(word) and any(name.end == len(word) for name in vocabulary.mentions(word))


def _is_known(word: str) -> bool:
    """Whether a word is one that we listen for, or an everyday one."""
    return word in _OURS or word in _SOMETHING_ELSE


def _a_slip_away(word: str) -> str | None:
    if len(word) < _SHORTEST_SLIPPED or word in _SOMETHING_ELSE:
        return None
    slips = 2 if len(word) >= _SHORTEST_SLIPPED_TWICE else 1
    near = process.extractOne(word, _WORTH_A_SLIP, scorer=OSA.distance, score_cutoff=slips)
    return near[0] if near and near[0][0] == word[0] else None
