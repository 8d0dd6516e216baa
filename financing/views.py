"""The financing endpoints: parse, quote, answer."""

import csv
import io
from collections.abc import Sequence
from decimal import Decimal
from typing import Any, TypeVar

from dateutil.relativedelta import relativedelta
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from rest_framework.decorators import api_view, renderer_classes
from rest_framework.renderers import BaseRenderer, BrowsableAPIRenderer, JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import Serializer

from catalog import search
from catalog.criteria import CarMatch
from catalog.models import Car
from financing import affordability, documentation, quotes, quoting
from financing import schedule as settlement
from financing.amortization import MONTHS_PER_YEAR
from financing.models import Quote
from financing.quotation import Quotation, Refusal
from financing.schedule import Installment
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
from kavakbot.api import Unprocessable, uuid_in_path
from kavakbot.authentication import caller_of, is_client
from kavakbot.browsable import shown_to
from kavakbot.permissions import only_reads

Answer = TypeVar("Answer")
_TEXT = "text/plain; charset=utf-8"


@documentation.CALCULATE
@only_reads
@shown_to("financing.view_quote", asked_by="financing.add_quote")
@api_view(["POST"])
def calculate(request: Request) -> Response:
    """Quote one car over one term."""
    wish = _parsed(CalculationRequest, request)
    car = _car(wish)
    quotation = _accepted(quoting.quote(price=car.price, down_payment=wish["down_payment"], months=_months(wish)))
    return _given(CalculationSerializer, quotation, quotes.keep(quotation, origin=caller_of(request), car=car))


@documentation.PLANS
@only_reads
@shown_to("financing.view_quote", asked_by="financing.add_quote")
@api_view(["POST"])
def plans(request: Request) -> Response:
    """Quote a car, or a stated price, over every offered term."""
    wish = _parsed(PlansRequest, request)
    car, price = _subject(wish)
    quotation = _accepted(quoting.quote(price=price, down_payment=_down_payment(wish, price)))
    return _given(PlansSerializer, quotation, quotes.keep(quotation, origin=caller_of(request), car=car))


@documentation.AFFORDABLE
@only_reads
@shown_to("financing.view_quote", asked_by="financing.view_quote")
@api_view(["POST"])
def affordable(request: Request) -> Response:
    """Say what a monthly payment buys: the highest price over each term, and the cars in stock that fit."""
    wish = _parsed(AffordableRequest, request)
    answer = _accepted(
        affordability.affordable(
            monthly_payment=wish["monthly_payment"], down_payment=wish["down_payment"], months=_months(wish)
        )
    )
    plans_by_car = {fit.car.id: fit.plan for fit in answer.cars}
    rows = Car.objects.prefetch_related("photos").in_bulk(plans_by_car)
    found = {"limits": answer.limits, "cars": [rows[car_id] for car_id in plans_by_car if car_id in rows]}
    return Response(AffordableSerializer(found, context={"plans": plans_by_car}).data)


class ScheduleCSVRenderer(BaseRenderer):
    """A schedule as a table for a spreadsheet."""

    media_type = "text/csv"
    format = "csv"
    charset = "utf-8"

    def render(self, data: Any, media_type: str | None = None, context: Any = None) -> bytes:
        """Write one line per payment below the names of the columns; an error stays JSON."""
        if not isinstance(data, list):
            return JSONRenderer().render(data)
        table = io.StringIO()
        writer = csv.DictWriter(table, fieldnames=list(InstallmentSerializer().fields))
        writer.writeheader()
        writer.writerows(data)
        return table.getvalue().encode()


@documentation.SCHEDULE
@only_reads
@shown_to("financing.view_quote", asked_by="financing.view_quote")
@api_view(["POST"])
@renderer_classes([JSONRenderer, ScheduleCSVRenderer, BrowsableAPIRenderer])
def schedule(request: Request) -> Response:
    """List every payment of one plan: its date, interest, principal, and the balance it leaves."""
    return Response([InstallmentSerializer(row).data for row in _installments(_parsed(ScheduleRequest, request))])


@documentation.PAYOFF
@only_reads
@shown_to("financing.view_quote", asked_by="financing.view_quote")
@api_view(["POST"])
def payoff(request: Request) -> Response:
    """Say what settles one plan right after one of its payments, and the interest that is then never charged."""
    wish = _parsed(PayoffRequest, request)
    rows = _installments(wish)
    if wish["after"] > len(rows):
        raise Unprocessable(f"The plan has {len(rows)} payments.", code="payment_not_in_plan")
    return Response(PayoffSerializer(settlement.payoff(rows, after=wish["after"])).data)


def _installments(wish: dict[str, Any]) -> Sequence[Installment]:
    _, price = _subject(wish)
    quotation = _accepted(quoting.quote(price=price, down_payment=_down_payment(wish, price), months=_months(wish)))
    return settlement.schedule(
        principal=quotation.financed_amount,
        annual_rate=quotation.annual_rate,
        months=quotation.plans[0].months,
        first_due=wish.get("first_due") or timezone.localdate() + relativedelta(months=1),
    )


@documentation.QUOTE
@shown_to("financing.view_quote")
@api_view(["GET"])
def quote(request: Request, quote_id: str) -> Response:
    """Read a quote of one's own again, as it was given, with what has changed since."""
    own = caller_of(request) if is_client(request) else None  # staff see all of them in the admin
    given = quotes.find(uuid_in_path("quote_id", quote_id), origin=own)
    if given is None:
        raise Http404
    shown = {
        "quote": given,
        "quotation": quotes.read(given),
        "changes": quotes.changes_since(given),
        "pdf": quotes.link(given),
    }
    return Response(GivenQuoteSerializer(shown).data)


def quote_pdf(request: HttpRequest, token: str) -> HttpResponse:
    """Show a quote's PDF to whoever holds its link; one that ran out says so instead."""
    given = quotes.find_by_token(token)
    if given is None:
        return HttpResponse("No encontramos esa cotización. Revisa el enlace.", status=404, content_type=_TEXT)
    if quotes.changes_since(given).expired:
        return HttpResponse("Esta cotización ya venció. Pide una nueva por WhatsApp.", status=410, content_type=_TEXT)
    return HttpResponse(
        quotes.pdf(given),
        content_type="application/pdf",
        headers={
            "Content-Disposition": f'inline; filename="cotizacion-{given.pk}.pdf"',
            "Cache-Control": "private, max-age=300",
            "X-Robots-Tag": "noindex",
        },
    )


def _given(serializer: type[Serializer[Any]], quotation: Quotation, kept: Quote) -> Response:
    """Answer with the figures; the header names the quote that was written down."""
    figures = serializer(quotation, context={"quote": kept}).data
    return Response(figures, headers={"X-Quote-Id": str(kept.pk)})


def _origin(request: Request) -> str:
    return caller_of(request)


def _parsed(serializer: type[Serializer[Any]], request: Request) -> dict[str, Any]:
    parsed = serializer(data=request.data)
    parsed.is_valid(raise_exception=True)
    return dict(parsed.validated_data)


def _subject(wish: dict[str, Any]) -> tuple[CarMatch | None, Decimal]:
    """Return the car that was named, if one was, and the price to finance."""
    if wish.get("price") is not None:
        return None, wish["price"]
    car = _car(wish)
    return car, car.price


def _months(wish: dict[str, Any]) -> int | None:
    return None if wish.get("years") is None else wish["years"] * MONTHS_PER_YEAR


def _car(wish: dict[str, Any]) -> CarMatch:
    car = search.find_car(stock_id=wish.get("stock_id"), car_id=wish.get("car_id"))
    if car is None:
        raise Http404
    return car


def _down_payment(wish: dict[str, Any], price: Decimal) -> Decimal:
    if wish.get("down_payment_percent") is not None:
        return Decimal(price * wish["down_payment_percent"] / 100)
    return wish.get("down_payment") or Decimal(0)


def _accepted(answer: Answer | Refusal) -> Answer:
    if isinstance(answer, Refusal):
        raise Unprocessable(answer.detail, code=answer.code)
    return answer
