"""What a customer hears: the bubbles of one reply and how it came about, beside all that was heard before."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import Any

from catalog.models import Car

_AMOUNT = re.compile(r"\$\s?(\d{1,3}(?:,\d{3})*(?:\.\d{1,2})?|\d+(?:\.\d{1,2})?)")


@dataclass(frozen=True)
class Call:
    """One tool call as it was stored."""

    name: str
    args: Mapping[str, Any]
    ok: bool = True


@dataclass(frozen=True)
class Heard:
    """One reply: what was said to get it, its bubbles, its calls, and how the chat stands after it."""

    said: tuple[str, ...]
    bubbles: tuple[str, ...]
    calls: tuple[Call, ...] = ()
    state: str = "bot"
    memory: Mapping[str, Any] = field(default_factory=dict)
    before: tuple["Heard", ...] = ()

    @cached_property
    def text(self) -> str:
        """All bubbles as one text."""
        return "\n".join(self.bubbles)

    @cached_property
    def folded(self) -> str:
        """The text as it is searched: lower case, no accents, single spaces."""
        return fold(self.text)

    @cached_property
    def amounts(self) -> tuple[Decimal, ...]:
        """Every amount written with a peso sign, in order."""
        return amounts_in(self.text)

    @cached_property
    def cars(self) -> tuple[Car, ...]:
        """The cars shown, in order: their price and then, before any other price, their kilometres."""
        found = [(place, car) for car in Car.objects.all() for place in _places(car, self.text)]
        return tuple(car for _, car in sorted(found, key=lambda one: one[0]))

    @cached_property
    def customer(self) -> str:
        """All that the customer has said so far, folded."""
        return fold("\n".join(text for heard in (*self.before, self) for text in heard.said))

    def at_place(self, number: int) -> Car | None:
        """Return the car that stood at this number the last time that a list had one."""
        for heard in reversed(self.before):
            for line in heard.text.splitlines():
                if re.match(rf"\s*{number}[.)]\s", line):
                    return next((car for car in heard.cars if list(_places(car, line))), None)
        return None

    @property
    def last_list(self) -> tuple[Car, ...]:
        """The cars of the last reply that showed several."""
        return next((heard.cars for heard in reversed(self.before) if len(heard.cars) > 1), ())


def fold(text: str) -> str:
    """Return the text in lower case, without accents, its spaces single."""
    plain = "".join(sign for sign in unicodedata.normalize("NFD", text) if not unicodedata.combining(sign))
    return re.sub(r"\s+", " ", plain.lower())


def amounts_in(text: str) -> tuple[Decimal, ...]:
    """Return every amount written with a peso sign."""
    return tuple(Decimal(digits.replace(",", "")) for digits in _AMOUNT.findall(text))


def _places(car: Car, text: str) -> list[int]:
    price, km = re.escape(f"${car.price:,.0f}"), re.escape(f"{car.km:,} km")
    return [match.start() for match in re.finditer(rf"{price}(?![\d,.]*\d)[^$]{{0,90}}?(?<![\d,]){km}", text)]
