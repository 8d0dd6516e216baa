"""The calculator's three questions as forms: what one costs a month, what a month buys, what must be paid down.

A form that is valid holds its answer; one that the policy refuses says so at the field the refusal is about.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, ClassVar

from django import forms

from catalog import search
from catalog.criteria import CarMatch
from catalog.limits import HIGHEST_STOCK_ID
from financing import affordability, quoting
from financing.admin import wording
from financing.admin.fields import MoneyField
from financing.affordability import Affordable, NeededDownPayment
from financing.amortization import MONTHS_PER_YEAR
from financing.models import FinancingPolicy
from financing.quotation import Quotation, Refusal

MOST_CARS = 30


class Question(forms.Form):
    """What every question has: the policy it is answered under, and a term when it is about one."""

    name: ClassVar[str]
    label: ClassVar[str]
    button: ClassVar[str]

    # A whole number rather than a choice: it is the policy that refuses a term, in its own words.
    months = forms.IntegerField(
        label="Plazo",
        required=False,
        min_value=1,
        max_value=1200,
        widget=forms.Select,
        error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), "Elige un plazo de la lista."),
    )

    use_required_attribute = False

    def __init__(self, data: Mapping[str, Any] | None, *, policy: FinancingPolicy) -> None:
        super().__init__(data, label_suffix="")
        self.policy = policy
        terms = (
            (term, f"{term} meses ({wording.years((term // MONTHS_PER_YEAR,))})")
            for term in sorted(policy.terms_months)
        )
        self.fields["months"].widget.choices = [("", "Todos los plazos"), *terms]

    def clean(self) -> dict[str, Any]:
        """Answer, once every field makes sense by itself."""
        said = super().clean() or {}
        if not self.errors:
            self.respond(said)
        return said

    def respond(self, said: dict[str, Any]) -> None:
        """Find the answer, or say at the right field why there is none."""
        raise NotImplementedError

    def refuse(self, refusal: Refusal) -> None:
        """Say why, next to the field it is about."""
        field, _ = wording.REFUSED[refusal.code]
        self.add_error(field if field in self.fields else None, wording.refusal(refusal))


class _AboutOnePrice(Question):
    stock_id = forms.IntegerField(
        label="Número de auto",
        required=False,
        min_value=1,
        max_value=HIGHEST_STOCK_ID,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages=dict.fromkeys(
            ("invalid", "min_value", "max_value"), "Escribe el número de inventario, solo cifras."
        ),
    )
    price = MoneyField(label="o precio (MXN)", required=False)

    car: CarMatch | None = None
    price_asked: Decimal

    def clean(self) -> dict[str, Any]:
        """Find the one price that is asked about before anything is answered."""
        if not self.errors:
            self._settle_price(self.cleaned_data["stock_id"], self.cleaned_data["price"])
        return super().clean()

    def _settle_price(self, stock_id: int | None, price: Decimal | None) -> None:
        if stock_id is not None and price is not None:
            self.add_error("price", "Escribe el número de un auto o un precio, no los dos.")
        elif stock_id is not None:
            self._settle_car(stock_id)
        elif price is None:
            self.add_error("stock_id", "Escribe el número de un auto o un precio.")
        elif price <= 0:
            self.add_error("price", "El precio tiene que ser mayor que cero.")
        else:
            self.price_asked = price

    def _settle_car(self, stock_id: int) -> None:
        self.car = search.find_car(stock_id=stock_id)
        if self.car is None:
            self.add_error("stock_id", "No hay un auto con ese número en el inventario.")
        else:
            self.price_asked = self.car.price


class PlansQuestion(_AboutOnePrice):
    """What does a car, or a price, cost a month?"""

    name, label, button = "plans", "Planes de un auto", "Calcular planes"

    down_payment = MoneyField(label="Enganche", required=False, help_text="Vacío es sin enganche.")
    down_payment_unit = forms.ChoiceField(
        label="El enganche está en",
        choices=[("mxn", "pesos"), ("percent", "% del precio")],
        required=False,
    )
    field_order = ("stock_id", "price", "down_payment", "down_payment_unit", "months")

    quotation: Quotation

    def respond(self, said: dict[str, Any]) -> None:
        """Quote under the policy."""
        down_payment = said["down_payment"] or Decimal(0)
        if said["down_payment_unit"] == "percent":
            down_payment = self.price_asked * down_payment / 100
        answer = quoting.quote(
            price=self.price_asked, down_payment=down_payment, months=said["months"], policy=self.policy
        )
        if isinstance(answer, Refusal):
            self.refuse(answer)
        else:
            self.quotation = answer


class PriceQuestion(Question):
    """Which price, and which cars, does a monthly payment reach?"""

    name, label, button = "price", "¿Qué precio alcanza?", "Calcular precio"

    monthly_payment = MoneyField(label="Mensualidad (MXN)")
    down_payment = MoneyField(label="Enganche (MXN)", required=False, help_text="Vacío es sin enganche.")
    field_order = ("monthly_payment", "down_payment", "months")

    affordable: Affordable

    def respond(self, said: dict[str, Any]) -> None:
        """Ask what fits."""
        answer = affordability.affordable(
            monthly_payment=said["monthly_payment"],
            down_payment=said["down_payment"] or Decimal(0),
            months=said["months"],
            limit=MOST_CARS,
        )
        if isinstance(answer, Refusal):
            self.refuse(answer)
        else:
            self.affordable = answer


class DownPaymentQuestion(_AboutOnePrice):
    """How much must be paid down, so that the month costs so much?"""

    name, label, button = "down_payment", "¿Cuánto enganche?", "Calcular enganche"

    monthly_payment = MoneyField(label="Mensualidad (MXN)")
    field_order = ("stock_id", "price", "monthly_payment", "months")

    needed: tuple[NeededDownPayment, ...]

    def respond(self, said: dict[str, Any]) -> None:
        """Ask what must be paid down."""
        answer = affordability.needed_down_payments(
            price=self.price_asked, monthly_payment=said["monthly_payment"], months=said["months"]
        )
        if isinstance(answer, Refusal):
            self.refuse(answer)
        else:
            self.needed = answer


QUESTIONS: dict[str, type[Question]] = {
    question.name: question for question in (PlansQuestion, PriceQuestion, DownPaymentQuestion)
}
