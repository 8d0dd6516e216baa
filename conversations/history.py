"""Rows into a TurnInput: the unanswered messages, the whole past turns, the memory."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from conversations.agent import Booked, PastTurn, TurnInput
from conversations.dialogue.state import DialogueState
from conversations.dialogue.understanding import ATTACHMENT
from conversations.models import UNSENT, Appointment, DialogueMemory, Direction, Message, Turn, origin_of
from conversations.whatsapp import arrivals
from knowledge import faqs

PAST_TURNS = 8
# Enough for so many exchanges, even of bursts and of cards with photos.
_PAST_MESSAGES = 80


@dataclass(frozen=True)
class Unanswered:
    """What a turn answers: its input and the rows it is made of."""

    turn: TurnInput
    message_ids: tuple[int, ...]
    asked_at: datetime


def unanswered_ids(conversation_id: UUID) -> list[int]:
    """Return the inbound messages that no turn has answered, oldest first."""
    waiting = Message.objects.filter(conversation_id=conversation_id).unanswered()
    return list(waiting.values_list("pk", flat=True))


def load(conversation_id: UUID, *, most: int | None = None) -> Unanswered | None:
    """Return what the next turn answers, `most` messages at most, or None when everything is answered."""
    messages = list(Message.objects.filter(conversation_id=conversation_id).unanswered()[:most])
    if not messages:
        return None
    came_with = [arrivals.attachments(message.media, message.raw) for message in messages]
    linked = [number for message in messages for number in arrivals.cars_linked(message.raw, message.body)]
    bubbles = [sid for message in messages if (sid := arrivals.quoted(message.raw))]
    memory = DialogueMemory.objects.filter(conversation_id=conversation_id).first()
    turn = TurnInput(
        messages=tuple(arrivals.words(message.body, message.media) or ATTACHMENT for message in messages),
        past=tuple(_past_turns(conversation_id)),
        state=_pointed_at(bubbles, DialogueState.from_json(memory.data) if memory else DialogueState()),
        origin=origin_of(conversation_id),
        seed=f"{conversation_id}:{Turn.objects.filter(conversation_id=conversation_id).count()}",
        booked=_booked(conversation_id),
        attachments=tuple(file for files in came_with for file in files),
        advertised=tuple(dict.fromkeys(linked)),
        published=faqs.asked_in([message.body for message in messages]),
    )
    return Unanswered(turn=turn, message_ids=tuple(message.pk for message in messages), asked_at=messages[0].created_at)


def _pointed_at(bubbles: Sequence[str], state: DialogueState) -> DialogueState:
    """Return the memory with the cars of the bubble quoted last as those that are talked about."""
    turns = Turn.objects.filter(messages__sid__in=bubbles, messages__direction=Direction.OUT) if bubbles else ()
    cars = next((cars for turn in turns if (cars := turn.cars)), ())
    return state.quoting(cars) if cars else state


def remember(conversation_id: UUID, state: DialogueState) -> None:
    """Keep the memory for the next turn, in one statement; call it inside the transaction that it belongs to."""
    DialogueMemory.objects.bulk_create(
        [DialogueMemory(conversation_id=conversation_id, data=state.to_json())],
        update_conflicts=True,
        unique_fields=["conversation"],
        update_fields=["data", "updated_at"],
    )


def load_alone(conversation_id: UUID) -> Unanswered | None:
    """Return the oldest unanswered message by itself: no memory, no past, which may be what cannot be read."""
    message = Message.objects.filter(conversation_id=conversation_id).unanswered().first()
    if message is None:
        return None
    origin = origin_of(conversation_id)
    turn = TurnInput((message.body or ATTACHMENT,), origin=origin, seed=f"{origin}:{message.pk}")
    return Unanswered(turn=turn, message_ids=(message.pk,), asked_at=message.created_at)


def _booked(conversation_id: UUID) -> Booked | None:
    """Return the next test drive that the chat has coming, if any."""
    ahead = Appointment.objects.upcoming().filter(conversation_id=conversation_id)
    next_one = ahead.select_related("car").first()
    if next_one is None:
        return None
    stock_id = next_one.car.stock_id if next_one.car else None
    return Booked(next_one.pk, next_one.branch_id, stock_id, next_one.starts_at)


def _past_turns(conversation_id: UUID) -> list[PastTurn]:
    """Return the last exchanges whole, oldest first: a question without its answer would mislead a model."""
    spoken = Q(turn__isnull=False) | Q(author__isnull=False) | Q(settled=True)
    messages = Message.objects.filter(spoken, conversation_id=conversation_id).select_related("delivery").defer("raw")
    latest = list(messages.order_by("-pk")[:_PAST_MESSAGES])
    exchanges = _exchanges(reversed(latest))
    if len(latest) == _PAST_MESSAGES:
        exchanges = exchanges[1:]  # its beginning may lie further back
    past = map(_past_turn, exchanges[-PAST_TURNS:])
    return [turn for turn in past if turn.customer or turn.reply]


def _exchanges(messages: Iterable[Message]) -> list[list[Message]]:
    """Put together what one turn answered, and what a customer and a person wrote in reply to each other."""
    found: dict[tuple[str, int], list[Message]] = {}
    talks, spoke_last = 0, Direction.IN
    for message in messages:
        if message.turn_id is not None:
            key = ("turn", message.turn_id)
        else:
            talks += message.direction == Direction.IN and spoke_last == Direction.OUT
            spoke_last = Direction(message.direction)
            key = ("talk", talks)
        found.setdefault(key, []).append(message)
    return list(found.values())


def _past_turn(messages: Sequence[Message]) -> PastTurn:
    said: dict[str, list[str]] = {direction: [] for direction in Direction}
    for message in messages:
        if _was_never_sent(message):
            continue
        theirs = message.direction == Direction.IN
        said[message.direction].append(arrivals.words(message.body, message.media) if theirs else message.body)
    by_person = any(message.author_id is not None for message in messages)
    return PastTurn(_joined(said[Direction.IN]), _joined(said[Direction.OUT]), by_person=by_person)


def _was_never_sent(message: Message) -> bool:
    delivery = getattr(message, "delivery", None)
    return delivery is not None and delivery.state in UNSENT


def _joined(bodies: Sequence[str]) -> str:
    return "\n".join(filter(None, bodies))  # a photo has no words
