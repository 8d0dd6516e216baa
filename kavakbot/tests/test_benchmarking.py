"""The benchmarks' harness: what is held, what is missed, and how that is said."""

import io
import json
import time
from collections.abc import Iterator

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection

from kavakbot import benchmarking
from kavakbot.benchmarking import Goal, Measurement, Spread, benchmark
from kavakbot.errors import KavakbotError
from kavakbot.management.commands import bench as bench_command

AT_MOST_TWICE = Goal("ratio", 2, at_least=False)
NINE_OF_TEN = Goal("ours", 0.9, at_least=True)


@benchmark("test-held")
def _held(quick: bool) -> Iterator[Measurement]:
    yield Measurement("short" if quick else "long", 3.0, "ms", 2.0, "bare loop", AT_MOST_TWICE)
    yield Measurement("recall", 0.95, "share", goal=NINE_OF_TEN)
    yield Measurement("for scale", 3.0, "ms", 300.0, "ILIKE")


@benchmark("test-missed")
def _missed(quick: bool) -> Iterator[Measurement]:
    yield Measurement("slow", 5.0, "ms", 2.0, "bare loop", AT_MOST_TWICE)
    yield Measurement("quick enough", 1.0, "ms", 2.0, "bare loop", AT_MOST_TWICE)


@benchmark("test-database", database=True)
def _database(quick: bool) -> Iterator[Measurement]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_database(), (SELECT count(*) FROM catalog_car)")
        name, cars = cursor.fetchone()
    yield Measurement(name, cars, "cars", goal=Goal("ours", 0, at_least=False))


@benchmark("test-broken")
def _broken(quick: bool) -> Iterator[Measurement]:
    yield Measurement("before it broke", 1.0, "ms", 2.0, "bare loop", AT_MOST_TWICE)
    raise KavakbotError("nobody answered")


@benchmark("test-long", long=True)
def _long(quick: bool) -> Iterator[Measurement]:
    yield Measurement("hours", Spread([9.0, 1.0, 2.0]), "h", Spread([4.0, 1.5, 1.0]), "bare loop", AT_MOST_TWICE)


def bench(*arguments: str) -> list[str]:
    said = io.StringIO()
    call_command("bench", *arguments, stdout=said)
    return said.getvalue().splitlines()


def test_a_goal_that_is_reached_is_held_and_the_last_line_counts_it():
    lines = bench("--only", "test-held")
    assert lines[0] == "test-held"
    assert lines[2].split() == ["long", "bare", "loop", "2", "3", "ms", "1.5", "ratio", "<=", "2", "held"]
    assert lines[3].split() == ["recall", "0.95", "share", "ours", ">=", "0.9", "held"]
    assert lines[4].split() == ["for", "scale", "ILIKE", "300", "3", "ms", "0.01"]
    assert lines[-1] == "held=2 missed=0"


def test_a_missed_goal_is_counted_and_fails_the_command_with_a_sentence():
    said = io.StringIO()
    with pytest.raises(CommandError, match=r"^1 of 2 goals were missed\.$") as failure:
        call_command("bench", "--only", "test-missed", stdout=said)
    assert failure.value.returncode != 0
    assert said.getvalue().splitlines()[-1] == "held=1 missed=1"
    assert "MISSED" in said.getvalue()


def test_one_that_breaks_says_so_at_the_end_and_what_it_had_measured_counts():
    said = io.StringIO()
    with pytest.raises(CommandError, match=r"^test-broken: nobody answered\n0 of 1 goals were missed\.$"):
        call_command("bench", "--only", "test-broken", stdout=said)
    assert said.getvalue().splitlines()[-1] == "held=1 missed=0"
    assert "before it broke" in said.getvalue()


def test_the_short_version_is_asked_for():
    assert "short" in bench("--only", "test-held", "--quick")[2]


def test_what_takes_long_is_left_out_of_the_short_version_of_all_unless_it_is_named():
    known = benchmarking.registered()
    assert "test-long" not in bench_command.chosen(known, None, quick=True)
    assert "test-long" in bench_command.chosen(known, None, quick=False)
    assert "test-long" in bench_command.chosen(known, "test-long", quick=True)


def test_what_was_taken_often_is_said_with_its_least_and_its_most():
    words = bench("--only", "test-long")[2].split()
    assert words[3:7] == ["1.5", "(1-4)", "2", "(1-9)"]
    [row, _] = bench("--only", "test-long", "--json")
    assert json.loads(row)["ours_from_to"] == [1.0, 9.0]
    assert json.loads(row)["ratio"] == pytest.approx(2 / 1.5)


def test_what_was_measured_at_several_sizes_is_drawn_and_nothing_else():
    def at(size, ours, theirs, against="exact"):
        return Measurement("cars", ours, "ms", theirs, against, size=size)

    picture = benchmarking.drawn("search", [at(1000, 1.0, 2.0), at(1000, 1.1, 9.0, "ILIKE"), at(5000, 1.5, 4.0)])
    assert picture is not None
    assert picture.count("<polyline") == 3
    assert ">exact</text>" in picture
    assert benchmarking.drawn("search", [Measurement("cars", 1.0, "ms", 2.0, "exact")]) is None
    assert benchmarking.drawn("search", [at(1000, 1.0, 2.0)]) is None


def test_each_figure_is_one_json_object_a_line():
    *rows, last = bench("--only", "test-held", "--json")
    assert [json.loads(row)["ratio"] for row in rows] == [1.5, None, 0.01]
    assert json.loads(rows[0])["held"] is True
    assert last == "held=2 missed=0"


def test_a_benchmark_that_does_not_exist_is_named_beside_those_that_do():
    with pytest.raises(CommandError, match=r"No benchmark is called nothing; there are .*spelling.*test-held"):
        bench("--only", "nothing")


def test_the_catalogue_has_its_benchmarks():
    with pytest.raises(CommandError):  # every app's `benchmarks` has been found by now
        bench("--only", "nothing")
    assert {"spelling", "resolver", "search"} <= set(benchmarking.registered())


def test_two_benchmarks_cannot_share_a_name():
    with pytest.raises(ValueError, match="Two benchmarks are called test-held"):
        benchmark("test-held")(_missed)


def test_nothing_is_printed_of_the_progress_into_a_pipe(capfd: pytest.CaptureFixture[str]):
    bench("--only", "test-held")
    assert capfd.readouterr().err == ""


def test_a_database_is_made_for_the_run_and_is_empty(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        mine = connection.settings_dict["NAME"]
        lines = bench("--only", "test-database")
        assert connection.settings_dict["NAME"] == mine
    assert lines[2].split()[0] == f"bench_{mine}"
    assert lines[-1] == "held=1 missed=0"


def test_reference_and_ours_take_turns_and_each_gives_its_median():
    calls: list[str] = []
    reference, ours = benchmarking.side_by_side(
        lambda: calls.append("reference"), lambda: calls.append("ours"), rounds=3
    )
    assert calls == ["reference", "ours"] * 2 + ["ours", "reference"] + ["reference", "ours"]
    assert reference > 0
    assert ours > 0


def test_of_calls_in_a_row_the_first_is_not_timed():
    calls: list[str] = []
    slow_after_the_other = {"reference ours": 0.02, "ours reference": 0.02}

    def call(name: str) -> None:
        time.sleep(slow_after_the_other.get(f"{calls[-1] if calls else ''} {name}", 0))
        calls.append(name)

    _, ours = benchmarking.side_by_side(lambda: call("reference"), lambda: call("ours"), rounds=2, in_a_row=2)
    assert calls == ["reference", "ours", *["reference"] * 3, *["ours"] * 6, *["reference"] * 3]
    assert ours < 20


def test_a_reference_that_answers_otherwise_is_no_reference():
    with pytest.raises(ValueError, match="disagree"):
        benchmarking.side_by_side(lambda: 1, lambda: 2, rounds=1)


def test_a_ratio_without_its_reference_is_a_missed_goal():
    assert Measurement("work", 1.0, "ms", None, "", AT_MOST_TWICE).held is False
    assert Measurement("work", 1.0, "ms").held is None
