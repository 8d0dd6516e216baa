"""Graders of the cars that a reply shows."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from catalog.models import Car
from conversations.evaluation.graders.choosing import WrongExpectation, on_sale, the_car, title
from conversations.evaluation.graders.explaining import unexplained
from conversations.evaluation.hearing import Heard, fold

PAGE = 5
_NOT_THERE = re.compile(
    r"\bno (?:lo |la |los |las )?(?:tenemos|tengo|encontre|hay|manejamos|contamos|quedan?)\b"
    r"|\bya no\b|\bninguno?a?\b|don'?t have|no \w+ (?:available|found)|couldn'?t find"
)
_NONE_FOUND = re.compile(r"\bno (?:tenemos|encontre|hay)\b|\bcouldn'?t find\b|\bdon'?t have (?:any|that)\b")


def shows(heard: Heard, expected: Mapping[str, Any]) -> list[str]:
    """Expect this page of the cars that satisfy `where` and not `without`, five a page, the total told."""
    matching = on_sale(expected["where"], expected.get("without"))
    total, page = matching.count(), expected.get("page", 1)
    if not total:
        raise WrongExpectation(f"no car satisfies {expected['where']}")
    fitting = set(matching.values_list("pk", flat=True))
    complaints = [f"shows {title(car)}, which was not asked for" for car in heard.cars if car.pk not in fitting]
    due = min(PAGE, total - PAGE * (page - 1))
    if len(heard.cars) != due:
        complaints.append(f"shows {len(heard.cars)} cars where {due} of {total} are due")
    if total > PAGE and page == 1 and not re.search(rf"(?<![\d,$]){total}(?![\d,])", heard.text):
        complaints.append(f"does not say that there are {total}")
    if page > 1:
        seen = {car.pk for earlier in heard.before for car in earlier.cars}
        complaints += [f"shows {title(car)} again" for car in heard.cars if car.pk in seen]
    if _NONE_FOUND.search(heard.folded):
        complaints.append("says that there is none")
    complaints += unexplained(heard, (car.price for car in heard.cars))
    return complaints + _out_of_order(heard.cars, expected.get("order"), list(matching), page)


def _out_of_order(shown: Sequence[Car], order: str | None, matching: Sequence[Car], page: int) -> list[str]:
    if order is None:
        return []
    field, reverse = order.lstrip("-"), order.startswith("-")
    best = sorted((getattr(car, field) for car in matching), reverse=reverse)[PAGE * (page - 1) :][: len(shown)]
    told = [getattr(car, field) for car in shown]
    return [] if told == best else [f"orders by {order} as {told}, not {best}"]


def shows_only(heard: Heard, ref: Mapping[str, Any]) -> list[str]:
    """Expect one car to be shown, and to be this one."""
    meant = the_car(heard, ref)
    if [car.pk for car in heard.cars] == [meant.pk]:
        return unexplained(heard, [meant.price])
    return [f"shows {', '.join(map(title, heard.cars)) or 'no car'}, not just {title(meant)}"]


def offers_nearest(heard: Heard, expected: Mapping[str, Any]) -> list[str]:
    """Expect to hear that there is no car as in `missing`, and to see others, each as in `like` where that is said."""
    if on_sale(expected["missing"]).exists():
        raise WrongExpectation(f"there are cars that satisfy {expected['missing']}")
    like = set(on_sale(expected.get("like", {})).values_list("pk", flat=True))
    complaints = [f"shows {title(car)}, which is not near" for car in heard.cars if car.pk not in like]
    if not heard.cars:
        complaints.append("shows no car in its place")
    if not _NOT_THERE.search(heard.folded):
        complaints.append("does not say that there is none")
    return complaints


def mentions(heard: Heard, ref: Mapping[str, Any]) -> list[str]:
    """Expect a car to be named by its model and year."""
    meant = the_car(heard, ref)
    if fold(meant.model) in heard.folded and str(meant.year) in heard.text:
        return []
    return [f"does not name {title(meant)}"]
