"""The chats in the back office: read as on WhatsApp, with the reason for every reply, taken over and written in."""

from typing import TYPE_CHECKING, Any, cast
from uuid import UUID

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.db.models.functions import Now
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.views.decorators.http import require_POST, require_safe

from conversations import calling, drafts, ownership, transcript, writing
from conversations.admin import composer
from conversations.admin.exports import ChatExport
from conversations.admin.inbox import Assignee, Inbox, Tagged, WhoseTurn
from conversations.admin.scenario_download import download_scenarios
from conversations.admin.shown_cars import ShownCarFilter
from conversations.admin.side_panel import SidePanel
from conversations.models import Conversation, Turn
from kavakbot.celery import wake
from kavakbot.errors import KavakbotError

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser, User

# Where a session keeps the chats whose pages were opened last.
_OPENED, _MOST_OPENED = "chats_opened", 10


@admin.register(Conversation)
class ConversationAdmin(Inbox, SidePanel, ChatExport):
    """Read chats; take them over, write in them and give them back."""

    list_filter = (WhoseTurn, "channel", "state", "mode", ("assigned_to", Assignee), Tagged, ShownCarFilter)
    fields = ("assigned_to", "mode")
    actions = ("take_over", "give_back", download_scenarios)

    class Media:
        """How the list and a chat look, and what keeps the list fresh."""

        css = {"all": ("conversations/inbox.css", "conversations/chat.css")}
        js = ("conversations/inbox.js", "conversations/composer.js")

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Chats begin with a customer."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Conversation | None = None) -> bool:
        """A transcript is not deleted by a click."""
        return False

    def has_take_over_permission(self, request: HttpRequest) -> bool:
        """Speaking to customers is more than setting a chat's mode."""
        return request.user.has_perm("conversations.take_over_chat")

    def save_model(self, request: HttpRequest, obj: Conversation, form: ModelForm[Conversation], change: bool) -> None:
        """Write what the form changed and nothing else: state, lease and fence may have moved meanwhile."""
        obj.save(update_fields=form.changed_data)

    @admin.action(description="Tomar las conversaciones (el bot calla)", permissions=["take_over"])
    def take_over(self, request: HttpRequest, queryset: QuerySet[Conversation]) -> None:
        """Give the chats to the person who asks."""
        for conversation in queryset:
            ownership.take_for(cast("int", request.user.pk), conversation.pk)
        messages.success(request, "Las conversaciones son tuyas; el bot ya no contesta en ellas.")

    @admin.action(description="Devolver las conversaciones al bot", permissions=["take_over"])
    def give_back(self, request: HttpRequest, queryset: QuerySet[Conversation]) -> None:
        """Return the chats to the bot."""
        for conversation in queryset:
            ownership.give_back(conversation.pk)
        messages.success(request, "El bot vuelve a contestar.")

    def get_urls(self) -> list[URLPattern]:
        """Add the addresses that take what staff write and whose turn it is, and those that keep a page fresh."""
        view = self.admin_site.admin_view(require_POST(self.write))
        proposal = self.admin_site.admin_view(require_POST(self.proposal))
        give = self.admin_site.admin_view(require_POST(self.give))
        bubbles = self.admin_site.admin_view(require_safe(self.bubbles))
        seen = self.admin_site.admin_view(require_POST(self.seen))
        take = self.admin_site.admin_view(require_POST(self.take))
        return [
            path("<uuid:pk>/tomar/", take, name="conversations_conversation_take"),
            path("<uuid:pk>/burbujas/", bubbles, name="conversations_conversation_bubbles"),
            path("<uuid:pk>/devolver/", give, name="conversations_conversation_give"),
            path("<uuid:pk>/escribir/", view, name="conversations_conversation_write"),
            path("<uuid:pk>/propuesta/", proposal, name="conversations_conversation_proposal"),
            path("vistos/", seen, name="conversations_conversation_seen"),
            *super().get_urls(),
        ]

    def seen(self, request: HttpRequest) -> HttpResponse:
        """Take off the person's list what they are called for."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        calling.seen(by=cast("int", request.user.pk))
        return HttpResponseRedirect(reverse("admin:conversations_conversation_changelist"))

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Show the chat above the form."""
        conversation = self.get_object(request, object_id)
        shown = _chat(conversation) | {"panel": self.panel(request, conversation)} if conversation is not None else {}
        if conversation is not None and self.has_take_over_permission(request):
            _open(conversation, request)
            unsent = request.session.pop(composer.UNSENT, "")
            shown |= composer.offered(conversation, cast("User", request.user), unsent)
        if conversation is not None:
            opened = [key for key in request.session.get(_OPENED, []) if key != str(conversation.pk)]
            request.session[_OPENED] = [*opened, str(conversation.pk)][-_MOST_OPENED:]
        shown["may_write"] = self.has_take_over_permission(request)
        return super().change_view(request, object_id, form_url, {**(extra_context or {}), **shown})

    def bubbles(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        """Show the bubbles alone; who asks without having opened the page is written down here."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        conversation = get_object_or_404(Conversation, pk=pk)
        if self.has_take_over_permission(request):
            _open(conversation, request)
        if str(pk) not in request.session.get(_OPENED, []):
            self._record_one(request, conversation)
        shown = {"original": conversation, **_bubbles(conversation)}
        return TemplateResponse(request, "admin/conversations/conversation/bubbles.html", shown)

    def give(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        """Give a chat back to the bot."""
        if not self.has_take_over_permission(request):
            raise PermissionDenied
        ownership.give_back(get_object_or_404(Conversation, pk=pk).pk)
        return HttpResponseRedirect(reverse("admin:conversations_conversation_change", args=[pk]))

    def proposal(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        """Send what the bot proposes, as it is or mended, or drop it."""
        if not self.has_take_over_permission(request):
            raise PermissionDenied
        turn = get_object_or_404(Turn, pk=_number(request.POST.get("turn", "")), conversation_id=pk)
        author = cast("AbstractBaseUser", request.user)
        try:
            if "drop" not in request.POST:
                keep = "promises" in request.POST or not turn.held
                writing.correct(turn, request.POST.get("text", ""), author=author, keep_promises=keep)
            elif not drafts.drop(turn):
                raise writing.ProposalGone
        except KavakbotError as error:
            messages.error(request, error.detail)
        else:
            wake("conversations.deliver", str(pk))
        return HttpResponseRedirect(reverse("admin:conversations_conversation_change", args=[pk]))

    def take(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        """Make a colleague's chat one's own; what was written too late waits in the composer."""
        if not self.has_take_over_permission(request):
            raise PermissionDenied
        ownership.take_for(cast("int", request.user.pk), get_object_or_404(Conversation, pk=pk).pk)
        request.session[composer.UNSENT] = request.POST.get("text", "")
        return HttpResponseRedirect(reverse("admin:conversations_conversation_change", args=[pk]))

    def write(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        """Send what was written, photos or a template; taking the chat over comes with it."""
        if not self.has_take_over_permission(request):
            raise PermissionDenied
        conversation = get_object_or_404(Conversation, pk=pk)
        try:
            wrong = composer.send(request, conversation)
        except KavakbotError as error:
            wrong = [error.detail]
        for complaint in wrong:
            messages.error(request, complaint)
        if wrong:
            request.session[composer.UNSENT] = request.POST.get("text", "")
        else:
            wake("conversations.deliver", str(pk))
        return HttpResponseRedirect(reverse("admin:conversations_conversation_change", args=[pk]))


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 19 else 0


def _open(conversation: Conversation, request: HttpRequest) -> None:
    """Write down that somebody who may answer has the chat open; what called them there is done with."""
    Conversation.objects.filter(pk=conversation.pk).update(seen_at=Now())
    calling.seen(by=cast("int", request.user.pk), conversation_id=conversation.pk)


def _bubbles(conversation: Conversation) -> dict[str, Any]:
    """Return the newest bubbles, oldest first."""
    chat = transcript.latest(conversation)
    return {"bubbles": chat.bubbles, "more": chat.more}


def _chat(conversation: Conversation) -> dict[str, Any]:
    """Return the bubbles, and what the bot would say next where it only proposes."""
    proposed = drafts.proposed(conversation.pk)
    return {
        "proposed": proposed,
        "proposal": "\n\n".join(filter(None, drafts.bubbles(proposed).bodies())) if proposed else "",
        "promises": proposed.promises if proposed else [],
        **_bubbles(conversation),
    }
