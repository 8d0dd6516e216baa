"""Find cars: what the customer meant by the names, what matches exactly, and what is nearest when nothing does."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Case, IntegerField, Q, Value, When

from catalog import stock
from catalog.alternatives import ORDERS, alternatives
from catalog.conditions import has_words, in_price_order, narrowed
from catalog.criteria import CarCriteria, CarMatch, SearchResult
from catalog.models import Car
from catalog.naming import Names, canonical, named, understand
from catalog.querysets import CarQuerySet
from catalog.spelling import Vocabulary

MOST_CARS = 100
_FIELDS = tuple(CarMatch.__dataclass_fields__)


def search(criteria: CarCriteria, *, limit: int = 5, offset: int = 0) -> SearchResult:
    """Return the available cars that match; when none does, the nearest ones and which condition that cost."""
    limit, offset = max(0, min(limit, MOST_CARS)), max(0, offset)
    criteria, names, statement = _prepared(criteria, stock.current())
    page = _page(statement, limit, offset)
    # A page that is not full tells the total by itself.
    ended = len(page) < limit and (page or not offset)
    total = offset + len(page) if ended else _total(statement)
    if total:
        return SearchResult(criteria, page, total, None, names.suggestions, names.unknown)
    for relaxed, nearest in alternatives(Car.objects.live().available(), criteria, names):
        page = _page(_compiled(nearest), limit, offset)
        if page:
            return SearchResult(criteria, page, 0, relaxed, names.suggestions, names.unknown)
    return SearchResult(criteria, (), 0, None, names.suggestions, names.unknown)


def find_car(*, stock_id: int | None = None, car_id: UUID | None = None) -> CarMatch | None:
    """Return one car that staff has not removed, whatever its status, or None."""
    if (stock_id is None) == (car_id is None):
        raise TypeError("Give exactly one of stock_id and car_id.")
    key = Q(stock_id=stock_id) if car_id is None else Q(pk=car_id)
    found = Car.objects.live().filter(key).first()
    return snapshot(found) if found else None


def snapshot(car: Car) -> CarMatch:
    """Return the model-free value of a row."""
    return CarMatch(**{name: getattr(car, name) for name in _FIELDS})


def vocabulary() -> Vocabulary:
    """Return the names of what can be bought now."""
    return stock.current().vocabulary


def matching(cars: CarQuerySet, criteria: CarCriteria) -> CarQuerySet:
    """Narrow `cars`, whatever their status, down to those that satisfy every condition, in no particular order."""
    names = understand(criteria, vocabulary())
    literal = Q()
    for text in names.not_understood:
        literal |= Q(make__iexact=text) | Q(model__iexact=text)
    cars = narrowed(cars, criteria, names.instead())
    return cars.filter(named(names.understood, names.known) | literal) if names.asked else cars


def matching_words(cars: CarQuerySet, words: str) -> CarQuerySet:
    """Narrow `cars` down to what a line of free text names, best match first: names first, then version and year."""
    known = vocabulary()
    mentions = known.mentions(words)
    versions = known.version_words_in(words)
    years = [int(year) for year in re.findall(r"\b(?:19|20)\d\d\b", words)]
    pairs = tuple((mention.make, mention.model) for mention in mentions if mention.make)
    if not (pairs or versions or years):
        return cars.none()
    cars = cars.filter(named(pairs, known)) if pairs else cars
    details = [has_words(word) for word in versions] + ([Q(year__in=years)] if years else [])
    if not pairs:
        cars = cars.filter(*details)
    agreeing: Iterable[Case] = (
        Case(When(detail, then=1), default=0, output_field=IntegerField()) for detail in details
    )
    return cars.annotate(agreeing=sum(agreeing, start=Value(0, output_field=IntegerField()))).order_by(
        "-agreeing", *ORDERS[None]
    )


# ── What is asked of PostgreSQL ─────────────────────────────────────────────────────────────────────────────────
@dataclass(frozen=True)
class _Statement:
    """The cars of a search in SQL: in order for its pages, in any order for the total."""

    page: tuple[str, tuple[Any, ...]]
    total: tuple[str, tuple[Any, ...]]


@lru_cache(maxsize=512)
def _prepared(criteria: CarCriteria, on_offer: stock.Stock) -> tuple[CarCriteria, Names, _Statement | None]:
    """Understand a wish and write it as SQL.

    Many customers wish for the same, and Django takes longer to write most searches than PostgreSQL to answer them.
    """
    names = understand(criteria, on_offer.vocabulary, on_offer.words)
    criteria = canonical(criteria, names)
    cars = narrowed(Car.objects.live().available(), criteria, names)
    page = in_price_order(cars, criteria, names).order_by(*ORDERS[criteria.ordering])
    return criteria, names, _compiled(page, cars)


def _compiled(page: CarQuerySet, cars: CarQuerySet | None = None) -> _Statement | None:
    """Return the SQL, or None when Django sees by itself that nothing can match."""
    counted = (page if cars is None else cars).order_by().values_list("pk")
    try:
        return _Statement(*(one.query.sql_with_params() for one in (page.values_list(*_FIELDS), counted)))
    except EmptyResultSet:
        return None


def _page(statement: _Statement | None, limit: int, offset: int) -> tuple[CarMatch, ...]:
    if statement is None:
        return ()
    sql, params = statement.page
    with connection.cursor() as cursor:
        cursor.execute(f"{sql} LIMIT %s OFFSET %s", (*params, limit, offset))
        return tuple(CarMatch(*row) for row in cursor.fetchall())


def _total(statement: _Statement | None) -> int:
    if statement is None:
        return 0
    sql, params = statement.total
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM ({sql}) matching", params)  # noqa: S608  Django's own SQL
        (total,) = cursor.fetchone()
    return int(total)
