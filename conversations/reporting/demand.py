"""What customers want: the models they look for, see and are quoted, and what they look for that is not there."""

import json
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import connection
from django.db.models import Max, Min

from catalog.models import Car
from conversations.models import TRIALS, Turn
from conversations.models.conversation import ORIGIN
from conversations.reporting.period import Period

# A result is unpacked once a row, into columns: each look into one unpacks all of it anew.
_SEARCHES = """
    WITH searches AS MATERIALIZED (
        SELECT turn.conversation_id AS chat, turn.created_at AS at, found.*
        FROM conversations_turn turn
        JOIN conversations_conversation chat ON chat.id = turn.conversation_id
        JOIN conversations_toolcall call ON call.turn_id = turn.id,
        LATERAL jsonb_to_record(call.result) AS found(
            criteria jsonb, relaxed text, unknown jsonb, total integer, monthly_payment numeric, refusal jsonb
        )
        WHERE turn.created_at >= %(start)s AND turn.created_at < %(end)s AND NOT chat.channel = ANY(%(trials)s)
          AND call.turn_id BETWEEN %(first)s AND %(last)s  -- says no more, but which part of the calls to read
          AND call.name IN ('search_cars', 'find_affordable_cars') AND call.ok
          AND coalesce(call.args ->> 'offset', '0') = '0'
    )
"""
_SEARCHED = """
    SELECT makes, models, array_agg(chat)
    FROM (SELECT DISTINCT chat, criteria -> 'makes' AS makes, criteria -> 'models' AS models FROM searches) named
    WHERE makes IS NOT NULL OR models IS NOT NULL GROUP BY 1, 2
"""
_SHOWN = """
    SELECT car.make, car.model, count(DISTINCT turn.conversation_id)
    FROM conversations_turn turn
    JOIN conversations_conversation chat ON chat.id = turn.conversation_id,
    LATERAL jsonb_array_elements(turn.plan) part,
    LATERAL jsonb_array_elements(part -> 'ids') shown
    JOIN catalog_car car ON car.stock_id = shown::integer
    WHERE turn.created_at >= %(start)s AND turn.created_at < %(end)s AND NOT chat.channel = ANY(%(trials)s)
      AND part ->> 'part' IN ('cars', 'compare')
    GROUP BY 1, 2
"""
_QUOTED = """
    SELECT car.make, car.model, count(DISTINCT quote.origin)
    FROM financing_quote quote
    JOIN catalog_car car ON car.id = quote.car_id
    JOIN conversations_conversation chat ON quote.origin = %(origin)s || chat.id::text
    WHERE quote.created_at >= %(start)s AND quote.created_at < %(end)s AND NOT chat.channel = ANY(%(trials)s)
    GROUP BY 1, 2
"""
_UNMET = """
    SELECT criteria -> 'makes', criteria -> 'models', criteria ->> 'body', unknown,
           CASE WHEN relaxed IS NOT NULL THEN relaxed
                WHEN monthly_payment IS NOT NULL THEN 'monthly_payment'
                WHEN unknown IS NOT NULL THEN 'unknown' ELSE 'anything' END AS missing,
           count(*), count(DISTINCT chat),
           min(coalesce((criteria ->> 'min_year')::integer, (criteria ->> 'max_year')::integer)),
           max(coalesce((criteria ->> 'max_year')::integer, (criteria ->> 'min_year')::integer)),
           min(coalesce(monthly_payment, (criteria ->> 'max_price')::numeric)),
           max(coalesce(monthly_payment, (criteria ->> 'max_price')::numeric)),
           max(at)
    FROM searches WHERE total = 0 AND refusal IS NULL
    GROUP BY 1, 2, 3, 4, 5 ORDER BY 7 DESC, 6 DESC, 12 DESC LIMIT %(most)s
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


def wanted(period: Period, *, most: int) -> tuple[Wanted, ...]:
    """Return the models that most chats looked for, then those that most were shown and quoted."""
    asked = _asked(period)
    known = set(Car.objects.order_by().values_list("make", "model").distinct())
    chats: dict[tuple[str, str], set[Any]] = {}
    for makes, models, those in _rows(_SEARCHES + _SEARCHED, asked):
        for pair in _pairs(_names(makes), _names(models), known):
            chats.setdefault(pair, set()).update(those)
    shown = {(make, model): count for make, model, count in _rows(_SHOWN, asked)}
    quoted = {(make, model): count for make, model, count in _rows(_QUOTED, asked)}
    found = (
        Wanted(*pair, searched=len(chats.get(pair, ())), shown=shown.get(pair, 0), quoted=quoted.get(pair, 0))
        for pair in {*chats, *shown, *quoted}
    )
    return tuple(sorted(found, key=lambda one: (-one.searched, -one.shown, -one.quoted, one.make, one.model))[:most])


def unmet(period: Period, *, most: int) -> tuple[Unmet, ...]:
    """Return what most chats looked for in vain."""
    known = set(Car.objects.order_by().values_list("make", "model").distinct())
    return tuple(_unmet(row, known) for row in _rows(_SEARCHES + _UNMET, {**_asked(period), "most": most}))


def _unmet(row: tuple[Any, ...], known: Collection[tuple[str, str]]) -> Unmet:
    makes, models, body, unknown, missing, searches, chats, oldest, newest, least, most, last = row
    names = tuple(" ".join(filter(None, pair)) for pair in _pairs(_names(makes), _names(models), known))
    return Unmet(
        names=names or _names(unknown),
        body=body or "",
        missing=missing,
        searches=searches,
        chats=chats,
        years=None if oldest is None else (oldest, newest),
        amounts=None if least is None else (least, most),
        last=last,
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
    turns = Turn.objects.filter(period.holds("created_at")).aggregate(first=Min("pk"), last=Max("pk"))
    trials = [str(it) for it in TRIALS]
    return {"start": period.start, "end": period.end, "trials": trials, "origin": ORIGIN, **turns}


def _rows(sql: str, asked: dict[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, asked)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows
