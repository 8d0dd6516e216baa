"""Graders of how a chat stands after a reply: who answers it, and what is remembered."""

import re
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from conversations.evaluation.hearing import Heard

_A_PERSON = re.compile(r"\b(?:persona|asesora?|ejecutiv[oa]|equipo|person|advisor|team|agente human[oa])\b")


def hands_over(heard: Heard, expected: bool) -> list[str]:
    """Expect the chat to be a person's now, and the customer to have been told so."""
    complaints = [] if heard.state == "human" else [f"the chat is still with {heard.state}"]
    return complaints + ([] if _A_PERSON.search(heard.folded) else ["does not say that a person will answer"])


def stands(heard: Heard, expected: str) -> list[str]:
    """Expect the chat in this state: bot, human or opted_out."""
    return [] if heard.state == expected else [f"the chat is {heard.state}, not {expected}"]


def is_silent(heard: Heard, expected: bool) -> list[str]:
    """Expect no reply at all."""
    return [f"says {heard.text[:80]!r}"] if heard.text else []


def remembers(heard: Heard, expected: Mapping[str, Any]) -> list[str]:
    """Expect these values in what is remembered; a dot leads into a part of it (`wish.max_price`)."""
    told = {path: _at(heard.memory, path) for path in expected}
    wrong = {path: value for path, value in told.items() if _plain(value) != _plain(expected[path])}
    return [f"remembers {path} as {value!r}, not {expected[path]!r}" for path, value in wrong.items()]


def _at(memory: Any, path: str) -> Any:
    for part in path.split("."):
        memory = memory.get(part) if isinstance(memory, Mapping) else None
    return memory


def _plain(value: Any) -> Any:
    if isinstance(value, list):
        return [_plain(one) for one in value]
    try:
        return value if isinstance(value, bool) else Decimal(str(value))
    except InvalidOperation:
        return value
