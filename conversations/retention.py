"""Ends what has been kept long enough: each kind of data has its own number of days, and 0 keeps it for ever."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from conversations import privacy, sent_photos, trade_ins
from conversations.models import (
    TRIALS,
    Appointment,
    AuditEntry,
    CallState,
    Contact,
    ErasedMessage,
    Lead,
    Message,
    TradeIn,
    Turn,
    WebhookCall,
)
from conversations.tombstones import REPEATED_FOR
from financing.models import Quote
from knowledge.models import Asking, MissedQuestion

BATCH = 500
ACTOR = "retention"
_ENDED = (CallState.DELIVERED, CallState.DEAD)


@dataclass(frozen=True)
class Kind:
    """One kind of data: which rows are older than a moment, and how a batch of them ends."""

    old: Callable[[datetime], QuerySet[Any]]
    end: Callable[[QuerySet[Any]], object] = QuerySet.delete


def _end_turns(turns: QuerySet[Turn]) -> None:
    """Forget how replies came about and keep what was said; a message that loses its turn is not unanswered again."""
    Message.objects.filter(turn__in=turns).update(turn=None, settled=True)
    turns.delete()


def _end_messages(messages: QuerySet[Message]) -> None:
    sent_photos.forget(messages)
    messages.delete()


def _end_trade_ins(cars: QuerySet[TradeIn]) -> None:
    trade_ins.forget(cars)
    cars.delete()


def _end_contacts(contacts: QuerySet[Contact]) -> None:
    for contact in contacts:
        privacy.erase_silent(contact, by=ACTOR)


def _nothing_left(before: datetime) -> QuerySet[Contact]:
    """Return the contacts of whose chats nothing is left, and that have not written since."""
    kept = Q(conversations__messages__isnull=False) | Q(conversations__leads__isnull=False)
    kept |= Q(conversations__appointments__isnull=False) | Q(conversations__last_message_at__gte=before)
    return Contact.objects.filter(created_at__lt=before).exclude(pk__in=Contact.objects.filter(kept).values("pk"))


def _of_the_terminal(before: datetime) -> QuerySet[Contact]:
    """Return who only ever tried us out, and not since."""
    elsewhere = ~Q(conversations__channel__in=TRIALS) & Q(conversations__isnull=False)
    kept = elsewhere | Q(conversations__last_message_at__gte=before)
    tried = Contact.objects.filter(created_at__lt=before, conversations__channel__in=TRIALS)
    return tried.exclude(pk__in=Contact.objects.filter(kept).values("pk")).distinct()


# In this order: a contact goes once nothing of its chats is left. The name is that of the setting, RETENTION_…_DAYS.
KINDS: Mapping[str, tuple[Kind, ...]] = MappingProxyType(
    {
        "console": (Kind(_of_the_terminal, _end_contacts),),
        "turns": (Kind(lambda before: Turn.objects.filter(created_at__lt=before), _end_turns),),
        "leads": (
            Kind(lambda before: Lead.objects.filter(updated_at__lt=before)),
            Kind(lambda before: TradeIn.objects.filter(updated_at__lt=before), _end_trade_ins),
            Kind(lambda before: Appointment.objects.filter(starts_at__lt=before)),
            Kind(lambda before: Quote.objects.filter(given_at__lt=before)),
        ),
        "messages": (
            Kind(lambda before: Message.objects.filter(created_at__lt=before), _end_messages),
            Kind(_nothing_left, _end_contacts),
        ),
        "questions": (
            Kind(lambda before: MissedQuestion.objects.filter(last_asked_at__lt=before)),
            Kind(lambda before: Asking.objects.filter(asked_at__lt=before)),
        ),
        "webhooks": (Kind(lambda before: WebhookCall.objects.filter(created_at__lt=before, state__in=_ENDED)),),
        "audit": (Kind(lambda before: AuditEntry.objects.filter(happened_at__lt=before)),),
    }
)


def apply(*, dry_run: bool = False) -> dict[str, int]:
    """End what is old, batch by batch, and return how many rows of each kind; with `dry_run` only count."""
    now = timezone.now()
    done = {}
    for name, kinds in KINDS.items():
        days = settings.RETENTION_DAYS[name]
        before = now - timedelta(days=days)
        done[name] = sum(_count(kind, before) if dry_run else _end(kind, before) for kind in kinds) if days else 0
    if not dry_run:
        ErasedMessage.objects.filter(erased_at__lt=now - REPEATED_FOR).delete()
        privacy.blank_log_of_the_gone()
    return done


def _count(kind: Kind, before: datetime) -> int:
    return kind.old(before).count()


def _end(kind: Kind, before: datetime) -> int:
    return sum(map(len, _batches(kind, before)))


def _batches(kind: Kind, before: datetime) -> Iterator[list[Any]]:
    """End one batch after another, each in a transaction of its own: nobody waits long for a lock."""
    while keys := list(kind.old(before).order_by("pk").values_list("pk", flat=True)[:BATCH]):
        with transaction.atomic():
            kind.end(kind.old(before).model._default_manager.filter(pk__in=keys))  # noqa: SLF001 - Django's own name
        yield keys
