"""The financing endpoints: parse, quote, answer."""

from decimal import Decimal
from typing import Any

from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import api_view
from rest_framework.request import Request
from rest_framework.response import Response

from catalog import search
from catalog.criteria import CarMatch
from financing import quoting
from financing.amortization import MONTHS_PER_YEAR
from financing.quotation import Quotation, Refusal
from financing.serializers import CalculationRequest, CalculationSerializer, PlansRequest, PlansSerializer
from kavakbot.api import Unprocessable


@extend_schema(request=CalculationRequest, responses=CalculationSerializer)
@api_view(["POST"])
def calculate(request: Request) -> Response:
    """Quote one car over one term."""
    wish = _parsed(CalculationRequest, request)
    car = _car(wish)
    months = wish["years"] * MONTHS_PER_YEAR
    quotation = _accepted(quoting.quote(price=car.price, down_payment=wish["down_payment"], months=months))
    return Response(CalculationSerializer(quotation, context={"car": car}).data)


@extend_schema(request=PlansRequest, responses=PlansSerializer)
@api_view(["POST"])
def plans(request: Request) -> Response:
    """Quote a car, or a stated price, over every offered term."""
    wish = _parsed(PlansRequest, request)
    car = None if wish.get("price") is not None else _car(wish)
    price: Decimal = car.price if car else wish["price"]
    quotation = _accepted(quoting.quote(price=price, down_payment=_down_payment(wish, price)))
    return Response(PlansSerializer(quotation, context={"car": car}).data)


def _parsed(serializer: type[CalculationRequest | PlansRequest], request: Request) -> dict[str, Any]:
    parsed = serializer(data=request.data)
    parsed.is_valid(raise_exception=True)
    return dict(parsed.validated_data)


def _car(wish: dict[str, Any]) -> CarMatch:
    car = search.find_car(stock_id=wish.get("stock_id"), car_id=wish.get("car_id"))
    if car is None:
        raise Http404
    return car


def _down_payment(wish: dict[str, Any], price: Decimal) -> Decimal:
    if wish.get("down_payment_percent") is not None:
        return Decimal(price * wish["down_payment_percent"] / 100)
    return wish.get("down_payment") or Decimal(0)


def _accepted(answer: Quotation | Refusal) -> Quotation:
    if isinstance(answer, Refusal):
        raise Unprocessable(answer.detail, code=answer.code)
    return answer
