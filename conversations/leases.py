"""Who may answer a conversation: a claim by compare-and-set, a sign of life per worker, a fence per claim."""

import logging
import os
import socket
import threading
import uuid
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from uuid import UUID

from django.conf import settings
from django.db import DatabaseError, Error, InterfaceError, connection
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Now
from psycopg_pool import ConnectionPool

from conversations.models import Conversation, Mode, State, Switchboard, WorkerBeat

BEAT_SECONDS = 2.0
DEAD_AFTER = timedelta(seconds=8)
# Claims of a chat without a committed turn: workers die of other things too, so suspicion needs more than one.
SUSPECT_AFTER = 3
FORGOTTEN_AFTER = timedelta(hours=1)
# The database's clock, here and in `claim`: workers on several machines need not agree on the time.
_BEAT = """
    INSERT INTO conversations_workerbeat (owner, beaten_at) VALUES (%s, now())
    ON CONFLICT (owner) DO UPDATE SET beaten_at = now()
"""
_REPORT = """
    INSERT INTO conversations_workerbeat (owner, beaten_at, duties, pool_in_use, pool_waiting)
    VALUES (%s, now(), %s, %s, %s)
    ON CONFLICT (owner) DO UPDATE SET beaten_at = now(), duties = EXCLUDED.duties,
        pool_in_use = EXCLUDED.pool_in_use, pool_waiting = EXCLUDED.pool_waiting
"""

logger = logging.getLogger(__name__)
_to_release: deque["Lease"] = deque()


@dataclass(frozen=True)
class Lease:
    """The right to answer one conversation: whoever holds its newest fence, and nobody else, may commit."""

    conversation_id: UUID
    owner: str
    fence: int
    attempts: int

    @property
    def is_suspect(self) -> bool:
        """Whether so many turns of this chat were begun and never ended that a message of it may be the reason."""
        return self.attempts > SUSPECT_AFTER


def claim(conversation_id: UUID) -> Lease | None:
    """Take the conversation if nobody alive holds it; None when somebody does, or the bot may not answer in it.

    The update changes the row only while it is still free, so of two workers that race here one changes
    nothing. The attempt is counted with the claim: a turn that kills its worker has been counted.
    """
    owner = this_worker()
    beat(owner)
    claimed = (
        Conversation.objects.filter(is_free(), pk=conversation_id, state=State.BOT)
        .exclude(mode=Mode.OFF)
        .exclude(bot_is_paused())
        .update(
            lease_owner=owner,
            lease_until=Now() + timedelta(seconds=settings.AGENT_TURN_SECONDS),
            fence=F("fence") + 1,
            attempts=F("attempts") + 1,
            woken_at=None,
        )
    )
    if not claimed:
        return None
    fence, attempts = Conversation.objects.values_list("fence", "attempts").get(pk=conversation_id)
    return Lease(conversation_id, owner, fence, attempts)


def bot_is_paused() -> Exists:
    """Return the condition that staff have stopped the whole bot."""
    return Exists(Switchboard.objects.filter(paused=True))


def is_free() -> Q:
    """Return the condition that no worker alive, with time left, holds a conversation."""
    alive = WorkerBeat.objects.filter(owner=OuterRef("lease_owner"), beaten_at__gt=Now() - DEAD_AFTER)
    return Q(lease_owner="") | Q(lease_until__lt=Now()) | ~Q(Exists(alive))


def release(lease: Lease) -> None:
    """Give the conversation back, unless the lease was lost meanwhile; while the database is away, remember to."""
    try:
        _held(lease).update(lease_owner="", lease_until=None)
    except (DatabaseError, InterfaceError) as error:
        logger.warning("could not give a conversation back yet: %s", type(error).__name__)
        _to_release.append(lease)


def release_the_rest() -> None:
    """Give back what could not be given back while the database was away: this worker lives, nobody else may."""
    while _to_release:
        _held(_to_release[0]).update(lease_owner="", lease_until=None)
        _to_release.popleft()


def prolong(lease: Lease, *, seconds: float) -> None:
    """Hold the conversation for so long from now on."""
    _held(lease).update(lease_until=Now() + timedelta(seconds=seconds))


def _held(lease: Lease) -> QuerySet[Conversation]:
    return Conversation.objects.filter(pk=lease.conversation_id, lease_owner=lease.owner, fence=lease.fence)


def beat(owner: str) -> None:
    """Say that this worker lives."""
    with connection.cursor() as cursor:
        cursor.execute(_BEAT, [owner])


def forget_dead_workers() -> None:
    """Delete the beats of workers long gone."""
    WorkerBeat.objects.filter(beaten_at__lt=Now() - FORGOTTEN_AFTER).delete()


def bury(pid: int) -> None:
    """Take back the beat of a process of this machine that is known to be dead: what it held is free at once."""
    _forget(owner__startswith=f"{machine_name(socket.gethostname())}{pid}:")


@cache
def this_worker() -> str:
    """Return this process's name among the workers."""
    return f"{machine_name(socket.gethostname())}{os.getpid()}:{uuid.uuid4().hex[:8]}"


def machine_name(host: str) -> str:
    """Return what the names of its workers begin with; the column holds 64 letters, and so may a host's name alone."""
    return f"{host[-40:]}:"


@contextmanager
def beating(duties: str = "") -> Iterator[None]:
    """Beat every two seconds, in a thread of its own, for as long as turns are answered here."""
    stop = threading.Event()
    thread = threading.Thread(target=_beat_until, args=(stop, duties), name="worker-beat", daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join(timeout=BEAT_SECONDS)
        _forget(owner=this_worker())


def _beat_until(stop: threading.Event, duties: str) -> None:
    """Beat over a connection of its own: behind busy turns in the pool's queue, a living worker would look dead."""
    pool = getattr(connection, "pool", None)  # of PostgreSQL's alone, and only where one is configured
    own = connection.copy()
    own.settings_dict["OPTIONS"].pop("pool", None)
    while not stop.wait(BEAT_SECONDS):
        try:
            with own.cursor() as cursor:
                cursor.execute(_REPORT, [this_worker(), duties, *_pressure(pool)])
        except Error as error:
            logger.warning("could not beat: %s", type(error).__name__)
            own.close()
    own.close()


def _pressure(pool: ConnectionPool | None) -> tuple[int, int]:
    """Return how many connections of this process are in use, and how many threads wait for one."""
    stands = pool.get_stats() if pool else {}
    return stands.get("pool_size", 0) - stands.get("pool_available", 0), stands.get("requests_waiting", 0)


def _forget(**whose: str) -> None:
    try:
        WorkerBeat.objects.filter(**whose).delete()
    except DatabaseError as error:  # the database may be gone before us; the beat grows old by itself
        logger.warning("could not take the beat back: %s", type(error).__name__)
