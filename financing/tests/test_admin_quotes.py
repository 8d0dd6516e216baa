"""The quotes of the back office: a list that says how each stands today, and one page each with its PDFs."""

import re
from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from catalog import inventory, search
from catalog.models import Car
from catalog.tests.builders import a_car
from financing import quotes, quoting
from financing.models import Quote
from financing.tests.cast import staff

pytestmark = pytest.mark.django_db
LIST = reverse("admin:financing_quote_changelist")


def a_quote(car: Car | None = None, *, origin: str = "chat:ana", price: Decimal = Decimal(461_999)) -> Quote:
    quotation = quoting.quote(price=car.price if car else price, down_payment=Decimal(40_000))
    return quotes.keep(quotation, origin=origin, car=search.snapshot(car) if car else None)


def page_of(quote: Quote) -> str:
    return reverse("admin:financing_quote_change", args=[quote.pk])


def words(answer) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def listed(office: Client, **asked: str) -> list[Quote]:
    answer = office.get(LIST, asked)
    assert answer.status_code == 200
    return answer.context["cl"].result_list


def states(office: Client) -> dict[int | None, str]:
    page = office.get(LIST).content.decode()
    rows = page.partition("<tbody")[2].split("</tr>")
    found = ((re.search(r"· (\d+)<", row), re.search(r'fin-state fin-\w+">([^<]+)<', row)) for row in rows)
    return {int(number[1]) if number else None: state[1] for number, state in found if state}


def test_the_list_says_what_was_quoted(office):
    a_quote(a_car(stock_id=500001, price=Decimal(461_999)))
    said = words(office.get(LIST))
    for figure in ("Volkswagen Jetta 2019 · 500001", "$461,999.00", "$40,000.00", "a 36 meses", "Conversación: ana"):
        assert figure in said, figure


def test_every_quote_says_how_it_stands_today(office):
    cars = {number: a_car(stock_id=number, price=Decimal(300_000)) for number in range(500001, 500006)}
    for car in cars.values():
        a_quote(car)
    a_quote()
    inventory.change_car(car=cars[500002], price=Decimal(290_000))
    inventory.change_car(car=cars[500003], status=Car.Status.SOLD)
    inventory.remove_cars(cars=Car.objects.filter(stock_id=500004))
    inventory.change_car(car=cars[500005], price=Decimal(290_000))
    Quote.objects.filter(stock_id=500005).update(valid_until=timezone.now())
    assert states(office) == {
        500001: "vigente",
        500002: "precio cambió",
        500003: "ya no disponible",
        500004: "ya no disponible",
        500005: "vencida",
        None: "vigente",
    }


def test_the_list_costs_the_same_queries_however_long(office, django_assert_num_queries, django_assert_max_num_queries):
    a_quote(a_car())
    with django_assert_max_num_queries(8) as few:
        office.get(LIST)
    for _ in range(30):
        a_quote(a_car())
    with django_assert_num_queries(len(few)):
        office.get(LIST)


def test_the_list_is_filtered_by_validity_and_by_who_asked(office):
    chat, api, gabi = a_quote(a_car()), a_quote(a_car(), origin="api:crm"), a_quote(a_car(), origin="staff:gabi")
    Quote.objects.filter(pk=api.pk).update(valid_until=timezone.now() - timedelta(days=1))
    assert listed(office, vigencia="vencida") == [api]
    assert set(listed(office, vigencia="vigente")) == {chat, gabi}
    assert listed(office, origen="api") == [api]
    assert listed(office, origen="staff") == [gabi]


def test_the_list_is_searched_by_car_number_and_folio(office):
    jetta = a_quote(a_car(stock_id=500001))
    versa = a_quote(a_car(stock_id=500002, make="Nissan", model="Versa"))
    assert listed(office, q="500001") == [jetta]
    assert listed(office, q="versa") == [versa]
    assert listed(office, q=str(jetta.pk)) == [jetta]
    assert listed(office, q=str(jetta.pk)[:13]) == [jetta]


@pytest.mark.parametrize("nonsense", ["9" * 400, "1e400", "NaN", "'\"%_\\", "\x00", "<script>"])
def test_nonsense_finds_nothing(office, nonsense):
    a_quote(a_car())
    answer = office.get(LIST, {"q": nonsense})
    assert answer.status_code == 200
    assert "<script>" not in answer.content.decode().partition('id="changelist"')[2]
    assert len(listed(office, vigencia=nonsense.replace("\x00", ""), origen="chat")) == 1


def test_a_quote_s_page_has_every_figure_its_pdfs_and_its_link(office):
    quote = a_quote(a_car(stock_id=500001, price=Decimal(461_999)))
    answer = office.get(page_of(quote))
    for figure in ("$10,702.98", "$513,743.04", "$91,744.04", "10.5 %", "vigente", "versión", str(quote.pk)):
        assert figure in words(answer), figure
    assert quotes.link(quote) in answer.content.decode()
    assert f'{reverse("admin:financing_quote_pdf", args=[quote.pk])}?months=48"' in answer.content.decode()


def test_a_quote_s_page_says_all_that_has_changed(office):
    car = a_car(price=Decimal(461_999))
    quote = a_quote(car)
    inventory.change_car(car=car, price=Decimal(449_999), status=Car.Status.RESERVED)
    Quote.objects.update(valid_until=timezone.now() - timedelta(seconds=1))
    said = words(office.get(page_of(quote)))
    assert "Venció el" in said
    assert "está apartado" in said
    assert "El precio del auto bajó $12,000.00: ahora es de $449,999.00." in said
    assert quotes.link(quote) not in said
    assert "$10,702.98" in said


def test_the_pdf_opens_for_any_of_the_quote_s_terms_also_when_it_ran_out(office):
    quote = a_quote(a_car())
    Quote.objects.update(valid_until=timezone.now() - timedelta(days=1))
    address = reverse("admin:financing_quote_pdf", args=[quote.pk])
    for asked in ({}, {"months": "36"}, {"months": "72"}):
        opened = office.get(address, asked)
        assert (opened.status_code, opened["Content-Type"]) == (200, "application/pdf")
        assert opened.content.startswith(b"%PDF")
    for nonsense in ("37", "NaN", "", "9" * 5000):
        assert office.get(address, {"months": nonsense}).status_code == 404
    assert office.get(reverse("admin:financing_quote_pdf", args=[uuid4()])).status_code == 404


def test_a_quote_is_a_record(office):
    quote = a_quote(a_car())
    assert office.post(page_of(quote), {"price": "1"}).status_code == 403
    assert office.post(reverse("admin:financing_quote_delete", args=[quote.pk]), {"post": "yes"}).status_code == 403
    assert "delete_selected" not in office.get(LIST).content.decode()
    quote.refresh_from_db()
    assert quote.price == Decimal("289999.00")


def test_who_may_not_see_quotes_sees_none():
    quote, stranger = a_quote(a_car()), staff("view_financingpolicy")
    for address in (LIST, page_of(quote), reverse("admin:financing_quote_pdf", args=[quote.pk])):
        assert stranger.get(address).status_code == 403
