"""Learn anew what a message's meaning and wording say of its act, from the labelled messages, and write it down."""

from typing import Any

from django.core.management.base import BaseCommand

from conversations.agent.meaning import Meaning
from conversations.dialogue.likelihoods import LEARNED, measure
from conversations.evaluation import learning


class Command(BaseCommand):
    """For who adds labelled messages; those of the tests are never among them."""

    help = f"Write {LEARNED.name} from the messages in {learning.LABELLED.name}/."

    def handle(self, *args: Any, **options: Any) -> None:
        """Measure, learn, write."""
        labels, texts = zip(*learning.labelled(), strict=True)
        learning.fit(measure(texts, Meaning()), labels).write(LEARNED)
        self.stdout.write(f"{len(texts)} messages, {len(set(labels))} labels: {LEARNED.name} written")
