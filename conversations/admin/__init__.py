"""The admin of conversations: staff read every chat with every tool call, take it over and give it back."""

from typing import Any

from django.contrib import admin
from django.db.models import BigAutoField, JSONField
from django.http import HttpRequest

from conversations.admin import canned_replies, trade_ins, usage, webhooks  # noqa: F401 - register themselves
from conversations.admin.chats import ConversationAdmin
from conversations.admin.contacts import AuditEntryAdmin, ContactAdmin
from conversations.admin.deliveries import DeliveryAdmin, StaffAlertAdmin
from conversations.admin.leads import AppointmentAdmin, LeadAdmin
from conversations.admin.looks import ChatPages
from conversations.admin.read_only import ReadOnly
from conversations.admin.switchboard import SwitchboardAdmin
from conversations.models import (
    DialogueMemory,
    Message,
    MessageTemplate,
    Reconciliation,
    Tag,
    ToolCall,
    Turn,
    WorkerBeat,
)
from kavakbot.pages import ModelAdmin, TabularInline

__all__ = [
    "AppointmentAdmin",
    "AuditEntryAdmin",
    "ContactAdmin",
    "ConversationAdmin",
    "DeliveryAdmin",
    "LeadAdmin",
    "StaffAlertAdmin",
    "SwitchboardAdmin",
]


class ToolCallInline(ReadOnly, TabularInline[ToolCall, Turn]):
    """What the agent looked up."""

    model = ToolCall
    fields = ("name", "args", "ok", "result", "milliseconds")
    readonly_fields = fields


@admin.register(Turn)
class TurnAdmin(ReadOnly, ChatPages[Turn]):
    """How each reply came about."""

    list_display = ("created_at", "conversation", "brain", "model", "latency_ms")
    list_filter = ("brain",)
    list_select_related = ("conversation__contact",)
    inlines = (ToolCallInline,)


@admin.register(Message)
class MessageAdmin(ReadOnly, ChatPages[Message]):
    """Every bubble."""

    list_display = ("created_at", "direction", "conversation", "__str__")
    list_filter = ("direction",)
    list_select_related = ("conversation__contact",)
    search_fields = ("body",)


@admin.register(DialogueMemory, Reconciliation, ToolCall, WorkerBeat)
class MachineAdmin(ReadOnly, ChatPages[DialogueMemory | Reconciliation | ToolCall | WorkerBeat]):
    """What only the machine needs, shown as it is; its lists name nobody."""

    lists_customers = False
    ordering = ("-pk",)

    def get_list_display(self, request: HttpRequest) -> Any:
        """Show every column that is short and names nobody."""
        columns = self.opts.concrete_fields
        return [it.name for it in columns if not it.is_relation and not isinstance(it, JSONField | BigAutoField)]


@admin.register(MessageTemplate)
class MessageTemplateAdmin(ModelAdmin[MessageTemplate]):
    """The texts that WhatsApp has approved."""

    list_display = ("name", "body", "active")
    list_filter = ("active",)
    search_fields = ("name", "body")


@admin.register(Tag)
class TagAdmin(ModelAdmin[Tag]):
    """The words that chats are told apart by; one that is deleted is taken off its chats."""

    list_display = ("name",)
    search_fields = ("name",)
