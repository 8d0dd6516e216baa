"""A day's curve and its simulation: messages come as the curve says, and wait where more come than are answered."""

import pytest

from conversations.benchmarks import simulation
from conversations.faults.schedule import along


def test_without_a_curve_messages_come_evenly():
    assert along((1.0,), 4) == [0.0, 0.25, 0.5, 0.75]


def test_each_part_of_the_time_gets_its_share_and_spreads_it_evenly():
    due = along((1, 0, 3), 8)
    assert due == pytest.approx(
        [0, 1 / 6, 2 / 3, 2 / 3 + 1 / 18, 2 / 3 + 2 / 18, 5 / 6, 5 / 6 + 1 / 18, 5 / 6 + 2 / 18]
    )


def test_the_curve_of_a_day_is_whole_and_peaks_after_work():
    assert sum(simulation.HOURS) == pytest.approx(1, abs=0.01)
    assert simulation.HOURS.index(max(simulation.HOURS)) == 19
    assert pytest.approx(1.9, abs=0.1) == simulation.PEAK


def test_who_comes_while_less_comes_than_is_answered_hardly_waits():
    day = simulation.day(messages=100_000, seconds=8_640, turns_a_second=40.0, seed=1)
    assert sum(moment.arrived for moment in day) == 100_000
    assert simulation.wait_of_99_in_100(day) < 1


def test_at_the_busiest_hours_of_a_machine_too_small_the_wait_grows_and_is_over_by_night():
    day = simulation.day(messages=100_000, seconds=8_640, turns_a_second=20.0, seed=1)
    longest = max(day, key=lambda moment: moment.waits)
    assert longest.waits > 10
    assert 18 / 24 < longest.share < 22 / 24
    assert day[-1].waits < 1
