"""A loan month by month, and what settles it early."""

from datetime import date
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from financing.amortization import monthly_payment
from financing.schedule import by_year, payoff, schedule

TEN_PERCENT = Decimal("0.10")


def test_three_months_worked_by_hand():
    # 1,000 at 12 % a year is 1 % a month: payment 340.02 (340.0221...).
    #   1: interest 10.00, principal 330.02, balance 669.98
    #   2: interest  6.70 (6.6998), principal 333.32, balance 336.66
    #   3: interest  3.37 (3.3666), principal 336.66: the last payment is 340.03
    rows = schedule(principal=Decimal(1000), annual_rate=Decimal("0.12"), months=3, first_due=date(2026, 11, 30))
    assert [(row.payment, row.interest, row.principal, row.balance) for row in rows] == [
        (Decimal("340.02"), Decimal("10.00"), Decimal("330.02"), Decimal("669.98")),
        (Decimal("340.02"), Decimal("6.70"), Decimal("333.32"), Decimal("336.66")),
        (Decimal("340.03"), Decimal("3.37"), Decimal("336.66"), Decimal("0.00")),
    ]


def test_payments_fall_on_the_same_day_or_on_the_last_of_a_shorter_month():
    rows = schedule(principal=Decimal(1000), annual_rate=TEN_PERCENT, months=5, first_due=date(2027, 11, 30))
    assert [row.due for row in rows] == [
        date(2027, 11, 30),
        date(2027, 12, 30),
        date(2028, 1, 30),
        date(2028, 2, 29),
        date(2028, 3, 30),
    ]


@given(
    centavos=st.integers(min_value=1, max_value=10**9),
    rate=st.decimals(min_value=0, max_value="0.9", places=4),
    months=st.integers(min_value=1, max_value=120),
)
def test_every_schedule_sums_exactly_and_closes_at_zero(centavos, rate, months):
    principal = Decimal(centavos) / 100
    rows = schedule(principal=principal, annual_rate=rate, months=months, first_due=date(2026, 1, 15))
    assert len(rows) == months
    assert rows[-1].balance == 0
    assert sum(row.principal for row in rows) == principal
    assert all(row.payment == row.interest + row.principal for row in rows)
    assert all(before.balance - after.principal == after.balance for before, after in pairwise(rows))
    usual = monthly_payment(principal=principal, annual_rate=rate, months=months)
    assert all(row.payment <= usual for row in rows[:-1])
    assert min(row.balance for row in rows) == 0


def test_all_payments_but_the_last_are_the_one_that_was_quoted():
    rows = schedule(principal=Decimal(421_999), annual_rate=TEN_PERCENT, months=48, first_due=date(2026, 12, 1))
    assert {row.payment for row in rows[:-1]} == {Decimal("10702.98")}
    # 48 roundings of at most half a centavo, with their interest.
    assert abs(rows[-1].payment - Decimal("10702.98")) < Decimal("0.30")


def test_settling_early_pays_the_balance_and_saves_the_interest_to_come():
    rows = schedule(principal=Decimal(1000), annual_rate=Decimal("0.12"), months=3, first_due=date(2026, 11, 30))
    settled = payoff(rows, after=1)
    assert (settled.amount, settled.interest_saved) == (Decimal("669.98"), Decimal("10.07"))
    assert payoff(rows, after=0).amount == 1000
    assert payoff(rows, after=3).amount == 0


@pytest.mark.parametrize("after", [-1, 4])
def test_a_loan_is_settled_within_its_term(after):
    rows = schedule(principal=Decimal(1000), annual_rate=TEN_PERCENT, months=3, first_due=date(2026, 11, 30))
    with pytest.raises(ValueError, match="cannot be settled"):
        payoff(rows, after=after)


def test_years_sum_up_the_months_and_close_where_the_last_one_does():
    rows = schedule(principal=Decimal(421_999), annual_rate=TEN_PERCENT, months=48, first_due=date(2026, 12, 1))
    years = by_year(rows)
    assert [year.number for year in years] == [1, 2, 3, 4]
    assert [year.balance for year in years] == [rows[month - 1].balance for month in (12, 24, 36, 48)]
    assert sum(year.principal for year in years) == 421_999
    assert sum(year.interest for year in years) == sum(row.interest for row in rows)
    assert years[0].principal + years[0].interest == Decimal("10702.98") * 12
