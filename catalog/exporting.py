"""The inventory as a CSV in the import's own columns: what goes out comes in again as the same cars."""

from collections.abc import Iterator
from typing import Any

from catalog.car_file import COLUMNS, defused, tidy
from catalog.limits import LONGEST_SIDE_MM
from catalog.models import Car
from catalog.querysets import CarQuerySet
from kavakbot import spreadsheets

_CARS_AT_ONCE = 2000


def csv_lines(cars: CarQuerySet) -> Iterator[str]:
    """Yield the CSV line by line, the header first; a database cursor keeps the place, not memory.

    Withdrawn cars are left out: a file that lists a car says that it is there, and an import would bring it back.
    """
    yield from spreadsheets.csv_lines(_rows(cars))


def _rows(cars: CarQuerySet) -> Iterator[list[str]]:
    yield list(COLUMNS)
    listed = cars.exclude(status=Car.Status.WITHDRAWN).values_list(*COLUMNS.values())
    for car in listed.iterator(_CARS_AT_ONCE):
        yield [_cell(column, value) for column, value in zip(COLUMNS, car, strict=True)]


def _cell(column: str, value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "Sí" if value else "No"
    if column in {"largo", "ancho", "altura"}:
        # Other doors may have let in what is nobody's measure.
        return str(value) if 0 < value <= LONGEST_SIDE_MM else ""
    return defused(tidy(value)) if isinstance(value, str) else str(value)
