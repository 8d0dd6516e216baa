"""How fast the house answered and recovered, from a record and its verdict; seconds everywhere."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from conversations.faults.ledger import Verdict, ambiguous
from conversations.faults.record import Record
from conversations.faults.schedule import Blow

_KILLS = {Blow.KILL_WORKER.value, Blow.KILL_FAMILY.value}


@dataclass(frozen=True)
class Spread:
    """The middle and the far end of a sample."""

    sample: int
    p50: float
    p95: float
    p99: float
    most: float

    def __str__(self) -> str:
        if not self.sample:
            return "none"
        return f"p50 {self.p50:.1f}, p99 {self.p99:.1f}, most {self.most:.1f} s (n={self.sample})"


def spread(values: Sequence[float]) -> Spread:
    """Return the spread of a sample, which may be empty."""
    ordered = sorted(values)
    if not ordered:
        return Spread(0, 0.0, 0.0, 0.0, 0.0)
    return Spread(len(ordered), _at(ordered, 0.5), _at(ordered, 0.95), _at(ordered, 0.99), ordered[-1])


def _at(ordered: Sequence[float], share: float) -> float:
    return ordered[min(int(len(ordered) * share), len(ordered) - 1)]


@dataclass(frozen=True)
class Figures:
    """What a run took.

    `recovery` is of messages acknowledged but unanswered when a worker was killed: from the kill to the answer.
    `emptied` is how long after the last fault and the last message the last ordinary answer came; `resolved` likewise
    of what had to be looked for: sends of unknown fate, and messages whose webhook had failed. A worker that is killed
    as it sends leaves one that the provider has never seen; then the house is seen to look for it.
    """

    answer: Spread
    recovery: Spread
    webhook: Spread
    emptied: float
    resolved: float
    refused_webhooks: int


def measure(record: Record, verdict: Verdict) -> Figures:
    """Take the figures of a finished run."""
    excused = ambiguous(record.attempts)
    kills = sorted(one.at for one in record.struck if one.name in _KILLS)
    answer: list[float] = []
    recovery: list[float] = []
    ordinary: list[float] = []
    looked_for: list[float] = []
    for received in record.received:
        if received.nonce not in verdict.answers:
            continue
        sent = verdict.answers[received.nonce].sent
        since = received.acknowledged_at
        searched = any(look.to == sent.to and (since or 0.0) < look.at < sent.at for look in record.looks)
        reconciled = since is None or since > sent.at
        if reconciled or searched or sent.delivery in excused or received.nonce in verdict.late:
            looked_for.append(sent.at)
            continue
        ordinary.append(sent.at)
        answered_from = since or 0.0
        answer.append(sent.at - answered_from)
        kill = bisect_left(kills, answered_from)
        if kill < len(kills) and kills[kill] < sent.at:
            recovery.append(sent.at - kills[kill])
    calm = _calm_at(record)
    return Figures(
        answer=spread(answer),
        recovery=spread(recovery),
        webhook=spread([seconds for seconds, status in record.answers if status]),
        emptied=max(0.0, max(ordinary, default=calm) - calm),
        resolved=max(0.0, max(looked_for, default=calm) - calm),
        refused_webhooks=sum(status != 200 for _, status in record.answers),
    )


def _calm_at(record: Record) -> float:
    """Return when the last fault was over and the last message in."""
    posted = [one.first_posted_at for one in record.received if one.first_posted_at is not None]
    return max([*posted, *(one.ends_at for one in record.struck)], default=0.0)
