"""Which of the amounts said before a bare one stands for: "no, perdón, 80", "mejor 7 mil", "y 120?"."""

import re
from decimal import Decimal

from conversations.dialogue import lexer, lexicon
from conversations.dialogue.cues import Cue, Cues
from conversations.dialogue.lexer import Kind, Tag
from conversations.dialogue.measures import in_thousands, monthly_amount
from conversations.dialogue.reading import TERMS, Reading
from conversations.dialogue.state import DialogueState, Part

# It is of the size of what it stands for: the latest amount, or else the remembered one that it is nearest to.
_OF_ITS_SIZE = Decimal(3)
_PLUS = re.compile(r"\+\s*(?:los|las|mis|unos|otros)?$")


def part(reading: Reading, tag: Tag) -> Part | None:
    """Return what the amount is for, or None when nothing remembered is like it."""
    if reading.last_part is not None and _may_be(reading.last_part, tag):
        return reading.last_part
    apart = {one: _apart(_as(one, tag), before) for one, before in _remembered(reading).items() if _may_be(one, tag)}
    alike = {one: times for one, times in apart.items() if times <= _OF_ITS_SIZE}
    if reading.state.last_part in alike:
        return reading.state.last_part
    return min(alike, key=lambda one: alike[one]) if alike else None


def exactly(state: DialogueState, tag: Tag) -> Part | None:
    """Return what an amount that was said before is for: the 4 mil of "¿ese sí me queda en los 4 mil?"."""
    said = {
        Part.MONTHLY: (state.monthly, monthly_amount(tag)),
        Part.DOWN_PAYMENT: (state.down_payment, in_thousands(tag)),
    }
    return next((one for one, (before, value) in said.items() if before == value != 0), None)


def recalls(reading: Reading, tag: Tag, said: Cues) -> bool:
    """Whether an amount is one that was said before, and nothing gives it another part: "¿me queda en los 4 mil?"."""
    same = lexer.words(reading.before(tag))[-1:] in (["mismos"], ["mismas"])  # "con los mismos 60"
    of_money = tag.kind is Kind.MONEY or (tag.kind is Kind.NUMBER and same)
    paid = of_money and said.part is None and (reading.quoting or reading.state.monthly is not None)
    return paid and (same or not reading.names_before(tag)) and exactly(reading.state, tag) is not None


def comes_on_top(reading: Reading, tag: Tag, said: Cues) -> bool:
    """Whether an amount is paid down besides the one before: "¿y si doy otros 20?", "con 15 más"."""
    if said.part not in {None, Cue.DOWN_PAYMENT, Cue.OFFER, Cue.PRICE} or on_top_of(reading, tag) is None:
        return False
    before = " ".join(lexer.words(lexer.last_clause(reading.before(tag))))
    after = " ".join(lexer.words(reading.folded[tag.end :]))
    own = lexicon.ADDING["beside"] if reading.paid_down else ()  # "60 por el mío y yo pongo 40"
    added = (*lexicon.ADDING["after"], *(lexicon.ADDING["theirs"] if reading.paid_down else ()))
    behind = any(after == phrase or after.startswith(f"{phrase} ") for phrase in added)
    ahead = any(before == phrase or before.endswith(f" {phrase}") for phrase in (*lexicon.ADDING["before"], *own))
    ahead = ahead or _PLUS.search(reading.before(tag)) is not None  # "130 + los 120 que tengo"
    return ahead or (behind and not after.startswith("mas o menos"))


def on_top_of(reading: Reading, tag: Tag) -> Decimal | None:
    """Return the down payment that another is added to: the one said just before it, or else the remembered one.

    With "o" between the two, or "y si", they are one or the other.
    """
    if reading.paid_down:
        part, value = reading.paid_down[-1]
        either = lexer.phrases(*lexicon.EITHER).search(reading.before(tag))
        return value if part == "down_payment" and not either else None
    return reading.state.down_payment


def _remembered(reading: Reading) -> dict[Part, Decimal]:
    state = reading.state
    said = {
        Part.DOWN_PAYMENT: state.down_payment,
        Part.SHARE: state.down_payment_percent,
        Part.MONTHLY: state.monthly,
        Part.STATED_PRICE: state.stated_price,
        Part.PRICE: state.wish.max_price,
        Part.TERM: Decimal(state.months) if state.months and state.last_part is Part.TERM else None,
    }
    return {one: value for one, value in said.items() if value}


def _may_be(one: Part, tag: Tag) -> bool:
    bare = tag.kind is Kind.NUMBER
    if one is Part.SHARE:
        return bare and tag.value < 100
    return bare and tag.value in TERMS if one is Part.TERM else True


def _as(one: Part, tag: Tag) -> Decimal:
    if one in {Part.SHARE, Part.TERM}:
        return tag.value
    return monthly_amount(tag) if one is Part.MONTHLY else in_thousands(tag)


def _apart(value: Decimal, before: Decimal) -> Decimal:
    """Return how many times one of the two the other is."""
    return max(value, before) / max(min(value, before), Decimal(1))
