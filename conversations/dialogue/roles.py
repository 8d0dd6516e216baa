"""The part each amount plays in a message: a price limit, a down payment, a payment, a term, a year, a distance."""

from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from itertools import pairwise
from typing import Any

from catalog.spelling import Mention
from conversations.dialogue import lexer, lexicon
from conversations.dialogue.acts import Act
from conversations.dialogue.lexer import Kind, Tag
from conversations.dialogue.plan import Slot
from conversations.dialogue.state import DialogueState

_CONTEXT = 28
# Asked for the down payment, "2" is still the second of the list and not two thousand pesos.
_SMALLEST_ANSWER = 10
_PRICE_CUES = (*lexicon.AT_MOST, *lexicon.AT_LEAST, "entre", "precio", "precio de")
# No car costs less; what is said of less is a payment.
_LOWEST_PRICE = 20_000
_TERMS = {12, 24, 36, 48, 60, 72, 84}
_LONGEST_YEARS = 8


@dataclass
class Reading:
    """The message while its amounts are being given roles."""

    folded: str
    state: DialogueState
    acts: set[Act]
    names: tuple[Mention, ...]
    tags: tuple[Tag, ...]
    wish: dict[str, Any] = field(default_factory=dict)
    money: dict[str, Any] = field(default_factory=dict)
    several_terms: bool = False

    @cached_property
    def earlier(self) -> dict[Tag, Tag]:
        """Each amount's neighbour before it."""
        return {later: earlier for earlier, later in pairwise(self.tags)}

    @cached_property
    def has_term(self) -> bool:
        """Whether a term is named anywhere: "80 mil a 36 meses"."""
        return any(tag.kind is Kind.MONTHS for tag in self.tags)

    def before(self, tag: Tag) -> str:
        return self.folded[max(0, tag.start - _CONTEXT) : tag.start].rstrip(" $")

    def after(self, tag: Tag) -> str:
        return self.folded[tag.end : tag.end + _CONTEXT].strip(" ,.?¿")


def give(reading: Reading) -> None:
    """Give every amount of the message its role: `reading.wish` and `reading.money` are filled in."""
    for tag in reading.tags:
        _ROLES[tag.kind](reading, tag)
    if reading.several_terms:  # a quote over all terms has those that were asked for
        reading.money.pop("months", None)
    if _gives_none(reading):
        reading.money.setdefault("down_payment", Decimal(0))


def _money_role(reading: Reading, tag: Tag) -> None:
    """Decide what an amount of money is for, by the words around it, then by what was asked or talked about."""
    if tag.value in reading.state.shown:
        return  # the stock number of a car on the list
    before, after = reading.before(tag), reading.after(tag)
    value = in_thousands(tag)
    if _is_stock_number(tag, before):
        reading.money["stock_id"] = int(tag.value)
        return
    if _is_term(reading, tag, before):
        return
    if _is_monthly(reading, tag, before, after):
        reading.money["monthly"] = monthly_amount(tag)
    elif _is_down_payment(reading, tag, before, after):
        reading.money["down_payment"] = value
    elif tag.kind is Kind.NUMBER and not _has_price_cue(reading, tag, before):
        return
    elif _is_stated_price(reading, before):
        reading.money["stated_price"] = value
    else:
        _price_limit(reading, tag, before, value)


def _is_one_of_several_terms(reading: Reading, tag: Tag) -> bool:
    """Whether a bare figure is a term of a list that ends in one with its unit: the 3 of "a 3, 4 y 5 años"."""
    if tag.kind is not Kind.NUMBER or not (1 <= tag.value <= _LONGEST_YEARS or tag.value in _TERMS):
        return False
    later = next((other for other in reading.tags if other.start >= tag.end), None)
    if later is None or reading.folded[tag.end : later.start].strip(" ,") not in {"", "y", "o", "u", "e", "ni"}:
        return False
    return later.kind is Kind.MONTHS or _is_one_of_several_terms(reading, later)


def _is_monthly(reading: Reading, tag: Tag, before: str, after: str) -> bool:
    """Whether an amount is what can be paid a month: "5 mil al mes", "¿en cuántos años para pagar menos de 5?"."""
    if _starts(after, lexicon.MONTHLY) or lexer.phrases(*lexicon.MONTHLY).search(after[:12]):
        return True
    if _ends(before, lexicon.MONTHLY_CUES):
        return True
    if reading.state.monthly is not None and tag.kind is Kind.MONEY and tag.value < _LOWEST_PRICE:
        return _ends(before, lexicon.AT_MOST)  # "que no pase de 5,500"
    return Act.FIND_TERM in reading.acts and bool(lexer.phrases("pagar", "pagando", "pague").search(before))


def _is_stock_number(tag: Tag, before: str) -> bool:
    """Whether "el auto 173312" names a car: six figures that no price ends in."""
    named = _ends(before, ("auto", "carro", "coche", "numero", "numero de auto", "folio", "id", "stock"))
    return named and 100_000 <= tag.value < 10_000_000 and tag.value % 1000 not in {0, 999}


def _is_term(reading: Reading, tag: Tag, before: str) -> bool:
    """Take a bare figure for a term, or for one of several, where it is one."""
    if _is_one_of_several_terms(reading, tag):
        reading.several_terms = True
        return True
    months = _bare_term(reading, tag, before)
    if months is not None:
        reading.money["months"] = months
    return months is not None


def _bare_term(reading: Reading, tag: Tag, before: str) -> int | None:
    """Return the months of "80 mil a 60" or "y a 3?", said while a quote is being talked about."""
    quoting = reading.state.focus is not None or reading.state.stated_price is not None
    if tag.kind is not Kind.NUMBER or not _ends(before, ("a",)) or not quoting:
        return None
    if tag.value in _TERMS:
        return int(tag.value)
    return int(tag.value) * 12 if 1 <= tag.value <= _LONGEST_YEARS else None


def _is_down_payment(reading: Reading, tag: Tag, before: str, after: str) -> bool:
    if _starts(after, ("de enganche", "enganche", "de entrada", "de anticipo", "inicial")):
        return True
    if _ends(before, tuple(phrase for phrase in lexicon.DOWN_PAYMENT if phrase != "con")):
        return True
    if _ends(before, _PRICE_CUES) or _closes_a_range(reading, tag):
        return False
    if _answers_the_question(reading, tag) and not reading.names and not _points_at_a_car(tag, before):
        return True
    if reading.has_term and not _ends(before, ("de", "por")):
        return True
    financing = Act.FINANCE in reading.acts
    about_a_car = bool(reading.state.focus or reading.state.shown or reading.state.stated_price)
    if _ends(before, ("con",)):
        return financing or (about_a_car and tag.kind is Kind.MONEY)
    return financing and about_a_car and not reading.names and not _ends(before, ("de", "auto de", "carro de"))


def _answers_the_question(reading: Reading, tag: Tag) -> bool:
    """Whether a down payment is what was asked for, or, after a quote, what a bare amount changes."""
    quoted = reading.state.focus is not None and reading.state.down_payment is not None
    return reading.state.pending is Slot.DOWN_PAYMENT or (quoted and tag.kind is Kind.MONEY)


def _points_at_a_car(tag: Tag, before: str) -> bool:
    """Whether the amount picks a car instead of answering the question: "2", "el de 247,999"."""
    return 0 < tag.value < _SMALLEST_ANSWER or _ends(before, ("el de", "la de", "uno de", "una de"))


def _gives_none(reading: Reading) -> bool:
    asked = reading.state.pending is Slot.DOWN_PAYMENT and reading.folded.strip(" .!") in lexicon.NOTHING
    return asked or bool(lexer.phrases(*lexicon.NO_DOWN_PAYMENT).search(reading.folded))


def _has_price_cue(reading: Reading, tag: Tag, before: str) -> bool:
    closes = _closes_a_range(reading, tag) and reading.wish.get("max_price") is not None
    cued = closes or _ends(before, _PRICE_CUES) or reading.state.pending is Slot.BUDGET
    return cued and tag.value >= 10


def _is_stated_price(reading: Reading, before: str) -> bool:
    if _ends(before, ("precio", "precio de", "precio es")):
        return True
    limit = _ends(before, lexicon.AT_MOST) or _ends(before, lexicon.AT_LEAST)
    return Act.FINANCE in reading.acts and not reading.names and not limit and _ends(before, ("de", "un auto de"))


def _price_limit(reading: Reading, tag: Tag, before: str, value: Decimal) -> None:
    if _closes_a_range(reading, tag) and reading.wish.get("max_price") is not None:
        reading.wish["min_price"], reading.wish["max_price"] = reading.wish["max_price"], value
    elif _is_floor(before):
        reading.wish["min_price"] = value
    else:
        reading.wish["max_price"] = value


def _is_floor(before: str) -> bool:
    """Whether a limit is a lower one; "no más de" ends like "más de" and means the other thing."""
    return _ends(before, lexicon.AT_LEAST) and not _ends(before, lexicon.AT_MOST)


def _closes_a_range(reading: Reading, tag: Tag) -> bool:
    earlier = reading.earlier.get(tag)
    return earlier is not None and reading.folded[earlier.end : tag.start].strip(" $") in {"y", "a", "-"}


def _km_role(reading: Reading, tag: Tag) -> None:
    reading.wish["min_km" if _is_floor(reading.before(tag)) else "max_km"] = int(tag.value)


def _year_role(reading: Reading, tag: Tag) -> None:
    """A model year, or one end of a range of them; one year alone is meant exactly."""
    year, before, after = int(tag.value), reading.before(tag), reading.after(tag)
    if _ends(before, lexicon.AT_MOST) and reading.state.pending is Slot.BUDGET:
        _money_role(reading, tag)
    elif _closes_a_range(reading, tag) and reading.wish.get("min_year"):
        reading.wish["max_year"] = year
    elif _starts(after, ("en adelante", "para arriba", "para aca", "o mas", "pa arriba", "o superior", "+")):
        reading.wish["min_year"], reading.wish["max_year"] = year, None
    elif _ends(before, (*lexicon.AT_LEAST, "mas nuevo que", "mas reciente que", "minimo del")):
        reading.wish["min_year"] = year
    elif _ends(before, ("antes de", "antes del", "mas viejo que", "hasta", "hasta el", "maximo")):
        reading.wish["max_year"] = year
    elif _is_another_year(reading, tag):
        years = (year, reading.wish["min_year"], reading.wish["max_year"])
        reading.wish["min_year"], reading.wish["max_year"] = min(years), max(years)
    else:
        reading.wish["min_year"] = reading.wish["max_year"] = year


def _is_another_year(reading: Reading, tag: Tag) -> bool:
    """Whether a year is said beside another as good: "2017 o 2019", "2018, 2019 y 2020"."""
    earlier = reading.earlier.get(tag)
    if earlier is None or earlier.kind is not Kind.YEAR or not reading.wish.get("max_year"):
        return False
    return reading.folded[earlier.end : tag.start].strip() in {"o", "u", ",", "y", ", o"}


def _length_role(reading: Reading, tag: Tag) -> None:
    """A limit of a side that is named; of a car that should "measure" so much, its length."""
    before, after = reading.before(tag), reading.after(tag)
    said_after = after.removeprefix("de ").split(" ")[0].strip(".,;?!")
    side = _side(said_after) or next(filter(None, map(_side, reversed(lexer.words(before)))), None)
    if side is None and set(lexer.words(before)) & set(lexicon.MEASURED):
        side = "length"
    if side is not None:
        reading.wish[f"{'min' if _is_floor(before) else 'max'}_{side}_mm"] = tag.value


def _side(word: str) -> str | None:
    return next((side for side, spoken in lexicon.SIDES.items() if word in spoken), None)


def _months_role(reading: Reading, tag: Tag) -> None:
    reading.several_terms |= "months" in reading.money
    reading.money["months"] = int(tag.value)


def _percent_role(reading: Reading, tag: Tag) -> None:
    about_rate = _starts(reading.after(tag), ("de interes", "anual")) or _ends(reading.before(tag), ("tasa", "tasa de"))
    if not about_rate:
        reading.money["down_payment_percent"] = tag.value


def _no_role(reading: Reading, tag: Tag) -> None:
    """Ranks are references and phone numbers are not amounts."""


_ROLES = {
    Kind.MONEY: _money_role,
    Kind.NUMBER: _money_role,
    Kind.KM: _km_role,
    Kind.LENGTH: _length_role,
    Kind.YEAR: _year_role,
    Kind.MONTHS: _months_role,
    Kind.PERCENT: _percent_role,
    Kind.RANK: _no_role,
    Kind.PHONE: _no_role,
}


def in_thousands(tag: Tag) -> Decimal:
    """Read "menos de 250" and "40 de enganche" as thousands, the way prices are spoken."""
    return tag.value * 1000 if tag.kind is Kind.NUMBER and tag.value < 1000 else tag.value


def monthly_amount(tag: Tag) -> Decimal:
    """Read "5 al mes" as five thousand, and "5000 al mes" as it stands."""
    return tag.value * 1000 if 0 < tag.value < 100 else tag.value


def _starts(text: str, openings: tuple[str, ...]) -> bool:
    return any(
        text == opening or text.startswith((f"{opening} ", f"{opening}?", f"{opening},")) for opening in openings
    )


def _ends(text: str, endings: tuple[str, ...]) -> bool:
    return any(text == ending or text.endswith(f" {ending}") for ending in endings)
