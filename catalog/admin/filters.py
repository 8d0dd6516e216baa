"""Filters of the car list: from one figure to another."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.views.main import ERROR_FLAG, PAGE_VAR, ChangeList
from django.db.models import Model, QuerySet
from django.http import HttpRequest

from catalog.admin.figures import AmountField
from catalog.limits import HIGHEST_PRICE, MOST_KM


class RangeFilter(admin.ListFilter):
    """Two inputs, from and to, each of which may stay empty; a figure that is none is reported and not applied."""

    template = "admin/catalog/range_filter.html"
    field: str
    highest: Decimal | int

    def __init__(
        self, request: HttpRequest, params: dict[str, Any], model: type[Model], model_admin: admin.ModelAdmin[Any]
    ) -> None:
        super().__init__(request, params, model, model_admin)
        self.names = (f"{self.field}_from", f"{self.field}_to")
        self.texts = {name: params.pop(name)[-1].strip() if name in params else "" for name in self.names}
        self.others = [
            (name, value)
            for name, values in request.GET.lists()
            if name not in {*self.names, PAGE_VAR, ERROR_FLAG}
            for value in values
        ]
        self.bounds: dict[str, Decimal] = {}
        self.errors: dict[str, str] = {}
        self._read_bounds()
        for error in self.errors.values():
            messages.error(request, f"Filtro «{self.title}»: {error}")

    def expected_parameters(self) -> list[str | None]:
        """Name the two parameters."""
        return list(self.names)

    def has_output(self) -> bool:
        """Always show the inputs."""
        return True

    def choices(self, changelist: ChangeList) -> Iterator[dict[str, Any]]:
        """Return what the template needs: the inputs, and the other conditions to keep."""
        inputs = zip(("Desde", "Hasta"), self.names, strict=True)
        yield {
            "inputs": [
                {
                    "label": label,
                    "name": name,
                    "value": self.texts[name],
                    "error": self.errors.get(name),
                }
                for label, name in inputs
            ],
            "others": self.others,
            "clear": changelist.get_query_string(remove=list(self.names)) if any(self.texts.values()) else None,
        }

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Keep what lies between the bounds."""
        return queryset.filter(**self.bounds)

    def _read_bounds(self) -> None:
        """Read the figures; from above to is what somebody mixed up, and gives nothing by itself."""
        bound = AmountField(min_value=0, max_value=self.highest, required=False)
        for name, lookup in zip(self.names, ("gte", "lte"), strict=True):
            text = self.texts[name]
            try:
                figure = bound.clean(text)
            except forms.ValidationError:
                self.errors[name] = f"«{text[:40]}» no es una cantidad válida."
            else:
                if figure is not None:
                    self.bounds[f"{self.field}__{lookup}"] = figure
        low, high = self.bounds.get(f"{self.field}__gte"), self.bounds.get(f"{self.field}__lte")
        if low is not None and high is not None and low > high:
            self.errors[self.names[0]] = "«desde» es mayor que «hasta»."


class PriceRange(RangeFilter):
    """From one price to another."""

    title, field, highest = "precio", "price", HIGHEST_PRICE


class KmRange(RangeFilter):
    """From some kilometres to others."""

    title, field, highest = "kilometraje", "km", MOST_KM
