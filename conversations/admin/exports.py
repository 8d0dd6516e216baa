"""The chats or the messages of some days as a file; who is in it, and who took it along, is written down."""

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.views.decorators.http import require_safe

from conversations import exporting
from conversations.admin.dashboard.asked import DatesForm
from conversations.admin.dashboard.files import days, plain
from conversations.admin.looks import ChatPages
from conversations.exporting import Export
from conversations.models import AuditAction, Conversation
from conversations.reporting import Period
from kavakbot import spreadsheets
from kavakbot.masking import mask_phones
from kavakbot.roles import SEE_PHONE_NUMBERS

USUAL_DAYS = 30
# A workbook is made whole before any of it is sent, while somebody waits.
MOST_IN_WORKBOOK = 20_000
_FOUND = {"conversaciones": exporting.chats, "mensajes": exporting.messages}


class ExportForm(DatesForm):
    """Which days, a row of what, and what kind of file."""

    filas = forms.ChoiceField(
        label="Una fila por",
        widget=forms.RadioSelect,
        choices=[("conversaciones", "Conversación"), ("mensajes", "Mensaje")],
    )
    formato = forms.ChoiceField(
        label="Archivo",
        widget=forms.RadioSelect,
        choices=[("csv", "CSV"), ("xlsx", f"Excel (hasta {MOST_IN_WORKBOOK:,} filas)")],
    )


class ChatExport(ChatPages[Conversation]):
    """The page that asks for all that, and answers with the file."""

    def get_urls(self) -> list[URLPattern]:
        """Add it."""
        view = self.admin_site.admin_view(require_safe(self.export))
        return [path("exportar/", view, name="conversations_conversation_export"), *super().get_urls()]

    def export(self, request: HttpRequest) -> HttpResponseBase:
        """Ask, or send the file that was asked for."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        usual = Period.latest(USUAL_DAYS)
        initial = {"desde": usual.first, "hasta": usual.last, "filas": "conversaciones", "formato": "csv"}
        form = ExportForm(request.GET or None, initial=initial, label_suffix="")
        if form.is_valid() and (file := self._file(request, form)):
            return file
        context = {**self.admin_site.each_context(request), "title": "Exportar", "opts": self.opts, "form": form}
        return TemplateResponse(request, "admin/conversations/conversation/export.html", context)

    def _file(self, request: HttpRequest, form: ExportForm) -> HttpResponseBase | None:
        kind, end = form.cleaned_data["filas"], form.cleaned_data["formato"]
        period = Period(form.cleaned_data["desde"], form.cleaned_data["hasta"])
        export = _FOUND[kind](period)
        count = export.found.count()
        if end == "xlsx" and count > MOST_IN_WORKBOOK:
            form.add_error("formato", f"Son {count:,} filas, demasiadas para Excel: elige CSV, o menos días.")
            return None
        about = f"{count:,} {kind}. {days(period)} ({end.upper()})"
        self._record(request, AuditAction.EXTRACTED, export.contact_ids, about=about)
        rows = _cells(export, masked=not request.user.has_perm(SEE_PHONE_NUMBERS))
        name = f"{kind}-{period.first:%Y-%m-%d}-{period.last:%Y-%m-%d}.{end}"
        if end == "xlsx":
            book = spreadsheets.workbook({kind: rows})
            return FileResponse(book, as_attachment=True, filename=name, content_type=spreadsheets.XLSX)
        headers = {"Content-Disposition": f'attachment; filename="{name}"'}
        lines = spreadsheets.csv_lines(rows)
        return StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8", headers=headers)


def _cells(export: Export, *, masked: bool) -> Any:
    """Yield the header and the rows; a workbook is masked here, for nobody looks into one on its way out."""
    yield export.columns
    for row in export.rows:
        yield [plain(mask_phones(cell) if masked and isinstance(cell, str) else cell) for cell in row]
