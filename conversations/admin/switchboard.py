"""The admin of the switch for the whole bot: one row, and nothing to add or delete."""

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from conversations.models import Switchboard
from kavakbot.pages import ModelAdmin


@admin.register(Switchboard)
class SwitchboardAdmin(ModelAdmin[Switchboard]):
    """Stop the bot for everybody, and let it go on."""

    fields = ("paused", "team_hours", "assigning", "answer_within", "updated_at")
    readonly_fields = ("updated_at",)

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, object] | None = None) -> HttpResponse:
        """Go straight to the one row."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        row, _ = Switchboard.objects.get_or_create(pk=1)
        return HttpResponseRedirect(reverse("admin:conversations_switchboard_change", args=[row.pk]))

    def has_add_permission(self, request: HttpRequest) -> bool:
        """There is one."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Switchboard | None = None) -> bool:
        """There is always one."""
        return False
