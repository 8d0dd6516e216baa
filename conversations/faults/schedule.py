"""What happens when: the customers' messages and the disturbances, drawn from a seed and known before the start."""

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import Enum
from itertools import accumulate

from conversations.faults import chance, nonces

# How far a repeated webhook may lag: most follow at once, some come after the reply.
_SOON_SECONDS = 2.0
_LATE_SHARE = 0.2


@dataclass(frozen=True)
class Load:
    """How many messages of how many chats, over how long."""

    messages: int
    chats: int
    seconds: float
    repeated: float = 0.3  # webhooks posted again, for each message
    shuffled_seconds: float = 2.0
    late_seconds: float = 30.0  # of the latest repeats: after the reply
    in_a_row: int = 0  # the chats in turn, so many messages of each at once, instead of at random
    curve: Sequence[float] = (1.0,)  # how much comes in each of as many equal parts of the time


@dataclass(frozen=True)
class Arrival:
    """One message of a customer; `posts` are the moments (seconds from the start) at which its webhook is posted."""

    number: int
    chat: int
    nonce: str
    posts: tuple[float, ...]

    @property
    def text(self) -> str:
        """The customer's words."""
        return nonces.wish(self.nonce, self.chat)

    @property
    def address(self) -> str:
        """The customer's address: as WhatsApp writes a Mexican mobile number."""
        return address(self.chat)


def address(chat: int) -> str:
    """Return the address of a customer."""
    return f"whatsapp:+52155{10_000_000 + chat:08d}"


def arrivals(load: Load, seed: int) -> list[Arrival]:
    """Spread the messages over the time along the curve and the chats at random; each is late by up to the shuffle."""
    rng = chance.stream("arrivals", seed)
    marks: dict[str, None] = {}
    while len(marks) < load.messages:
        marks.setdefault(nonces.draw(rng))
    due = along(load.curve, load.messages)
    return [
        Arrival(
            number,
            number // load.in_a_row % load.chats if load.in_a_row else rng.randrange(load.chats),
            mark,
            _posts(rng, load.seconds * due[number - number % (load.in_a_row or 1)], load),
        )
        for number, mark in enumerate(marks)
    ]


def along(curve: Sequence[float], count: int) -> list[float]:
    """Return when each of so many is due, as a share of the time: evenly in each part, as many as the curve says."""
    ends = list(accumulate(share / sum(curve) for share in curve))
    found, part, begin = [], 0, 0.0
    for share in (number / count for number in range(count)):
        while share >= ends[part] and part < len(curve) - 1:
            begin, part = ends[part], part + 1
        found.append((part + (share - begin) / (ends[part] - begin)) / len(curve))
    return found


def _posts(rng: random.Random, at: float, load: Load) -> tuple[float, ...]:
    first = at + rng.uniform(0, load.shuffled_seconds)
    repeats = int(load.repeated) + (rng.random() < load.repeated % 1)
    lags = [rng.uniform(0, load.late_seconds if rng.random() < _LATE_SHARE else _SOON_SECONDS) for _ in range(repeats)]
    return (first, *(first + lag for lag in lags))


class Blow(Enum):
    """What is done to the house."""

    KILL_WORKER = "kill -9 a worker"
    KILL_FAMILY = "kill -9 all workers and their parent"
    KILL_WEB = "kill -9 a web process"
    KILL_BEAT = "kill -9 beat"
    TERM_WORKER = "SIGTERM a worker"
    FREEZE_WORKER = "SIGSTOP a worker"
    CUT_HOST = "cut a worker host off"
    CUT_FROM_VALKEY = "cut a worker host off from Valkey"
    CUT_FROM_POSTGRES = "cut a worker host off from PostgreSQL"
    FLUSH_VALKEY = "flush Valkey"
    KILL_VALKEY = "kill Valkey"
    FREEZE_VALKEY = "SIGSTOP Valkey"
    STOP_POSTGRES = "stop PostgreSQL"


@dataclass(frozen=True)
class Disturbance:
    """One blow at a moment (seconds from the start) to one of its kind, which stays away for `down_seconds`."""

    at: float
    blow: Blow
    down_seconds: float = 0.0
    target: float = 0.0  # which one, as a share of those there are

    @property
    def ends_at(self) -> float:
        """When what was struck may come back."""
        return self.at + self.down_seconds


@dataclass(frozen=True)
class Storm:
    """How many disturbances of which kind."""

    kill_every: tuple[float, float] | None = (2.0, 5.0)
    flushes: int = 3
    valkey_restarts: int = 2
    postgres_stops: int = 2
    postgres_down_seconds: float = 5.0
    fixed: Sequence[Disturbance] = field(default=())


def disturbances(storm: Storm, seconds: float, seed: int) -> list[Disturbance]:
    """Kill at the storm's pace all the time; spread the rest evenly, so that one fault does not hide another."""
    rng = chance.stream("disturbances", seed)
    found = list(storm.fixed)
    if storm.kill_every is not None:
        at = rng.uniform(*storm.kill_every)
        while at < seconds:
            found.append(Disturbance(at, Blow.KILL_WORKER, target=rng.random()))
            at += rng.uniform(*storm.kill_every)
    rare = [
        *[(Blow.FLUSH_VALKEY, 0.0)] * storm.flushes,
        *[(Blow.KILL_VALKEY, 0.5)] * storm.valkey_restarts,
        *[(Blow.STOP_POSTGRES, storm.postgres_down_seconds)] * storm.postgres_stops,
    ]
    rng.shuffle(rare)
    for number, (blow, down) in enumerate(rare):
        at = seconds * (number + rng.uniform(0.3, 0.7)) / len(rare)
        found.append(Disturbance(at, blow, down))
    return sorted(found, key=lambda one: one.at)
