"""Proves every figure that the bot ever sent again, from stored turns and tool calls; it reads and writes nothing."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from conversations.agent import ToolRecord, prove
from conversations.agent.receipts import UnreadableRecordError
from conversations.models import Direction, Message, Turn

_BATCH = 200


@dataclass(frozen=True)
class Receipt:
    """One turn's reply: its figures, and what of them has no source; `code: words` each."""

    conversation_id: UUID
    turn_id: int
    figures: int
    unproved: tuple[str, ...]


def audit(*, since: datetime | None = None) -> Iterator[Receipt]:
    """Yield a receipt for every turn that sent something, oldest first; what people wrote belongs to no turn."""
    turns = Turn.objects.filter(messages__direction=Direction.OUT).distinct().order_by("pk")
    if since is not None:
        turns = turns.filter(created_at__gte=since)
    for turn in turns.prefetch_related("tool_calls", "messages").iterator(chunk_size=_BATCH):
        yield _receipt(turn)


def _receipt(turn: Turn) -> Receipt:
    sent = [message for message in turn.messages.all() if message.direction == Direction.OUT]
    text = "\n\n".join(message.body for message in sent)
    records = [
        ToolRecord(call.ref, call.name, call.args, call.ok, call.result, call.milliseconds)
        for call in turn.tool_calls.all()
    ]
    try:
        proof = prove(text, records=records, customer=_written_until(sent[-1]))
    except UnreadableRecordError as error:
        return Receipt(turn.conversation_id, turn.pk, 0, (f"unreadable: {error}",))
    unproved = tuple(f"{verdict.code}: {verdict.excerpt}" for verdict in proof.problems)
    return Receipt(turn.conversation_id, turn.pk, proof.figures, unproved)


def _written_until(sent: Message) -> str:
    """Return all that the customer had written when this was sent."""
    earlier = Message.objects.filter(
        conversation_id=sent.conversation_id, direction=Direction.IN, pk__lt=sent.pk
    ).order_by("pk")
    return "\n".join(earlier.values_list("body", flat=True))
