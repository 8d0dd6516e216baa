"""The chart of a loan: one bar a year, principal below and interest above, laid out for a template to draw.

Widths are in percent and heights in pixels, so that bars follow the page and letters keep their size on a phone.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal

from financing.schedule import YearOfPayments

PLOT_HEIGHT = 200
# Room above the highest bar, and below the axis for the years.
TOP = 14
BOTTOM = 26
_BAR_SHARE = Decimal("0.64")
_MOST_STEPS = 5


@dataclass(frozen=True)
class Bar:
    """One year: where its two parts stand, and the figures they stand for."""

    year: YearOfPayments
    x: str
    width: str
    middle: str
    principal_y: str
    principal_height: str
    interest_y: str
    interest_height: str


@dataclass(frozen=True)
class Gridline:
    """A level of the axis and what it is called."""

    y: str
    label: str


@dataclass(frozen=True)
class Chart:
    """All that the drawing needs."""

    bars: tuple[Bar, ...]
    gridlines: tuple[Gridline, ...]

    height: int = TOP + PLOT_HEIGHT + BOTTOM
    labels_y: int = TOP + PLOT_HEIGHT + 18


def chart(years: Sequence[YearOfPayments]) -> Chart:
    """Lay the years of a loan out side by side."""
    highest = max(year.principal + year.interest for year in years)
    step = _step(highest)
    steps = max((highest / step).to_integral_value(ROUND_CEILING), Decimal(1))
    scale = PLOT_HEIGHT / (step * steps)
    slot = Decimal(100) / len(years)
    return Chart(
        bars=tuple(_bar(year, left=slot * place, slot=slot, scale=scale) for place, year in enumerate(years)),
        gridlines=tuple(_gridlines(step, int(steps), scale)),
    )


def short_amount(amount: Decimal) -> str:
    """Write an amount to fit an axis: `$150 mil`, `$1.5 M`."""
    for unit, name in ((10**6, " M"), (10**3, " mil")):
        if amount >= unit:
            return f"${(amount / unit).normalize():,f}{name}"
    return f"${amount.normalize():f}"


def _step(highest: Decimal) -> Decimal:
    """Return the least of 1, 2, 5, 10, 20... that reaches `highest` in a few steps."""
    power = Decimal(10) ** (highest.adjusted() - 1) if highest > 0 else Decimal(1)
    sizes = (power * size for size in (1, 2, 5, 10, 20, 50, 100))
    return next(size for size in sizes if highest <= size * _MOST_STEPS)


def _bar(year: YearOfPayments, *, left: Decimal, slot: Decimal, scale: Decimal) -> Bar:
    principal, interest = (max(part, Decimal(0)) * scale for part in (year.principal, year.interest))
    width = slot * _BAR_SHARE
    top_of_principal = TOP + PLOT_HEIGHT - principal
    return Bar(
        year=year,
        x=f"{left + (slot - width) / 2:.2f}%",
        width=f"{width:.2f}%",
        middle=f"{left + slot / 2:.2f}%",
        principal_y=f"{top_of_principal:.2f}",
        principal_height=f"{principal:.2f}",
        interest_y=f"{top_of_principal - interest:.2f}",
        interest_height=f"{interest:.2f}",
    )


def _gridlines(step: Decimal, steps: int, scale: Decimal) -> Iterator[Gridline]:
    for number in range(steps + 1):
        level = step * number
        yield Gridline(y=f"{TOP + PLOT_HEIGHT - level * scale:.2f}", label=short_amount(level))
