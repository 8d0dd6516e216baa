"""A version of the policy as gerencia types it: percentages, whole years, and a start that is never in the past."""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from financing.admin.fields import MoneyField, PercentField
from financing.amortization import MONTHS_PER_YEAR
from financing.models import POSSIBLE_TERMS_MONTHS, FinancingPolicy
from kavakbot.pages import SplitDateTimeWidget

# Who picks "now" and then reads the preview means now.
_STILL_NOW = timedelta(hours=1)
_BELOW_ALL = Decimal("99.99")


class PolicyForm(forms.ModelForm[FinancingPolicy]):
    """Every term of a version; without a start it begins the moment it is saved."""

    annual_rate = PercentField(
        label="Tasa anual (%)", decimal_places=3, help_text="En porcentaje: 10 es 10 % al año. Se cobra por doceavos."
    )
    terms_months = forms.TypedMultipleChoiceField(
        label="Plazos",
        choices=[
            (months, f"{months // MONTHS_PER_YEAR} {'año' if months == MONTHS_PER_YEAR else 'años'}")
            for months in POSSIBLE_TERMS_MONTHS
        ],
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Elige al menos un plazo."},
    )
    minimum_down_payment_ratio = PercentField(
        label="Enganche mínimo (%)",
        decimal_places=2,
        max_value=_BELOW_ALL,
        help_text="Porcentaje del precio del auto; 0 es sin mínimo.",
    )
    opening_fee_ratio = PercentField(
        label="Comisión por apertura (%)",
        decimal_places=2,
        max_value=_BELOW_ALL,
        help_text="Porcentaje de lo financiado, se paga al firmar y cuenta en el CAT; 0 es sin comisión.",
    )
    valid_from = forms.SplitDateTimeField(
        label="Vigente desde",
        required=False,
        widget=SplitDateTimeWidget,
        help_text="Vacío: desde el momento en que se guarda. Hora de la Ciudad de México.",
    )

    class Meta:
        model = FinancingPolicy
        fields = (
            *("annual_rate", "terms_months", "minimum_down_payment_ratio", "opening_fee_ratio"),
            *("quote_days", "valid_from", "legal_line"),
        )
        widgets = {"legal_line": forms.Textarea(attrs={"rows": 3, "class": "vLargeTextField"})}
        help_texts = {"legal_line": "Aparece tal cual en cada cotización y en su PDF."}

    starts_when_saved = False

    def clean_valid_from(self) -> datetime:
        """Take no start for now, and refuse one that would rewrite the past."""
        start: datetime | None = self.cleaned_data["valid_from"]
        now = timezone.now()
        if start is not None and start < now - _STILL_NOW:
            raise ValidationError(
                "Una política no puede empezar en el pasado: lo ya cotizado no cambia. Deja la fecha vacía para que "
                "empiece al guardar.",
                code="past",
            )
        self.starts_when_saved = start is None or start <= now
        return now if start is None or start <= now else start

    def clean(self) -> dict[str, Any]:
        """Refuse a moment that is another version's."""
        said = super().clean() or {}
        same_start = FinancingPolicy.objects.filter(valid_from=said.get("valid_from") or timezone.now())
        if same_start.exclude(pk=self.instance.pk).exists():
            self.add_error("valid_from", "Ya hay una versión que empieza en ese momento.")
        return said


class ExampleForm(forms.Form):
    """The purchase that a preview compares two versions with."""

    price = MoneyField(label="Precio del ejemplo (MXN)", min_value=Decimal("0.01"))
    down_payment_ratio = PercentField(label="Enganche del ejemplo (%)", decimal_places=2, max_value=_BELOW_ALL)

    def __init__(self, data: Any = None) -> None:
        initial = {"price": "300,000", "down_payment_ratio": Decimal("0.2")}
        super().__init__(data, initial=initial, prefix="example", label_suffix="")
