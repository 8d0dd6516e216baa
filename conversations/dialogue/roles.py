"""The part each amount plays in a message: a price limit, a down payment, a payment, a term, a year, a distance.

What a unit tells is settled by `measures`; what else an amount is for is learned (`purposes`).
"""

import re
from collections.abc import Callable
from decimal import Decimal

from conversations.dialogue import lexer, lexicon, measures, payments, purposes, repeating, terms
from conversations.dialogue.acts import Act
from conversations.dialogue.cues import Cue, Cues
from conversations.dialogue.lexer import Kind, Tag
from conversations.dialogue.measures import in_thousands, monthly_amount
from conversations.dialogue.plan import Slot
from conversations.dialogue.purposes import Purpose
from conversations.dialogue.reading import TERMS, Reading
from conversations.dialogue.state import Part

_LOWEST_PRICE = 20_000  # of a car
_ROUND, _THOUSAND, _SHORT_OF_A_THOUSAND = 5_000, 1_000, 999
_LONGEST_YEARS = 8
_WHOLE, _MOST_SHARE = 100, 60  # per cent
_MOST_MONTHLY = 60_000
_OF_ONE_CAR = re.compile(
    r"(?<!\w)(?:el|la) (?:que|q) (?:sale|cuesta|vale|esta|anda|anuncian|dice|tienen) (?:en|a|de)? *\$?$"
)
_OF_KM = lexer.phrases(*lexicon.ON_THE_CARD["km"])
_NAMES_A_CAR = frozenset("auto carro coche numero folio id stock el la del al".split())


def give(reading: Reading) -> None:
    """Give every amount of the message its role: `reading.wish` and `reading.money` are filled in."""
    before: Purpose | None = None
    for tag in reading.tags:
        said = reading.cues(tag)
        if tag.kind in _OF_A_KIND and not _is_no_year(reading, tag, said):
            _OF_A_KIND[tag.kind](reading, tag, said)
            before = _PURPOSES.get(tag.kind, Purpose.NOTHING)
        elif not _is_told_by_its_shape(reading, tag, said):
            before = purposes.of(reading, tag, before, _impossible(reading, tag, said))
            _FOR[before](reading, tag, said)
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


def _gives_none(reading: Reading) -> bool:
    said = " ".join(lexer.words(reading.folded))
    nothing = not lexer.phrases(*sorted(lexicon.NOTHING, key=len, reverse=True)).sub("", said).strip() and bool(said)
    asked = reading.state.pending is Slot.DOWN_PAYMENT and nothing
    return asked or bool(lexer.phrases(*lexicon.NO_DOWN_PAYMENT).search(reading.folded))


def _is_no_year(reading: Reading, tag: Tag, said: Cues) -> bool:
    """Whether what looks like a year is money: "2000 a la quincena", or "hasta 2000", asked for the budget."""
    budget = said.bound is Cue.AT_MOST and reading.state.pending is Slot.BUDGET
    named = not lexicon.ARTICLE.isdisjoint(lexer.words(reading.before(tag))[-1:])  # "¿el 2018?"
    return tag.kind is Kind.YEAR and (budget or (Cue.MONTHLY in said and not named))


def _impossible(reading: Reading, tag: Tag, said: Cues) -> frozenset[Purpose]:
    """Return what an amount cannot be for, whatever the words around it; kilometres are no money."""
    if tag.kind is Kind.KM:
        return frozenset(Purpose) - _OF_DISTANCES
    impossible = {purpose for purpose, holds in _IMPOSSIBLE.items() if not holds(reading, tag, said)}
    return frozenset(impossible | (_OF_THE_CAR if _is_paid_in(reading, tag) else set()))


def _is_paid_in(reading: Reading, tag: Tag) -> bool:
    """Whether an amount goes into the plan talked about, and says nothing of the car's price: "¿y si le meto 200?"."""
    return reading.quoting and not lexicon.PAYING_IN.isdisjoint(lexer.words(reading.before(tag))[-1:])


def _may_be_price(reading: Reading, tag: Tag, said: Cues) -> bool:
    return in_thousands(tag) >= _LOWEST_PRICE and not payments.is_saved_up(reading, tag, said)


def _may_be_offer(reading: Reading, tag: Tag, said: Cues) -> bool:
    return in_thousands(tag) >= _LOWEST_PRICE  # "somos 5" offers nothing


def _may_be_down_payment(reading: Reading, tag: Tag, said: Cues) -> bool:
    return not payments.asks_what_it_buys(reading)


def _may_be_term(reading: Reading, tag: Tag, said: Cues) -> bool:
    """Whether it is as long as a term, and anything is spoken of that could be paid over it."""
    spoken_of = reading.quoting or reading.state.shown or reading.names or reading.finances or len(reading.money) > 0
    return bool(spoken_of) and (tag.value in TERMS or tag.value <= _LONGEST_YEARS)


def _may_be_share(reading: Reading, tag: Tag, said: Cues) -> bool:
    return tag.kind is Kind.NUMBER and tag.value < _WHOLE


def _may_be_monthly(reading: Reading, tag: Tag, said: Cues) -> bool:
    return monthly_amount(tag) < _MOST_MONTHLY


def _may_be_nothing(reading: Reading, tag: Tag, said: Cues) -> bool:
    """Whether it may be a wage, say: what is said by the month beside a down payment is paid."""
    return not (Cue.MONTHLY in said.after and Cue.ASIDE not in said and reading.says_a_down_payment)


def _may_be_km(reading: Reading, tag: Tag, said: Cues) -> bool:
    """Whether kilometres are spoken of: a bare limit is one of money."""
    told = tag.kind is Kind.KM or Cue.KM in said or reading.state.last_part is Part.KM
    return told or _OF_KM.search(reading.folded) is not None


def _may_be_driven(reading: Reading, tag: Tag, said: Cues) -> bool:
    """Whether kilometres are spoken of, or a car seen has run so many."""
    return _may_be_km(reading, tag, said) or measures.is_what_it_has_run(reading, in_thousands(tag))


def _may_point(reading: Reading, tag: Tag, said: Cues) -> bool:
    return bool(reading.state.seen or reading.state.shown or reading.names)


_OF_THE_CAR = {Purpose.PRICE, Purpose.STATED_PRICE, Purpose.OFFER, Purpose.POINTER}
_OF_DISTANCES = {Purpose.KM, Purpose.DRIVEN, Purpose.OWN_KM, Purpose.NOTHING}
_IMPOSSIBLE: dict[Purpose, Callable[[Reading, Tag, Cues], bool]] = {
    Purpose.PRICE: _may_be_price,
    Purpose.OFFER: _may_be_offer,
    Purpose.DOWN_PAYMENT: _may_be_down_payment,
    Purpose.TERM: _may_be_term,
    Purpose.SHARE: _may_be_share,
    Purpose.MONTHLY: _may_be_monthly,
    Purpose.KM: _may_be_km,
    Purpose.DRIVEN: _may_be_driven,
    Purpose.POINTER: _may_point,
    Purpose.NOTHING: _may_be_nothing,
}


# ── Money, and figures whose unit does not tell their purpose ───────────────────────────────────────────────────────


def _is_told_by_its_shape(reading: Reading, tag: Tag, said: Cues) -> bool:
    """Take a stock number, a term, the two figures of a year, and what was said before for what it is."""
    if _is_stock_number(reading, tag):
        reading.money["stock_id"] = int(tag.value)
    elif terms.is_one_of_two(reading, tag, said):
        _set_term(reading, tag, said)
    elif in_thousands(tag) >= _LOWEST_PRICE and terms.is_paid_down_before_one(reading, tag, said):
        _set_down_payment(reading, tag, said)
    elif terms.is_end_of_a_price_range(reading, tag, said) or _is_price_of_one(reading, tag):
        _set_price(reading, tag, said)
    elif measures.is_short_year(reading, tag, said):
        measures.year(reading, tag, said)
    elif measures.is_said_of_elsewhere(reading, tag) or measures.is_ones_age(reading, tag, said):
        pass  # "en otro lote me lo dan en 240 con 60 mil km"
    elif repeating.recalls(reading, tag, said):
        _AGAIN[repeating.exactly(reading.state, tag)](reading, tag, said)
    else:
        return False
    return True


def _is_stock_number(reading: Reading, tag: Tag) -> bool:
    """Whether "el auto 173312" names a car: six figures that no price ends in."""
    called = lexer.words(reading.before(tag))[-1:]
    named = bool(called) and called[0] in _NAMES_A_CAR
    return named and 100_000 <= tag.value < 10_000_000 and tag.value % 1000 not in {0, 999}


def _set_price(reading: Reading, tag: Tag, said: Cues) -> None:
    other = said.bound is None and not (reading.names or reading.any_kind)
    if other and reading.state.stated_price is not None and reading.state.focus is None:
        _set_stated_price(reading, tag, said)  # "mejor de 250", once one of 300 was spoken of
        return
    reading.last_part = Part.PRICE
    one = any(name.model for name in reading.names) and _is_no_round_price(tag)
    told = said.bound is None and (one or _is_price_of_one(reading, tag))
    measures.limit(reading, "price", in_thousands(tag) + (_SHORT_OF_A_THOUSAND if told else 0), tag, said)


def _is_price_of_one(reading: Reading, tag: Tag) -> bool:
    """Whether it is what one car costs that was seen elsewhere: "el que sale en 138 mil"."""
    told = _OF_ONE_CAR.search(reading.before(tag)) is not None and not reading.state.seen
    return told and in_thousands(tag) >= _LOWEST_PRICE and _is_no_round_price(tag)


def _is_no_round_price(tag: Tag) -> bool:
    """Whether an amount tells what one car costs: "la duster de 211 mil" is the one of 211,999."""
    return in_thousands(tag) % _ROUND != 0 and in_thousands(tag) % _THOUSAND == 0


def _set_stated_price(reading: Reading, tag: Tag, said: Cues) -> None:
    if not (reading.finances or reading.has_term or reading.state.stated_price is not None):
        _set_price(reading, tag, said)  # "un carro de 250" is looked for
        return
    reading.last_part = Part.STATED_PRICE
    reading.money["stated_price"] = in_thousands(tag)


def _set_financed(reading: Reading, tag: Tag, said: Cues) -> None:
    """What is to be borrowed: the rest of the car talked about is paid down, and without one it is a price."""
    car = reading.state.in_focus
    if car is None or not car.price > in_thousands(tag) > 0:
        _set_stated_price(reading, tag, said)
        return
    reading.last_part = Part.DOWN_PAYMENT
    reading.set_down_payment(tag, "down_payment", car.price - in_thousands(tag))


def _set_down_payment_or_share(reading: Reading, tag: Tag, said: Cues) -> None:
    """What is paid down: per cent where these were spoken of last and it is a share that anybody pays."""
    share = reading.state.last_part is Part.SHARE and tag.kind is Kind.NUMBER and tag.value <= _MOST_SHARE
    (measures.percent if share else _set_down_payment)(reading, tag, said)  # "¿y con 30?" after 20 per cent


def _set_down_payment(reading: Reading, tag: Tag, said: Cues) -> None:
    if repeating.comes_on_top(reading, tag, said):
        _set_on_top(reading, tag, said)
        return
    reading.last_part = Part.DOWN_PAYMENT
    reading.money.pop("down_payment_percent", None)  # "1/3 de enganche? como 115 mil"
    reading.set_down_payment(tag, "down_payment", in_thousands(tag))


def _set_on_top(reading: Reading, tag: Tag, said: Cues) -> None:
    """What is paid down besides the down payment said just before, or else the remembered one."""
    before = repeating.on_top_of(reading, tag) or 0
    reading.last_part = Part.DOWN_PAYMENT
    reading.paid_down = reading.paid_down[:-1]
    reading.set_down_payment(tag, "down_payment", before + in_thousands(tag))


def _set_monthly(reading: Reading, tag: Tag, said: Cues) -> None:
    reading.last_part = Part.MONTHLY
    around = f"{lexer.last_clause(reading.before(tag))} {lexer.first_clause(reading.folded[tag.end :])}"
    reading.money["monthly"] = measures.by_the_month(monthly_amount(tag), around)


def _set_term(reading: Reading, tag: Tag, said: Cues) -> None:
    reading.set_term(tag, int(tag.value) if tag.value in TERMS else int(tag.value) * 12)


def _set_offer(reading: Reading, tag: Tag, said: Cues) -> None:
    reading.last_part = Part.OFFER
    reading.acts.add(Act.HAGGLE)


def _point(reading: Reading, tag: Tag, said: Cues) -> None:
    """The price of a car picks one that was seen, or else limits those of its name."""
    if reading.state.seen or reading.state.shown:
        reading.points_at.append(tag)
    elif _is_no_round_price(tag):
        _set_price(reading, tag, said)


def _point_by_km(reading: Reading, tag: Tag, said: Cues) -> None:
    """The kilometres of one of several cars pick it; those of the one talked about are only told again."""
    if reading.state.focus is None:
        reading.points_at.append(tag)


def _set_km(reading: Reading, tag: Tag, said: Cues) -> None:
    reading.last_part = Part.KM
    measures.limit(reading, "km", int(in_thousands(tag)), tag, said)


def _set_own_value(reading: Reading, tag: Tag, said: Cues) -> None:
    """What their car may bring is paid down, where a plan is asked for."""
    if reading.finances or reading.quoting:
        _set_down_payment(reading, tag, said)


def _leave(reading: Reading, tag: Tag, said: Cues) -> None:
    """A wage, a phone number, an hour: nothing of ours."""


_Role = Callable[[Reading, Tag, Cues], None]
_FOR: dict[Purpose, _Role] = {
    Purpose.PRICE: _set_price,
    Purpose.STATED_PRICE: _set_stated_price,
    Purpose.FINANCED: _set_financed,
    Purpose.DOWN_PAYMENT: _set_down_payment_or_share,
    Purpose.ON_TOP: _set_on_top,
    Purpose.SHARE: measures.percent,
    Purpose.MONTHLY: _set_monthly,
    Purpose.TERM: _set_term,
    Purpose.OFFER: _set_offer,
    Purpose.POINTER: _point,
    Purpose.DRIVEN: _point_by_km,
    Purpose.KM: _set_km,
    Purpose.OWN_KM: _leave,
    Purpose.OWN_VALUE: _set_own_value,
    Purpose.NOTHING: _leave,
}


_AGAIN: dict[Part | None, _Role] = {Part.MONTHLY: _set_monthly, Part.DOWN_PAYMENT: _set_down_payment}
_PURPOSES = {Kind.MONTHS: Purpose.TERM, Kind.PERCENT: Purpose.SHARE}
_OF_A_KIND: dict[Kind, _Role] = {
    Kind.LENGTH: measures.length,
    Kind.YEAR: measures.year,
    Kind.MONTHS: measures.months,
    Kind.PERCENT: measures.percent,
    Kind.RANK: measures.rank,
    Kind.PHONE: _leave,
}
