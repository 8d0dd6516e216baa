"""The financing pages in a real browser: read on a desk and on a phone, kept, opened as PDF, previewed."""

from decimal import Decimal

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from catalog.tests.builders import a_car
from financing.models import FinancingPolicy, Quote
from kavakbot.tests.browser import WIDTHS, flaws, shot

on_every_screen = pytest.mark.parametrize("page", WIDTHS, indirect=True)


def see(page: Page, name: str) -> None:
    """Nothing may be wider than the screen."""
    page.wait_for_load_state()  # with its style sheets
    assert flaws(page) == [], name
    shot(page, name)


@on_every_screen
def test_a_quote_is_calculated_kept_and_opened_as_pdf(page):
    car = a_car(stock_id=500001, price=Decimal(461_999))
    page.goto(reverse("admin:financing_quote_changelist"))
    page.locator(".object-tools").get_by_role("link", name="Calculadora").click()
    see(page, "calculator-empty")
    page.get_by_label("Número de auto").fill("500001")
    page.get_by_label("Enganche", exact=True).fill("40,000")
    page.get_by_role("button", name="Calcular planes").click()
    expect(page.get_by_text("$10,702.98")).to_be_visible()
    chart = page.get_by_role("img", name="Capital e interés por año")
    expect(chart).to_be_visible()
    bars = [bar.bounding_box() for bar in chart.locator("rect").all()]
    assert len(bars) == 2 * 6
    assert all(bar["width"] > 15 and bar["height"] > 1 for bar in bars)
    see(page, "calculator-plans")
    page.get_by_text("Los 72 pagos").click()
    expect(page.locator(".fin-schedule tbody tr")).to_have_count(72)
    expect(page.locator(".fin-schedule tbody tr").last).to_be_visible()
    see(page, "calculator-schedule")
    page.get_by_role("button", name="Guardar cotización").click()
    expect(page.get_by_text("Cotización guardada")).to_be_visible()
    see(page, "quote")
    quote = Quote.objects.get()
    assert quote.car_id == car.pk
    pdf = page.request.get(page.get_by_role("link", name="PDF a 48 meses").get_attribute("href"))
    assert (pdf.status, pdf.headers["content-type"]) == (200, "application/pdf")
    page.goto(reverse("admin:financing_quote_changelist"))
    expect(page.get_by_text("vigente", exact=True)).to_be_visible()
    shot(page, "quotes")


@on_every_screen
def test_the_questions_the_other_way_round_and_a_refusal(page):
    for number, price in ((500001, 249_999), (500002, 319_999), (500003, 900_000)):
        a_car(stock_id=number, price=Decimal(price))
    page.goto(reverse("admin:financing_quote_calculator"))
    page.get_by_role("link", name="¿Qué precio alcanza?").click()
    page.get_by_label("Mensualidad").fill("5000")
    page.get_by_label("Enganche").fill("60,000")
    page.get_by_role("button", name="Calcular precio").click()
    expect(page.get_by_text("Autos disponibles que alcanzan: 2")).to_be_visible()
    see(page, "calculator-price")
    page.get_by_role("link", name="¿Cuánto enganche?").click()
    page.get_by_label("Número de auto").fill("500003")
    page.get_by_label("Mensualidad").fill("9000")
    page.get_by_role("button", name="Calcular enganche").click()
    page.get_by_role("link", name="ver plan").first.click()
    expect(page.get_by_role("button", name="Guardar cotización")).to_be_visible()
    page.get_by_label("Enganche", exact=True).fill("900,000")
    page.get_by_role("button", name="Calcular planes").click()
    expect(page.get_by_text("tiene que ser menor que el precio, $900,000.00")).to_be_visible()
    see(page, "calculator-refused")


@on_every_screen
def test_a_version_of_the_policy_is_previewed_and_then_saved(page):
    page.goto(reverse("admin:financing_financingpolicy_add"))
    see(page, "policy-new")
    page.get_by_label("Tasa anual").fill("12")
    page.get_by_label("3 años").uncheck()
    page.get_by_label("2 años").check()
    page.get_by_role("button", name="Ver qué cambia").click()
    expect(page.get_by_text("+$233.10")).to_be_visible()
    see(page, "policy-preview")
    page.get_by_role("button", name="Confirmar y guardar").click()
    expect(page.get_by_text("vigente", exact=True)).to_be_visible()
    policy = FinancingPolicy.objects.in_force().first()
    assert (policy.annual_rate, policy.terms_months) == (Decimal("0.12"), [24, 48, 60, 72])
    page.goto(reverse("admin:financing_financingpolicy_change", args=[policy.pk]))
    see(page, "policy-in-force")
    page.goto(reverse("admin:financing_financingpolicy_history", args=[policy.pk]))
    expect(page.get_by_role("cell", name="Alta")).to_be_visible()
    see(page, "policy-history")
