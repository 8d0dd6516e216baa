"""Amounts and percentages as people type them: `$300,000.50`, `10 %`."""

import re
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from catalog.limits import HIGHEST_PRICE

# Commas only where thousands end: "1,5" is no amount, and must not be read as fifteen.
_AMOUNT = re.compile(r"-?\d+(\.\d*)?|-?\d{1,3}(,\d{3})+(\.\d*)?", re.ASCII)
_TYPED = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})


class MoneyField(forms.DecimalField):
    """An amount in MXN; signs of currency, spaces and commas between thousands are understood."""

    widget = _TYPED
    default_error_messages = {"invalid": "Escribe un monto, por ejemplo 300,000 o 300000.50."}

    def __init__(self, *, min_value: Decimal = -HIGHEST_PRICE, **options: Any) -> None:
        super().__init__(
            min_value=min_value,
            max_value=HIGHEST_PRICE,
            decimal_places=2,
            error_messages={
                "min_value": "Escribe un monto mayor.",
                "max_value": "Es un monto demasiado grande.",
                "max_decimal_places": "Los centavos son dos cifras.",
            },
            **options,
        )

    def to_python(self, value: Any) -> Any:
        """Read what was typed."""
        typed = re.sub(r"[$\s]|MXN", "", "" if value is None else str(value))
        if typed and not _AMOUNT.fullmatch(typed):
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return super().to_python(typed.replace(",", ""))


class PercentField(forms.DecimalField):
    """A ratio that is shown and typed as a percentage: 0.105 reads 10.5."""

    widget = _TYPED
    default_error_messages = {"invalid": "Escribe un porcentaje, por ejemplo 10 o 10.5."}

    def __init__(self, *, decimal_places: int, max_value: Decimal = Decimal(100), **options: Any) -> None:
        super().__init__(
            min_value=0,
            max_value=max_value,
            decimal_places=decimal_places,
            error_messages={
                "min_value": "No puede ser negativo.",
                "max_value": "Lo más que puede ser es %(limit_value)s %%.",
                "max_decimal_places": "Con %(max)s decimales como mucho.",
            },
            **options,
        )

    def prepare_value(self, value: Any) -> Any:
        """Show a ratio as a percentage, and what was typed as it was typed."""
        return f"{(value * 100).normalize():f}" if isinstance(value, Decimal) else value

    def to_python(self, value: Any) -> Any:
        """Read a percentage; its sign may stand beside it."""
        return super().to_python("" if value is None else str(value).replace("%", "").strip())

    def clean(self, value: Any) -> Decimal | None:
        """Return the ratio."""
        percent: Decimal | None = super().clean(value)
        return None if percent is None else percent / 100

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Compare percentages with percentages."""
        return super().has_changed(initial * 100 if isinstance(initial, Decimal) else initial, data)
