"""Writes down all that is held of a customer who asked for it."""

import os
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from conversations import privacy

ACTOR = "manage.py export_contact"


class Command(BaseCommand):
    """Export everything held of a customer as one JSON document."""

    help = "Write all that is held of a customer, by phone number in any spelling or by id, as JSON."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("contact", metavar="PHONE_OR_ID")
        parser.add_argument("--output", type=Path, metavar="FILE", help="a new file that its owner alone may read")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the document to a file, or to standard output."""
        found = list(privacy.find(options["contact"]))
        if not found:
            self.stderr.write("Nothing on record.")
        document = privacy.as_json(found, by=ACTOR)
        if options["output"] is None:
            self.stdout.write(document)
        else:
            _write(options["output"], document)


def _write(path: Path, document: str) -> None:
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as error:
        raise CommandError(f"{path} cannot be written: {error.strerror}.") from error
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(document + "\n")
