"""Which car or cars an expectation means, found in the catalogue by the grader's own query."""

from collections.abc import Mapping
from typing import Any

from catalog.models import Car
from catalog.querysets import CarQuerySet
from conversations.evaluation.hearing import Heard

PICKS = {"cheapest": "price", "dearest": "-price", "newest": "-year", "oldest": "year", "fewest_km": "km"}


class WrongExpectation(ValueError):
    """The expectation itself does not fit the catalogue, so nothing could meet it."""


def on_sale(where: Mapping[str, Any], without: Mapping[str, Any] | None = None) -> CarQuerySet:
    """Return what a customer can buy today that satisfies Django look-ups, and does not satisfy `without`."""
    cars = Car.objects.filter(status="available", deleted_at=None, **where)
    return cars.exclude(**without) if without else cars


def the_car(heard: Heard, ref: Mapping[str, Any]) -> Car:
    """Return the one car meant.

    `place` counts in the list last shown; `where` looks in the catalogue; `pick` chooses among those of `where`, or
    else of the list last shown.
    """
    if "place" in ref:
        found = heard.at_place(ref["place"])
        if found is None:
            raise WrongExpectation(f"no list so far has a number {ref['place']}")
        return found
    candidates = list(Car.objects.filter(deleted_at=None, **ref["where"])) if "where" in ref else list(heard.last_list)
    if "pick" in ref:
        order = PICKS[ref["pick"]]
        candidates.sort(key=lambda car: getattr(car, order.lstrip("-")), reverse=order.startswith("-"))
    elif len(candidates) != 1:
        raise WrongExpectation(f"{dict(ref)} means {len(candidates)} cars")
    if not candidates:
        raise WrongExpectation(f"{dict(ref)} means no car")
    return candidates[0]


def title(car: Car) -> str:
    """Name a car in a complaint."""
    return f"{car.make} {car.model} {car.year} (${car.price:,.0f})"
