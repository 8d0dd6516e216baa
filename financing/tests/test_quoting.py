"""Quotes and refusals under the policy in force."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from financing import quoting
from financing.models import FinancingPolicy
from financing.quotation import Quotation, Refusal, RefusalCode

pytestmark = pytest.mark.django_db

PRICE = Decimal(461999)


def test_the_shipped_policy_offers_three_to_six_years_at_ten_percent():
    quotation = quoting.quote(price=PRICE, down_payment=Decimal(0))
    assert isinstance(quotation, Quotation)
    assert quotation.annual_rate == Decimal("0.1")
    assert [plan.years for plan in quotation.plans] == [3, 4, 5, 6]


def test_a_quote_over_one_term_has_one_plan():
    quotation = quoting.quote(price=PRICE, down_payment=Decimal(40_000), months=48)
    assert isinstance(quotation, Quotation)
    assert [plan.monthly_payment for plan in quotation.plans] == [Decimal("10702.98")]
    assert quotation.financed_amount == Decimal(421_999)


def test_a_version_that_is_not_saved_can_be_tried_out():
    other = FinancingPolicy(annual_rate=Decimal("0.12"), terms_months=[48], legal_line="x")
    quotation = quoting.quote(price=Decimal(300_000), down_payment=Decimal(60_000), policy=other)
    assert isinstance(quotation, Quotation)
    assert [plan.monthly_payment for plan in quotation.plans] == [Decimal("6320.12")]
    assert FinancingPolicy.objects.count() == 1


@pytest.mark.parametrize(
    ("down_payment", "months", "code"),
    [
        ("-1", 48, RefusalCode.NEGATIVE_DOWN_PAYMENT),
        ("461999", 48, RefusalCode.DOWN_PAYMENT_NOT_BELOW_PRICE),
        ("500000", 48, RefusalCode.DOWN_PAYMENT_NOT_BELOW_PRICE),
        ("40000", 24, RefusalCode.TERM_NOT_OFFERED),
        ("40000", 84, RefusalCode.TERM_NOT_OFFERED),
        ("40000", 50, RefusalCode.TERM_NOT_OFFERED),
    ],
)
def test_what_cannot_be_lent_is_refused_with_a_reason(down_payment, months, code):
    refusal = quoting.quote(price=PRICE, down_payment=Decimal(down_payment), months=months)
    assert isinstance(refusal, Refusal)
    assert refusal.code is code
    assert refusal.detail


def test_a_policy_with_a_minimum_refuses_less_and_says_how_much():
    FinancingPolicy.objects.create(
        annual_rate=Decimal("0.12"), terms_months=[36], minimum_down_payment_ratio=Decimal("0.10"), legal_line="x"
    )
    refusal = quoting.quote(price=Decimal(300_000), down_payment=Decimal(29_999), months=36)
    assert isinstance(refusal, Refusal)
    assert refusal.code is RefusalCode.DOWN_PAYMENT_BELOW_MINIMUM
    assert refusal.minimum_down_payment == Decimal(30_000)


def test_a_new_version_counts_from_its_day_on():
    shipped = quoting.current_policy()
    FinancingPolicy.objects.create(
        annual_rate=Decimal("0.20"), terms_months=[36], legal_line="x", valid_from=timezone.now() + timedelta(days=1)
    )
    assert quoting.current_policy() == shipped


def test_without_any_policy_nothing_is_quoted():
    FinancingPolicy.objects.all().delete()
    with pytest.raises(quoting.NoPolicyInForceError):
        quoting.quote(price=PRICE, down_payment=Decimal(0))
