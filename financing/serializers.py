"""What the financing endpoints take and give; money goes out as strings with two places."""

from datetime import date
from decimal import Decimal
from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from catalog.limits import HIGHEST_PRICE
from catalog.models import Car
from catalog.serializers import CarSerializer
from financing.amortization import Plan
from financing.models import Quote
from financing.quotation import PriceLimit, Quotation
from financing.schedule import Installment, Payoff
from kavakbot.fields import Number

_FIRST_YEAR, _LAST_YEAR = 2000, 2100


def _money(**options: Any) -> Number:
    return Number(max_digits=14, decimal_places=2, max_value=HIGHEST_PRICE, **options)


class _CarRequest(serializers.Serializer[dict[str, Any]]):
    car_id = serializers.UUIDField(required=False, allow_null=True)
    stock_id = serializers.IntegerField(required=False, allow_null=True, min_value=1, max_value=2**31 - 1)


class CalculationRequest(_CarRequest):
    """A car, by exactly one of its identifiers, a down payment in MXN and a term in years."""

    down_payment = _money()
    years = serializers.IntegerField()

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Demand exactly one way to name the car."""
        if (attrs.get("car_id") is None) == (attrs.get("stock_id") is None):
            raise serializers.ValidationError("Give exactly one of car_id and stock_id.")
        return attrs


class PlansRequest(_CarRequest):
    """A price, or a car, and a down payment in MXN or in percent of the price."""

    price = _money(required=False, allow_null=True, min_value=Decimal("0.01"))
    down_payment = _money(required=False, allow_null=True)
    down_payment_percent = Number(required=False, allow_null=True, max_digits=7, decimal_places=4)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Demand one subject and at most one form of the down payment."""
        if sum(attrs.get(name) is not None for name in ("car_id", "stock_id", "price")) != 1:
            raise serializers.ValidationError("Give exactly one of price, car_id and stock_id.")
        if attrs.get("down_payment") is not None and attrs.get("down_payment_percent") is not None:
            raise serializers.ValidationError("Give down_payment or down_payment_percent, not both.")
        return attrs


class ScheduleRequest(PlansRequest):
    """What a plan is asked for with, its one term, and the day of the first payment."""

    years = serializers.IntegerField()
    first_due = serializers.DateField(required=False, help_text="A month from today when left out.")

    def validate_first_due(self, day: date) -> date:
        """Keep to days that calendars have for the last payment too."""
        if not _FIRST_YEAR <= day.year <= _LAST_YEAR:
            raise serializers.ValidationError(f"The year must be between {_FIRST_YEAR} and {_LAST_YEAR}.")
        return day


class PayoffRequest(ScheduleRequest):
    """A plan, and the payment right after which it would be settled; 0 is the day it is signed."""

    after = serializers.IntegerField(min_value=0)


class AffordableRequest(serializers.Serializer[dict[str, Any]]):
    """What can be paid a month and at once, in MXN, and the term in years when it is fixed."""

    monthly_payment = _money()
    down_payment = _money()
    years = serializers.IntegerField(required=False, allow_null=True)


class PlanSerializer(serializers.Serializer[Plan]):
    """One term of a quotation."""

    years = serializers.IntegerField()
    months = serializers.IntegerField()
    monthly_payment = _money()
    total_amount = _money()
    interest_amount = _money()


class PlanWithCostSerializer(PlanSerializer):
    """One term with its annual percentage of total cost."""

    cat = serializers.SerializerMethodField()

    def get_cat(self, plan: Plan) -> str:
        """The CAT in percent with one decimal."""
        quotation: Quotation = self.context["quotation"]
        return str(quotation.cat_percent(plan))


class _QuotedCarSerializer(serializers.Serializer[Quotation]):
    car_id = serializers.SerializerMethodField()
    stock_id = serializers.SerializerMethodField()
    down_payment = _money()
    financed_amount = _money()
    interest_rate = serializers.SerializerMethodField()

    def get_car_id(self, quotation: Quotation) -> str | None:
        """The car's id, when a car was quoted."""
        quote: Quote = self.context["quote"]
        return str(quote.car_id) if quote.car_id else None

    def get_stock_id(self, quotation: Quotation) -> int | None:
        """The car's stock number, when a car was quoted."""
        quote: Quote = self.context["quote"]
        return quote.stock_id

    def get_interest_rate(self, quotation: Quotation) -> str:
        """The yearly rate as a plain decimal string."""
        return f"{quotation.annual_rate:f}"


class CalculationSerializer(_QuotedCarSerializer):
    """The answer of `calculate`: one car, one plan."""

    car_price = _money(source="price")
    plan = serializers.SerializerMethodField()

    @extend_schema_field(PlanSerializer)
    def get_plan(self, quotation: Quotation) -> Any:
        """The one plan that was asked for."""
        return PlanSerializer(quotation.plans[0]).data


class PlansSerializer(_QuotedCarSerializer):
    """The answer of `plans`: every offered term side by side."""

    price = _money()
    plans = serializers.SerializerMethodField()
    policy_version = serializers.IntegerField()
    legal = serializers.CharField(source="legal_line")

    @extend_schema_field(PlanWithCostSerializer(many=True))
    def get_plans(self, quotation: Quotation) -> Any:
        """All plans, the shortest first."""
        context = {"quotation": quotation}
        return [PlanWithCostSerializer(plan, context=context).data for plan in quotation.plans]


class InstallmentSerializer(serializers.Serializer[Installment]):
    """One payment of a schedule; `balance` is what is owed after it."""

    number = serializers.IntegerField()
    due = serializers.DateField()
    payment = _money()
    interest = _money()
    principal = _money()
    balance = _money()


class PayoffSerializer(serializers.Serializer[Payoff]):
    """What settles a plan early, and the interest that is then never charged."""

    after = serializers.IntegerField()
    amount = _money()
    interest_saved = _money()


class PriceLimitSerializer(serializers.Serializer[PriceLimit]):
    """The highest price that fits over one term; null when nothing can be financed."""

    years = serializers.IntegerField()
    months = serializers.IntegerField()
    highest_price = _money(allow_null=True)


class AffordableCarSerializer(CarSerializer):
    """A car that fits, with the plan over the shortest term in which it does."""

    plan = serializers.SerializerMethodField()

    class Meta(CarSerializer.Meta):
        fields = (*CarSerializer.Meta.fields, "plan")

    @extend_schema_field(PlanSerializer)
    def get_plan(self, car: Car) -> Any:
        """The plan that was found for this car."""
        return PlanSerializer(self.context["plans"][car.pk]).data


class AffordableSerializer(serializers.Serializer[dict[str, Any]]):
    """What a monthly payment and a down payment buy: a limit per term, and the cars in stock, dearest first."""

    limits = PriceLimitSerializer(many=True)
    cars = AffordableCarSerializer(many=True)


class GivenQuoteSerializer(serializers.Serializer[dict[str, Any]]):
    """A quote as it was given, its PDF, and what is no longer as it says (null: nothing changed)."""

    id = serializers.UUIDField(source="quote.id")
    created_at = serializers.DateTimeField(source="quote.created_at")
    valid_until = serializers.DateTimeField(source="quote.valid_until")
    pdf = serializers.URLField()
    expired = serializers.BooleanField(source="changes.expired")
    price_now = _money(source="changes.price_now", allow_null=True)
    status_now = serializers.CharField(source="changes.status_now", allow_null=True)
    figures = serializers.SerializerMethodField()

    @extend_schema_field(PlansSerializer)
    def get_figures(self, given: dict[str, Any]) -> Any:
        """The figures, as `plans` gave them."""
        return PlansSerializer(given["quotation"], context={"quote": given["quote"]}).data
