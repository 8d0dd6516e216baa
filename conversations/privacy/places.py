"""Where customers' data stands: a line for every table, with the rows that are one person's, or why it has none."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any
from uuid import UUID

from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db.models import Exists, Model, OuterRef, Q, QuerySet
from django.db.models.functions import Cast

from conversations.models import (
    Appointment,
    AuditEntry,
    Contact,
    Conversation,
    CustomerUsage,
    Delivery,
    DialogueMemory,
    ErasedMessage,
    Lead,
    Message,
    Note,
    Notice,
    OptOutMark,
    Reservation,
    StaffAlert,
    Tagging,
    ToolCall,
    TradeIn,
    Turn,
    WebhookCall,
    origin_of,
)
from financing.models import Quote
from knowledge.models import Asking, MissedQuestion


@dataclass(frozen=True)
class Person:
    """One contact, and the names under which other apps know its chats."""

    contact_id: UUID
    origins: tuple[str, ...]


def person(contact: Contact) -> Person:
    """Return whom a contact is to every table."""
    chats = contact.conversations.values_list("pk", flat=True)
    return Person(contact.pk, tuple(origin_of(chat) for chat in chats))


def _by(path: str) -> Callable[[Person], Q]:
    """Belong to whom the foreign keys lead to."""
    return lambda person: Q(**{path: person.contact_id})


def _by_origin(path: str) -> Callable[[Person], Q]:
    return lambda person: Q(**{f"{path}__in": person.origins})


HELD: Mapping[type[Model], Callable[[Person], Q]] = MappingProxyType(
    {
        Contact: _by("pk"),
        Conversation: _by("contact"),
        Message: _by("conversation__contact"),
        Turn: _by("conversation__contact"),
        ToolCall: _by("turn__conversation__contact"),
        DialogueMemory: _by("conversation__contact"),
        Delivery: _by("message__conversation__contact"),
        StaffAlert: _by("conversation__contact"),
        Lead: _by("conversation__contact"),
        TradeIn: _by("conversation__contact"),
        TradeIn.history.model: _by("conversation__contact"),
        Appointment: _by("conversation__contact"),
        Note: _by("conversation__contact"),
        Tagging: _by("conversation__contact"),
        Notice: _by("conversation__contact"),
        CustomerUsage: _by("contact"),
        Reservation: _by("contact"),
        WebhookCall: _by("contact"),
        Quote: _by_origin("origin"),
        Asking: _by_origin("origin"),
        MissedQuestion: _by_origin("askings__origin"),
    }
)
_BLANK = "(borrado)"
# What stays when somebody is erased, since it names nobody: ids, keyed hashes, changes without the name of the changed.
OUTLIVES = frozenset({LogEntry, AuditEntry, ErasedMessage, OptOutMark})
# Tables of ours, the staff's and the showroom's, by app or by name; no customer is in them.
NOBODYS = frozenset(
    {
        "auth",
        "axes",  # who typed a wrong password for an account of the team
        "catalog",
        "conversations.CannedReply",
        "conversations.DayUsage",
        "conversations.HistoricalCannedReply",
        "conversations.MessageTemplate",
        "conversations.Reconciliation",  # the sender is our own number
        "conversations.SavedView",  # the team's own words
        "conversations.Switchboard",
        "conversations.Tag",  # the team's own words
        "conversations.WebhookEndpoint",
        "conversations.WorkerBeat",
        "contenttypes",
        "financing.FinancingPolicy",
        "financing.HistoricalFinancingPolicy",
        "kavakbot",
        "knowledge.Chunk",
        "knowledge.ChunkEmbedding",
        "knowledge.Draft",
        "knowledge.Source",  # an answer to a question is the team's own words, and so is the question above it
        "knowledge.Upload",
        "knowledge.Word",
        "sessions",  # who of the team is logged in
    }
)


def is_placed(model: type[Model]) -> bool:
    """Tell whether somebody has thought of what a table holds of customers."""
    of_nobody = {model._meta.app_label, model._meta.label} & NOBODYS  # noqa: SLF001 - Django's own name
    return model in HELD or model in OUTLIVES or bool(of_nobody)


def rows(model: type[Model], person: Person) -> QuerySet[Any]:
    """Return the rows of one table that are this person's, the oldest first."""
    return model._default_manager.filter(HELD[model](person)).distinct().order_by("pk")  # noqa: SLF001 - Django's name


def blank_log_of_the_gone() -> int:
    """Take names out of what the back office wrote down of rows that are no more, and return how many there were."""
    blanked = 0
    for model in HELD:
        key: Any = model._meta.pk  # noqa: SLF001 - Django's own name
        named = Cast(OuterRef("object_id"), getattr(key, "target_field", key))
        there = model._default_manager.filter(pk=named)  # noqa: SLF001 - Django's own name
        entries = LogEntry.objects.filter(content_type=ContentType.objects.get_for_model(model))
        blanked += (
            entries.exclude(object_repr=_BLANK).filter(~Exists(there)).update(object_repr=_BLANK, change_message="")
        )
    return blanked


def log_entries(person: Person) -> QuerySet[LogEntry]:
    """Return what the back office wrote down of changes to this person's rows."""
    about = Q(pk__in=[])
    for model in HELD:
        keys = [str(key) for key in rows(model, person).values_list("pk", flat=True)]
        about |= Q(content_type=ContentType.objects.get_for_model(model), object_id__in=keys)
    return LogEntry.objects.filter(about).order_by("pk")


def looks(person: Person) -> QuerySet[AuditEntry]:
    """Return who looked at this person."""
    return AuditEntry.objects.filter(contact_ids__contains=[person.contact_id]).order_by("pk")


def everything(person: Person) -> Iterator[QuerySet[Any]]:
    """Yield all that is held of a person, table by table."""
    yield from (rows(model, person) for model in HELD)
    yield log_entries(person)
    yield looks(person)
