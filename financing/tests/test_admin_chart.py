"""The chart of a loan: bars that stand for what they say, on an axis that reads in round figures."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from financing.admin.chart import PLOT_HEIGHT, TOP, chart, short_amount
from financing.schedule import YearOfPayments


def a_year(number: int, principal: object, interest: object) -> YearOfPayments:
    return YearOfPayments(number, principal=Decimal(principal), interest=Decimal(interest), balance=Decimal(0))


def test_bars_are_as_high_as_their_figures_and_stand_on_the_axis():
    drawn = chart([a_year(1, 60_000, 20_000), a_year(2, 90_000, 10_000)])
    assert [line.label for line in drawn.gridlines] == ["$0", "$20 mil", "$40 mil", "$60 mil", "$80 mil", "$100 mil"]
    first, second = drawn.bars
    # 200 pixels are 100,000: 60,000 are 120, and 20,000 stand on them with 40.
    assert (first.principal_height, first.interest_height) == ("120.00", "40.00")
    assert float(first.principal_y) + 120 == TOP + PLOT_HEIGHT
    assert float(first.interest_y) + 40 == float(first.principal_y)
    assert (second.principal_height, second.interest_height) == ("180.00", "20.00")
    assert (first.x, first.middle, second.middle) == ("9.00%", "25.00%", "75.00%")


@given(
    st.lists(
        st.tuples(st.integers(min_value=0, max_value=10**14), st.integers(min_value=0, max_value=10**14)),
        min_size=1,
        max_size=10,
    )
)
def test_every_chart_fits_its_frame_in_a_few_steps(parts):
    years = [a_year(n, Decimal(paid) / 100, Decimal(interest) / 100) for n, (paid, interest) in enumerate(parts, 1)]
    drawn = chart(years)
    assert 2 <= len(drawn.gridlines) <= 6
    assert all(float(bar.interest_y) >= TOP - 0.01 for bar in drawn.bars)
    assert float(drawn.gridlines[-1].y) == TOP
    highest = max(float(bar.principal_height) + float(bar.interest_height) for bar in drawn.bars)
    assert not any(map(sum, parts)) or PLOT_HEIGHT * 0.49 <= highest <= PLOT_HEIGHT + 0.02


@pytest.mark.parametrize(
    ("amount", "said"),
    [("0", "$0"), ("0.5", "$0.5"), ("500", "$500"), ("20000", "$20 mil"), ("1500000", "$1.5 M"), ("2E+9", "$2,000 M")],
)
def test_amounts_are_short_enough_for_an_axis(amount, said):
    assert short_amount(Decimal(amount)) == said
