"""A PDF to its title and content: running heads dropped, lines made paragraphs, headings told by their letters."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from io import BytesIO
from itertools import groupby

from kavakbot.errors import KavakbotError
from knowledge.scraping import markdown, wrapping
from knowledge.scraping.page import ExtractionTooBig, Page, PdfDamaged, PdfEncrypted, PdfScanned, PdfTooLong
from knowledge.scraping.pdf_lines import Line, LineReader
from knowledge.scraping.plain_text import named_after

MAX_PAGES = 300
_EDGE_LINES = 2  # running heads and feet stand in the highest and lowest lines of a page
_PAGE_NUMBER = re.compile(
    r"^(?:p[áa]g(?:ina|\.)? |page )?[-–— ]{0,3}\d{1,4}(?: ?(?:de|of|/) ?\d{1,4})?[-–— ]{0,3}$", re.IGNORECASE
)
_LARGER = 1.15
_HEADING_LEVELS = 3
_HEADING_CHARS = 120
_NO_TITLES = frozenset({"", "untitled", "(anonymous)", "anonymous", "sin título"})


def read(content: bytes, *, file_name: str = "") -> Page:
    """Return what a PDF says; raise `PdfEncrypted`, `PdfDamaged`, `PdfScanned`, `PdfTooLong` or `ExtractionTooBig`."""
    from pypdf.errors import LimitReachedError  # pypdf takes a fifth of a second to import

    try:
        title, pages = _opened(content)
    except (KavakbotError, MemoryError):
        raise
    except LimitReachedError as error:
        raise ExtractionTooBig from error
    except Exception as error:  # a broken file leads pypdf to errors of any kind
        raise PdfDamaged(f"The PDF is damaged: {type(error).__name__}.") from error
    written = "\n\n".join(_blocks([line for page in _without_running_heads(pages) for line in page]))
    if not written:
        raise PdfScanned
    return Page(title=title or markdown.first_heading(written) or named_after(file_name), markdown=written)


def _opened(content: bytes) -> tuple[str, list[list[Line]]]:
    """Return the title and the lines of each page."""
    from pypdf import PdfReader

    pdf = PdfReader(BytesIO(content))
    if pdf.is_encrypted and not pdf.decrypt(""):  # most "protected" files open without a password
        raise PdfEncrypted
    if len(pdf.pages) > MAX_PAGES:
        raise PdfTooLong
    lines = LineReader()
    return _title(pdf.metadata.title if pdf.metadata else None), [lines.read(page) for page in pdf.pages]


def _title(title: object) -> str:
    text = markdown.squeezed(str(title or "")).removeprefix("Microsoft Word - ")
    return "" if text.lower() in _NO_TITLES else text[: markdown.TITLE_CHARS]


def _without_running_heads(pages: Sequence[Sequence[Line]]) -> Iterator[list[Line]]:
    """Yield the pages without page numbers and without what stands at the same edge of half of them."""
    edges = [{_shape(line, number): line for line in _edges(page)} for number, page in enumerate(pages, 1)]
    seen = Counter(shape for page in edges for shape in page)
    often = max(min(3, len(pages)), len(pages) / 2)
    for page, edge in zip(pages, edges, strict=True):
        dropped = {
            id(line) for shape, line in edge.items() if seen[shape] >= often > 1 or _PAGE_NUMBER.match(line.text)
        }
        yield [line for line in page if id(line) not in dropped]


def _edges(page: Sequence[Line]) -> list[Line]:
    by_height = sorted(page, key=lambda line: line.y)
    return [*by_height[:_EDGE_LINES], *by_height[_EDGE_LINES:][-_EDGE_LINES:]]


def _shape(line: Line, page_number: int) -> tuple[str, int]:
    """Return what makes a running head the same on every page: its height, and its words but for the page's number.

    "Capítulo 2" on the second page is no running head: the number must follow a sign or the word for page.
    """
    number = re.compile(
        rf"(p[áa]g(?:ina|\.)?|page|[|·/–—-]) ?{page_number}\b|^{page_number}(?= ?[|·/–—-])", re.IGNORECASE
    )
    return number.sub(r"\1#", line.text), round(line.y / 4)


def _body_size(lines: Sequence[Line]) -> float:
    """Return the size that most of the text is set in."""
    sizes = Counter[float]()
    for line in lines:
        sizes[line.size] += len(line.text)
    return max(sizes, key=lambda size: sizes[size], default=0.0)


def _blocks(lines: Sequence[Line]) -> Iterator[str]:
    """Yield headings and paragraphs in Markdown."""
    body = _body_size(lines)
    larger = sorted({line.size for line in lines if line.size >= _LARGER * body}, reverse=True)
    levels = {size: min(rank, _HEADING_LEVELS) for rank, size in enumerate(larger, start=1)}
    is_loud = 2 * sum(len(line.text) for line in lines if line.is_bold) > sum(len(line.text) for line in lines)
    paragraph = 0

    def kind(line: Line) -> tuple[int, int]:
        nonlocal paragraph
        if line.starts_paragraph:
            paragraph += 1
        return paragraph, _level(line, levels, is_loud=is_loud)

    for (_, level), group in groupby(lines, key=kind):
        block = list(group)
        texts = [line.text for line in block]
        joined = " ".join(texts)
        if level and len(joined) <= _HEADING_CHARS:
            yield markdown.heading(level, joined) if level < 5 else "\n\n".join(map(markdown.sub_heading, texts))
        else:
            yield "\n".join(map(markdown.plain, _unwrapped(block)))


def _unwrapped(block: Sequence[Line]) -> Iterator[str]:
    """Yield the lines of a paragraph, joined where the width broke them; a row of a table is whole."""
    for is_row, run in groupby(block, key=lambda line: line.is_row):
        texts = [line.text for line in run]
        yield from texts if is_row else wrapping.unwrapped(texts)


def _level(line: Line, levels: dict[float, int], *, is_loud: bool) -> int:
    if line.is_item:
        return 0
    return levels.get(line.size) or (6 if line.is_bold and not is_loud and markdown.is_name(line.text) else 0)
