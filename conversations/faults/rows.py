"""The rows of the fault table: each a named scenario, and what must hold of it beyond the counts."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from conversations.faults import house
from conversations.faults.figures import Figures
from conversations.faults.playing import Run, Scenario
from conversations.faults.provider import Weather
from conversations.faults.schedule import Blow, Disturbance, Load, Storm
from conversations.faults.thinker import ModelFault, Mood
from conversations.whatsapp.testing import Fault

RECOVERED_WITHIN_SECONDS = 15.0
EMPTIED_WITHIN_SECONDS = 30.0
RESOLVED_WITHIN_SECONDS = 120.0
# Longer than the last of two looks at 30 and 90 s and the resend after it: a wrong one would be seen.
WATCH_SECONDS = 110.0
# What the house answers without being in a hurry, with three workers on two cores.
_MESSAGES_PER_SECOND = 8.0


@dataclass(frozen=True)
class Size:
    """How big the long rows are; the short version is a tenth, and skips the rows that only take long."""

    messages: int = 10_000
    chats: int = 500
    quick: bool = False

    def share(self, part: float) -> "Size":
        """Return a part of it."""
        return Size(max(int(self.messages * part), 20), max(int(self.chats * part), 10), self.quick)

    def load(self, **changes: float) -> Load:
        """Spread it over as long as the house needs without hurry."""
        return Load(self.messages, self.chats, self.messages / _MESSAGES_PER_SECOND, **changes)


Holds = Callable[[Run, Figures], list[str]]


@dataclass(frozen=True)
class Row:
    """One fault: its words, its scenario for a size, and what else must hold (a sentence for each thing that does not).

    `poisoned` messages may end as dead letters, and `unresolvable` ones with a person.
    """

    title: str
    scenario: Callable[[Size], Scenario]
    holds: Holds = field(default=lambda *_: [])
    quick: bool = False
    poisoned: int = 0
    unresolvable: int = 0


# ── What must hold ──────────────────────────────────────────────────────────────────────────────────────────────


def _all(*conditions: Holds) -> Holds:
    return lambda run, figures: [problem for holds in conditions for problem in holds(run, figures)]


def _recovers(run: Run, figures: Figures) -> list[str]:
    return _limit("recovery p99", figures.recovery.p99, RECOVERED_WITHIN_SECONDS)


def _empties(run: Run, figures: Figures) -> list[str]:
    return [
        *_limit("backlog emptied", figures.emptied, EMPTIED_WITHIN_SECONDS),
        *_limit("unknown and reconciled resolved", figures.resolved, RESOLVED_WITHIN_SECONDS),
    ]


def _webhooks_stay(seconds: float) -> Holds:
    def holds(run: Run, figures: Figures) -> list[str]:
        refused = [f"{figures.refused_webhooks} webhooks not answered 200"] if figures.refused_webhooks else []
        return [*refused, *_limit("webhook p99", figures.webhook.p99, seconds)]

    return holds


def _limit(what: str, seconds: float, most: float) -> list[str]:
    return [f"{what} {seconds:.1f} s, more than {most:.0f} s"] if seconds > most else []


# ── The scenarios ───────────────────────────────────────────────────────────────────────────────────────────────


def _everything_at_once(size: Size) -> Scenario:
    flushes, restarts, stops = (1, 1, 1) if size.quick else (3, 2, 2)
    return Scenario(
        load=size.load(),
        storm=Storm(flushes=flushes, valkey_restarts=restarts, postgres_stops=stops),
        weather=Weather({Fault.THROTTLED: 0.05, Fault.CUT_AFTER: 0.025, Fault.BROKEN_AFTER: 0.025}),
        mood=Mood(
            {
                ModelFault.THROTTLED: 0.03,
                ModelFault.BROKEN: 0.03,
                ModelFault.NO_MONEY: 0.01,
                ModelFault.CUT: 0.01,
                ModelFault.GARBAGE: 0.01,
                ModelFault.EMPTY: 0.01,
            }
        ),
        plan=house.Plan(workers=4),
        watch_seconds=5.0 if size.quick else WATCH_SECONDS,
    )


def _only_kills(size: Size) -> Scenario:
    return Scenario(load=size.share(0.1).load(), storm=Storm((2.0, 5.0), 0, 0, 0), plan=house.Plan(workers=4))


def _tenfold(size: Size) -> Scenario:
    part = size.share(0.1)
    return Scenario(load=part.load(repeated=9.0, shuffled_seconds=0.0))


def _zombies(size: Size) -> Scenario:
    load = size.share(0.03).load()
    frozen = [Disturbance(at, Blow.FREEZE_WORKER, 12.0, target=at / 40 % 1) for at in range(3, int(load.seconds), 20)]
    return Scenario(load=load, storm=Storm(None, 0, 0, 0, fixed=frozen))


def _rolling(size: Size) -> Scenario:
    load = size.share(0.03).load()
    told = [Disturbance(load.seconds * (n + 1) / 4, Blow.TERM_WORKER, target=n / 3 + 0.1) for n in range(3)]
    return Scenario(load=load, storm=Storm(None, 0, 0, 0, fixed=told))


def _without_valkey(*down_seconds: float) -> Callable[[Size], Scenario]:
    """Kill Valkey once for each entry, a second between the blows."""

    def scenario(size: Size) -> Scenario:
        load = size.share(0.03).load()
        blows = [Disturbance(5.0 + number, Blow.KILL_VALKEY, down) for number, down in enumerate(down_seconds)]
        return Scenario(load=load, storm=Storm(None, 0, 0, 0, fixed=blows))

    return scenario


def _flushed(size: Size) -> Scenario:
    load = Load(max(size.messages // 10, 60), size.chats, 10.0)  # faster than they can be answered: many are pending
    flushes = [Disturbance(at, Blow.FLUSH_VALKEY) for at in (5.0, 10.0)]
    return Scenario(load=load, storm=Storm(None, 0, 0, 0, fixed=flushes))


def _without_postgres(down_seconds: float) -> Callable[[Size], Scenario]:
    def scenario(size: Size) -> Scenario:
        blows = [Disturbance(5.0, Blow.STOP_POSTGRES, down_seconds)]
        return Scenario(load=size.share(0.03).load(), storm=Storm(None, 0, 0, 0, fixed=blows))

    return scenario


def _provider(weather: Weather, part: float = 0.03) -> Callable[[Size], Scenario]:
    return lambda size: Scenario(load=size.share(part).load(), weather=weather, watch_seconds=WATCH_SECONDS)


_LOSING = {Fault.CUT_AFTER: 0.1, Fault.BROKEN_AFTER: 0.1}

ROWS: Mapping[str, Row] = MappingProxyType(
    {
        "everything": Row(
            "kill -9 every 2-5 s, Valkey and PostgreSQL restarts, 10 % model and 10 % Twilio faults",
            _everything_at_once,
            _all(_recovers, _empties),
            quick=True,
        ),
        "kills": Row("kill -9 a worker every 2-5 s", _only_kills, _all(_recovers, _empties)),
        "duplicates": Row("each webhook ten times", _tenfold, _webhooks_stay(1.0)),
        "zombie": Row("a worker stopped for 12 s, then continued", _zombies, _empties),
        "rolling": Row("SIGTERM to each worker in turn", _rolling, _empties),
        "valkey-flushed": Row("Valkey flushed with a backlog", _flushed, _webhooks_stay(1.0)),
        "valkey-restarted": Row("Valkey killed", _without_valkey(0.0), _all(_webhooks_stay(0.5), _empties)),
        "valkey-down-5": Row("Valkey away 5 s", _without_valkey(5.0), _all(_webhooks_stay(0.5), _empties)),
        "valkey-down-60": Row("Valkey away 60 s", _without_valkey(60.0), _all(_webhooks_stay(0.5), _empties)),
        "valkey-flaps": Row("Valkey killed twice in a second", _without_valkey(0.0, 0.0), _empties),
        "postgres-down-5": Row("PostgreSQL away 5 s", _without_postgres(5.0), _empties, quick=True),
        "postgres-down-60": Row("PostgreSQL away 60 s", _without_postgres(60.0), _empties),
        "twilio-throttles": Row("Twilio: 20 % 429", _provider(Weather({Fault.THROTTLED: 0.2})), _empties),
        "twilio-fails-before": Row(
            "Twilio: 20 % lost before accepting",
            _provider(Weather({Fault.CUT_BEFORE: 0.1, Fault.BROKEN_BEFORE: 0.1}, first_sends_only=True)),
        ),
        "twilio-fails-after": Row("Twilio: 20 % lost after accepting, callbacks on", _provider(Weather(_LOSING))),
        **{
            f"twilio-lag-{lag}": Row(
                f"Twilio: 20 % lost after accepting, no callbacks, list lag {lag} s",
                _provider(Weather(_LOSING, callbacks=False, list_lag_seconds=lag)),
            )
            for lag in (0, 5, 60, 120)
        },
    }
)
