"""Paragraphs whose lines a page's width has broken, made whole again."""

import re
from collections.abc import Iterator, Sequence

ITEM = re.compile(r"^( {0,12})[*•·▪‣◦●○–-][ \t]+(?=\S)")
NUMBERED = re.compile(r"^ {0,12}\d{1,3}[.)][ \t]+\S")
_HEADING = re.compile(r"^#{1,6}[ \t]")
_ENDS = (".", ":", ";", "!", "?", "…")
# Nobody sets a text wider; what is longer was never broken.
_WIDEST = 130
_NEARLY_FULL = 0.7
_NARROWEST = 40


def unwrapped(lines: Sequence[str]) -> Iterator[str]:
    """Yield the lines of one paragraph, joined where the width broke them: never items, headings or short lines."""
    width = max((len(line) for line in lines if len(line) <= _WIDEST), default=0)
    open_parts: list[str] = []
    for line in lines:
        if open_parts and _goes_on(open_parts[-1], line, width):
            if _is_broken(open_parts[-1], line):
                open_parts[-1] = open_parts[-1][:-1]
                open_parts.append(line)
            else:
                open_parts += [" ", line]
            continue
        if open_parts:
            yield "".join(open_parts)
        open_parts = [line]
    if open_parts:
        yield "".join(open_parts)


def _goes_on(above: str, line: str, width: int) -> bool:
    broken = _is_broken(above, line)
    full = _WIDEST >= len(above) >= max(_NEARLY_FULL * width, _NARROWEST)
    if not broken and not (full and (line[:1].islower() or not above.endswith(_ENDS))):
        return False
    return not (_HEADING.match(above) or _HEADING.match(line) or ITEM.match(line) or NUMBERED.match(line))


def _is_broken(above: str, line: str) -> bool:
    """True when a word is broken between the lines."""
    return above.endswith("-") and above[-2:-1].isalpha() and line[:1].islower()
