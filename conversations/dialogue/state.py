"""What the bot remembers of a conversation between turns: a frozen value with a versioned JSON form.

Fields are only ever added, each with what it is when nothing was remembered: a state stored before is still read.
"""

from dataclasses import asdict, dataclass, fields, replace
from decimal import Decimal
from enum import StrEnum
from typing import Any

from catalog.criteria import Body, CarCriteria, CarMatch, Ordering, Traction, Transmission
from catalog.spelling import Mention, fold
from conversations.dialogue.errands import OwnCar, VisitWish
from conversations.dialogue.plan import Slot

VERSION = 1


# Cars remembered for what a customer may call them: more than anybody scrolls back to.
MOST_SEEN = 40
MOST_EARLIER = 5


@dataclass(frozen=True)
class Seen:
    """A car as it stood when the customer saw it; what "el de 239", "el Mazda" and "uno más barato" are read by."""

    stock_id: int
    make: str
    model: str
    year: int
    price: Decimal
    km: int
    version: str = ""
    bluetooth: bool | None = None
    car_play: bool | None = None
    length_mm: Decimal | None = None
    width_mm: Decimal | None = None
    height_mm: Decimal | None = None

    @property
    def called(self) -> str:
        """All that it is called by: make, model and version."""
        return f"{self.make} {self.model} {self.version}"

    def is_called(self, name: Mention) -> bool:
        """Whether a name is the one of this car."""
        same_make = name.make is not None and fold(name.make) == fold(self.make)
        return same_make and (name.model is None or fold(name.model) == fold(self.model))

    @classmethod
    def of(cls, car: CarMatch) -> "Seen":
        """Return what is remembered of a car that was found."""
        return cls(**{field.name: getattr(car, field.name) for field in fields(cls)})

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "Seen":
        """Read a stored one."""
        sizes = {side: _decimal(data.get(side)) for side in ("length_mm", "width_mm", "height_mm")}
        return cls(**{**data, "price": Decimal(data["price"]), **sizes})


class Part(StrEnum):
    """What an amount was said for."""

    PRICE = "price"
    STATED_PRICE = "stated_price"
    DOWN_PAYMENT = "down_payment"
    SHARE = "share"
    MONTHLY = "monthly"
    TERM = "term"
    OFFER = "offer"
    KM = "km"
    YEAR = "year"


@dataclass(frozen=True)
class Terms:
    """What a quote was made with: MXN or per cent paid down, over so many months, or over several terms."""

    down_payment: Decimal | None = None
    down_payment_percent: Decimal | None = None
    months: int | None = None
    terms: tuple[int, ...] = ()


@dataclass(frozen=True)
class DialogueState:
    """The memory of one conversation.

    `shown` is the last numbered list (stock numbers, in order, all its pages so far), `offset` where the page of
    this turn begins, `total` how many matches there were. `focus` is the car being talked about, `earlier` the ones
    before it, the latest first; `seen` what all of these looked like. `monthly` is what can be paid a month while
    cars are looked for by it, `last_part` what the latest amount was said for. Money is in MXN.
    """

    wish: CarCriteria = CarCriteria()
    shown: tuple[int, ...] = ()
    offset: int = 0
    total: int = 0
    focus: int | None = None
    stated_price: Decimal | None = None
    down_payment: Decimal | None = None
    down_payment_percent: Decimal | None = None
    months: int | None = None
    monthly: Decimal | None = None
    pending: Slot | None = None
    greeted: bool = False
    seen: tuple[Seen, ...] = ()
    earlier: tuple[int, ...] = ()
    last_part: Part | None = None
    language: str = "es"
    visit: VisitWish | None = None  # a test drive that is being arranged
    compared: tuple[int, ...] = ()  # the cars last put side by side
    weighed: tuple[tuple[str, str], ...] = ()  # makes and models named together, or one after the other
    former: Terms = Terms()  # of the wish before this one: "¿y con los mismos datos?"
    pays_at_once: bool = False  # in cash: no instalments are spoken of
    own_car: OwnCar | None = None  # what was told of the car to give in
    car_had: OwnCar | None = None  # one of theirs that was told of in passing, and offered to nobody
    not_sold: bool = False  # the names wished for are none that we have
    unmet: str = ""  # the condition of the wish that nothing last found meets
    terms: tuple[int, ...] = ()  # the months of the several terms that were asked about, where `months` is none

    def with_focus(self, stock_id: int | None) -> "DialogueState":
        """Talk about this car from now on, and keep the ones before for "el anterior"."""
        spoken_of = dict.fromkeys(filter(None, (self.focus, *self.earlier)))
        earlier = tuple(number for number in spoken_of if number != stock_id)
        return replace(self, focus=stock_id, earlier=earlier[:MOST_EARLIER])

    def quoting(self, cars: tuple[int, ...]) -> "DialogueState":
        """Talk about the cars of an earlier reply again: the one of a card, or a list to choose from."""
        if len(cars) == 1:
            return self.with_focus(cars[0])
        return replace(self, shown=cars, offset=0, total=len(cars)).with_focus(None)

    @property
    def in_focus(self) -> Seen | None:
        """The car being talked about as it looked, where that is remembered."""
        return next(iter(self.looks_of(self.focus)), None) if self.focus is not None else None

    def looks_of(self, *stock_ids: int) -> tuple[Seen, ...]:
        """Return what these cars looked like, where that is remembered."""
        by_id = {car.stock_id: car for car in self.seen}
        return tuple(by_id[number] for number in stock_ids if number in by_id)

    def spoken_of(self) -> tuple[Seen, ...]:
        """Return the cars in view, compared or talked about before."""
        return self.looks_of(*dict.fromkeys(filter(None, (self.focus, *self.compared, *self.shown, *self.earlier))))

    def without_financing(self) -> "DialogueState":
        """Put the terms of the last quote by: they belonged to another wish."""
        terms = self._of_a_quote()
        state = replace(self, former=terms if terms != Terms() else self.former, stated_price=None, monthly=None)
        return replace(state, down_payment=None, down_payment_percent=None, months=None, terms=())

    def with_former_terms(self) -> "DialogueState":
        """Take up the terms that were put by, where none were given since."""
        if self._of_a_quote() != Terms():
            return self
        return replace(
            self,
            down_payment=self.former.down_payment,
            down_payment_percent=self.former.down_payment_percent,
            months=self.former.months,
            terms=self.former.terms,
        )

    def _of_a_quote(self) -> Terms:
        return Terms(self.down_payment, self.down_payment_percent, self.months, self.terms)

    def to_json(self) -> dict[str, Any]:
        """Return the state as JSON values, with its version."""
        return {"version": VERSION, **_plain(asdict(self))}

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "DialogueState":
        """Read a stored state; one of another version is forgotten rather than misread."""
        if data.get("version") != VERSION:
            return cls()
        known = {field.name for field in fields(cls)}
        values = {name: value for name, value in data.items() if name in known}
        values["wish"] = _wish(values.get("wish", {}))
        values["shown"] = tuple(values.get("shown", ()))
        values["earlier"] = tuple(values.get("earlier", ()))
        values["terms"] = tuple(values.get("terms", ()))
        values["compared"] = tuple(values.get("compared", ()))
        values["weighed"] = tuple((make, model) for make, model in values.get("weighed", ()))
        values["seen"] = tuple(map(Seen.from_json, values.get("seen", ())))
        values["pending"] = Slot(values["pending"]) if values.get("pending") else None
        values["last_part"] = Part(values["last_part"]) if values.get("last_part") else None
        values["visit"] = VisitWish.from_json(values["visit"]) if values.get("visit") else None
        former = values.get("former") or {}
        paid = {name: _decimal(former.get(name)) for name in ("down_payment", "down_payment_percent")}
        values["former"] = Terms(**paid, months=former.get("months"), terms=tuple(former.get("terms", ())))
        for name in ("own_car", "car_had"):
            values[name] = OwnCar(**values[name]) if values.get(name) else None
        for name in ("stated_price", "down_payment", "down_payment_percent", "monthly"):
            values[name] = _decimal(values.get(name))
        return cls(**values)


_CHOICES: dict[str, type[StrEnum]] = {
    "transmission": Transmission,
    "traction": Traction,
    "body": Body,
    "ordering": Ordering,
}


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _plain(inner) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    return str(value) if isinstance(value, Decimal) else value


def _wish(data: dict[str, Any]) -> CarCriteria:
    known = {field.name for field in fields(CarCriteria)}
    values: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in data.items() if name in known
    }
    for name in known:
        if name.endswith(("_price", "_mm")):
            values[name] = _decimal(values.get(name))
    for name, kind in _CHOICES.items():
        values[name] = kind(values[name]) if values.get(name) else None
    return CarCriteria(**values)


def _decimal(value: str | None) -> Decimal | None:
    return None if value is None else Decimal(value)
