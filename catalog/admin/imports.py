"""Imports in the back office: look at what a file would change, confirm it, and keep the record."""

import csv
import io
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import IO, Any

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.core import signing
from django.core.exceptions import PermissionDenied
from django.core.files import File
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect, StreamingHttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.views.decorators.http import require_POST, require_safe

from catalog import held_files, import_preview, importing
from catalog.admin.author import author_of
from catalog.admin.differences import differences
from catalog.admin.figures import pesos
from catalog.admin.prices import PricePages
from catalog.admin.reasons import in_spanish
from catalog.car_file import UnreadableFile
from catalog.import_preview import MOST_ROWS, Preview
from catalog.importing import Choices, ImportReport, TooManyMissing
from catalog.models import ImportRun
from kavakbot.errors import KavakbotError
from kavakbot.pages import ModelAdmin

_SALT = "catalog.admin.imports"
_DAY = 24 * 3600


class ImportForm(forms.Form):
    """The file and what is asked of the import."""

    file = forms.FileField(
        label="Archivo",
        help_text="CSV o XLSX con las columnas stock_id, km, price, make, model, year, version, bluetooth, largo, "
        "ancho, altura, car_play. Una celda vacía deja el dato como está.",
        error_messages={"empty": "El archivo está vacío."},
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx,.txt"}),
    )
    overwrite = forms.BooleanField(
        label="Pisar los precios que cambió una persona",
        required=False,
        help_text="Sin marcar, un precio corregido a mano se conserva y se informa.",
    )
    mark_missing = forms.BooleanField(label="Retirar los autos disponibles que no estén en el archivo", required=False)
    force = forms.BooleanField(label="… aunque sean más de la mitad de los disponibles", required=False)

    def clean_file(self) -> Any:
        """Refuse a file that is larger than a request may take."""
        file = self.cleaned_data["file"]
        if file.size > settings.IMPORT_MAX_MB * 1024**2:
            raise forms.ValidationError(f"El archivo pesa más de {settings.IMPORT_MAX_MB} MB: divídelo.")
        return file

    @property
    def choices(self) -> Choices:
        """What was asked."""
        asked = self.cleaned_data
        return Choices(overwrite=asked["overwrite"], mark_missing=asked["mark_missing"], force=asked["force"])


@dataclass(frozen=True)
class Held:
    """A file that was looked at and waits for its confirmation, with its rejects if it has any."""

    key: str
    name: str
    choices: Choices
    rejects: str = ""

    def sealed(self) -> str:
        """Return it as a text that nobody can alter."""
        asked = [self.choices.overwrite, self.choices.mark_missing, self.choices.force]
        return signing.dumps([self.key, self.name, asked, self.rejects], salt=_SALT)

    @classmethod
    def opened(cls, sealed: str) -> "Held":
        """Read what was sealed; raises BadSignature."""
        key, name, (overwrite, mark_missing, force), rejects = signing.loads(sealed, salt=_SALT, max_age=_DAY)
        return cls(key, name, Choices(overwrite=overwrite, mark_missing=mark_missing, force=force), rejects)


class ImportPages(PricePages):
    """The pages on which a file is brought in: upload, look, confirm."""

    def get_urls(self) -> list[URLPattern]:
        """Add the pages."""
        guarded = self.admin_site.admin_view
        return [
            path("import/", guarded(self.import_view), name="catalog_car_import"),
            path("import/confirm/", guarded(require_POST(self.confirm_import)), name="catalog_car_import_confirm"),
            path("import/rejects/", guarded(require_safe(self.held_rejects)), name="catalog_car_import_rejects"),
            *super().get_urls(),
        ]

    def has_import_permission(self, request: HttpRequest) -> bool:
        """An import creates cars and changes cars, with their prices."""
        return self.has_add_permission(request) and self.has_change_prices_permission(request)

    def import_view(self, request: HttpRequest) -> HttpResponse:
        """Take a file and show what it would do."""
        self._check_import_permission(request)
        form = ImportForm(request.POST, request.FILES) if request.method == "POST" else ImportForm()
        context: dict[str, Any] = {}
        if form.is_bound and form.is_valid():
            try:
                context = self._preview(request, form)
            except (UnreadableFile, TooManyMissing) as error:
                form.add_error("file", _explained(error))
        context |= {**self.admin_site.each_context(request), "title": "Importar autos", "opts": self.opts, "form": form}
        return TemplateResponse(request, "admin/catalog/car/import.html", context)

    def confirm_import(self, request: HttpRequest) -> HttpResponse:
        """Import the file that was looked at."""
        self._check_import_permission(request)
        try:
            held = Held.opened(request.POST.get("held", ""))
            with held_files.reopen(held.key) as file:
                report = importing.import_cars(
                    file=file, file_name=held.name, author=author_of(request), choices=held.choices
                )
        except (signing.BadSignature, FileNotFoundError):
            messages.error(request, "Ese archivo ya se importó o ya no se conserva. Súbelo otra vez; nada cambió.")
            return HttpResponseRedirect(reverse("admin:catalog_car_import"))
        except (UnreadableFile, TooManyMissing) as error:
            messages.error(request, f"{_explained(error)} Nada cambió.")
            return HttpResponseRedirect(reverse("admin:catalog_car_import"))
        for key in filter(None, (held.key, held.rejects)):
            held_files.release(key)
        messages.success(request, f"Se importó «{held.name}»: {_summary(report)}.")
        return HttpResponseRedirect(_after(request, report))

    def held_rejects(self, request: HttpRequest) -> HttpResponseBase:
        """Download the rows that would not be taken."""
        self._check_import_permission(request)
        try:
            held = Held.opened(request.GET.get("held", ""))
            rejects = io.TextIOWrapper(held_files.reopen(held.rejects), encoding="utf-8", newline="")
        except (signing.BadSignature, FileNotFoundError, ValueError):
            messages.error(request, "Ese archivo ya no se conserva. Súbelo otra vez.")
            return HttpResponseRedirect(reverse("admin:catalog_car_import"))
        return rejects_download(rejects)

    def _check_import_permission(self, request: HttpRequest) -> None:
        if not self.has_import_permission(request):
            raise PermissionDenied

    def _preview(self, request: HttpRequest, form: ImportForm) -> dict[str, Any]:
        upload = form.cleaned_data["file"]
        # A bad file may have more to say of itself than a web process has memory.
        with tempfile.TemporaryFile() as spool:
            rejects = io.TextIOWrapper(spool, encoding="utf-8", newline="", write_through=True)
            seen = import_preview.preview(
                file=upload.file,
                file_name=upload.name,
                author=author_of(request),
                choices=form.choices,
                rejects_to=rejects,
            )
            kept = held_files.hold(File(spool)) if seen.report.rejected else ""
            rejects.detach()
        upload.seek(0)
        held = Held(held_files.hold(upload), upload.name, form.choices, kept)
        return {"file_name": upload.name, "held": held.sealed(), "most_rows": MOST_ROWS, **_shown(seen)}


@admin.register(ImportRun)
class ImportRunAdmin(ModelAdmin[ImportRun]):
    """What every import did; written by imports only."""

    list_display = ("started_at", "file_name", "who", "state", "dry_run", "created", "updated", "rejected", "withdrawn")
    list_filter = ("state", "dry_run", "started_at")
    search_fields = ("file_name",)
    date_hierarchy = "started_at"
    list_select_related = ("imported_by",)
    fieldsets = (
        (None, {"fields": ("file_name", "who", "started_at", "finished_at", "state", "failure")}),
        ("Se pidió", {"fields": ("dry_run", "overwrite", "mark_missing")}),
        (
            "Resultado",
            {
                "fields": (
                    *("rows_read", "created", "updated", "unchanged", "rejected", "rejected_rows", "withdrawn"),
                    "prices_kept",
                )
            },
        ),
    )

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Only an import writes here."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: ImportRun | None = None) -> bool:
        """A record is read, not changed."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: ImportRun | None = None) -> bool:
        """A record is kept."""
        return False

    def get_urls(self) -> list[URLPattern]:
        """Add the download of the rejects."""
        view = self.admin_site.admin_view(require_safe(self.rejects_view))
        return [path("<int:run_id>/rejects/", view, name="catalog_importrun_rejects"), *super().get_urls()]

    def rejects_view(self, request: HttpRequest, run_id: int) -> HttpResponseBase:
        """Download the rows that were not taken, each with its line, column and reason."""
        run = get_object_or_404(ImportRun, pk=run_id)
        if not self.has_view_permission(request, run):
            raise PermissionDenied
        return rejects_download(run.open_rejects())

    @admin.display(description="importado por", ordering="imported_by")
    def who(self, run: ImportRun) -> str:
        """Name the person, or the door where there was none."""
        return str(run.imported_by) if run.imported_by else run.source or "—"

    @admin.display(description="error")
    def failure(self, run: ImportRun) -> str:
        """Say why nothing was imported."""
        return in_spanish(run.error) if run.error else "—"

    @admin.display(description="filas rechazadas")
    def rejected_rows(self, run: ImportRun) -> SafeString | str:
        """Lead to the download."""
        if not run.rejected:
            return "—"
        download = reverse("admin:catalog_importrun_rejects", args=[run.pk])
        return format_html('<a href="{}">Descargar con línea, columna y motivo (CSV)</a>', download)


def rejects_download(rejects: IO[str]) -> StreamingHttpResponse:
    """Return the rejects of a file as a CSV for the person who has to correct them."""
    headers = {"Content-Disposition": "attachment; filename=rechazos.csv", "X-Content-Type-Options": "nosniff"}
    return StreamingHttpResponse(_spanish(rejects), content_type="text/csv; charset=utf-8", headers=headers)


def _spanish(rejects: IO[str]) -> Iterator[str]:
    """Yield the CSV line by line; its values are harmless to a spreadsheet already."""
    with rejects:
        rows = csv.reader(rejects)
        next(rows, None)
        yield "\ufeff" + _line(["línea", "columna", "motivo", "valor"])
        for line, column, reason, value in rows:
            yield _line([line, column, in_spanish(reason), value])


def _line(cells: Iterable[str]) -> str:
    text = io.StringIO()
    csv.writer(text).writerow(cells)
    return text.getvalue()


def _shown(seen: Preview) -> dict[str, Any]:
    report = seen.report
    return {
        "report": report,
        "counts": _counts(report),
        "rejects": [(reject, in_spanish(reject.reason)) for reject in report.rejects],
        "kept": [(kept.stock_id, pesos(kept.price), pesos(kept.file_price)) for kept in report.kept],
        "withdrawn": seen.withdrawn,
        "differences": None if seen.changes is None else differences(seen.changes),
    }


def _counts(report: ImportReport) -> list[tuple[int, str]]:
    counts = (
        (report.created, "nuevo", "nuevos"),
        (report.updated, "actualizado", "actualizados"),
        (report.unchanged, "sin cambios", "sin cambios"),
        (report.rejected, "rechazado", "rechazados"),
        (report.withdrawn, "retirado", "retirados"),
        (report.prices_kept, "precio conservado", "precios conservados"),
    )
    return [(count, one if count == 1 else many) for count, one, many in counts]


def _summary(report: ImportReport) -> str:
    return ", ".join(f"{count:,} {name}" for count, name in _counts(report) if count) or "nada que cambiar"


def _explained(error: KavakbotError) -> str:
    if isinstance(error, TooManyMissing):
        return "Al archivo le falta más de la mitad de los autos disponibles; si es así, marca «aunque sean más»."
    return in_spanish(error.detail)


def _after(request: HttpRequest, report: ImportReport) -> str:
    if request.user.has_perm("catalog.view_importrun"):
        return reverse("admin:catalog_importrun_change", args=[report.run_id])
    return reverse("admin:catalog_car_changelist")
