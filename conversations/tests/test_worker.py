"""What runs beside the turns in a worker: the sweep wakes by broker or works by itself, and deafness is noticed."""

import threading
import time
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.db import OperationalError
from django.utils import timezone
from redis import Redis

from conversations import outbox, sweeping, tasks, worker
from conversations.models import Conversation, Delivery, DeliveryState, Message
from conversations.tests import cast
from conversations.worker import DEAF_AFTER_SECONDS, DIRECT, Hands, Hearing, Rounds


@pytest.fixture
def turns_queue(settings):
    """The broker's queue of turns, empty."""
    with Redis.from_url(settings.REDIS_URL) as redis:
        redis.delete("turns")
        yield lambda: redis.llen("turns")
        redis.delete("turns")


@pytest.fixture
def overdue(db, showroom):
    """A question that nobody was woken for."""
    chat = cast.writes("busco un versa 2018")
    Message.objects.update(created_at=timezone.now() - timedelta(seconds=11))
    return chat


@pytest.mark.django_db(transaction=True)
def test_a_sweep_wakes_whoever_is_free(overdue, turns_queue):
    with Hands() as hands:
        worker.sweep(hands)
    assert turns_queue() == 1
    assert cast.replies(overdue) == []


@pytest.mark.django_db(transaction=True)
def test_a_sweep_answers_by_itself_while_the_broker_is_down(overdue, broker_down):
    with Hands() as hands:
        worker.sweep(hands)
    assert "$220,999" in cast.replies(overdue)[0]


@pytest.mark.django_db(transaction=True)
def test_a_chat_whose_wake_got_lost_is_answered_within_seconds(overdue, turns_queue):
    with Hands() as hands:
        worker.sweep(hands)
        assert turns_queue() == 1  # and now Valkey is flushed
        worker.sweep(hands)
        assert cast.replies(overdue) == []  # somebody may be on the way
        Conversation.objects.update(woken_at=timezone.now() - sweeping.UNHEARD - timedelta(seconds=1))
        worker.sweep(hands)
    assert turns_queue() == 1
    assert "$220,999" in cast.replies(overdue)[0]


@pytest.mark.django_db(transaction=True)
def test_a_worker_takes_no_more_unheard_chats_than_it_has_hands(turns_queue, showroom):
    chats = [cast.writes("hola", who=f"whatsapp:+52155{number:08d}") for number in range(DIRECT + 2)]
    Message.objects.update(created_at=timezone.now() - timedelta(seconds=11))
    Conversation.objects.update(woken_at=timezone.now() - timedelta(seconds=6))
    with Hands() as hands:
        worker.sweep(hands)
    assert sum(bool(cast.replies(chat)) for chat in chats) == DIRECT


@pytest.mark.django_db(transaction=True)
def test_a_chat_that_breaks_stops_no_other_from_being_tended(broker_down, overdue, monkeypatch):
    broken = cast.writes("hola", who=cast.CARLA)
    Message.objects.update(created_at=timezone.now() - timedelta(seconds=11))
    cast.memory_of_another_world(broken)
    with Hands() as hands:
        worker.sweep(hands)
    assert "$220,999" in cast.replies(overdue)[0]
    assert cast.replies(broken) == []


@pytest.mark.django_db(transaction=True)
def test_what_is_ready_to_leave_is_sent_although_the_turn_breaks():
    chat = cast.writes("hola")
    outbox.enqueue(chat.pk, "Te escribo de lo de ayer.")
    cast.memory_of_another_world(chat)
    Conversation.objects.update(channel="api")
    with pytest.raises(TypeError):
        tasks.tend(chat.pk)
    assert Delivery.objects.get().state == DeliveryState.ACCEPTED


@pytest.mark.django_db
@pytest.mark.parametrize("failure", [OperationalError("the database is away"), RuntimeError("nobody expected this")])
def test_a_duty_that_fails_is_done_again_and_stops_no_other(failure):
    enough, done = threading.Event(), []

    def fails():
        done.append("failed")
        raise failure

    def works():
        done.append("worked")
        if len(done) == 4:
            enough.set()

    worker.keep(fails, works, every=0.0, until=enough)
    assert done == ["failed", "worked"] * 2


@pytest.mark.django_db(transaction=True)
def test_a_worker_that_is_told_to_end_first_ends_what_it_does_without_a_wake(overdue, broker_down):
    rounds = Rounds(SimpleNamespace(concurrency=1))
    rounds.begin()
    while not Conversation.objects.exclude(lease_owner="").exists() and not cast.replies(overdue):
        time.sleep(0.01)
    rounds.end()
    rounds.wait()
    assert "$220,999" in cast.replies(overdue)[0]


def test_a_worker_that_is_offered_work_and_takes_none_has_lost_its_broker():
    clock = Clock()
    hearing = Hearing(clock)
    assert not hearing.is_lost(offered=3, taken=7, is_full=False)
    clock.now += DEAF_AFTER_SECONDS + 1
    assert hearing.is_lost(offered=3, taken=7, is_full=False)


@pytest.mark.parametrize(
    ("offered", "taken", "is_full"),
    [(0, 7, False), (3, 8, False), (3, 7, True)],
    ids=["nothing is offered", "it takes what is offered", "it has no room"],
)
def test_a_worker_with_a_reason_not_to_take_work_hears_well(offered, taken, is_full):
    clock = Clock()
    hearing = Hearing(clock)
    hearing.is_lost(offered=3, taken=7, is_full=False)
    clock.now += DEAF_AFTER_SECONDS + 1
    assert not hearing.is_lost(offered=offered, taken=taken, is_full=is_full)
    clock.now += 1
    assert not hearing.is_lost(offered=3, taken=taken, is_full=False)


class Clock:
    """A clock that the test winds."""

    now = 0.0

    def __call__(self):
        return self.now
