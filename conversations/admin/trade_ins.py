"""Cars that customers want to sell or leave: what the chat told, completed and valued by people."""

from typing import Any, cast
from uuid import UUID

from django.contrib import admin
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from conversations import trade_ins
from conversations.admin.leads import MadeInChats, chat_link, offer
from conversations.admin.looks import ChatPages
from conversations.models import TRIALS, Conversation, TradeIn
from kavakbot.history import HistoryAdmin


class Offered(admin.SimpleListFilter):
    """Whether we have made an offer, and whether it stands."""

    title = "oferta"
    parameter_name = "oferta"

    def lookups(self, request: HttpRequest, model_admin: object) -> list[tuple[str, str]]:
        """Offer what somebody who values cars looks for."""
        return [("falta", "Por valuar"), ("vigente", "Vigente"), ("vencida", "Vencida")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[TradeIn]) -> QuerySet[TradeIn]:
        """Keep those."""
        today = timezone.localdate()
        chosen: dict[str, dict[str, Any]] = {
            "falta": {"offer__isnull": True},
            "vigente": {"offer__isnull": False, "valid_until__gte": today},
            "vencida": {"offer__isnull": False, "valid_until__lt": today},
        }
        return queryset.filter(**chosen.get(self.value() or "", {}))


@admin.register(TradeIn)
class TradeInAdmin(MadeInChats, ChatPages[TradeIn], HistoryAdmin):
    """Complete what the customer told, and say what we offer; who offered, and when, is written down."""

    list_display = ("__str__", "chat", "condition", "expected", "offered", "checked", "updated_at")
    list_filter = (Offered, "condition", "invoice")
    search_fields = ("make", "model", "conversation__contact__name", "conversation__contact__phone")
    list_select_related = ("conversation__contact",)
    fieldsets = (
        ("El auto", {"fields": ("chat", ("make", "model"), ("year", "version"), ("km", "condition"))}),
        ("Papeles y detalles", {"fields": (("owners", "invoice"), "notes")}),
        ("Precio", {"fields": ("expected", ("offer", "valid_until"), "offered_by", "offered_at")}),
    )
    readonly_fields = ("chat", "offered_by", "offered_at")

    def get_queryset(self, request: HttpRequest) -> QuerySet[TradeIn]:
        """Leave out what is only tried out."""
        noted: QuerySet[TradeIn] = super().get_queryset(request)
        return noted.exclude(conversation__channel__in=TRIALS)

    def get_urls(self) -> list[URLPattern]:
        """Add the address by which a chat's page leads here."""
        begin = self.admin_site.admin_view(require_POST(self.begin))
        return [path("de/<uuid:chat>/", begin, name="conversations_tradein_begin"), *super().get_urls()]

    def begin(self, request: HttpRequest, chat: UUID) -> HttpResponse:
        """Lead to a chat's car to give in, which is begun where there is none."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        conversation = get_object_or_404(Conversation.objects.exclude(channel__in=TRIALS), pk=chat)
        trade_in = trade_ins.begin(conversation)
        return HttpResponseRedirect(reverse("admin:conversations_tradein_change", args=[trade_in.pk]))

    def save_model(self, request: HttpRequest, obj: TradeIn, form: ModelForm[TradeIn], change: bool) -> None:
        """Sign the offer where it is another; what a person saved is theirs from now on."""
        obj.checked = True
        if {"offer", "valid_until"} & {*form.changed_data}:
            trade_ins.offer(obj, by=cast("User", request.user))
        super().save_model(request, obj, form, change)

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Show what was changed; whoever looks is written down, which the library's page does not tell of."""
        response = super().history_view(request, object_id, extra_context)
        self._record_one(request, self.get_object(request, object_id))
        return response

    @admin.display(description="chat", ordering="conversation__contact__name")
    def chat(self, trade_in: TradeIn) -> str:
        """The chat it came from."""
        return chat_link(trade_in.conversation)

    @admin.display(description="oferta", ordering="offer")
    def offered(self, trade_in: TradeIn) -> str:
        """What we offer, and whether it still stands."""
        return offer(trade_in)
