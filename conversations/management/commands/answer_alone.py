"""The child process of a quarantine: answers one conversation's oldest message under its parent's lease."""

import sys
from argparse import ArgumentParser
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand

from conversations import quarantine, turns
from conversations.leases import Lease


class Command(BaseCommand):
    """Started by a worker, never by hand: a lease is the worker's own."""

    help = "Internal: answer one message under the lease of the worker that starts this."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("conversation", type=UUID)
        parser.add_argument("owner")
        parser.add_argument("fence", type=int)

    def handle(self, *args: Any, **options: Any) -> None:
        """Say when the message is about to be answered; exit with 0 when a turn was committed."""
        lease = Lease(options["conversation"], options["owner"], options["fence"], attempts=0)
        brain = turns.default_brain()
        self.stdout.write(quarantine.BEGUN)
        self.stdout.flush()
        if not turns.answer_alone(lease, brain):
            sys.exit(quarantine.NOTHING_TO_DO)
