"""The arithmetic of loans, to the centavo."""

import random
from decimal import Decimal
from fractions import Fraction

import numpy_financial
import pytest
from hypothesis import given
from hypothesis import strategies as st

from financing.amortization import CENTAVO, highest_principal, monthly_payment, plan

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


# ── Against oracles that share no arithmetic with ours ──────────────────────────────────────────────────────────
ALL_CASES = 100_000


def exact_payment(principal: Decimal, annual_rate: Decimal, months: int) -> Decimal:
    """Work in whole fractions, with no rounding before the last step, which is half up to the centavo."""
    rate = Fraction(annual_rate) / 12
    exact = Fraction(principal) / months
    if rate:
        grown = (1 + rate) ** months
        exact = Fraction(principal) * rate * grown / (grown - 1)
    return Decimal(int(exact * 100 + Fraction(1, 2))) / 100


def equals_the_oracles(cases: int) -> None:
    chance = random.Random(20)
    for _ in range(cases):
        principal = Decimal(chance.randint(1_000_00, 2_000_000_00)) / 100
        rate = Decimal(chance.randint(0, 6000)) / 10_000
        months = chance.choice([6, 12, 24, 36, 48, 60, 72, 84, chance.randint(1, 120)])
        payment = monthly_payment(principal=principal, annual_rate=rate, months=months)
        assert payment == exact_payment(principal, rate, months), (principal, rate, months)
        approximate = -numpy_financial.pmt(float(rate) / 12, months, float(principal))
        assert abs(float(payment) - approximate) < 0.00501, (principal, rate, months)


def test_payments_equal_independent_oracles():
    equals_the_oracles(ALL_CASES // 100)


@pytest.mark.slow
def test_payments_equal_independent_oracles_a_hundred_thousand_times():
    equals_the_oracles(ALL_CASES)


@given(
    centavos=st.integers(min_value=1, max_value=10**7),
    rate=st.decimals(min_value=0, max_value=1, places=4),
    months=st.integers(min_value=1, max_value=120),
)
def test_the_highest_loan_fits_the_payment_and_one_centavo_more_does_not(centavos, rate, months):
    payment = Decimal(centavos) / 100
    highest = highest_principal(monthly_payment=payment, annual_rate=rate, months=months)
    assert monthly_payment(principal=highest, annual_rate=rate, months=months) <= payment
    assert monthly_payment(principal=highest + CENTAVO, annual_rate=rate, months=months) > payment


def test_no_payment_affords_no_loan_to_speak_of():
    # 0.17 over 36 months is 0.0049 a month, which is charged as 0.00; 0.18 is 0.005, charged as 0.01.
    assert highest_principal(monthly_payment=Decimal(0), annual_rate=Decimal(0), months=36) == Decimal("0.17")
    assert highest_principal(monthly_payment=Decimal(-5), annual_rate=Decimal(0), months=36) == 0
