"""Amounts that a message itself takes back: the 200 of "300 no 200"; what is taken back was said before."""

import re
from decimal import Decimal

from conversations.dialogue import lexer
from conversations.dialogue.lexer import Kind, Tag
from conversations.dialogue.measures import in_thousands
from conversations.dialogue.state import DialogueState

_AMOUNTS = frozenset({Kind.MONEY, Kind.NUMBER})
_TAKING_BACK = re.compile(r"(?: mil)?,? (?:y )?no (?:los |las )?\$?")
_NOT = (["no"], ["y", "no"], ["en", "vez", "de"], ["en", "lugar", "de"])


def split(written: str, tags: tuple[Tag, ...], state: DialogueState) -> tuple[tuple[Tag, ...], frozenset[Tag]]:
    """Return the amounts that stand, and those of them that are said in place of another."""
    said = _remembered(state)
    kept: list[Tag] = []
    instead: set[Tag] = set()
    for tag in tags:
        value = in_thousands(tag) if tag.kind in _AMOUNTS else None
        before = written[kept[-1].end : tag.start] if kept else ""
        if value in said and kept and kept[-1].kind in _AMOUNTS and lexer.words(before) in _NOT:
            instead.add(kept[-1])
            continue
        if value is not None and kept and kept[-1].kind in _AMOUNTS and _TAKING_BACK.fullmatch(before):
            continue  # "son 40 no 50"; "40? no, 50" means the second
        if kept and kept[-1].kind is Kind.MONTHS and tag.kind is Kind.NUMBER and lexer.words(before) in _NOT:
            continue  # "a 4 años, no 6"
        said |= {value} if value is not None else set()
        kept.append(tag)
    return tuple(kept), frozenset(instead)


def _remembered(state: DialogueState) -> set[Decimal]:
    amounts = (state.wish.min_price, state.wish.max_price, state.down_payment, state.monthly, state.stated_price)
    return {amount for amount in amounts if amount is not None}
