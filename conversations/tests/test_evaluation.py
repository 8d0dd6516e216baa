"""The evaluation itself: its suites are sound, its baseline holds, and a sample of it passes every time."""

import json
import re
from dataclasses import replace
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from hypothesis import Phase, find, settings, strategies

from conversations import agent
from conversations.agent.testing import ModelStandIn, calls, replies, results
from conversations.evaluation import baseline, running, scenarios, world
from conversations.evaluation.graders import GRADERS
from conversations.evaluation.graders.choosing import WrongExpectation
from conversations.evaluation.graders.words import _listed, never_says
from conversations.evaluation.hearing import Heard, fold
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


# They look for what must not be there, so an empty reply meets them.
OF_WHAT_MUST_NOT_BE = {"never", "no_tools"}


def spoken(pattern):
    """Some text in which a pattern is found."""
    pattern, hurried = fold(pattern), settings(phases=[Phase.generate], database=None)
    return find(strategies.from_regex(pattern), lambda text: re.search(pattern, fold(text)), settings=hurried)


def refuses(name, heard, argument):
    """Whether the grader finds fault, or finds that nothing it was told of has been said before."""
    if name == "state" and argument == "human":
        heard = replace(heard, state="bot")
    try:
        return bool(GRADERS[name](heard, argument))
    except WrongExpectation:
        return True


def verdict(name, *, passed=True, category="search"):
    scenario = Scenario(category, name, (Step(("hola",)),))
    failures = () if passed else (Failure(1, ("hola",), "adiós", ("says: lacks 'hola'",)),)
    return Verdict(scenario, (Played(scenario, failures, 0.1),))


# ── The suites ──────────────────────────────────────────────────────────────────────────────────────────────────


def test_every_expectation_of_the_shipped_suites_has_a_grader():
    expected = {name for scenario in scenarios.load(SUITE) for step in scenario.steps for name in step.expects}
    assert expected <= set(GRADERS)


def test_every_pattern_that_must_not_be_said_can_be_said():
    patterns = {
        str(pattern)
        for scenario in scenarios.load(SUITE)
        for step in scenario.steps
        for pattern in _listed(step.expects.get("never", []))
    }
    assert len(patterns) > 100
    for pattern in patterns:
        assert never_says(Heard(("hola",), (spoken(pattern),)), pattern), pattern


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


def shows_all(request):
    """Search, and show whatever was found."""
    if not results(request):
        return calls(("search_cars", {"model": "versa"}))(request)
    return replies({"kind": "cars", "ids": [car["stock_id"] for car in results(request)[-1]["cars"]]})(request)


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

    def test_every_expectation_fails_for_a_reply_that_says_nothing(self):
        mute = Heard(("hola",), ("Ok.",), state="human")
        hollow = [
            (scenario.category, scenario.name, name)
            for scenario in scenarios.load(SUITE)
            for step in scenario.steps
            for name, argument in step.expects.items()
            if name not in OF_WHAT_MUST_NOT_BE and not refuses(name, mute, argument)
        ]
        assert hollow == []

    def test_the_models_brain_plays_by_the_same_rules(self, settings):
        suite = Scenario(
            "x",
            "a model's reply is graded like any other",
            (
                Step(("busco un versa",), {"cars": {"where": {"model": "Versa"}}, "tools": {"search_cars": {}}}),
                Step(("el mas caro",), {"card": {"where": {"model": "Versa"}, "pick": "dearest"}}),
            ),
        )
        with ModelStandIn(then=shows_all) as model:
            settings.OPENAI_API_KEY = "sk-of-the-stand-in"
            settings.OPENAI_BASE_URL = model.url
            (verdict,) = running.run([suite], agent.choose_brain("openai"))
        (failure,) = verdict.trials[0].failures
        assert failure.step == 2
        assert "not just Nissan Versa 2023" in failure.complaints[0]

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
