"""Command: let a stand-in model lie in half of its replies, and print what the guard let through."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from catalog.models import Car
from conversations.evaluation.lies import injections, proof


class Command(BaseCommand):
    help = "Lies in half of the replies about the cars in stock, through the whole graph; nothing is written or sent."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--replies", type=int, default=10_000)
        parser.add_argument("--injections", type=int, default=injections.EACH_WAY, help="Attempts by each way.")
        parser.add_argument("--seed", type=int, default=proof.SEED)
        parser.add_argument("--examples", type=int, default=10, help="How many wrong verdicts to show.")

    def handle(self, *args: Any, **options: Any) -> None:
        replies, seed, examples = options["replies"], options["seed"], options["examples"]
        if Car.objects.filter(status="available").count() < 2:
            raise CommandError("there are no cars to lie about; import some first (manage.py import_cars)")
        tally = proof.through_graph(replies, seed=seed, progress=self._progress(replies))
        for line in tally.lines():
            self.stdout.write(line)
        attempts = injections.run(options["injections"])
        for line in attempts.lines():
            self.stdout.write(line)
        for text in [*tally.examples, *attempts.examples][:examples]:
            self.stdout.write(f"\n{text}")
        if tally.sent.total() or attempts.sent.total() or tally.blocked_share > 1:
            raise CommandError("the guard does not hold")

    def _progress(self, replies: int) -> proof.Progress:
        def show(done: int) -> None:
            if self.stderr.isatty() and (done % 100 == 0 or done == replies):
                self.stderr.write(f"\r{done} of {replies} replies", ending="\n" if done == replies else "")

        return show
