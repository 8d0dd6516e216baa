"""Learn anew what answers are like and what each feature of a passage counts, and write it down."""

import json
from argparse import ArgumentParser
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from kavakbot.own_database import own_database
from knowledge import expecting
from knowledge.evaluation import asking, dataset, schooling, teaching, tuning
from knowledge.evaluation.dataset import TUNED, Dataset
from knowledge.evaluation.tuning import Example
from knowledge.expecting import LEARNED
from knowledge.relevance import WEIGHTS_FILE, WITHOUT_VECTORS


class Command(BaseCommand):
    """For who adds taught pages or changes the ways of looking or the topics; the untouched half is never read."""

    help = f"Write {LEARNED.name} from the taught pages, then {WEIGHTS_FILE.name} from them and the tuned half."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the datasets."""
        parser.add_argument("--dataset", type=Path, nargs="+", default=list(dataset.SHIPPED))

    def handle(self, *args: Any, **options: Any) -> None:
        """Teach, ask, fit, write."""
        lessons = teaching.lessons()
        with own_database("tuning"):
            schooling.ingest(lessons)
            learned = schooling.taught(lessons)
            taught = list(schooling.examples(lessons, learned))
        teaching.fit(learned).write(LEARNED)
        expecting.learned.cache_clear()
        self.stdout.write(f"{LEARNED.name}: {len(learned.questions)} questions, {len(learned.stems)} passages")
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
        fitted = {
            name: tuning.fit(examples, taught=taught, without=without)
            for name, without in ((model, frozenset[str]()), (WITHOUT_VECTORS, frozenset({"similarity"})))
        }
        WEIGHTS_FILE.write_text(json.dumps(known | tuning.as_json(fitted), indent=2) + "\n", encoding="utf-8")


def _examples(loaded: Dataset) -> tuple[Sequence[Example], str]:
    asking.ingest(loaded)
    tuned = [question for question in loaded.questions if question.half in {TUNED, ""}]
    asked = [asking.candidates(question) for question in tuned]
    return [example for example, _ in asked], asked[0][1]
