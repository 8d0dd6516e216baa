"""The fault harness end to end: real processes are killed, and what reached the customers is counted outside."""

import pytest

from conversations.faults import house, network, playing, pooler
from conversations.faults.figures import measure
from conversations.faults.playing import Scenario
from conversations.faults.rows import ROWS, Size
from conversations.faults.schedule import Blow, Disturbance, Load, Storm
from kavakbot import env
from kavakbot.embedded.layout import Layout

NOTHING_WRONG = {"lost": 0, "duplicates": 0, "order": 0, "crosstalk": 0, "dead": 0, "needs_staff": 0}


def play(scenario, seed=1):
    return playing.play(scenario, seed, directory=env.local_dir() / "faults")


def test_customers_notice_neither_a_killed_worker_nor_a_flushed_valkey():
    blows = [Disturbance(2.0, Blow.KILL_WORKER), Disturbance(3.0, Blow.FLUSH_VALKEY)]
    run = play(
        Scenario(
            Load(60, 20, 4.0, late_seconds=6.0),
            Storm(None, 0, 0, 0, fixed=blows),
            plan=house.Plan(workers=1),
            watch_seconds=1,
        )
    )
    assert run.verdict.counts == NOTHING_WRONG
    assert len(run.verdict.answers) == 60
    assert [blow.name for blow in run.record.struck] == [Blow.KILL_WORKER.value, Blow.FLUSH_VALKEY.value]
    assert measure(run.record, run.verdict).refused_webhooks == 0
    assert not Layout(env.local_dir() / "faults").start.is_held_elsewhere()  # the next house may be begun


@pytest.mark.slow
def test_a_thousand_messages_survive_everything_at_once():
    run = play(ROWS["everything"].scenario(Size(messages=1_000, chats=100, quick=True)))
    assert run.verdict.counts == NOTHING_WRONG
    assert run.verdict.messages == 1_000


@pytest.mark.slow
@pytest.mark.skipif(bool(network.missing()), reason=network.missing() or "there are namespaces")
def test_customers_do_not_notice_that_a_worker_host_is_cut_off():
    cut = Disturbance(8.0, Blow.CUT_HOST, down_seconds=20.0, target=0.5)
    run = play(Scenario(Load(200, 40, 40.0), Storm(None, 0, 0, 0, fixed=[cut]), plan=house.Plan(workers=1, hosts=3)))
    assert run.verdict.counts == NOTHING_WRONG
    assert len(run.verdict.answers) == 200


@pytest.mark.slow
@pytest.mark.skipif(bool(pooler.missing()), reason=pooler.missing() or "there is a pgbouncer")
def test_customers_do_not_notice_that_connections_are_pooled():
    blows = [Disturbance(3.0, Blow.KILL_WORKER), Disturbance(6.0, Blow.STOP_POSTGRES, 2.0)]
    plan = house.Plan(workers=2, pooled=True)
    run = play(Scenario(Load(60, 20, 12.0), Storm(None, 0, 0, 0, fixed=blows), plan=plan))
    assert run.verdict.counts == NOTHING_WRONG
