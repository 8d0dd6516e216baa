"""All tools by name, how one is run, and how a result reads to a model, to staff and to an integrator."""

import datetime
import math
import time
from dataclasses import asdict, fields, is_dataclass, replace
from decimal import Decimal
from enum import Enum
from typing import Any
from uuid import UUID

from catalog.criteria import CarMatch
from conversations.agent import untrusted
from conversations.agent.brains import ToolRequest
from conversations.agent.tools import (
    Tool,
    ToolContext,
    book_test_drive,
    calculate_financing,
    cancel_test_drive,
    compare_cars,
    find_affordable_cars,
    find_branches,
    find_down_payment,
    get_car_details,
    get_quote_document,
    hand_over_to_person,
    offer_trade_in,
    remember_customer,
    search_cars,
    search_knowledge_base,
)
from conversations.dialogue.facts import Fact, FactValue, Misuse
from kavakbot import tracing

TOOLS: dict[str, Tool[Any]] = {
    module.TOOL.name: module.TOOL
    for module in (
        *(search_cars, get_car_details, compare_cars, calculate_financing, find_affordable_cars, find_down_payment),
        *(get_quote_document, find_branches, search_knowledge_base, book_test_drive, cancel_test_drive),
        *(offer_trade_in, remember_customer, hand_over_to_person),
    )
}


def run(request: ToolRequest, context: ToolContext) -> Fact:
    """Run one call and time it; an unknown tool is answered like any other wrong call."""
    started = time.perf_counter()
    tool = TOOLS.get(request.name)
    value: FactValue
    if tool is None:
        value = Misuse(f"there is no tool {request.name}; there are {', '.join(TOOLS)}")
    else:
        with tracing.span(tool.name):
            value = _without_orders(tool.call(request.args, context))
    elapsed = (time.perf_counter() - started) * 1000
    return Fact(ref=request.ref, tool=request.name, args=request.args, value=value, milliseconds=round(elapsed, 1))


def _without_orders(value: Any) -> Any:
    """Return a result of which no car's version says what to say to a customer; nothing else of it changes."""
    if isinstance(value, CarMatch):
        version = untrusted.name_before_orders(value.version)
        return value if version == value.version else replace(value, version=version)
    if isinstance(value, tuple):
        return tuple(map(_without_orders, value))
    if not is_dataclass(value) or isinstance(value, type):
        return value
    changed = {one.name: _without_orders(getattr(value, one.name)) for one in fields(value) if one.init}
    return replace(value, **changed)


def as_json(value: Any) -> Any:
    """Return a result as JSON values: money as strings, what nobody stated left out."""
    if hasattr(value, "__dataclass_fields__"):
        return {"kind": type(value).__name__, **as_json(asdict(value))}
    if isinstance(value, dict):
        return {storable(str(name)): as_json(inner) for name, inner in value.items() if inner not in (None, (), [], {})}
    if isinstance(value, list | tuple | set | frozenset):
        return [as_json(inner) for inner in value]
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, datetime.date | datetime.time):
        return value.isoformat()
    if isinstance(value, Decimal | UUID) or (isinstance(value, float) and not math.isfinite(value)):
        return str(value)
    return storable(value) if isinstance(value, str) else value


def storable(text: str) -> str:
    """Drop what PostgreSQL cannot store; a model may write NUL and lone surrogates."""
    return text.replace("\x00", "").encode("utf-8", "ignore").decode("utf-8")
