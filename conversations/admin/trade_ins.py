"""Cars that customers want to sell or leave: what the chat told, completed and valued by people."""

from typing import Any, cast
from uuid import UUID

from django import forms
from django.contrib import admin
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html_join
from django.views.decorators.http import require_POST, require_safe

from catalog.admin.photos import PhotosField
from conversations import trade_ins
from conversations.admin.leads import MadeInChats, chat_link, offer
from conversations.admin.looks import ChatPages
from conversations.models import TRIALS, Conversation, TradeIn
from kavakbot.history import HistoryAdmin

_PHOTO = '<a href="{}" target="_blank"><img class="chat-photo" src="{}" alt="Foto del auto" loading="lazy"></a>'


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


class TradeInForm(forms.ModelForm[TradeIn]):
    """What is known of the car, and photos to add."""

    more_photos = PhotosField(label="Fotos nuevas", required=False)


@admin.register(TradeIn)
class TradeInAdmin(MadeInChats, ChatPages[TradeIn], HistoryAdmin):
    """Complete what the customer told, and say what we offer; who offered, and when, is written down."""

    form = TradeInForm
    list_display = ("__str__", "chat", "condition", "expected", "offered", "checked", "updated_at")
    list_filter = (Offered, "condition", "invoice")
    search_fields = ("make", "model", "conversation__contact__name", "conversation__contact__phone")
    list_select_related = ("conversation__contact",)
    readonly_fields = ("chat", "photos", "photos_to_drop", "signed")

    class Media:
        """How its photos look."""

        css = {"all": ("conversations/chat.css",)}

    def get_fieldsets(self, request: HttpRequest, obj: TradeIn | None = None) -> Any:
        """Offer photos to add and to drop to those who may."""
        photos = ("photos_to_drop", "more_photos") if self.has_change_permission(request, obj) else ("photos",)
        return (
            ("El auto", {"fields": ("chat", ("make", "model"), ("year", "version"), ("km", "condition"), *photos)}),
            ("Papeles y detalles", {"fields": (("owners", "invoice"), "notes")}),
            ("Precio", {"fields": ("expected", ("offer", "valid_until"), "signed")}),
        )

    def get_queryset(self, request: HttpRequest) -> QuerySet[TradeIn]:
        """Leave out what is only tried out."""
        noted: QuerySet[TradeIn] = super().get_queryset(request)
        return noted.exclude(conversation__channel__in=TRIALS)

    def get_urls(self) -> list[URLPattern]:
        """Add the address by which a chat's page leads here, and that of a photo."""
        begin = self.admin_site.admin_view(require_POST(self.begin))
        photo = self.admin_site.admin_view(require_safe(self.photo))
        return [
            path("de/<uuid:chat>/", begin, name="conversations_tradein_begin"),
            path("<int:pk>/fotos/<uuid:key>/", photo, name="conversations_tradein_photo"),
            *super().get_urls(),
        ]

    def begin(self, request: HttpRequest, chat: UUID) -> HttpResponse:
        """Lead to a chat's car to give in, which is begun where there is none."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        conversation = get_object_or_404(Conversation.objects.exclude(channel__in=TRIALS), pk=chat)
        trade_in = trade_ins.begin(conversation)
        return HttpResponseRedirect(reverse("admin:conversations_tradein_change", args=[trade_in.pk]))

    def photo(self, request: HttpRequest, pk: int, key: UUID) -> FileResponse:
        """Show a photo to those who may see the car."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        try:
            content = trade_ins.open_photo(get_object_or_404(self.get_queryset(request), pk=pk), key)
        except FileNotFoundError as error:
            raise Http404 from error
        headers = {"Cache-Control": "private, max-age=3600", "X-Content-Type-Options": "nosniff"}
        return FileResponse(content, content_type="image/jpeg", headers=headers)

    def save_model(self, request: HttpRequest, obj: TradeIn, form: forms.ModelForm[TradeIn], change: bool) -> None:
        """Sign the offer where it is another; what a person saved is theirs from now on."""
        obj.checked = True
        if {"offer", "valid_until"} & {*form.changed_data}:
            trade_ins.offer(obj, by=cast("User", request.user))
        added, dropped = form.cleaned_data["more_photos"], request.POST.getlist("drop_photo")
        trade_ins.arrange_photos(obj, add=added, drop=dropped)
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

    @admin.display(description="fotos")
    def photos(self, trade_in: TradeIn) -> str:
        """Its photos."""
        return format_html_join("", _PHOTO, ((page, page) for _, page in _pages(trade_in))) or "—"

    @admin.display(description="fotos")
    def photos_to_drop(self, trade_in: TradeIn) -> str:
        """Its photos, each with the mark that takes it out."""
        shown = ((page, page, key) for key, page in _pages(trade_in))
        mark = f'<label class="chat-drop">{_PHOTO}<input type="checkbox" name="drop_photo" value="{{}}"> Quitar</label>'
        return format_html_join(" ", mark, shown) or "—"

    @admin.display(description="quién ofreció, y cuándo")
    def signed(self, trade_in: TradeIn) -> str:
        """Whose offer it is."""
        if trade_in.offered_at is None:
            return "—"
        return f"{trade_in.offered_by or '—'}, {date_format(timezone.localtime(trade_in.offered_at), 'j b Y, H:i')}"

    @admin.display(description="oferta", ordering="offer")
    def offered(self, trade_in: TradeIn) -> str:
        """What we offer, and whether it still stands."""
        return offer(trade_in)


def _pages(trade_in: TradeIn) -> list[tuple[str, str]]:
    """Return the photos by their names, and where each is seen."""
    return [(key, reverse("admin:conversations_tradein_photo", args=[trade_in.pk, key])) for key in trade_in.photos]
