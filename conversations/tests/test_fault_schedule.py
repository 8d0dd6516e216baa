"""The fault harness's plans: all known before the start, the same again from the same seed."""

from collections import Counter
from itertools import pairwise

import pytest

from conversations.faults import nonces, schedule
from conversations.faults.schedule import Blow, Load, Storm

LOAD = Load(messages=1_000, chats=50, seconds=100.0)


def test_a_seed_makes_the_same_run_again_and_another_seed_another():
    assert schedule.arrivals(LOAD, 1) == schedule.arrivals(LOAD, 1)
    assert schedule.arrivals(LOAD, 1) != schedule.arrivals(LOAD, 2)
    assert schedule.disturbances(Storm(), 100.0, 1) == schedule.disturbances(Storm(), 100.0, 1)
    assert schedule.disturbances(Storm(), 100.0, 1) != schedule.disturbances(Storm(), 100.0, 2)


def test_every_message_has_a_mark_of_its_own_that_can_be_read_back():
    arrivals = schedule.arrivals(LOAD, 1)
    assert len({arrival.nonce for arrival in arrivals}) == 1_000
    assert all(nonces.find(arrival.text) == (arrival.nonce,) for arrival in arrivals)


def test_webhooks_are_repeated_as_often_as_asked():
    posts = sum(len(arrival.posts) for arrival in schedule.arrivals(LOAD, 1))
    assert posts == pytest.approx(1_300, rel=0.05)


def test_messages_overtake_each_other_within_two_seconds_and_no_further():
    first_posts = [(arrival.number * 0.1, arrival.posts[0]) for arrival in schedule.arrivals(LOAD, 1)]
    assert all(0 <= posted - due <= 2.0 for due, posted in first_posts)
    assert [posted for _, posted in first_posts] != sorted(posted for _, posted in first_posts)


def test_some_repeats_come_after_the_reply():
    lags = [at - arrival.posts[0] for arrival in schedule.arrivals(LOAD, 1) for at in arrival.posts[1:]]
    assert max(lags) > 20


def test_workers_are_killed_every_two_to_five_seconds():
    kills = [one.at for one in schedule.disturbances(Storm(), 100.0, 1) if one.blow is Blow.KILL_WORKER]
    assert all(2 <= later - earlier <= 5 for earlier, later in pairwise(kills))
    assert 20 <= len(kills) <= 50


def test_the_rare_blows_come_as_often_as_asked_and_within_the_run():
    blows = schedule.disturbances(Storm(None), 100.0, 1)
    assert Counter(one.blow for one in blows) == {
        Blow.FLUSH_VALKEY: 3,
        Blow.KILL_VALKEY: 2,
        Blow.STOP_POSTGRES: 2,
    }
    assert all(0 < one.at < 100 for one in blows)
