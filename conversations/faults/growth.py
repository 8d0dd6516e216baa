"""Whether something grows over a run: what was sampled, once warm, by least squares."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import linear_regression, median

from conversations.faults.record import Sample

# By then four workers that share five messages a second have filled what they remember: 2,048 words, one a message.
# Of a short run three quarters.
WARM_AFTER_SECONDS, WARM_SHARE = 1800.0, 0.75
_MIB = 1024 * 1024


@dataclass(frozen=True)
class Growth:
    """The memory of one process that lived all the time, in MiB."""

    name: str
    at_first: float
    at_last: float
    per_hour: float

    def __str__(self) -> str:
        return f"{self.name} {self.at_last:.1f} MiB, {self.per_hour:+.2f} an hour"


def warm(samples: Sequence[Sample]) -> Sequence[Sample]:
    """Leave out the samples of the warm-up."""
    if not samples:
        return []
    began, ended = samples[0].at, samples[-1].at
    since = began + min(WARM_AFTER_SECONDS, (ended - began) * WARM_SHARE)
    return [sample for sample in samples if sample.at >= since]


def of_memory(samples: Sequence[Sample]) -> list[Growth]:
    """Return the growth of every process that is in all the samples, the fastest first."""
    if len(samples) < 2:
        return []
    lived = set.intersection(*(set(sample.memory) for sample in samples))
    return sorted((_growth(name, warm(samples)) for name in lived), key=lambda one: -one.per_hour)


def _growth(name: str, samples: Sequence[Sample]) -> Growth:
    hours = [sample.at / 3600 for sample in samples]
    mib = [sample.memory[name] / _MIB for sample in samples]
    return Growth(name, mib[0], mib[-1], linear_regression(hours, mib).slope)


def of_connections(samples: Sequence[Sample]) -> float:
    """Return how many more connections there were in the middle of the second half than of the first."""
    counts = [sample.connections for sample in warm(samples)]
    half = len(counts) // 2
    return median(counts[half:]) - median(counts[:half]) if half else 0.0
