"""Fold text to what questions and passages share: lower case, no accents, nothing invisible."""

import re
import unicodedata
from functools import lru_cache

# Zero-width characters, bidi marks and overrides, soft hyphen, byte order mark: they hide text from readers and tools.
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]"
)
_MARKS = re.compile("[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")


def visible(text: str) -> str:
    """Drop what no reader sees and PostgreSQL may refuse; no-break spaces become spaces."""
    return _CONTROL.sub("", _INVISIBLE.sub("", text)).replace("\u00a0", " ")


# Of one passage several things are asked while it is judged.
@lru_cache(maxsize=1024)
def fold(text: str) -> str:
    """Return `text` lower-cased, without accents or invisible characters, with single spaces."""
    lowered = unicodedata.normalize("NFKD", visible(text)).casefold()
    return " ".join(_MARKS.sub("", unicodedata.normalize("NFKD", lowered)).split())


def clauses(text: str) -> list[str]:
    """Return what stands between the punctuation marks of a text."""
    return re.split(r"[,.;:?!\n]", text)


def words(text: str) -> list[str]:
    """Return the words of `text`, folded, in order."""
    return re.findall(r"[a-z0-9]+", fold(text))
