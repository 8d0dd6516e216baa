"""Which days somebody asks the dashboard for: the latest so many, or from one date to another."""

from datetime import timedelta
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils import timezone

from conversations.reporting import Period

RANGES = {"hoy": ("Hoy", 1), "7": ("7 días", 7), "30": ("30 días", 30), "90": ("90 días", 90)}
USUAL = "7"
_MOST_DAYS = 366


class _DayInput(forms.DateInput):
    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class DatesForm(forms.Form):
    """From one day to another, both included."""

    desde = forms.DateField(label="Desde", widget=_DayInput)
    hasta = forms.DateField(label="Hasta", widget=_DayInput)

    def clean(self) -> dict[str, Any]:
        """Refuse days that are to come, and more of them than a page can show."""
        given: dict[str, Any] = super().clean() or {}
        if first := given.get("desde"):
            last = given.get("hasta", first)
            if last < first:
                self.add_error("hasta", "Tiene que ser el mismo día o uno después.")
            elif last > timezone.localdate():
                self.add_error("hasta", "Ese día todavía no llega.")
            elif last - first >= timedelta(days=_MOST_DAYS):
                self.add_error("desde", "Elige un año como mucho.")
        return given


def read(asked: QueryDict) -> tuple[Period, DatesForm, str]:
    """Return the days, the form that they may come from, and the range chosen ("" for dates of one's own)."""
    if "desde" in asked or "hasta" in asked:
        form = DatesForm(asked)
        if form.is_valid():
            return Period(form.cleaned_data["desde"], form.cleaned_data["hasta"]), form, ""
        return Period.latest(RANGES[USUAL][1]), form, USUAL
    chosen = asked.get("rango", USUAL)
    chosen = chosen if chosen in RANGES else USUAL
    period = Period.latest(RANGES[chosen][1])
    return period, DatesForm(initial={"desde": period.first, "hasta": period.last}), chosen
