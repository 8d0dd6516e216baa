"""Counts what was said and what got through."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field


@dataclass
class Tally:
    """What was said and what got through."""

    lies: Counter[str] = field(default_factory=Counter)  # by kind
    sent: Counter[str] = field(default_factory=Counter)  # of those, what a customer would have read
    right: int = 0
    blocked: int = 0  # of the right ones
    examples: list[str] = field(default_factory=list)

    @property
    def blocked_share(self) -> float:
        """The share of right replies that were blocked, in per cent."""
        return 100 * self.blocked / self.right if self.right else 0.0

    def count(self, *, text: str, kind: str, is_lie: bool, passed: bool) -> None:
        """Take note of one reply."""
        if is_lie:
            self.lies[kind] += 1
            self.sent[kind] += passed
        else:
            self.right += 1
            self.blocked += not passed
        if is_lie == passed:
            self.examples.append(f"[{'sent: ' + kind if is_lie else 'right, blocked'}] {text}")

    def lines(self) -> Iterator[str]:
        """Write the report, the worst kind first."""
        for kind in sorted(self.lies, key=lambda kind: (-self.sent[kind] / self.lies[kind], kind)):
            yield f"{kind:28}{self.sent[kind]:6} sent of {self.lies[kind]}"
        yield f"{'all lies':28}{self.sent.total():6} sent of {self.lies.total()}"
        yield f"{'right replies':28}{self.blocked:6} blocked of {self.right} ({self.blocked_share:.2f} %)"
