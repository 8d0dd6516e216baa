"""Ends what has been kept long enough, as beat does every night."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from conversations import retention


class Command(BaseCommand):
    """Delete what is older than RETENTION_…_DAYS say, or only count it."""

    help = "Delete what is older than the RETENTION_*_DAYS settings allow; prints how many rows of each kind."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="count, and change nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the counts on one line."""
        ended = retention.apply(dry_run=options["dry_run"])
        self.stdout.write(" ".join(f"{name}={count}" for name, count in ended.items()))
