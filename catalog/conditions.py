"""The conditions of a search as SQL: what a row must state for its car to match."""

from django.db.models import Q

from catalog.criteria import WORDS, Body, CarCriteria, Traction, Transmission, others_than, overruled_by, words_of
from catalog.naming import Names, named, of_these, one_make
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
    if criteria.body:
        cars = cars.filter(_of_kind(criteria.body, names))
    if names.excluded:
        cars = cars.exclude(named(names.excluded, names.known))
    if names.pairs:
        return cars.filter(named(names.pairs, names.known))
    return cars if _rare(criteria, names) else cars.walked_by_price()


def in_price_order(cars: CarQuerySet, criteria: CarCriteria, names: Names) -> CarQuerySet:
    """Let a page of narrowed cars be read off in order of price where that is safe; every car stays."""
    return cars.walked_by_price() if one_make(names) and not _rare(criteria, names) else cars


def _rare(criteria: CarCriteria, names: Names) -> bool:
    """Tell whether few cars may match: words have an index of their own, and the cars that say them may all be dear."""
    body = criteria.body
    return bool(criteria.version or criteria.traction or (body and not names.known.bodies.is_common(body)))


def says(wanted: Transmission | Traction | Body, among: frozenset[str] | None) -> Q:
    """Match the versions that say this; only words `among` those in use are looked for, since each one costs time."""
    better = overruled_by(wanted)
    return _any_of(WORDS[wanted], among) & (~_any_of(WORDS[better], among) if better else Q())


def says_nothing(wanted: Transmission | Traction | Body, names: Names) -> Q:
    """Match the cars of which nothing tells whether they are so; none where every car would count as silent."""
    others = others_than(wanted)
    if not others:
        return Q(pk__in=())
    silent = Q()
    for other in others:
        silent &= ~says(other, names.words)
    if isinstance(wanted, Body):
        silent &= of_these(names.known.bodies.unlisted & names.rows, names.rows)
    return silent


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
    for wanted in (criteria.transmission, criteria.traction):
        condition &= says(wanted, among) if wanted else Q()
    return condition


def _of_kind(body: Body, names: Names) -> Q:
    """Match the cars whose version says so, and those whose model is known for it unless the version says otherwise."""
    said = says(body, names.words)
    known = names.known.bodies.known_for(body) & names.rows
    otherwise = frozenset[str]().union(*(WORDS[other] for other in others_than(body)))
    # Names are looked up faster than words, so they are asked first.
    return (of_these(known, names.rows) & ~_any_of(otherwise, names.words)) | said


def _version_words(criteria: CarCriteria, known: Vocabulary) -> Q:
    words = [known.version_word(word) or word for word in words_of(criteria.version or "")]
    return has_words(*words) if words else Q()
