"""Exports in the back office: the cars that the list shows now, as a file that can be imported again."""

import csv
from collections.abc import Iterator
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import FileResponse, HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.views.decorators.http import require_safe

from catalog import exporting
from catalog.models import Car
from catalog.querysets import CarQuerySet
from kavakbot import spreadsheets
from kavakbot.pages import ModelAdmin

_FIGURES = {"stock_id", "km", "price", "year", "largo", "ancho", "altura"}


class ExportPages(ModelAdmin[Car]):
    """The downloads that the list offers, with its search and filters."""

    def get_urls(self) -> list[URLPattern]:
        """Add the downloads."""
        view = self.admin_site.admin_view(require_safe(self.export_view))
        return [
            path(f"export.{kind}", view, {"kind": kind}, name=f"catalog_car_export_{kind}") for kind in ("csv", "xlsx")
        ] + super().get_urls()

    def export_view(self, request: HttpRequest, kind: str) -> HttpResponseBase:
        """Download the cars that the list with these conditions shows."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        cars: Any = self.get_changelist_instance(request).get_queryset(request).prefetch_related(None)
        name = f"autos-{timezone.localtime():%Y-%m-%d}.{kind}"
        if kind == "xlsx":
            book = spreadsheets.workbook({"autos": _typed_rows(cars)})
            return FileResponse(book, as_attachment=True, filename=name, content_type=spreadsheets.XLSX)
        headers = {"Content-Disposition": f'attachment; filename="{name}"'}
        return StreamingHttpResponse(exporting.csv_lines(cars), content_type="text/csv; charset=utf-8", headers=headers)


def _typed_rows(cars: CarQuerySet) -> Iterator[list[str | float | int | None]]:
    rows = csv.reader(line.removeprefix("\ufeff") for line in exporting.csv_lines(cars))
    header = next(rows)
    yield [*header]
    for row in rows:
        yield list(_typed(header, row))


def _typed(header: list[str], row: list[str]) -> Iterator[str | float | int | None]:
    """Yield figures as figures, and every text as text: it was made harmless on its way into the CSV."""
    for column, cell in zip(header, row, strict=True):
        if not cell:
            yield None
        elif column in _FIGURES:
            yield float(cell) if "." in cell else int(cell)
        else:
            yield cell
