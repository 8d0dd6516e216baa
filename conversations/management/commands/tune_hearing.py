"""Learn anew what a message's meaning and wording say of its act, and what an amount is for, and write it down."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from catalog import search
from conversations.agent.meaning import Meaning
from conversations.dialogue import likelihoods, purposes
from conversations.evaluation import amounts, learning


class Command(BaseCommand):
    """For who adds labelled messages; those of the tests are never among them."""

    help = (
        f"Write {likelihoods.LEARNED.name} and {purposes.LEARNED.name} from the messages in {learning.LABELLED.name}/."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        """Measure, learn, write; the names in messages are those of the catalogue there is."""
        labels, texts = zip(*learning.labelled(), strict=True)
        learning.fit(likelihoods.measure(texts, Meaning()), labels).write(likelihoods.LEARNED)
        self.stdout.write(f"{len(texts)} messages, {len(set(labels))} labels: {likelihoods.LEARNED.name} written")
        vocabulary, year = search.vocabulary(), timezone.localdate().year
        examples = list(amounts.examples(amounts.labelled(), vocabulary, this_year=year))
        said = list(amounts.examples(amounts.labelled(files=amounts.AS_SAID), vocabulary, this_year=year))
        weights = amounts.fit(examples, said)
        weights.write(purposes.LEARNED)
        self.stdout.write(f"{len(examples)} amounts, {len(weights.labels)} labels: {purposes.LEARNED.name} written")
