"""What a reply states, as values: each claim with its subject, so that truth can be told without reading the text."""

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any


class Field(StrEnum):
    """What a statement says of its subject."""

    PRICE = "price"
    KM = "km"
    YEAR = "year"
    STOCK_ID = "stock_id"
    VERSION = "version"
    BLUETOOTH = "bluetooth"
    CAR_PLAY = "car_play"
    LENGTH = "length"
    AVAILABLE = "available"
    COUNT = "count"
    DOWN_PAYMENT = "down_payment"
    FINANCED = "financed"
    RATE = "rate"
    MONTHLY = "monthly"
    TOTAL = "total"
    INTEREST = "interest"
    LIMIT = "limit"
    HOURS = "hours"
    CLOSED = "closed"
    ADDRESS = "address"
    CITY = "city"
    EXCERPT = "excerpt"
    CLAIM = "claim"  # words that bind, invite elsewhere or state what nobody keeps: never true


@dataclass(frozen=True)
class Statement:
    """One claim: `subject` is a stock number or a branch id, `months` and `down_payment` say of which plan."""

    field: Field
    value: Any
    subject: int | None = None
    months: int | None = None
    down_payment: int | None = None

    def saying(self, value: Any) -> "Statement":
        """Return the same claim with another value."""
        return replace(self, value=value)


@dataclass(frozen=True)
class Reply:
    """A text and what it states; `kind` is the lie that was put into it, empty for none."""

    text: str
    statements: tuple[Statement, ...]
    kind: str = ""
