"""The part each amount plays in a message: a price limit, a down payment, a payment, a term, a year, a distance.

The words beside an amount decide (`cues`), then the question that is open, then what is being talked about.
"""

from collections.abc import Callable
from decimal import Decimal

from conversations.dialogue import lexer, lexicon, measures, offers, repeating
from conversations.dialogue.acts import Act
from conversations.dialogue.cues import Cue, Cues
from conversations.dialogue.lexer import Kind, Tag
from conversations.dialogue.measures import TERMS, in_thousands, monthly_amount
from conversations.dialogue.plan import Slot
from conversations.dialogue.reading import Reading
from conversations.dialogue.state import Part

# Asked for the down payment, "2" is still the second of the list and not two thousand pesos.
_SMALLEST_ANSWER = 10
_SMALLEST_PRICE = 50  # thousands, said without a unit and with no word that makes it a limit
# No car costs less; what is said of less is a payment.
_LOWEST_PRICE = 20_000
_THAT_IS = ("o sea", "osea", "es decir", "son", "serian")
_LONGEST_YEARS = 8
_MOST_TERMS = 8  # that anybody asks for at once


def give(reading: Reading) -> None:
    """Give every amount of the message its role: `reading.wish` and `reading.money` are filled in."""
    for tag in reading.tags:
        said = reading.cues(tag)
        # Asked for the budget, "hasta 2000" is no year.
        a_year = tag.kind is not Kind.YEAR or said.bound is not Cue.AT_MOST or reading.state.pending is not Slot.BUDGET
        _ROLES[tag.kind if a_year else Kind.MONEY](reading, tag, said)
    if reading.several_terms:  # a quote over all terms has those that were asked for
        reading.money.pop("months", None)
    if _gives_none(reading):
        reading.money.setdefault("down_payment", Decimal(0))


# ── Money, and figures without a unit ───────────────────────────────────────────────────────────────────────────────


def _money_role(reading: Reading, tag: Tag, said: Cues) -> None:
    """Let the first rule that holds say what an amount is for."""
    for holds, role in _RULES:
        if holds(reading, tag, said):
            if role is not None:
                role(reading, tag, said)
            return


def _is_none_of_ours(reading: Reading, tag: Tag, said: Cues) -> bool:
    return said.part in {Cue.ASIDE, Cue.RATE} or tag.value in reading.state.shown


def _is_an_offer(reading: Reading, tag: Tag, said: Cues) -> bool:
    """Whether an amount is what a haggler would rather pay: no limit of what they look for, and no down payment."""
    return Act.HAGGLE in reading.acts and not (said.bound or reading.has_term or Act.FINANCE in reading.acts)


def _is_stock_number(reading: Reading, tag: Tag, said: Cues) -> bool:
    """Whether "el auto 173312" names a car: six figures that no price ends in."""
    named = lexer.words(reading.before(tag))[-1:]
    called = named and named[0] in {"auto", "carro", "coche", "numero", "folio", "id", "stock"}
    return bool(called) and 100_000 <= tag.value < 10_000_000 and tag.value % 1000 not in {0, 999}


def _is_km(reading: Reading, tag: Tag, said: Cues) -> bool:
    return said.part is Cue.KM


def _is_one_of_several_terms(reading: Reading, tag: Tag, said: Cues) -> bool:
    """Whether a bare figure is a term of a list that ends in one with its unit: the 3 of "a 3, 4 y 5 años"."""
    for _ in range(_MOST_TERMS):
        later = reading.later.get(tag)
        if tag.kind is not Kind.NUMBER or not _may_be_a_term(tag) or later is None:
            return False
        if reading.folded[tag.end : later.start].strip(" ,") not in {"", "y", "o", "u", "e", "ni"}:
            return False
        if later.kind is Kind.MONTHS:
            return True
        tag = later
    return False


def _is_bare_term(reading: Reading, tag: Tag, said: Cues) -> bool:
    """Whether a figure without a unit is a term: "80 mil a 60" or "y a 3?", said while a quote is talked about."""
    over = tag.kind is Kind.NUMBER and said.nearest is Cue.OVER and said.part is None
    return over and _may_be_a_term(tag) and (reading.quoting or reading.finances)


def _may_be_a_term(tag: Tag) -> bool:
    return 1 <= tag.value <= _LONGEST_YEARS or tag.value in TERMS


def _is_monthly(reading: Reading, tag: Tag, said: Cues) -> bool:
    """Whether an amount is what can be paid a month: "5 mil al mes", "¿en cuántos años para pagar menos de 5?"."""
    if said.part is Cue.MONTHLY:
        return True
    if said.part is not None or Cue.PAY not in said:
        aimed = reading.state.monthly is not None and tag.kind is Kind.MONEY and tag.value < _LOWEST_PRICE
        return aimed and said.part is None and said.bound is Cue.AT_MOST  # "que no pase de 5,500"
    return Act.FIND_TERM in reading.acts or (tag.kind is Kind.MONEY and tag.value < _LOWEST_PRICE)


def _repeats(reading: Reading, tag: Tag, said: Cues) -> bool:
    """Whether an amount stands for the one before it: "no, perdón, 80", "mejor 60", "y 120?" after the same of 60."""
    if said.part is not None or _points(reading, tag, said) or tag.value < _SMALLEST_ANSWER:
        return False
    if reading.names_before(tag):
        return False
    corrects = reading.corrects(tag)
    goes_on = reading.last_part is None and lexer.words(reading.folded)[:1] == ["y"] and said.bound is None
    part = repeating.part(reading, tag) if corrects or goes_on else None
    paid_with = Cue.WITH in said and part in {Part.PRICE, Part.STATED_PRICE}  # "y con 100 mil?" is no other price
    return part in _AGAIN and not paid_with


def _restates(reading: Reading, tag: Tag, said: Cues) -> bool:
    """Whether an amount says in pesos what was a share just before: "1/3 de enganche? como 115 mil"."""
    shared = reading.last_part in {Part.SHARE, Part.DOWN_PAYMENT} and said.part is None
    return shared and (said.bound is Cue.ABOUT or reading.before(tag).rstrip().endswith(_THAT_IS))


def _is_down_payment(reading: Reading, tag: Tag, said: Cues) -> bool:
    if said.part is Cue.OFFER:
        return reading.quoting or reading.finances
    if said.part is not None:
        return said.part is Cue.DOWN_PAYMENT
    if said.bound in {Cue.AT_MOST, Cue.AT_LEAST, Cue.BETWEEN} or reading.closes_a_range(tag):
        return _is_well_below_the_price(reading, tag)
    if tag.value == 0:
        return reading.state.pending is Slot.DOWN_PAYMENT
    if _answers_the_question(reading, tag) and not reading.names and tag.value >= _SMALLEST_ANSWER:
        return True
    of = said.nearest is Cue.OF
    if reading.has_term and not of:
        return True
    about_a_car = bool(reading.quoting or reading.state.shown)
    if Cue.WITH in said or Cue.HAVE in said:
        return _is_there_to_pay_down(reading, said, about_a_car=about_a_car)
    return Act.FINANCE in reading.acts and about_a_car and not reading.names and not of


def _is_there_to_pay_down(reading: Reading, said: Cues, *, about_a_car: bool) -> bool:
    """Whether what the customer has is for the down payment: "tengo 60 mil", "7 mil al mes con 100 mil"."""
    of_one = about_a_car or bool(reading.names) or "stated_price" in reading.money
    beside_a_payment = "monthly" in reading.money
    return beside_a_payment or (Act.FINANCE in reading.acts and of_one) or (reading.quoting and Cue.WITH in said)


def _is_well_below_the_price(reading: Reading, tag: Tag) -> bool:
    """Whether a limit is one of the down payment asked for: "máximo 50 mil" of a car of 250 mil is, "hasta 200" not."""
    asked = reading.state.pending is Slot.DOWN_PAYMENT and not reading.names
    return asked and offers.is_within(reading, tag, offers.MOST_PAID_DOWN)


def _answers_the_question(reading: Reading, tag: Tag) -> bool:
    """Whether a down payment is what was asked for, or, after a quote, what a bare amount changes."""
    quoted = reading.state.focus is not None and reading.state.down_payment is not None
    return reading.state.pending is Slot.DOWN_PAYMENT or (quoted and tag.kind is Kind.MONEY)


def _points(reading: Reading, tag: Tag, said: Cues) -> bool:
    """Whether an amount picks one of the cars shown: "el de 247,999"."""
    return said.part is Cue.POINT and bool(reading.state.seen or reading.state.shown)


def _is_stated_price(reading: Reading, tag: Tag, said: Cues) -> bool:
    if said.bound in {Cue.AT_MOST, Cue.AT_LEAST, Cue.BETWEEN} or reading.names:
        return False
    if Cue.FINANCED in said or (said.part is Cue.PRICED and (reading.finances or reading.has_term)):
        return True
    of = said.part in {None, Cue.WHOLE} and (Cue.OF in said or Cue.WHOLE in said)
    instead = reading.state.stated_price is not None and reading.state.focus is None
    return of and (Act.FINANCE in reading.acts or reading.has_term or instead)


def _is_price(reading: Reading, tag: Tag, said: Cues) -> bool:
    if said.bound is not None or said.part in {Cue.PRICE, Cue.PRICED} or reading.closes_a_range(tag):
        return tag.value >= _SMALLEST_ANSWER
    if in_thousands(tag) < _LOWEST_PRICE:
        return False
    if tag.kind is Kind.MONEY:
        return True
    if reading.state.pending in {Slot.BUDGET, Slot.WISH}:
        return tag.value >= (_SMALLEST_ANSWER if reading.state.pending is Slot.BUDGET else _SMALLEST_PRICE)
    spoken_of = {Cue.WHOLE, Cue.OF, Cue.WITH, Cue.HAVE}
    return tag.value >= _SMALLEST_PRICE and any(cue in said for cue in spoken_of)


def _set_stock(reading: Reading, tag: Tag, said: Cues) -> None:
    reading.money["stock_id"] = int(tag.value)


def _set_km(reading: Reading, tag: Tag, said: Cues) -> None:
    reading.last_part = Part.KM
    measures.limit(reading, "km", int(in_thousands(tag)), tag, said)


def _set_short_year(reading: Reading, tag: Tag, said: Cues) -> None:
    measures.year(reading, tag, said)


def _set_several(reading: Reading, tag: Tag, said: Cues) -> None:
    reading.several_terms = True


def _set_term(reading: Reading, tag: Tag, said: Cues) -> None:
    reading.last_part = Part.TERM
    reading.money["months"] = int(tag.value) if tag.value in TERMS else int(tag.value) * 12


def _set_monthly(reading: Reading, tag: Tag, said: Cues) -> None:
    reading.last_part = Part.MONTHLY
    reading.money["monthly"] = monthly_amount(tag)


def _set_offer(reading: Reading, tag: Tag, said: Cues) -> None:
    reading.last_part = Part.OFFER
    reading.acts.add(Act.HAGGLE)


def _restate(reading: Reading, tag: Tag, said: Cues) -> None:
    reading.money.pop("down_payment_percent", None)
    _set_down_payment(reading, tag, said)


def _set_down_payment(reading: Reading, tag: Tag, said: Cues) -> None:
    reading.last_part = Part.DOWN_PAYMENT
    reading.money["down_payment"] = in_thousands(tag)


def _set_stated_price(reading: Reading, tag: Tag, said: Cues) -> None:
    reading.last_part = Part.STATED_PRICE
    reading.money["stated_price"] = in_thousands(tag)


def _set_pointer(reading: Reading, tag: Tag, said: Cues) -> None:
    reading.points_at.append(tag)


def _repeat(reading: Reading, tag: Tag, said: Cues) -> None:
    part = repeating.part(reading, tag)
    if part is not None:
        _AGAIN[part](reading, tag, said)


def _set_price(reading: Reading, tag: Tag, said: Cues) -> None:
    reading.last_part = Part.PRICE
    measures.limit(reading, "price", in_thousands(tag), tag, said)


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
    (_is_none_of_ours, None),
    (_is_an_offer, _set_offer),
    (_is_stock_number, _set_stock),
    (_is_km, _set_km),
    (measures.is_short_year, _set_short_year),
    (_is_one_of_several_terms, _set_several),
    (_is_bare_term, _set_term),
    (_is_monthly, _set_monthly),
    (offers.is_offer, _set_offer),
    (_restates, _restate),
    (_repeats, _repeat),
    (_points, _set_pointer),
    (_is_stated_price, _set_stated_price),
    (_is_down_payment, _set_down_payment),
    (_is_price, _set_price),
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
