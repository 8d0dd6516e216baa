"""How a Mexican hears a written word: what sounds alike becomes the same key ("requicitos", "requisitos")."""

import re

_SOUNDS = (
    (re.compile(r"ch"), "C"),  # so that neither letter is heard alone
    (re.compile(r"h"), ""),
    (re.compile(r"qu(?=[ei])|q|c(?![ei])"), "k"),
    (re.compile(r"c(?=[ei])|z"), "s"),
    (re.compile(r"g(?=[ei])"), "j"),
    (re.compile(r"gu(?=[ei])"), "g"),
    (re.compile(r"v"), "b"),
    (re.compile(r"ll"), "y"),
    (re.compile(r"x"), "ks"),
    (re.compile(r"n(?=[bp])"), "m"),
    (re.compile(r"(.)\1+"), r"\1"),
)


def sound(word: str) -> str:
    """Return the key of a folded word."""
    for spelling, heard in _SOUNDS:
        word = spelling.sub(heard, word)
    return word
