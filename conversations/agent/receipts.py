"""Reads stored tool results back into facts, and proves a reply that was sent against them once more."""

import types
from collections.abc import Mapping, Sequence
from dataclasses import MISSING, dataclass, fields, is_dataclass
from datetime import date, datetime, time
from decimal import Decimal
from enum import Enum
from functools import cache
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints
from uuid import UUID

from catalog.criteria import SearchResult
from catalog.spelling import fold
from conversations.agent import checking, reading
from conversations.agent.turn import ToolRecord, Verdict
from conversations.dialogue import lexer
from conversations.dialogue.facts import Budget, Fact, FactValue
from conversations.dialogue.state import DialogueState
from kavakbot.errors import KavakbotError

_KINDS: dict[str, type] = {kind.__name__: kind for kind in get_args(FactValue)}


class UnreadableRecordError(KavakbotError):
    """A stored tool result is of no kind that this version knows."""

    code = "record_unreadable"


@dataclass(frozen=True)
class Proof:
    """How many figures a reply states, and what of it could not be traced."""

    figures: int
    problems: tuple[Verdict, ...]


def prove(text: str, *, records: Sequence[ToolRecord], customer: str) -> Proof:
    """Check a reply against the stored results of its turn and all that the customer had written."""
    facts = [_fact(record) for record in records if record.ok]
    found = checking.problems(text, facts=facts, customer=customer, state=_state(facts))
    return Proof(_figures(text), found)


def _fact(record: ToolRecord) -> Fact:
    return Fact(record.ref, record.name, record.args, value_of(record.result), record.milliseconds)


def value_of(stored: Mapping[str, Any]) -> FactValue:
    """Return the value that a stored result was; raises UnreadableRecordError where that is no longer known."""
    kind = _KINDS.get(str(stored.get("kind")))
    if kind is None:
        raise UnreadableRecordError(f"a tool result of the unknown kind {stored.get('kind')!r}")
    try:
        value: FactValue = _read(kind, dict(stored))
    except (TypeError, ValueError, ArithmeticError, KeyError) as error:
        raise UnreadableRecordError(f"a {kind.__name__} that cannot be read: {error}") from error
    return value


def _state(facts: Sequence[Fact]) -> DialogueState:
    """Return what the guard knew of the page: how far down the list it began."""
    pages = [fact for fact in facts if isinstance(fact.value, SearchResult | Budget)]
    offsets = [fact.args.get("offset", 0) for fact in pages]
    return DialogueState(offset=next((offset for offset in offsets if isinstance(offset, int)), 0))


def _figures(text: str) -> int:
    return sum(len(lexer.tags(line)) for line in fold(reading.plain(text)).split("\n"))


# ── JSON into values ────────────────────────────────────────────────────────────────────────────────────────────


def _read(kind: Any, stored: Any) -> Any:
    """Return the value of a type from its JSON form, in which what was empty is left out."""
    if stored is None or kind is Any:
        return stored
    origin = get_origin(kind)
    if origin in {Union, types.UnionType}:
        return _read(_member(get_args(kind), stored), stored)
    if origin is tuple:
        return _read_tuple(get_args(kind), stored)
    if origin in {Literal, dict}:
        return stored
    if is_dataclass(kind):
        return _read_dataclass(kind, stored)
    return _read_plain(kind, stored)


def _read_plain(kind: Any, stored: Any) -> Any:
    if kind in {date, datetime, time}:
        return kind.fromisoformat(stored)
    if kind in {Decimal, UUID} or issubclass(kind, Enum):
        return kind(stored)
    return stored


def _read_tuple(members: tuple[Any, ...], stored: Sequence[Any]) -> tuple[Any, ...]:
    if len(members) == 2 and members[1] is Ellipsis:
        return tuple(_read(members[0], one) for one in stored)
    return tuple(_read(member, one) for member, one in zip(members, stored, strict=True))


def _read_dataclass(kind: Any, stored: Mapping[str, Any]) -> Any:
    hints = _hints(kind)
    values = {}
    for one in fields(kind):
        if one.name in stored:
            values[one.name] = _read(hints[one.name], stored[one.name])
        elif one.default is MISSING and one.default_factory is MISSING:
            values[one.name] = _empty(hints[one.name])
    return kind(**values)


@cache
def _hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)


def _empty(kind: Any) -> Any:
    """Return what was left out: no value where there may be none, else the empty one."""
    if type(None) in get_args(kind):
        return None
    return "" if kind is str else ({} if get_origin(kind) is dict else ())


def _member(members: tuple[Any, ...], stored: Any) -> Any:
    """Return the member of a union that was stored: of values, the one whose required fields are all there."""
    known = [member for member in members if member is not type(None)]
    shaped = [member for member in known if is_dataclass(member)]
    if not (shaped and isinstance(stored, Mapping)):
        return known[0]
    return max(shaped, key=lambda member: len({one.name for one in fields(member)} & set(stored)))
