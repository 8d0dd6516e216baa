"""Command: prove every figure ever sent again, from stored turns and tool calls."""

import json
from argparse import ArgumentParser
from dataclasses import asdict
from datetime import datetime, time
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.dateparse import parse_date

from conversations import receipts
from conversations.receipts import Receipt


class Command(BaseCommand):
    help = "Traces every figure the bot ever sent to a tool result of its turn or to the customer's words. Read-only."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--since", help="Only turns from this date on (YYYY-MM-DD).")
        parser.add_argument("--json", action="store_true", help="One JSON document instead of text.")

    def handle(self, *args: Any, **options: Any) -> None:
        found = list(receipts.audit(since=_day(options["since"])))
        unproved = [receipt for receipt in found if receipt.unproved]
        (self._write_json if options["json"] else self._write)(found, unproved)
        if unproved:
            raise CommandError(f"{len(unproved)} of {len(found)} turns say something that has no source")

    def _write(self, found: list[Receipt], unproved: list[Receipt]) -> None:
        for receipt in unproved:
            for what in receipt.unproved:
                self.stdout.write(f"conversation {receipt.conversation_id}, turn {receipt.turn_id}: {what}")
        proved, without = _figures(found)
        self.stdout.write(f"{len(found)} turns, {proved} figures proved, {without} unproved")

    def _write_json(self, found: list[Receipt], unproved: list[Receipt]) -> None:
        proved, without = _figures(found)
        report = {
            "turns": len(found),
            "figures_proved": proved,
            "unproved": without,
            "receipts": [asdict(receipt) for receipt in unproved],
        }
        self.stdout.write(json.dumps(report, ensure_ascii=False, default=str))


def _figures(found: list[Receipt]) -> tuple[int, int]:
    """Return how many figures were traced, and how many things could not be."""
    without = sum(len(receipt.unproved) for receipt in found)
    proved = sum(max(0, receipt.figures - len(receipt.unproved)) for receipt in found)
    return proved, without


def _day(text: str | None) -> datetime | None:
    if text is None:
        return None
    day = parse_date(text)
    if day is None:
        raise CommandError(f"{text!r} is no date; write YYYY-MM-DD")
    return timezone.make_aware(datetime.combine(day, time.min))
