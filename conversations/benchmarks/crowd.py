"""Many customers at once: whole turns of the real processes, with a model that takes its time."""

from collections.abc import Iterator
from pathlib import Path

from conversations.faults import consumer, figures, house, playing
from conversations.faults.playing import Run, Scenario
from conversations.faults.provider import Weather
from conversations.faults.schedule import Load
from conversations.faults.thinker import Mood
from kavakbot import env
from kavakbot.benchmarking import Goal, Measurement, Spread, benchmark
from kavakbot.embedded.layout import Layout
from kavakbot.errors import KavakbotError

WITHIN_900_MB = Goal("ours", 900, at_least=False)
TWENTY = Goal("ours", 20, at_least=False)
THIRTY_A_SECOND = Goal("ours", 30, at_least=True)
A_SECOND = Goal("ours", 1, at_least=False)
SIXTY_MS = Goal("ours", 60, at_least=False)
QUIET = {
    "AGENT_SETTLE_SECONDS": "0",
    "AGENT_MODEL_TIMEOUT_SECONDS": "40",
    "AGENT_THINKING_SECONDS": "100",
    "AGENT_TURN_SECONDS": "130",
}
_BELOW_SATURATION = 0.75
# The provider's own limit and its callbacks are measured elsewhere.
_CALM = Weather(callbacks=False)


class NotAnsweredError(KavakbotError):
    """A customer of the bench got no answer; the logs in LOCAL_DIR/crowd say why."""

    code = "not_answered"


@benchmark("crowd", long=True)
def crowd(quick: bool) -> Iterator[Measurement]:
    """Measure one customer at a time, then a steady stream, then a thousand who all wait for a slow model."""
    yield from _one_at_a_time(20 if quick else 60)
    most, measurements = _more_than_can_be_done(10 if quick else 30)
    yield from measurements
    yield from _stream(_BELOW_SATURATION * most, 15 if quick else 60)
    yield from _waiting(1000)


def _one_at_a_time(messages: int) -> Iterator[Measurement]:
    """From the signed webhook to what reaches the gateway, with a model of zero latency."""
    run = play(Load(messages, 5, messages / 2, repeated=0, shuffled_seconds=0), thinks=0.0)
    took = [_seconds(run, nonce) * 1000 for nonce in run.verdict.answers]
    yield Measurement("webhook in, reply at the gateway, p50", Spread(took), "ms", goal=SIXTY_MS)


def _stream(a_second: float, seconds: int) -> Iterator[Measurement]:
    """Messages below saturation, each a turn of two model calls of 1.5 s with a search of what we know between."""
    messages = round(a_second * seconds)
    load = Load(messages, messages, seconds, repeated=0, shuffled_seconds=0, in_a_row=1)
    run = play(load, thinks=1.5)
    waits = [waited for _, waited in starts(run)]
    yield Measurement(
        f"a turn's start waits at {a_second:.0f} turns a second, p99", figures.spread(waits).p99, "s", goal=A_SECOND
    )
    samples, sent = run.record.samples, [answer.sent.at for answer in run.verdict.answers.values()]
    cpu = samples[-1].workers_cpu - samples[0].workers_cpu
    done = sum(samples[0].at < at <= samples[-1].at for at in sent)
    yield Measurement("turns for each second of the workers' CPU", done / cpu, "")


def _more_than_can_be_done(seconds: int) -> tuple[float, list[Measurement]]:
    """Post twice as many messages as anybody could answer, and see how many a second are; then without Celery."""
    load = overload(seconds)
    theirs = turns_a_second(play(load, thinks=1.5, consumer=consumer.__name__))
    ours = turns_a_second(play(load, thinks=1.5))
    work = "turns a second, two calls of 1.5 s each"
    against = Measurement(work, ours, "/s", theirs, "an asyncio consumer", Goal("ratio", 0.6, at_least=True))
    return ours, [Measurement(work, ours, "/s", goal=THIRTY_A_SECOND), against]


def overload(seconds: int) -> Load:
    """Return twice as many messages as anybody could answer."""
    return Load(60 * seconds, 60 * seconds, seconds, repeated=0, shuffled_seconds=0, in_a_row=1)


def turns_a_second(run: Run) -> float:
    """Leave out the first and the last tenth, when not all were there yet, or still."""
    sent = sorted(answer.sent.at for answer in run.verdict.answers.values())
    middle = sent[len(sent) // 10 : -len(sent) // 10]
    return (len(middle) - 1) / (middle[-1] - middle[0])


def _waiting(customers: int) -> Iterator[Measurement]:
    """All write within seconds and wait for a model that takes twelve of them, in two calls."""
    run = play(Load(customers, customers, customers / 100, repeated=0, shuffled_seconds=0, in_a_row=1), thinks=6.0)
    yield Measurement("turns held at once", _most_at_once(run), "", goal=Goal("ours", customers, at_least=True))
    held = max(sample.workers_bytes for sample in run.record.samples) / 1024**2
    yield Measurement("memory of the workers, shared counted once", held, "MiB", goal=WITHIN_900_MB)
    most = max(sample.workers_connections for sample in run.record.samples)
    yield Measurement("their connections to PostgreSQL", most, "", goal=TWENTY)


def play(load: Load, *, thinks: float, consumer: str = "") -> Run:
    """Let two workers of 500 threads answer it with a model that thinks so many seconds twice a turn."""
    here = Layout(env.local_dir())
    here.make()
    scenario = Scenario(
        load,
        weather=_CALM,
        mood=Mood(seconds=(thinks, thinks), always_looks_up=True),
        plan=house.Plan(workers=2, threads=500, consumer=consumer, settings=QUIET),
        patience_seconds=120.0,
        sampled_seconds=1.0,
    )
    run = playing.play(scenario, seed=1, directory=Path(here.local_dir) / "crowd")
    if run.verdict.lost or run.verdict.offline:
        raise NotAnsweredError(f"{len(run.verdict.lost)} were not answered, {run.verdict.offline} without the model.")
    return run


def starts(run: Run) -> Iterator[tuple[float, float]]:
    """Yield when each message came, and how long it waited for the model to be asked about it."""
    asked = first_asked(run)
    for one in run.record.received:
        if one.nonce in asked and one.first_posted_at is not None:
            yield one.first_posted_at, asked[one.nonce] - one.first_posted_at


def first_asked(run: Run) -> dict[str, float]:
    """Return when the model was first asked about each message."""
    asked: dict[str, float] = {}
    for thought in run.record.thoughts:
        for nonce in thought.nonces:
            asked.setdefault(nonce, thought.at)
    return asked


def _seconds(run: Run, nonce: str) -> float:
    [received] = [one for one in run.record.received if one.nonce == nonce]
    return run.verdict.answers[nonce].sent.at - (received.first_posted_at or 0.0)


def _most_at_once(run: Run) -> int:
    """Count the turns whose model was asked and whose answer had not been sent, at the fullest moment."""
    begun = first_asked(run)
    events = [(at, 1) for at in begun.values()] + [(run.verdict.answers[n].sent.at, -1) for n in begun]
    now = most = 0
    for _, change in sorted(events):
        now += change
        most = max(most, now)
    return most
