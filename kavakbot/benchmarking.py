"""Benchmarks: work measured beside a reference in the same run, and the goals that are held or missed.

An app's `benchmarks.py` registers them; `manage.py bench` runs them. A benchmark yields one measurement for each
figure, so that a long one shows where it is.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from time import perf_counter
from typing import Literal, TypeVar

from kavakbot import line_chart

Side = Literal["ratio", "ours"]
Answer = TypeVar("Answer")


class Spread(float):
    """The median of what was taken, which knows the least and the most of it too."""

    least: float
    most: float

    def __new__(cls, taken: Sequence[float]) -> "Spread":
        """Take at least one figure."""
        spread = super().__new__(cls, median(taken))
        spread.least, spread.most = min(taken), max(taken)
        return spread


@dataclass(frozen=True)
class Goal:
    """What a figure must reach: our ratio to the reference, or our own figure."""

    side: Side
    limit: float
    at_least: bool

    def __str__(self) -> str:
        return f"{self.side} {'>=' if self.at_least else '<='} {self.limit:g}"


@dataclass(frozen=True)
class Measurement:
    """One figure of ours, the reference's beside it where there is one, and the goal where there is one.

    `size` is how much there was of what grows; `ours` and `reference` of all sizes make a picture.
    """

    work: str
    ours: float
    unit: str
    reference: float | None = None
    against: str = ""
    goal: Goal | None = None
    size: int | None = None

    @property
    def ratio(self) -> float | None:
        """Ours in terms of the reference, which must not be nothing."""
        return self.ours / self.reference if self.reference else None

    @property
    def held(self) -> bool | None:
        """Whether the goal is reached; None without a goal, False where its side could not be measured."""
        if self.goal is None:
            return None
        figure = self.ratio if self.goal.side == "ratio" else self.ours
        if figure is None:
            return False
        return figure >= self.goal.limit if self.goal.at_least else figure <= self.goal.limit


Run = Callable[[bool], Iterable[Measurement]]


@dataclass(frozen=True)
class Benchmark:
    """What to run, told whether the short version is wanted; whether it needs a database to fill, or many minutes."""

    run: Run
    database: bool
    long: bool


_registered: dict[str, Benchmark] = {}


def benchmark(name: str, *, database: bool = False, long: bool = False) -> Callable[[Run], Run]:
    """Register a function as a benchmark; what is `long` is left out of the short version of all."""

    def register(run: Run) -> Run:
        if name in _registered:
            raise ValueError(f"Two benchmarks are called {name}.")
        _registered[name] = Benchmark(run, database, long)
        return run

    return register


def registered() -> Mapping[str, Benchmark]:
    """Return every benchmark by name."""
    return _registered


def side_by_side(
    reference: Callable[[], Answer],
    ours: Callable[[], Answer],
    *,
    rounds: int,
    same_answer: bool = True,
    in_a_row: int = 1,
) -> tuple[Spread, Spread]:
    """Return the milliseconds of the two, taken in turns so that a noisy machine disturbs both alike.

    The first call of each only warms up; where both must give the same answer, it is also where they prove it. A turn
    is one call, or one that is not timed and then `in_a_row` that are: where the other reads so much that the
    processor's caches hold nothing else, the first call would pay for what nobody does in between.
    """
    expected, found = reference(), ours()
    if same_answer and expected != found:
        raise ValueError(f"The reference and ours disagree: {expected!r} is not {found!r}.")
    taken: tuple[list[float], list[float]] = ([], [])
    for turn in range(rounds):
        order = ((0, reference), (1, ours)) if turn % 2 == 0 else ((1, ours), (0, reference))
        for side, work in order:
            if in_a_row > 1:
                work()
            taken[side].extend(_milliseconds(work) for _ in range(in_a_row))
    return Spread(taken[0]), Spread(taken[1])


def _milliseconds(work: Callable[[], object]) -> float:
    started = perf_counter()
    work()
    return (perf_counter() - started) * 1000


def tally(measurements: Iterable[Measurement]) -> tuple[int, int]:
    """Count the goals held and missed."""
    verdicts = [measurement.held for measurement in measurements]
    return verdicts.count(True), verdicts.count(False)


def drawn(name: str, measurements: Iterable[Measurement]) -> str | None:
    """Return a picture of cost against size, as SVG; None where nothing was measured at more than one size."""
    lines: dict[str, dict[int, float]] = {}
    unit = ""
    for one in measurements:
        if one.size is None:
            continue
        unit = one.unit
        lines.setdefault("ours", {}).setdefault(one.size, one.ours)
        if one.reference is not None:
            lines.setdefault(one.against, {}).setdefault(one.size, one.reference)
    points = {name: [(size / 1000, cost) for size, cost in sorted(costs.items())] for name, costs in lines.items()}
    if not any(len(line) > 1 for line in points.values()):
        return None
    return line_chart.svg(f"{name}: {unit} by size, in thousands", points, across="k")


_COLUMNS = ("work", "reference", "", "ours", "unit", "ratio", "goal", "")


def table(title: str, measurements: Sequence[Measurement]) -> str:
    """Return the measurements of one benchmark as aligned columns under its name."""
    rows = [_COLUMNS, *(tuple(_cells(measurement)) for measurement in measurements)]
    widths = [max(len(row[at]) for row in rows) for at in range(len(_COLUMNS))]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
    return "\n".join((title, *(f"  {line}" for line in lines)))


def _cells(measurement: Measurement) -> Iterator[str]:
    yield measurement.work
    yield measurement.against
    yield _figure(measurement.reference)
    yield _figure(measurement.ours)
    yield measurement.unit
    yield _figure(measurement.ratio)
    yield str(measurement.goal or "")
    yield {True: "held", False: "MISSED", None: ""}[measurement.held]


def _figure(figure: float | None) -> str:
    if figure is None:
        return ""
    if isinstance(figure, Spread):
        return f"{_figure(float(figure))} ({_figure(figure.least)}-{_figure(figure.most)})"
    return f"{figure:.0f}" if figure >= 1000 else f"{figure:.3g}"
