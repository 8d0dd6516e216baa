"""The customer's own car: noted from the chat, completed and valued by people, whose word stands."""

from datetime import timedelta
from uuid import UUID

from django.contrib.auth.models import AbstractBaseUser
from django.utils import timezone

from conversations.dialogue.errands import OwnCar
from conversations.dialogue.state import DialogueState
from conversations.models import Conversation, TradeIn

OFFERED_FOR = timedelta(days=7)


def hear(conversation_id: UUID, told: OwnCar) -> TradeIn:
    """Note what the customer told; once a person has saved it, only what they left empty, and of the same car."""
    trade_in, _ = TradeIn.objects.get_or_create(conversation_id=conversation_id)
    known = trade_in.own_car
    heard = told.told(known) if trade_in.checked else known.told(told)
    if heard != known:
        for name, value in vars(heard).items():
            setattr(trade_in, name, value)
        trade_in.save()
    return trade_in


def begin(conversation: Conversation) -> TradeIn:
    """Return the chat's car to give in, noted from the chat's memory where it is new."""
    memory = getattr(conversation, "memory", None)
    told = DialogueState.from_json(memory.data).own_car if memory is not None else None
    return hear(conversation.pk, told or OwnCar())


def offer(trade_in: TradeIn, *, by: AbstractBaseUser) -> None:
    """Sign what is offered, for a week where nobody said until when, before it is saved."""
    is_open = trade_in.offer is not None
    trade_in.offered_at = timezone.now() if is_open else None
    trade_in.offered_by_id = by.pk if is_open else None
    if is_open and trade_in.valid_until is None:
        trade_in.valid_until = timezone.localdate() + OFFERED_FOR
