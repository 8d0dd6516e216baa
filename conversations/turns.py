"""The story of one turn: settle, claim, load, answer, commit, release. Read this first."""

import logging
import time
from contextlib import AbstractContextManager
from functools import cache, partial
from uuid import UUID

from django.conf import settings
from django.db import Error, connection

from catalog import search
from conversations import (
    agent,
    budgets,
    commit,
    crash_points,
    drafts,
    history,
    leases,
    listening,
    ownership,
    quarantine,
    switchboard,
)
from conversations.agent import Brain, Deps, Outcome
from conversations.appointments import Diary
from conversations.commit import Committed
from conversations.history import Unanswered
from conversations.leases import Lease
from conversations.models import Channel, Conversation
from conversations.quarantine import Ending
from kavakbot import logs, tracing

# A burst is thought over again with each newer message, twice at most; what comes later gets its own turn.
TRIES = 3

logger = logging.getLogger(__name__)


def answer(conversation_id: UUID, *, brain: Brain | None = None) -> int:
    """Answer all that waits in a conversation and return how many turns that took.

    Safe to call at any time, from any number of workers, any number of times: whoever finds nothing to do,
    or somebody else doing it, returns 0. With a `brain` of the caller's, all is answered in this process.
    """
    turns = 0
    is_waiting = ownership.settle(conversation_id)
    # A message that arrives while the lease is being released finds it taken and wakes nobody, so after each
    # answered turn look again.
    while is_waiting:
        lease = leases.claim(conversation_id)
        if lease is None:
            break
        crash_points.reach("after_lease", conversation_id)
        with _told(lease), tracing.span("turn", conversation=conversation_id, turn=lease.fence):
            logger.info("turn begun, try %d", lease.attempts)
            try:
                answered = _answer_under(lease, brain)
            finally:
                leases.release(lease)
        is_waiting = ownership.settle(conversation_id) and answered
        turns += answered
    return turns


def _answer_under(lease: Lease, brain: Brain | None) -> bool:
    """Answer one turn under the lease; what workers have died of is tried alone, then given up with an apology."""
    drafts.withdraw(lease.conversation_id)
    if not lease.is_suspect:
        return answer_together(lease, brain or default_brain())
    in_quarantine = brain is None and quarantine.is_prepared()
    if brain is None and not in_quarantine and lease.attempts > quarantine.MOST_ATTEMPTS:
        return _give_up(lease)  # here a message that kills takes everything with it: it is tried no more
    ending = quarantine.answer_alone(lease) if in_quarantine else _ending_here(lease, brain or default_brain())
    failed_for_good = ending is Ending.FAILED and lease.attempts >= quarantine.MOST_ATTEMPTS
    if failed_for_good or ending is Ending.DIED:
        return _give_up(lease)
    return ending is Ending.ANSWERED


def answer_together(lease: Lease, brain: Brain) -> bool:
    """Answer all that waits in one turn; False when there was nothing to answer or the chat is no longer ours."""
    _wait_for_fragments(lease.conversation_id)
    think_until = time.monotonic() + settings.AGENT_THINKING_SECONDS  # for all tries together
    purse = budgets.TurnPurse(lease)  # likewise
    for attempt in range(1, TRIES + 1):
        result = _try(lease, brain, think_until, purse, final=attempt == TRIES)
        if result not in {Committed.NEWER_MESSAGE, Committed.SLOT_TAKEN}:
            return result is Committed.DONE
    return False


def answer_alone(lease: Lease, brain: Brain) -> bool:
    """Answer the oldest message by itself; False as `answer_together`."""
    think_until = time.monotonic() + settings.AGENT_THINKING_SECONDS
    with _told(lease):  # which is in a process of its own
        result = _try(lease, brain, think_until, budgets.TurnPurse(lease), final=True, most=1)
    return result is Committed.DONE


def _told(lease: Lease) -> AbstractContextManager[None]:
    """Have lines say which turn they are of: its fence, which the row will have and a turn that breaks has too."""
    return logs.about(conversation=lease.conversation_id, turn=lease.fence)


def prepare_quarantine() -> None:
    """Set aside what suspects are answered in; call it before this process has threads or connections."""
    quarantine.prepare(partial(answer_alone, brain=default_brain()))


def _ending_here(lease: Lease, brain: Brain) -> Ending:
    """Answer alone in this process: a brain of the caller's cannot be taken to another, and not all have another."""
    try:
        return Ending.ANSWERED if answer_alone(lease, brain) else Ending.NOTHING
    except Exception:
        logger.exception("conversation %s: its oldest message fails", lease.conversation_id)
        return Ending.FAILED


def _try(
    lease: Lease,
    brain: Brain,
    think_until: float,
    purse: budgets.TurnPurse,
    *,
    final: bool,
    most: int | None = None,
) -> Committed | None:
    """Load, answer and commit once; None when everything is answered."""
    unanswered = history.load(lease.conversation_id, most=most)
    if unanswered is not None and unanswered.turn.attachments and listening.listen(unanswered.message_ids, purse):
        unanswered = history.load(lease.conversation_id, most=most)
    if unanswered is None:
        return None
    # After loading, not before: BAJA among the messages just loaded takes the fence, and nothing is committed.
    ownership.settle(lease.conversation_id)
    started = time.monotonic()
    with tracing.span("think"):
        outcome = _respond(unanswered, brain, think_until, purse)
    crash_points.reach("after_model", lease.conversation_id)
    latency_ms = int((time.monotonic() - started) * 1000)
    with tracing.span("commit"):
        result = commit.commit(lease, unanswered, outcome, latency_ms=latency_ms, final=final)
    crash_points.reach("after_commit", lease.conversation_id)
    logger.info("turn thought over by %s in %d ms: %s", outcome.brain, latency_ms, result.value)
    return result


def _respond(unanswered: Unanswered, brain: Brain, think_until: float, purse: budgets.TurnPurse) -> Outcome:
    deps = Deps(
        brain,
        search.vocabulary(),
        diary=Diary(),
        team_hours=switchboard.team_hours,
        release=connection.close,
        think_until=think_until,
        purse=purse,
        guess=agent.guess,
    )
    return agent.respond(unanswered.turn, deps)


def _give_up(lease: Lease) -> bool:
    """Apologise for the oldest message and tell the team; the chat goes on with the next."""
    unanswered = _oldest(lease.conversation_id)
    if unanswered is None:
        return False
    outcome = agent.apologise(unanswered.turn)
    return commit.commit(lease, unanswered, outcome, latency_ms=0, final=True) is Committed.DONE


def _oldest(conversation_id: UUID) -> Unanswered | None:
    try:
        return history.load(conversation_id, most=1)
    except Error:  # nothing is wrong with the chat
        raise
    except Exception:
        logger.exception("conversation %s cannot be read; it begins anew", conversation_id)
        return history.load_alone(conversation_id)


def _wait_for_fragments(conversation_id: UUID) -> None:
    """Let a hurried customer finish the sentence; only WhatsApp is written in fragments."""
    conversation = Conversation.objects.only("channel").get(pk=conversation_id)
    if conversation.channel == Channel.WHATSAPP and settings.AGENT_SETTLE_SECONDS > 0:
        connection.close()
        time.sleep(settings.AGENT_SETTLE_SECONDS)


@cache
def default_brain() -> Brain:
    """Return the brain that the settings ask for, built once per process."""
    return agent.choose_brain("auto")
