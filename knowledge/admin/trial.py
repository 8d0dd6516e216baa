"""Try a question: what the bot would say to it, and every passage that was considered, with its scores."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import NoReverseMatch, URLPattern, path, reverse
from django.views.decorators.http import require_safe

from kavakbot.pages import ModelAdmin
from knowledge import retrieval
from knowledge.language.folding import visible
from knowledge.models import Chunk, Source
from knowledge.retrieval import Explanation, Hit

LONGEST_QUESTION = 500
SHOWN_AT_ONCE = 8
WAYS = {"vector": "vector", "text": "texto", "trigram": "trigramas", "place": "lugar"}


class TrialForm(forms.Form):
    """One question."""

    q = forms.CharField(
        label="Pregunta de un cliente",
        max_length=LONGEST_QUESTION,
        error_messages={"required": "Escribe una pregunta."},
        widget=forms.TextInput(attrs={"placeholder": "¿Qué garantía tienen los autos?", "autocomplete": "off"}),
    )

    def clean_q(self) -> str:
        """Drop what nobody sees, as the bot does."""
        return visible(self.cleaned_data["q"]).strip()


@dataclass(frozen=True)
class ShownHit:
    """A passage that was found: its rank (1 is first) by each way of looking, and where it is read."""

    hit: Hit
    ranks: tuple[tuple[str, int | None], ...]
    page: str
    said: bool


class TrialPages(ModelAdmin[Source]):
    """The page."""

    def get_urls(self) -> list[URLPattern]:
        """Add it."""
        view = self.admin_site.admin_view(require_safe(self.trial_view))
        return [path("prueba/", view, name="knowledge_source_trial"), *super().get_urls()]

    def trial_view(self, request: HttpRequest) -> HttpResponse:
        """Ask what customers ask; nothing is written down."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        form = TrialForm(request.GET if "q" in request.GET else None, label_suffix="")
        context = {
            **self.admin_site.each_context(request),
            "title": "Prueba una pregunta",
            "opts": self.opts,
            "media": self.media,
            "form": form,
            "ways": WAYS.values(),
            **(_answered(form.cleaned_data["q"]) if form.is_valid() else {}),
            "may_write": self.has_add_permission(request),
        }
        return TemplateResponse(request, "admin/knowledge/source/trial.html", context)


def _answered(question: str) -> dict[str, Any]:
    explanation = retrieval.explain(question)
    said = _saying(explanation)
    pages = _pages(explanation)
    shown = [
        ShownHit(
            hit,
            tuple((words, _rank(hit, way)) for way, words in WAYS.items()),
            pages.get(hit.passage.chunk_id, ""),
            hit is said,
        )
        for hit in explanation.hits
    ]
    first = max(sum(hit.kept for hit in explanation.hits), SHOWN_AT_ONCE)
    return {
        "explanation": explanation,
        "said": said,
        "hits": shown[:first],
        "others": shown[first:],
        "write": urlencode({"kind": Source.Kind.FAQ, "question": question[:300]}),
        "whole": _whole_bot(question),
    }


def _saying(explanation: Explanation) -> Hit | None:
    """Return the hit whose excerpt is sent."""
    kept = (hit for hit in explanation.hits if hit.kept)
    said = (hit for hit in kept if retrieval.excerpt(explanation.question, hit.passage) == explanation.excerpt)
    return next(said, None) if explanation.excerpt else None


def _whole_bot(question: str) -> str:
    """Return where the whole bot is asked, if anywhere; what points upward is a name, not an import."""
    try:
        return f"{reverse('playground')}?{urlencode({'q': question})}"
    except NoReverseMatch:
        return ""


def _rank(hit: Hit, way: str) -> int | None:
    return hit.ranks[way] + 1 if way in hit.ranks else None


def _pages(explanation: Explanation) -> dict[UUID, str]:
    """Return where each passage is read in the admin."""
    found = Chunk.objects.filter(pk__in=[hit.passage.chunk_id for hit in explanation.hits])
    return {
        chunk: f"{reverse('admin:knowledge_source_change', args=[source])}?passage={chunk}#passage-{chunk}"
        for chunk, source in found.values_list("pk", "source_id")
    }
