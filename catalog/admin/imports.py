"""Imports in the back office: the record of every import."""

from django.contrib import admin
from django.http import HttpRequest

from catalog.models import ImportRun


@admin.register(ImportRun)
class ImportRunAdmin(admin.ModelAdmin[ImportRun]):
    """What every import did; written by imports only."""

    list_display = (
        *("started_at", "file_name", "imported_by", "dry_run", "created", "updated", "unchanged", "rejected"),
        "prices_kept",
    )
    list_filter = ("dry_run", "started_at")
    search_fields = ("file_name",)
    date_hierarchy = "started_at"
    list_select_related = ("imported_by",)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Only an import writes here."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: ImportRun | None = None) -> bool:
        """A record is read, not changed."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: ImportRun | None = None) -> bool:
        """A record is kept."""
        return False
