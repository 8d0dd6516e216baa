"""Open a file of cars of whatever kind."""

from collections.abc import Iterator
from enum import StrEnum
from typing import IO

from catalog.car_file import delimited, workbook
from catalog.car_file.rows import CarRow, Reject

_ZIP = b"PK\x03\x04"


class Kind(StrEnum):
    """The kinds of file that can be imported."""

    CSV = "csv"
    XLSX = "xlsx"


def read_cars(file: IO[bytes], kind: Kind | None = None) -> Iterator[CarRow | Reject]:
    """Yield every row that is well formed by itself, and a reject for every bad cell; the first bytes tell the kind.

    Whether a stock id repeats, or a row says too little for a car that is new, is for the importer to see.
    Raises UnreadableFile on the way when it is no table of cars after all.
    """
    if kind is None:
        kind = Kind.XLSX if file.read(len(_ZIP)) == _ZIP else Kind.CSV
        file.seek(0)
    return workbook.rows(file) if kind == Kind.XLSX else delimited.rows(file)
