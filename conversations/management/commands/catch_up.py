"""`manage.py catch_up --since MOMENT`: take in what Twilio has seen since a backup; `restore` does it by itself."""

from argparse import ArgumentParser
from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from conversations import catching_up
from conversations.whatsapp.gateways.twilio import ListingUnavailable


class Command(BaseCommand):
    help = "After a restore, before the workers start: take in what was written and sent since the backup."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--since", type=datetime.fromisoformat, required=True, metavar="MOMENT")

    def handle(self, *args: Any, **options: Any) -> None:
        """Parse, one call, one sentence."""
        since: datetime = options["since"]
        since = since if timezone.is_aware(since) else timezone.make_aware(since)
        try:
            done = catching_up.catch_up(since=since)
        except ListingUnavailable as error:
            again = f"manage.py catch_up --since {since.isoformat()}"
            raise CommandError(
                f"Twilio did not list its messages ({error.detail}); start no worker before: {again}"
            ) from error
        if done is None:
            self.stdout.write("No account at Twilio: nothing to catch up with.")
        else:
            self.stdout.write(f"received={done.received} sent={done.sent} unanswered={done.unanswered}")
