"""A day of messages against what a machine answers a second, simulated: who waits, how long, and at what hour."""

from collections.abc import Sequence
from dataclasses import dataclass

from conversations.faults import chance, schedule

# The shares of the hours from midnight on: quiet nights, one rise before lunch and a higher one after work.
HOURS = (
    *(0.008, 0.005, 0.003, 0.003, 0.003, 0.006),
    *(0.015, 0.028, 0.043, 0.056, 0.066, 0.071),
    *(0.070, 0.064, 0.056, 0.055, 0.059, 0.068),
    *(0.077, 0.080, 0.072, 0.053, 0.030, 0.009),
)
PEAK = max(HOURS) * len(HOURS) / sum(HOURS)  # of the busiest hour beside the mean


@dataclass(frozen=True)
class Moment:
    """A second of the day: how far it is gone (0 to 1), what arrived in it, and how long who comes now waits."""

    share: float
    arrived: int
    waits: float


def day(*, messages: int, seconds: int, turns_a_second: float, seed: int) -> list[Moment]:
    """Play a day that lasts so many seconds: arrivals by chance along the curve, answered in order at one rate."""
    rng = chance.stream("day", seed)
    arrived = [0] * seconds
    for share in schedule.along(HOURS, messages):
        due = share * seconds + rng.expovariate(1.0)  # a second early or late: then they come as strangers do
        arrived[min(max(int(due), 0), seconds - 1)] += 1
    backlog, found = 0.0, []
    for second, count in enumerate(arrived):
        backlog += count
        found.append(Moment(second / seconds, count, backlog / turns_a_second))
        backlog = max(backlog - turns_a_second, 0.0)
    return found


def wait_of_99_in_100(moments: Sequence[Moment]) -> float:
    """Return the seconds within which 99 of 100 messages are begun."""
    waits = sorted(moment.waits for moment in moments for _ in range(moment.arrived))
    return waits[int(len(waits) * 0.99)] if waits else 0.0
