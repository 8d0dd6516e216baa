"""Quotes on record: frozen, read again as they were, honest about what has changed."""

import io
from datetime import timedelta
from decimal import Decimal

import pytest
from django.test import Client
from django.utils import timezone
from pypdf import PdfReader

from catalog import inventory, search
from catalog.models import Car
from catalog.tests.builders import a_car
from financing import quotes, quoting
from financing.models import FinancingPolicy, Quote
from financing.quotation import Changes

pytestmark = pytest.mark.django_db
ANA = "chat:ana"


def a_quote(car: Car | None = None, **stated) -> Quote:
    car = car or a_car(price=Decimal(461_999))
    quotation = quoting.quote(price=car.price, down_payment=Decimal(40_000), months=stated.pop("months", None))
    return quotes.keep(quotation, origin=ANA, car=search.find_car(car_id=car.pk))


def test_a_quote_reads_as_it_was_given():
    car = a_car(price=Decimal(461_999))
    quotation = quoting.quote(price=car.price, down_payment=Decimal(40_000))
    given = quotes.keep(quotation, origin=ANA, car=search.find_car(car_id=car.pk))
    assert quotes.read(Quote.objects.get(pk=given.pk)) == quotation
    assert given.car_title == "Volkswagen Jetta 2019"


def test_asking_again_is_the_same_quote_and_another_term_is_not():
    car = a_car(price=Decimal(461_999))
    assert a_quote(car) == a_quote(car)
    assert a_quote(car, months=48) != a_quote(car)


def test_a_new_policy_changes_new_quotes_and_no_old_one():
    car = a_car(price=Decimal(461_999))
    old = a_quote(car)
    FinancingPolicy.objects.create(annual_rate=Decimal("0.12"), terms_months=[36, 48], legal_line="nueva")
    new = a_quote(car)
    assert (quotes.read(new).annual_rate, new.legal_line) == (Decimal("0.12"), "nueva")
    old.refresh_from_db()
    assert quotes.read(old).annual_rate == Decimal("0.1")
    assert quotes.read(old).plans[1].monthly_payment == Decimal("10702.98")
    assert old.policy_id != new.policy_id


def test_a_quote_of_a_car_as_it_was_says_nothing():
    assert not quotes.changes_since(a_quote())


def test_a_repriced_car_is_reported_and_the_quote_stays():
    car = a_car(price=Decimal(461_999))
    given = a_quote(car)
    inventory.change_car(car=car, price=Decimal(449_999))
    assert quotes.changes_since(given) == Changes(price_now=Decimal(449_999))
    assert quotes.read(given).price == Decimal(461_999)
    assert a_quote(Car.objects.get()) != given


@pytest.mark.parametrize("status", [Car.Status.SOLD, Car.Status.RESERVED, Car.Status.WITHDRAWN])
def test_a_car_that_cannot_be_bought_any_more_is_reported(status):
    car = a_car(price=Decimal(461_999))
    given = a_quote(car)
    inventory.change_car(car=car, status=status)
    assert quotes.changes_since(given) == Changes(status_now=status)


def test_a_removed_car_is_reported():
    car = a_car(price=Decimal(461_999))
    given = a_quote(car)
    inventory.remove_cars(cars=Car.objects.all())
    assert quotes.changes_since(given).status_now == "withdrawn"


def test_many_quotes_are_compared_in_one_query(django_assert_num_queries):
    cars = [a_car(price=Decimal(461_999)) for _ in range(5)]
    given = [a_quote(car) for car in cars]
    inventory.change_car(car=cars[3], price=Decimal(449_999))
    with django_assert_num_queries(1):
        changes = quotes.changes_by_quote(given)
    assert [changes[quote.pk] for quote in given] == [quotes.changes_since(quote) for quote in given]
    assert [bool(changes[quote.pk]) for quote in given] == [False, False, False, True, False]


def test_a_quote_runs_out_when_its_policy_says_and_is_then_given_anew():
    car = a_car(price=Decimal(461_999))
    given = a_quote(car)
    assert timedelta(days=6, hours=23) < given.valid_until - timezone.now() <= timedelta(days=7)
    Quote.objects.update(valid_until=timezone.now())
    given.refresh_from_db()
    assert quotes.changes_since(given).expired
    assert a_quote(car) != given


def text_of(pdf: bytes) -> tuple[str, int]:
    pages = PdfReader(io.BytesIO(pdf)).pages
    return "\n".join(page.extract_text() for page in pages), len(pages)


def test_the_pdf_is_one_page_with_every_figure():
    text, pages = text_of(quotes.pdf(a_quote(), months=48))
    assert pages == 1
    for figure in ("$461,999.00", "$421,999.00", "$10,702.98", "$513,743.04", "$91,744.04", "10.5 %", "47 pagos"):
        assert figure in text, figure
    assert "Volkswagen Jetta 2019" in text
    assert "sujeta a aprobación" in text


def test_the_pdf_says_what_has_changed_since():
    car = a_car(price=Decimal(461_999))
    given = a_quote(car)
    assert "cambió" not in text_of(quotes.pdf(given))[0]
    inventory.change_car(car=car, price=Decimal(449_999), status=Car.Status.SOLD)
    text, pages = text_of(quotes.pdf(given))
    assert "El precio del auto cambió: hoy es de $449,999.00. Hoy el auto está vendido." in text
    assert "$461,999.00" in text
    assert pages == 1


def test_the_longest_plan_still_fits_on_one_page():
    FinancingPolicy.objects.create(
        annual_rate=Decimal("0.10"), terms_months=list(range(12, 121, 12)), legal_line="x" * 400
    )
    _, pages = text_of(quotes.pdf(a_quote()))
    assert pages == 1


def test_a_car_called_like_markup_prints_as_it_is_called():
    text, _ = text_of(quotes.pdf(a_quote(a_car(make="<b>&", model="A<i", price=Decimal(100_000)))))
    assert "<b>& A<i 2019" in text


def test_the_link_opens_the_pdf_and_a_forged_one_does_not(client: Client):
    path = quotes.link(a_quote()).partition("//")[2].partition("/")[2]
    opened = client.get(f"/{path}")
    assert (opened.status_code, opened["Content-Type"]) == (200, "application/pdf")
    assert opened.content.startswith(b"%PDF")
    forged = client.get(f"/{path[:-6]}x.pdf")
    assert (forged.status_code, "No encontramos" in forged.content.decode()) == (404, True)
    assert client.get("/cotizaciones/nada.pdf").status_code == 404


def test_the_link_of_a_quote_that_ran_out_says_so(client: Client):
    path = quotes.link(a_quote()).partition("//")[2].partition("/")[2]
    Quote.objects.update(valid_until=timezone.now())
    opened = client.get(f"/{path}")
    assert opened.status_code == 410
    assert "ya venció" in opened.content.decode()
