"""The dashboard as a file: every section with its tables, in a CSV one below the other, in a workbook a sheet each."""

import re
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import IO, Any

from django.utils import timezone

from catalog.car_file import defused
from conversations.admin.dashboard.table import Cell, Link, Section, Table
from conversations.reporting import Period
from kavakbot import spreadsheets

# What no workbook can hold, and what would hide the start of a formula.
_UNWRITTEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ufffe\uffff]")


def as_csv(sections: Sequence[Section], period: Period) -> bytes:
    """Return all of it as one table after the other."""
    rows = [[days(period)], *(row for section in sections for row in ([], [section.title], *_rows(section)))]
    return "".join(spreadsheets.csv_lines(rows)).encode()


def as_workbook(sections: Sequence[Section], period: Period) -> IO[bytes]:
    """Return an XLSX with figures as figures."""
    return spreadsheets.workbook(
        {section.title: [[section.title, days(period)], *_rows(section)] for section in sections}
    )


def days(period: Period) -> str:
    """Say which days they are."""
    return f"Del {period.first:%d/%m/%Y} al {period.last:%d/%m/%Y}"


def _rows(section: Section) -> Iterator[list[Any]]:
    facts = [Table("", ("Dato", "Valor"), [(fact.name, fact.value) for fact in section.facts], nothing="")]
    for table in (*(facts if section.facts else ()), *section.tables):
        yield from ([], [table.title]) if table.title else ()
        yield list(table.columns)
        for row in table.rows:
            yield [plain(cell) for cell in row]


def plain(cell: Cell) -> Any:
    """Return a value that spreadsheets know, and no text that they would take for a formula."""
    match cell:
        case Link(text=text) | str(text):
            return defused(_UNWRITTEN.sub("", text).strip()) or None
        case datetime():
            return timezone.localtime(cell).replace(tzinfo=None, microsecond=0)
        case timedelta():
            return timedelta(seconds=round(cell.total_seconds()))
    return cell
