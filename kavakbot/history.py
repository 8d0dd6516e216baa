"""The history pages of the back office: who changed what, read-only."""

from typing import Any

from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse
from simple_history.admin import SimpleHistoryAdmin

from kavakbot.pages import ModelAdmin


class HistoryAdmin(SimpleHistoryAdmin, ModelAdmin[Any]):
    """A model's admin with its history in Spanish; every change and deletion is signed by who is logged in."""

    def history_form_view(self, request: HttpRequest, *args: Any, **options: Any) -> HttpResponse:
        """Close the library's page: it writes an old version back past our rules, to whoever may only look."""
        raise Http404

    def history_view_title(self, request: HttpRequest, obj: Model) -> str:
        """Name the page."""
        return f"Historial de cambios: {obj}"

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        """Sign the deletion: the library signs only what is saved."""
        obj._history_user = request.user  # noqa: SLF001
        super().delete_model(request, obj)

    def delete_queryset(self, request: HttpRequest, queryset: Any) -> None:
        """Delete one by one, so that each leaves its signed trace."""
        for row in queryset:
            self.delete_model(request, row)
