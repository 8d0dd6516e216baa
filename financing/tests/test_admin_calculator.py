"""The calculator of the back office: three questions, their refusals in Spanish, and quotes kept as they were seen."""

import re
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from catalog import inventory
from catalog.models import Car
from catalog.tests.builders import a_car
from financing.admin import wording
from financing.models import FinancingPolicy, Quote
from financing.quotation import Refusal, RefusalCode
from financing.tests.cast import staff

pytestmark = pytest.mark.django_db

PLANS = {"question": "plans", "price": "461,999", "down_payment": "40000", "down_payment_unit": "mxn"}
NO_SENSE = ("NaN", "-NaN", "sNaN", "Infinity", "1e400", "1e-400", "1E999999999999999999999", "9" * 5000, "mucho", "1,5")


def ask(office: Client, asked: dict[str, object]):
    answer = office.get(reverse("admin:financing_quote_calculator"), asked)
    assert answer.status_code == 200
    return answer


def words(answer) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def errors(answer) -> dict[str, list[str]]:
    return dict(answer.context["form"].errors)


# ── What does it cost a month? ──────────────────────────────────────────────────────────────────────────────────
def test_an_untouched_page_asks_and_complains_of_nothing(office):
    answer = ask(office, {})
    assert errors(answer) == {}
    assert "Calcular planes" in answer.content.decode()
    assert "<svg width" not in answer.content.decode()


def test_a_price_is_quoted_over_every_term_of_the_policy(office):
    answer = ask(office, PLANS)
    plans = {plan.months: (plan.monthly_payment, cat) for plan, cat, _ in answer.context["plans"]}
    assert list(plans) == [36, 48, 60, 72]
    assert plans[48] == (Decimal("10702.98"), Decimal("10.5"))
    for figure in ("$461,999.00", "$421,999.00", "$10,702.98", "$513,743.04", "$91,744.04", "10.5 %"):
        assert figure in words(answer), figure


def test_a_car_is_quoted_by_its_number_with_a_down_payment_in_percent(office):
    a_car(stock_id=500001, price=Decimal(300_000))
    answer = ask(office, {"stock_id": "500001", "down_payment": "20", "down_payment_unit": "percent"})
    assert answer.context["quotation"].down_payment == 60_000
    assert "Volkswagen Jetta 2019 · 500001" in words(answer)
    assert "$6,087.02" in words(answer)


def test_a_car_that_is_not_for_sale_is_quoted_with_a_warning(office):
    a_car(stock_id=500001, status=Car.Status.RESERVED)
    assert "Este auto está apartado" in words(ask(office, {"stock_id": "500001"}))


def test_one_term_can_be_asked_for(office):
    answer = ask(office, {**PLANS, "months": "48"})
    assert [plan.months for plan, _, _ in answer.context["plans"]] == [48]


def test_the_schedule_is_that_of_the_plan_chosen_and_closes_at_zero(office):
    answer = ask(office, {**PLANS, "detail": "36"})
    assert len(answer.context["payments"]) == 36
    assert answer.context["payments"][-1].balance == 0
    assert "Los 36 pagos" in words(answer)
    assert len(ask(office, {**PLANS, "detail": "nada"}).context["payments"]) == 72


def test_the_chart_says_in_words_what_it_shows(office):
    drawing = ask(office, {**PLANS, "months": "48"}).content.decode().partition("<svg width")[2].partition("</svg>")[0]
    assert "Capital e interés por año, a 48 meses</title>" in drawing
    # Twelve payments of 10,702.98 are 128,435.76 a year: 89,968.18... of principal in the first, the rest interest.
    first = re.search(r"Año 1: \$([\d,.]+) de capital y \$([\d,.]+) de interés", drawing)
    assert first
    assert sum(Decimal(part.replace(",", "")) for part in first.groups()) == Decimal("10702.98") * 12
    assert drawing.count("<rect") == 2 * 4


# ── The two questions the other way round ───────────────────────────────────────────────────────────────────────
def test_a_monthly_payment_reaches_a_price_per_term_and_cars(office):
    a_car(stock_id=500001, price=Decimal(249_999))
    a_car(stock_id=500002, price=Decimal(900_000))
    answer = ask(office, {"question": "price", "monthly_payment": "5,000", "down_payment": "$60,000"})
    assert "$329,893.59" in words(answer)
    assert "Autos disponibles que alcanzan: 1" in words(answer)
    assert "500001" in words(answer)
    assert "500002" not in words(answer)
    assert 'href="?stock_id=500001&amp;down_payment=60000.00"' in answer.content.decode()


def test_a_monthly_payment_needs_a_down_payment_per_term(office):
    answer = ask(office, {"question": "down_payment", "price": "300000", "monthly_payment": "5000"})
    (first, address), *_ = answer.context["needed"]
    assert first.plan.months == 36
    assert first.plan.monthly_payment <= 5000
    assert f"down_payment={first.down_payment}" in address
    again = ask(office, {"price": "300000", "down_payment": str(first.down_payment), "months": "36"})
    assert again.context["plans"][0][0] == first.plan


# ── Refusals and nonsense ───────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize("code", list(RefusalCode))
def test_every_refusal_has_its_words(code):
    said = wording.refusal(Refusal(code, Decimal(300_000), Decimal(0), Decimal(30_000), (3, 4, 5, 6)))
    assert said.endswith(".")
    assert "{" not in said


@pytest.mark.parametrize(
    ("offered", "said"), [((1,), "1 año"), ((3,), "3 años"), ((1, 2), "1 o 2 años"), ((3, 4, 5, 6), "3, 4, 5 o 6 años")]
)
def test_terms_are_listed_as_people_list_them(offered, said):
    assert wording.years(offered) == said


@pytest.mark.parametrize(
    ("asked", "field", "said"),
    [
        ({"down_payment": "-1"}, "down_payment", "El enganche no puede ser negativo."),
        ({"down_payment": "461999"}, "down_payment", "menor que el precio, $461,999.00"),
        ({"down_payment": "100", "down_payment_unit": "percent"}, "down_payment", "menor que el precio"),
        ({"down_payment": "1000"}, "down_payment", "El enganche mínimo para este precio es de $46,199.90."),
        ({"down_payment": "50000", "months": "84"}, "months", "los plazos son de 3 o 4 años"),
        ({"question": "price", "monthly_payment": "0"}, "monthly_payment", "tiene que ser mayor que cero"),
        ({"question": "price", "monthly_payment": "1", "down_payment": "-1"}, "down_payment", "no puede ser negativo"),
        ({"question": "down_payment", "monthly_payment": "-5"}, "monthly_payment", "tiene que ser mayor que cero"),
        ({"price": ""}, "stock_id", "Escribe el número de un auto o un precio."),
        ({"stock_id": "500001"}, "price", "no los dos"),
        ({"price": "", "stock_id": "999999"}, "stock_id", "No hay un auto con ese número"),
        ({"price": "0"}, "price", "mayor que cero"),
        ({"price": "1,5"}, "price", "Escribe un monto"),
        ({"price": "300000.123456"}, "price", "Los centavos son dos cifras."),
    ],
)
def test_a_refusal_stands_next_to_its_field(office, asked, field, said):
    FinancingPolicy.objects.create(
        annual_rate=Decimal("0.10"),
        terms_months=[36, 48],
        minimum_down_payment_ratio=Decimal("0.1"),
        legal_line="x",
    )
    answer = ask(office, {**PLANS, **asked})
    assert list(errors(answer)) == [field]
    assert said in str(errors(answer)[field])
    assert said.replace("$", "") in words(answer).replace("$", "")


@pytest.mark.parametrize("nonsense", [*NO_SENSE, "99999999999", "-99999999999", "<script>", "٣٠٠"])
@pytest.mark.parametrize("field", ["stock_id", "price", "down_payment", "down_payment_unit", "months"])
def test_nonsense_is_an_error_at_its_field(office, field, nonsense):
    answer = ask(office, {**PLANS, field: nonsense})
    assert field in errors(answer) or (field == "stock_id" and nonsense == "٣٠٠")


@pytest.mark.parametrize("question", ["price", "down_payment"])
@pytest.mark.parametrize("nonsense", NO_SENSE)
def test_nonsense_is_an_error_in_every_question(office, question, nonsense):
    assert "monthly_payment" in errors(ask(office, {**PLANS, "question": question, "monthly_payment": nonsense}))


@pytest.mark.parametrize("price", ["0.01", "0.5", "9999999999.99"])
@pytest.mark.parametrize("question", ["price", "down_payment"])
def test_the_least_and_the_most_money_are_answered(office, question, price):
    asked = {"question": question, "monthly_payment": price, "price": price, "down_payment": "0"}
    assert ask(office, asked).context["answered"]


def test_centavos_are_too_little_to_finance(office):
    asked = {"question": "plans", "price": "300000", "down_payment": "299999.99"}
    assert "down_payment" in errors(ask(office, asked))


def test_an_unknown_question_is_the_first_one(office):
    assert ask(office, {"question": "¿?"}).context["form"].name == "plans"


def test_without_a_policy_the_page_says_so(office):
    FinancingPolicy.objects.all().delete()
    assert "No hay una política de financiamiento vigente" in words(ask(office, PLANS))
    assert office.post(reverse("admin:financing_quote_calculator"), PLANS).status_code == 200
    assert not Quote.objects.exists()


# ── Keeping ─────────────────────────────────────────────────────────────────────────────────────────────────────
def keep(office: Client, asked: dict[str, object], *, seen: str | None = None):
    shown = ask(office, asked).context["seen"]
    return office.post(reverse("admin:financing_quote_calculator"), {**asked, "seen": seen or shown})


def test_what_was_shown_is_kept_in_the_name_of_who_asked(office):
    car = a_car(stock_id=500001, price=Decimal(300_000))
    answer = keep(office, {"stock_id": "500001", "down_payment": "20", "down_payment_unit": "percent"})
    quote = Quote.objects.get()
    assert answer.url == reverse("admin:financing_quote_change", args=[quote.pk])
    assert (quote.origin, quote.car_id, quote.down_payment) == ("staff:gabi", car.pk, 60_000)
    assert [plan["monthly_payment"] for plan in quote.plans][1] == "6087.02"


def test_keeping_the_same_twice_is_one_quote(office):
    assert keep(office, PLANS).url == keep(office, PLANS).url


def test_what_is_no_longer_as_it_was_shown_is_shown_again_and_not_kept(office):
    car = a_car(stock_id=500001, price=Decimal(300_000))
    asked = {"stock_id": "500001"}
    seen = ask(office, asked).context["seen"]
    inventory.change_car(car=car, price=Decimal(310_000))
    answer = keep(office, asked, seen=seen)
    assert "cambiaron mientras veías la página" in words(answer)
    assert "$310,000.00" in words(answer)
    assert not Quote.objects.exists()


def test_nonsense_is_not_kept(office):
    answer = office.post(reverse("admin:financing_quote_calculator"), {**PLANS, "price": "NaN"})
    assert "price" in errors(answer)
    assert not Quote.objects.exists()


# ── Who ─────────────────────────────────────────────────────────────────────────────────────────────────────────
def test_who_may_only_see_quotes_calculates_and_keeps_nothing():
    carla = staff("view_quote")
    answer = ask(carla, PLANS)
    assert "Guardar cotización" not in answer.content.decode()
    assert carla.post(reverse("admin:financing_quote_calculator"), PLANS).status_code == 403
    assert not Quote.objects.exists()


def test_who_may_not_see_quotes_has_no_calculator():
    assert staff().get(reverse("admin:financing_quote_calculator")).status_code == 403


def test_a_customer_is_sent_to_the_login(client):
    assert "/login/" in client.get(reverse("admin:financing_quote_calculator")).url


def test_the_list_and_the_add_link_lead_to_the_calculator(office):
    calculator = reverse("admin:financing_quote_calculator")
    assert f'href="{calculator}"' in office.get(reverse("admin:financing_quote_changelist")).content.decode()
    assert office.get(reverse("admin:financing_quote_add")).url == calculator


def test_the_page_runs_no_script_and_asks_nothing_of_other_sites(office):
    page = ask(office, PLANS).content.decode()
    assert not re.search(r"<script(?![^>]*src=)", page)
    assert " style=" not in page
    assert not re.search(r"(src|href)=\"(https?:)?//", page)
