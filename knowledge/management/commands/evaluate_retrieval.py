"""Say how well the knowledge is found: recall, mean reciprocal rank, and how often nothing was rightly found."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from kavakbot.own_database import own_database
from knowledge.evaluation import dataset, scoring
from knowledge.evaluation.dataset import TUNED, UNTOUCHED, DatasetUnreadable
from knowledge.evaluation.scoring import RetrievalReport
from knowledge.evaluation.shares import Share


class Command(BaseCommand):
    """Each way of looking beside the others, on the half that was tuned on and on the half that was not."""

    help = "Evaluate retrieval in a database made for the run; figures with the bound they reach with 95 % confidence."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the dataset and the format."""
        parser.add_argument("--dataset", type=Path, default=dataset.DEFAULT_DATASET)
        parser.add_argument("--json", action="store_true", dest="as_json", help="one JSON object instead of a table")

    def handle(self, *args: Any, **options: Any) -> None:
        """Evaluate and print."""
        try:
            loaded = dataset.load(options["dataset"])
        except DatasetUnreadable as error:
            raise CommandError(f"The dataset cannot be read: {error.detail}") from error
        with own_database("evaluation"):
            asked = scoring.ask_all(loaded, progress=self._progress)
        halves = {half: [one for one in asked if one.question.half == half] for half in (TUNED, UNTOUCHED)}
        reports = {half: scoring.report(part) for half, part in halves.items() if part}
        whole = scoring.report(asked)
        if options["as_json"]:
            by_half = {half: report.as_json() for half, report in reports.items()}
            self.stdout.write(json.dumps(whole.as_json() | ({"halves": by_half} if by_half else {})))
        else:
            for title, report in (reports or {"": whole}).items():
                self.stdout.write(_table(title, report))
        fallen = scoring.below_floors(reports) if options["dataset"] == dataset.DEFAULT_DATASET else []
        if fallen:
            raise CommandError(f"Below the floor: {'; '.join(fallen)}.")

    def _progress(self, done: int, total: int) -> None:
        if self.stderr.isatty():
            self.stderr.write(f"\r{done} of {total} questions", ending="\n" if done == total else "")


def _table(title: str, report: RetrievalReport) -> str:
    heading = f"{title} half: " if title else ""
    off_topic = f"rejected at {scoring.KEPT:.0%} kept"
    lines = [
        f"{heading}{report.kept.of} questions with an answer, {report.refused.of} without",
        f"  {'method':<8} {'recall@1':>15} {'recall@3':>15} {'MRR':>6} {off_topic:>21} {'of them off-topic':>17}",
    ]
    lines += [
        f"  {way:<8} {_cell(score.recall_at_1):>15} {_cell(score.recall_at_3):>15} {score.mean_reciprocal_rank:6.3f}"
        f" {_cell(score.rejected):>21} {_cell(score.rejected_off_topic):>17}"
        for way, score in report.scores.items()
    ]
    lines.append(f"  at the floor that ships: answered {_cell(report.kept)}, rightly refused {_cell(report.refused)}")
    lines.append(f"  told as an answer and not as the nearest: {_cell(report.sure)}, wrongly {_cell(report.misled)}")
    if report.said.of:
        lines.append(f"  what is sent holds the answer's words: {_cell(report.said)}")
    return "\n".join(lines)


def _cell(share: Share) -> str:
    """A share and what it is at least."""
    return f"{share.value:.2f} (>= {share.lower:.2f})" if share.of else "-"
