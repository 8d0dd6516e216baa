"""The admin of conversations: staff read every chat with every tool call, take it over and give it back."""

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.forms import ModelForm
from django.http import HttpRequest

from conversations import ownership
from conversations.admin import usage  # noqa: F401 - registers itself
from conversations.admin.deliveries import DeliveryAdmin, StaffAlertAdmin
from conversations.admin.leads import AppointmentAdmin, LeadAdmin
from conversations.admin.read_only import ReadOnly
from conversations.admin.scenario_download import download_scenarios
from conversations.admin.shown_cars import ShownCarFilter
from conversations.admin.switchboard import SwitchboardAdmin
from conversations.models import (
    Contact,
    Conversation,
    DialogueMemory,
    Message,
    Reconciliation,
    ToolCall,
    Turn,
    WorkerBeat,
)

__all__ = ["AppointmentAdmin", "DeliveryAdmin", "LeadAdmin", "StaffAlertAdmin", "SwitchboardAdmin"]


class MessageInline(ReadOnly, admin.TabularInline[Message, Conversation]):
    """The transcript."""

    model = Message
    fields = ("created_at", "direction", "body", "turn")
    readonly_fields = fields
    ordering = ("pk",)
    show_change_link = True


class ToolCallInline(ReadOnly, admin.TabularInline[ToolCall, Turn]):
    """What the agent looked up."""

    model = ToolCall
    fields = ("name", "args", "ok", "result", "milliseconds")
    readonly_fields = fields


@admin.register(Conversation)
class ConversationAdmin(admin.ModelAdmin[Conversation]):
    """Read chats; take them over and give them back."""

    list_display = ("contact", "channel", "state", "mode", "assigned_to", "last_message_at")
    list_filter = ("channel", "state", "mode", ShownCarFilter)
    search_fields = ("contact__name", "contact__phone")
    ordering = ("-last_message_at",)
    list_select_related = ("contact", "assigned_to")
    fields = ("contact", "channel", "state", "mode", "assigned_to", "created_at", "last_message_at", "window_ends_at")
    readonly_fields = ("contact", "channel", "state", "created_at", "last_message_at", "window_ends_at")
    inlines = (MessageInline,)
    actions = ("take_over", "give_back", download_scenarios)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Chats begin with a customer."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Conversation | None = None) -> bool:
        """A transcript is not deleted by a click."""
        return False

    def save_model(self, request: HttpRequest, obj: Conversation, form: ModelForm[Conversation], change: bool) -> None:
        """Write what the form changed and nothing else: state, lease and fence may have moved meanwhile."""
        obj.save(update_fields=form.changed_data)

    @admin.action(description="Tomar las conversaciones (el bot calla)", permissions=["change"])
    def take_over(self, request: HttpRequest, queryset: QuerySet[Conversation]) -> None:
        """Give the chats to the person who asks."""
        for conversation in queryset:
            ownership.take_over(conversation.pk)
        queryset.update(assigned_to=request.user.pk)
        messages.success(request, "Las conversaciones son tuyas; el bot ya no contesta en ellas.")

    @admin.action(description="Devolver las conversaciones al bot", permissions=["change"])
    def give_back(self, request: HttpRequest, queryset: QuerySet[Conversation]) -> None:
        """Return the chats to the bot."""
        for conversation in queryset:
            ownership.give_back(conversation.pk)
        messages.success(request, "El bot vuelve a contestar.")


@admin.register(Turn)
class TurnAdmin(ReadOnly, admin.ModelAdmin[Turn]):
    """How each reply came about."""

    list_display = ("pk", "conversation", "brain", "model", "latency_ms", "created_at")
    list_filter = ("brain",)
    list_select_related = ("conversation__contact",)
    inlines = (ToolCallInline,)


@admin.register(Message)
class MessageAdmin(ReadOnly, admin.ModelAdmin[Message]):
    """Every bubble."""

    list_display = ("created_at", "direction", "conversation", "__str__")
    list_filter = ("direction",)
    list_select_related = ("conversation__contact",)
    search_fields = ("body",)


@admin.register(Contact)
class ContactAdmin(admin.ModelAdmin[Contact]):
    """Who writes to us."""

    list_display = ("name", "phone", "created_at")
    search_fields = ("name", "phone")
    readonly_fields = ("phone", "created_at")

    def has_delete_permission(self, request: HttpRequest, obj: Contact | None = None) -> bool:
        """Deleting a contact would delete its transcripts with it."""
        return False


@admin.register(DialogueMemory, Reconciliation, ToolCall, WorkerBeat)
class MachineAdmin(ReadOnly, admin.ModelAdmin[DialogueMemory | Reconciliation | ToolCall | WorkerBeat]):
    """What only the machine needs, shown as it is."""
