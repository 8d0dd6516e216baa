"""Keep the embedded PostgreSQL and Valkey up in the foreground, for whatever runs beside."""

import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from kavakbot.embedded import lent, revive
from kavakbot.embedded.processes import stop_on_signals

ROUND_SECONDS = 1.0


class Command(BaseCommand):
    """Use the services and nothing else: while we do, they stay."""

    help = "Keep the embedded PostgreSQL and Valkey up until Ctrl-C; prints `ready`."
    requires_system_checks = []

    def handle(self, *args: Any, **options: Any) -> None:
        """Say `ready` and stay; a keeper that dies is started again."""
        if not lent():
            raise CommandError(
                "Nothing to keep up: DATABASE_URL and REDIS_URL are set, or requirements-local.txt is missing."
            )
        stop_on_signals()
        try:
            self.stdout.write("ready")
            self.stdout.flush()
            while True:
                time.sleep(ROUND_SECONDS)
                revive()
        except KeyboardInterrupt:
            self.stderr.write("stopping")
