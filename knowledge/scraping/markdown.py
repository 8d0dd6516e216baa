"""The Markdown that every reader writes: headings, list items and lines of text, with nothing invisible in it."""

import re

from knowledge.language.folding import visible

TITLE_CHARS = 300
_NAME_CHARS = 150
_LONGEST_WORD = 1000  # longer ones are data (base64, rows of dots), not language
_HEADING = re.compile(r"^(#{1,6})\s+(.*)$")
_MARK = re.compile(r"^(#{1,6})\s+")


def squeezed(text: str) -> str:
    """Return `text` as one visible line with single spaces."""
    shown = text if text.isascii() and text.isprintable() else visible(text)
    return " ".join(word for word in shown.split() if len(word) <= _LONGEST_WORD)


def heading(level: int, text: str) -> str:
    """Return a heading line, or nothing for an empty one."""
    return f"{'#' * min(max(level, 1), 6)} {text}" if text else ""


def level(heading: str) -> int:
    """Return the level of a heading line."""
    return len(heading) - len(heading.lstrip("#"))


def sub_heading(text: str) -> str:
    """Return the heading of a bold line: a question stands above a name, since it owns the steps below it."""
    return heading(5 if text.endswith("?") else 6, text)


def is_name(text: str) -> bool:
    """True when a line that stands out is short enough to be a heading; a bold paragraph is only loud."""
    return 0 < len(text) <= _NAME_CHARS


def is_question(text: str) -> bool:
    """True for one Spanish question and nothing else."""
    return is_name(text) and text.startswith("¿") and text.find("?") == len(text) - 1


def plain(line: str) -> str:
    """Keep a line of text from reading as a heading ("# 235" of an address)."""
    return _MARK.sub(r"\1", line)


def first_heading(markdown: str) -> str:
    """Return the text of the first heading, cut to a title's length, or nothing."""
    for line in markdown.splitlines():
        if match := _HEADING.match(line):
            return match[2][:TITLE_CHARS]
    return ""
