"""Bars beside each other on an axis of round figures, laid out for `admin/bars.html` to draw without a script.

Widths are in percent and heights in pixels, so that bars follow the page and letters keep their size on a phone.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal

PLOT_HEIGHT = 200
# Room above the highest bar, and below the axis for names.
TOP = 14
BOTTOM = 26
_BAR_SHARE = Decimal("0.64")
_MOST_STEPS = 5


@dataclass(frozen=True)
class Column:
    """What a bar stands for: figures, the first on the axis and the next upon it, its name, and what it says in words.

    Only some columns have a name below the axis, where there are too many for all.
    """

    figures: tuple[Decimal, ...]
    told: str
    name: str = ""


@dataclass(frozen=True)
class Bar:
    """A column and where it stands; each of its parts is the `y` and the height of a figure."""

    column: Column
    x: str
    width: str
    middle: str
    parts: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Gridline:
    """A level of the axis and what it is called."""

    y: str
    label: str


@dataclass(frozen=True)
class Chart:
    """All that the drawing needs; `parts` are the names of the figures of each bar."""

    title: str
    parts: tuple[str, ...]
    bars: tuple[Bar, ...]
    gridlines: tuple[Gridline, ...]

    height: int = TOP + PLOT_HEIGHT + BOTTOM
    labels_y: int = TOP + PLOT_HEIGHT + 18


def chart(
    columns: Sequence[Column], *, title: str, parts: tuple[str, ...], called: Callable[[Decimal], str] | None = None
) -> Chart:
    """Lay columns out side by side; `called` writes the figures of the axis."""
    highest = max(sum(column.figures, Decimal(0)) for column in columns)
    step = _step(highest)
    steps = max((highest / step).to_integral_value(ROUND_CEILING), Decimal(1))
    scale = PLOT_HEIGHT / (step * steps)
    slot = Decimal(100) / len(columns)
    return Chart(
        title=title,
        parts=parts,
        bars=tuple(_bar(column, left=slot * place, slot=slot, scale=scale) for place, column in enumerate(columns)),
        gridlines=tuple(_gridlines(step, int(steps), scale, called or short)),
    )


def short(figure: Decimal) -> str:
    """Write a figure to fit an axis: `150 mil`, `1.5 M`."""
    for unit, name in ((10**6, " M"), (10**3, " mil")):
        if figure >= unit:
            return f"{(figure / unit).normalize():,f}{name}"
    return f"{figure.normalize():f}"


def _step(highest: Decimal) -> Decimal:
    """Return the least of 1, 2, 5, 10, 20... that reaches `highest` in a few steps."""
    power = Decimal(10) ** (highest.adjusted() - 1) if highest > 0 else Decimal(1)
    sizes = (power * size for size in (1, 2, 5, 10, 20, 50, 100))
    return next(size for size in sizes if highest <= size * _MOST_STEPS)


def _bar(column: Column, *, left: Decimal, slot: Decimal, scale: Decimal) -> Bar:
    width = slot * _BAR_SHARE
    y, parts = Decimal(TOP + PLOT_HEIGHT), []
    for figure in column.figures:
        height = max(figure, Decimal(0)) * scale
        y -= height
        parts.append((f"{y:.2f}", f"{height:.2f}"))
    return Bar(
        column=column,
        x=f"{left + (slot - width) / 2:.2f}%",
        width=f"{width:.2f}%",
        middle=f"{left + slot / 2:.2f}%",
        parts=tuple(parts),
    )


def _gridlines(step: Decimal, steps: int, scale: Decimal, called: Callable[[Decimal], str]) -> Iterator[Gridline]:
    for number in range(steps + 1):
        level = step * number
        yield Gridline(y=f"{TOP + PLOT_HEIGHT - level * scale:.2f}", label=called(level))
