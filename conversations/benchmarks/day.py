"""A day of a million messages: simulated, and played by the real processes at its own rates in a few minutes."""

from collections.abc import Iterator, Sequence

from conversations.benchmarks import crowd, simulation
from conversations.benchmarks.simulation import HOURS, Moment
from conversations.faults import figures
from conversations.faults.schedule import Load
from kavakbot import env, line_chart
from kavakbot.benchmarking import Goal, Measurement, benchmark

MESSAGES, SECONDS_A_DAY = 1_000_000, 86_400
TWO_SECONDS = Goal("ours", 2, at_least=False)


@benchmark("day", long=True)
def day(quick: bool) -> Iterator[Measurement]:
    """Measure what a machine answers a second, simulate the day on it, and see whether a short one goes alike."""
    rate = crowd.turns_a_second(crowd.play(crowd.overload(10 if quick else 30), thinks=1.5))
    yield Measurement("turns a second at most", rate, "/s")
    whole = simulation.day(messages=MESSAGES, seconds=SECONDS_A_DAY, turns_a_second=rate, seed=1)
    yield Measurement("a day of 1,000,000, simulated: start wait, p99", simulation.wait_of_99_in_100(whole), "s")
    seconds = 120 if quick else 600
    messages = MESSAGES * seconds // SECONDS_A_DAY
    short = simulation.day(messages=messages, seconds=seconds, turns_a_second=rate, seed=1)
    # So many chats that hardly anybody writes again while they are being answered: that is another wait.
    load = Load(messages, 20 * messages, seconds, repeated=0.0, shuffled_seconds=2.0, curve=HOURS)
    run = crowd.play(load, thinks=1.5)
    begun = list(crowd.starts(run))
    waits = figures.spread([waited for _, waited in begun])
    foretold = simulation.wait_of_99_in_100(short)
    what = f"its {seconds} s at the same rates, played: start wait, p99"
    yield Measurement(what, waits.p99, "s", foretold, "simulated", TWO_SECONDS)
    _draw(short, begun, seconds)


def _draw(foretold: Sequence[Moment], begun: Sequence[tuple[float, float]], seconds: int) -> None:
    """Leave a picture of both in LOCAL_DIR: the waits along the day."""
    morning = min(at for at, _ in begun)
    lines = {
        "played": _worst([((at - morning) / seconds * 24, waited) for at, waited in begun]),
        "simulated": _worst([(moment.share * 24, moment.waits) for moment in foretold if moment.arrived]),
    }
    title = "A day of 1,000,000 messages: seconds that a message waits for its turn to start, at worst"
    (env.local_dir() / "day.svg").write_text(line_chart.svg(title, lines, across="h"))


def _worst(points: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """Return the highest of each quarter of an hour of the day."""
    highest: dict[int, float] = {}
    for hour, waits in points:
        highest[int(hour * 4)] = max(waits, highest.get(int(hour * 4), 0.0))
    return [(quarter / 4, waits) for quarter, waits in sorted(highest.items())]
