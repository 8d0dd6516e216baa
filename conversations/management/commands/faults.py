"""Break everything that can break under the real processes, and count what reached the customers."""

from argparse import ArgumentParser
from collections.abc import Mapping
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from conversations.faults import house, playing, report
from conversations.faults.playing import Scenario
from conversations.faults.report import Finding
from conversations.faults.rows import MESSAGES_PER_SECOND, ROWS, Row, Size
from kavakbot import env
from kavakbot.embedded.layout import Layout
from kavakbot.embedded.processes import stop_on_signals
from kavakbot.errors import KavakbotError

QUICK = Size(messages=600, chats=60, quick=True)


class Command(BaseCommand):
    """Print each row's figures, then the sums; a row that was missed is a failure."""

    help = (
        "Play seeded faults against real child processes; ends with "
        "`lost=N duplicates=N order=N crosstalk=N dead=N needs_staff=N` and fails when a row is missed."
    )
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--quick", action="store_true", help="the short version, under five minutes")
        parser.add_argument("--seed", type=int, default=1, help="what all chance comes from")
        parser.add_argument("--only", metavar="ROW", help=f"one row instead of all: {', '.join(ROWS)}")
        parser.add_argument("--messages", type=int, help="of the largest row; the others are parts of it")
        parser.add_argument("--minutes", type=float, help="of five messages a second, instead of a number of them")
        parser.add_argument("--chats", type=int, help="of the largest row")

    def handle(self, *args: Any, **options: Any) -> None:
        """Choose, play, print."""
        stop_on_signals()
        size = _size(options)
        findings = []
        try:
            for name, row in _chosen(options["only"], quick=size.quick).items():
                scenario = row.scenario(size)
                if reason := house.missing(scenario.plan):
                    self.stdout.write(f"skipped {name}: {reason}")
                    continue
                findings.append(self._play(name, row, scenario, options["seed"]))
        except KavakbotError as error:
            raise CommandError(error.detail) from error
        self.stdout.write(report.counted(report.total(findings)))
        missed = [finding.name for finding in findings if finding.problems]
        if missed:
            raise CommandError(f"{len(missed)} of {len(findings)} rows were missed: {', '.join(missed)}.")

    def _play(self, name: str, row: Row, scenario: Scenario, seed: int) -> Finding:
        here = Layout(env.local_dir())
        here.make()
        tell = lambda step: self._tell(f"{name}: {step}")  # noqa: E731
        run = playing.play(scenario, seed, directory=here.local_dir / "faults", tell=tell)
        self._tell("")
        if run.record.samples:
            (here.local_dir / "faults" / "memory.svg").write_text(report.memory_chart(run.record.samples))
        finding = report.find(name, row, seed, run)
        for line in report.lines(finding):
            self.stdout.write(line)
        self.stdout.flush()
        return finding

    def _tell(self, step: str) -> None:
        """Say on a terminal how far it is; stay quiet in a pipe."""
        if self.stderr.isatty():
            self.stderr.write(f"\r\033[K{step}", ending="")
            self.stderr.flush()


def _size(options: Mapping[str, Any]) -> Size:
    whole = QUICK if options["quick"] else Size()
    lasting = options["minutes"] and round(options["minutes"] * 60 * MESSAGES_PER_SECOND)
    messages, chats = lasting or options["messages"] or whole.messages, options["chats"] or whole.chats
    if messages < 1 or chats < 1:
        raise CommandError("Give a positive number of messages and of chats.")
    return Size(messages, chats, whole.quick)


def _chosen(only: str | None, *, quick: bool) -> Mapping[str, Row]:
    if only is None:
        return {name: row for name, row in ROWS.items() if row.quick or not quick}
    if only not in ROWS:
        raise CommandError(f"No row is called {only}; there are {', '.join(ROWS)}.")
    return {only: ROWS[only]}
