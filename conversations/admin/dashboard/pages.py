"""The pages of the dashboard: for whoever may see it, and on it each section for whoever may see what it counts."""

from urllib.parse import urlencode

from django.conf import settings
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from conversations import audit
from conversations.admin.dashboard import asked, files
from conversations.admin.dashboard.sections import sections
from conversations.models import AuditAction
from conversations.reporting import Period
from kavakbot import spreadsheets

SEE = "conversations.view_dashboard"
_TYPES = {
    "csv": ("text/csv; charset=utf-8", files.as_csv),
    "xlsx": (spreadsheets.XLSX, files.as_workbook),
}


@require_safe
def dashboard(request: HttpRequest) -> HttpResponse:
    """Show the days that were asked for."""
    _check(request)
    period, form, chosen = asked.read(request.GET)
    context = {
        **admin.site.each_context(request),
        "title": "Tablero",
        "period": period,
        "form": form,
        "ranges": [(name, label, name == chosen) for name, (label, _) in asked.RANGES.items()],
        "query": urlencode({"desde": period.first, "hasta": period.last}),
        "sections": sections(period, may=request.user.has_perm),
        "kept_days": _kept_days(period),
    }
    return TemplateResponse(request, "admin/conversations/dashboard/page.html", context)


@require_safe
def export(request: HttpRequest, kind: str) -> HttpResponse:
    """Download the same, and write down who did."""
    _check(request)
    period, _, _ = asked.read(request.GET)
    audit.record(AuditAction.REPORTED, by=request.user, contact_ids=(), page="dashboard")
    content_type, written = _TYPES[kind]
    content = written(sections(period, may=request.user.has_perm), period)
    name = f"tablero-{period.first:%Y-%m-%d}-{period.last:%Y-%m-%d}.{kind}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=content_type, headers=headers)


def _check(request: HttpRequest) -> None:
    if not request.user.has_perm(SEE):
        raise PermissionDenied


def _kept_days(period: Period) -> int:
    """Return for how many days the bot's turns are kept, where some of the period lies further back; else 0."""
    kept: int = settings.RETENTION_DAYS["turns"]
    return kept if kept and (timezone.localdate() - period.first).days >= kept else 0
