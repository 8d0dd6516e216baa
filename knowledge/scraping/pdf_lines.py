"""The lines of a PDF's pages, put together from the pieces of text that stand at one height."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from knowledge.scraping import markdown, tables
from knowledge.scraping.page import ExtractionTooBig

_MOST_CHARS = 5_000_000
_SAME_HEIGHT = 0.4  # of the letters' size
_PARAGRAPH_GAP = 1.5
_BULLETS = frozenset("•●○▪‣◦·–—-*o§\uf0b7\uf0a7\x7f")
_LIGATURES = str.maketrans({"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"})


@dataclass
class Line:
    """One line of a page; sizes and heights in points."""

    text: str
    size: float
    is_bold: bool
    y: float
    starts_paragraph: bool
    is_row: bool = False  # of a table, or of something set like one: pieces far apart at one height

    @property
    def is_item(self) -> bool:
        return self.text.startswith("- ")


class LineReader:
    """Reads pages line by line; raises `ExtractionTooBig` when a document unfolds to more than 5 million characters."""

    def __init__(self) -> None:
        self._chars = 0
        self._lines: list[Line] = []
        self._is_open = False  # the last piece did not end its line

    def read(self, page: Any) -> list[Line]:
        """Return the lines of a pypdf page in the order in which they were written."""
        self._lines, self._is_open = [], False
        page.extract_text(visitor_text=self._visit)
        lines = list(_cleaned(self._lines))
        if lines:
            lines[0].starts_paragraph = False  # whether it goes on from the page before, the words will tell
        return lines

    def _visit(self, text: str, cm: list[float], tm: list[float], font: dict[str, Any] | None, size: float) -> None:
        self._chars += len(text)
        if self._chars > _MOST_CHARS:
            raise ExtractionTooBig
        height = cm[5] + tm[4] * cm[1] + tm[5] * cm[3]
        points = round(abs(size * (tm[3] * cm[3] or 1)), 1)
        bold = "bold" in str((font or {}).get("/BaseFont", "")).lower()
        for at, part in enumerate(text.split("\n")):
            if at:
                self._is_open = False
            if part.strip():
                self._add(Line(part, points, bold, height, starts_paragraph=False), is_below=at > 0)
                self._is_open = True

    def _add(self, piece: Line, *, is_below: bool) -> None:
        """Join `piece` to the line at its height, or begin a line with it."""
        above = self._lines[-1] if self._lines else None
        if above and self._is_open:
            _join(above, piece, "")
        elif above and not is_below and abs(above.y - piece.y) <= _SAME_HEIGHT * piece.size:
            above.is_row = above.text.strip() not in _BULLETS
            _join(above, piece, tables.SEPARATOR if above.is_row else " ")
        else:
            if above and not is_below:
                piece.starts_paragraph = not 0 < above.y - piece.y <= _PARAGRAPH_GAP * max(piece.size, above.size)
            self._lines.append(piece)


def _join(line: Line, piece: Line, glue: str) -> None:
    if line.text.strip() in _BULLETS:
        line.size, line.is_bold = piece.size, piece.is_bold
    line.is_bold = line.is_bold and piece.is_bold
    line.size = max(line.size, piece.size)
    line.text += glue + piece.text


def _cleaned(lines: list[Line]) -> Iterator[Line]:
    """Yield the lines that say something, bullets as list items; the rows of a table are of one paragraph."""
    for above, line in zip([None, *lines], lines, strict=False):
        if above and above.is_row and line.is_row:
            line.starts_paragraph = False  # rows stand further apart than lines
        marker, _, rest = line.text.strip().partition(" ")
        if marker in _BULLETS:
            line.text = f"- {markdown.squeezed(rest.translate(_LIGATURES))}" if rest.strip() else ""
        else:
            line.text = markdown.squeezed(line.text.translate(_LIGATURES))
        if line.text:
            yield line
