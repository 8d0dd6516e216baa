"""The admin of what models cost: by day with the share of its budget, and by customer."""

from django.conf import settings
from django.contrib import admin

from conversations.admin.looks import ChatPages
from conversations.admin.read_only import ReadOnly
from conversations.models import CustomerUsage, DayUsage


@admin.register(DayUsage)
class DayUsageAdmin(ReadOnly, ChatPages[DayUsage]):
    """Days, the newest first; today's budget is the measure of all of them."""

    list_display = ("day", "spent", "share", "state", "calls", "reserved")

    @admin.display(description="del presupuesto")
    def share(self, usage: DayUsage) -> str:
        """How much of the day's budget is used."""
        return _percent(usage.spent, settings.AGENT_DAILY_TOKENS)

    @admin.display(description="situación")
    def state(self, usage: DayUsage) -> str:
        """Whether the alarm was raised, or no model answers any more."""
        if usage.exhausted_at:
            return "Agotado: se contesta sin modelo"
        return "Aviso: se acerca al límite" if usage.alarmed_at else "Normal"


@admin.register(CustomerUsage)
class CustomerUsageAdmin(ReadOnly, ChatPages[CustomerUsage]):
    """Customers by day, the dearest first."""

    list_display = ("day", "contact", "spent", "share", "calls")
    list_filter = ("day",)
    list_select_related = ("contact",)

    @admin.display(description="de su presupuesto")
    def share(self, usage: CustomerUsage) -> str:
        """How much of the customer's day is used."""
        return _percent(usage.spent, settings.AGENT_CUSTOMER_DAILY_TOKENS)


def _percent(part: int, whole: int) -> str:
    return f"{100 * part // whole} %" if whole > 0 else "—"
