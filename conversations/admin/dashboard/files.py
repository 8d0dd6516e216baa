"""The dashboard as a file: every section with its tables, in a CSV one below the other, in a workbook a sheet each."""

import csv
import io
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from catalog.car_file import defused
from conversations.admin.dashboard.table import Cell, Link, Section, Table
from conversations.reporting import Period

_BYTE_ORDER_MARK = "\ufeff"  # without it Excel takes UTF-8 for Windows-1252


def as_csv(sections: Sequence[Section], period: Period) -> bytes:
    """Return all of it as one table after the other."""
    file = io.StringIO()
    file.write(_BYTE_ORDER_MARK)
    lines = csv.writer(file)
    lines.writerow([_days(period)])
    for section in sections:
        lines.writerows([[], [section.title], *_rows(section)])
    return file.getvalue().encode()


def as_workbook(sections: Sequence[Section], period: Period) -> bytes:
    """Return an XLSX with figures as figures."""
    # Imported here because it brings numpy along, which every web process would carry.
    from openpyxl import Workbook

    workbook = Workbook(write_only=True)
    for section in sections:
        sheet = workbook.create_sheet(section.title)
        for row in ([section.title, _days(period)], *_rows(section)):
            sheet.append(row)
    file = io.BytesIO()
    workbook.save(file)
    return file.getvalue()


def _days(period: Period) -> str:
    return f"Del {period.first:%d/%m/%Y} al {period.last:%d/%m/%Y}"


def _rows(section: Section) -> Iterator[list[Any]]:
    facts = [Table("", ("Dato", "Valor"), [(fact.name, fact.value) for fact in section.facts], nothing="")]
    for table in (*(facts if section.facts else ()), *section.tables):
        yield from ([], [table.title]) if table.title else ()
        yield list(table.columns)
        for row in table.rows:
            yield [_plain(cell) for cell in row]


def _plain(cell: Cell) -> Any:
    """Return a value that spreadsheets know, and no text that they would take for a formula."""
    match cell:
        case Link(text=text) | str(text):
            return defused(text)
        case datetime():
            return timezone.localtime(cell).replace(tzinfo=None, microsecond=0)
        case timedelta():
            return timedelta(seconds=round(cell.total_seconds()))
    return cell
