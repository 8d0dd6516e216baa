"""The leads as a board: a column for each stage, and the one form that brings a lead from stage to stage."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any, cast

from django import forms
from django.contrib import messages
from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import PermissionDenied
from django.db.models import Count, F, Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from conversations import leads
from conversations.admin.looks import ChatPages
from conversations.leads import Known
from conversations.models import OPEN, AuditAction, Lead, LeadState, LostReason, TradeIn
from financing.figures import money
from kavakbot.errors import KavakbotError

# What a person can look through; the rest stands in the list.
_MOST = 40
# What is over is of interest for so long.
_OVER_FOR = timedelta(days=30)


@dataclass(frozen=True)
class Card:
    """A lead as it stands on the board, with what the customer has said so far."""

    lead: Lead
    facts: tuple[str, ...]
    late: bool


@dataclass(frozen=True)
class Column:
    """One stage: its leads, what is to be done first on top, and how many there are."""

    stage: LeadState
    cards: tuple[Card, ...]
    total: int

    @property
    def others(self) -> list[tuple[str, str]]:
        """The stages that a lead of this one can be brought to, those ahead of it first."""
        stages = list(LeadState)
        at = stages.index(self.stage)
        return [(stage.value, stage.label) for stage in (*stages[at + 1 :], *stages[:at])]


class MoveForm(forms.Form):
    """Where to, and what only some stages ask for."""

    state = forms.ChoiceField(label="Etapa", choices=LeadState)
    lost_reason = forms.ChoiceField(label="Por qué se perdió", choices=[("", "—"), *LostReason.choices], required=False)
    reserved_until = forms.DateTimeField(
        label="Apartado hasta",
        required=False,
        widget=forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        help_text="Si no dices, dos días.",
    )


class Board(ChatPages[Lead]):
    """The board, and the address that takes a lead from stage to stage."""

    def get_urls(self) -> list[URLPattern]:
        """Add both."""
        guard = self.admin_site.admin_view
        return [
            path("tablero/", guard(require_safe(self.board)), name="conversations_lead_board"),
            path("<int:pk>/mover/", guard(require_POST(self.move)), name="conversations_lead_move"),
            *super().get_urls(),
        ]

    def board(self, request: HttpRequest) -> HttpResponse:
        """Show every stage; all who are on it were seen."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        only_mine = request.GET.get("de") == "mias"
        followed = self.get_queryset(request).exclude(~Q(state__in=OPEN), updated_at__lt=timezone.now() - _OVER_FOR)
        if only_mine:
            followed = followed.filter(conversation__assigned_to=request.user.pk)
        columns = _columns(followed)
        if seen := {card.lead.conversation.contact_id for column in columns for card in column.cards}:
            self._record(request, AuditAction.LISTED, seen)
        context = {
            **self.admin_site.each_context(request),
            "title": "Prospectos",
            "opts": self.opts,
            "columns": columns,
            "views": [("?", "Todos", not only_mine), ("?de=mias", "Míos", only_mine)],
            "may_move": self.has_change_permission(request),
            "over_for": _OVER_FOR.days,
        }
        return TemplateResponse(request, "admin/conversations/lead/board.html", context)

    def move(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Bring a lead to another stage; where that asks for more, its page does."""
        lead = get_object_or_404(self.get_queryset(request).select_related("conversation__contact"), pk=pk)
        if not self.has_change_permission(request, lead):
            raise PermissionDenied
        page = reverse("admin:conversations_lead_change", args=[pk])
        form = MoveForm(request.POST)
        if not form.is_valid():
            messages.error(request, " ".join(str(error) for errors in form.errors.values() for error in errors))
            return HttpResponseRedirect(page)
        asked, by = form.cleaned_data, cast("AbstractBaseUser", request.user)
        to = LeadState(asked["state"])
        try:
            was, now = leads.move(pk, to, by=by, why=asked["lost_reason"], until=asked["reserved_until"])
        except KavakbotError as error:
            messages.error(request, error.detail)
            return HttpResponseRedirect(f"{page}?etapa={to.value}")
        self.log_change(request, lead, f"Etapa: {was.label} → {now.label}")
        messages.success(request, f"{lead.conversation.contact}: {was.label} → {now.label}.")
        back = reverse("admin:conversations_lead_board") if request.POST.get("desde") == "tablero" else page
        return HttpResponseRedirect(back)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Show above the form where the lead stands, and the form that brings it elsewhere."""
        lead = self.get_object(request, object_id)
        if lead is not None and self.has_change_permission(request, lead):
            asked = request.GET.get("etapa", lead.state)
            stands = {"state": asked, "lost_reason": lead.lost_reason, "reserved_until": lead.reserved_until}
            extra_context = {**(extra_context or {}), "moving": MoveForm(initial=stands)}
        return super().change_view(request, object_id, form_url, extra_context)


def _columns(followed: QuerySet[Lead]) -> list[Column]:
    totals = dict(followed.order_by().values_list("state").annotate(Count("pk")))
    now = timezone.now()
    return [Column(stage, tuple(_cards(followed, stage, now)), totals.get(stage, 0)) for stage in LeadState]


def _cards(followed: QuerySet[Lead], stage: LeadState, now: datetime) -> list[Card]:
    rows = followed.filter(state=stage).select_related(
        "conversation__contact", "conversation__assigned_to", "conversation__memory", "conversation__trade_in", "car"
    )
    first = rows.order_by(F("next_at").asc(nulls_last=True), "-updated_at")[:_MOST]
    return [Card(lead, tuple(facts(lead)), late=lead.is_open and _is_late(lead.next_at, now)) for lead in first]


def _is_late(at: datetime | None, now: datetime) -> bool:
    return at is not None and at < now


def facts(lead: Lead) -> list[str]:
    """Write what the customer has said so far that somebody who sells wants to know, and what we said to it."""
    own_car: TradeIn | None = getattr(lead.conversation, "trade_in", None)
    offered = _amount("Ofrecemos por su auto", own_car.offer if own_car else None)
    return [*said(leads.known(lead.conversation)), *offered, *([f"Deja {own_car}"] if own_car else [])]


def said(known: Known) -> list[str]:
    """Write what the customer has said so far of what they look for and can pay."""
    return [
        *([f"Busca {known.wanted}"] if known.wanted else []),
        *_amount("Hasta", known.price),
        *_amount("Al mes", known.monthly),
        *_amount("Enganche", known.down_payment),
        *([f"A {known.months} meses"] if known.months else []),
    ]


def _amount(name: str, amount: Decimal | None) -> list[str]:
    return [] if amount is None else [f"{name} {money(amount).removesuffix('.00')}"]
