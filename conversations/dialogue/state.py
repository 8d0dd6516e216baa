"""What the bot remembers of a conversation between turns: a frozen value with a versioned JSON form."""

from dataclasses import asdict, dataclass, fields, replace
from decimal import Decimal
from enum import StrEnum
from typing import Any

from catalog.criteria import Body, CarCriteria, Ordering, Traction, Transmission
from conversations.dialogue.errands import OwnCar, VisitWish
from conversations.dialogue.plan import Slot

VERSION = 1


@dataclass(frozen=True)
class DialogueState:
    """The memory of one conversation.

    `shown` is the last numbered list (stock numbers, in order, all its pages so far), `offset` where the page of
    this turn begins, `total` how many matches there were. `focus` is the car being talked about,
    `monthly` what can be paid a month while cars are looked for by it. Money is in MXN.
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
    visit: VisitWish | None = None  # a test drive that is being arranged
    own_car: OwnCar | None = None  # what was told of the car to give in
    language: str = "es"

    def without_financing(self) -> "DialogueState":
        """Forget the terms of the last quote: they belonged to another wish."""
        return replace(self, stated_price=None, down_payment=None, down_payment_percent=None, months=None, monthly=None)

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
        values["pending"] = Slot(values["pending"]) if values.get("pending") else None
        for name in ("stated_price", "down_payment", "down_payment_percent", "monthly"):
            values[name] = _decimal(values.get(name))
        values["visit"] = VisitWish.from_json(values["visit"]) if values.get("visit") else None
        values["own_car"] = OwnCar(**values["own_car"]) if values.get("own_car") else None
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
