"""`manage.py import_branches FILE`: bring a CSV of branches in."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from catalog import branch_importing
from catalog.branch_file import BranchFile, read_branches
from catalog.car_file import UnreadableFile
from catalog.inventory import Author


class Command(BaseCommand):
    """Parse, one call, one sentence; exit 0 when every row was good, 2 when some were rejected, 1 when unreadable."""

    help = "Upsert branches by city and name from a CSV; good rows go in, bad rows are listed with line and reason."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--dry-run", action="store_true", help="Say what would change and change nothing.")

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        file = _read(path)
        author = Author(reason=f"importación de {path.name}"[:200])
        report = branch_importing.import_branches(file=file, author=author, dry_run=options["dry_run"])
        for reject in file.rejects:
            where = f"line {reject.line}, {reject.column}" if reject.column else f"line {reject.line}"
            shown = f": {reject.value!r}" if reject.value else ""
            self.stdout.write(f"{where}: {reject.reason}{shown}")
        self.stdout.write(str(report))
        if report.rejected:
            raise SystemExit(2)


def _read(path: Path) -> BranchFile:
    try:
        return read_branches(path.read_bytes())
    except OSError as error:
        raise CommandError(f"{path} cannot be read: {error.strerror}.") from error
    except UnreadableFile as error:
        raise CommandError(f"{path}: {error.detail}") from error
