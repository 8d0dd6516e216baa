"""The arithmetic of loans, to the centavo."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from financing.amortization import cat_percent, monthly_payment, plan

TEN_PERCENT = Decimal("0.10")


@pytest.mark.parametrize(
    ("price", "down_payment", "years", "payment", "total", "interest"),
    [
        # principal x i / (1 - (1 + i)^-n) with i = 0.10 / 12
        ("461999", "40000", 4, "10702.98", "513743.04", "91744.04"),
        ("300000", "60000", 4, "6087.02", "292176.96", "52176.96"),
        ("313999", "60000", 5, "5396.73", "323803.80", "69804.80"),
        ("350000", "70000", 5, "5949.17", "356950.20", "76950.20"),
        ("238999", "40000", 4, "5047.13", "242262.24", "43263.24"),
        ("300000", "50000", 3, "8066.80", "290404.80", "40404.80"),
    ],
)
def test_the_worked_figures_hold_to_the_centavo(price, down_payment, years, payment, total, interest):
    figures = plan(principal=Decimal(price) - Decimal(down_payment), annual_rate=TEN_PERCENT, months=years * 12)
    assert (figures.monthly_payment, figures.total_amount, figures.interest_amount) == (
        Decimal(payment),
        Decimal(total),
        Decimal(interest),
    )
    assert figures.years == years


def test_a_loan_without_interest_is_divided_evenly():
    assert monthly_payment(principal=Decimal(120_000), annual_rate=Decimal(0), months=36) == Decimal("3333.33")


@given(
    centavos=st.integers(min_value=100, max_value=10**10),
    months=st.sampled_from([12, 36, 48, 60, 72, 84]),
    rate=st.decimals(min_value="0.001", max_value="0.6", places=4),
)
def test_the_payment_pays_the_loan_back_within_half_a_centavo_a_month(centavos, months, rate):
    principal = Decimal(centavos) / 100
    payment = monthly_payment(principal=principal, annual_rate=rate, months=months)
    balance = principal
    for _ in range(months):  # month by month, which is not how the payment was computed
        balance = balance * (1 + rate / 12) - payment
    # What is left is the rounding of each payment, grown to the end.
    growth = sum((1 + rate / 12) ** month for month in range(months))
    assert abs(balance) <= Decimal("0.0051") * growth


@pytest.mark.parametrize(("principal", "rate", "months"), [("0", "0.1", 36), ("1", "-0.1", 36), ("1", "0.1", 0)])
def test_figures_that_make_no_loan_are_refused(principal, rate, months):
    with pytest.raises(ValueError, match="must"):
        monthly_payment(principal=Decimal(principal), annual_rate=Decimal(rate), months=months)


def test_the_cat_of_a_loan_without_fees_is_its_compounded_rate():
    # (1 + 0.10 / 12)^12 - 1 = 10.47 %
    payment = monthly_payment(principal=Decimal(421_999), annual_rate=TEN_PERCENT, months=48)
    assert cat_percent(received=Decimal(421_999), payment=payment, months=48) == Decimal("10.5")


def test_a_fee_taken_from_what_is_received_raises_the_cat():
    payment = monthly_payment(principal=Decimal(100_000), annual_rate=TEN_PERCENT, months=36)
    assert cat_percent(received=Decimal(98_000), payment=payment, months=36) > Decimal("11.0")
