"""Plays many scenarios, several times each, and counts per category."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from conversations import leases
from conversations.agent import Brain
from conversations.evaluation import playing
from conversations.evaluation.playing import Played
from conversations.evaluation.scenarios import Scenario
from knowledge.evaluation.shares import Share

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Verdict:
    """A scenario after all its trials; it passes when each of them did."""

    scenario: Scenario
    trials: tuple[Played, ...]

    @property
    def passed(self) -> bool:
        """Whether it went well every time: a customer has one try."""
        return all(played.passed for played in self.trials)

    def as_json(self) -> dict[str, Any]:
        """Return plain data, with what went wrong in the first trial that failed."""
        failed = next((played for played in self.trials if not played.passed), self.trials[0])
        failures = [
            {"step": one.step, "say": list(one.said), "reply": one.replied, "wrong": list(one.complaints)}
            for one in failed.failures
        ]
        return {
            "category": self.scenario.category,
            "name": self.scenario.name,
            "passed": self.passed,
            "trials": len(self.trials),
            "trials_passed": sum(played.passed for played in self.trials),
            "seconds": round(failed.seconds, 2),
            "failures": failures,
        }


def run(
    scenarios: Sequence[Scenario], brain: Brain, *, trials: int = 1, progress: Progress | None = None
) -> list[Verdict]:
    """Play every scenario `trials` times, in a database that holds the samples."""
    verdicts: list[Verdict] = []
    with leases.beating():
        for scenario in scenarios:
            verdicts.append(Verdict(scenario, tuple(playing.play(scenario, brain) for _ in range(trials))))
            if progress:
                progress(len(verdicts), len(scenarios))
    return verdicts


def by_category(verdicts: Iterable[Verdict]) -> dict[str, list[Verdict]]:
    """Return the verdicts of each category, in the order in which the categories came."""
    divided: dict[str, list[Verdict]] = {}
    for verdict in verdicts:
        divided.setdefault(verdict.scenario.category, []).append(verdict)
    return divided


def share(verdicts: Sequence[Verdict]) -> Share:
    """Return how many passed."""
    return Share(sum(verdict.passed for verdict in verdicts), len(verdicts))
