"""Split Markdown into passages that can stand alone, each with the headings it stands under.

A heading of level 1 to 4 always starts a passage. Levels 5 and 6 are sub-headings (names of sites, steps, questions
of an FAQ): a question starts a passage of its own, a name stays with what stands below it, so that a site never parts
from its address and a city's sites stay together. A sentence that announces a list stays with it. Only a passage that
is too long is split further: between groups, then lines (items of a list, rows of a table), then sentences, then words,
and never inside a word; each part of a group that was split says again what it is part of.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

MAX_CHARS = 1400
PATH_SEPARATOR = " › "

_HEADING = re.compile(r"^(#{1,6})[ \t]+(\S.*)$")
_SENTENCE_END = re.compile(r"(?<=[.!?…])\s+")
_ITEM = re.compile(r"^ {0,6}(?:-|\d{1,3}\.) ")
_NAME_LEVEL = 6
# A longer heading is a paragraph in a heading's clothes: the path shows its beginning, the passage all of it.
_HEADING_CHARS = 200
# Room that is left in every passage for a word or two that would otherwise stand alone after it.
_ROOM = 40
_FEW_WORDS = 2
_TITLE_CHARS = 200


@dataclass(frozen=True)
class Piece:
    """One passage: `text` holds groups of lines divided by blank lines, a group's name being its first line."""

    heading_path: str
    text: str


@dataclass
class _Group:
    """Lines that belong together; their `title` is a name, which owns all that follows, or announces a list."""

    blocks: list[str]
    title: str = ""
    is_named: bool = False

    def takes(self, block: str) -> bool:
        return self.is_named or bool(self.title and _ITEM.match(block))


@dataclass
class _Section:
    """What stands under one heading (levels 1 to 5), still whole."""

    path: tuple[str, ...]
    groups: list[_Group] = field(default_factory=list)


def last_heading(path: str) -> str:
    """Return the heading that a path ends in."""
    return path.rpartition(PATH_SEPARATOR)[2]


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
        text = line.rstrip() if _ITEM.match(line) else line.strip()
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
    for block in blocks:
        heading = _HEADING.match(block)
        if heading is None:
            _append(section, block)
        elif len(heading[1]) == _NAME_LEVEL:
            section.groups.append(_Group([heading[2]], title=heading[2], is_named=True))
        else:
            yield from _filled(section)
            level, text = len(heading[1]), heading[2]
            path = {above: text for above, text in path.items() if above < level} | {level: _cut(text)}
            section = _Section(path=tuple(path.values()))
            if len(text) > _HEADING_CHARS:
                _append(section, text)
    yield from _filled(section)


def _cut(heading: str) -> str:
    """Return the beginning of a heading that is too long, up to a whole word where there is one."""
    if len(heading) <= _HEADING_CHARS:
        return heading
    return f"{heading[: _HEADING_CHARS - 1].rsplit(' ', 1)[0]}…"


def _append(section: _Section, block: str) -> None:
    """Put `block` below the name that is open, or the list below the words that announce it, or begin a group."""
    if section.groups and section.groups[-1].takes(block):
        section.groups[-1].blocks.append(block)
        return
    first, _, rest = block.partition("\n")
    announces = first.endswith(":") and (not rest or _ITEM.match(rest))
    section.groups.append(_Group([block], title=first if announces else ""))


def _filled(section: _Section) -> Iterator[_Section]:
    """Yield the section unless nothing stands in it: a heading alone answers nothing."""
    if section.groups:
        yield section


def _packed(groups: Iterable[_Group], max_chars: int) -> Iterator[str]:
    """Pack whole groups while they fit; split the one that is too long by itself."""
    fitting = (part for group in groups for part in _fitting(group, max_chars))
    return _joined(fitting, "\n\n", max_chars)


def _fitting(group: _Group, max_chars: int) -> Iterator[str]:
    text = "\n".join(group.blocks)
    if len(text) <= max_chars:
        yield text
        return
    title = group.title if len(group.title) <= min(_TITLE_CHARS, max_chars // 3) else ""
    line_chars = max_chars - _room(max_chars) - len(title) - 1
    lines = (part for line in text.split("\n") for part in _fitting_line(line, line_chars))
    yield from _joined(lines, "\n", max_chars, title=title)


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


def _room(max_chars: int) -> int:
    return min(_ROOM, max_chars // 4)


def _joined(parts: Iterable[str], glue: str, max_chars: int, *, title: str = "") -> Iterator[str]:
    """Join neighbours while there is room, and a word or two that would be left alone to the neighbour before."""
    ready = ""
    for text in _filling(parts, glue, max_chars - _room(max_chars), title):
        is_crumb = _is_crumb(ready) or _is_crumb(text)
        if ready and is_crumb and len(ready) + len(glue) + len(text) <= max_chars:
            ready = f"{ready}{glue}{text}"
            continue
        if ready:
            yield ready
        ready = text
    if ready:
        yield ready


def _is_crumb(text: str) -> bool:
    return len(text.split(maxsplit=_FEW_WORDS)) <= _FEW_WORDS


def _filling(parts: Iterable[str], glue: str, max_chars: int, title: str) -> Iterator[str]:
    """Join neighbours while the result fits, each text after the first below `title`; too long a part stays whole."""
    current = ""
    for part in parts:
        if current and len(current) + len(glue) + len(part) > max_chars:
            yield current
            opened = f"{title}{glue}{part}"
            current = opened if title and len(opened) <= max_chars else part
        else:
            current = f"{current}{glue}{part}" if current else part
    if current:
        yield current
