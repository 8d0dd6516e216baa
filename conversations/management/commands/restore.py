"""`manage.py restore FILE`: the database and the files as a backup has them, then what Twilio has seen since."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from kavakbot import backups


class Command(BaseCommand):
    help = "Put the database and the uploaded files back as a backup has them; stop everything but PostgreSQL first."
    requires_system_checks = ()  # some look into the database, which may be empty

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--force", action="store_true", help="Replace a database that is not empty.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Restore, bring the tables to this version, catch up."""
        try:
            put_back = backups.restore(options["file"], force=options["force"])
        except backups.BackupError as error:
            raise CommandError(error.detail) from error
        rows, files = sum(put_back.rows.values()), len(put_back.sha256) - 1
        self.stdout.write(f"restored {rows} rows of {len(put_back.rows)} tables, {files} files, of {put_back.taken_at}")
        call_command("migrate", "--noinput", verbosity=0)
        call_command("catch_up", "--since", put_back.taken_at, stdout=self.stdout)
