"""The conditions of a search as SQL: what a row must state for its car to match."""

from django.db.models import Q

from catalog.criteria import WORDS, Body, CarCriteria, Traction, Transmission, overruled_by, words_of
from catalog.naming import Names, named, one_make
from catalog.querysets import CarQuerySet
from catalog.spelling import Vocabulary

# The columns that a least and a most may be asked of.
_BOUNDED = ("price", "year", "km", "length_mm", "width_mm", "height_mm")


def narrowed(cars: CarQuerySet, criteria: CarCriteria, names: Names) -> CarQuerySet:
    """Apply every condition; names of which none is in stock leave nothing."""
    if names.asked and not names.pairs:
        return cars.none()
    words = _version_words(criteria, names.known)
    cars = cars.filter(_bounds(criteria), _equipped(criteria), words, _version_says(criteria, names.words))
    if names.excluded:
        cars = cars.exclude(named(names.excluded, names.known))
    if names.pairs:
        return cars.filter(named(names.pairs, names.known))
    return cars if _rare(criteria) else cars.walked_by_price()


def in_price_order(cars: CarQuerySet, criteria: CarCriteria, names: Names) -> CarQuerySet:
    """Let a page of narrowed cars be read off in order of price where that is safe; every car stays."""
    return cars.walked_by_price() if one_make(names) and not _rare(criteria) else cars


def _rare(criteria: CarCriteria) -> bool:
    """Tell whether few cars may match: words have an index of their own, and the cars that say them may all be dear."""
    return bool(criteria.version or criteria.traction or criteria.body)


def says(wanted: Transmission | Traction | Body, among: frozenset[str] | None) -> Q:
    """Match the versions that say this; only words `among` those in use are looked for, since each one costs time."""
    better = overruled_by(wanted)
    return _any_of(WORDS[wanted], among) & (~_any_of(WORDS[better], among) if better else Q())


def has_words(*words: str) -> Q:
    """Match the versions that have all these words."""
    return Q(version_words__contains=list(words))


def _any_of(entries: frozenset[str], among: frozenset[str] | None) -> Q:
    used = sorted(entry for entry in entries if among is None or among.issuperset(entry.split()))
    alone = [entry for entry in used if " " not in entry]
    condition = Q(version_words__overlap=alone) if alone else Q(pk__in=())
    for entry in used:
        if " " in entry:
            condition |= has_words(*entry.split())
    return condition


def _bounds(criteria: CarCriteria) -> Q:
    condition = Q()
    for field in _BOUNDED:
        for side, lookup in (("min", "gte"), ("max", "lte")):
            bound = getattr(criteria, f"{side}_{field}")
            if bound is not None:
                condition &= Q(**{f"{field}__{lookup}": bound})
    return condition


def _equipped(criteria: CarCriteria) -> Q:
    """Match equipment. "Without" is everything not stated as present: silence is not a yes, and the reply says so."""
    condition = Q()
    for field in ("bluetooth", "car_play"):
        wanted = getattr(criteria, field)
        if wanted is not None:
            stated = Q(**{field: True})
            condition &= stated if wanted else Q(**{field: False}) | Q(**{f"{field}__isnull": True})
    return condition


def _version_says(criteria: CarCriteria, among: frozenset[str] | None) -> Q:
    condition = Q()
    for wanted in (criteria.transmission, criteria.traction, criteria.body):
        condition &= says(wanted, among) if wanted else Q()
    return condition


def _version_words(criteria: CarCriteria, known: Vocabulary) -> Q:
    words = [known.version_word(word) or word for word in words_of(criteria.version or "")]
    return has_words(*words) if words else Q()
