"""The rows of the fault table: each a named scenario, and what must hold of it beyond the counts."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from conversations.faults import holding, house
from conversations.faults.playing import Scenario
from conversations.faults.provider import Weather
from conversations.faults.schedule import Blow, Disturbance, Load, Storm
from conversations.faults.thinker import ModelFault, Mood
from conversations.whatsapp.testing import Fault

# Longer than the last of two looks at 30 and 90 s and the resend after it: a wrong one would be seen.
WATCH_SECONDS = 110.0
# What the house answers without being in a hurry, with three workers on two cores.
MESSAGES_PER_SECOND = 5.0


@dataclass(frozen=True)
class Size:
    """How big the long rows are; the short version is a tenth, and skips the rows that only take long."""

    messages: int = 10_000
    chats: int = 500
    quick: bool = False

    def share(self, part: float) -> "Size":
        """Return a part of it."""
        return Size(max(int(self.messages * part), 20), max(int(self.chats * part), 10), self.quick)

    def load(self) -> Load:
        """Spread it over as long as the house needs without hurry."""
        return Load(self.messages, self.chats, self.messages / MESSAGES_PER_SECOND)


@dataclass(frozen=True)
class Row:
    """One fault: its words, its scenario for a size, and what else must hold (a sentence for each thing that does not).

    `poisoned` messages may end as dead letters, and `unresolvable` ones with a person. Where the provider's list is
    `blind` for longer than the last look at it, a send whose answer was lost may be made twice, and nobody can tell.
    """

    title: str
    scenario: Callable[[Size], Scenario]
    holds: holding.Holds = field(default=lambda *_: [])
    quick: bool = False
    poisoned: int = 0
    unresolvable: int = 0
    blind: bool = False


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


def _family(size: Size) -> Scenario:
    blows = [Disturbance(at, Blow.KILL_FAMILY) for at in (5.0, 25.0)]
    return Scenario(load=size.share(0.03).load(), storm=Storm(None, 0, 0, 0, fixed=blows), plan=house.Plan(workers=2))


def _tenfold(size: Size) -> Scenario:
    return Scenario(load=replace(size.share(0.1).load(), repeated=9.0), repeated_next_day=True)


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


def _with_valkey_frozen(size: Size) -> Scenario:
    frozen = [Disturbance(5.0, Blow.FREEZE_VALKEY, 15.0)]
    return Scenario(load=size.share(0.03).load(), storm=Storm(None, 0, 0, 0, fixed=frozen))


def _soak(size: Size) -> Scenario:
    """Kill one process every minute, workers twice as often; the older half of a family is never struck."""
    load = size.load()
    in_turn = (Blow.KILL_WORKER, Blow.KILL_WEB, Blow.KILL_WORKER, Blow.KILL_BEAT)
    kills = [
        Disturbance(minute * 60.0, in_turn[minute % 4], target=0.5 + minute % 2 / 4)
        for minute in range(1, int(load.seconds / 60))
    ]
    return Scenario(load, Storm(None, 0, 0, 0, fixed=kills), plan=house.Plan(workers=4), sampled_seconds=10.0)


def _cutting(
    blow: Blow, seconds: float, *, part: float = 0.03, thinks: tuple[float, float] = (0.05, 0.3)
) -> Callable[[Size], Scenario]:
    """Cut one of three worker hosts off, in the middle of the load."""

    def scenario(size: Size) -> Scenario:
        load = size.share(part).load()
        cut = Disturbance(load.seconds / 3, blow, min(seconds, load.seconds / 3), target=0.5)
        plan = house.Plan(workers=1, hosts=3)
        return Scenario(load, Storm(None, 0, 0, 0, fixed=[cut]), mood=Mood(seconds=thinks), plan=plan)

    return scenario


def _pairs(size: Size) -> Scenario:
    """Two messages of each chat, a fifth of a second apart or less, in any order."""
    chats = size.chats
    return Scenario(
        load=Load(2 * chats, chats, chats / MESSAGES_PER_SECOND, shuffled_seconds=0.2, in_a_row=2),
    )


def _without_postgres(down_seconds: float) -> Callable[[Size], Scenario]:
    def scenario(size: Size) -> Scenario:
        blows = [Disturbance(5.0, Blow.STOP_POSTGRES, down_seconds)]
        return Scenario(load=size.share(0.03).load(), storm=Storm(None, 0, 0, 0, fixed=blows))

    return scenario


def _provider(weather: Weather, part: float = 0.03) -> Callable[[Size], Scenario]:
    return lambda size: Scenario(load=size.share(part).load(), weather=weather, watch_seconds=WATCH_SECONDS)


_STEPS = ("after_lease", "after_model", "before_commit", "after_commit", "after_http", "before_sid")
_CRASH_EVERY_SECONDS = 5.0
_FINAL = (Fault.OPTED_OUT, Fault.BLOCKED, Fault.OUTSIDE_WINDOW, Fault.TOO_LONG, Fault.UNAUTHORIZED)


def _crashing(steps: Sequence[str], *, chats: int, times: int = 1, messages: int = 1) -> Callable[[Size], Scenario]:
    """Make every chat's first turn crash at one of the steps, slowly enough for the workers to come back.

    A crash takes the other turns of its worker along: where they came thick, chats that did nothing would be given up.
    """

    def scenario(size: Size) -> Scenario:
        count = max(chats // (25 if size.quick else 1), len(steps))
        load = Load(count * messages, count, count * times * _CRASH_EVERY_SECONDS, in_a_row=1)
        settings = {"DEBUG": "true", "CRASH_AT": ",".join(steps), "CRASH_TIMES": str(times)}
        plan = house.Plan(workers=4, settings=settings)
        return Scenario(load, plan=plan, watch_seconds=5.0 if size.quick else WATCH_SECONDS, patience_seconds=300.0)

    return scenario


def _thinking(fault: ModelFault) -> Callable[[Size], Scenario]:
    """After a calm third, fail every request about every fifth message; each is of a chat of its own."""

    def scenario(size: Size) -> Scenario:
        messages = size.share(0.03).messages
        load = Load(messages, messages, messages / MESSAGES_PER_SECOND, in_a_row=1)
        return Scenario(load, mood=Mood({fault: 1.0}, calm_seconds=load.seconds / 3, victims=holding.is_victim))

    return scenario


def _without_vectors(fault: ModelFault) -> Callable[[Size], Scenario]:
    """Ask about Kavak in every turn, and after a calm third answer no request for vectors."""

    def scenario(size: Size) -> Scenario:
        load = size.share(0.03).load()
        mood = Mood(calm_seconds=load.seconds / 3, embeddings=fault, always_looks_up=True)
        return Scenario(load, mood=mood)

    return scenario


_LAST_LOOK_SECONDS = 90
_GOES_ON = holding.every(holding.webhooks_stay(0.5), holding.empties)
_THINKS_ON = holding.every(holding.answers_all_in_time, holding.spares_bystanders)
_LOSING = {Fault.CUT_AFTER: 0.1, Fault.BROKEN_AFTER: 0.1}

ROWS: Mapping[str, Row] = MappingProxyType(
    {
        "everything": Row(
            "kill -9 every 2-5 s, Valkey and PostgreSQL restarts, 10 % model and 10 % Twilio faults",
            _everything_at_once,
            holding.every(holding.recovers, holding.empties),
            quick=True,
        ),
        "kills": Row("kill -9 a worker every 2-5 s", _only_kills, holding.every(holding.recovers, holding.empties)),
        "family": Row("kill -9 all workers and their parent, twice", _family, holding.empties),
        "duplicates": Row("each webhook ten times, and once more next day", _tenfold, holding.webhooks_stay(1.0)),
        "zombie": Row("a worker stopped for 12 s, then continued", _zombies, holding.empties),
        "rolling": Row("SIGTERM to each worker in turn", _rolling, holding.empties),
        "valkey-flushed": Row("Valkey flushed with a backlog", _flushed, holding.webhooks_stay(1.0)),
        "valkey-restarted": Row("Valkey killed", _without_valkey(0.0), _GOES_ON),
        "valkey-down-5": Row("Valkey away 5 s", _without_valkey(5.0), _GOES_ON),
        "valkey-down-60": Row("Valkey away 60 s", _without_valkey(60.0), _GOES_ON),
        "valkey-flaps": Row("Valkey killed twice in a second", _without_valkey(0.0, 0.0), holding.empties),
        "valkey-frozen": Row(
            "Valkey takes connections and says nothing for 15 s",
            _with_valkey_frozen,
            _GOES_ON,
        ),
        "soak": Row("five messages a second, a process killed every minute", _soak, holding.stays_flat),
        "host-cut": Row(
            "one of three worker hosts cut off for 60 s", _cutting(Blow.CUT_HOST, 60.0, part=0.2), _GOES_ON
        ),
        "host-cut-mid-turn": Row(
            "one of three worker hosts cut off while it thinks, for 20 s",
            _cutting(Blow.CUT_HOST, 20.0, thinks=(2.0, 4.0)),
            _GOES_ON,
        ),
        "host-without-valkey": Row(
            "one of three worker hosts cut off from Valkey", _cutting(Blow.CUT_FROM_VALKEY, 60.0, part=0.1), _GOES_ON
        ),
        "host-without-postgres": Row(
            "one of three worker hosts cut off from PostgreSQL",
            _cutting(Blow.CUT_FROM_POSTGRES, 60.0, part=0.1),
            _GOES_ON,
        ),
        "pooled": Row(
            "through pgbouncer in transaction mode, with kills and PostgreSQL away 5 s",
            lambda size: Scenario(
                size.share(0.05).load(), Storm((10.0, 20.0), 0, 0, 1), plan=house.Plan(workers=2, pooled=True)
            ),
            holding.empties,
        ),
        "pairs": Row("two messages of a chat within 0.2 s, shuffled", _pairs, holding.empties),
        "postgres-down-5": Row("PostgreSQL away 5 s", _without_postgres(5.0), holding.empties),
        "postgres-down-60": Row("PostgreSQL away 60 s", _without_postgres(60.0), holding.empties),
        "twilio-throttles": Row("Twilio: 20 % 429", _provider(Weather({Fault.THROTTLED: 0.2})), holding.empties),
        "twilio-fails-before": Row(
            "Twilio: 20 % lost before accepting",
            _provider(Weather({Fault.CUT_BEFORE: 0.1, Fault.BROKEN_BEFORE: 0.1}, first_sends_only=True)),
        ),
        "twilio-fails-after": Row("Twilio: 20 % lost after accepting, callbacks on", _provider(Weather(_LOSING))),
        **{
            f"twilio-lag-{lag}": Row(
                f"Twilio: 20 % lost after accepting, no callbacks, list lag {lag} s",
                _provider(Weather(_LOSING, callbacks=False, list_lag_seconds=lag)),
                blind=lag > _LAST_LOOK_SECONDS,
            )
            for lag in (0, 5, 60, 120)
        },
        "twilio-rejects": Row(
            "Twilio: 21610, 63014, 63016, 21658, 401",
            lambda size: Scenario(
                Load(size.messages // 33, size.messages // 33, size.messages / 200),
                weather=Weather(dict.fromkeys(_FINAL, 0.05)),
            ),
            holding.never_tries_again,
        ),
        "callbacks": Row(
            "status callbacks twice each, in any order, others forged or about what nobody sent",
            _provider(Weather(repeated_callbacks=1.0, forged_callbacks=0.33, strange_callbacks=0.33)),
            holding.every(
                holding.refuses_forgeries, holding.takes_strange_callbacks, holding.ends_read, holding.empties
            ),
        ),
        "crashes": Row("a crash at each step", _crashing(_STEPS, chats=50 * len(_STEPS)), quick=True),
        "crashes-before-http": Row(
            "a crash before the send, which the list must clear", _crashing(["before_http"], chats=50)
        ),
        "poison": Row(
            "a message that kills its worker each time",
            _crashing(["after_model"], chats=5, times=4, messages=3),
            poisoned=5,
        ),
        **{
            f"embeddings-{fault.name.lower()}": Row(
                f"embeddings: {fault.value}",
                _without_vectors(fault),
                holding.every(holding.answers_all_in_time, holding.thinks_on_without_vectors),
            )
            for fault in (ModelFault.BROKEN, ModelFault.HANGS)
        },
        **{
            f"model-{fault.name.lower().replace('_', '-')}": Row(
                f"model: {fault.value}",
                _thinking(fault),
                _THINKS_ON,
            )
            for fault in ModelFault
        },
    }
)
