"""A text file, plain or Markdown, to its title and content."""

import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import PurePath

from knowledge.scraping import charset, markdown, tables, wrapping
from knowledge.scraping.page import DocumentNotText, Page, PageWithoutContent

# Each alternative stops at the next mark of its kind, so that no text makes it slow.
_EMPHASIS = re.compile(r"\*\*([^*\n]+)\*\*|__([^_\n]+)__|(?<![\w*])\*([^*\s][^*\n]*)\*(?![\w*])")
_LINK = re.compile(r"!?\[([^\[\]\n]*)\]\([^()\s]*\)")
_HEADING = re.compile(r"^(#{1,6})[ \t]+(\S.*)$")
_BOLD_LINE = re.compile(r"^(?:\*\*([^*]+)\*\*|__([^_]+)__):?$")
_TABLE_RULE = re.compile(r"^[|:\- \t]*-[|:\- \t]*$")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1a\x7f\ufffd]")
_MOST_CONTROLS = 0.01
_TITLE_CHARS = 80
_SENTENCE_ENDS = (".", "!", "?", "…")


def read(content: bytes, *, charset_label: str = "", file_name: str = "") -> Page:
    """Return what a text says; raise `DocumentNotText` for bytes of another kind, `PageWithoutContent` for none."""
    text = charset.decode(content, charset=charset_label)
    if len(_CONTROL.findall(text)) > _MOST_CONTROLS * len(text):
        raise DocumentNotText
    written = "\n\n".join(_titled(list(filter(None, map(_paragraph, _paragraphs(text))))))
    if not written:
        raise PageWithoutContent
    return Page(title=markdown.first_heading(written) or named_after(file_name), markdown=written)


def named_after(file_name: str) -> str:
    """Return the title that a file's name makes: "plan_de_pagos.pdf" is "plan de pagos"."""
    return markdown.squeezed(PurePath(file_name).stem.replace("_", " "))[: markdown.TITLE_CHARS]


def _titled(paragraphs: Sequence[str]) -> Iterator[str]:
    """Yield the paragraphs of a text that marks no heading, what is set like one as one."""
    marks = any(_HEADING.match(paragraph) for paragraph in paragraphs)
    for at, paragraph in enumerate(paragraphs):
        below = paragraphs[at + 1] if at + 1 < len(paragraphs) else ""
        yield paragraph if marks or not below else _as_heading(paragraph, below, is_first=at == 0)


def _as_heading(paragraph: str, below: str, *, is_first: bool) -> str:
    """Return a question, the first line or a line above sentences as a heading, where it stands alone and is short."""
    if markdown.is_question(paragraph):
        return markdown.sub_heading(paragraph)
    is_title = len(paragraph) <= _TITLE_CHARS and paragraph[0].isalpha() and paragraph[-1].isalnum()
    if "\n" in paragraph or not is_title:
        return paragraph
    if is_first:
        return markdown.heading(1, paragraph)
    has_figures = any(map(str.isdigit, paragraph))
    return paragraph if has_figures or not below.endswith(_SENTENCE_ENDS) else markdown.heading(2, paragraph)


def _paragraphs(text: str) -> Iterator[list[str]]:
    for blank, lines in groupby(text.splitlines(), key=lambda line: not line.strip()):
        if not blank:
            yield list(lines)


def _paragraph(lines: list[str]) -> str:
    if all("|" in line for line in lines) and any(map(_TABLE_RULE.match, lines[:2])):
        return "\n".join(tables.lines(_rows(lines)))
    return "\n".join(filter(None, map(_line, wrapping.unwrapped([line.rstrip() for line in lines]))))


def _rows(lines: list[str]) -> list[list[tables.Cell]]:
    """Return the cells of a table of pipes; the row above the rule names the columns."""
    named = len(lines) > 1 and bool(_TABLE_RULE.match(lines[1]))
    return [
        [tables.Cell(_unmarked(cell), is_header=named and at == 0) for cell in line.strip().strip("|").split("|")]
        for at, line in enumerate(lines)
        if not _TABLE_RULE.match(line)
    ]


def _line(line: str) -> str:
    text = line.strip()
    if match := _HEADING.match(text):
        return markdown.heading(len(match[1]), _unmarked(match[2].rstrip("# ")))
    if (match := _BOLD_LINE.match(text)) and markdown.is_name(match[1] or match[2]):
        return markdown.sub_heading(_unmarked(match[1] or match[2]))
    if match := wrapping.ITEM.match(line):
        indent = "  " * min(len(match[1]) // 2, 3)
        return f"{indent}- {item}" if (item := _unmarked(line[match.end() :])) else ""
    return _unmarked(text)


def _unmarked(text: str) -> str:
    """Return `text` without marks of emphasis and links."""
    bare = _EMPHASIS.sub(lambda match: match[1] or match[2] or match[3], text)
    return markdown.squeezed(_LINK.sub(r"\1", bare))
