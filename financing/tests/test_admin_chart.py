"""The chart of a loan: a bar a year, of what it pays back and what it costs."""

from decimal import Decimal

import pytest

from financing.admin.chart import chart, short_amount
from financing.schedule import YearOfPayments


def test_a_year_is_a_bar_of_principal_and_interest():
    years = [YearOfPayments(n, principal=Decimal(60_000), interest=Decimal(20_000), balance=Decimal(0)) for n in (1, 2)]
    drawn = chart(years, months=24)
    assert (drawn.title, drawn.parts) == ("Capital e interés por año, a 24 meses", ("Capital", "Interés"))
    assert [bar.column.name for bar in drawn.bars] == ["Año 1", "2"]
    assert drawn.bars[0].column.told == "Año 1: $60,000.00 de capital y $20,000.00 de interés."
    assert [line.label for line in drawn.gridlines] == ["$0", "$20 mil", "$40 mil", "$60 mil", "$80 mil"]


@pytest.mark.parametrize(
    ("amount", "said"),
    [("0", "$0"), ("0.5", "$0.5"), ("500", "$500"), ("20000", "$20 mil"), ("1500000", "$1.5 M"), ("2E+9", "$2,000 M")],
)
def test_amounts_are_short_enough_for_an_axis(amount, said):
    assert short_amount(Decimal(amount)) == said
