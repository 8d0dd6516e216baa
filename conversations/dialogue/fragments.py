"""Joins the bubbles of one phrase: "ando viendo un versa de menos", "de 250"; "ver", "más"."""

from catalog.spelling import fold
from conversations.dialogue import lexer, lexicon, respelling

_SHORT = 2  # words; a longer bubble says something by itself
_STOPS = tuple(".,;:!?")


def joined(text: str) -> str:
    """Return a message whose line breaks stand between thoughts only; where a phrase goes on there is a space."""
    thought, *bubbles = text.split("\n")
    thoughts = []
    for bubble in bubbles:
        if _goes_on(thought, bubble):
            thought = f"{thought} {bubble}"
        else:
            thoughts.append(thought)
            thought = bubble
    return "\n".join([*thoughts, thought])


def _goes_on(thought: str, bubble: str) -> bool:
    said, follows = _words(thought), _words(bubble)
    if not (said and follows) or thought.rstrip().endswith(_STOPS):
        return False
    waits = said[-1] in lexicon.WANTS_MORE or (len(said) <= _SHORT and said[-1] in lexicon.HARDLY_BEGUN)
    return waits or (follows[0] in lexicon.GOES_ON_WITH and not _asks(follows))


def _asks(words: list[str]) -> bool:
    """Whether a question of its own begins: "en cuánto sale", "de qué año es"."""
    return not lexicon.ASKING_WORDS.isdisjoint(words[:2])


def _words(text: str) -> list[str]:
    """Return the words of a bubble as they were meant."""
    return lexer.words(respelling.respell(fold(text), ()))
