"""Money and days as staff and customers read them on our pages."""

from datetime import datetime
from decimal import Decimal

from django.utils import timezone


def money(amount: Decimal) -> str:
    """Write `$461,999.00`."""
    return f"${amount:,.2f}"


def day(moment: datetime) -> str:
    """Write the local date of an aware datetime: `24/11/2026`."""
    return f"{timezone.localtime(moment):%d/%m/%Y}"


def percent(ratio: Decimal) -> str:
    """Write a ratio as `10.5 %`."""
    return f"{(ratio * 100).normalize():f} %"
