"""Change the prices of many cars: choose by how much, see every old and new price, and only then apply."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import admin, messages
from django.core import signing
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.views.decorators.http import require_POST

from catalog import inventory
from catalog.admin.author import author_of
from catalog.admin.figures import AmountField, pesos
from catalog.inventory import NewPrice
from catalog.limits import HIGHEST_PRICE
from catalog.models import Car
from catalog.pricing import Ending, Repricing, Unit
from catalog.querysets import CarQuerySet
from kavakbot.pages import ModelAdmin

MOST_CARS = 5_000  # about as many as a request can change, with their history, before its patience ends
MOST_SHOWN = 100
_CHOSEN, _AGREED = "catalog.admin.prices.chosen", "catalog.admin.prices.agreed"
_HOUR = 3600


class RepricingForm(forms.Form):
    """By how much the prices move."""

    direction = forms.ChoiceField(label="Los precios", choices=[("down", "bajan"), ("up", "suben")], initial="down")
    by = AmountField(
        label="Cuánto",
        min_value=Decimal("0.01"),
        max_value=HIGHEST_PRICE,
        decimal_places=2,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "size": 12, "autocomplete": "off"}),
    )
    unit = forms.ChoiceField(label="En", choices=[(Unit.PERCENT, "por ciento (%)"), (Unit.AMOUNT, "pesos (MXN)")])
    ending = forms.ChoiceField(
        label="Redondeo",
        choices=[(Ending.EXACT, "sin redondear"), (Ending.NINES, "al más cercano terminado en …999")],
    )

    @property
    def repricing(self) -> Repricing:
        """The move that was asked for."""
        asked = self.cleaned_data
        sign = -1 if asked["direction"] == "down" else 1
        return Repricing(asked["by"] * sign, Unit(asked["unit"]), Ending(asked["ending"]))


@dataclass(frozen=True)
class Row:
    """A car with the price it has and the price it would have; none when no car can cost that."""

    car: Car
    old: Decimal
    new: Decimal | None

    @property
    def written(self) -> tuple[str, str]:
        """Both prices for people."""
        return pesos(self.old), pesos(self.new) if self.new is not None else "precio imposible"


@dataclass(frozen=True)
class Preview:
    """What would change."""

    rows: tuple[Row, ...]

    @property
    def impossible(self) -> tuple[Row, ...]:
        """The cars for which the move makes no sense."""
        return tuple(row for row in self.rows if row.new is None)

    @property
    def moved(self) -> tuple[Row, ...]:
        """The cars that would get another price."""
        return tuple(row for row in self.rows if row.new not in {None, row.old})

    @property
    def shown(self) -> tuple[Row, ...]:
        """The first of them, those with a problem before the others."""
        return (*self.impossible, *(row for row in self.rows if row.new is not None))[:MOST_SHOWN]


class PricePages(ModelAdmin[Car]):
    """The action on the list and the page it leads to."""

    def has_change_prices_permission(self, request: HttpRequest) -> bool:
        """Whoever may change cars may not yet say what they cost."""
        return self.has_change_permission(request) and request.user.has_perm("catalog.change_prices")

    @admin.action(description="Cambiar precios…", permissions=["change_prices"])
    def change_prices(self, request: HttpRequest, queryset: CarQuerySet) -> HttpResponse | None:
        """Take the selected cars to the page where the move is chosen."""
        chosen = list(queryset.order_by().values_list("pk", flat=True)[: MOST_CARS + 1])
        if len(chosen) > MOST_CARS:
            messages.error(
                request, f"Son demasiados autos: elige como mucho {MOST_CARS:,}. No se cambió ningún precio."
            )
            return None
        return self._page(request, chosen, RepricingForm())

    def get_urls(self) -> list[URLPattern]:
        """Add the page."""
        view = self.admin_site.admin_view(require_POST(self.prices_view))
        return [path("prices/", view, name="catalog_car_prices"), *super().get_urls()]

    def prices_view(self, request: HttpRequest) -> HttpResponse:
        """Show what a move would do, or do what was shown."""
        if not self.has_change_prices_permission(request):
            raise PermissionDenied
        try:
            if "apply" in request.POST:
                return self._apply(request, _opened(request.POST["apply"], _AGREED))
            chosen = [UUID(key) for key in _opened(request.POST.get("chosen", ""), _CHOSEN)]
        except signing.BadSignature:
            messages.error(request, "La página ya no es válida. Elige los autos otra vez; no se cambió ningún precio.")
            return HttpResponseRedirect(reverse("admin:catalog_car_changelist"))
        return self._page(request, chosen, RepricingForm(request.POST))

    def _page(self, request: HttpRequest, chosen: list[UUID], form: RepricingForm) -> HttpResponse:
        preview = _preview(chosen, form.repricing) if form.is_bound and form.is_valid() else None
        context = {
            **self.admin_site.each_context(request),
            "title": "Cambiar precios",
            "opts": self.opts,
            "form": form,
            "count": len(chosen),
            "chosen": _sealed([key.hex for key in chosen], _CHOSEN),
            "preview": preview,
            "sealed": _sealed(_agreed(preview, form), _AGREED)
            if preview and preview.moved and not preview.impossible
            else "",
        }
        return TemplateResponse(request, "admin/catalog/car/change_prices.html", context)

    def _apply(self, request: HttpRequest, agreed: dict[str, Any]) -> HttpResponse:
        prices = {UUID(key): NewPrice(Decimal(old), Decimal(new)) for key, old, new in agreed["prices"]}
        outcome = inventory.change_prices(prices=prices, author=author_of(request, agreed["reason"]))
        if outcome.changed:
            messages.success(request, f"Cambió el precio de {counted(outcome.changed)}.")
        if outcome.left:
            why = "Ya no cuestan lo que se mostró, o ya no están en el inventario; quedaron como están"
            messages.warning(request, f"{why}: {named(outcome.left)}.")
        return HttpResponseRedirect(reverse("admin:catalog_car_changelist"))


def counted(cars: tuple[Car, ...]) -> str:
    """Write how many cars."""
    return "1 auto" if len(cars) == 1 else f"{len(cars):,} autos"


def named(cars: Iterable[Car], most: int = 10) -> str:
    """Name cars one by one, the first few of many."""
    every = [str(car) for car in cars]
    rest = len(every) - most
    return "; ".join(every[:most]) + (f" y {rest:,} más" if rest > 0 else "")


def _preview(chosen: list[UUID], repricing: Repricing) -> Preview:
    cars = Car.objects.live().filter(pk__in=chosen).order_by("stock_id")
    return Preview(tuple(Row(car, car.price, repricing.of(car.price)) for car in cars))


def _agreed(preview: Preview, form: RepricingForm) -> dict[str, Any]:
    """Return what the person is about to agree to: every old and new price, and the words for the history."""
    asked = form.cleaned_data
    sign = "−" if asked["direction"] == "down" else "+"
    by = f"{asked['by'].normalize():f} %" if asked["unit"] == Unit.PERCENT else pesos(asked["by"])
    rounded = ", terminados en 999" if asked["ending"] == Ending.NINES else ""
    return {
        "prices": [(row.car.pk.hex, str(row.old), str(row.new)) for row in preview.moved],
        "reason": f"cambio de precios {sign}{by}{rounded}",
    }


def _sealed(value: Any, salt: str) -> str:
    # Signed, so that what is applied is what was shown, and packed into one field: Django takes a thousand at most.
    return signing.dumps(value, salt=salt, compress=True)


def _opened(sealed: str, salt: str) -> Any:
    return signing.loads(sealed, salt=salt, max_age=_HOUR)
