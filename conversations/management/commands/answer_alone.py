"""The child process of a quarantine: answers one conversation's oldest message under its parent's lease."""

import sys
from argparse import ArgumentParser
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand

from conversations import turns
from conversations.leases import Lease

NOT_ANSWERED = 3


class Command(BaseCommand):
    """Started by a worker, never by hand: a lease is the worker's own."""

    help = "Internal: answer one message under the lease of the worker that starts this."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("conversation", type=UUID)
        parser.add_argument("owner")
        parser.add_argument("fence", type=int)

    def handle(self, *args: Any, **options: Any) -> None:
        """Exit with 0 when a turn was committed."""
        lease = Lease(options["conversation"], options["owner"], options["fence"], attempts=0)
        if not turns.answer_alone(lease, turns.default_brain()):
            sys.exit(NOT_ANSWERED)
