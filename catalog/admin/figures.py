"""Prices, kilometres and the rest of a car as staff read and type them."""

import re
from datetime import datetime
from decimal import Decimal
from typing import Any

from django import forms
from django.utils import timezone

from catalog.limits import HIGHEST_PRICE
from catalog.models import Car

_SIGNS = re.compile(r"(?i)mxn|pesos|[$%\s]")
_THOUSANDS = re.compile(r"\d{1,3}(,\d{3})+(\.\d*)?")


def pesos(amount: Decimal) -> str:
    """Write an amount as "$279,999", with centavos only when there are any."""
    return f"${amount:,.2f}".removesuffix(".00")


def kilometres(km: int) -> str:
    """Write a distance as "76,000 km"."""
    return f"{km:,} km"


def readable(field: str, value: Any) -> str:
    """Write the value of a car's field for people."""
    match value:
        case None | "":
            return "—"
        case bool():
            return "sí" if value else "no"
        case datetime():
            return f"{timezone.localtime(value):%d/%m/%Y %H:%M}"
        case Decimal() if field in {"price", "imported_price"}:
            return pesos(value)
        case int() if field == "km":
            return kilometres(value)
        case _:
            return Car.Status(value).label if field == "status" else str(value)


def read_amount(text: str) -> str:
    """Return "$279,999.50 MXN" as "279999.50" and "5 %" as "5", and what is no such thing as it was."""
    bare = _SIGNS.sub("", text)
    return bare.replace(",", "") if _THOUSANDS.fullmatch(bare) else bare


class PesosInput(forms.TextInput):
    """A price in a form: readable, and typed with or without sign and commas."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(
            {"class": "vPesos", "inputmode": "decimal", "autocomplete": "off", "size": 11, **(attrs or {})}
        )

    def format_value(self, value: Any) -> str | None:
        """Group the thousands of what is a number; leave what somebody typed wrongly as it is."""
        return f"{value:,.2f}".removesuffix(".00") if isinstance(value, Decimal) else super().format_value(value)


class AmountField(forms.DecimalField):
    """A figure as people type it: "$250,000" and "5 %" as well as the bare number."""

    def to_python(self, value: Any) -> Any:
        """Return a Decimal or None; raises ValidationError."""
        return super().to_python(read_amount(value) if isinstance(value, str) else value)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """Add nothing: the browser's own limits are for number inputs."""
        return {}


class PesosField(AmountField):
    """A price in Mexican pesos."""

    widget = PesosInput

    def __init__(self, **options: Any) -> None:
        bounds: dict[str, Any] = {"min_value": Decimal("0.01"), "max_value": HIGHEST_PRICE}
        super().__init__(**{**bounds, "max_digits": 12, "decimal_places": 2, **options})
