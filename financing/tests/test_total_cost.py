"""The CAT of cash flows worked by hand."""

from decimal import Decimal

import pytest

from financing.amortization import monthly_payment
from financing.total_cost import cat_percent


@pytest.mark.parametrize(
    ("received", "payments", "cat"),
    [
        # One payment: i = payment / received - 1.
        ("1000", ["1010"], "12.7"),  # i = 1 %: 1.01^12 = 1.126825
        ("1000", ["1020"], "26.8"),  # i = 2 %: 1.02^12 = 1.268242
        ("1000", ["1100"], "213.8"),  # i = 10 %: 1.1^12 = 3.138428
        ("1000", ["1000"], "0.0"),  # nothing is charged
        # One payment after two months: (1 + i)^2 = payment / received.
        ("1000", ["0", "1020.10"], "12.7"),  # 1.01^2
        ("1000", ["0", "0", "1061.208"], "26.8"),  # 1.02^3
        # Two payments: 1100 / 1.1 + 1210 / 1.1^2 = 1000 + 1000.
        ("2000", ["1100", "1210"], "213.8"),
        # Interest only, the loan at the end: i is the interest over the loan.
        ("1000", ["10"] * 11 + ["1010"], "12.7"),
        ("5000", ["100"] * 23 + ["5100"], "26.8"),
        # Three payments of 340.0221 pay 1,000 at 1 %; and without interest a third each.
        ("1000", ["340.0221", "340.0221", "340.0221"], "12.7"),
        ("999", ["333", "333", "333"], "0.0"),
        # With a fee: a loan of 1,000 at 0 %, fee 20: 980 come, 1,009.40 go back: i = 3 %, 1.03^12 = 1.425761.
        ("980", ["1009.40"], "42.6"),
        # A loan of 1,000 at 1 %, fee 1 % of it: 990 received, 1,010 paid: i = 2.0202 %, 1.020202^12 = 1.271261
        ("990", ["1010"], "27.1"),
        # Interest only at 1 % on 1,000 for two months, fee 19.70397 = what makes it 2 %: 10 / 1.02 + 1010 / 1.02^2.
        ("980.584391", ["10", "1010"], "26.8"),
    ],
)
def test_a_cash_flow_worked_by_hand(received, payments, cat):
    assert cat_percent(received=Decimal(received), payments=[Decimal(one) for one in payments]) == Decimal(cat)


def test_the_cat_of_a_loan_without_fees_is_its_compounded_rate():
    # (1 + 0.10 / 12)^12 - 1 = 10.47 %
    payment = monthly_payment(principal=Decimal(421_999), annual_rate=Decimal("0.10"), months=48)
    assert cat_percent(received=Decimal(421_999), payments=[payment] * 48) == Decimal("10.5")


@pytest.mark.parametrize(("received", "payments"), [("0", ["1"]), ("-5", ["1"]), ("5", [])])
def test_what_is_no_loan_has_no_cat(received, payments):
    with pytest.raises(ValueError, match="received"):
        cat_percent(received=Decimal(received), payments=[Decimal(one) for one in payments])
