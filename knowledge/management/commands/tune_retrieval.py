"""Learn anew what answers are like and what each feature of a passage counts, and write it down."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from kavakbot.own_database import own_database
from knowledge import expecting, precedents
from knowledge.evaluation import asking, dataset, preceding, schooling, teaching, tuning
from knowledge.evaluation.dataset import FAQS, TUNED
from knowledge.evaluation.tuning import Example
from knowledge.expecting import LEARNED
from knowledge.models import LOCAL_MODEL
from knowledge.relevance import WEIGHTS_FILE, WITHOUT_VECTORS

_LEARNED = frozenset({"similarity", "expected", "precedent", "vain"})  # not known without vectors


class Command(BaseCommand):
    """For who adds taught pages or changes the ways of looking or the topics; the untouched half is never read."""

    help = f"Write {LEARNED.name} from the taught pages, then {WEIGHTS_FILE.name} from them and the tuned half."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the datasets."""
        parser.add_argument("--dataset", type=Path, nargs="+", default=list(dataset.SHIPPED))

    def handle(self, *args: Any, **options: Any) -> None:
        """Teach, ask, fit, write."""
        self._teach()
        found = {path: self._ask(path) for path in (*options["dataset"], FAQS)}
        of_answers = found.pop(FAQS)
        by_words, by_all = ([one for each in found.values() for one in each[by]] for by in (0, 1))
        fitted = {
            WITHOUT_VECTORS: tuning.fit(
                by_words, of_answers=of_answers[0], without=_LEARNED, kept=tuning.KEPT_WITHOUT_VECTORS
            ),
            LOCAL_MODEL: tuning.fit(by_all, of_answers=of_answers[1]),
        }
        WEIGHTS_FILE.write_text(json.dumps(tuning.as_json(fitted), indent=2) + "\n", encoding="utf-8")

    def _ask(self, path: Path) -> tuple[list[Example], list[Example]]:
        """Return what is found for the questions of a dataset that may be learned from: by words, and by all."""
        loaded = dataset.load(path)
        tuned = [question for question in loaded.questions if question.half in {TUNED, ""}]
        with own_database("tuning"):
            asking.ingest(loaded)
            by_words, by_all = ([asking.candidates(one, expect=expect) for one in tuned] for expect in (False, True))
        self.stdout.write(f"{path.name}: {len(tuned)} questions")
        return by_words, by_all

    def _teach(self) -> None:
        with own_database("tuning"):
            taught = schooling.taught(dataset.lessons())
        teaching.fit(taught).write(LEARNED)
        preceding.count(taught).write(precedents.LEARNED)
        expecting.learned.cache_clear()
        precedents.learned.cache_clear()
        self.stdout.write(f"{LEARNED.name}: {len(taught.questions)} questions, {len(taught.stems)} passages")
