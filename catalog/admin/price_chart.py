"""A car's prices over time as a small step chart, drawn here so that the page needs no script."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.utils import timezone

from catalog.admin.figures import pesos
from catalog.models import Car

WIDTH, HEIGHT = 640, 180
LEFT, RIGHT, TOP, BOTTOM = 100, 16, 16, 32
MOST_STEPS = 200


@dataclass(frozen=True)
class Step:
    """From when on the car had a price, who set it and by which door, and where that stands in the drawing."""

    at: datetime
    price: str
    author: str
    reason: str
    x: str
    y: str


@dataclass(frozen=True)
class PriceChart:
    """The drawing: its steps, its line, and the marks of its axes."""

    steps: tuple[Step, ...]
    line: str
    price_marks: tuple[tuple[str, str], ...]
    description: str
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    right_edge: int = WIDTH - RIGHT


@dataclass(frozen=True)
class _Point:
    at: datetime
    price: Decimal
    author: str = ""
    reason: str = ""


def price_chart(car: Car) -> PriceChart:
    """Return the chart of everything the history knows of the car's price, up to now."""
    points = _points(car)
    now = max(timezone.now(), points[-1].at)
    first, span = points[0].at, max((now - points[0].at).total_seconds(), 1)
    low, high = min(point.price for point in points), max(point.price for point in points)

    def x(at: datetime) -> str:
        return f"{LEFT + (at - first).total_seconds() / span * (WIDTH - LEFT - RIGHT):.1f}"

    def y(price: Decimal) -> str:
        share = Decimal("0.5") if high == low else (price - low) / (high - low)
        return f"{HEIGHT - BOTTOM - share * (HEIGHT - TOP - BOTTOM):.1f}"

    steps = tuple(Step(p.at, pesos(p.price), p.author, p.reason, x(p.at), y(p.price)) for p in points)
    line = f"M{steps[0].x},{steps[0].y}" + "".join(f"H{step.x}V{step.y}" for step in steps[1:]) + f"H{WIDTH - RIGHT}"
    marks = tuple((pesos(price), y(price)) for price in sorted({low, high}))
    return PriceChart(steps, line, marks, _description(points))


def _points(car: Car) -> list[_Point]:
    """Return every change of the price, oldest first; a car older than its history starts with what is known."""
    rows = car.history.select_related("history_user").order_by("history_date", "history_id")
    points: list[_Point] = []
    for row in rows:
        if not points or points[-1].price != row.price:
            author = str(row.history_user) if row.history_user else ""
            points.append(_Point(row.history_date, row.price, author, row.history_change_reason or ""))
    return points[-MOST_STEPS:] or [_Point(car.created_at, car.price)]


def _description(points: list[_Point]) -> str:
    first, last = points[0], points[-1]
    if len(points) == 1:
        return f"El precio ha sido {pesos(first.price)} desde el {_day(first.at)}."
    changes = "1 cambio" if len(points) == 2 else f"{len(points) - 1} cambios"
    return f"De {pesos(first.price)} el {_day(first.at)} a {pesos(last.price)} el {_day(last.at)}, con {changes}."


def _day(at: datetime) -> str:
    return f"{timezone.localtime(at):%d/%m/%Y}"
