"""Who talks to us, what was said, how each turn was answered, what came of it, and what is on its way out."""

from conversations.models.alert import AlertKind, StaffAlert
from conversations.models.appointment import Appointment, AppointmentState
from conversations.models.canned_reply import CannedReply
from conversations.models.contact import Contact
from conversations.models.conversation import TRIALS, Channel, Conversation, DialogueMemory, Mode, State, origin_of
from conversations.models.delivery import UNSENT, Delivery, DeliveryState
from conversations.models.lead import OPEN, Lead, LeadKind, LeadState, LostReason
from conversations.models.message import Direction, Message
from conversations.models.note import Note
from conversations.models.notice import Notice, NoticeKind
from conversations.models.privacy import AuditAction, AuditEntry, ErasedMessage, OptOutMark
from conversations.models.reconciliation import Reconciliation
from conversations.models.saved_view import SavedView
from conversations.models.switchboard import Switchboard
from conversations.models.tag import Tag, Tagging
from conversations.models.template import MessageTemplate
from conversations.models.trade_in import Condition, Invoice, TradeIn
from conversations.models.turn import Promise, ToolCall, Turn
from conversations.models.usage import CustomerUsage, DayUsage, Reservation
from conversations.models.webhook import CallState, Topic, WebhookCall, WebhookEndpoint
from conversations.models.worker_beat import WorkerBeat

__all__ = [
    "OPEN",
    "TRIALS",
    "UNSENT",
    "AlertKind",
    "Appointment",
    "AppointmentState",
    "AuditAction",
    "AuditEntry",
    "CallState",
    "CannedReply",
    "Channel",
    "Condition",
    "Contact",
    "Conversation",
    "CustomerUsage",
    "DayUsage",
    "Delivery",
    "DeliveryState",
    "DialogueMemory",
    "Direction",
    "ErasedMessage",
    "Invoice",
    "Lead",
    "LeadKind",
    "LeadState",
    "LostReason",
    "Message",
    "MessageTemplate",
    "Mode",
    "Note",
    "Notice",
    "NoticeKind",
    "OptOutMark",
    "Promise",
    "Reconciliation",
    "Reservation",
    "SavedView",
    "StaffAlert",
    "State",
    "Switchboard",
    "Tag",
    "Tagging",
    "ToolCall",
    "Topic",
    "TradeIn",
    "Turn",
    "WebhookCall",
    "WebhookEndpoint",
    "WorkerBeat",
    "origin_of",
]
