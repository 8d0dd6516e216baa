"""Cars in a text file, its cells split by commas, semicolons or tabs; read line by line, never whole."""

import codecs
import csv
from collections.abc import Iterable, Iterator
from functools import partial
from itertools import chain
from typing import IO

from catalog.car_file.rows import CarRow, Header, Reject, UnreadableFile

LONGEST_LINE = 65_536
_BLOCK = 65_536
_DELIMITERS = ",;\t"
_NOT_TEXT = {
    b"PK\x03\x04": "The file is a workbook or another archive, not a CSV.",
    b"\xd0\xcf\x11\xe0": "The file is an old Excel workbook: save it as XLSX or CSV first.",
    b"%PDF": "The file is a PDF, not a CSV.",
}
_UTF_8_MARK = b"\xef\xbb\xbf"
_CALLED = {"utf-8": "UTF-8", "cp1252": "Windows-1252"}


def rows(file: IO[bytes]) -> Iterator[CarRow | Reject]:
    """Yield the file's rows and rejects; raises UnreadableFile."""
    lines = iter(_Lines(_blocks(file)))
    header, delimiter = _header(lines)
    for number, line in lines:
        if isinstance(line, ValueError):
            yield Reject(number, "", str(line))
            continue
        try:
            row = header.read(number, _cells(line, delimiter))
        except csv.Error as error:
            yield Reject(number, "", _wrong_quotes(error))
            continue
        if isinstance(row, CarRow):
            yield row
        elif line.strip(f'{_DELIMITERS} "'):
            yield from row


def _blocks(file: IO[bytes]) -> Iterator[bytes]:
    """Yield the file's bytes, those of UTF-16 as UTF-8."""
    head = file.read(_BLOCK)
    for mark, sentence in _NOT_TEXT.items():
        if head.startswith(mark):
            raise UnreadableFile(sentence)
    encoding = _utf_16(head)
    blocks = chain((head,), iter(partial(file.read, _BLOCK), b""))
    if encoding is None:
        yield from blocks
        return
    try:
        for text in codecs.iterdecode(blocks, encoding):
            yield text.encode()
    except UnicodeDecodeError as error:
        raise UnreadableFile("The file begins as UTF-16 text and does not go on as such.") from error


def _utf_16(head: bytes) -> str | None:
    """Tell UTF-16 by its mark, or by the zeros that every other byte of plain letters is."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    enough = len(head) * 0.4
    if head[1::2].count(0) > enough:
        return "utf-16-le"
    return "utf-16-be" if head[0::2].count(0) > enough else None


class _Lines:
    """A text file's lines. The first that is not plain ASCII decides between UTF-8 and Windows-1252 for all.

    So a file need not be read twice, and a line in another encoding than the rest is rejected, not garbled.
    """

    def __init__(self, blocks: Iterable[bytes]) -> None:
        self._blocks = blocks
        self._encoding = ""

    def __iter__(self) -> Iterator[tuple[int, str | ValueError]]:
        """Yield every line with its number, or what is wrong with it."""
        for number, line in enumerate(self._whole_lines(), start=1):
            if line is None or len(line) > LONGEST_LINE:
                yield number, ValueError(f"is longer than {LONGEST_LINE} characters")
            elif line.isascii():
                yield number, line.decode()
            else:
                yield number, self._decoded(line)

    def _whole_lines(self) -> Iterator[bytes | None]:
        """Yield the lines, ended as Windows, Unix or an old Mac ends them; None is one too long to be held."""
        rest, is_skipping = b"", False
        for block in self._blocks:
            rest += block
            # A \r at the very end may be half of \r\n.
            end = max(rest.rfind(b"\n"), rest.rfind(b"\r", 0, -1)) + 1
            lines: list[bytes | None] = [*rest[:end].splitlines()]
            rest = rest[end:]
            if is_skipping and lines:
                lines[0], is_skipping = None, False
            yield from lines
            if len(rest) > LONGEST_LINE:
                rest, is_skipping = b"", True
        yield from [None] if is_skipping else rest.splitlines()

    def _decoded(self, line: bytes) -> str | ValueError:
        if line.startswith(_UTF_8_MARK) and not self._encoding:
            line, self._encoding = line.removeprefix(_UTF_8_MARK), "utf-8"
        utf_8 = _text_in(line, "utf-8")
        if utf_8 is not None and self._encoding != "cp1252":
            self._encoding = "utf-8"
            return utf_8
        windows = _text_in(line, "cp1252")
        if utf_8 is None and windows is not None and self._encoding != "utf-8":
            self._encoding = "cp1252"
            return windows
        other = _CALLED.get(self._encoding)
        return ValueError(f"is not {other} text as the lines before it" if other else "is no text")


def _text_in(line: bytes, encoding: str) -> str | None:
    try:
        return line.decode(encoding)
    except UnicodeDecodeError:
        return None


def _header(lines: Iterator[tuple[int, str | ValueError]]) -> tuple[Header, str]:
    """Return the header and what splits it."""
    for number, line in lines:
        if isinstance(line, ValueError):
            raise UnreadableFile(f"Line {number}, which should be the header, {line}.")
        line = line.removeprefix("\ufeff")  # noqa: PLW2901  the mark of UTF-16
        if not line.strip():
            continue
        if not line.replace("\t", " ").replace("\u00a0", " ").isprintable():
            raise UnreadableFile("The file is not text.")
        delimiter = max(_DELIMITERS, key=line.count)
        try:
            return Header(_cells(line, delimiter)), delimiter
        except csv.Error as error:
            raise UnreadableFile(f"Line {number}, which should be the header: {_wrong_quotes(error)}.") from error
    raise UnreadableFile("The file is empty.")


def _cells(line: str, delimiter: str) -> list[str]:
    """Split one line; no cell goes on in the next, so that a quotation mark left open costs one line, not many."""
    return next(csv.reader((line,), delimiter=delimiter, strict=True)) if '"' in line else line.split(delimiter)


def _wrong_quotes(error: csv.Error) -> str:
    if "end of data" in str(error):
        return "a quotation mark is opened and not closed on its line"
    return "a quotation mark stands inside a cell that began with one"
