"""The admin of the financing policy: a version that was in force is never changed, a new one follows it."""

from django.contrib import admin
from django.http import HttpRequest
from django.utils import timezone
from simple_history.admin import SimpleHistoryAdmin

from financing.models import FinancingPolicy


@admin.register(FinancingPolicy)
class FinancingPolicyAdmin(SimpleHistoryAdmin):
    """Add versions; those already in force are read-only."""

    list_display = (
        "__str__",
        "annual_rate",
        "terms_months",
        "minimum_down_payment_ratio",
        "opening_fee_ratio",
        "valid_from",
    )

    def has_change_permission(self, request: HttpRequest, obj: FinancingPolicy | None = None) -> bool:
        """Quotes name the version they used, so what was in force stays as it was."""
        not_yet = obj is None or obj.valid_from > timezone.now()
        return not_yet and super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: FinancingPolicy | None = None) -> bool:
        """A version that was in force is history."""
        not_yet = obj is not None and obj.valid_from > timezone.now()
        return not_yet and super().has_delete_permission(request, obj)
