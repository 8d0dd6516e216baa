"""Learn anew what each feature of a passage counts, from the tuned half of the questions, and write it down."""

import json
from argparse import ArgumentParser
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from kavakbot.own_database import own_database
from knowledge.evaluation import asking, dataset, tuning
from knowledge.evaluation.dataset import TUNED, Dataset
from knowledge.evaluation.tuning import Example
from knowledge.relevance import WEIGHTS_FILE, WITHOUT_VECTORS


class Command(BaseCommand):
    """For who changes the ways of looking, the topics or the datasets; the untouched half is never read."""

    help = f"Write {WEIGHTS_FILE.name} from the tuned half of the shipped questions, for the embedding model in use."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the datasets."""
        parser.add_argument("--dataset", type=Path, nargs="+", default=list(dataset.SHIPPED))

    def handle(self, *args: Any, **options: Any) -> None:
        """Ask, fit, write."""
        examples: list[Example] = []
        models: set[str] = set()
        for path in options["dataset"]:
            loaded = dataset.load(path)
            with own_database("tuning"):
                found, model = _examples(loaded)
            examples += found
            models.add(model)
            self.stdout.write(f"{path.name}: {len(found)} questions, {model}")
        [model] = models
        known = json.loads(WEIGHTS_FILE.read_text(encoding="utf-8")) if WEIGHTS_FILE.exists() else {}
        fitted = {model: tuning.fit(examples), WITHOUT_VECTORS: tuning.fit(examples, without=frozenset({"similarity"}))}
        WEIGHTS_FILE.write_text(json.dumps(known | tuning.as_json(fitted), indent=2) + "\n", encoding="utf-8")


def _examples(loaded: Dataset) -> tuple[Sequence[Example], str]:
    asking.ingest(loaded)
    tuned = [question for question in loaded.questions if question.half in {TUNED, ""}]
    asked = [asking.candidates(question) for question in tuned]
    return [example for example, _ in asked], asked[0][1]
