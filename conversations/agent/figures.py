"""Traces every figure of a finished text to a fact of its car, or to the customer where it is given as theirs."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from catalog.criteria import CarMatch
from catalog.spelling import fold
from conversations.agent import binding, clauses, differences, plans_apart, reading, sums, values, yearly
from conversations.agent.binding import Line, Role
from conversations.agent.turn import Verdict
from conversations.dialogue import lexer
from conversations.dialogue.facts import Budget, Excerpts, Fact, cars_in, quotes_in
from conversations.dialogue.lexer import Kind, Tag
from conversations.dialogue.state import DialogueState

# An amount that is called one of these must be that, of that car and over that term.
_ROLES = {Role.PRICE, Role.DOWN_PAYMENT, Role.FINANCED, Role.MONTHLY, Role.TOTAL, Role.INTEREST}
# What the customer said may stand as theirs in these roles, and nowhere as something that a car has or costs.
_THEIRS = {
    Role.DOWN_PAYMENT: {Kind.MONEY, Kind.NUMBER, Kind.PERCENT},
    Role.LIMIT: {Kind.MONEY, Kind.NUMBER, Kind.KM, Kind.YEAR, Kind.LENGTH},
}
# "Pagando hasta $5,000 al mes" is what the customer can pay, not what a car costs a month.
_AIMED_AT = re.compile(r"(?<!\w)(?:pagando hasta|para pagar hasta) \$?$")
_NO_DOWN_PAYMENT = re.compile(r"(?<!\w)sin (?:dar |ningun )?enganche(?!\w)")
_KM_LABEL = re.compile(r"(?<!\w)(?:km|kms|kilometros|kilometraje|recorrid\w+)(?!\w)[^.;$]{0,60}$")
_CURRENCY = re.compile(r"\s*(?:pes(?:o|ito)s?|dolar(?:es)?|usd|varos?|mxn)(?!\w)")
_AMOUNT_LABEL = re.compile(r"(?<!\w)(?:precio|cuestan?|valen?|mensualidad)(?: (?:es|de|sera|solo))*\s*:?\s*$")
_NOT_SO = re.compile(r"(?<!\w)no (?:es|son|cuesta|vale|tiene|trae|lleva)(?: del?| modelo| ano| los)* \$?$")
_MILES = re.compile(r"\s*(?:mi|millas|miles)(?!\w)")
_KM_A_MILE, _NEAR = Decimal("1.609344"), Decimal(100)  # miles are told to the hundred
_SMALL_COUNT = 12
_DURATION = re.compile(
    r"(?<![\w.,$])(?P<count>\d+)\s+(?P<unit>dia|hora|semana|quincena|minuto|punto|mes|ano)(?:e?s)?(?!\w)"
)
_LISTED_TERM = re.compile(
    r"(?:,? (?:o |y |u )?\d+)*,? (?:o|y|u) \d+ meses(?!\w)"
)  # behind the 36 of "36, 48 o 60 meses"
_TRIAL = re.compile(r"(?<!\w)(?:prueba|trial|devol\w+)(?!\w)")
_WORD_WITH_DIGITS = re.compile(r"[\w-]*\d[\w-]*")


def untraced(lines: Sequence[Line], *, facts: Sequence[Fact], customer: str, state: DialogueState) -> Iterator[Verdict]:
    """Check every number against the values of its kind; beside a car's name, against that car's values only."""
    known = _Known(facts, customer, state)
    for line in lines:
        for tag in line.tags:
            of_several = next((one for one in (plans_apart, sums, differences, yearly) if one.is_told(line, tag)), None)
            if not (of_several.holds(line, tag, facts) if of_several else known.holds(tag, line)):
                yield Verdict(f"untraced_{tag.kind.value}", line.own[tag.start : tag.end])
        for start, end in _unread(line, known):
            yield Verdict("unread_figure", line.own[start:end])


def _unread(line: Line, known: "_Known") -> Iterator[tuple[int, int]]:
    """Find what is a figure to a reader and not to the lexer."""

    def read(at: int) -> bool:
        return any(tag.start <= at < tag.end for tag in line.tags)

    for match in re.finditer(r"\d+", line.own):
        small = len(match.group()) < 3 and int(match.group()) <= _SMALL_COUNT
        if not (small or read(match.start()) or known.names(line.own, match)):
            yield match.span()
    for match in _DURATION.finditer(line.own):
        if not known.lasts(line, match):
            yield match.span()


class _Known:
    """Every value that may be stated, by whose it is."""

    def __init__(self, facts: Sequence[Fact], customer: str, state: DialogueState) -> None:
        self.cars = cars_in(facts)
        self._facts = facts
        self._theirs = values.theirs(customer, facts, state)
        self._shared = values.shared(facts, state)
        self._budgets = [fact.value for fact in facts if isinstance(fact.value, Budget)]
        self._durations = set(_durations(facts))
        self._written = {_letters(f"{car.model} {word}") for car in self.cars.values() for word in ["", car.version]}
        self._last_rank = max(_SMALL_COUNT, len(state.shown), state.offset + len(self.cars))

    def holds(self, tag: Tag, line: Line) -> bool:
        """Whether a figure may stand where it stands."""
        if tag.kind is Kind.MONEY and _MILES.match(line.own, tag.end):
            return any(abs(tag.value * _KM_A_MILE - car.km) < _NEAR for car in self._cars_at(tag, line))
        return self._holds(tag, line)

    def _holds(self, tag: Tag, line: Line) -> bool:
        if tag.kind is Kind.RANK:
            return tag.value <= self._last_rank
        if int(tag.value) in self.cars and not self._is_numbered(tag, line):
            return False
        if tag.kind is Kind.NUMBER and (_is_amount(tag, line) or _is_free(tag, line)):
            return _is_free(tag, line) or self._called(tag, line)
        if _of_warranty(line.own, tag.start, tag.end) and tag.kind is Kind.MONTHS:
            return self._repeated(tag, line, None) or ("mes", tag.value, True) in self._durations
        role = binding.role(line.own, tag, line.tags)
        if self._repeated(tag, line, role) or self._is_share(tag, line, role) or self._is_free_of_cars(tag, line):
            return True

        if tag.kind is Kind.MONEY and self._is_paid(role, tag, line):
            return True
        if tag.kind is Kind.MONEY and role in _ROLES:
            return False
        bound = values.of_cars(self._cars_at(tag, line), self._facts)
        return any((kind, tag.value) in found for kind in _kinds(tag, line) for found in (self._shared, bound))

    def _is_numbered(self, tag: Tag, line: Line) -> bool:
        """Whether a stock number stands by its own car, where a car is named beside it."""
        names = [name for name in line.named if name.model_end > name.start]
        nearest = min(names, key=lambda name: min(abs(name.start - tag.end), abs(tag.start - name.end)), default=None)
        return nearest is None or int(tag.value) in nearest.cars

    def _is_paid(self, role: Role | None, tag: Tag, line: Line) -> bool:
        """Whether an amount plays the part it is called by, or what a reader takes it for."""
        if _AIMED_AT.search(line.own[: tag.start]):
            return tag.value in values.affordable_payments(self._facts)
        if role is Role.LIMIT:
            return bool(self._budgets) and not line.about(tag) and self._limits(tag, line)
        return self._called(tag, line) if role is None else self._plays(role, tag, line)

    def lasts(self, line: Line, match: re.Match[str]) -> bool:
        """Whether a length of time stands in an excerpt, and in one on warranty if it is said of one."""
        unit, count = match["unit"], Decimal(match["count"])
        read = any(tag.start <= match.start() < tag.end and tag.kind is Kind.MONTHS for tag in line.tags)
        if read or clauses.repeats_customer(line.text, *match.span()):
            return True  # months and years that the lexer read are checked as terms
        warranty = _of_warranty(line.own, *match.span())
        return any((unit, count, known) in self._durations for known in {True, warranty})

    def _is_free_of_cars(self, tag: Tag, line: Line) -> bool:
        """Whether a figure claims nothing of a car, or is the distance that an excerpt limits a trial to."""
        is_limit = tag.kind is Kind.KM and ("km", tag.value, False) in self._durations and _TRIAL.search(line.own)
        return bool(is_limit) or self._claims_nothing(tag, line)

    def names(self, line: str, digits: re.Match[str]) -> bool:
        """Whether digits are part of a car's name or version as it is written otherwise ("CX30" for CX-30)."""
        for word in _WORD_WITH_DIGITS.finditer(line):
            if word.start() <= digits.start() < word.end():
                written = _letters(word.group())
                return not written.isdecimal() and any(written in known for known in self._written)
        return False

    def _repeated(self, tag: Tag, line: Line, role: Role | None) -> bool:
        """Whether a figure is the customer's and stands as the customer's."""
        if not any((kind, tag.value) in self._theirs for kind in _kinds(tag, line)):
            return False
        if role in _THEIRS and tag.kind in _THEIRS[role]:
            return True
        if tag.kind in {Kind.YEAR, Kind.KM, Kind.LENGTH} and clauses.echoes_filter(line.text, tag.start):
            return True
        return clauses.repeats_customer(line.text, tag.start, tag.end)

    def _claims_nothing(self, tag: Tag, line: Line) -> bool:
        """Whether a figure is for the customer to say: "¿cuánto darías de enganche, 20%?"; or rightly denied of a car.

        "El Corolla no es 2018" is right where its row says another year.
        """
        if tag.kind is Kind.PERCENT and clauses.asked(line.own, tag.end) and "enganche" in line.own[: tag.start]:
            return True
        of_the_row = {Kind.YEAR: "year", Kind.KM: "km", Kind.MONEY: "price"}.get(tag.kind)
        cars = [self.cars[number] for number in line.about(tag)]
        if of_the_row is None or not cars or not _NOT_SO.search(line.own[: tag.start]):
            return False
        return all(getattr(car, of_the_row) != tag.value for car in cars)

    def _is_share(self, tag: Tag, line: Line, role: Role | None) -> bool:
        """Whether an amount is the named percentage of a price: "con 20 % de enganche serían $44,199.80"."""
        if tag.kind is not Kind.MONEY or role not in {None, Role.DOWN_PAYMENT}:
            return False
        shares = [other.value for other in line.tags if other.kind is Kind.PERCENT and other.end <= tag.start]
        prices = [car.price for car in self._cars_at(tag, line)]
        return any(
            (Kind.PERCENT, share) in self._theirs and tag.value in {price * share / 100, round(price * share / 100)}
            for share in shares[-1:]
            for price in prices
        )

    def _limits(self, tag: Tag, line: Line) -> bool:
        """Whether an amount is the highest price over the term named, with the down payment it was found for."""
        if _NO_DOWN_PAYMENT.search(line.own) and any(budget.down_payment for budget in self._budgets):
            return False
        return tag.value in values.limits_of(self._facts, line.term(tag))

    def _plays(self, role: Role, tag: Tag, line: Line) -> bool:
        if role is Role.DOWN_PAYMENT and (Kind.MONEY, tag.value) in self._shared:
            return True
        prices = {car.price for car in self._cars_at(tag, line)} | values.changed_prices(self._facts, line.about(tag))
        if role is Role.PRICE and tag.value in prices:
            return True
        return any(self._is_of(cars, role, tag, line) for cars in line.meant(tag) or [frozenset[int]()])

    def _is_of(self, cars: frozenset[int], role: Role, tag: Tag, line: Line) -> bool:
        """Whether quotes hold an amount: all those that a name may mean, where nothing tells its cars apart."""
        months = line.term(tag)
        paid = line.down_payment(tag) if role not in {Role.PRICE, Role.DOWN_PAYMENT} else None
        held: dict[int | None, bool] = {}
        for quote in quotes_in(self._facts):
            of = quote.car.stock_id if quote.car else None
            so = tag.value in values.amounts_of(quote, role, months) and (paid is None or values.goes_with(quote, paid))
            held[of] = held.get(of, False) or so
        if not cars:
            return any(held.values())
        of_the_name = [so for of, so in held.items() if of in cars]
        return held.get(None, False) or (bool(of_the_name) and all(of_the_name))

    def _called(self, tag: Tag, line: Line) -> bool:
        """Whether an amount that no word calls anything is what a reader takes it for.

        With a term it is a payment, behind "con" it is paid down, and else it is a price.
        """
        roles = [Role.PRICE]
        if binding.is_paid_down(line.own, tag):
            roles.append(Role.DOWN_PAYMENT)
        if any(other.kind is Kind.MONTHS for other in line.tags):
            roles.append(Role.MONTHLY)
        return any(self._plays(role, tag, line) for role in roles)

    def _cars_at(self, tag: Tag, line: Line) -> list[CarMatch]:
        about = line.about(tag)
        return [car for number, car in self.cars.items() if not about or number in about]


def _is_amount(tag: Tag, line: Line) -> bool:
    """Whether a small number is money all the same: "1 peso", "cuesta 1.", "mensualidad: 999"."""
    return bool(_CURRENCY.match(line.own, tag.end) or _AMOUNT_LABEL.search(line.own[: tag.start]))


def _is_free(tag: Tag, line: Line) -> bool:
    """Whether a number states nothing: "3 opciones"; a length of time is looked at as such."""
    small = tag.value <= _SMALL_COUNT and not _is_amount(tag, line)
    return small or _DURATION.match(line.own, tag.start) is not None


def _kinds(tag: Tag, line: Line) -> set[Kind]:
    """Return what a figure may be: a bare one may be a stock number or a size, one with a unit is what it says."""
    bare = line.own[tag.start : tag.end].isdecimal() and not re.match(r"\s*(?:pesos|mxn)", line.own[tag.end :])
    if tag.kind is Kind.NUMBER and _LISTED_TERM.match(line.own, tag.end):
        return {Kind.MONTHS}
    if tag.kind is Kind.MONEY and not _currency(line.own, tag) and _KM_LABEL.search(line.own[: tag.start]):
        return {tag.kind, Kind.KM}
    return {tag.kind, Kind.NUMBER} if bare else {tag.kind}


def _currency(line: str, tag: Tag) -> bool:
    return "$" in line[tag.start : tag.end] or _CURRENCY.match(line, tag.end) is not None


def _of_warranty(line: str, start: int, end: int) -> bool:
    return "garantia" in clauses.around(line, start, end)


def _durations(facts: Sequence[Fact]) -> Iterator[tuple[str, Decimal, bool]]:
    """Return the lengths of time and distances that excerpts state, each with whether it is said of a warranty."""
    for fact in facts:
        for excerpt in fact.value.found if isinstance(fact.value, Excerpts) else ():
            folded = fold(reading.with_figures(excerpt.text))
            yield from (("km", tag.value, False) for tag in lexer.tags(folded) if tag.kind is Kind.KM)
            for match in _DURATION.finditer(folded):
                count = Decimal(match["count"])
                warranty = _of_warranty(folded, *match.span())
                yield match["unit"], count, warranty
                if match["unit"] == "ano":
                    yield "mes", count * 12, warranty


def _letters(text: str) -> str:
    return re.sub(r"[^a-z0-9]", "", fold(text))
