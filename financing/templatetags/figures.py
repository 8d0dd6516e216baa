"""Amounts and percentages in the pages of the back office."""

from decimal import Decimal

from django import template

from financing.figures import money, percent

register = template.Library()
register.filter("money", money)
register.filter("percent", percent)


@register.filter
def amount(value: Decimal) -> str:
    """Write `10,702.98`, for a column that says it is money."""
    return f"{value:,.2f}"


@register.filter
def difference(value: Decimal) -> str:
    """Write how much more or less: `+$81.20`, `−$81.20`, `igual`."""
    if not value:
        return "igual"
    return f"{'+' if value > 0 else '−'}{money(abs(value))}"
