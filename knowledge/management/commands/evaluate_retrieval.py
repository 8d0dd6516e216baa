"""Measure retrieval on a dataset of questions whose right passage is known."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from knowledge.evaluation import scoring
from knowledge.evaluation.scoring import DatasetUnreadable, RetrievalReport


class Command(BaseCommand):
    """Print recall@1, recall@3 and MRR for every way of looking, and how often nothing was rightly found."""

    help = "Evaluate retrieval; the dataset is ingested in a transaction that is rolled back."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the dataset and the format."""
        parser.add_argument("--dataset", type=Path, default=scoring.DEFAULT_DATASET)
        parser.add_argument("--json", action="store_true", dest="as_json", help="one JSON object instead of a table")

    def handle(self, *args: Any, **options: Any) -> None:
        """Evaluate and print."""
        try:
            report = scoring.evaluate(scoring.load(options["dataset"]))
        except DatasetUnreadable as error:
            raise CommandError(f"The dataset cannot be read: {error.detail}") from error
        self.stdout.write(json.dumps(report.as_json()) if options["as_json"] else _table(report))


def _table(report: RetrievalReport) -> str:
    lines = [f"{'method':<8} recall@1 recall@3    MRR   ({report.answerable} questions with an answer)"]
    lines += [
        f"{way:<8} {score.recall_at_1:8.2f} {score.recall_at_3:8.2f} {score.mean_reciprocal_rank:6.3f}"
        for way, score in report.scores.items()
    ]
    if report.unanswerable:
        lines.append(f"refused  {report.refused} of {report.unanswerable} questions without an answer")
    return "\n".join(lines)
