"""Joins the bubbles of one phrase: "ando viendo un versa de menos", "de 250"; "ver", "más"."""

from catalog.spelling import fold
from conversations.dialogue import lexer, lexicon, respelling

_SHORT = 2  # words; a longer bubble says something by itself
_STOPS = tuple(".,;:!?")


def joined(text: str) -> str:
    """Return a message whose line breaks stand between thoughts only; where a phrase goes on there is a space."""
    before, *bubbles = text.split("\n")
    if not bubbles:
        return text
    parts, said = [before], _words(before)
    for bubble in bubbles:
        follows = _words(bubble)
        goes_on = _goes_on(said, follows) and not before.rstrip().endswith(_STOPS)
        parts += [" " if goes_on else "\n", bubble]
        said = [*said, *follows][-_SHORT - 1 :] if goes_on else follows  # of a thought its end, and whether it is short
        before = bubble
    return "".join(parts)


def _goes_on(said: list[str], follows: list[str]) -> bool:
    """Whether a thought goes on with the words of the next bubble."""
    if not (said and follows):
        return False
    waits = said[-1] in lexicon.WANTS_MORE or (len(said) <= _SHORT and said[-1] in lexicon.HARDLY_BEGUN)
    return waits or (follows[0] in lexicon.GOES_ON_WITH and not _asks(follows))


def _asks(words: list[str]) -> bool:
    """Whether a question of its own begins: "en cuánto sale", "de qué año es"."""
    return not lexicon.ASKING_WORDS.isdisjoint(words[:2])


def _words(text: str) -> list[str]:
    """Return the words of a bubble as they were meant."""
    return lexer.words(respelling.respell(fold(text), ()))
