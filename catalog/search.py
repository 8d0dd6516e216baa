"""Find cars: what the customer meant by the names, what matches exactly, and what is nearest when nothing does."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Case, DecimalField, ExpressionWrapper, F, IntegerField, Q, Value, When
from django.db.models.functions import Greatest

from catalog.criteria import AUTOMATIC_WORDS, MANUAL_WORDS, CarCriteria, CarMatch, Ordering, Relaxed, SearchResult
from catalog.models import Car
from catalog.querysets import CarQuerySet
from catalog.spelling import Resolution, Vocabulary

MOST_CARS = 100


@dataclass(frozen=True)
class _Names:
    """The names of a search once understood: (make, model) pairs, a model of None meaning the whole make."""

    known: Vocabulary
    pairs: tuple[tuple[str, str | None], ...] = ()
    not_in_stock: tuple[tuple[str, str | None], ...] = ()
    not_understood: tuple[str, ...] = ()
    suggestions: tuple[tuple[str, str | None], ...] = ()

    @property
    def unknown(self) -> tuple[str, ...]:
        return (*(_shown(make, model) for make, model in self.not_in_stock), *self.not_understood)

    @property
    def asked(self) -> bool:
        return bool(self.pairs or self.not_in_stock or self.not_understood)


def search(criteria: CarCriteria, *, limit: int = 5, offset: int = 0) -> SearchResult:
    """Return the available cars that match; when none does, the nearest ones and which condition that cost."""
    names = _understand(criteria)
    criteria = _canonical(criteria, names)
    cars = _narrowed(Car.objects.live().available(), criteria, names)
    total = cars.count()
    if total:
        page = _snapshots(cars.order_by(*_ORDERS[criteria.ordering]), limit, offset)
        return SearchResult(criteria, page, total, None, names.suggestions, names.unknown)
    relaxed, nearest = _nearest(criteria, names, limit, offset)
    return SearchResult(criteria, nearest, 0, relaxed, names.suggestions, names.unknown)


def find_car(*, stock_id: int | None = None, car_id: UUID | None = None) -> CarMatch | None:
    """Return one car that staff has not removed, whatever its status, or None."""
    if (stock_id is None) == (car_id is None):
        raise TypeError("Give exactly one of stock_id and car_id.")
    key = Q(stock_id=stock_id) if car_id is None else Q(pk=car_id)
    found = Car.objects.live().filter(key).first()
    return snapshot(found) if found else None


def snapshot(car: Car) -> CarMatch:
    """Return the model-free value of a row."""
    return CarMatch(**{name: getattr(car, name) for name in CarMatch.__dataclass_fields__})


def vocabulary() -> Vocabulary:
    """Return the names of what can be bought now; built again only when the inventory has changed."""
    return _vocabulary_at(_inventory_stamp())


def matching(cars: CarQuerySet, criteria: CarCriteria) -> CarQuerySet:
    """Narrow `cars`, whatever their status, down to those that satisfy every condition, in no particular order."""
    names = _understand(criteria)
    literal = Q()
    for text in names.not_understood:
        literal |= Q(make__iexact=text) | Q(model__iexact=text)
    cars = _narrowed(cars, criteria, _Names(names.known))
    understood = (*names.pairs, *names.not_in_stock)
    return cars.filter(_named(understood, names.known) | literal) if names.asked else cars


def matching_words(cars: CarQuerySet, words: str) -> CarQuerySet:
    """Narrow `cars` down to what a line of free text names, best match first: names first, then version and year."""
    known = vocabulary()
    mentions = known.mentions(words)
    versions = known.version_words_in(words)
    years = [int(year) for year in re.findall(r"\b(?:19|20)\d\d\b", words)]
    pairs = tuple((mention.make, mention.model) for mention in mentions if mention.make)
    if not (pairs or versions or years):
        return cars.none()
    cars = cars.filter(_named(pairs, known)) if pairs else cars
    details = [Q(version__iregex=_word(word)) for word in versions] + ([Q(year__in=years)] if years else [])
    if not pairs:
        cars = cars.filter(*details)
    agreeing: Iterable[Case] = (
        Case(When(detail, then=1), default=0, output_field=IntegerField()) for detail in details
    )
    return cars.annotate(agreeing=sum(agreeing, start=Value(0, output_field=IntegerField()))).order_by(
        "-agreeing", *_ORDERS[None]
    )


# ── Names ───────────────────────────────────────────────────────────────────────────────────────────────────────
@lru_cache(maxsize=1)
def _vocabulary_at(stamp: object) -> Vocabulary:
    available = Car.objects.live().available()
    names = available.order_by("make", "model").values_list("make", "model").distinct()
    versions = available.order_by().values_list("version", flat=True).distinct()
    words = {word for version in versions for word in re.findall(r"\w+", version.upper())}
    return Vocabulary(names, sorted(words - AUTOMATIC_WORDS - MANUAL_WORDS))


def _inventory_stamp() -> object:
    """Return a value that changes whenever the inventory does; two index look-ups, so it is asked every time.

    The newest import stands beside the newest change because a long import may commit rows older than a short edit
    made meanwhile.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT (SELECT max(updated_at) FROM catalog_car), (SELECT max(id) FROM catalog_importrun)")
        return cursor.fetchone()


def _understand(criteria: CarCriteria) -> _Names:
    """Pair the models asked for with their makes, and sort out what is not in stock or not understood."""
    known = vocabulary()
    makes = [(make, known.resolve(make, None)) for make in criteria.makes]
    models = [(model, _resolved_model(known, criteria.makes, model)) for model in criteria.models]
    with_model = {resolution.make for _, resolution in models if resolution.make}
    # A make beside its own model is said already; a lone make beside another make's model was a slip of the customer's.
    alone = [] if len(makes) == 1 and with_model else makes
    return _sorted_out(known, [*models, *((text, found) for text, found in alone if found.make not in with_model)])


def _resolved_model(known: Vocabulary, makes: tuple[str, ...], model: str) -> Resolution:
    """Read a model with each of the makes asked for, and keep the reading that makes most sense."""
    readings = [known.resolve(make, model) for make in makes] or [known.resolve(None, model)]
    return max(readings, key=lambda reading: (reading.model is not None, reading.confident, reading.in_stock))


def _sorted_out(known: Vocabulary, resolutions: list[tuple[str, Resolution]]) -> _Names:
    pairs: list[tuple[str, str | None]] = []
    absent: list[tuple[str, str | None]] = []
    suggestions: list[tuple[str, str | None]] = []
    unread: list[str] = []
    for text, found in resolutions:
        suggestions += found.suggestions
        if found.make is None or (not found.confident and found.model is None):
            unread.append(text.strip())
        elif found.in_stock:
            pairs.append((found.make, found.model))
        else:
            absent.append((found.make, found.model))
    return _Names(
        known,
        tuple(dict.fromkeys(pairs)),
        tuple(dict.fromkeys(absent)),
        tuple(dict.fromkeys(unread)),
        tuple(dict.fromkeys(suggestions)),
    )


def _canonical(criteria: CarCriteria, names: _Names) -> CarCriteria:
    understood = (*names.pairs, *names.not_in_stock)
    return replace(
        criteria,
        makes=tuple(dict.fromkeys(make for make, _ in understood)),
        models=tuple(dict.fromkeys(model for _, model in understood if model)),
    )


def _shown(make: str, model: str | None) -> str:
    if model is None:
        return make
    return model if model.lower().startswith(f"{make.lower()} ") else f"{make} {model}"


def _named(pairs: Iterable[tuple[str, str | None]], known: Vocabulary) -> Q:
    """Match the pairs as the rows write them: "KIA" and "Kia" are one; a name not for sale by its letters."""
    condition = Q()
    for make, model in pairs:
        written = known.written(make, model)
        if not written:
            condition |= Q(make__iexact=make) & (Q(model__iexact=model) if model else Q())
        elif model is None:
            condition |= Q(make__in={row_make for row_make, _ in written})
        else:
            for row_make, row_model in written:
                condition |= Q(make=row_make, model=row_model)
    return condition


# ── Conditions ──────────────────────────────────────────────────────────────────────────────────────────────────
def _narrowed(cars: CarQuerySet, criteria: CarCriteria, names: _Names) -> CarQuerySet:
    """Apply every condition; names of which none is in stock leave nothing."""
    cars = cars.filter(_bounds(criteria), _equipped(criteria), _version_says(criteria, names.known))
    if not names.asked:
        return cars
    return cars.filter(_named(names.pairs, names.known)) if names.pairs else cars.none()


def _bounds(criteria: CarCriteria) -> Q:
    condition = Q()
    for field in ("price", "year", "km"):
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


def _version_says(criteria: CarCriteria, known: Vocabulary) -> Q:
    condition = Q()
    for word in re.findall(r"\w+", criteria.version or ""):
        condition &= Q(version__iregex=_word(known.version_word(word) or word))
    if criteria.transmission is not None:
        automatic, manual = (Q(version__iregex=_word(*sorted(words))) for words in (AUTOMATIC_WORDS, MANUAL_WORDS))
        condition &= automatic if criteria.transmission == "automatic" else manual & ~automatic
    return condition


def _word(*words: str) -> str:
    r"""Return a PostgreSQL pattern for any of the words standing alone."""
    return rf"\m({'|'.join(map(re.escape, words))})\M"


# ── Order and nearness ──────────────────────────────────────────────────────────────────────────────────────────
_ORDERS: dict[Ordering | None, tuple[str, ...]] = {
    None: ("price", "-year", "stock_id"),
    Ordering.CHEAPEST: ("price", "-year", "stock_id"),
    Ordering.DEAREST: ("-price", "-year", "stock_id"),
    Ordering.NEWEST: ("-year", "price", "stock_id"),
    Ordering.FEWEST_KM: ("km", "price", "stock_id"),
}


def _snapshots(cars: CarQuerySet, limit: int, offset: int) -> tuple[CarMatch, ...]:
    limit, offset = max(0, min(limit, MOST_CARS)), max(0, offset)
    return tuple(snapshot(car) for car in cars[offset : offset + limit])


def _without(field: str) -> Callable[[CarCriteria], CarCriteria]:
    bounds: dict[str, Any] = {f"min_{field}": None, f"max_{field}": None}
    return lambda criteria: replace(criteria, **bounds)


# What we let go of, one at a time and then together, until something is left: first what a customer most easily
# moves (a bit more money, another year), last what names the car.
_CONDITIONS: tuple[tuple[Relaxed, Callable[[CarCriteria], CarCriteria]], ...] = (
    ("price", _without("price")),
    ("km", _without("km")),
    ("year", _without("year")),
    ("version", lambda criteria: replace(criteria, version=None)),
    ("equipment", lambda criteria: replace(criteria, bluetooth=None, car_play=None)),
    ("transmission", lambda criteria: replace(criteria, transmission=None)),
)


def _nearest(
    criteria: CarCriteria, names: _Names, limit: int, offset: int
) -> tuple[Relaxed | None, tuple[CarMatch, ...]]:
    """Return the first relaxation that finds cars, nearest first, and its name.

    The order: each condition alone (price, km, year, version, equipment, transmission), then all of them together,
    then the model within its make, then the make. A name we could not read at all is asked about, not guessed.
    """
    if names.not_understood and not (names.pairs or names.not_in_stock):
        return None, ()
    for relaxed, looser, looser_names in _relaxations(criteria, names):
        cars = _narrowed(Car.objects.live().available(), looser, looser_names)
        if cars.exists():
            return relaxed, _snapshots(_by_nearness(cars, criteria), limit, offset)
    return None, ()


def _relaxations(criteria: CarCriteria, names: _Names) -> Iterable[tuple[Relaxed, CarCriteria, _Names]]:
    dropped: list[Relaxed] = []
    bare = criteria
    for relaxed, drop in _CONDITIONS:
        looser = drop(criteria)
        if looser != criteria:
            dropped.append(relaxed)
            bare = drop(bare)
            yield relaxed, looser, names
    if len(dropped) > 1:
        yield dropped[0], bare, names
    makes = tuple(dict.fromkeys((make, None) for make, model in (*names.pairs, *names.not_in_stock) if model))
    for condition in (criteria, bare):
        if makes:
            yield "model", condition, _Names(names.known, makes)
    for condition in (criteria, bare):
        if names.asked:
            yield "make", condition, _Names(names.known)


def _by_nearness(cars: CarQuerySet, criteria: CarCriteria) -> CarQuerySet:
    """Order by distance from the bounds that were asked for: the year first, then the price, then the kilometres."""
    orders = []
    for field in ("year", "price", "km"):
        low, high = getattr(criteria, f"min_{field}"), getattr(criteria, f"max_{field}")
        if low is not None or high is not None:
            orders.append(_distance(field, low, high))
    return cars.order_by(*orders, *_ORDERS[criteria.ordering])


def _distance(field: str, low: Decimal | int | None, high: Decimal | int | None) -> Greatest:
    zero = Value(Decimal(0), output_field=DecimalField())
    below = [] if low is None else [ExpressionWrapper(Value(Decimal(low)) - F(field), output_field=DecimalField())]
    above = [] if high is None else [ExpressionWrapper(F(field) - Value(Decimal(high)), output_field=DecimalField())]
    return Greatest(zero, *below, *above, output_field=DecimalField())
