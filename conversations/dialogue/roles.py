"""The part each amount plays in a message: a price limit, a down payment, a payment, a term, a year, a distance.

The words beside an amount decide (`cues`), then the question that is open, then what is being talked about.
"""

from collections.abc import Callable
from decimal import Decimal

from conversations.dialogue import asides, lexer, lexicon, measures, purposes, references, repeating
from conversations.dialogue.acts import Act
from conversations.dialogue.cues import Cue, Cues
from conversations.dialogue.lexer import Kind, Tag
from conversations.dialogue.measures import in_thousands, monthly_amount
from conversations.dialogue.plan import Slot
from conversations.dialogue.reading import TERMS, Reading
from conversations.dialogue.state import Part

_NEAR_KM = 999
_CHEAPEST_CAR = 60_000
# "La duster de 211 mil" is the one of 211,999; a round figure is a budget.
_ROUND, _THOUSAND, _SHORT_OF_A_THOUSAND = 5_000, 1_000, 999


def give(reading: Reading) -> None:
    """Give every amount of the message its role: `reading.wish` and `reading.money` are filled in."""
    for tag in reading.tags:
        said = reading.cues(tag)
        _ROLES[Kind.MONEY if _is_no_year(reading, tag, said) else tag.kind](reading, tag, said)
    _add_the_term_before(reading)
    if reading.several_terms:  # a quote over all terms has those that were asked for
        reading.money.pop("months", None)
    if _gives_none(reading):
        reading.money.setdefault("down_payment", Decimal(0))


def _add_the_term_before(reading: Reading) -> None:
    """Take the term quoted before along with the one that is asked for as well: "¿y a 6 cómo quedaría también?"."""
    before, now = reading.state.months, reading.money.get("months")
    if before and now and before != now and lexer.phrases(*lexicon.AS_WELL).search(reading.folded):
        reading.several_terms, reading.terms = True, [before, now]


# ── Money, and figures without a unit ───────────────────────────────────────────────────────────────────────────────


def _is_no_year(reading: Reading, tag: Tag, said: Cues) -> bool:
    """Whether what looks like a year is money: "2000 a la quincena", or "hasta 2000", asked for the budget."""
    budget = said.bound is Cue.AT_MOST and reading.state.pending is Slot.BUDGET
    return tag.kind is Kind.YEAR and (budget or Cue.MONTHLY in said)


def _money_role(reading: Reading, tag: Tag, said: Cues) -> None:
    """Let the first rule that holds say what an amount is for."""
    for holds, role in _RULES:
        if holds(reading, tag, said):
            if role is not None:
                role(reading, tag, said)
            return


def _set_stock(reading: Reading, tag: Tag, said: Cues) -> None:
    reading.money["stock_id"] = int(tag.value)


def _set_km(reading: Reading, tag: Tag, said: Cues) -> None:
    reading.last_part = Part.KM
    if said.part is Cue.KM or said.bound is not None:
        measures.limit(reading, "km", int(in_thousands(tag)), tag, said)
    else:  # "el figo de 26 mil" has about so many
        told = int(in_thousands(tag))
        reading.wish |= {"min_km": told - _NEAR_KM, "max_km": told + _NEAR_KM}


def _set_short_year(reading: Reading, tag: Tag, said: Cues) -> None:
    measures.year(reading, tag, said)


def _set_several(reading: Reading, tag: Tag, said: Cues) -> None:
    reading.several_terms = True
    reading.terms.append(_in_months(tag))


def _set_term(reading: Reading, tag: Tag, said: Cues) -> None:
    reading.set_term(tag, _in_months(tag))


def _in_months(tag: Tag) -> int:
    return int(tag.value) if tag.value in TERMS else int(tag.value) * 12


def _set_monthly(reading: Reading, tag: Tag, said: Cues) -> None:
    reading.last_part = Part.MONTHLY
    around = f"{lexer.last_clause(reading.before(tag))} {lexer.first_clause(reading.folded[tag.end :])}"
    reading.money["monthly"] = measures.by_the_month(monthly_amount(tag), around)


def _set_offer(reading: Reading, tag: Tag, said: Cues) -> None:
    reading.last_part = Part.OFFER
    reading.acts.add(Act.HAGGLE)


def _restate(reading: Reading, tag: Tag, said: Cues) -> None:
    reading.money.pop("down_payment_percent", None)
    reading.paid_down.clear()
    _set_down_payment(reading, tag, said)


def _set_down_payment(reading: Reading, tag: Tag, said: Cues) -> None:
    reading.last_part = Part.DOWN_PAYMENT
    if not repeating.comes_on_top(reading, tag, said):
        reading.set_down_payment(tag, "down_payment", in_thousands(tag))
        return
    before = repeating.on_top_of(reading, tag) or 0
    reading.paid_down = reading.paid_down[:-1]
    reading.set_down_payment(tag, "down_payment", before + in_thousands(tag))


def _set_stated_price(reading: Reading, tag: Tag, said: Cues) -> None:
    car = reading.state.looks_of(*filter(None, [reading.state.focus]))
    if Cue.FINANCED in said and car and car[0].price > in_thousands(tag) > 0:  # the rest of it is paid down
        reading.last_part = Part.DOWN_PAYMENT
        reading.set_down_payment(tag, "down_payment", car[0].price - in_thousands(tag))
        return
    reading.last_part = Part.STATED_PRICE
    reading.money["stated_price"] = in_thousands(tag)


def _set_pointer(reading: Reading, tag: Tag, said: Cues) -> None:
    reading.points_at.append(tag)


def _repeat(reading: Reading, tag: Tag, said: Cues) -> None:
    part = repeating.part(reading, tag)
    if part is not None:
        _AGAIN[part](reading, tag, said)


def _recall(reading: Reading, tag: Tag, said: Cues) -> None:
    part = repeating.exactly(reading.state, tag)
    if part is not None:
        _AGAIN[part](reading, tag, said)


def _set_price(reading: Reading, tag: Tag, said: Cues) -> None:
    beside_another = tag in reading.later or tag in reading.earlier
    if reading.names and beside_another and lexer.phrases(*lexicon.WHY).search(reading.folded):
        return  # "¿por qué uno cuesta 217 y el otro 247?"
    reading.last_part = Part.PRICE
    price = in_thousands(tag)
    if said.bound is None and any(name.model for name in reading.names) and price < _CHEAPEST_CAR:
        return  # "la cx5 2019, ¿qué trae que justifique 35 mil?"
    exact = (
        said.bound is None and any(name.model for name in reading.names) and price % _ROUND and not price % _THOUSAND
    )
    measures.limit(reading, "price", price + _SHORT_OF_A_THOUSAND if exact else price, tag, said)


_Rule = tuple[Callable[[Reading, Tag, Cues], bool], Callable[[Reading, Tag, Cues], None] | None]
_AGAIN = {
    Part.PRICE: _set_price,
    Part.STATED_PRICE: _set_stated_price,
    Part.DOWN_PAYMENT: _set_down_payment,
    Part.MONTHLY: _set_monthly,
    Part.SHARE: measures.percent,
    Part.TERM: _set_term,
}
_RULES: tuple[_Rule, ...] = (
    (asides.is_none_of_ours, None),
    (purposes.is_an_offer, _set_offer),
    (purposes.is_stock_number, _set_stock),
    (purposes.is_km, _set_km),
    (measures.is_short_year, _set_short_year),
    (purposes.is_one_of_several_terms, _set_several),
    (purposes.is_bare_term, _set_term),
    (purposes.is_monthly, _set_monthly),
    (purposes.is_named_as_a_price, _set_offer),
    (purposes.restates, _restate),
    (repeating.recalls, _recall),
    (repeating.comes_on_top, _set_down_payment),
    (purposes.repeats, _repeat),
    (purposes.points, _set_pointer),
    (references.is_the_price_of_one_named, _set_pointer),
    (purposes.is_stated_price, _set_stated_price),
    (purposes.is_down_payment, _set_down_payment),
    (purposes.is_price, _set_price),
)


def _gives_none(reading: Reading) -> bool:
    said = " ".join(lexer.words(reading.folded))
    nothing = not lexer.phrases(*sorted(lexicon.NOTHING, key=len, reverse=True)).sub("", said).strip() and bool(said)
    asked = reading.state.pending is Slot.DOWN_PAYMENT and nothing
    return asked or bool(lexer.phrases(*lexicon.NO_DOWN_PAYMENT).search(reading.folded))


def _no_role(reading: Reading, tag: Tag, said: Cues) -> None:
    """Phone numbers are not amounts."""


_ROLES: dict[Kind, Callable[[Reading, Tag, Cues], None]] = {
    Kind.MONEY: _money_role,
    Kind.NUMBER: _money_role,
    Kind.KM: measures.km,
    Kind.LENGTH: measures.length,
    Kind.YEAR: measures.year,
    Kind.MONTHS: measures.months,
    Kind.PERCENT: measures.percent,
    Kind.RANK: measures.rank,
    Kind.PHONE: _no_role,
}
