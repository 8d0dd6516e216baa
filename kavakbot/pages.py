"""The classes that pages of the back office are made of: Django's own to who reads types, in unfold's look at work."""

from typing import TYPE_CHECKING, Any

from django.contrib.admin.views.main import ChangeList
from django.http import HttpRequest

# Unfold writes no types; what it adds is look, so Django's are the truth about how these are used.
if TYPE_CHECKING:
    from django.contrib.admin import ModelAdmin, TabularInline
    from django.contrib.admin.widgets import AdminSplitDateTime as SplitDateTimeWidget
    from django.contrib.auth.forms import AdminPasswordChangeForm, AdminUserCreationForm, UserChangeForm
else:
    from unfold.admin import ModelAdmin, TabularInline
    from unfold.forms import AdminPasswordChangeForm, UserChangeForm
    from unfold.forms import UserCreationForm as AdminUserCreationForm
    from unfold.widgets import UnfoldAdminSplitDateTimeWidget as SplitDateTimeWidget


class CountedList(ChangeList):
    """What such a page lists."""

    def get_results(self, request: HttpRequest) -> None:
        """Say nothing on top where nothing was narrowed down."""
        super().get_results(request)
        if not (self.query or self.has_active_filters):
            self.full_result_count = self.result_count


class CountedOnce(ModelAdmin[Any]):
    """A list that counts what it found and not, beside it, what it would find unasked; its foot says how many."""

    show_full_result_count = False

    def get_changelist(self, request: HttpRequest, **options: Any) -> type[ChangeList]:
        """Count so."""
        return CountedList


__all__ = [
    "AdminPasswordChangeForm",
    "AdminUserCreationForm",
    "CountedList",
    "CountedOnce",
    "ModelAdmin",
    "SplitDateTimeWidget",
    "TabularInline",
    "UserChangeForm",
]
