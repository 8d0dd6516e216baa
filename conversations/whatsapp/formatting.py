"""Fits a reply into WhatsApp bubbles."""

import re

LONGEST = 1600
_BREAKS = (r"\n\n", r"\n", r"(?<=[.!?…])\s", r"\s")


def split(text: str, limit: int = LONGEST) -> list[str]:
    """Return `text` in pieces of at most `limit` characters, cut at paragraphs, lines, sentences, then words."""
    text = text.strip()
    pieces: list[str] = []
    while len(text) > limit:
        cut = _cut(text, limit)
        pieces.append(text[:cut].rstrip())
        text = text[cut:].lstrip()
    return [*pieces, text] if text else pieces


def _cut(text: str, limit: int) -> int:
    window = text[: limit + 1]
    for pattern in _BREAKS:
        ends = [match.end() for match in re.finditer(pattern, window) if match.start() <= limit]
        if ends and ends[-1] > limit // 3:
            return min(ends[-1], limit)
    return limit
