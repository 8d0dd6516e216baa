"""The policy's editor: percentages in, a preview before anything is saved, and what was in force stays as it was."""

import re
from datetime import timedelta
from decimal import Decimal
from itertools import count

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from catalog import search
from catalog.tests.builders import a_car
from financing import quotes, quoting
from financing.models import FinancingPolicy, Quote
from financing.tests.cast import staff

pytestmark = pytest.mark.django_db
LIST, ADD = reverse("admin:financing_financingpolicy_changelist"), reverse("admin:financing_financingpolicy_add")
TWELVE_PERCENT = {
    "annual_rate": "12",
    "terms_months": ["48", "60"],
    "minimum_down_payment_ratio": "10 %",
    "opening_fee_ratio": "2.5",
    "quote_days": "5",
    "legal_line": "Nueva leyenda.",
    "valid_from_0": "",
    "valid_from_1": "",
    "example-price": "300,000",
    "example-down_payment_ratio": "20",
}
_days = count(30)


def planned(**stated) -> FinancingPolicy:
    plain = {"annual_rate": Decimal("0.14"), "terms_months": [36], "legal_line": "x"}
    return FinancingPolicy.objects.create(**{**plain, "valid_from": in_days(next(_days)), **stated})


def in_days(days: int):
    return timezone.now() + timedelta(days=days)


def starting(moment) -> dict[str, str]:
    local = timezone.localtime(moment)
    return {"valid_from_0": f"{local:%Y-%m-%d}", "valid_from_1": f"{local:%H:%M:%S}"}


def change(policy: FinancingPolicy) -> str:
    return reverse("admin:financing_financingpolicy_change", args=[policy.pk])


def preview(office: Client, said: dict[str, object], address: str = ADD):
    answer = office.post(address, said)
    assert answer.status_code == 200
    return answer


def confirm(office: Client, said: dict[str, object], address: str = ADD, *, seen: str | None = None):
    stamp = seen or preview(office, said, address).context["preview"].stamp
    return office.post(address, {**said, "seen": stamp, "_confirm": "1"})


def words(answer) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def errors(answer) -> dict[str, list[str]]:
    return dict(answer.context["adminform"].form.errors)


# ── The preview ─────────────────────────────────────────────────────────────────────────────────────────────────
def test_a_new_version_starts_from_the_terms_of_today(office):
    form = office.get(ADD).context["adminform"].form
    assert form["annual_rate"].value() == "10"
    assert form["terms_months"].value() == [36, 48, 60, 72]
    assert form["valid_from"].value() is None


def test_the_preview_compares_today_with_the_new_and_saves_nothing(office):
    answer = preview(office, TWELVE_PERCENT)
    shown = answer.context["preview"]
    assert FinancingPolicy.objects.count() == 1
    assert [(row.months, bool(row.today), bool(row.new)) for row in shown.rows] == [
        (36, True, False),
        (48, True, True),
        (60, True, True),
        (72, True, False),
    ]
    row = shown.rows[1]
    # 240,000 over 48 months: 6,087.02 at 10 % a year, 6,320.12 at 12 % (240,000 x 0.01 / (1 - 1.01^-48)).
    assert (row.today.plan.monthly_payment, row.new.plan.monthly_payment) == (Decimal("6087.02"), Decimal("6320.12"))
    assert row.difference == Decimal("233.10")
    for said in ("+$233.10", "ya no se ofrece", "10 %", "12 %", "4 o 5 años", "Empieza al guardar"):
        assert said in words(answer), said


def test_the_example_can_be_another(office):
    answer = preview(office, {**TWELVE_PERCENT, "example-price": "150000", "example-down_payment_ratio": "5"})
    assert "auto de $150,000.00 con $7,500.00 de enganche" in words(answer)
    assert "Con la nueva no se cotizaría: El enganche mínimo para este precio es de $15,000.00." in words(answer)


def test_the_preview_counts_the_quotes_that_keep_their_figures(office):
    for _ in range(3):
        a_quote()
    Quote.objects.filter(pk=Quote.objects.first().pk).update(valid_until=timezone.now())
    assert "Hoy hay 2 cotizaciones vigentes" in words(preview(office, TWELVE_PERCENT))


def test_the_preview_says_when_it_starts_and_what_is_planned_already(office):
    other = planned(valid_from=in_days(3))
    answer = preview(office, {**TWELVE_PERCENT, "valid_from_0": "2031-05-01", "valid_from_1": "08:30:00"})
    assert "Empieza el 01/05/2031 a las 08:30" in words(answer)
    assert f"Ya está programada la versión {other.pk} (14 % anual)" in words(answer)


def test_without_any_policy_the_first_one_is_previewed_alone(office):
    FinancingPolicy.objects.all().delete()
    assert office.get(ADD).status_code == 200
    assert confirm(office, TWELVE_PERCENT).status_code == 302
    assert quoting.current_policy().annual_rate == Decimal("0.12")


# ── Saving ──────────────────────────────────────────────────────────────────────────────────────────────────────
def a_quote() -> Quote:
    car = a_car(price=Decimal(300_000))
    quotation = quoting.quote(price=car.price, down_payment=Decimal(60_000))
    return quotes.keep(quotation, origin="chat:ana", car=search.snapshot(car))


def test_a_confirmed_version_changes_new_quotes_and_no_old_one(office):
    old = a_quote()
    assert confirm(office, TWELVE_PERCENT).url == LIST
    new = a_quote()
    assert new.plans[0]["monthly_payment"] == "6320.12"
    old.refresh_from_db()
    assert quotes.read(old).plans[1].monthly_payment == Decimal("6087.02")
    assert (old.annual_rate, new.annual_rate) == (Decimal("0.10"), Decimal("0.12"))
    assert new.policy_id > old.policy_id


def test_what_is_typed_in_percent_is_stored_as_a_ratio(office):
    confirm(office, {**TWELVE_PERCENT, "annual_rate": "12.345 %"})
    policy = quoting.current_policy()
    assert (policy.annual_rate, policy.minimum_down_payment_ratio, policy.opening_fee_ratio) == (
        Decimal("0.12345"),
        Decimal("0.1"),
        Decimal("0.025"),
    )
    assert (policy.terms_months, policy.quote_days, policy.legal_line) == ([48, 60], 5, "Nueva leyenda.")


def test_history_knows_who_added_changed_and_deleted_a_version_and_when(office):
    confirm(office, {**TWELVE_PERCENT, **starting(in_days(5))})
    policy = FinancingPolicy.objects.planned().get()
    confirm(office, {**TWELVE_PERCENT, "annual_rate": "13", **starting(policy.valid_from)}, change(policy))
    said = words(office.get(reverse("admin:financing_financingpolicy_history", args=[policy.pk])))
    assert "Alta" in said
    assert "0.12000 → 0.13000" in said
    office.post(reverse("admin:financing_financingpolicy_delete", args=[policy.pk]), {"post": "yes"})
    written = FinancingPolicy.history.filter(id=policy.pk).order_by("history_id")
    assert [(one.history_type, one.history_user.username) for one in written] == [
        ("+", "gabi"),
        ("~", "gabi"),
        ("-", "gabi"),
    ]


def test_nothing_is_saved_that_was_not_previewed(office):
    seen = preview(office, TWELVE_PERCENT).context["preview"].stamp
    for said, stamp in (({**TWELVE_PERCENT, "annual_rate": "1"}, seen), (TWELVE_PERCENT, "made-up")):
        answer = confirm(office, said, seen=stamp)
        assert answer.status_code == 200
        assert answer.context["preview"].stamp != stamp
    assert FinancingPolicy.objects.count() == 1


def test_a_preview_against_another_version_of_today_is_shown_again(office):
    seen = preview(office, TWELVE_PERCENT).context["preview"].stamp
    planned(valid_from=timezone.now())
    assert confirm(office, TWELVE_PERCENT, seen=seen).status_code == 200
    assert "14 %" in words(preview(office, TWELVE_PERCENT))


# ── What is refused ─────────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("said", "field", "words_"),
    [
        ({"annual_rate": "101"}, "annual_rate", "Lo más que puede ser es 100 %."),
        ({"annual_rate": "-1"}, "annual_rate", "No puede ser negativo."),
        ({"annual_rate": "10.12345"}, "annual_rate", "Con 3 decimales como mucho."),
        ({"minimum_down_payment_ratio": "100"}, "minimum_down_payment_ratio", "Lo más que puede ser es 99.99 %."),
        ({"opening_fee_ratio": "100"}, "opening_fee_ratio", "Lo más que puede ser es 99.99 %."),
        ({"terms_months": []}, "terms_months", "Elige al menos un plazo."),
        ({"terms_months": ["37"]}, "terms_months", "37"),
        ({"terms_months": ["x"]}, "terms_months", "x"),
        ({"quote_days": "0"}, "quote_days", "1"),
        ({"quote_days": "91"}, "quote_days", "90"),
        ({"legal_line": ""}, "legal_line", "requerido"),
        ({"legal_line": "x" * 401}, "legal_line", "400"),
        ({"valid_from_0": "2020-01-01", "valid_from_1": "00:00"}, "valid_from", "no puede empezar en el pasado"),
        ({"valid_from_0": "mañana"}, "valid_from", "fecha"),
    ],
)
def test_what_makes_no_sense_is_said_at_its_field(office, said, field, words_):
    answer = preview(office, {**TWELVE_PERCENT, **said})
    assert list(errors(answer)) == [field]
    assert words_ in str(errors(answer)[field])
    assert answer.context["preview"] is None
    assert office.post(ADD, {**TWELVE_PERCENT, **said, "_confirm": "1", "seen": ""}).status_code == 200
    assert FinancingPolicy.objects.count() == 1


@pytest.mark.parametrize("nonsense", ["NaN", "1e400", "-1e400", "Infinity", "9" * 5000, "diez", "", "\x00", "<b>"])
@pytest.mark.parametrize(
    "field", ["annual_rate", "minimum_down_payment_ratio", "opening_fee_ratio", "quote_days", "terms_months"]
)
def test_nonsense_is_an_error_at_its_field(office, field, nonsense):
    assert list(errors(preview(office, {**TWELVE_PERCENT, field: nonsense}))) == [field]


@pytest.mark.parametrize("nonsense", ["NaN", "1e400", "-1", "0", "mucho", ""])
def test_a_nonsensical_example_is_an_error_and_loses_nothing(office, nonsense):
    answer = preview(office, {**TWELVE_PERCENT, "example-price": nonsense})
    assert list(answer.context["example"].errors) == ["price"]
    assert answer.context["adminform"].form["annual_rate"].value() == "12"


def test_two_versions_do_not_start_at_the_same_moment(office):
    moment = in_days(10).replace(microsecond=0)
    planned(valid_from=moment)
    answer = preview(office, {**TWELVE_PERCENT, **starting(moment)})
    assert errors(answer) == {"valid_from": ["Ya hay una versión que empieza en ese momento."]}


def test_a_moment_just_past_is_now(office):
    confirm(office, {**TWELVE_PERCENT, **starting(timezone.now() - timedelta(minutes=5))})
    assert quoting.current_policy().annual_rate == Decimal("0.12")


# ── What was in force stays ─────────────────────────────────────────────────────────────────────────────────────
def test_a_version_in_force_is_shown_and_neither_changed_nor_deleted(office):
    policy = quoting.current_policy()
    answer = office.get(change(policy))
    assert "Esta versión ya entró en vigor y no cambia" in words(answer)
    assert "3, 4, 5 o 6 años" in words(answer)
    assert 'name="annual_rate"' not in answer.content.decode()
    assert office.post(change(policy), {**TWELVE_PERCENT, "_confirm": "1"}).status_code == 403
    delete = reverse("admin:financing_financingpolicy_delete", args=[policy.pk])
    assert office.post(delete, {"post": "yes"}).status_code == 403
    policy.refresh_from_db()
    assert policy.annual_rate == Decimal("0.10")


def test_history_is_no_back_door_to_a_version_in_force(office):
    confirm(office, TWELVE_PERCENT)
    policy = quoting.current_policy()
    back = reverse("admin:financing_financingpolicy_simple_history", args=[policy.pk, policy.history.get().history_id])
    assert office.post(back, {**TWELVE_PERCENT, "annual_rate": "1"}).status_code == 404
    policy.refresh_from_db()
    assert policy.annual_rate == Decimal("0.12")


def test_a_version_still_to_come_is_changed_and_deleted(office):
    policy = planned()
    confirm(office, {**TWELVE_PERCENT, **starting(policy.valid_from)}, change(policy))
    policy.refresh_from_db()
    assert policy.annual_rate == Decimal("0.12")
    office.post(reverse("admin:financing_financingpolicy_delete", args=[policy.pk]), {"post": "yes"})
    assert not FinancingPolicy.objects.planned().exists()


def test_the_list_says_which_version_is_in_force(office):
    FinancingPolicy.objects.update(valid_from=in_days(-30))
    confirm(office, TWELVE_PERCENT)
    planned()
    page = office.get(LIST).content.decode()
    assert re.findall(r'fin-state fin-\w+">([^<]+)<', page) == ["programada", "vigente", "anterior"]


# ── gerencia only ───────────────────────────────────────────────────────────────────────────────────────────────
def test_who_may_only_look_adds_changes_and_deletes_nothing():
    policy, beto = planned(), staff("view_financingpolicy")
    assert beto.get(change(policy)).status_code == 200
    assert ADD not in beto.get(LIST).content.decode()
    assert beto.get(ADD).status_code == 403
    assert beto.post(ADD, {**TWELVE_PERCENT, "_confirm": "1"}).status_code == 403
    assert beto.post(change(policy), {**TWELVE_PERCENT, "_confirm": "1"}).status_code == 403
    delete = reverse("admin:financing_financingpolicy_delete", args=[policy.pk])
    assert beto.post(delete, {"post": "yes"}).status_code == 403
    history = reverse("admin:financing_financingpolicy_history", args=[policy.pk])
    assert beto.get(history).status_code == 200
    policy.refresh_from_db()
    assert (policy.annual_rate, FinancingPolicy.objects.count()) == (Decimal("0.14"), 2)


def test_who_may_add_sees_the_button_and_adds():
    manager = staff("view_financingpolicy", "add_financingpolicy", "change_financingpolicy")
    assert ADD in manager.get(LIST).content.decode()
    assert confirm(manager, TWELVE_PERCENT).status_code == 302


def test_who_has_nothing_to_do_with_policies_does_not_see_them():
    stranger = staff("view_quote")
    assert stranger.get(LIST).status_code == 403
    assert stranger.get(ADD).status_code == 403
