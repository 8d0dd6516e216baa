"""Quotes on record: written down as given, read again as written, with what has changed since said beside them."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import timedelta
from decimal import Decimal
from uuid import UUID

from dateutil.relativedelta import relativedelta
from django.conf import settings
from django.core import signing
from django.utils import timezone

from catalog.criteria import CarMatch
from catalog.models import Car
from financing.amortization import Plan
from financing.models import FinancingPolicy, Quote
from financing.quotation import Changes, Quotation
from financing.schedule import Installment, schedule


def keep(quotation: Quotation, *, origin: str, car: CarMatch | None = None) -> Quote:
    """Write a quotation down and return its record; the same question asked again while it is valid is that record."""
    frozen = {
        "origin": origin,
        "policy_id": quotation.policy_version,
        "car_id": car.id if car else None,
        "price": quotation.price,
        "down_payment": quotation.down_payment,
        "plans": [_plan_record(plan) for plan in quotation.plans],
    }
    given = Quote.objects.valid().filter(**frozen).first()
    if given is not None:
        given.given_at = timezone.now()
        given.save(update_fields=["given_at"])
        return given
    policy = FinancingPolicy.objects.get(pk=quotation.policy_version)
    return Quote.objects.create(
        **frozen,
        stock_id=car.stock_id if car else None,
        car_title=car.title if car else "",
        annual_rate=quotation.annual_rate,
        opening_fee=quotation.opening_fee,
        legal_line=quotation.legal_line,
        valid_until=timezone.now() + timedelta(days=policy.quote_days),
    )


def find(quote_id: UUID, *, origin: str | None = None) -> Quote | None:
    """Return a quote, only if `origin` asked for it when one is given."""
    quotes = Quote.objects.filter(pk=quote_id)
    return (quotes if origin is None else quotes.filter(origin=origin)).first()


def last_valid(*, origin: str) -> Quote | None:
    """Return the quote that `origin` was given last, of those still valid."""
    return Quote.objects.valid().filter(origin=origin).order_by("-given_at").first()


def forget_origin(*, origin: str) -> int:
    """Delete the quotes that `origin` asked for and return how many there were."""
    return Quote.objects.filter(origin=origin).delete()[0]


def link(quote: Quote) -> str:
    """Return the public address of a quote's PDF; whoever holds it may read this one quote, and guess no other."""
    return f"{settings.PUBLIC_BASE_URL}/cotizaciones/{_link_signer().sign(str(quote.pk))}.pdf"


def find_by_token(token: str) -> Quote | None:
    """Return the quote that a link was signed for, or None when nobody signed it."""
    try:
        return find(UUID(_link_signer().unsign(token)))
    except signing.BadSignature:
        return None


def _link_signer() -> signing.Signer:
    # A colon in an address reads like an hour, to people's eyes and to those of the guard.
    return signing.Signer(salt="financing.quote", sep="~")


def read(quote: Quote) -> Quotation:
    """Return the figures of a quote as they were given; nothing is computed."""
    return Quotation(
        price=quote.price,
        down_payment=quote.down_payment,
        annual_rate=quote.annual_rate.normalize(),
        plans=tuple(_plan(record) for record in quote.plans),
        policy_version=quote.policy_id,
        legal_line=quote.legal_line,
        opening_fee=quote.opening_fee,
    )


def payments_of(quote: Quote, plan: Plan) -> tuple[Installment, ...]:
    """Return the schedule of one of the quote's plans, the first payment a month after the quote was given."""
    return schedule(
        principal=quote.price - quote.down_payment,
        annual_rate=quote.annual_rate,
        months=plan.months,
        first_due=timezone.localdate(quote.created_at) + relativedelta(months=1),
    )


def pdf(quote: Quote, *, months: int | None = None) -> bytes:
    """Return the quote as a one-page PDF that lists the payments over `months`, or of the longest plan."""
    # It brings the PDF writer along, which no web process needs before somebody opens a quote.
    from financing.pdf import render

    quotation = read(quote)
    detailed = next((plan for plan in quotation.plans if plan.months == months), quotation.plans[-1])
    payments = payments_of(quote, detailed)
    return render(quote, quotation, detailed=detailed, payments=payments, changes=changes_since(quote))


def changes_since(quote: Quote) -> Changes:
    """Compare a quote with the clock and with the car as it stands now; a removed car counts as withdrawn."""
    return changes_by_quote([quote])[quote.pk]


def changes_by_quote(given: Sequence[Quote]) -> dict[UUID, Changes]:
    """Compare many quotes at once, by their ids; one query however many they are."""
    cars = Car.objects.live().in_bulk({quote.car_id for quote in given if quote.car_id})
    return {quote.pk: _compared(quote, cars) for quote in given}


def _compared(quote: Quote, cars: Mapping[UUID, Car]) -> Changes:
    expired = quote.valid_until <= timezone.now()
    if quote.car_id is None:
        return Changes(expired)
    car = cars.get(quote.car_id)
    if car is None:
        return Changes(expired, status_now=Car.Status.WITHDRAWN)
    return Changes(
        expired,
        price_now=None if car.price == quote.price else car.price,
        status_now=None if car.status == Car.Status.AVAILABLE else car.status,
    )


def _plan_record(plan: Plan) -> dict[str, int | str]:
    return {name: value if isinstance(value, int) else f"{value:.2f}" for name, value in asdict(plan).items()}


def _plan(record: dict[str, int | str]) -> Plan:
    return Plan(
        months=int(record["months"]),
        monthly_payment=Decimal(record["monthly_payment"]),
        total_amount=Decimal(record["total_amount"]),
        interest_amount=Decimal(record["interest_amount"]),
    )
