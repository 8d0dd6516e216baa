"""Bring a file of cars into the inventory: new ones in, known ones corrected, whatever a person decided kept."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from itertools import islice

from django.contrib.auth.models import AbstractBaseUser
from django.db import connection, transaction
from django.utils import timezone

from catalog.car_file import CarFile, CarRow
from catalog.models import UNSTATED_FIELDS, Car, ImportRun

ROWS_AT_ONCE = 2000
# Two imports at once would each miss the cars that the other is about to create.
_ONE_IMPORT_AT_A_TIME = 0x4B4156


@dataclass(frozen=True)
class KeptPrice:
    """A price that a person changed since the last import, and what the file would have made it."""

    stock_id: int
    price: Decimal
    file_price: Decimal


@dataclass(frozen=True)
class ImportReport:
    """What an import did, or would do when it was a dry run."""

    created: int
    updated: int
    unchanged: int
    rejected: int
    prices_kept: tuple[KeptPrice, ...]

    def __str__(self) -> str:
        return f"created={self.created} updated={self.updated} unchanged={self.unchanged} rejected={self.rejected}"


@dataclass
class _Work:
    """The writes that one batch of rows asks for."""

    created: list[Car] = field(default_factory=list)
    updated: list[Car] = field(default_factory=list)
    unchanged: int = 0
    # Nothing to see has changed, but the file's price is remembered for the next import.
    remembered: list[Car] = field(default_factory=list)
    prices_kept: list[KeptPrice] = field(default_factory=list)


def import_cars(
    *,
    cars: CarFile,
    file_name: str,
    imported_by: AbstractBaseUser | None = None,
    dry_run: bool = False,
    overwrite: bool = False,
) -> ImportReport:
    """Upsert the rows by stock id in one transaction and record the run.

    What the file does not state is left as it is. A price changed by a person since the last import is kept unless
    `overwrite`. A removed car's stock id makes a new car. A car's status is nobody's business but the staff's.
    """
    started_at = timezone.now()
    with transaction.atomic():
        _wait_for_other_imports()
        works = [_batch(rows, now=started_at, overwrite=overwrite) for rows in _batches(cars.rows)]
        if not dry_run:
            for work in works:
                _write(work)
        report = ImportReport(
            created=sum(len(work.created) for work in works),
            updated=sum(len(work.updated) for work in works),
            unchanged=sum(work.unchanged for work in works),
            rejected=cars.rejected,
            prices_kept=tuple(kept for work in works for kept in work.prices_kept),
        )
        _record(report, file_name=file_name, imported_by=imported_by, dry_run=dry_run, started_at=started_at)
    return report


def _wait_for_other_imports() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_ONE_IMPORT_AT_A_TIME])


def _batches(rows: Sequence[CarRow]) -> Iterator[list[CarRow]]:
    remaining = iter(rows)
    while batch := list(islice(remaining, ROWS_AT_ONCE)):
        yield batch


def _batch(rows: list[CarRow], *, now: datetime, overwrite: bool) -> _Work:
    ids = [row.stock_id for row in rows]
    known = {car.stock_id: car for car in Car.objects.live().filter(stock_id__in=ids).select_for_update()}
    work = _Work()
    for row in rows:
        car = known.get(row.stock_id)
        if car is None:
            work.created.append(_new_car(row, now))
        else:
            _compare(car, row, work, now=now, overwrite=overwrite)
    return work


def _new_car(row: CarRow, now: datetime) -> Car:
    car = Car(stock_id=row.stock_id, price=row.price, imported_price=row.price, created_at=now, updated_at=now)
    for name, value in _stated(row):
        setattr(car, name, value)
    return car


def _compare(car: Car, row: CarRow, work: _Work, *, now: datetime, overwrite: bool) -> None:
    """Sort a known car into what must be written for it."""
    changed = False
    for name, value in _stated(row):
        if getattr(car, name) != value:
            setattr(car, name, value)
            changed = True
    if car.price != row.price:
        if _changed_by_a_person(car) and not overwrite:
            work.prices_kept.append(KeptPrice(car.stock_id, car.price, row.price))
        else:
            car.price, changed = row.price, True
    remembered = car.imported_price == row.price
    car.imported_price = row.price
    if changed:
        car.updated_at = now
        work.updated.append(car)
        return
    work.unchanged += 1
    if not remembered:
        work.remembered.append(car)


def _stated(row: CarRow) -> Iterator[tuple[str, object]]:
    """Yield the fields the file states, the price aside."""
    yield from (("make", row.make), ("model", row.model), ("year", row.year), ("km", row.km))
    for name in ("version", *UNSTATED_FIELDS):
        value = getattr(row, name)
        if value is not None:
            yield name, value


def _changed_by_a_person(car: Car) -> bool:
    return car.imported_price is not None and car.price != car.imported_price


def _write(work: _Work) -> None:
    Car.objects.bulk_create(work.created, batch_size=ROWS_AT_ONCE)
    Car.objects.bulk_update(
        work.updated,
        ["make", "model", "year", "km", "version", *UNSTATED_FIELDS, "price", "imported_price", "updated_at"],
        batch_size=500,
    )
    Car.objects.bulk_update(work.remembered, ["imported_price"], batch_size=500)


def _record(
    report: ImportReport,
    *,
    file_name: str,
    imported_by: AbstractBaseUser | None,
    dry_run: bool,
    started_at: datetime,
) -> None:
    ImportRun.objects.create(
        started_at=started_at,
        finished_at=timezone.now(),
        imported_by_id=imported_by.pk if imported_by else None,
        file_name=file_name[:255],
        dry_run=dry_run,
        created=report.created,
        updated=report.updated,
        unchanged=report.unchanged,
        rejected=report.rejected,
        prices_kept=len(report.prices_kept),
    )
