"""Say how good the agent is: scenarios by category beside the baseline; below it, the command fails."""

import json
import logging
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from conversations import agent
from conversations.evaluation import baseline, report, running, scenarios, world
from conversations.evaluation.baseline import Baseline
from conversations.evaluation.report import Report
from conversations.evaluation.scenarios import SUITE
from conversations.evaluation.utterances import metamorphic, scoring
from kavakbot.errors import KavakbotError
from kavakbot.own_database import own_database


class Command(BaseCommand):
    """Plays the suite in a database of its own, with the shipped samples."""

    help = "Evaluate the agent in a database made for the run; non-zero when a category falls below its baseline."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--suite", type=Path, default=SUITE, help="a YAML file of scenarios, or a folder of them")
        parser.add_argument("--brain", choices=["auto", "offline", "openai"], default="auto")
        parser.add_argument("--trials", type=int, default=1, help="a scenario passes when each of its trials does")
        parser.add_argument("--json", action="store_true", dest="as_json", help="one JSON object instead of a table")
        parser.add_argument("--failures", action="store_true", help="tell of every failing scenario, known or not")
        parser.add_argument("--keep", action="store_true", help="make what is reached the new baseline")

    def handle(self, *args: Any, **options: Any) -> None:
        suite: Path = options["suite"]
        if options["trials"] < 1:
            raise CommandError("--trials takes a number from 1 up.")
        try:
            brain = agent.choose_brain(options["brain"])
            loaded = scenarios.load(suite)
        except KavakbotError as error:
            raise CommandError(error.detail) from error
        logging.getLogger("knowledge").setLevel(logging.WARNING)
        with own_database("agent_evaluation"):
            self._progress_of("loading the samples")
            world.load_samples()
            verdicts = running.run(loaded, brain, trials=options["trials"], progress=self._progress)
            if suite != SUITE:
                self._tell(Report(brain.name, verdicts, Baseline({})), options)
                return
            self._progress_of("understanding what a grammar wrote")
            understood, pairs = scoring.understand_all(), metamorphic.compare_all()
        shares = scoring.shares(understood) | metamorphic.shares(pairs)
        misread = [scoring.told(one) for one in understood if not one.right]
        misread += [f"{pair.check}: {pair.one!r}, {pair.other!r}" for pair in pairs if not pair.same]
        self._tell(Report(brain.name, verdicts, baseline.load(brain.name), shares, misread), options)

    def _tell(self, told: Report, options: dict[str, Any]) -> None:
        if options["as_json"]:
            self.stdout.write(json.dumps(told.as_json(), ensure_ascii=False))
        else:
            self.stdout.write(told.table())
            failing = [one for one in told.verdicts if not one.passed] if options["failures"] else told.fallen
            for verdict in failing:
                self.stdout.write(f"\n{report.told(verdict)}")
            if options["failures"] or set(told.below) & set(told.shares):
                self.stdout.write("\n" + "\n".join(told.misread))
        if options["keep"]:
            baseline.keep(told.brain, told.verdicts, told.shares)
        elif told.below:
            raise CommandError(f"Below the baseline: {', '.join(told.below)}.")

    def _progress(self, done: int, total: int) -> None:
        if self.stderr.isatty():
            self.stderr.write(f"\r{done} of {total} scenarios", ending="\n" if done == total else "")

    def _progress_of(self, step: str) -> None:
        if self.stderr.isatty():
            self.stderr.write(f"... {step}", str)
