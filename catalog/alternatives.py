"""What to offer when nothing matches: the nearest cars, and the one condition that they differ in."""

from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from decimal import Decimal
from typing import Any

from django.db.models import DecimalField, ExpressionWrapper, F, Q, Value
from django.db.models.functions import Coalesce, Greatest

from catalog.conditions import in_price_order, narrowed, says_nothing
from catalog.criteria import CarCriteria, Ordering, Relaxed, traction_in
from catalog.naming import Names
from catalog.querysets import CarQuerySet


def _by_size(column: str, *, least: bool) -> tuple[Any, ...]:
    """Order by a side, cars whose side nobody stated last."""
    side = F(column)
    return (side.asc(nulls_last=True) if least else side.desc(nulls_last=True)), "price", "stock_id"


ORDERS: dict[Ordering | None, tuple[Any, ...]] = {
    None: ("price", "-year", "stock_id"),
    Ordering.CHEAPEST: ("price", "-year", "stock_id"),
    Ordering.DEAREST: ("-price", "-year", "stock_id"),
    Ordering.NEWEST: ("-year", "price", "stock_id"),
    Ordering.FEWEST_KM: ("km", "price", "stock_id"),
    Ordering.LONGEST: _by_size("length_mm", least=False),
    Ordering.SHORTEST: _by_size("length_mm", least=True),
    Ordering.TALLEST: _by_size("height_mm", least=False),
    Ordering.LOWEST: _by_size("height_mm", least=True),
    Ordering.WIDEST: _by_size("width_mm", least=False),
    Ordering.NARROWEST: _by_size("width_mm", least=True),
}
_SIZES = ("length_mm", "width_mm", "height_mm")
# What we let go of, one at a time and then together, until something is left: first what a customer most easily
# moves (a bit more money, another year), last what names the car.
_CONDITIONS: dict[Relaxed, tuple[str, ...]] = {
    "price": ("min_price", "max_price"),
    "km": ("min_km", "max_km"),
    "year": ("min_year", "max_year"),
    "version": ("version",),
    "equipment": ("bluetooth", "car_play"),
    "size": tuple(f"{side}_{size}" for size in _SIZES for side in ("min", "max")),
    "transmission": ("transmission",),
    "traction": ("traction",),
    "body": ("body",),
}
_NEVER_GIVEN = {field.name: field.default for field in fields(CarCriteria)}


@dataclass(frozen=True)
class _Looser:
    """One way to ask for less: what differs, the conditions and names that stay, and what else must hold."""

    relaxed: Relaxed
    criteria: CarCriteria
    names: Names
    alone: bool = False
    also: Q = Q()


def alternatives(cars: CarQuerySet, criteria: CarCriteria, names: Names) -> Iterator[tuple[Relaxed, CarQuerySet]]:
    """Yield each relaxation with its cars, nearest first; most of them have none.

    The order: each condition alone (price, km, year, version, equipment, size, transmission, traction), then all of
    them together, then the kind of car, alone and with the others, then the model within its make, then the make. A
    name we could not read at all is asked about, not guessed. An exclusion is never let go of.
    """
    if names.not_understood and not names.understood:
        return
    for looser in _relaxations(criteria, names):
        found = narrowed(cars, looser.criteria, looser.names).filter(looser.also)
        found = in_price_order(found, looser.criteria, looser.names)
        yield looser.relaxed, _by_nearness(found, criteria, looser)


def _relaxations(criteria: CarCriteria, names: Names) -> Iterator[_Looser]:
    given = [relaxed for relaxed, parts in _CONDITIONS.items() if _without(criteria, parts) != criteria]
    kept = _without(criteria, *(_CONDITIONS[relaxed] for relaxed in given if relaxed != "body"))
    bare = _without(kept, _CONDITIONS["body"])
    for relaxed in given:
        # Who wants a SUV wants any SUV, of whatever price and year, before another kind of car.
        if relaxed == "body" and len(given) > 2:
            yield _Looser(given[0], kept, names)
        yield from _dropping(relaxed, _without(criteria, _CONDITIONS[relaxed]), criteria, names)
    if len(given) > 1:
        yield _Looser("body" if criteria.body else given[0], bare, names)
    yield from _elsewhere(tuple(dict.fromkeys((criteria, kept, bare))), names)


def _elsewhere(conditions: tuple[CarCriteria, ...], names: Names) -> Iterator[_Looser]:
    """Let the names go: the model first, then the make."""
    makes = tuple(dict.fromkeys((make, None) for make, model in names.understood if model))
    for criteria in conditions:
        if makes:
            yield _Looser("model", criteria, names.instead(*makes))
    for criteria in conditions:
        if names.asked:
            yield _Looser("make", criteria, names.instead())


def _dropping(relaxed: Relaxed, looser: CarCriteria, criteria: CarCriteria, names: Names) -> Iterator[_Looser]:
    """Let one condition go; cars that do not say come before those that say otherwise.

    Instead of a 4WD that is not there, an AWD comes first.
    """
    traction = traction_in(criteria.version or "") if relaxed == "version" else None
    if traction and criteria.traction is None:
        yield _Looser(relaxed, replace(looser, traction=traction), names)
    words = (criteria.version or "").split() if relaxed == "version" else []
    for word in reversed(words if len(words) > 1 else []):  # "GT TURBO", of which no TURBO is there
        rest = " ".join(one for one in words if one != word)
        yield _Looser(relaxed, replace(looser, version=rest), names)
    wanted = getattr(criteria, relaxed, None) if relaxed in {"transmission", "traction", "body"} else None
    if wanted:
        yield _Looser(relaxed, looser, names, alone=True, also=says_nothing(wanted, names))
    yield _Looser(relaxed, looser, names, alone=True)


def _without(criteria: CarCriteria, *conditions: tuple[str, ...]) -> CarCriteria:
    dropped: dict[str, Any] = {name: _NEVER_GIVEN[name] for names in conditions for name in names}
    return replace(criteria, **dropped)


def _by_nearness(cars: CarQuerySet, asked: CarCriteria, looser: _Looser) -> CarQuerySet:
    """Order by distance from the bounds let go of: the year first, then the price, the kilometres, the sizes."""
    dropped = [field for field in ("year", "price", "km", *_SIZES) if _limits(asked, field) != (None, None)]
    dropped = [field for field in dropped if _limits(looser.criteria, field) == (None, None)]
    orders: list[Any] = []
    for field in dropped:
        low, high = _limits(asked, field)
        if looser.alone and len(dropped) == 1 and None in (low, high):
            # Every car is on the far side of the one limit that nothing met, so the plain order is the distance.
            column = F(field)
            orders.append(column.desc(nulls_last=True) if high is None else column)
        else:
            orders.append(_distance(field, low, high))
    return cars.order_by(*orders, *ORDERS[asked.ordering])


def _limits(criteria: CarCriteria, field: str) -> tuple[Decimal | int | None, Decimal | int | None]:
    return getattr(criteria, f"min_{field}"), getattr(criteria, f"max_{field}")


def _distance(field: str, low: Decimal | int | None, high: Decimal | int | None) -> Greatest:
    """Return how far beyond its limits a value lies; one that nobody stated is farthest."""
    zero = Value(Decimal(0), output_field=DecimalField())
    stated = Coalesce(F(field), Value(Decimal(10**6 if high is not None else 0)), output_field=DecimalField())
    value = stated if field in _SIZES else F(field)
    below = [] if low is None else [ExpressionWrapper(Value(Decimal(low)) - value, output_field=DecimalField())]
    above = [] if high is None else [ExpressionWrapper(value - Value(Decimal(high)), output_field=DecimalField())]
    return Greatest(zero, *below, *above, output_field=DecimalField())
