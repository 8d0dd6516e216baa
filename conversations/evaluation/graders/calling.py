"""Graders of the tools that were called for a reply."""

from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from conversations.evaluation.hearing import Heard, fold


def calls(heard: Heard, expected: Mapping[str, Mapping[str, Any]]) -> list[str]:
    """Expect each of these tools to have been called well, with at least these arguments."""
    complaints = []
    for name, wanted in expected.items():
        made = [call for call in heard.calls if call.name == name and call.ok]
        if not any(_has(call.args, wanted or {}) for call in made):
            told = "; ".join(str(dict(call.args)) for call in made) or "not at all"
            complaints.append(f"{name} was not called with {dict(wanted or {})} but {told}")
    return complaints


def does_not_call(heard: Heard, expected: Sequence[str]) -> list[str]:
    """Expect none of these tools to have been called."""
    return [f"{call.name} was called" for call in heard.calls if call.name in expected]


def _has(args: Mapping[str, Any], wanted: Mapping[str, Any]) -> bool:
    return all(_same(args.get(name), value) for name, value in wanted.items())


def _same(told: Any, wanted: Any) -> bool:
    """Compare JSON values: lists as sets, figures as figures, words without case and accents."""
    if isinstance(wanted, list):
        return isinstance(told, list) and {_plain(one) for one in told} == {_plain(one) for one in wanted}
    return bool(_plain(told) == _plain(wanted))


def _plain(value: Any) -> Any:
    if isinstance(value, bool) or value is None:
        return value
    try:
        return Decimal(str(value))
    except InvalidOperation:
        return fold(str(value))
