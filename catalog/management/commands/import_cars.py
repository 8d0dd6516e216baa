"""`manage.py import_cars FILE`: bring a CSV of cars into the inventory."""

import csv
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from catalog import importing
from catalog.car_file import CarFile, Reject, UnreadableFile, read_csv

MOST_LISTED = 100


class Command(BaseCommand):
    """Parse, one call, one sentence; exit 0 when every row was good, 2 when some were rejected, 1 when unreadable."""

    help = "Upsert cars by stock_id from a CSV file; good rows go in, bad rows are listed with line, column and reason."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--dry-run", action="store_true", help="Say what would change and change nothing.")
        parser.add_argument("--format", choices=("csv", "xlsx"), default="csv", help="The kind of file (csv).")
        parser.add_argument("--rejects", type=Path, metavar="FILE", help="Write the rejected rows to this CSV file.")
        parser.add_argument("--overwrite", action="store_true", help="Let the file replace prices that staff changed.")

    def handle(self, *args: Any, **options: Any) -> None:
        file: Path = options["file"]
        if options["format"] == "xlsx":
            raise CommandError("This version imports CSV only: save the sheet as CSV and import that.")
        cars = _read(file)
        _write_rejects(options["rejects"], cars)
        report = importing.import_cars(
            cars=cars, file_name=file.name, dry_run=options["dry_run"], overwrite=options["overwrite"]
        )
        for reject in cars.rejects[:MOST_LISTED]:
            self.stdout.write(_sentence(reject))
        if len(cars.rejects) > MOST_LISTED:
            self.stdout.write(f"… and {len(cars.rejects) - MOST_LISTED} more; --rejects FILE lists them all")
        for kept in report.prices_kept:
            self.stdout.write(
                f"stock_id {kept.stock_id}: price {kept.price} was changed by hand and is kept"
                f" (the file says {kept.file_price}; --overwrite takes it)"
            )
        self.stdout.write(str(report))
        if report.rejected:
            raise SystemExit(2)


def _read(file: Path) -> CarFile:
    try:
        return read_csv(file.read_bytes())
    except OSError as error:
        raise CommandError(f"{file} cannot be read: {error.strerror}.") from error
    except UnreadableFile as error:
        raise CommandError(f"{file}: {error.detail}") from error


def _write_rejects(file: Path | None, cars: CarFile) -> None:
    """Write the rejects before anything is imported, so that a full disk changes nothing."""
    if file is None:
        return
    try:
        with file.open("w", newline="", encoding="utf-8") as stream:
            table = csv.writer(stream)
            table.writerow(["line", "column", "reason", "value"])
            table.writerows(
                [reject.line, reject.column, reject.reason, _harmless(reject.value)] for reject in cars.rejects
            )
    except OSError as error:
        raise CommandError(f"{file} cannot be written: {error.strerror}.") from error


def _harmless(value: str) -> str:
    """Keep a spreadsheet from running a rejected cell as a formula."""
    return f"'{value}" if value.startswith(("=", "+", "-", "@")) else value


def _sentence(reject: Reject) -> str:
    where = f"line {reject.line}, {reject.column}" if reject.column else f"line {reject.line}"
    shown = f": {reject.value!r}" if reject.value else ""
    return f"{where}: {reject.reason}{shown}"
