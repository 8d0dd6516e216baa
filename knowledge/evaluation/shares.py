"""A share of a sample, and what it is at least."""

import math
from dataclasses import dataclass

_Z = 1.645  # one-sided, 95 %


@dataclass(frozen=True)
class Share:
    """So many of so many."""

    hits: int
    of: int

    @property
    def value(self) -> float:
        """The share itself; of nothing, nothing."""
        return self.hits / self.of if self.of else 0.0

    @property
    def lower(self) -> float:
        """The lower bound with 95 % confidence (Wilson's)."""
        if not self.of:
            return 0.0
        centre = self.value + _Z**2 / (2 * self.of)
        spread = _Z * math.sqrt(self.value * (1 - self.value) / self.of + _Z**2 / (4 * self.of**2))
        return max(0.0, (centre - spread) / (1 + _Z**2 / self.of))

    def as_json(self) -> dict[str, float]:
        """Return the share, its bound and its sample."""
        return {"share": round(self.value, 4), "at_least": round(self.lower, 4), "hits": self.hits, "of": self.of}
