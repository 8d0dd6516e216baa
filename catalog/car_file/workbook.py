"""Cars in the first sheet of an XLSX workbook; values only, read row by row."""

import zipfile
from collections.abc import Iterator
from typing import IO, Any

from catalog.car_file.rows import CarRow, Header, Reject, UnreadableFile

# A few kilobytes can unpack to gigabytes. 100,000 cars unpack to about 60 MB.
MOST_UNPACKED_BYTES = 160 * 1024 * 1024
_MOST_ROWS = 1_048_576  # a sheet's own limit; a file may claim a row with any number
_DAMAGED = "The file is not an XLSX workbook, or it is damaged."


def rows(file: IO[bytes]) -> Iterator[CarRow | Reject]:
    """Yield the rows and rejects of the first sheet; raises UnreadableFile."""
    # It brings numpy along, 30 MB that no web process needs before somebody imports a workbook.
    import openpyxl

    _check_size(file)
    try:
        workbook = openpyxl.load_workbook(file, read_only=True, keep_links=False)
        sheet = workbook.worksheets[0]
        sheet.reset_dimensions()  # what a file says of its size is often not so
        yield from _rows(sheet.iter_rows())
    except UnreadableFile:
        raise
    except Exception as error:  # whatever a damaged part makes of openpyxl: KeyError, ParseError, TypeError …
        raise UnreadableFile(_DAMAGED) from error


def _check_size(file: IO[bytes]) -> None:
    """Refuse a bomb before anything is unpacked; zipfile never reads more of a part than is declared here."""
    try:
        with zipfile.ZipFile(file) as archive:
            unpacked = sum(part.file_size for part in archive.infolist())
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise UnreadableFile(_DAMAGED) from error
    finally:
        file.seek(0)
    if unpacked > MOST_UNPACKED_BYTES:
        most = MOST_UNPACKED_BYTES // 1024**2
        raise UnreadableFile(f"The workbook unpacks to more than {most} MB: save the sheet as CSV and import that.")


def _rows(sheet: Iterator[tuple[Any, ...]]) -> Iterator[CarRow | Reject]:
    header = None
    for line, cells in enumerate(sheet, start=1):
        if line > _MOST_ROWS:
            raise UnreadableFile(f"The sheet has more than {_MOST_ROWS} rows.")
        texts, wrong = _texts(cells)
        if not any(texts) and not wrong:
            continue
        if header is None:
            header = Header(texts)
            continue
        row = header.read(line, texts, wrong)
        if isinstance(row, CarRow):
            yield row
        else:
            yield from row
    if header is None:
        raise UnreadableFile("The first sheet is empty.")


def _texts(cells: tuple[Any, ...]) -> tuple[list[str], dict[int, str]]:
    """Return the cells as a CSV would have them, and what is wrong with those that no CSV could have."""
    texts, wrong = [], {}
    for index, cell in enumerate(cells):
        reason = _WRONG.get(cell.data_type)
        if reason:
            wrong[index] = reason
        texts.append("" if cell.value is None else str(cell.value).strip())
    return texts, wrong


# By openpyxl's data types. What a formula last came to is not in our hands: it is neither run nor trusted.
_WRONG = {"f": "is a formula; the sheet must hold values", "e": "is an error of the sheet", "d": "is a date or a time"}
