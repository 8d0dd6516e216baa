"""Writes cars: a card, a numbered list under the wish it answers, or two and three side by side."""

from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from typing import TypeVar

from catalog.criteria import Body, CarCriteria, CarMatch, SearchResult, Traction, Transmission
from conversations.dialogue import advice, apart
from conversations.dialogue.facts import Comparison
from conversations.dialogue.plan import Compare, Contrast, Side
from conversations.dialogue.sentences import Sentence, Voice
from conversations.dialogue.state import DialogueState
from conversations.dialogue.wording import NOT_STATED
from conversations.dialogue.writing import centimetres, kilometres, metres, millimetres, money, payment

T = TypeVar("T")
Limits = tuple[Sentence, Sentence, Sentence]  # both ends, the lower alone, the upper alone

_FOUND_ONE = Sentence("Encontré uno{wish}:", en="I found one{wish}:")
_FOUND = Sentence("Encontré {total} autos{wish}:", en="I found {total} cars{wish}:")
_FOUND_PAGE = Sentence(
    "Encontré {total} autos{wish}. Van del {first} al {last}:",
    en="I found {total} cars{wish}. Here are {first} to {last}:",
)
NOT_SOLD = Sentence("No tenemos {names} por ahora.", en="We have no {names} right now.")
_NOT_FOUND = Sentence("No encontré {subject}.", en="I did not find {subject}.")
_TOO_BIG = Sentence("No cabe ({room}). {names}:", en="It does not fit ({room}). {names}:")
_NEAREST = Sentence("Lo más cercano, {relaxed}:", en="The nearest, {relaxed}:")
_CARS = Sentence("autos", en="cars")
_WITHOUT = Sentence("sin {names}", en="no {names}")
_WITH = Sentence("con {name}", en="with {name}")
_WITH_NONE = Sentence("sin {name} registrado", en="with no {name} on record")
_NOR = Sentence(" ni ", en=" or ")
_PRICES = (
    Sentence("de {0} a {1}", en="from {0} to {1}"),
    Sentence("desde {0}", en="from {0}"),
    Sentence("hasta {0}", en="up to {0}"),
)
_YEARS = Sentence("{0} a {1}"), Sentence("{0} en adelante", en="{0} or newer"), Sentence("hasta {0}", en="up to {0}")
_LENGTH, _WIDTH, _HEIGHT = Sentence("largo", en="length"), Sentence("ancho", en="width"), Sentence("alto", en="height")

HOW_MUCH_ROOM = Sentence(
    "Dime cuánto mide tu espacio de largo, ancho y alto, y te digo si cabe.",
    en="Tell me how long, wide and high your space is, and I'll tell you whether it fits.",
)
RELAXED: dict[str, Sentence] = {
    "price": Sentence("en otro precio", en="at another price"),
    "year": Sentence("de otro año", en="of another year"),
    "km": Sentence("con otro kilometraje", en="with another mileage"),
    "model": Sentence("de otro modelo", en="of another model"),
    "make": Sentence("de otra marca", en="of another make"),
    "version": Sentence("en otra versión", en="in another version"),
    "equipment": Sentence("con otro equipo", en="with other equipment"),
    "size": Sentence("con otras medidas", en="of another size"),
    "transmission": Sentence(
        "con otra transmisión o sin ese dato registrado", en="with another transmission or none on record"
    ),
    "traction": Sentence("con otra tracción o sin ese dato registrado", en="with another traction or none on record"),
    "body": Sentence("de otro tipo o sin ese dato registrado", en="of another kind or none on record"),
}
SAID: dict[Transmission | Traction | Body, Sentence] = {
    Transmission.AUTOMATIC: Sentence("automático", en="automatic"),
    Transmission.MANUAL: Sentence("manual"),
    Traction.FOUR_WHEELS: Sentence("4x4"),
    Traction.TWO_WHEELS: Sentence("4x2"),
    Traction.FRONT: Sentence("tracción delantera", en="front-wheel drive"),
    Traction.REAR: Sentence("tracción trasera", en="rear-wheel drive"),
    Body.SEDAN: Sentence("sedán", en="sedan"),
    Body.HATCHBACK: Sentence("hatchback"),
    Body.SUV: Sentence("SUV"),
    Body.PICKUP: Sentence("pickup"),
    Body.VAN: Sentence("van"),
    Body.WAGON: Sentence("vagoneta", en="wagon"),
    Body.COUPE: Sentence("coupé"),
    Body.CONVERTIBLE: Sentence("convertible"),
    Body.UTILITY: Sentence("camioneta", en="SUV, pickup or van"),
    Body.SEVEN_SEATS: Sentence("7 pasajeros o más", en="7 seats or more"),
}
_STATUS = {
    "reserved": Sentence(" (apartado)", en=" (on hold)"),
    "sold": Sentence(" (ya vendido)", en=" (sold)"),
    "withdrawn": Sentence(" (ya no disponible)", en=" (no longer available)"),
}
_VERSION = Sentence("Versión: {0}", en="Version: {0}")
_PRICE = Sentence("Precio: {0}", en="Price: {0}")
_KM = Sentence("Kilometraje: {0}", en="Mileage: {0}")
_NUMBER = Sentence("Número de auto: {0}", en="Car number: {0}")
_SIZES = Sentence("Medidas: {0}", en="Size: {0}")
_SIDES = {
    "length": Sentence("{size} de largo", en="{millimetres} long"),
    "width": Sentence("{size} de ancho", en="{millimetres} wide"),
    "height": Sentence("{size} de alto", en="{millimetres} tall"),
}
_YES, _NO = Sentence("sí", en="yes"), Sentence("no")
_A_MONTH = Sentence(
    "Mensualidad con enganche de {down_payment}: {plans}", en="Monthly payment with {down_payment} down: {plans}"
)
_OVER = Sentence("a {months} meses {payment}", en="over {months} months {payment}")


class CarWriter:
    """Writes cars in one voice."""

    def __init__(self, voice: Voice) -> None:
        self._voice = voice

    def listed(
        self, cars: Sequence[CarMatch], page: SearchResult | None, state: DialogueState, *, with_size: bool = False
    ) -> str:
        """Write one car as a card, several as a numbered list, under what was searched for."""
        header = self._header(page, len(cars), state) if page else ""
        if len(cars) == 1:
            return "\n".join(filter(None, [header, self.card(cars[0], with_size=with_size)]))
        rows = [self.row(number, car) for number, car in enumerate(cars, state.offset + 1)]
        if with_size:
            rows = [f"{row}\n   {self._sizes(car)}" for row, car in zip(rows, cars, strict=True)]
        return "\n".join(filter(None, [header, *rows]))

    def row(self, number: int, car: CarMatch) -> str:
        """Write a car as one line of a list."""
        name = ", ".join(filter(None, [car.title, car.version]))
        return f"{number}. {name}: {money(car.price)}, {kilometres(car.km)}{self.status(car)}"

    def card(self, car: CarMatch, *, with_size: bool = False) -> str:
        """Write all that is stated of a car, and what nobody stated."""
        size = [self._sizes(car)] if with_size else []
        lines = [f"*{car.title}*{self.status(car)}", *self._stated(car), *size, self._of(_NUMBER, car.stock_id)]
        return "\n".join(lines)

    def facts(self, car: CarMatch, about: Sequence[str]) -> str:
        """Write of a card the lines that are asked for."""
        lines = {
            "km": [self._of(_KM, kilometres(car.km))],
            "equipment": self._equipped(car),
            "size": [self._sizes(car)],
        }
        return "\n".join([f"*{car.title}*", *(line for one in about for line in lines.get(one, ()))])

    def status(self, car: CarMatch) -> str:
        """Say of a car that cannot be bought now why not."""
        return self._told(_STATUS[car.status]) if car.status in _STATUS else ""

    def of(self, criteria: CarCriteria) -> str:
        """Echo the filters in brackets, if there are any."""
        wish = self.wish(criteria)
        return f" ({wish})" if wish else ""

    # ── Side by side ────────────────────────────────────────────────────────────────────────────────────────────

    def compared(self, comparison: Comparison, shown: Sequence[int], asked: Compare) -> str:
        """Write cars one under the other by their list numbers, then who is first in what; or of some things alone."""
        cars = comparison.cars
        own_list = not {car.stock_id for car in cars} <= set(shown)
        places = {car.stock_id: (at if own_list else shown.index(car.stock_id) + 1) for at, car in enumerate(cars, 1)}
        pick = tuple(advice.told(cars, places, asked.matters)) if asked.advise or Contrast.ADVICE in asked.about else ()
        if asked.side is not None:
            rows = [self._row_of_side(asked.side, places[car.stock_id], car) for car in cars]
            return "\n".join([*map(self._told, apart.at_the_end_of(asked.side, cars, places)), *rows])
        if asked.about == (Contrast.ADVICE,):  # their cards were read before
            return "\n".join(map(self._told, pick))
        if asked.about:
            rows = [self._row_about(asked.about, places[car.stock_id], car, comparison) for car in cars]
            firsts = (first for about in asked.about for first in apart.first_in(about, cars, places))
            paid = apart.in_what_is_paid(asked.about, comparison, places)
            return "\n".join([*rows, *map(self._told, (*firsts, *paid))])
        blocks = [self._block(places[car.stock_id], car, comparison) for car in cars]
        told = (*apart.verdict(cars, places), *apart.less_a_month(comparison, places), *pick)
        verdict = "\n".join(map(self._told, told))
        return "\n\n".join(filter(None, [*blocks, verdict]))

    def _row_of_side(self, side: Side, number: int, car: CarMatch) -> str:
        size = apart.size_of(car, side)
        written = centimetres(size) if side.centimetres and size else metres(size) if size else ""
        told = _SIDES[side.name].filled(size=written, millimetres=written) if size else NOT_STATED
        return f"{number}. {', '.join(filter(None, [car.title, car.version]))}: {self._told(told)}"

    def _row_about(self, asked: Sequence[Contrast], number: int, car: CarMatch, comparison: Comparison) -> str:
        lines = {
            Contrast.SIZE: [self._sizes(car)],
            Contrast.EQUIPMENT: self._equipped(car),
            Contrast.PAYMENT: [self._monthly(comparison, car)],
        }
        told = [line for about in asked for line in lines.get(about, ())]
        return "\n   ".join([self.row(number, car), *told])

    def _block(self, number: int, car: CarMatch, comparison: Comparison) -> str:
        lines = [f"{number}. *{car.title}*{self.status(car)}", *self._stated(car), self._sizes(car)]
        return "\n".join(filter(None, [*lines, self._monthly(comparison, car)]))

    def _sizes(self, car: CarMatch) -> str:
        sides = zip(_SIDES.values(), (car.length_mm, car.width_mm, car.height_mm), strict=True)
        told = [
            self._told(side.filled(size=metres(size), millimetres=millimetres(size)))
            for side, size in sides
            if size is not None
        ]
        return self._of(_SIZES, ", ".join(told) or self._told(NOT_STATED))

    def _monthly(self, comparison: Comparison, car: CarMatch) -> str:
        quotation = comparison.quotation_of(car)
        if quotation is None:
            return ""
        plans = (_OVER.filled(months=plan.months, payment=payment(plan.monthly_payment)) for plan in quotation.plans)
        written = ", ".join(map(self._told, plans))
        return self._told(_A_MONTH.filled(down_payment=money(quotation.down_payment), plans=written))

    # ── What was searched for ───────────────────────────────────────────────────────────────────────────────────

    def _header(self, page: SearchResult, shown: int, state: DialogueState) -> str:
        wish = self.of(page.criteria)
        if page.is_too_big:
            return self._told(_TOO_BIG.filled(names=", ".join(page.criteria.models), room=self._room(page.criteria)))
        if page.relaxed:
            return f"{self._nothing(page)} {self._told(_NEAREST.filled(relaxed=RELAXED[page.relaxed]))}"
        if shown == 1:
            return self._told(_FOUND_ONE.filled(wish=wish)) if page.total == 1 else ""
        if page.total > shown:
            first, last = state.offset + 1, state.offset + shown
            return self._told(_FOUND_PAGE.filled(total=page.total, wish=wish, first=first, last=last))
        return self._told(_FOUND.filled(total=page.total, wish=wish))

    def _room(self, criteria: CarCriteria) -> str:
        """Echo the limits of a car's sides alone."""
        sides = [
            f"{self._told(name)} {part}"
            for name, low, high in _sides(criteria)
            for part in self._limits(_PRICES, _each(metres, low, high))
        ]
        return ", ".join(sides)

    def _nothing(self, page: SearchResult) -> str:
        if page.unknown:
            return self._told(NOT_SOLD.filled(names=self._told(_NOR).join(page.unknown)))
        criteria = page.criteria
        wish = self.wish(criteria)
        subject = wish if criteria.makes or criteria.models else f"{self._told(_CARS)} {wish}".strip()
        return self._told(_NOT_FOUND.filled(subject=subject))

    def wish(self, criteria: CarCriteria) -> str:
        """Echo the filters, so that a misread wish is seen at once."""
        words = [*(criteria.models or criteria.makes), *self._kinds(criteria)]
        words += self._limits(_PRICES, _each(money, criteria.min_price, criteria.max_price))
        words += self._limits(_YEARS, _each(str, criteria.min_year, criteria.max_year))
        words += self._limits(_PRICES, _each(kilometres, criteria.min_km, criteria.max_km))
        return ", ".join([*words, *filter(None, [self._room(criteria)]), *self._equipment(criteria)])

    def _kinds(self, criteria: CarCriteria) -> Iterator[str]:
        unwanted = [*criteria.excluded_makes, *criteria.excluded_models]
        if unwanted:
            yield self._told(_WITHOUT.filled(names=self._told(_NOR).join(unwanted)))
        if criteria.version:
            yield criteria.version.upper()
        yield from (
            self._told(SAID[said]) for said in (criteria.body, criteria.transmission, criteria.traction) if said
        )

    def _equipment(self, criteria: CarCriteria) -> Iterator[str]:
        for name, wanted in (("Bluetooth", criteria.bluetooth), ("CarPlay", criteria.car_play)):
            if wanted is not None:
                yield self._told((_WITH if wanted else _WITH_NONE).filled(name=name))

    def _limits(self, sentences: Limits, limits: tuple[str | None, str | None]) -> list[str]:
        low, high = limits
        both, low_only, high_only = (self._told(sentence) for sentence in sentences)
        if low is not None and high is not None:
            return [low if low == high else both.format(low, high)]
        if low is not None:
            return [low_only.format(low)]
        return [high_only.format(high)] if high is not None else []

    def _stated(self, car: CarMatch) -> Iterator[str]:
        yield self._of(_VERSION, car.version or self._told(NOT_STATED))
        yield self._of(_PRICE, money(car.price))
        yield self._of(_KM, kilometres(car.km))
        yield from self._equipped(car)

    def _equipped(self, car: CarMatch) -> Iterator[str]:
        yield f"Bluetooth: {self._yes_or_no(car.bluetooth)}"
        yield f"CarPlay: {self._yes_or_no(car.car_play)}"

    def _yes_or_no(self, value: bool | None) -> str:
        return self._told(NOT_STATED if value is None else (_YES if value else _NO))

    def _of(self, sentence: Sentence, value: object) -> str:
        return self._told(sentence).format(value)

    def _told(self, sentence: Sentence) -> str:
        return sentence.told(self._voice)


def _sides(criteria: CarCriteria) -> tuple[tuple[Sentence, Decimal | None, Decimal | None], ...]:
    return (
        (_LENGTH, criteria.min_length_mm, criteria.max_length_mm),
        (_WIDTH, criteria.min_width_mm, criteria.max_width_mm),
        (_HEIGHT, criteria.min_height_mm, criteria.max_height_mm),
    )


def _each(write: Callable[[T], str], low: T | None, high: T | None) -> tuple[str | None, str | None]:
    return None if low is None else write(low), None if high is None else write(high)
