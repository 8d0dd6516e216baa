"""The questions that staff wrote an answer to: which of them a customer asks in nearly the same words."""

from collections.abc import Iterable

from django.contrib.postgres.search import TrigramSimilarity
from django.db.models import Q

from knowledge.language.folding import words
from knowledge.language.sameness import ask_the_same
from knowledge.models import Source
from knowledge.models.source import SourceQuerySet

_COMPARED = 5  # questions
_LONGEST = 300  # letters


def asked_in(messages: Iterable[str]) -> str:
    """Return the question in service that one of the messages asks, or nothing; a query each of hand-written ones."""
    return next(filter(None, map(_asked, messages)), "")


def written(question: str) -> SourceQuerySet:
    """Return the questions that staff wrote in the very words, whatever their signs, accents and case."""
    same = Source.objects.filter(kind=Source.Kind.FAQ)
    near = same.filter(title__trigram_similar=question).order_by(TrigramSimilarity("title", question).desc())
    alike = [pk for pk, title in near.values_list("pk", "title")[:_COMPARED] if words(title) == words(question) != []]
    return same.filter(Q(title__iexact=question) | Q(pk__in=alike))


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
