"""Run the benchmarks of every app; what they need of a database is one of their own."""

import json
from argparse import ArgumentParser
from collections.abc import Iterable, Iterator, Mapping
from contextlib import nullcontext
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.module_loading import autodiscover_modules

from kavakbot import benchmarking, env
from kavakbot.benchmarking import Benchmark, Measurement, Spread
from kavakbot.errors import KavakbotError
from kavakbot.own_database import own_database


class Command(BaseCommand):
    """Print each benchmark's table, then `held=N missed=N`; a missed goal is a failure."""

    help = "Measure our work beside its references; ends with `held=N missed=N` and fails when a goal is missed."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the short version, one benchmark alone, and the format."""
        parser.add_argument("--quick", action="store_true", help="the short version, under five minutes")
        parser.add_argument("--only", metavar="NAME", help="one benchmark instead of all")
        parser.add_argument("--json", action="store_true", dest="as_json", help="one JSON object a line, no tables")

    def handle(self, *args: Any, **options: Any) -> None:
        """Find, run, print."""
        autodiscover_modules("benchmarks")
        known = chosen(benchmarking.registered(), options["only"], quick=options["quick"])
        everything: list[Measurement] = []
        failed: list[str] = []
        for name, one in known.items():
            measurements: list[Measurement] = []
            try:
                # What one leaves unanswered would be work for another's workers.
                with own_database("bench") if one.database else nullcontext():
                    measurements.extend(self._shown(name, one.run(options["quick"])))
            except KavakbotError as error:
                failed.append(f"{name}: {error.detail}")
            everything += measurements
            self._print(name, measurements, as_json=options["as_json"])
            if picture := benchmarking.drawn(name, measurements):
                (env.local_dir() / f"bench-{name}.svg").write_text(picture)
        held, missed = benchmarking.tally(everything)
        self.stdout.write(f"held={held} missed={missed}")
        if missed or failed:
            raise CommandError("\n".join([*failed, f"{missed} of {held + missed} goals were missed."]))

    def _print(self, name: str, measurements: list[Measurement], *, as_json: bool) -> None:
        if not as_json:
            self.stdout.write(benchmarking.table(name, measurements) + "\n")
            return
        for one in measurements:
            figures: dict[str, Any] = {
                "ours": one.ours,
                "reference": one.reference,
                "ratio": one.ratio,
                "unit": one.unit,
            }
            for side, figure in (("ours", one.ours), ("reference", one.reference)):
                if isinstance(figure, Spread):
                    figures[f"{side}_from_to"] = [figure.least, figure.most]
            verdict = {"goal": str(one.goal) if one.goal else None, "held": one.held}
            row = {"benchmark": name, "work": one.work, "against": one.against, **figures, **verdict}
            self.stdout.write(json.dumps(row))

    def _shown(self, name: str, measurements: Iterable[Measurement]) -> Iterator[Measurement]:
        """Say on a terminal what has just been measured; stay quiet in a pipe."""
        watched = self.stderr.isatty()
        for measurement in measurements:
            if watched:
                self.stderr.write(f"\r\033[K{name}: {measurement.work}", ending="")
                self.stderr.flush()
            yield measurement
        if watched:
            self.stderr.write("\r\033[K", ending="")


def chosen(known: Mapping[str, Benchmark], only: str | None, *, quick: bool) -> Mapping[str, Benchmark]:
    """Return what is to be run of all that are known; raises CommandError for one that is not."""
    if only is None:
        return {name: one for name, one in known.items() if not (quick and one.long)}
    if only not in known:
        raise CommandError(f"No benchmark is called {only}; there are {', '.join(sorted(known)) or 'none'}.")
    return {only: known[only]}
