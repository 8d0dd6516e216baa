"""The evaluation itself: its suites are sound, its baseline holds, and a sample of it passes every time."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from conversations import agent
from conversations.evaluation import baseline, running, scenarios, world
from conversations.evaluation.graders import GRADERS
from conversations.evaluation.playing import Failure, Played
from conversations.evaluation.report import Report, told
from conversations.evaluation.running import Verdict
from conversations.evaluation.scenarios import SUITE, Scenario, ScenarioUnreadable, Step
from conversations.models import Conversation
from knowledge.evaluation.shares import Share


def written(tmp_path, text):
    file = tmp_path / "suite.yaml"
    file.write_text(text, encoding="utf-8")
    return file


def verdict(name, *, passed=True, category="search"):
    scenario = Scenario(category, name, (Step(("hola",)),))
    failures = () if passed else (Failure(1, ("hola",), "adiós", ("says: lacks 'hola'",)),)
    return Verdict(scenario, (Played(scenario, failures, 0.1),))


# ── The suites ──────────────────────────────────────────────────────────────────────────────────────────────────


def test_every_expectation_of_the_shipped_suites_has_a_grader():
    expected = {name for scenario in scenarios.load(SUITE) for step in scenario.steps for name in step.expects}
    assert expected <= set(GRADERS)


@pytest.mark.parametrize(
    "text",
    [
        "just words",
        "category: x",
        "category: x\nscenarios: [{name: a, steps: [{say: hola}]}]",
        "category: x\nscenarios: [{name: a, steps: [{say: hola, says: []}]}]",
        "category: x\nscenarios: [{name: a, says: hola, steps: [{say: hola, says: a}]}]",
        "category: x\nscenarios: [{name: a, steps: [{says: hola}]}]",
        "category: x\nscenarios: [{name: a, steps: [{say: b, says: c}]}, {name: a, steps: [{say: b, says: c}]}]",
    ],
)
def test_a_suite_that_is_none_or_could_never_fail_is_refused(tmp_path, text):
    with pytest.raises(ScenarioUnreadable):
        scenarios.load(written(tmp_path, text))


# ── The baseline ────────────────────────────────────────────────────────────────────────────────────────────────


def test_what_falls_below_its_baseline_is_named_new_failures_first(tmp_path):
    file = tmp_path / "baseline.json"
    baseline.keep("offline", [verdict("a"), verdict("b"), verdict("c", passed=False)], {"acts": Share(3, 4)}, file)
    before = baseline.load("offline", file)
    now = [verdict("a"), verdict("b", passed=False), verdict("c", passed=False)]
    report = Report("offline", now, before, {"acts": Share(2, 4)})
    assert report.below == ["search", "acts"]
    assert [one.scenario.name for one in report.fallen] == ["b", "c"]
    assert "BELOW" in report.table()
    assert "hola" in told(report.fallen[0])
    assert "lacks 'hola'" in told(report.fallen[0])


def test_what_stays_as_it_was_is_not_below(tmp_path):
    file = tmp_path / "baseline.json"
    same = [verdict("a"), verdict("b"), verdict("c", passed=False)]
    baseline.keep("offline", same, {"acts": Share(2, 3)}, file)
    assert Report("offline", same, baseline.load("offline", file), {"acts": Share(2, 3)}).below == []
    assert json.loads(file.read_text())["offline"]["failing"] == {"search": ["c"]}


def test_without_a_baseline_every_failure_counts(tmp_path):
    nothing = baseline.load("offline", tmp_path / "none.json")
    assert Report("offline", [verdict("a")], nothing).below == []
    assert Report("offline", [verdict("a", passed=False)], nothing).below == ["search"]


def test_a_scenario_passes_when_each_of_its_trials_does():
    good, bad = verdict("a").trials, verdict("a", passed=False).trials
    assert Verdict(good[0].scenario, good + good).passed
    assert not Verdict(good[0].scenario, good + bad).passed


# ── A scenario, played ──────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.django_db(transaction=True)
class TestPlaying:
    @pytest.fixture(autouse=True)
    def samples(self, policy):
        world.load_samples()

    def test_what_is_given_or_happens_is_undone(self):
        Car = world.Car  # noqa: N806
        stood = list(Car.objects.order_by("pk").values_list("pk", "status", "price"))
        suite = Scenario(
            "x",
            "sold meanwhile",
            (
                Step(("busco un dragster",), {"cars": {"where": {"model": "Dragster"}}}),
                Step(("¿sigue el 1?",), {"says": "vendido"}, meanwhile={"sell": {"where": {"stock_id": 900_001}}}),
            ),
            given={"cars": [{"stock_id": 900_001, "make": "Nissan", "model": "Dragster"}]},
        )
        running.run([suite], agent.choose_brain("offline"))
        assert list(Car.objects.order_by("pk").values_list("pk", "status", "price")) == stood

    def test_a_sample_of_the_scenarios_known_to_pass_still_passes(self):
        known = baseline.load("offline").failing
        passing = [one for one in scenarios.load(SUITE) if (one.category, one.name) not in known]
        sample = [mine[0] for mine in {one.category: [one] for one in reversed(passing)}.values()]
        failed = [told(one) for one in running.run(sample, agent.choose_brain("offline")) if not one.passed]
        assert failed == []


# ── The command ─────────────────────────────────────────────────────────────────────────────────────────────────

SUITE_OF_TWO = """
category: mine
scenarios:
  - name: right
    steps: [{say: busco un versa, cars: {where: {model: Versa}}}]
  - name: wrong
    steps: [{say: busco un versa, says: una cafetera}]
"""


def evaluate(*options):
    out = StringIO()
    try:
        call_command("evaluate_agent", "--brain", "offline", *map(str, options), stdout=out, stderr=StringIO())
    except CommandError as error:
        return out.getvalue(), str(error)
    return out.getvalue(), ""


@pytest.fixture
def unblocked(django_db_setup, django_db_blocker):
    """The command makes a database of its own beside the tests'."""
    with django_db_blocker.unblock():
        yield
        connection.close()


def test_a_suite_of_ones_own_is_played_and_its_failures_told(tmp_path, unblocked):
    text, error = evaluate("--suite", written(tmp_path, SUITE_OF_TWO), "--json")
    heard = json.loads(text)
    assert error == "Below the baseline: mine."
    assert heard["below"] == ["mine"]
    assert heard["shares"]["mine"]["hits"] == 1
    right, wrong = heard["scenarios"]
    assert right["passed"]
    assert right["failures"] == []
    assert wrong["failures"][0]["say"] == ["busco un versa"]
    assert wrong["failures"][0]["wrong"] == ["says: lacks 'una cafetera'"]
    assert not Conversation.objects.exists()


@pytest.mark.parametrize("options", [("--suite", "no-such-suite.yaml"), ("--trials", "0"), ("--brain", "openai")])
def test_what_cannot_be_evaluated_is_said_in_one_sentence(options):
    text, error = evaluate(*options)
    assert text == ""
    assert error
