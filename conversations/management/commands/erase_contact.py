"""Erases a customer who asked for it, by number or id."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from conversations import privacy

ACTOR = "manage.py erase_contact"


class Command(BaseCommand):
    """Erase everything held of a customer; run twice, it finds nothing the second time."""

    help = "Erase everything held of a customer, by phone number in any spelling or by id. It asks nothing back."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("contact", metavar="PHONE_OR_ID")

    def handle(self, *args: Any, **options: Any) -> None:
        """Erase, and print how many rows of which tables are gone."""
        found = list(privacy.find(options["contact"]))
        if not found:
            self.stdout.write("Nothing on record.")
        for contact in found:
            key = contact.pk  # which it has no longer afterwards
            erased = privacy.erase(contact, by=ACTOR)
            for table, count in erased.rows.items():
                self.stdout.write(f"{table}={count}")
            if erased.files_left:
                self.stderr.write(f"{erased.files_left} files could not be deleted at Twilio; delete them there.")
            self.stdout.write(f"Erased contact {key}.")
