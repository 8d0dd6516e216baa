"""The baseline: what was reached before, below which nothing may fall; one JSON file beside this module.

It keeps, for each brain, the shares of what is counted and the scenarios that are known to fail. A category is below
its baseline when a smaller share passes than did; the names say which scenarios did it.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from conversations.evaluation import running
from conversations.evaluation.running import Verdict
from knowledge.evaluation.shares import Share

FILE = Path(__file__).resolve().parent / "baseline.json"


@dataclass(frozen=True)
class Baseline:
    """What one brain reached; an empty one knows nothing, and then every failure counts."""

    shares: Mapping[str, float]
    failing: frozenset[tuple[str, str]] = frozenset()  # category, name

    def is_below(self, name: str, share: Share) -> bool:
        """Tell whether a share has fallen; what was never measured has to be whole."""
        return share.value < self.shares.get(name, 1.0) - 0.0000005  # they are kept to six places

    def is_new(self, verdict: Verdict) -> bool:
        """Whether a failing scenario is not known to fail."""
        return (verdict.scenario.category, verdict.scenario.name) not in self.failing


def load(brain: str, file: Path = FILE) -> Baseline:
    """Return the baseline of a brain, empty when there is none."""
    kept = json.loads(file.read_text(encoding="utf-8")) if file.exists() else {}
    mine = kept.get(brain, {})
    failing = {(category, name) for category, names in mine.get("failing", {}).items() for name in names}
    return Baseline(mine.get("shares", {}), frozenset(failing))


def keep(brain: str, verdicts: Sequence[Verdict], shares: Mapping[str, Share], file: Path = FILE) -> None:
    """Write what was reached now as the baseline of a brain; the other brains' stays."""
    kept: dict[str, Any] = json.loads(file.read_text(encoding="utf-8")) if file.exists() else {}
    divided = running.by_category(verdicts)
    reached = {category: running.share(mine) for category, mine in divided.items()} | dict(shares)
    failing = {category: [one.scenario.name for one in mine if not one.passed] for category, mine in divided.items()}
    kept[brain] = {
        "shares": {name: round(share.value, 6) for name, share in reached.items()},
        "failing": {category: sorted(names) for category, names in failing.items() if names},
    }
    file.write_text(json.dumps(kept, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
