"""What was seen from outside during a run: what came in, what the stand-ins were asked, what was done to the house.

Moments are seconds of one monotonic clock.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum


class Fate(Enum):
    """What became of one attempt to send, as the provider knows it."""

    ACCEPTED = "accepted"
    REFUSED = "refused"  # for now, and the sender was told so
    REJECTED = "rejected"  # for good, and the sender was told so
    LOST = "lost"  # not accepted, and the sender could not know


@dataclass
class Received:
    """One message of a customer; `first_posted_at` and `acknowledged_at` are of its webhooks, None: not (yet)."""

    nonce: str
    address: str
    first_posted_at: float | None = None
    acknowledged_at: float | None = None


@dataclass(frozen=True)
class Attempt:
    """One request to send; `delivery` is the opaque id in its status callback: one per part of a turn."""

    delivery: str
    to: str
    nonces: tuple[str, ...]
    at: float
    fate: Fate
    untold: bool = False  # accepted, and the sender was not told
    is_apology: bool = False
    shows_error: bool = False  # text that only a programmer should read


@dataclass(frozen=True)
class Look:
    """One request to list what was sent to an address: the house looks for a send of unknown fate."""

    to: str
    at: float


@dataclass(frozen=True)
class Thought:
    """One request of the model: the marks of the messages it was to answer, and whether it was failed on purpose."""

    nonces: tuple[str, ...]
    at: float
    failed: bool


@dataclass(frozen=True)
class Struck:
    """One blow to the house, and when it was over."""

    name: str
    at: float
    ends_at: float


@dataclass(frozen=True)
class Sample:
    """What the house held at a moment: bytes of each process, connections to PostgreSQL, rows that were stuck.

    Of the workers also the bytes together, what they share counted once, the CPU seconds that those alive took, and
    their part of the connections.
    """

    at: float
    memory: Mapping[str, int]
    connections: int
    stuck: int
    workers_bytes: int = 0
    workers_cpu: float = 0.0
    workers_connections: int = 0


@dataclass
class Record:
    """Everything that a run is judged by."""

    received: list[Received] = field(default_factory=list)
    attempts: list[Attempt] = field(default_factory=list)
    thoughts: list[Thought] = field(default_factory=list)
    struck: list[Struck] = field(default_factory=list)
    forged: list[int] = field(default_factory=list)  # what was answered to callbacks that nobody had signed
    strange: list[int] = field(default_factory=list)  # what was answered to callbacks about what we never sent
    embeddings: list[bool] = field(default_factory=list)  # requests for vectors: whether they were failed on purpose
    ended: dict[str, int] = field(default_factory=dict)  # what we sent, counted by its state in our own table
    answers: list[tuple[float, int]] = field(default_factory=list)  # of webhooks: seconds taken and status, 0: none
    looks: list[Look] = field(default_factory=list)
    samples: list[Sample] = field(default_factory=list)
