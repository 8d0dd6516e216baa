"""Give every passage its vector by the configured models, or by one of them anew."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from knowledge import embeddings, reembedding
from knowledge.embeddings import EmbeddingUnavailable


class Command(BaseCommand):
    """Resumable: what is done stays done, and the other models serve meanwhile."""

    help = "Embed what a configured model has not seen; interrupted, it goes on where it stopped."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare which model, and whether from the beginning."""
        names = [model.name for model in embeddings.configured()]
        parser.add_argument("--model", choices=names, help="only this model (default: all that are configured)")
        parser.add_argument("--anew", action="store_true", help="first forget the vectors there are")
        parser.add_argument("--forget", metavar="MODEL", help="delete the vectors of a model that is no longer used")

    def handle(self, *args: Any, **options: Any) -> None:
        """Embed and say how much."""
        if options["forget"]:
            self.stdout.write(f"{options['forget']}: forgotten={reembedding.forget(options['forget'])}")
            return
        chosen = [model for model in embeddings.configured() if options["model"] in {None, model.name}]
        # All of them, one after the other: a model that is down keeps no other from its turn.
        failures = [failure for model in chosen if (failure := self._fill_in(model, anew=options["anew"]))]
        if failures:
            raise CommandError(f"{' '.join(failures)} What is done stays done.")

    def _fill_in(self, model: embeddings.Embedder, *, anew: bool) -> str:
        """Embed and say how much; return what kept the model from it, if anything did."""
        if anew:
            reembedding.forget(model.name)
        try:
            filled = reembedding.fill_in(model, progress=self._progress)
        except EmbeddingUnavailable as error:
            return f"{model.name} does not answer: {error.detail.rstrip('.')}."
        self.stdout.write(f"{model.name}: embedded={filled}")
        return ""

    def _progress(self, done: int, total: int) -> None:
        if self.stderr.isatty():
            self.stderr.write(f"\r{done} of {total} sources", ending="\n" if done == total else "")
