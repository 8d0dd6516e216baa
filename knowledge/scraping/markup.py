"""A tree of HTML to Markdown: headings, list items, rows of tables and definitions, paragraphs."""

from collections.abc import Callable, Collection
from itertools import takewhile

from bs4 import Tag
from bs4.element import NavigableString

from knowledge.scraping import answers, markdown, tables

HEADINGS = ["h1", "h2", "h3", "h4", "h5", "h6"]
_BLOCKS = frozenset(
    "address article aside blockquote body center dd details div dl dt fieldset figcaption figure footer form header "
    "hr html legend li main ol p pre section summary table tbody td tfoot th thead tr ul caption".split()
)
_IN_A_CELL = [*HEADINGS, "table", "ul", "ol", "dl", "details"]
_IN_A_DEFINITION = [*HEADINGS, "table", "ul", "ol", "dl", "p", "div", "br"]
_BOLD = frozenset({"b", "strong"})
_SHORT_DEFINITION = 200
_DEEPEST_LEVEL = 6


def written(tag: Tag, gone: Collection[int], *, title: str = "") -> str:
    """Return what `tag` holds as Markdown, without the tags whose ids are `gone`.

    Its `title` rules what no heading does after an answer has ended.
    """
    writer = _Writer(gone, title)
    writer.walk(tag)
    writer.end()
    return "".join(writer.parts)


class _Writer:
    """Writes block by block: inline text waits in `_line` until a block begins or ends."""

    def __init__(self, gone: Collection[int], title: str) -> None:
        self.parts: list[str] = []
        self._gone = gone
        self._titled = {1: markdown.heading(1, title)} if title else {}
        self._line: list[tuple[str, bool]] = []  # texts of the open line, and whether each is bold
        self._lines: list[tuple[str, bool]] = []  # the lines of the open block that have ended
        self._depth = 0  # of lists
        self._marker = ""  # what the next line of a list item starts with
        self._tight = False  # the next block follows without a blank line
        self._term = ""  # of the definitions that follow
        self._term_waits = False  # until it is written, with its definition or above it
        self._path: dict[int, str] = {}  # the headings, by level, under which the last block was written
        self._ruling: dict[int, str] = {}  # those that rule the next one: an answer ends where its box does

    def walk(self, tag: Tag, *, bold: bool = False) -> None:
        for child in tag.children:
            if type(child) is NavigableString:
                self._line.append((child, bold))
            elif isinstance(child, Tag) and id(child) not in self._gone:
                self._enter(child, bold=bold)

    def _enter(self, tag: Tag, *, bold: bool) -> None:
        if tag.name == "br":
            self._end_line()
        elif write := self._writing(tag):
            self.end()
            write(tag)
            self.end()
        elif tag.name in _BLOCKS:
            self.end()
            ruling = self._ruling
            self.walk(tag, bold=bold)
            self.end()
            if answers.ends_with(tag):
                self._ruling = ruling
        else:
            self.walk(tag, bold=bold or tag.name in _BOLD)

    def _writing(self, tag: Tag) -> Callable[[Tag], None] | None:
        """Return what writes `tag`, or None when it is text or a block of text."""
        if tag.name == "summary" or tag.has_attr("aria-expanded") or tag.name == "button":
            return self._summary
        return {
            **dict.fromkeys(HEADINGS, self._heading),
            "ul": self._list,
            "ol": self._list,
            "dl": self._definitions,
            "dt": self._name_term,
            "dd": self._definition,
            "table": self._table,
            "pre": self._lines_as_they_are,
        }.get(tag.name)

    # --- what a block becomes

    def _heading(self, tag: Tag) -> None:
        self._stand_alone(markdown.heading(int(tag.name[1]), self._text(tag)))

    def _summary(self, tag: Tag) -> None:
        """Write what unfolds an answer as a heading; other buttons are things to do, not to know."""
        text = self._text(tag)
        unfolds = tag.name == "summary" or tag.has_attr("aria-expanded") or tag.has_attr("aria-controls")
        if unfolds and tag.find(HEADINGS):
            self.walk(tag)
        elif (unfolds and len(text.split()) > 2) or tag.name == "summary" or markdown.is_question(text):
            self._stand_alone(markdown.sub_heading(text))

    def _list(self, tag: Tag) -> None:
        self._tight = self._tight and self._depth > 0
        self._depth += 1
        number = 0
        for child in tag.children:
            if not isinstance(child, Tag) or id(child) in self._gone:
                continue
            number += 1
            if child.name == "li" and child.find(HEADINGS):  # a card: its heading rules it
                self._outside(child)
                continue
            indent = "  " * min(self._depth - 1, 3)
            self._marker = indent + (f"{number}. " if tag.name == "ol" else "- ")
            self._enter(child, bold=False)
            self.end()
            self._marker = ""
        self._depth -= 1
        self._tight = self._depth > 0

    def _outside(self, tag: Tag) -> None:
        """Write `tag` as if it stood in no list."""
        depth, self._depth, self._tight = self._depth, 0, False
        ruling = self._ruling
        self.walk(tag)
        self.end()
        self._depth = depth
        if answers.ends_with(tag):
            self._ruling = ruling

    def _definitions(self, tag: Tag) -> None:
        self._tight = False
        ruling = self._ruling
        self.walk(tag)
        self.end()
        self._use_term()
        self._tight = False
        self._ruling = ruling

    def _name_term(self, tag: Tag) -> None:
        self._use_term()
        self._term, self._term_waits = self._text(tag).rstrip(":"), True

    def _use_term(self) -> None:
        """Write a term that is not followed by a short definition."""
        if self._term_waits:
            self._stand_alone(markdown.sub_heading(self._term))
        self._term_waits = False

    def _definition(self, tag: Tag) -> None:
        text = self._text(tag)
        if (
            self._term
            and len(text) <= _SHORT_DEFINITION
            and not self._term.endswith("?")
            and not tag.find(_IN_A_DEFINITION)
        ):
            self._items([f"- {self._term}: {text}"])
            self._term_waits = False
            return
        self._use_term()
        self.walk(tag)

    def _table(self, tag: Tag) -> None:
        rows = [row for row in tag.find_all("tr") if row.find_parent("table") is tag]
        cells = [[cell for cell in row.children if isinstance(cell, Tag)] for row in rows]
        is_layout = tag.find(_IN_A_CELL) is not None or max(map(len, cells), default=0) < 2
        if is_layout:
            self.walk(tag)
            return
        caption = tag.find("caption")
        if isinstance(caption, Tag) and (text := self._text(caption)):
            self._emit(f"{text.rstrip(':.')}:")
            self._tight = True
        self._items(tables.lines([[self._cell(cell) for cell in row if id(cell) not in self._gone] for row in cells]))
        self._tight = False

    def _cell(self, tag: Tag) -> tables.Cell:
        text = self._text(tag)
        bold = " ".join(self._text(child) for child in tag.find_all(_BOLD))
        names = tag.name == "th" or _is_in_head(tag) or (bool(text) and bold == text)
        return tables.Cell(text, names, _span(tag, "colspan"), _span(tag, "rowspan"))

    def _lines_as_they_are(self, tag: Tag) -> None:
        self._lines = [(line, False) for line in map(markdown.squeezed, tag.get_text().splitlines()) if line]

    # --- how text is written

    def _text(self, tag: Tag) -> str:
        """Return all text of `tag` as one line."""
        pieces = [
            " " if isinstance(node, Tag) else node
            for node in tag.descendants
            if (isinstance(node, Tag) and (node.name == "br" or node.name in _BLOCKS))
            or (type(node) is NavigableString and id(node.parent) not in self._gone)
        ]
        return markdown.squeezed("".join(pieces))

    def _stand_alone(self, heading: str) -> None:
        self._tight = False
        if heading:
            level = markdown.level(heading)
            self._return_to_ruling(below=level)
            self._put(heading)
            above = {one: text for one, text in self._ruling.items() if one < level}
            self._path = self._ruling = above | {level: heading}
        self._tight = False

    def _return_to_ruling(self, *, below: int = _DEEPEST_LEVEL + 1) -> None:
        """Write again the headings that rule what comes, where others stand between."""
        written = [item for item in self._path.items() if item[0] < below]
        meant = [item for item in (self._ruling or self._titled).items() if item[0] < below]
        if not written or not meant or written == meant:
            return
        same = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(written, meant, strict=False)))
        for _, heading in meant[same:] or meant[-1:]:
            self._tight = False
            self._put(heading)
            self._tight = False
        self._path = self._ruling = dict(meant)

    def _items(self, items: list[str]) -> None:
        for item in items:
            self._emit(item)
            self._tight = True

    def _end_line(self) -> None:
        text = markdown.squeezed("".join(text for text, _ in self._line))
        bold = all(bold for text, bold in self._line if text.strip(" \t\r\n\xa0:"))
        self._line = []
        if text:
            self._lines.append((text, bold))

    def end(self) -> None:
        """End the open block: lines that stand out become headings, the others a paragraph or a list item."""
        self._end_line()
        lines, self._lines = self._lines, []
        open_lines: list[str] = []
        for text, bold in lines:
            if self._depth == 0 and self._is_heading(text, bold=bold, alone=len(lines) == 1):
                self._emit("\n".join(open_lines))
                open_lines = []
                self._stand_alone(markdown.sub_heading(text))
            else:
                open_lines.append(self._marker + markdown.plain(text))
                self._marker = ""
        self._emit("\n".join(open_lines))

    def _is_heading(self, text: str, *, bold: bool, alone: bool) -> bool:
        return (bold and markdown.is_name(text)) or (alone and markdown.is_question(text))

    def _emit(self, block: str) -> None:
        if block:
            self._return_to_ruling()
            self._put(block)

    def _put(self, block: str) -> None:
        if self.parts:
            self.parts.append("\n" if self._tight else "\n\n")
        self.parts.append(block)
        self._tight = self._depth > 0


def _is_in_head(cell: Tag) -> bool:
    return isinstance(cell.parent, Tag) and isinstance(cell.parent.parent, Tag) and cell.parent.parent.name == "thead"


def _span(tag: Tag, name: str) -> int:
    """Return what a cell claims to span; a page may write anything there."""
    value = str(tag.get(name, "1")).strip()[:6]
    return int(value) if value.isascii() and value.isdigit() else 1
