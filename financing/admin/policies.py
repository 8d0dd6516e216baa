"""The policy's editor: a version is compared with today's before it is saved, and never changed once in force."""

from typing import Any

from django.contrib import admin
from django.contrib.admin import helpers
from django.contrib.admin.utils import unquote
from django.db import transaction
from django.db.models import QuerySet, Subquery
from django.forms.models import model_to_dict
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.html import format_html

from financing import quoting
from financing.admin import wording
from financing.admin.policy_form import ExampleForm, PolicyForm
from financing.admin.preview import Preview, preview
from financing.figures import percent
from financing.models import FinancingPolicy
from kavakbot.history import HistoryAdmin

_SHOWN = ("rate", "years", "minimum", "fee", "quote_days", "valid_from", "legal_line")


@admin.register(FinancingPolicy)
class FinancingPolicyAdmin(HistoryAdmin):
    """Add versions and change those still to come; the ones that were in force are read-only."""

    list_display = ("version", "state", "rate", "years", "minimum", "fee", "days", "since")
    list_display_links = ("version",)
    fields = _SHOWN
    readonly_fields = ("rate", "years", "minimum", "fee")

    class Media:
        css = {"all": ("financing/admin.css",)}

    # ── Who may do what ─────────────────────────────────────────────────────────────────────────────────────────
    def has_change_permission(self, request: HttpRequest, obj: FinancingPolicy | None = None) -> bool:
        """Quotes name the version they used, so what was in force stays as it was."""
        not_yet = obj is None or obj.valid_from > timezone.now()
        return not_yet and super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: FinancingPolicy | None = None) -> bool:
        """A version that was in force is history."""
        not_yet = obj is not None and obj.valid_from > timezone.now()
        return not_yet and super().has_delete_permission(request, obj)

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """Call the list what it is."""
        titled = {"title": "Política de financiamiento: versiones", **(extra_context or {})}
        response: HttpResponse = super().changelist_view(request, titled)
        return response

    # ── Editing ─────────────────────────────────────────────────────────────────────────────────────────────────
    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """Edit with a preview; what may not be edited is shown, or refused, as everywhere else."""
        policy = self.get_object(request, unquote(object_id)) if object_id else None
        if object_id:
            editable = policy is not None and self.has_change_permission(request, policy)
        else:
            editable = self.has_add_permission(request)
        if editable:
            return self._edited(request, policy)
        response: HttpResponse = super().changeform_view(request, object_id, form_url, extra_context)
        return response

    def _edited(self, request: HttpRequest, policy: FinancingPolicy | None) -> HttpResponse:
        data = request.POST or None
        form = PolicyForm(data, instance=policy, initial=None if policy else _terms_of_today())
        example = ExampleForm(data)
        compared = preview(form, **example.cleaned_data) if form.is_valid() and example.is_valid() else None
        if compared and "_confirm" in request.POST and request.POST.get("seen") == compared.stamp:
            return self._saved(request, form, added=policy is None)
        return self._shown(request, form, example, compared)

    def _saved(self, request: HttpRequest, form: PolicyForm, *, added: bool) -> HttpResponse:
        said = self.construct_change_message(request, form, [], added)  # type: ignore[arg-type]  # a form of a model too
        with transaction.atomic():
            policy = form.save(commit=False)
            self.save_model(request, policy, form, not added)
            (self.log_addition if added else self.log_change)(request, policy, said)
        response: HttpResponse = (self.response_add if added else self.response_change)(request, policy)
        return response

    def _shown(
        self, request: HttpRequest, form: PolicyForm, example: ExampleForm, compared: Preview | None
    ) -> HttpResponse:
        added = form.instance.pk is None
        page = helpers.AdminForm(form, [(None, {"fields": list(form.fields)})], {}, model_admin=self)
        context = {
            **self.admin_site.each_context(request),
            "title": "Nueva versión de la política" if added else "Cambiar una versión que aún no empieza",
            "subtitle": None if added else str(form.instance),
            "adminform": page,
            "object_id": form.instance.pk,
            "original": None if added else form.instance,
            "is_popup": False,
            "media": self.media + page.media,
            "inline_admin_formsets": [],
            "errors": [*form.errors, *example.errors],
            "editing": True,
            "example": example,
            "preview": compared,
            "starts": None if form.starts_when_saved else form.instance.valid_from,
        }
        response: HttpResponse = self.render_change_form(
            request, context, add=added, change=not added, obj=context["original"]
        )
        return response

    # ── Columns ─────────────────────────────────────────────────────────────────────────────────────────────────
    def get_queryset(self, request: HttpRequest) -> QuerySet[FinancingPolicy]:
        """Know which version is in force."""
        in_force = FinancingPolicy.objects.in_force().values("pk")[:1]
        found: QuerySet[FinancingPolicy] = super().get_queryset(request).annotate(in_force=Subquery(in_force))
        return found

    @admin.display(description="versión", ordering="pk")
    def version(self, policy: FinancingPolicy) -> str:
        """Its number."""
        return f"Versión {policy.pk}"

    @admin.display(description="estado")
    def state(self, policy: FinancingPolicy) -> str:
        """In force, still to come, or past."""
        code, label = "expired", "anterior"
        if policy.valid_from > timezone.now():
            code, label = "repriced", "programada"
        elif policy.pk == policy.in_force:  # type: ignore[attr-defined]
            code, label = "valid", "vigente"
        return format_html('<span class="fin-state fin-{}">{}</span>', code, label)

    @admin.display(description="tasa anual", ordering="annual_rate")
    def rate(self, policy: FinancingPolicy) -> str:
        """In percent."""
        return percent(policy.annual_rate)

    @admin.display(description="plazos")
    def years(self, policy: FinancingPolicy) -> str:
        """In years."""
        return wording.years(quoting.offered_years(policy))

    @admin.display(description="enganche mínimo", ordering="minimum_down_payment_ratio")
    def minimum(self, policy: FinancingPolicy) -> str:
        """In percent of the price."""
        return percent(policy.minimum_down_payment_ratio) if policy.minimum_down_payment_ratio else "sin mínimo"

    @admin.display(description="comisión por apertura", ordering="opening_fee_ratio")
    def fee(self, policy: FinancingPolicy) -> str:
        """In percent of what is financed."""
        return percent(policy.opening_fee_ratio) if policy.opening_fee_ratio else "sin comisión"

    @admin.display(description="cotización", ordering="quote_days")
    def days(self, policy: FinancingPolicy) -> str:
        """How long a quote is valid."""
        return f"{policy.quote_days} días"

    @admin.display(description="vigente desde", ordering="valid_from")
    def since(self, policy: FinancingPolicy) -> str:
        """The day and the hour."""
        return f"{timezone.localtime(policy.valid_from):%d/%m/%Y %H:%M}"


def _terms_of_today() -> dict[str, Any]:
    """Return what a new version starts from: today's terms, to change only what changes."""
    today = FinancingPolicy.objects.in_force().first()
    return model_to_dict(today, exclude=["id", "valid_from"]) if today else {}
