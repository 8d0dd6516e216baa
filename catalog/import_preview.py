"""What an import would do to each car: the import itself is carried out, looked at, and undone."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import IO

from django.db import transaction

from catalog import importing
from catalog.car_file import CarRow, read_cars
from catalog.importing import Choices, ImportReport
from catalog.inventory import UNKNOWN, Author
from catalog.models import Car

MOST_ROWS = 2000
MOST_WITHDRAWN = 100


@dataclass(frozen=True)
class Change:
    """A car before and after; nothing before when it is new."""

    before: Car | None
    after: Car


@dataclass(frozen=True)
class Preview:
    """The counts, the cars that would change (none of them when the file has too many rows), the first withdrawn."""

    report: ImportReport
    changes: tuple[Change, ...] | None
    withdrawn: tuple[Car, ...]


def preview(
    *, file: IO[bytes], file_name: str, author: Author = UNKNOWN, choices: Choices, rejects_to: IO[str]
) -> Preview:
    """Import a file, see what became of its cars, and put everything back as it was, the record of the run included.

    Raises what the import raises.
    """
    stock_ids = _stock_ids(file)
    file.seek(0)
    with transaction.atomic():
        before = _live(stock_ids or ())
        gone = list(Car.objects.live().filter(status=Car.Status.WITHDRAWN).values_list("pk", flat=True))
        report = importing.import_cars(
            file=file, file_name=file_name, author=author, choices=choices, rejects_to=rejects_to
        )
        changes = None if stock_ids is None else _changes(before, _live(stock_ids))
        withdrawn = Car.objects.live().filter(status=Car.Status.WITHDRAWN).exclude(pk__in=gone).order_by("stock_id")
        seen = Preview(report, changes, tuple(withdrawn[:MOST_WITHDRAWN]))
        transaction.set_rollback(True)
    return seen


def _stock_ids(file: IO[bytes]) -> tuple[int, ...] | None:
    """Return the stock ids of the file's good rows, or None when it has more rows than are shown one by one."""
    stock_ids: list[int] = []
    for line, found in enumerate(read_cars(file)):
        if line == MOST_ROWS:
            return None
        if isinstance(found, CarRow):
            stock_ids.append(found.stock_id)
    return tuple(stock_ids)


def _live(stock_ids: Iterable[int]) -> dict[int, Car]:
    return {car.stock_id: car for car in Car.objects.live().filter(stock_id__in=stock_ids).order_by("stock_id")}


def _changes(before: dict[int, Car], after: dict[int, Car]) -> tuple[Change, ...]:
    pairs = ((before.get(stock_id), car) for stock_id, car in after.items())
    return tuple(Change(old, new) for old, new in pairs if old is None or old.updated_at != new.updated_at)
