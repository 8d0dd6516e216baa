"""What a long run of the fault harness says of growth, on made-up samples."""

import pytest

from conversations.faults import growth, holding
from conversations.faults.ledger import Verdict
from conversations.faults.playing import Run
from conversations.faults.record import Record, Sample

MIB = 1024 * 1024


def sampled(*, steady=100.0, growing_by=0.0, cold=0.0, connections=(20,), stuck=0, hours=1.0):
    """Return samples of every ten seconds; `cold` MiB come during the first minutes and stay."""
    found = []
    for number in range(int(hours * 360) + 1):
        at = number * 10.0
        warmth = min(at / 600, 1.0) * cold
        memory = {"web/1": int(steady * MIB), "worker/2": int((steady + warmth + growing_by * at / 3600) * MIB)}
        found.append(Sample(at, memory, connections[number * len(connections) // (int(hours * 360) + 1)], stuck))
    return found


def problems(samples):
    return holding.stays_flat(Run(Record(samples=samples), Verdict(0), 0.0), None)


def test_a_process_that_grows_is_named_with_its_slope():
    assert problems(sampled(growing_by=5)) == ["memory: worker/2 105.0 MiB, +5.00 an hour"]


def test_what_a_process_takes_while_it_warms_up_is_no_growth():
    assert problems(sampled(cold=80)) == []


def test_half_a_mebibyte_an_hour_is_allowed():
    assert problems(sampled(growing_by=0.5)) == []


def test_a_process_that_was_killed_is_not_looked_at():
    samples = sampled()
    samples[100:] = [Sample(it.at, {**it.memory, "worker/3": 10**9}, it.connections, 0) for it in samples[100:]]
    assert {one.name for one in growth.of_memory(samples)} == {"web/1", "worker/2"}


@pytest.mark.parametrize(
    ("connections", "found"), [((20, 20), []), ((20,) * 3 + (26,), ["6 more connections in the second half"])]
)
def test_connections_that_are_never_given_back_are_counted(connections, found):
    assert problems(sampled(connections=connections)) == found


def test_rows_that_nobody_finishes_are_counted():
    assert problems(sampled(stuck=3)) == ["3 rows stuck for over two minutes"]


def test_a_run_that_nobody_sampled_shows_nothing():
    assert problems([]) == ["nothing was sampled"]
