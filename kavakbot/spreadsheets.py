"""Rows as files that spreadsheets open: a CSV line by line, and a workbook that is never whole in memory."""

import csv
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import IO, Any

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_BYTE_ORDER_MARK = "\ufeff"  # without it Excel takes UTF-8 for Windows-1252

Rows = Iterable[Sequence[Any]]


class _Line:
    """What a csv writer writes to when it is the line itself that is wanted."""

    def write(self, line: str) -> str:
        return line


def csv_lines(rows: Rows) -> Iterator[str]:
    """Yield the file line by line; whoever gives the rows has made their texts harmless."""
    lines = csv.writer(_Line())
    mark = _BYTE_ORDER_MARK
    for row in rows:
        yield mark + lines.writerow(row)
        mark = ""


def workbook(sheets: Mapping[str, Rows]) -> IO[bytes]:
    """Return an XLSX with each sheet under its title; whoever sends it closes it."""
    # Imported here because it brings numpy along, which every web process would carry.
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    file = tempfile.TemporaryFile()  # noqa: SIM115  the response closes it
    book.save(file)
    file.seek(0)
    return file
