"""Branches in the back office: where customers can see cars, and when."""

from itertools import pairwise
from typing import Any, cast

from django import forms
from django.contrib import admin
from django.forms.models import BaseInlineFormSet
from django.http import HttpRequest
from django.utils.html import format_html

from catalog.hours import week_label
from catalog.models import Branch, BranchHoliday, BranchHours, DriveWindow
from catalog.models.branch import BranchQuerySet, Weekday
from kavakbot.history import HistoryAdmin
from kavakbot.pages import TabularInline


class OneRangeAtATime(BaseInlineFormSet[Any, Branch, Any]):
    """Rows of one form that overlap are told to the person; the database would only refuse them."""

    def clean(self) -> None:
        """Compare the rows of each day with each other."""
        super().clean()
        start, end = cast("type[BranchHours | DriveWindow]", self.model).day_part
        rows = [form.cleaned_data for form in self.forms if form.is_valid() and form.cleaned_data.get(start)]
        rows = [row for row in rows if row.get(end) and not row.get("DELETE") and row[start] < row[end]]
        rows.sort(key=lambda row: (row["weekday"], row[start]))
        for one, two in pairwise(rows):
            if one["weekday"] == two["weekday"] and two[start] < one[end]:
                day, first, second = (
                    Weekday(one["weekday"]).label,
                    *(f"{row[start]:%H:%M}-{row[end]:%H:%M}" for row in (one, two)),
                )
                raise forms.ValidationError(f"El {day} se enciman {first} y {second}.", code="overlap")


class BranchHoursInline(TabularInline[BranchHours, Branch]):
    """When a branch is open, on the branch's own page."""

    model = BranchHours
    formset = OneRangeAtATime
    extra = 1


class BranchHolidayInline(TabularInline[BranchHoliday, Branch]):
    """The dates that are not like others."""

    model = BranchHoliday
    extra = 0


class DriveWindowInline(TabularInline[DriveWindow, Branch]):
    """When cars can be tried."""

    model = DriveWindow
    formset = OneRangeAtATime
    extra = 0


@admin.register(Branch)
class BranchAdmin(HistoryAdmin):
    """Where customers can see cars, and when; the assistant answers from here before it looks at any page."""

    list_display = ("name", "city", "address", "week", "active")
    list_filter = ("active", "city", "time_zone")
    search_fields = ("name", "city", "address")
    search_help_text = "Nombre, ciudad o dirección"
    readonly_fields = ("map", "updated_at")
    inlines = (BranchHoursInline, BranchHolidayInline, DriveWindowInline)
    fieldsets = (
        (None, {"fields": ("name", "city", "state", "address", "active")}),
        ("Posición y hora local", {"fields": ("latitude", "longitude", "map", "time_zone")}),
        ("Equipo", {"fields": ("notes", "updated_at")}),
    )

    def get_queryset(self, request: HttpRequest) -> BranchQuerySet:
        """Fetch the hours with the list."""
        return Branch.objects.with_times().order_by("city", "name")

    @admin.display(description="horario")
    def week(self, branch: Branch) -> str:
        """Sum the week up: `lun–vie 9:00–19:00, sáb 10:00–14:00`."""
        return week_label(branch.opening_hours.week) or "no registrado"

    @admin.display(description="mapa")
    def map(self, branch: Branch) -> str:
        """Link to a map of the position."""
        if branch.latitude is None or branch.longitude is None:
            return "sin posición"
        at = (branch.latitude, branch.longitude)
        return format_html(
            '<a href="https://www.openstreetmap.org/?mlat={0}&amp;mlon={1}#map=17/{0}/{1}" '
            'target="_blank" rel="noopener noreferrer">Ver en el mapa</a>',
            *at,
        )

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        """Sign the hours, dates and windows as the branch itself is signed."""
        for row in (*formset.save(commit=False), *formset.deleted_objects):
            row._history_user = request.user  # noqa: SLF001  # the attribute that simple-history reads
        # Rows that go make place first, so that a range may move to where another was.
        for row in formset.deleted_objects:
            row.delete()
        for row in (*(row for row, _ in formset.changed_objects), *formset.new_objects):
            row.save()
        formset.save_m2m()
