"""Branches in the back office."""

from django.contrib import admin

from catalog.models import Branch


@admin.register(Branch)
class BranchAdmin(admin.ModelAdmin[Branch]):
    """Where customers can see cars."""

    list_display = ("name", "city", "address")
    list_filter = ("city",)
    search_fields = ("name", "city", "address")
