"""Rows into a TurnInput: the unanswered messages, the whole past turns, the memory."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from conversations import appointments
from conversations.agent import PastTurn, TurnInput
from conversations.dialogue.state import DialogueState
from conversations.dialogue.understanding import ATTACHMENT
from conversations.models import DeliveryState, DialogueMemory, Direction, Message, Turn
from conversations.whatsapp import arrivals

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


def load(conversation_id: UUID, *, most: int | None = None) -> Unanswered | None:
    """Return what the next turn answers, `most` messages at most, or None when everything is answered."""
    ids = unanswered_ids(conversation_id)[:most]
    if not ids:
        return None
    messages = list(Message.objects.filter(pk__in=ids).order_by("pk"))
    came_with = [arrivals.attachments(message.media, message.raw) for message in messages]
    linked = [number for message in messages for number in arrivals.cars_linked(message.raw, message.body)]
    memory = DialogueMemory.objects.filter(conversation_id=conversation_id).first()
    turn = TurnInput(
        messages=tuple(arrivals.words(message.body, message.media) or ATTACHMENT for message in messages),
        past=tuple(_past_turns(conversation_id)),
        state=DialogueState.from_json(memory.data) if memory else DialogueState(),
        origin=origin_of(conversation_id),
        seed=f"{conversation_id}:{Turn.objects.filter(conversation_id=conversation_id).count()}",
        booked=appointments.upcoming(conversation_id),
        attachments=tuple(file for files in came_with for file in files),
        advertised=tuple(dict.fromkeys(linked)),
    )
    return Unanswered(turn=turn, message_ids=tuple(ids))


def _past_turns(conversation_id: UUID) -> list[PastTurn]:
    """Return the last turns whole, oldest first: a question without its answer would mislead a model."""
    turns = Turn.objects.filter(conversation_id=conversation_id).order_by("-pk").prefetch_related("messages__delivery")
    past = (_past_turn(turn) for turn in reversed(turns[:PAST_TURNS]))
    return [turn for turn in past if turn.customer or turn.reply]


def _past_turn(turn: Turn) -> PastTurn:
    said: dict[str, list[str]] = {direction: [] for direction in Direction}
    for message in turn.messages.all():
        if _was_never_sent(message):
            continue
        theirs = message.direction == Direction.IN
        said[message.direction].append(arrivals.words(message.body, message.media) if theirs else message.body)
    return PastTurn(customer=_joined(said[Direction.IN]), reply=_joined(said[Direction.OUT]))


def _was_never_sent(message: Message) -> bool:
    delivery = getattr(message, "delivery", None)
    return delivery is not None and delivery.state in {DeliveryState.DRAFT, DeliveryState.CANCELLED}


def _joined(bodies: Sequence[str]) -> str:
    return "\n".join(filter(None, bodies))  # a photo has no words
