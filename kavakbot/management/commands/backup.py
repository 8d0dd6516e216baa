"""`manage.py backup FILE`: the database and the files beside it, in one archive."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from kavakbot import backups


class Command(BaseCommand):
    help = "Back up the database and the uploaded files into one new file, readable by its owner alone."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")

    def handle(self, *args: Any, **options: Any) -> None:
        """Parse, one call, one sentence."""
        try:
            made = backups.back_up(options["file"])
        except (backups.BackupError, OSError) as error:
            raise CommandError(getattr(error, "detail", str(error))) from error
        rows, files = sum(made.rows.values()), len(made.sha256) - 1
        self.stdout.write(f"{options['file']}: {rows} rows of {len(made.rows)} tables, {files} files, {made.taken_at}")
