"""A scenario: what a customer writes, step by step, and what must hold of each reply; read from YAML.

A step is `say` (a text, or a list of texts sent in one burst) and expectations by the graders' names
(conversations/evaluation/graders). `meanwhile` changes the inventory before the step; `note`, `replied` and
`corrected` are for readers. `given` adds cars, pages and frequent questions to the samples for this scenario alone.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from kavakbot.errors import KavakbotError

SUITE = Path(__file__).resolve().parent / "suite"
_FOR_READERS = {"note", "replied", "corrected"}
_NOT_EXPECTED = {"say", "meanwhile", *_FOR_READERS}
_KEYS = {"name", "given", "steps"}


class ScenarioUnreadable(KavakbotError):
    """A suite is YAML: `category`, and `scenarios` with `name` and `steps`, each with `say` and expectations."""

    code = "scenario_unreadable"


@dataclass(frozen=True)
class Step:
    """One burst of messages and what must hold of the reply: grader -> its argument."""

    says: tuple[str, ...]
    expects: Mapping[str, Any] = field(default_factory=dict)
    meanwhile: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Scenario:
    """A conversation with one customer; `given` is what stands beside the samples for it."""

    category: str
    name: str
    steps: tuple[Step, ...]
    given: Mapping[str, Any] = field(default_factory=dict)


def load(path: Path) -> tuple[Scenario, ...]:
    """Read a suite, or all suites of a folder; raise `ScenarioUnreadable` when one is not a suite."""
    files = sorted(path.glob("*.yaml")) if path.is_dir() else [path]
    if not files:
        raise ScenarioUnreadable(f"{path}: there is no suite in this folder")
    scenarios = tuple(scenario for file in files for scenario in _scenarios(file))
    names = [(scenario.category, scenario.name) for scenario in scenarios]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise ScenarioUnreadable(f"{path}: the name {twice[0][1]!r} stands twice in {twice[0][0]!r}")
    return scenarios


def _scenarios(file: Path) -> Iterator[Scenario]:
    try:
        data = yaml.safe_load(file.read_text(encoding="utf-8"))
        category, listed = str(data["category"]), data["scenarios"]
    except (OSError, yaml.YAMLError, ValueError, KeyError, TypeError) as error:
        raise ScenarioUnreadable(f"{file}: {type(error).__name__} {error}") from error
    for entry in listed:
        try:
            yield _scenario(category, entry)
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            name = entry.get("name", entry) if isinstance(entry, dict) else entry
            raise ScenarioUnreadable(f"{file}: {name!r}: {error}") from error


def _scenario(category: str, entry: Mapping[str, Any]) -> Scenario:
    unknown = set(entry) - _KEYS
    if unknown:
        raise ValueError(f"a scenario has no {', '.join(sorted(unknown))}")
    steps = tuple(_step(step) for step in entry["steps"])
    if not any(step.expects for step in steps):
        raise ValueError("it expects nothing, so it can never fail")
    return Scenario(category, str(entry["name"]), steps, entry.get("given", {}))


def _step(entry: Mapping[str, Any]) -> Step:
    says = entry["say"] if isinstance(entry["say"], list) else [entry["say"]]
    expects = {name: value for name, value in entry.items() if name not in _NOT_EXPECTED}
    empty = [name for name, value in expects.items() if value in (None, [], {}, "", False)]
    if empty:
        raise ValueError(f"{empty[0]} expects nothing, so it can never fail")
    return Step(tuple(str(text) for text in says), expects, entry.get("meanwhile", {}))
