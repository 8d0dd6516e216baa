"""What a proposed reply promises: held until a person has sent it, then done once; a dropped one promised nothing."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from pydantic import TypeAdapter

from conversations import effects
from conversations.agent import AskForVisit, Book, CancelVisit, Effect, HandOver, KeepQuote, NoteTradeIn
from conversations.models import UNSENT, Conversation, Delivery, Promise, Turn

# What the customer would believe only from the reply. The rest is true whether or not it is sent: the question that
# nothing answered, the name that was given, the message that needs a person.
_PROMISES: dict[str, type[Effect]] = {
    Promise.BOOK: Book,
    Promise.ASK_FOR_VISIT: AskForVisit,
    Promise.CANCEL_VISIT: CancelVisit,
    Promise.HAND_OVER: HandOver,
    Promise.KEEP_QUOTE: KeepQuote,
    Promise.NOTE_TRADE_IN: NoteTradeIn,
}
_NAMES = {kind: name for name, kind in _PROMISES.items()}


def told_apart(wanted: Iterable[Effect]) -> tuple[list[Effect], list[Effect]]:
    """Return what is done now, and what a draft holds."""
    every = list(wanted)
    held = [effect for effect in every if type(effect) in _NAMES]
    return [effect for effect in every if effect not in held], held


def written(held: Iterable[Effect]) -> list[dict[str, Any]] | None:
    """Return them as JSON, or None for none."""
    rows = [
        {"kind": str(_NAMES[type(effect)]), "value": TypeAdapter(type(effect)).dump_python(effect, mode="json")}
        for effect in held
    ]
    return rows or None


def keep(conversation_id: UUID) -> int:
    """Do what the chat's sent replies promised, each once, and return how many there were.

    Nobody thinks again here: a slot that somebody else took meanwhile is left to a person, as in a turn's last try.
    """
    told = Q(message__turn=OuterRef("pk")) | Q(message__instead_of=OuterRef("pk"))
    sent = Delivery.objects.filter(told, message__conversation_id=conversation_id).exclude(state__in=UNSENT)
    due = Turn.objects.filter(Exists(sent), conversation_id=conversation_id, held__isnull=False)
    if not due.exists():  # nearly always
        return 0
    with transaction.atomic():
        conversation = Conversation.objects.select_for_update().get(pk=conversation_id)
        turns = list(due.order_by("pk"))
        for turn in turns:
            effects.apply(map(read, turn.held or ()), conversation, turn, final=True)
            turn.held = None
            turn.save(update_fields=["held"])
        conversation.save(update_fields=["state"])
    return len(turns)


def read(row: dict[str, Any]) -> Effect:
    """Return what was written."""
    found: Effect = TypeAdapter(_PROMISES[row["kind"]]).validate_python(row["value"])
    return found
