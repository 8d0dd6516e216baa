"""The fenced transaction that makes a turn true: the turn, its tool calls, the memory, effects and the outbox."""

from collections.abc import Sequence
from dataclasses import asdict
from enum import Enum

from django.db import connection, transaction

from conversations import crash_points, effects, history, leases, outbox, promises, showing
from conversations.agent import Effect, Outcome
from conversations.appointments import SlotTakenError
from conversations.history import Unanswered
from conversations.leases import Lease
from conversations.models import Conversation, Message, Mode, State, ToolCall, Turn


class Committed(Enum):
    """What came of a commit."""

    DONE = "done"
    NEWER_MESSAGE = "newer_message"  # the customer wrote on: think again with both
    SLOT_TAKEN = "slot_taken"  # somebody else was quicker: think again, of other times
    LEASE_LOST = "lease_lost"  # another worker, a person or an opt-out has the chat now, or the bot was silenced


# Between two statements of a commit; Twilio waits 15 s for a webhook, and a worker's work in between takes none.
FROZEN_MS = 3000


def commit(lease: Lease, unanswered: Unanswered, outcome: Outcome, *, latency_ms: int, final: bool) -> Committed:
    """Write the turn, only where the fence is mine, the bot still owns the chat, and staff have not silenced it.

    A newer message is answered with the older ones unless this try is `final`; then it gets a turn of its own.
    """
    try:
        return _commit(lease, unanswered, outcome, latency_ms=latency_ms, final=final)
    except SlotTakenError:
        return Committed.SLOT_TAKEN


def _commit(lease: Lease, unanswered: Unanswered, outcome: Outcome, *, latency_ms: int, final: bool) -> Committed:
    with transaction.atomic():
        let_go_when_frozen()
        mine = Conversation.objects.select_for_update().filter(
            pk=lease.conversation_id, fence=lease.fence, lease_owner=lease.owner, state=State.BOT
        )
        conversation = mine.exclude(mode=Mode.OFF).exclude(leases.bot_is_paused()).first()
        if conversation is None:
            return Committed.LEASE_LOST
        if not final and history.unanswered_ids(conversation.pk) != list(unanswered.message_ids):
            return Committed.NEWER_MESSAGE
        proposed = conversation.mode == Mode.DRAFT
        at_once, held = promises.told_apart(outcome.effects) if proposed else (outcome.effects, ())
        turn = _write_turn(lease, unanswered, outcome, latency_ms, held)
        Message.objects.filter(pk__in=unanswered.message_ids, turn=None).update(turn=turn)
        history.remember(conversation.pk, outcome.state)
        outbox.enqueue(
            conversation.pk,
            outcome.text,
            turn=turn,
            photos=showing.photos_for(outcome, conversation),
            as_draft=proposed,
        )
        effects.apply(at_once, conversation, turn, final=final)
        # What killed workers may be among the rest: then the next is answered alone as well.
        still_suspect = lease.is_suspect and history.unanswered_ids(conversation.pk)
        conversation.attempts = leases.SUSPECT_AFTER if still_suspect else 0
        conversation.save(update_fields=["attempts", "state"])
        crash_points.reach("before_commit", conversation.pk)
    return Committed.DONE


def let_go_when_frozen() -> None:
    """Have PostgreSQL end this transaction if its process stands still: the chat's webhooks wait for its row."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('idle_in_transaction_session_timeout', %s, true)", [f"{FROZEN_MS}ms"])


def _write_turn(
    lease: Lease, unanswered: Unanswered, outcome: Outcome, latency_ms: int, held: Sequence[Effect]
) -> Turn:
    turn = Turn.objects.create(
        conversation_id=lease.conversation_id,
        fence=lease.fence,
        brain=outcome.brain,
        model=outcome.model,
        prompt_version=outcome.prompt_version,
        plan=[{"part": type(part).__name__.lower(), **asdict(part)} for part in outcome.plan.parts],
        verdicts=[asdict(verdict) for verdict in outcome.verdicts],
        input_tokens=outcome.usage.input_tokens,
        output_tokens=outcome.usage.output_tokens,
        latency_ms=latency_ms,
        asked_at=unanswered.asked_at,
        held=promises.written(held),
    )
    ToolCall.objects.bulk_create(
        ToolCall(turn=turn, position=position, **asdict(record)) for position, record in enumerate(outcome.tool_calls)
    )
    return turn
