"""Rows into a TurnInput: the unanswered messages, the whole past turns, the memory."""

from dataclasses import dataclass
from uuid import UUID

from conversations import appointments
from conversations.agent import PastTurn, TurnInput
from conversations.dialogue.state import DialogueState
from conversations.dialogue.understanding import ATTACHMENT
from conversations.models import DialogueMemory, Direction, Message, Turn

PAST_TURNS = 8


@dataclass(frozen=True)
class Unanswered:
    """What a turn answers: its input and the rows it is made of."""

    turn: TurnInput
    message_ids: tuple[int, ...]


def origin_of(conversation_id: UUID) -> str:
    """Return the name by which a chat asks others to keep something for it; to them it is opaque."""
    return f"chat:{conversation_id}"


def unanswered_ids(conversation_id: UUID) -> list[int]:
    """Return the inbound messages that no turn has answered, oldest first."""
    waiting = Message.objects.filter(conversation_id=conversation_id).unanswered()
    return list(waiting.values_list("pk", flat=True))


def load(conversation_id: UUID) -> Unanswered | None:
    """Return what the next turn answers, or None when everything is answered."""
    ids = unanswered_ids(conversation_id)
    if not ids:
        return None
    messages = Message.objects.filter(pk__in=ids).order_by("pk")
    memory = DialogueMemory.objects.filter(conversation_id=conversation_id).first()
    turn = TurnInput(
        messages=tuple(message.body.strip() or ATTACHMENT for message in messages),
        past=tuple(_past_turns(conversation_id)),
        state=DialogueState.from_json(memory.data) if memory else DialogueState(),
        origin=origin_of(conversation_id),
        seed=f"{conversation_id}:{Turn.objects.filter(conversation_id=conversation_id).count()}",
        booked=appointments.upcoming(conversation_id),
    )
    return Unanswered(turn=turn, message_ids=tuple(ids))


def _past_turns(conversation_id: UUID) -> list[PastTurn]:
    """Return the last turns whole, oldest first: a question without its answer would mislead a model."""
    turns = Turn.objects.filter(conversation_id=conversation_id).order_by("-pk").prefetch_related("messages")
    return [_past_turn(turn) for turn in reversed(turns[:PAST_TURNS])]


def _past_turn(turn: Turn) -> PastTurn:
    said = {direction: [m.body for m in turn.messages.all() if m.direction == direction] for direction in Direction}
    return PastTurn(customer="\n".join(said[Direction.IN]), reply="\n".join(said[Direction.OUT]))
