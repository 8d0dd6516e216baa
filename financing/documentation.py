"""What the OpenAPI document says of the financing endpoints, a decorator for each; the figures are real."""

from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, extend_schema

from financing.serializers import (
    AffordableRequest,
    AffordableSerializer,
    CalculationRequest,
    CalculationSerializer,
    GivenQuoteSerializer,
    InstallmentSerializer,
    PayoffRequest,
    PayoffSerializer,
    PlansRequest,
    PlansSerializer,
    ScheduleRequest,
)

_CAR_ID = "205833df-4c0c-458b-b262-4b54835d468c"
_LEGAL = "Cotización informativa, sujeta a aprobación de crédito. No incluye seguro ni comisiones."
_FIGURES = ("years", "months", "monthly_payment", "total_amount", "interest_amount", "cat")
_REFUSALS = (
    "What makes no sense is 422 with a `code`: `down_payment_negative`, `down_payment_not_below_price`, "
    "`term_not_offered` and others; `detail` says which terms there are."
)
_QUOTE_ID = OpenApiParameter(
    "X-Quote-Id",
    OpenApiTypes.UUID,
    OpenApiParameter.HEADER,
    response=[200],
    description="The quote that was written down.",
)


def _sent_and_answered(name: str, sent: dict[str, Any], answered: Any) -> list[OpenApiExample]:
    return [
        OpenApiExample(name, value=sent, request_only=True),
        OpenApiExample(name, value=answered, response_only=True),
    ]


def _plan(*figures: Any) -> dict[str, Any]:
    return dict(zip(_FIGURES, figures, strict=False))


def _plans(price: str, down_payment: str, financed: str, *plans: dict[str, Any]) -> dict[str, Any]:
    return {
        "car_id": None,
        "stock_id": None,
        "price": price,
        "down_payment": down_payment,
        "financed_amount": financed,
        "interest_rate": "0.1",
        "plans": list(plans),
        "policy_version": 1,
        "legal": _LEGAL,
    }


_461999 = _plans(
    "461999.00",
    "40000.00",
    "421999.00",
    _plan(3, 36, "13616.72", "490201.92", "68202.92", "10.5"),
    _plan(4, 48, "10702.98", "513743.04", "91744.04", "10.5"),
    _plan(5, 60, "8966.23", "537973.80", "115974.80", "10.5"),
    _plan(6, 72, "7817.89", "562888.08", "140889.08", "10.5"),
)
_300000 = _plans(
    "300000.00",
    "60000.00",
    "240000.00",
    _plan(3, 36, "7744.12", "278788.32", "38788.32", "10.5"),
    _plan(4, 48, "6087.02", "292176.96", "52176.96", "10.5"),
    _plan(5, 60, "5099.29", "305957.40", "65957.40", "10.5"),
    _plan(6, 72, "4446.20", "320126.40", "80126.40", "10.5"),
)
_ESCAPE = {
    "car_id": _CAR_ID,
    "stock_id": 500358,
    "car_price": "313999.00",
    "down_payment": "60000.00",
    "financed_amount": "253999.00",
    "interest_rate": "0.1",
    "plan": _plan(5, 60, "5396.73", "323803.80", "69804.80"),
}
_BEAT = {
    "id": "68b5c434-fb74-422f-a715-fc50101033c5",
    "stock_id": 500309,
    "km": 67459,
    "price": "123999.00",
    "make": "Chevrolet",
    "model": "Beat",
    "year": 2017,
    "version": "1.2 HATCHBACK LT MT",
    "bluetooth": True,
    "car_play": False,
    "length": "3640.00",
    "width": "1597.00",
    "height": "1522.00",
    "status": "available",
    "photos": [],
    "not_stated": ["car_play"],
    "created_at": "2026-01-31T10:15:00-06:00",
    "updated_at": "2026-01-31T10:15:00-06:00",
    "plan": _plan(3, 36, "2065.07", "74342.52", "10343.52"),
}
_TERMS = {"price": 461999, "down_payment": 40000, "years": 4, "first_due": "2027-01-31"}
_FIRST_PAYMENT = {
    "number": 1,
    "due": "2027-01-31",
    "payment": "10702.98",
    "interest": "3516.66",
    "principal": "7186.32",
    "balance": "414812.68",
}

CALCULATE = extend_schema(
    operation_id="financing_calculate",
    parameters=[_QUOTE_ID],
    request=CalculationRequest,
    responses=CalculationSerializer,
    examples=_sent_and_answered(
        "A Ford Escape over five years", {"stock_id": 500358, "down_payment": 60000, "years": 5}, _ESCAPE
    ),
    extensions={"x-problems": {404: "not_found"}},
    description=f"Name the car by exactly one of `car_id` and `stock_id`. French amortisation: equal payments, rounded "
    f"half up to the centavo; the total is the payment times the months. {_REFUSALS}",
)
PLANS = extend_schema(
    operation_id="financing_plans",
    parameters=[_QUOTE_ID],
    request=PlansRequest,
    responses=PlansSerializer,
    examples=[
        *_sent_and_answered("A stated price", {"price": 461999, "down_payment": 40000}, _461999),
        *_sent_and_answered("A down payment in percent", {"price": "300000.00", "down_payment_percent": 20}, _300000),
    ],
    extensions={"x-problems": {404: "not_found"}},
    description="Give exactly one of `price`, `car_id` and `stock_id`, and the down payment as money or in percent of "
    f"the price, or none. `cat` is the annual percentage of total cost, without VAT. {_REFUSALS}",
)
AFFORDABLE = extend_schema(
    operation_id="financing_affordable",
    request=AffordableRequest,
    responses=AffordableSerializer,
    examples=_sent_and_answered(
        "2,500 a month with 60,000 down",
        {"monthly_payment": 2500, "down_payment": 60000, "years": 3},
        {"limits": [{"years": 3, "months": 36, "highest_price": "137478.24"}], "cars": [_BEAT]},
    ),
    description="`limits` has a row for each offered term, or for the one in `years`; `cars` are those in stock that "
    f"fit, the dearest first, each with its plan over the shortest term in which it does. {_REFUSALS}",
)
SCHEDULE = extend_schema(
    operation_id="financing_schedule",
    parameters=[
        OpenApiParameter("format", str, description="`csv` for a table; what we do not know is ignored, as everywhere.")
    ],
    request=ScheduleRequest,
    responses={(200, "application/json"): InstallmentSerializer(many=True), (200, "text/csv"): OpenApiTypes.STR},
    examples=_sent_and_answered("Four years, the first of 48 payments", _TERMS, _FIRST_PAYMENT),
    extensions={"x-problems": {404: "not_found"}},
    description="One row per payment; the last one settles what rounding left. Send `Accept: text/csv` for a table "
    f"that opens in a spreadsheet. {_REFUSALS}",
)
PAYOFF = extend_schema(
    operation_id="financing_payoff",
    request=PayoffRequest,
    responses=PayoffSerializer,
    examples=_sent_and_answered(
        "Settled after half of its time",
        {**_TERMS, "after": 24},
        {"after": 24, "amount": "231942.96", "interest_saved": "24928.82"},
    ),
    extensions={"x-problems": {404: "not_found"}},
    description=f"`after` counts payments; 0 is the day of signing, and more than there are is `payment_not_in_plan`. "
    f"{_REFUSALS}",
)
QUOTE = extend_schema(
    operation_id="financing_quote",
    parameters=[OpenApiParameter("quote_id", OpenApiTypes.UUID, OpenApiParameter.PATH)],
    responses=GivenQuoteSerializer,
    examples=[
        OpenApiExample(
            "A quote that still stands",
            value={
                "id": "af3f53d9-01b9-4f72-b8fa-b059d674baf3",
                "created_at": "2026-01-31T10:15:00-06:00",
                "valid_until": "2026-02-07T10:15:00-06:00",
                "pdf": "https://agent.example.com/cotizaciones/af3f53d9.pdf",
                "expired": False,
                "price_now": None,
                "status_now": None,
                "figures": {
                    **_plans(
                        "313999.00",
                        "60000.00",
                        "253999.00",
                        _plan(5, 60, "5396.73", "323803.80", "69804.80", "10.5"),
                    ),
                    "car_id": _CAR_ID,
                    "stock_id": 500358,
                },
            },
            response_only=True,
        )
    ],
    description="By its `X-Quote-Id`; clients see their own only. The figures are as they were given and never "
    "computed anew; `price_now` and `status_now` are null while nothing changed.",
)
