"""Does by hand what every turns worker does by itself: tend the chats that nobody was woken for."""

from typing import Any

from django.core.management.base import BaseCommand

from conversations import leases, reconciling, sweeping, turns
from conversations.tasks import tend
from conversations.webhooks_out import sending


class Command(BaseCommand):
    """Compare the inbox with Twilio, then answer, look for, send and tell what is due, in this process."""

    help = "Tend every chat with something overdue, here and now, without a broker."

    def handle(self, *args: Any, **options: Any) -> None:
        """Tend the chats one by one, then the webhooks of others; print how many there were."""
        turns.prepare_quarantine()
        with leases.beating():
            chats = list(dict.fromkeys([*reconciling.reconcile(), *sweeping.due()]))
            for number, chat in enumerate(chats, start=1):
                tend(chat)
                if self.stderr.isatty():
                    self.stderr.write(f"\r{number} of {len(chats)}", ending="")
        told = sum(sending.send(call) for call in sending.due())
        self.stdout.write(f"tended={len(chats)} told={told}")
