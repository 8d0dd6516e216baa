"""The chart of a loan: one bar a year, principal below and interest above."""

from collections.abc import Sequence
from decimal import Decimal

from financing.figures import money
from financing.schedule import YearOfPayments
from kavakbot import bars
from kavakbot.bars import Chart, Column


def chart(years: Sequence[YearOfPayments], *, months: int) -> Chart:
    """Lay the years of a loan out side by side."""
    columns = [
        _column(year, f"Año {year.number}" if not place else str(year.number)) for place, year in enumerate(years)
    ]
    title = f"Capital e interés por año, a {months} meses"
    return bars.chart(columns, title=title, parts=("Capital", "Interés"), called=short_amount)


def short_amount(amount: Decimal) -> str:
    """Write an amount to fit an axis: `$150 mil`, `$1.5 M`."""
    return f"${bars.short(amount)}"


def _column(year: YearOfPayments, name: str) -> Column:
    told = f"Año {year.number}: {money(year.principal)} de capital y {money(year.interest)} de interés."
    return Column((year.principal, year.interest), told=told, name=name)
