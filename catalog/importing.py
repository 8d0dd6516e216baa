"""Bring a file of cars into the inventory: new ones in, known ones corrected, whatever a person decided kept."""

import csv
import gzip
import io
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import IO

from django.db import connection, transaction
from django.utils import timezone

from catalog import staging
from catalog.car_file import CarRow, Kind, Reject, defused, read_cars
from catalog.inventory import UNKNOWN, Author
from catalog.models import ImportRun
from kavakbot.errors import KavakbotError

# What a report lists of rejects and kept prices; the run keeps all rejects.
MOST_LISTED = 100
# Two imports at once would each miss the cars that the other is about to create.
_ONE_IMPORT_AT_A_TIME = 0x4B4156


class TooManyMissing(KavakbotError):
    """The file lacks more than half of the cars that can be bought."""

    code = "too_many_missing"


@dataclass(frozen=True)
class KeptPrice:
    """A price that a person changed since the last import, and what the file would have made it."""

    stock_id: int
    price: Decimal
    file_price: Decimal


@dataclass(frozen=True)
class ImportReport:
    """What an import did, or would do when it was a dry run; `rejects` and `kept` list the first ones only."""

    run_id: int
    created: int
    updated: int
    unchanged: int
    rejected: int
    withdrawn: int
    prices_kept: int
    kept: tuple[KeptPrice, ...]
    # Bad cells, where `rejected` counts rows.
    reasons: int
    rejects: tuple[Reject, ...]

    def __str__(self) -> str:
        return f"created={self.created} updated={self.updated} unchanged={self.unchanged} rejected={self.rejected}"


@dataclass(frozen=True)
class Choices:
    """What whoever imports asks for.

    `overwrite` takes the file's price over a person's; `mark_missing` withdraws the available cars that the file lacks,
    more than half of them only with `force`; a dry run says what would be and changes nothing.
    """

    dry_run: bool = False
    overwrite: bool = False
    mark_missing: bool = False
    force: bool = False


def import_cars(
    *,
    file: IO[bytes],
    file_name: str,
    kind: Kind | None = None,
    author: Author = UNKNOWN,
    choices: Choices = Choices(),
    rejects_to: IO[str] | None = None,
    on_rows: Callable[[int], None] = lambda _: None,
) -> ImportReport:
    """Upsert the file's cars by stock id in one transaction, with their history, and record the run.

    What the file does not state is left as it is. A price changed by a person since the last import is kept unless
    overwritten. A removed car's stock id makes a new car; a withdrawn car that the file has is available again.
    All rejects go to `rejects_to` as CSV before anything is committed; `on_rows` hears how many lines were read.
    Raises UnreadableFile and TooManyMissing; then nothing has changed but the record of the run.
    """
    run = _started(file_name=file_name, author=author, choices=choices)
    try:
        with transaction.atomic():
            _wait_for_other_imports()
            with transaction.atomic():
                report = _carry_out(run, read_cars(file, kind), choices=choices, on_rows=on_rows)
                _keep_rejects(run, report, rejects_to)
                transaction.set_rollback(choices.dry_run)
            _record(run, report)
    except Exception as error:
        _record_failure(run, error)
        raise
    return report


def _started(*, file_name: str, author: Author, choices: Choices) -> ImportRun:
    return ImportRun.objects.create(
        state=ImportRun.State.RUNNING,
        started_at=timezone.now(),
        imported_by_id=author.user.pk if author.user else None,
        source=author.reason[:200],
        file_name=file_name.replace("\x00", "")[-255:],
        dry_run=choices.dry_run,
        overwrite=choices.overwrite,
        mark_missing=choices.mark_missing,
    )


def _wait_for_other_imports() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_ONE_IMPORT_AT_A_TIME])


def _carry_out(
    run: ImportRun, cars: Iterator[CarRow | Reject], *, choices: Choices, on_rows: Callable[[int], None]
) -> ImportReport:
    signature = staging.Signature(
        now=timezone.now(), user_id=run.imported_by_id, reason=f"importación: {run.file_name}"[:200]
    )
    staging.prepare()
    staging.read_in(cars, on_rows)
    rows = staging.settle_rejects()
    available = staging.count_available() if choices.mark_missing else 0
    created = staging.create_new(signature)
    updated = staging.update_known(signature, overwrite=choices.overwrite)
    withdrawn = staging.withdraw_missing(signature) if choices.mark_missing else 0
    if withdrawn * 2 > available and not choices.force:
        raise TooManyMissing(f"The file lacks {withdrawn} of the {available} cars that can be bought: more than half.")
    rejected, reasons = staging.count_rejected()
    prices_kept, kept = staging.kept_prices(MOST_LISTED)
    return ImportReport(
        run_id=run.pk,
        created=created,
        updated=updated,
        unchanged=rows - created - updated,
        rejected=rejected,
        withdrawn=withdrawn,
        prices_kept=prices_kept,
        kept=tuple(KeptPrice(*prices) for prices in kept),
        reasons=reasons,
        rejects=tuple(staging.first_rejects(MOST_LISTED)),
    )


def _keep_rejects(run: ImportRun, report: ImportReport, rejects_to: IO[str] | None) -> None:
    """Write all rejects where they were asked for, and keep them in the record, packed: a bad file has millions."""
    if rejects_to is not None:
        _write_rejects(rejects_to, staging.all_rejects())
    if report.reasons:
        packed = io.BytesIO()
        with gzip.open(packed, "wt", compresslevel=6, encoding="utf-8", newline="") as text:
            _write_rejects(text, staging.all_rejects())
        run.rejects_gz = packed.getvalue()


def _write_rejects(text: IO[str], rejects: Iterable[Reject]) -> None:
    table = csv.writer(text)
    table.writerow(["line", "column", "reason", "value"])
    table.writerows([reject.line, reject.column, reject.reason, defused(reject.value)] for reject in rejects)
    text.flush()


def _record(run: ImportRun, report: ImportReport) -> None:
    # Imports take turns: one that began before us and is not done was cut off.
    ImportRun.objects.filter(state=ImportRun.State.RUNNING, pk__lt=run.pk).update(
        state=ImportRun.State.FAILED, error="La importación se interrumpió.", finished_at=timezone.now()
    )
    for count in ("created", "updated", "unchanged", "rejected", "withdrawn", "prices_kept"):
        setattr(run, count, getattr(report, count))
    run.rows_read = report.created + report.updated + report.unchanged + report.rejected
    run.state, run.finished_at = ImportRun.State.DONE, timezone.now()
    run.save()


def _record_failure(run: ImportRun, error: Exception) -> None:
    ImportRun.objects.filter(pk=run.pk).update(
        state=ImportRun.State.FAILED,
        error=error.detail if isinstance(error, KavakbotError) else "Ocurrió un error inesperado.",
        finished_at=timezone.now(),
    )
