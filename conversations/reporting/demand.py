"""What customers want: the models they look for, see and are quoted, and what they look for that is not there."""

import json
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import F, Max, Min

from catalog.models import Car
from conversations.models import TRIALS, Turn
from conversations.models.conversation import ORIGIN
from conversations.reporting.period import Period

# All searches are read once: what was looked for and what of it was not there are told apart here. A chat is a number
# in it, half of its key to carry; chats are put together before searches are, since both can be hashed and not sorted.
_SEARCHED = """
    WITH by_chat AS (
        SELECT criteria -> 'makes' AS makes, criteria -> 'models' AS models, criteria ->> 'body' AS body, unknown,
               CASE WHEN total IS DISTINCT FROM 0 OR refusal IS NOT NULL THEN NULL
                    WHEN relaxed IS NOT NULL THEN relaxed
                    WHEN monthly_payment IS NOT NULL THEN 'monthly_payment'
                    WHEN unknown IS NOT NULL THEN 'unknown' ELSE 'anything' END AS missing,
               uuid_hash_extended(turn.conversation_id, 0) AS chat,
               count(*) AS searches,
               min(coalesce((criteria ->> 'min_year')::integer, (criteria ->> 'max_year')::integer)) AS oldest,
               max(coalesce((criteria ->> 'max_year')::integer, (criteria ->> 'min_year')::integer)) AS newest,
               min(coalesce(monthly_payment, (criteria ->> 'max_price')::numeric)) AS least,
               max(coalesce(monthly_payment, (criteria ->> 'max_price')::numeric)) AS dearest,
               max(turn.created_at) AS last
        FROM conversations_turn turn
        JOIN conversations_toolcall call ON call.turn_id = turn.id,
        LATERAL jsonb_to_record(call.sought) AS found(
            criteria jsonb, relaxed text, unknown jsonb, total integer, monthly_payment numeric, refusal jsonb
        )
        WHERE turn.created_at >= %(start)s AND turn.created_at < %(end)s AND call.sought IS NOT NULL
          AND call.turn_id BETWEEN %(first)s AND %(last)s  -- says no more, but which part of the calls to read
          AND turn.conversation_id NOT IN (SELECT id FROM conversations_conversation WHERE channel = ANY(%(trials)s))
        GROUP BY 1, 2, 3, 4, 5, 6
    )
    SELECT makes, models, body, unknown, missing, sum(searches)::integer, array_agg(chat),
           min(oldest), max(newest), min(least), max(dearest), max(last)
    FROM by_chat GROUP BY 1, 2, 3, 4, 5
"""
_SHOWN = """
    SELECT car.make, car.model, count(DISTINCT turn.conversation_id)
    FROM conversations_turn turn,
    LATERAL jsonb_array_elements(turn.plan) part,
    LATERAL jsonb_array_elements(part -> 'ids') shown
    JOIN catalog_car car ON car.stock_id = shown::integer
    WHERE turn.created_at >= %(start)s AND turn.created_at < %(end)s
      AND turn.conversation_id NOT IN (SELECT id FROM conversations_conversation WHERE channel = ANY(%(trials)s))
      AND part ->> 'part' IN ('cars', 'compare')
    GROUP BY 1, 2
"""
_QUOTED = """
    SELECT car.make, car.model, count(DISTINCT quote.origin)
    FROM financing_quote quote
    JOIN catalog_car car ON car.id = quote.car_id
    WHERE quote.created_at >= %(start)s AND quote.created_at < %(end)s AND starts_with(quote.origin, %(origin)s)
      AND quote.origin NOT IN (
          SELECT %(origin)s || id::text FROM conversations_conversation WHERE channel = ANY(%(trials)s)
      )
    GROUP BY 1, 2
"""


@dataclass(frozen=True)
class Wanted:
    """A model, or a whole make, and in how many chats it was looked for by name, shown and quoted."""

    make: str
    model: str
    searched: int = 0
    shown: int = 0
    quoted: int = 0


@dataclass(frozen=True)
class Unmet:
    """A wish that nothing in stock met: what was named, what it failed on, how often and in how many chats.

    `missing` is the condition that had to be let go of (a catalog.criteria.Relaxed), `monthly_payment` where nothing
    can be paid so, `unknown` where the name was not understood, or `anything`. Years and amounts (MXN, of the price or
    the monthly payment) are the least and the greatest that were asked for, None where nobody said any.
    """

    names: tuple[str, ...]
    body: str
    missing: str
    searches: int
    chats: int
    years: tuple[int, int] | None
    amounts: tuple[Decimal, Decimal] | None
    last: datetime


@dataclass(frozen=True)
class Demand:
    """What was wanted, what most chats looked for first, and what of it was not there."""

    wanted: tuple[Wanted, ...]
    unmet: tuple[Unmet, ...]


def demand(period: Period, *, most: int) -> Demand:
    """Return, of each, what most chats looked for; then what most were shown and quoted."""
    asked = _asked(period)
    known = set(Car.objects.order_by().values_list("make", "model").distinct())
    searches = [_Search(*row) for row in _rows(_SEARCHED, asked)]
    in_vain = [one for one in searches if one.missing is not None]
    in_vain.sort(key=lambda one: (len(one.chats), one.searches, one.last), reverse=True)
    return Demand(_wanted(searches, known, asked, most), tuple(_unmet(one, known) for one in in_vain[:most]))


class _Search(NamedTuple):
    """What was looked for in the same words, and what it failed on; lists are JSON."""

    makes: str | None
    models: str | None
    body: str | None
    unknown: str | None
    missing: str | None
    searches: int
    chats: list[int]
    oldest: int | None
    newest: int | None
    least: Decimal | None
    dearest: Decimal | None
    last: datetime


def _wanted(
    searches: Iterable[_Search], known: Collection[tuple[str, str]], asked: dict[str, Any], most: int
) -> tuple[Wanted, ...]:
    chats: dict[tuple[str, str], set[int]] = {}
    for one in searches:
        for pair in _pairs(_names(one.makes), _names(one.models), known):
            chats.setdefault(pair, set()).update(one.chats)
    shown = {(make, model): count for make, model, count in _rows(_SHOWN, asked)}
    quoted = {(make, model): count for make, model, count in _rows(_QUOTED, asked)}
    found = (
        Wanted(*pair, searched=len(chats.get(pair, ())), shown=shown.get(pair, 0), quoted=quoted.get(pair, 0))
        for pair in {*chats, *shown, *quoted}
    )
    return tuple(sorted(found, key=lambda one: (-one.searched, -one.shown, -one.quoted, one.make, one.model))[:most])


def _unmet(of: _Search, known: Collection[tuple[str, str]]) -> Unmet:
    names = tuple(" ".join(filter(None, pair)) for pair in _pairs(_names(of.makes), _names(of.models), known))
    return Unmet(
        names=names or _names(of.unknown),
        body=of.body or "",
        missing=of.missing or "",
        searches=of.searches,
        chats=len(of.chats),
        years=None if of.oldest is None or of.newest is None else (of.oldest, of.newest),
        amounts=None if of.least is None or of.dearest is None else (of.least, of.dearest),
        last=of.last,
    )


def _names(listed: str | None) -> tuple[str, ...]:
    return tuple(json.loads(listed)) if listed else ()


def _pairs(
    makes: tuple[str, ...], models: tuple[str, ...], known: Collection[tuple[str, str]]
) -> Iterator[tuple[str, str]]:
    """Yield each model with its make among those asked for, and each make of which no model was asked for."""
    taken = set()
    for model in models:
        make = next((make for make in makes if (make, model) in known), makes[0] if len(makes) == 1 else "")
        taken.add(make)
        yield make, model
    if "" not in taken:
        yield from ((make, "") for make in makes if make not in taken)


def _asked(period: Period) -> dict[str, Any]:
    # Without the 0 the key's own index is walked from its ends for rows of the period, which may be all of it.
    key = F("pk") + 0
    turns = Turn.objects.filter(period.holds("created_at")).aggregate(first=Min(key), last=Max(key))
    trials = [str(it) for it in TRIALS]
    return {"start": period.start, "end": period.end, "trials": trials, "origin": ORIGIN, **turns}


def _rows(sql: str, asked: dict[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, asked)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows
