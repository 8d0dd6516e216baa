"""What runs beside the turns in each worker: its sign of life, the sweep, and a watch over its broker."""

import logging
import os
import signal
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from typing import Any, Self
from uuid import UUID

from celery import bootsteps
from celery.signals import worker_shutting_down
from celery.worker import state as worker_state
from django.conf import settings
from django.db import Error, connection
from redis import Redis
from redis.exceptions import RedisError

from conversations import calling, leads, leases, quarantine, reconciling, reminders, sweeping
from conversations.tasks import tend
from conversations.webhooks_out import sending
from kavakbot.celery import app, publish

SWEEP_SECONDS = 2.0
# How often a worker asks whether the inbox is due to be compared with the provider's list; all share one minute.
COMPARE_SECONDS = 5.0
# How many chats a worker tends by itself at a time, without a wake.
DIRECT = 8
# A worker that is offered work for so long and takes none has lost its broker without noticing.
DEAF_AFTER_SECONDS = 30.0
# Then it ends, gently first, and whoever supervises it starts it again.
_GRACE_SECONDS = 30.0
_QUEUE = "turns"

logger = logging.getLogger(__name__)


class Hands:
    """The threads in which a worker tends chats without a wake, for as long as the block lasts."""

    def __init__(self) -> None:
        self._threads = ThreadPoolExecutor(DIRECT, thread_name_prefix="direct")
        self._under_way: list[Future[None]] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self._threads.shutdown()

    @property
    def free(self) -> int:
        """How many more chats would be begun at once."""
        self._under_way = [one for one in self._under_way if not one.done()]
        return max(DIRECT - len(self._under_way), 0)

    def tend(self, conversation_id: UUID) -> None:
        """Tend a chat as soon as a thread is free."""
        self._under_way.append(self._threads.submit(_tend, conversation_id))


def _tend(conversation_id: UUID) -> None:
    try:
        tend(conversation_id)
    except Exception:
        logger.exception("conversation %s could not be tended", conversation_id)
    finally:
        connection.close()


def sweep(hands: Hands) -> None:
    """Wake somebody for every chat with something to do; tend here what nobody was woken for by that, or can be."""
    for chat in sweeping.unheard(most=hands.free):
        hands.tend(chat)
    broker_answers = True
    for chat in sweeping.due():
        # A wake is worthless once the next sweep has come: it expires, so that a queue nobody empties stays short.
        expires_seconds = int(sweeping.RESTLESS.total_seconds())
        broker_answers = broker_answers and publish("conversations.answer", str(chat), expires_seconds=expires_seconds)
        if not broker_answers:
            hands.tend(chat)


def tell() -> None:
    """Have others told of what they want to hear; while the broker is down it waits, and is due again in a minute."""
    expires_seconds = int(sending.CLAIMED_FOR.total_seconds())
    for call in sending.due():
        publish("conversations.tell", str(call), expires_seconds=expires_seconds)


class Hearing:
    """Notices that a worker is offered work and takes none."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._taken = -1
        self._since = clock()

    def is_lost(self, *, offered: int, taken: int, is_full: bool) -> bool:
        """Whether work has been offered for too long and nothing was taken, with room for more.

        `offered` is the length of the queue, `taken` how many tasks this worker ever took up.
        """
        now = self._clock()
        if taken != self._taken or not offered or is_full:
            self._taken, self._since = taken, now
        return now - self._since > DEAF_AFTER_SECONDS


class Rounds:
    """What a worker that answers turns does beside them, in threads of its own."""

    def __init__(self, worker: Any) -> None:
        self._worker = worker
        self._over = threading.Event()
        self._sweeping = threading.Thread(target=self._sweep, name="sweeper", daemon=True)
        # Apart from the sweep, which must wait for no provider and no mail server; what is found here, the sweep finds.
        self._comparing = threading.Thread(target=self._compare, name="comparing", daemon=True)

    def begin(self) -> None:
        """Sweep, compare and watch over the broker from now on."""
        self._sweeping.start()
        self._comparing.start()

    def end(self, **signal: object) -> None:
        """Begin no other round."""
        self._over.set()

    def wait(self) -> None:
        """Let the chats end that are tended without a wake."""
        if self._sweeping.is_alive():
            self._sweeping.join(timeout=settings.AGENT_TURN_SECONDS)

    def _sweep(self) -> None:
        hearing = Hearing()
        broker = Redis.from_url(settings.REDIS_URL, socket_timeout=1, socket_connect_timeout=1)

        def listen() -> None:
            if hearing.is_lost(offered=_offered(broker), taken=_taken(), is_full=_is_full(self._worker)):
                _end_this_worker()

        with broker, Hands() as hands:
            sweeps = (partial(sweep, hands), tell, leads.release_expired, calling.escalate, reminders.send)
            keep(
                leases.release_the_rest,
                leases.forget_dead_workers,
                *sweeps,
                listen,
                every=SWEEP_SECONDS,
                until=self._over,
            )

    def _compare(self) -> None:
        keep(reconciling.reconcile, calling.mail, every=COMPARE_SECONDS, until=self._over)


class Tending(bootsteps.StartStopStep):
    """Begins with the worker; the beat ends with its process, since turns in flight need it while the worker drains."""

    def __init__(self, parent: Any, **options: Any) -> None:
        super().__init__(parent, **options)
        self._beating = leases.beating(",".join(sorted(parent.app.amqp.queues.consume_from)))
        self._rounds = Rounds(parent)

    def start(self, parent: Any) -> None:
        """Beat; make rounds where turns are answered."""
        self._beating.__enter__()
        if _QUEUE in parent.app.amqp.queues.consume_from:
            if not quarantine.is_prepared():
                logger.warning("started without `manage.py work`: a message that kills takes all turns of this worker")
            worker_shutting_down.connect(self._rounds.end, weak=False)
            self._rounds.begin()

    def stop(self, parent: Any) -> None:
        """Drain what Celery does not know of; its own threads it awaits itself."""
        self._rounds.end()
        self._rounds.wait()


def keep(*duties: Callable[[], object], every: float, until: threading.Event) -> None:
    """Do each duty every so many seconds; one that fails, however it fails, is done again and stops no other."""
    while not until.wait(every):
        for duty in duties:
            try:
                duty()
            except Error as error:
                logger.warning("the database does not answer a worker: %s", type(error).__name__)
            except Exception:
                logger.exception("a duty of a worker failed")
            finally:
                connection.close()


def _offered(broker: Redis) -> int:
    """Return how much waits in the queue; nothing, while the broker is down for everybody."""
    try:
        return int(broker.llen(_QUEUE))
    except RedisError:
        return 0


def _taken() -> int:
    return sum(worker_state.total_count.values())


def _is_full(worker: Any) -> bool:
    return len(worker_state.active_requests) >= int(worker.concurrency)


def _end_this_worker() -> None:
    logger.error("this worker no longer hears its broker; ending it")
    os.kill(os.getpid(), signal.SIGTERM)
    at_last = threading.Timer(_GRACE_SECONDS, os._exit, (os.EX_UNAVAILABLE,))
    at_last.daemon = True
    at_last.start()


app.steps["worker"].add(Tending)
