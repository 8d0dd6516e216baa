"""What staff do with single passages and with questions that found nothing."""

import re

from django.db import transaction
from django.utils import timezone

from knowledge import sources
from knowledge.language.folding import fold, visible
from knowledge.models import Asking, Chunk, MissedQuestion, Source
from knowledge.models.source import SourceQuerySet

_LONGEST_QUESTION = 500
_FEWEST_WORDS = 2  # one word alone is no question anybody could answer
# A phone or card number in a question is the customer's, and not what was asked.
_NUMBER = re.compile(r"\+?\d[\d ().-]{6,}\d")


def hide(*, chunk: Chunk, hidden: bool = True) -> None:
    """Keep a passage from answering anybody, or let it answer again; it stays so while its text stays."""
    chunk.hidden = hidden
    chunk.save(update_fields=["hidden", "updated_at"])


def pin(*, chunk: Chunk, pinned: bool = True) -> None:
    """Put a passage first among those that answer a question, or take it back."""
    chunk.pinned = pinned
    chunk.save(update_fields=["pinned", "updated_at"])


def delete_passage(*, chunk: Chunk) -> None:
    """Delete a passage; a frequent question goes with its last one, since nothing else is left of it."""
    with transaction.atomic():
        source = Source.objects.select_for_update().get(pk=chunk.source_id)
        chunk.delete()
        if source.kind == Source.Kind.FAQ and not source.chunks.exists():
            delete_sources(chosen=Source.objects.filter(pk=source.pk))


def delete_sources(*, chosen: SourceQuerySet) -> None:
    """Delete sources with all they say; questions they were written for are open again."""
    answered = MissedQuestion.objects.filter(faq__in=chosen, state=MissedQuestion.State.ANSWERED)
    with transaction.atomic():
        answered.update(state=MissedQuestion.State.OPEN)
        chosen.delete()


def record_missed(*, question: str, origin: str = "") -> MissedQuestion | None:
    """Write down a question that found nothing; the same words again count once more. None for less than a question.

    `origin` names the chat it came from, so that the chat's erasure can take the question along.
    """
    text = " ".join(_NUMBER.sub("…", visible(question)).split())[:_LONGEST_QUESTION]
    folded = fold(text).strip(" ?¿!¡.,;:")[:_LONGEST_QUESTION]
    if len([word for word in folded.split() if any(map(str.isalpha, word))]) < _FEWEST_WORDS:
        return None
    now = timezone.now()
    with transaction.atomic():
        missed, created = MissedQuestion.objects.get_or_create(
            folded=folded, defaults={"text": text, "last_asked_at": now}
        )
        if not created:
            again = MissedQuestion.State.OPEN if missed.state == MissedQuestion.State.ANSWERED else missed.state
            MissedQuestion.objects.filter(pk=missed.pk).update(last_asked_at=now, state=again)
        Asking.objects.create(question=missed, origin=origin)
    return missed


def answer_missed(*, missed: MissedQuestion, question: str, answer: str) -> Source:
    """Answer a missed question by a new FAQ, which a worker then makes knowledge; return its source.

    One that has its answer already, since somebody was faster or a form was sent twice, keeps it.
    """
    with transaction.atomic():
        missed = MissedQuestion.objects.select_for_update(of=("self",)).select_related("faq").get(pk=missed.pk)
        if missed.faq and missed.state == MissedQuestion.State.ANSWERED:
            return missed.faq
        source = sources.save_faq(question=question, answer=answer)
        sources.request_again(source=source)
        missed.faq = source
        missed.state = MissedQuestion.State.ANSWERED
        missed.save(update_fields=["faq", "state"])
    return source


def settle_missed(*, faq: Source) -> None:
    """Take the questions that `faq` was written for, and that were missed again, for answered: it was reworded."""
    MissedQuestion.objects.filter(faq=faq, state=MissedQuestion.State.OPEN).update(state=MissedQuestion.State.ANSWERED)


def dismiss_missed(*, missed: MissedQuestion) -> None:
    """Set a question aside that needs no answer."""
    missed.state = MissedQuestion.State.DISMISSED
    missed.save(update_fields=["state"])


def forget_origin(*, origin: str) -> int:
    """Delete what a chat asked, and the questions that nobody else did; return how many rows there were."""
    with transaction.atomic():
        asked = list(Asking.objects.filter(origin=origin).values_list("question_id", flat=True))
        askings, _ = Asking.objects.filter(origin=origin).delete()
        questions, _ = MissedQuestion.objects.filter(pk__in=asked, askings__isnull=True).delete()
    return askings + questions
