"""What an evaluation comes to: a table by category beside the baseline, and what each failing scenario heard."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from conversations.evaluation import running
from conversations.evaluation.baseline import Baseline
from conversations.evaluation.running import Verdict
from knowledge.evaluation.shares import Share


@dataclass(frozen=True)
class Report:
    """All that was measured of one brain, and what was reached before.

    `shares` are counts beside the scenarios; `misread` says, line by line, what was wrong with what they count.
    """

    brain: str
    verdicts: Sequence[Verdict]
    baseline: Baseline
    shares: Mapping[str, Share] = field(default_factory=dict)
    misread: Sequence[str] = ()

    @property
    def counted(self) -> dict[str, Share]:
        """Every share by its name: the categories, then the rest."""
        divided = running.by_category(self.verdicts)
        return {category: running.share(mine) for category, mine in divided.items()} | dict(self.shares)

    @property
    def below(self) -> list[str]:
        """The names of what has fallen below the baseline."""
        return [name for name, share in self.counted.items() if self.baseline.is_below(name, share)]

    @property
    def fallen(self) -> list[Verdict]:
        """The failing scenarios of the categories that have fallen, those first that are not known to fail."""
        below = set(self.below)
        failing = [one for one in self.verdicts if not one.passed and one.scenario.category in below]
        return sorted(failing, key=self.baseline.is_new, reverse=True)

    def as_json(self) -> dict[str, Any]:
        """Return plain data."""
        return {
            "brain": self.brain,
            "shares": {
                name: share.as_json() | {"baseline": self.baseline.shares.get(name)}
                for name, share in self.counted.items()
            },
            "below": self.below,
            "misread": list(self.misread),
            "scenarios": [verdict.as_json() for verdict in self.verdicts],
        }

    def table(self) -> str:
        """Return the table, one line per share: how many, at least (95 %), before."""
        return "\n".join(self._lines())

    def _lines(self) -> Iterator[str]:
        counted = self.counted
        width = max((len(name) for name in counted), default=0)
        yield f"{self.brain:<{width}}  {'passed':>11} {'share':>6} {'at least':>9} {'baseline':>9}"
        for name, share in counted.items():
            yield f"{name:<{width}}  {self._cells(name, share)}"
        whole = running.share(self.verdicts)
        if whole.of:
            yield f"{'all scenarios':<{width}}  {_figures(whole)}"

    def _cells(self, name: str, share: Share) -> str:
        before = self.baseline.shares.get(name)
        fallen = "  BELOW" if self.baseline.is_below(name, share) else ""
        return f"{_figures(share)} {'-' if before is None else f'{before:.1%}':>9}{fallen}"


def _figures(share: Share) -> str:
    return f"{f'{share.hits}/{share.of}':>11} {share.value:>6.1%} {share.lower:>9.1%}"


def told(verdict: Verdict) -> str:
    """Return what went wrong with a scenario: what was said, what was replied, what was expected."""
    plain = verdict.as_json()
    lines = [f"{plain['category']}: {plain['name']} ({plain['trials_passed']} of {plain['trials']} trials passed)"]
    for failure in plain["failures"]:
        said = " | ".join(failure["say"])
        reply = failure["reply"].replace("\n", "\n      ")
        lines += [f"  step {failure['step']}: {said}", f"    > {reply}"]
        lines += [f"    ! {complaint}" for complaint in failure["wrong"]]
    return "\n".join(lines)
