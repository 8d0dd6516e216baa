"""What stands beside a chat: who writes, what is known of them, what has come of it, and the team's notes and tags."""

from typing import Any, cast
from uuid import UUID

from django import forms
from django.contrib import messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.views.decorators.http import require_POST

from conversations import leads
from conversations.admin.board import said
from conversations.admin.leads import offer
from conversations.admin.looks import ChatPages
from conversations.admin.shown_cars import cars_shown
from conversations.models import TRIALS, Appointment, Conversation, Lead, Note, Tag, Tagging, TradeIn, origin_of
from financing.models import Quote

# Of each kind, the latest.
_MOST = 5
_MOST_NOTES = 30


class NoteForm(forms.ModelForm[Note]):
    """A remark."""

    class Meta:
        model = Note
        fields = ("text",)
        widgets = {"text": forms.Textarea({"rows": 2})}


class TagForm(forms.Form):
    """A tag by its name, one that there is or a new one."""

    name = forms.CharField(label="Etiqueta", max_length=30, widget=forms.TextInput({"list": "tags"}))

    def clean_name(self) -> str:
        """Take spaces for one."""
        return " ".join(self.cleaned_data["name"].split())


class SidePanel(ChatPages[Conversation]):
    """The panel, and the addresses that take notes and tags."""

    def get_urls(self) -> list[URLPattern]:
        """Add both."""
        guard = self.admin_site.admin_view
        return [
            path("<uuid:pk>/notas/", guard(require_POST(self.note)), name="conversations_conversation_note"),
            path("<uuid:pk>/etiquetas/", guard(require_POST(self.tag)), name="conversations_conversation_tag"),
            *super().get_urls(),
        ]

    def note(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        """Add a note to a chat, or take one's own back."""
        chat, author = self._to_change(request, pk), cast("User", request.user)
        if "drop" in request.POST:
            Note.objects.filter(conversation=chat, author=author, pk=_number(request.POST["drop"])).delete()
            return _back(chat)
        form = NoteForm(request.POST, instance=Note(conversation=chat, author=author))
        if form.is_valid():
            form.save()
        else:
            messages.error(request, "Escribe la nota: hasta 2,000 letras.")
        return _back(chat)

    def tag(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        """Put a tag on a chat, or take one off."""
        chat = self._to_change(request, pk)
        if "drop" in request.POST:
            Tagging.objects.filter(conversation=chat, tag=_number(request.POST["drop"])).delete()
            return _back(chat)
        form = TagForm(request.POST)
        if not form.is_valid():
            messages.error(request, "Escribe la etiqueta: hasta 30 letras.")
            return _back(chat)
        name = form.cleaned_data["name"]
        tag, _ = Tag.objects.get_or_create(name__iexact=name, defaults={"name": name})
        Tagging.objects.get_or_create(conversation=chat, tag=tag)
        return _back(chat)

    def panel(self, request: HttpRequest, conversation: Conversation) -> dict[str, Any]:
        """Return what the panel shows: of what has pages of its own, what the person may see there."""
        may_see = {name: request.user.has_perm(f"conversations.view_{name}") for name in ("lead", "appointment")}
        sees_quotes, sees_trade_in = (
            request.user.has_perm(name) for name in ("financing.view_quote", "conversations.view_tradein")
        )
        trade_in: TradeIn | None = getattr(conversation, "trade_in", None) if sees_trade_in else None
        theirs = {"conversation": conversation}
        visits = Appointment.objects.filter(**theirs).select_related("branch").order_by("-starts_at")
        quotes = Quote.objects.filter(origin=origin_of(conversation.pk))
        return {
            "said": said(leads.known(conversation)),
            "tags": conversation.tags.all(),
            "every_tag": Tag.objects.all(),
            "cars": cars_shown(conversation) if request.user.has_perm("catalog.view_car") else [],
            "quotes": quotes[:_MOST] if sees_quotes else [],
            "leads": Lead.objects.filter(**theirs).select_related("car")[:_MOST] if may_see["lead"] else [],
            "visits": visits[:_MOST] if may_see["appointment"] else [],
            "may_book": request.user.has_perm("conversations.change_appointment")
            and conversation.channel not in TRIALS,
            "sees_trade_in": sees_trade_in,
            "trade_in": trade_in,
            "trade_in_offer": offer(trade_in) if trade_in else "",
            "may_value": request.user.has_perm("conversations.change_tradein"),
            "notes": conversation.notes.select_related("author")[:_MOST_NOTES],
            "may_change": self.has_change_permission(request, conversation),
        }

    def _to_change(self, request: HttpRequest, pk: UUID) -> Conversation:
        if not self.has_change_permission(request):
            raise PermissionDenied
        return get_object_or_404(Conversation, pk=pk)


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 19 else 0


def _back(chat: Conversation) -> HttpResponse:
    return HttpResponseRedirect(f"{reverse('admin:conversations_conversation_change', args=[chat.pk])}#panel")
