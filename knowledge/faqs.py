"""The questions that staff wrote an answer to: which of them a customer asks in nearly the same words."""

from collections.abc import Iterable

from django.contrib.postgres.search import TrigramSimilarity

from knowledge.language.sameness import ask_the_same
from knowledge.models import Source

_COMPARED = 5  # questions
_LONGEST = 300  # letters


def asked_in(messages: Iterable[str]) -> str:
    """Return the question in service that one of the messages asks, or nothing; a query each of hand-written ones."""
    return next(filter(None, map(_asked, messages)), "")


def _asked(message: str) -> str:
    if not message.strip() or len(message) > _LONGEST:
        return ""
    near = (
        Source.objects.active()
        .filter(kind=Source.Kind.FAQ, title__trigram_similar=message, chunks__hidden=False)
        .order_by(TrigramSimilarity("title", message).desc())
        .values_list("title", flat=True)
    )
    return next((title for title in near[:_COMPARED] if ask_the_same(message, title)), "")
