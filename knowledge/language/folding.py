"""Fold text to what questions and passages share: lower case, no accents, nothing invisible."""

import re
import unicodedata

# Zero-width characters, bidi marks and overrides, soft hyphen, byte order mark: they hide text from readers and tools.
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]"
)
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")


def visible(text: str) -> str:
    """Drop what no reader sees and PostgreSQL may refuse; no-break spaces become spaces."""
    return _CONTROL.sub("", _INVISIBLE.sub("", text)).replace("\u00a0", " ")


def fold(text: str) -> str:
    """Return `text` lower-cased, without accents or invisible characters, with single spaces."""
    lowered = unicodedata.normalize("NFKD", visible(text)).casefold()
    decomposed = unicodedata.normalize("NFKD", lowered)
    return " ".join("".join(char for char in decomposed if not unicodedata.combining(char)).split())


def words(text: str) -> list[str]:
    """Return the words of `text`, folded, in order."""
    return re.findall(r"[a-z0-9]+", fold(text))
