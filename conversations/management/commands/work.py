"""The workers: a parent with everything imported, and as many processes of Celery threads as asked for."""

from argparse import ArgumentParser
from functools import partial
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from conversations import agent, leases, tasks, turns, worker
from kavakbot import env, production
from kavakbot.celery import app
from kavakbot.nursery import Nursery, disconnect

__all__ = ["tasks", "worker"]  # imported for what they register
QUEUES = "turns,delivery"


class Command(BaseCommand):
    """Fork and keep workers; one that dies is replaced at once, and what it held is free at once."""

    help = "Answer conversations: keeps worker processes of Celery threads until SIGTERM, which lets turns end first."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--processes", type=int, default=1, help="one for each core is right (default 1)")
        parser.add_argument("--threads", type=int, default=64, help="turns at once in each process (default 64)")
        parser.add_argument("--queues", default=QUEUES, help=f"what to take work from (default {QUEUES})")

    def handle(self, *args: Any, **options: Any) -> None:
        """Import, fork, wait."""
        if options["processes"] < 1 or options["threads"] < 1:
            raise CommandError("Give at least one process and one thread.")
        if reasons := production.refusals():
            raise CommandError("kavakbot does not start:\n" + "\n".join(reasons))
        env.publish(CELERY_SKIP_CHECKS="1")  # they load every page, and what they ask was asked just now
        app.loader.import_default_modules()
        turns.default_brain()
        agent.warm()
        agent.rehearse()
        disconnect()
        celery = [
            "--quiet",
            "worker",
            "--pool=threads",
            f"--concurrency={options['threads']}",
            f"--queues={options['queues']}",
            "--without-gossip",
            "--without-mingle",
            "--without-heartbeat",  # to nobody: a worker's beat is a row, where its leases are
        ]
        Nursery(partial(_work, celery), children=options["processes"]).keep()


def _work(celery: list[str], predecessor: int | None) -> None:
    """Be one worker, after freeing what a dead one held."""
    turns.prepare_quarantine()
    if predecessor is not None:
        leases.bury(predecessor)
    app.worker_main([*celery, f"--hostname=turns-{leases.this_worker()}"])
