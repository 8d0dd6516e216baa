"""Carries out what a turn wants done, inside the fenced transaction; a turn that is not committed does nothing."""

from collections.abc import Iterable

from conversations import alerts, appointments, calling, leads, trade_ins, webhooks_out
from conversations.agent import (
    AskForVisit,
    Book,
    CancelVisit,
    Effect,
    GiveUp,
    HandOver,
    KeepQuote,
    NoteQuestion,
    NoteTradeIn,
    Remember,
)
from conversations.models import (
    AlertKind,
    Appointment,
    Conversation,
    Direction,
    LeadKind,
    NoticeKind,
    State,
    Turn,
    origin_of,
)
from financing import quotes
from knowledge import curation


def apply(effects: Iterable[Effect], conversation: Conversation, turn: Turn, *, final: bool) -> None:
    """Carry out the effects of a turn, each once; raises SlotTakenError unless this try is the `final` one."""
    for effect in effects:
        match effect:
            case KeepQuote():
                _keep_quote(effect, conversation, turn)
            case NoteQuestion(question=question):
                curation.record_missed(question=question, origin=origin_of(conversation.pk))
            case HandOver() | NoteTradeIn() | GiveUp():
                _leave_to_a_person(effect, conversation, turn)
            case Book() | AskForVisit() | CancelVisit():
                _arrange(effect, turn, final=final)
            case Remember(name=name):
                conversation.contact.name = name
                conversation.contact.save(update_fields=["name"])


def _keep_quote(effect: KeepQuote, conversation: Conversation, turn: Turn) -> None:
    """Keep the quote; who was quoted a car may well buy it."""
    kept = quotes.keep(effect.quotation, origin=origin_of(conversation.pk), car=effect.car)
    if effect.car is not None:
        leads.note(
            conversation_id=conversation.pk,
            turn=turn,
            call=effect.call,
            kind=LeadKind.PURCHASE,
            car_id=effect.car.id,
            quote=kept,
        )


def _leave_to_a_person(effect: HandOver | NoteTradeIn | GiveUp, conversation: Conversation, turn: Turn) -> None:
    match effect:
        case HandOver(reason=reason, kind=kind, call=call):
            conversation.state = State.HUMAN
            # The reply only says that somebody will come: it is for them that the customer waits now.
            Conversation.objects.filter(pk=conversation.pk).update(waiting_since=turn.created_at)
            leads.note(conversation_id=conversation.pk, turn=turn, call=call, kind=LeadKind(kind), reason=reason)
            webhooks_out.handed_over(conversation.pk, kind=LeadKind(kind), reason=reason)
            calling.call(conversation.pk, NoticeKind.HANDOVER)
        case NoteTradeIn(call=call, own_car=own_car, inspection=said, described=described):
            trade_ins.hear(conversation.pk, own_car, described=described)
            leads.note(conversation_id=conversation.pk, turn=turn, call=call, kind=LeadKind.TRADE_IN, reason=said)
        case GiveUp():
            for message in turn.messages.filter(direction=Direction.IN):
                alerts.alert(message, AlertKind.UNANSWERED)


def _arrange(effect: Book | AskForVisit | CancelVisit, turn: Turn, *, final: bool) -> None:
    if isinstance(effect, CancelVisit):
        if effect.appointment is not None:
            appointments.cancel(conversation_id=turn.conversation_id, appointment=effect.appointment)
        leads.visit_is_off(turn.conversation_id)
        return
    leads.note(
        conversation_id=turn.conversation_id,
        turn=turn,
        call=effect.call,
        kind=LeadKind.TEST_DRIVE,
        car_id=effect.car.id if effect.car else None,
        reason=effect.wish if isinstance(effect, AskForVisit) else str(_booked(effect, turn, overbook=final)),
    )


def _booked(effect: Book, turn: Turn, *, overbook: bool) -> Appointment:
    return appointments.book(
        conversation_id=turn.conversation_id,
        turn=turn,
        call=effect.call,
        branch_id=effect.branch,
        car_id=effect.car.id if effect.car else None,
        starts_at=effect.starts_at,
        moves=effect.moves,
        overbook=overbook,
    )
