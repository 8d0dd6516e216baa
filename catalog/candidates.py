"""A name that some words of a text may be, before it is decided whether they are."""

from dataclasses import dataclass

from catalog.names import BEGINS_ALIKE, EXACT, Name, Needs
from catalog.pairing import Pair

# A name this long is hardly met by accident, even with a slip.
_LONG = 8


@dataclass(frozen=True)
class Candidate:
    """A name that the tokens `first` to `last` (excluded) may be; a pair is a model read with its make."""

    first: int
    last: int
    name: Name
    score: float
    pair: Pair | None = None

    @property
    def needs(self) -> Needs:
        """What must stand around it; a short name typed wrong is met by accident, so that it needs pointing at."""
        slipped = self.score < EXACT and self.score != BEGINS_ALIKE and len(self.name.key) < _LONG
        return Needs.POINTING if slipped and self.name.needs is Needs.NOTHING else self.name.needs

    @property
    def trust(self) -> tuple[bool, bool, float, float]:
        """Order of belief, the greatest first: what is written so, a model with its make, the longer, the nearer."""
        if self.pair is not None and self.pair.is_anchored:
            return True, True, self.pair.letters - 1.5 * self.pair.slips, self.score
        sure = self.score >= BEGINS_ALIKE
        return sure, False, float(len(self.name.key) if sure else self.last - self.first), self.score
