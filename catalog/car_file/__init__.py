"""A file of cars, CSV or XLSX: bytes in, well-formed rows and reasoned rejects out, one by one; no database."""

from catalog.car_file.reading import Kind, read_cars
from catalog.car_file.rows import (
    COLUMNS,
    INVISIBLE,
    REQUIRED,
    SPACES,
    CarRow,
    Reject,
    UnreadableFile,
    defused,
    tidy,
)

__all__ = [
    "COLUMNS",
    "INVISIBLE",
    "REQUIRED",
    "SPACES",
    "CarRow",
    "Kind",
    "Reject",
    "UnreadableFile",
    "defused",
    "read_cars",
    "tidy",
]
