"""The classes that pages of the back office are made of: Django's own to who reads types, in unfold's look at work."""

from typing import TYPE_CHECKING, Any, TypeVar

from django.contrib.admin.views.main import ChangeList
from django.core.paginator import Paginator
from django.db.models import Model
from django.http import HttpRequest
from django.utils.functional import cached_property

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


_Row = TypeVar("_Row", bound=Model)

# Deeper than anybody turns pages: what lies behind is found by searching and filtering.
MOST_LISTED = 2_000


class FirstPages(Paginator[Any]):
    """Pages over the first `MOST_LISTED` rows: neither counting nor skipping costs more as rows grow in number."""

    template_name = "admin/first_pages.html"

    @cached_property
    def count(self) -> int:
        """Count no further than is listed."""
        rows: Any = self.object_list
        return int(rows.order_by()[:MOST_LISTED].count())

    @property
    def is_cut_short(self) -> bool:
        """Whether there may be more than is listed."""
        return self.count == MOST_LISTED


class CountedList(ChangeList):
    """What such a page lists."""

    def get_results(self, request: HttpRequest) -> None:
        """Say nothing on top where nothing was narrowed down."""
        super().get_results(request)
        if not (self.query or self.has_active_filters):
            self.full_result_count = self.result_count


class CountedOnce(ModelAdmin[_Row]):
    """A list that counts what it found and not, beside it, what it would find unasked; its foot says how many."""

    show_full_result_count = False
    list_per_page = 50

    def get_changelist(self, request: HttpRequest, **options: Any) -> type[ChangeList]:
        """Count so."""
        return CountedList


__all__ = [
    "AdminPasswordChangeForm",
    "AdminUserCreationForm",
    "CountedList",
    "CountedOnce",
    "FirstPages",
    "ModelAdmin",
    "SplitDateTimeWidget",
    "TabularInline",
    "UserChangeForm",
]
