"""A frequent question that customers asked in vain: filled in beforehand, answered together with similar ones."""

from typing import Any

from django import forms
from django.contrib.postgres.search import TrigramSimilarity
from django.http import HttpRequest

from knowledge import curation
from knowledge.admin.history import sign
from knowledge.admin.missed import may_answer
from knowledge.models import MissedQuestion, Source

_ALIKE = 0.4  # trigram similarity from which two questions may have one answer
_MOST_ALIKE = 8


class AlsoForm(forms.Form):
    """Which similar questions the same answer settles."""

    also = forms.ModelMultipleChoiceField(
        MissedQuestion.objects.none(),
        label="También responde a",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, data: Any, *, missed: MissedQuestion) -> None:
        super().__init__(data, label_suffix="")
        field = self.fields["also"]
        field.queryset = _alike(missed)  # type: ignore[attr-defined]

    @property
    def chosen(self) -> list[MissedQuestion]:
        """Those that were ticked and still are what they were."""
        return list(self.cleaned_data["also"]) if self.is_valid() else []


def find_missed(request: HttpRequest) -> MissedQuestion | None:
    """Return the question that the form is about to answer, if it is about one."""
    asked = request.GET.get("missed", "")
    if not (asked.isascii() and asked.isdecimal() and len(asked) < 18 and may_answer(request)):
        return None
    return MissedQuestion.objects.select_related("faq").filter(pk=int(asked)).first()


def answer(request: HttpRequest, missed: MissedQuestion, *, question: str, answer: str) -> Source:
    """Answer a question, and those that were ticked beside it, by one frequent question."""
    every = [missed, *AlsoForm(request.POST, missed=missed).chosen]
    for one in every:
        source = curation.answer_missed(missed=one, question=question, answer=answer)
    sign(request, every, f"Respondida con «{source}».")
    return source


def _alike(missed: MissedQuestion) -> Any:
    likeness = TrigramSimilarity("folded", missed.folded)
    others = MissedQuestion.objects.filter(state=MissedQuestion.State.OPEN).exclude(pk=missed.pk)
    alike = others.annotate(likeness=likeness).filter(likeness__gte=_ALIKE).order_by("-likeness", "pk")
    return MissedQuestion.objects.filter(pk__in=list(alike.values_list("pk", flat=True)[:_MOST_ALIKE])).order_by("text")
