"""Split Markdown into passages that can stand alone, each with the headings it stands under.

A heading of level 1 to 4 always starts a passage. Levels 5 and 6 are sub-headings (names of sites, steps, questions
of an FAQ): a question starts a passage of its own, a name stays with what stands below it, so that a site never parts
from its address and a city's sites stay together. Only a passage that is too long is split further: between groups,
then paragraphs, then sentences, then words, and never inside a word.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

MAX_CHARS = 1400
PATH_SEPARATOR = " › "

_HEADING = re.compile(r"^(#{1,6})[ \t]+(\S.*)$")
_SENTENCE_END = re.compile(r"(?<=[.!?…])\s+")
_NAME_LEVEL = 6


@dataclass(frozen=True)
class Piece:
    """One passage: `text` holds groups of lines divided by blank lines, a group's name being its first line."""

    heading_path: str
    text: str


@dataclass
class _Section:
    """What stands under one heading (levels 1 to 5), still whole."""

    path: tuple[str, ...]
    groups: list[str] = field(default_factory=list)


def split(markdown: str, *, max_chars: int = MAX_CHARS) -> list[Piece]:
    """Return the passages of `markdown` in reading order; no passage is empty."""
    pieces: list[Piece] = []
    for section in _sections(_blocks(markdown)):
        path = PATH_SEPARATOR.join(section.path)
        pieces += [Piece(path, text) for text in _packed(section.groups, max_chars)]
    return pieces


def _blocks(markdown: str) -> Iterator[str]:
    """Yield headings and paragraphs; a heading ends a paragraph even without a blank line."""
    paragraph: list[str] = []
    for line in [*markdown.splitlines(), ""]:
        text = line.strip()
        if text and not _HEADING.match(text):
            paragraph.append(text)
            continue
        if paragraph:
            yield "\n".join(paragraph)
            paragraph = []
        if text:
            yield text


def _sections(blocks: Iterable[str]) -> Iterator[_Section]:
    section = _Section(path=())
    path: dict[int, str] = {}
    name = ""  # the sub-heading whose group is being filled
    for block in blocks:
        heading = _HEADING.match(block)
        if heading is None:
            _append(section, block, name)
        elif len(heading[1]) == _NAME_LEVEL:
            name = heading[2]
            section.groups.append(name)
        else:
            yield from _filled(section)
            level = len(heading[1])
            path = {above: text for above, text in path.items() if above < level} | {level: heading[2]}
            section, name = _Section(path=tuple(path.values())), ""
    yield from _filled(section)


def _append(section: _Section, block: str, name: str) -> None:
    if name and section.groups:
        section.groups[-1] += f"\n{block}"
    else:
        section.groups.append(block)


def _filled(section: _Section) -> Iterator[_Section]:
    """Yield the section unless nothing stands in it: a heading alone answers nothing."""
    if section.groups:
        yield section


def _packed(groups: list[str], max_chars: int) -> Iterator[str]:
    """Pack whole groups while they fit; split the one that is too long by itself."""
    fitting = (part for group in groups for part in _fitting(group, max_chars))
    yield from _joined(fitting, "\n\n", max_chars)


def _fitting(group: str, max_chars: int) -> Iterator[str]:
    if len(group) <= max_chars:
        yield group
        return
    lines = (part for line in group.split("\n") for part in _fitting_line(line, max_chars))
    yield from _joined(lines, "\n", max_chars)


def _fitting_line(line: str, max_chars: int) -> Iterator[str]:
    if len(line) <= max_chars:
        yield line
        return
    sentences = (
        part
        for sentence in _SENTENCE_END.split(line)
        for part in ([sentence] if len(sentence) <= max_chars else _joined(sentence.split(), " ", max_chars))
    )
    yield from _joined(sentences, " ", max_chars)


def _joined(parts: Iterable[str], glue: str, max_chars: int) -> Iterator[str]:
    """Join neighbours while the result fits; a part that is too long stands alone, whole."""
    current = ""
    for part in parts:
        if current and len(current) + len(glue) + len(part) > max_chars:
            yield current
            current = part
        else:
            current = f"{current}{glue}{part}" if current else part
    if current:
        yield current
