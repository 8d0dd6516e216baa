"""The inventory as a CSV in the import's own columns: what goes out comes in again as the same cars."""

import csv
from collections.abc import Iterator
from typing import Any

from catalog.car_file import COLUMNS, defused, tidy
from catalog.limits import LONGEST_SIDE_MM
from catalog.models import Car
from catalog.querysets import CarQuerySet

_CARS_AT_ONCE = 2000
_BYTE_ORDER_MARK = "\ufeff"  # without it Excel takes UTF-8 for Windows-1252


class _Line:
    """What a csv writer writes to when it is the line itself that is wanted."""

    def write(self, line: str) -> str:
        return line


def csv_lines(cars: CarQuerySet) -> Iterator[str]:
    """Yield the CSV line by line, the header first; a database cursor keeps the place, not memory.

    Withdrawn cars are left out: a file that lists a car says that it is there, and an import would bring it back.
    """
    table = csv.writer(_Line())
    yield _BYTE_ORDER_MARK + table.writerow(COLUMNS)
    listed = cars.exclude(status=Car.Status.WITHDRAWN).values_list(*COLUMNS.values())
    for car in listed.iterator(_CARS_AT_ONCE):
        yield table.writerow([_cell(column, value) for column, value in zip(COLUMNS, car, strict=True)])


def _cell(column: str, value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "Sí" if value else "No"
    if column in {"largo", "ancho", "altura"}:
        # Other doors may have let in what is nobody's measure.
        return str(value) if 0 < value <= LONGEST_SIDE_MM else ""
    return defused(tidy(value)) if isinstance(value, str) else str(value)
