"""What a monthly payment buys, and what must be paid down to keep within it."""

from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from catalog.criteria import CarCriteria
from catalog.tests.builders import a_car
from financing import quoting
from financing.affordability import Affordable, affordable, needed_down_payments
from financing.amortization import CENTAVO
from financing.models import FinancingPolicy
from financing.quotation import Quotation, Refusal, RefusalCode

pytestmark = pytest.mark.django_db

FIVE_THOUSAND, SIXTY_THOUSAND = Decimal(5_000), Decimal(60_000)
ONE_DATABASE_FOR_ALL_EXAMPLES = settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60
)


def a_policy(**stated) -> FinancingPolicy:
    plain = {"annual_rate": Decimal("0.10"), "terms_months": [36, 48, 60, 72], "legal_line": "x"}
    return FinancingPolicy.objects.create(**{**plain, **stated})


def test_five_thousand_a_month_with_sixty_down_has_a_highest_price_per_term():
    # 5,000 x (1 - (1 + 0.10 / 12)^-n) / (0.10 / 12), plus 60,000; half a centavo a month may still be rounded away.
    found = affordable(monthly_payment=FIVE_THOUSAND, down_payment=SIXTY_THOUSAND)
    assert isinstance(found, Affordable)
    assert [(limit.years, round(limit.highest_price)) for limit in found.limits] == [
        (3, 214_956),
        (4, 257_141),
        (5, 295_327),
        (6, 329_894),
    ]


def test_cars_that_fit_come_dearest_first_each_over_its_shortest_term():
    for price in (199_999, 249_999, 329_000, 340_000):
        a_car(price=Decimal(price))
    found = affordable(monthly_payment=FIVE_THOUSAND, down_payment=SIXTY_THOUSAND)
    assert [(fit.car.price, fit.plan.years) for fit in found.cars] == [(329_000, 6), (249_999, 4), (199_999, 3)]
    assert found.total == 3


def test_only_cars_of_the_wish_are_offered():
    a_car(make="Kia", model="Rio", price=Decimal(200_000))
    a_car(price=Decimal(210_000))
    found = affordable(
        monthly_payment=FIVE_THOUSAND, down_payment=SIXTY_THOUSAND, wish=CarCriteria(models=("rrio kia",))
    )
    assert [fit.car.model for fit in found.cars] == ["Rio"]


def test_nothing_that_fits_is_an_empty_list_not_the_nearest_car():
    a_car(price=Decimal(400_000))
    found = affordable(monthly_payment=Decimal(1_000), down_payment=Decimal(0))
    assert (found.cars, found.total) == ((), 0)


def test_a_car_within_the_down_payment_needs_no_financing():
    a_car(price=Decimal(150_000))
    assert affordable(monthly_payment=FIVE_THOUSAND, down_payment=Decimal(150_000)).cars == ()


@pytest.mark.parametrize(
    ("monthly_payment", "down_payment", "months", "code"),
    [
        ("0", "0", None, RefusalCode.MONTHLY_PAYMENT_TOO_LOW),
        ("-1", "0", None, RefusalCode.MONTHLY_PAYMENT_TOO_LOW),
        ("5000", "-1", None, RefusalCode.NEGATIVE_DOWN_PAYMENT),
        ("5000", "0", 24, RefusalCode.TERM_NOT_OFFERED),
    ],
)
def test_what_makes_no_sense_is_refused_with_a_reason(monthly_payment, down_payment, months, code):
    refusal = affordable(monthly_payment=Decimal(monthly_payment), down_payment=Decimal(down_payment), months=months)
    assert isinstance(refusal, Refusal)
    assert refusal.code is code
    assert refusal.detail


@ONE_DATABASE_FOR_ALL_EXAMPLES
@given(
    monthly_centavos=st.integers(min_value=1, max_value=3_000_000),
    down_centavos=st.integers(min_value=0, max_value=50_000_000),
    minimum=st.sampled_from(["0", "0.10", "0.155", "0.30"]),
)
def test_the_highest_price_is_quoted_within_the_payment_and_one_centavo_more_is_not(
    monthly_centavos, down_centavos, minimum
):
    FinancingPolicy.objects.all().delete()
    a_policy(minimum_down_payment_ratio=Decimal(minimum))
    monthly, down = Decimal(monthly_centavos) / 100, Decimal(down_centavos) / 100
    found = affordable(monthly_payment=monthly, down_payment=down)
    assert isinstance(found, Affordable)
    for limit in found.limits:
        if limit.highest_price is not None:
            assert fits(limit.highest_price, down, limit.months, monthly)
        highest = limit.highest_price or down
        assert not fits(highest + CENTAVO, down, limit.months, monthly)


def fits(price: Decimal, down_payment: Decimal, months: int, monthly: Decimal) -> bool:
    quoted = quoting.quote(price=price, down_payment=down_payment, months=months)
    return isinstance(quoted, Quotation) and quoted.plans[0].monthly_payment <= monthly


@ONE_DATABASE_FOR_ALL_EXAMPLES
@given(
    monthly_centavos=st.integers(min_value=100_000, max_value=2_000_000),
    price=st.integers(min_value=100_000, max_value=900_000),
)
def test_the_needed_down_payment_fits_and_one_centavo_less_does_not(monthly_centavos, price):
    monthly, price = Decimal(monthly_centavos) / 100, Decimal(price)
    for needed in needed_down_payments(price=price, monthly_payment=monthly):
        assert needed.plan.monthly_payment <= monthly
        assert fits(price, needed.down_payment, needed.plan.months, monthly)
        assert not fits(price, needed.down_payment - CENTAVO, needed.plan.months, monthly)


def test_four_thousand_a_month_for_a_corolla_needs_less_down_over_more_years():
    needed = needed_down_payments(price=Decimal(300_000), monthly_payment=Decimal(4_000))
    assert [(one.plan.years, round(one.down_payment)) for one in needed] == [
        (3, 176_035),
        (4, 142_287),
        (5, 111_738),
        (6, 84_085),
    ]


def test_the_minimum_down_payment_holds_also_when_the_payment_would_need_less():
    a_policy(minimum_down_payment_ratio=Decimal("0.20"))
    (needed,) = needed_down_payments(price=Decimal(100_000), monthly_payment=Decimal(50_000), months=36)
    assert needed.down_payment == 20_000
