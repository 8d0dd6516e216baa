"""Quotes on record in the back office: a list that says how each stands now, and one page a quote."""

from typing import Any
from uuid import UUID

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html

from financing import quotes
from financing.admin import calculator, wording
from financing.figures import day, money
from financing.models import Quote
from financing.quotation import Changes
from kavakbot.pages import ModelAdmin


class _Validity(admin.SimpleListFilter):
    title = "vigencia"
    parameter_name = "vigencia"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("vigente", "Vigentes"), ("vencida", "Vencidas")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Quote]) -> QuerySet[Quote]:
        now = timezone.now()
        conditions = {"vigente": {"valid_until__gt": now}, "vencida": {"valid_until__lte": now}}
        return queryset.filter(**conditions.get(self.value() or "", {}))


class _Origin(admin.SimpleListFilter):
    title = "quién la pidió"
    parameter_name = "origen"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return list(wording.ORIGINS.items())

    def queryset(self, request: HttpRequest, queryset: QuerySet[Quote]) -> QuerySet[Quote]:
        return queryset.filter(origin__startswith=f"{self.value()}:") if self.value() else queryset


class _QuoteList(ChangeList):
    """The page's quotes are compared with today's cars all at once."""

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        self.result_list: list[Quote] = list(self.result_list)
        changes = quotes.changes_by_quote(self.result_list)
        for quote in self.result_list:
            quote.changes = changes[quote.pk]  # type: ignore[attr-defined]


@admin.register(Quote)
class QuoteAdmin(ModelAdmin[Quote]):
    """Read what was quoted; new quotes come from the calculator, the chats and the API."""

    list_display = ("created", "car", "state", "price_", "down_payment_", "first_payment", "asked_by", "until")
    list_display_links = ("created", "car")
    list_filter = (_Validity, _Origin)
    search_fields = ("stock_id__exact", "car_title", "^id")
    search_help_text = "Número de auto, nombre del auto o folio"
    list_per_page = 50
    fields = ()

    class Media:
        css = {"all": ("kavakbot/bars.css", "financing/admin.css")}

    # ── Who may do what ─────────────────────────────────────────────────────────────────────────────────────────
    def has_change_permission(self, request: HttpRequest, obj: Quote | None = None) -> bool:
        """A quote stays as it was given."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Quote | None = None) -> bool:
        """A quote that was given stays on record."""
        return False

    # ── Pages ───────────────────────────────────────────────────────────────────────────────────────────────────
    def get_urls(self) -> list[URLPattern]:
        """Stand the calculator and the PDF beside the usual pages."""
        view = self.admin_site.admin_view
        return [
            path("calculadora/", view(self.calculator_view), name="financing_quote_calculator"),
            path("<uuid:quote_id>/pdf/", view(self.pdf_view), name="financing_quote_pdf"),
            *super().get_urls(),
        ]

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        """A quote is never typed in: it is calculated."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        return HttpResponseRedirect(reverse("admin:financing_quote_calculator"))

    def calculator_view(self, request: HttpRequest) -> HttpResponse:
        """Show the calculator to whoever may see quotes; keeping one takes the permission to add it."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        context = {**self.admin_site.each_context(request), "opts": self.opts, "media": self.media}
        return calculator.page(request, context=context, may_keep=self.has_add_permission(request))

    def pdf_view(self, request: HttpRequest, quote_id: UUID) -> HttpResponse:
        """Give the PDF, detailed over the term of `?months=`, also when the quote ran out."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        quote = get_object_or_404(Quote, pk=quote_id)
        terms = {str(plan["months"]): plan["months"] for plan in quote.plans}
        asked = request.GET.get("months")
        if asked is not None and asked not in terms:
            raise Http404
        return HttpResponse(
            quotes.pdf(quote, months=terms[asked] if asked else None),
            content_type="application/pdf",
            headers={"Content-Disposition": f'inline; filename="cotizacion-{quote.pk}.pdf"'},
        )

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """Call the list what it is."""
        return super().changelist_view(request, {"title": "Cotizaciones", **(extra_context or {})})

    def get_changelist(self, request: HttpRequest, **options: Any) -> type[ChangeList]:
        """Know what has changed since."""
        return _QuoteList

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **options: Any) -> HttpResponse:
        """Show a quote as it was given, with what has changed since."""
        quote: Quote = context["original"]
        quotation = quotes.read(quote)
        changes = quotes.changes_since(quote)
        context |= {
            "title": "Cotización",
            "subtitle": None,
            "quote": quote,
            "quotation": quotation,
            "plans": [(plan, quotation.cat_percent(plan)) for plan in quotation.plans],
            "state": wording.state(changes),
            "told_changes": wording.told_changes(quote, changes),
            "asked_by": wording.origin(quote),
            "link": None if changes.expired else quotes.link(quote),
        }
        return super().render_change_form(request, context, *args, **options)

    # ── Columns ─────────────────────────────────────────────────────────────────────────────────────────────────
    @admin.display(description="creada", ordering="created_at")
    def created(self, quote: Quote) -> str:
        """The day and the hour."""
        return f"{timezone.localtime(quote.created_at):%d/%m/%Y %H:%M}"

    @admin.display(description="auto", ordering="car_title")
    def car(self, quote: Quote) -> str:
        """The car's name and number."""
        return f"{quote.car_title} · {quote.stock_id}" if quote.stock_id else "Precio mencionado"

    @admin.display(description="precio", ordering="price")
    def price_(self, quote: Quote) -> str:
        """The price it was given for."""
        return money(quote.price)

    @admin.display(description="enganche", ordering="down_payment")
    def down_payment_(self, quote: Quote) -> str:
        """What would be paid down."""
        return money(quote.down_payment)

    @admin.display(description="mensualidad")
    def first_payment(self, quote: Quote) -> str:
        """The payment over the shortest term."""
        plan = quotes.read(quote).plans[0]
        return f"{money(plan.monthly_payment)} a {plan.months} meses"

    @admin.display(description="pedida por", ordering="origin")
    def asked_by(self, quote: Quote) -> str:
        """Who asked."""
        return wording.origin(quote)

    @admin.display(description="válida hasta", ordering="valid_until")
    def until(self, quote: Quote) -> str:
        """The last day."""
        return day(quote.valid_until)

    @admin.display(description="estado")
    def state(self, quote: Quote) -> str:
        """How it stands now."""
        changes: Changes = quote.changes  # type: ignore[attr-defined]
        state = wording.state(changes)
        return format_html('<span class="fin-state fin-{}">{}</span>', state.code, state.label)
