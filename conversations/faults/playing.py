"""Plays a scenario: a house between two faulty stand-ins, the messages and the blows in their time, then the wait."""

import json
import signal
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import AbstractContextManager, nullcontext, suppress
from dataclasses import asdict, dataclass, field
from functools import partial
from pathlib import Path
from uuid import UUID, uuid5

from psycopg import OperationalError
from redis.exceptions import RedisError

from conversations.faults import house, ledger, provider, schedule
from conversations.faults.house import House
from conversations.faults.ledger import Verdict
from conversations.faults.network import CUTS, Network, Service
from conversations.faults.provider import FaultyTwilio, Weather
from conversations.faults.record import Record, Struck
from conversations.faults.schedule import Arrival, Blow, Disturbance, Load, Storm
from conversations.faults.thinker import FaultyModel, Mood

_POSTERS = 16
_TICK_SECONDS = 0.05
_JUDGE_EVERY_SECONDS = 2.0
_FROZEN_SECONDS = 12.0  # longer than the eight seconds after which a silent worker counts as dead
_SIGNALS = {
    Blow.KILL_WORKER: signal.SIGKILL,
    Blow.TERM_WORKER: signal.SIGTERM,
    Blow.KILL_WEB: signal.SIGKILL,
}


@dataclass(frozen=True)
class Scenario:
    """All that makes a run, apart from its seed.

    `patience_seconds` is how long after the last message and the last blow an answer may still come; `watch_seconds`
    how long it is watched after the last answer for one too many. With `repeated_next_day` every webhook then comes
    once more, a day later by our tables. What the processes hold is written to `samples.jsonl` every `sampled_seconds`,
    0: never.
    """

    load: Load
    storm: Storm = field(default_factory=lambda: Storm(None, 0, 0, 0))
    weather: Weather = field(default_factory=Weather)
    mood: Mood = field(default_factory=Mood)
    plan: house.Plan = field(default_factory=house.Plan)
    patience_seconds: float = 180.0
    watch_seconds: float = 5.0
    repeated_next_day: bool = False
    sampled_seconds: float = 0.0


@dataclass(frozen=True)
class Run:
    """What came of a scenario."""

    record: Record
    verdict: Verdict
    seconds: float


Told = Callable[[str], None]


# What goes on in a house beside its customers.
Beside = Callable[[House], AbstractContextManager[object]]


def play(
    scenario: Scenario,
    seed: int,
    *,
    directory: Path,
    beside: Beside = nullcontext,
    tell: Told = lambda _: None,
) -> Run:
    """Play a scenario from its seed; `tell` hears now and then how far it is."""
    arrivals = schedule.arrivals(scenario.load, seed)
    record = Record(received=provider.new_received(arrivals))
    account = house.Account()
    tell("starting the house")
    with (
        Network(scenario.plan.hosts) as network,
        FaultyTwilio(account, record, scenario.weather, seed, host=network.address(Service.PROVIDERS)) as twilio,
        FaultyModel(record, scenario.mood, seed, host=network.address(Service.PROVIDERS)) as model,
        House(directory, scenario.plan, account, network, twilio_url=twilio.url, model_url=model.url) as ours,
        ThreadPoolExecutor(_POSTERS, thread_name_prefix="webhooks") as posters,
        beside(ours),
    ):
        started = time.monotonic()
        game = _Game(scenario, seed, directory, ours, network, twilio, record, posters, tell)
        game.play(arrivals)
        verdict = game.wait()
        if scenario.repeated_next_day:
            verdict = game.repeat_next_day(arrivals)
        record.ended = ours.ended()
        return Run(record, verdict, time.monotonic() - started)


@dataclass
class _Game:
    """One run in its course."""

    scenario: Scenario
    seed: int
    directory: Path
    house: House
    network: Network
    twilio: FaultyTwilio
    record: Record
    posters: ThreadPoolExecutor
    tell: Told

    def __post_init__(self) -> None:
        self._blows = schedule.disturbances(self.scenario.storm, self.scenario.load.seconds, self.seed)
        self._namespace = uuid5(UUID(int=0), f"seed {self.seed}")
        self._started = time.monotonic()
        (self.directory / "samples.jsonl").unlink(missing_ok=True)
        self._mendings: list[tuple[float, Callable[[], None]]] = []
        self._posted: list[Future[None]] = []

    def play(self, arrivals: Sequence[Arrival]) -> None:
        """Post every webhook and strike every blow when it is due."""
        posts = sorted(((at, it) for it in arrivals for at in it.posts), key=lambda post: post[0])
        posts.reverse()
        blows = self._blows[::-1]
        said_at = sampled_at = 0.0
        while posts or blows or self._mendings:
            now = time.monotonic() - self._started
            while posts and posts[-1][0] <= now:
                self._post(posts.pop()[1])
            while blows and blows[-1].at <= now:
                self._strike(blows.pop())
            self._mend(now)
            self.house.tend(_TICK_SECONDS)
            if 0 < self.scenario.sampled_seconds < now - sampled_at:
                sampled_at = now
                self._sample()
            if now - said_at > _JUDGE_EVERY_SECONDS:
                said_at = now
                self.tell(f"{now:.0f} s: {len(posts)} webhooks to post, {len(self.record.attempts)} sends seen")
        self._await_posts()

    def wait(self) -> Verdict:
        """Wait for the last answers, then watch for one too many."""
        deadline = time.monotonic() + self.scenario.patience_seconds
        while (verdict := ledger.judge(self.record)).lost and time.monotonic() < deadline:
            self.tell(f"waiting for {len(verdict.lost)} answers")
            self.house.tend(_JUDGE_EVERY_SECONDS)
            if self.scenario.sampled_seconds:
                self._sample()
        self._watch()
        return ledger.judge(self.record)

    def repeat_next_day(self, arrivals: Sequence[Arrival]) -> Verdict:
        """Post every webhook once more a day later, and watch."""
        self.house.age(days=1)
        for arrival in arrivals:
            self._post(arrival)
        self._await_posts()
        self._watch()
        return ledger.judge(self.record)

    def _watch(self) -> None:
        self.tell("watching for answers that nobody asked for")
        self.house.tend(self.scenario.watch_seconds)

    def _await_posts(self) -> None:
        while not all(post.done() for post in self._posted):
            self.house.tend(_TICK_SECONDS)
        for post in self._posted:
            post.result()

    def _sample(self) -> None:
        with suppress(OperationalError):  # PostgreSQL may be what is being struck
            sample = self.house.sample()
            self.record.samples.append(sample)
            with (self.directory / "samples.jsonl").open("a") as file:  # a run of an hour is looked at before its end
                file.write(f"{json.dumps(asdict(sample))}\n")

    def _post(self, arrival: Arrival) -> None:
        sid = f"SM{uuid5(self._namespace, arrival.nonce).hex}"
        self._posted.append(self.posters.submit(self.twilio.write, self.house.url, arrival, sid))

    def _strike(self, one: Disturbance) -> None:
        now = time.monotonic()
        over = one.down_seconds
        if one.blow in _SIGNALS:
            alive = self.house.web_workers if one.blow is Blow.KILL_WEB else self.house.workers
            self._strike_one(alive, one.target, _SIGNALS[one.blow])
        elif one.blow in (Blow.FREEZE_WORKER, Blow.FREEZE_VALKEY):
            over = over or _FROZEN_SECONDS
            self._freeze(one, until=now - self._started + over)
        elif one.blow in CUTS:
            self._cut(one, until=now - self._started + over)
        else:
            self._strike_service(one.blow, over)
        self.record.struck.append(Struck(one.blow.value, now, now + over))

    def _strike_service(self, blow: Blow, down_seconds: float) -> None:
        match blow:
            case Blow.KILL_FAMILY:
                self.house.kill_family()
            case Blow.KILL_BEAT:
                self.house.kill_beat()
            case Blow.FLUSH_VALKEY:
                with suppress(RedisError):
                    self.house.flush_valkey()
            case Blow.KILL_VALKEY:
                self.house.kill_valkey(down_seconds=down_seconds)
            case Blow.STOP_POSTGRES:
                self.house.stop_postgres(down_seconds=down_seconds)

    def _freeze(self, one: Disturbance, *, until: float) -> None:
        valkey = one.blow is Blow.FREEZE_VALKEY
        workers = self.house.workers
        frozen = self.house.freeze_valkey() if valkey else self._strike_one(workers, one.target, signal.SIGSTOP)
        self._mendings += [(until, partial(self.house.strike_child, pid, signal.SIGCONT)) for pid in frozen]

    def _cut(self, one: Disturbance, *, until: float) -> None:
        """Cut a worker host off until then."""
        host = self.network.hosts[int(one.target * len(self.network.hosts))]
        self.network.cut(host, CUTS[one.blow])
        self._mendings.append((until, partial(self.network.join, host, CUTS[one.blow])))

    def _strike_one(self, alive: Sequence[int], target: float, number: signal.Signals) -> list[int]:
        """Signal one of those alive, if any is, and return whom."""
        struck = alive[int(target * len(alive)) :][:1]
        for pid in struck:
            self.house.strike_child(pid, number)
        return list(struck)

    def _mend(self, now: float) -> None:
        for mending in [one for one in self._mendings if one[0] <= now]:
            mending[1]()
            self._mendings.remove(mending)
