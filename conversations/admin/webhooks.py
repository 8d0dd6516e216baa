"""The admin of outgoing webhooks: who wants to hear of what, the secret shown once, and what did not arrive."""

from collections.abc import Iterable

from django import forms
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from conversations import webhooks_out
from conversations.admin.looks import ChatPages
from conversations.admin.read_only import ReadOnly
from conversations.models import Topic, WebhookCall, WebhookEndpoint
from conversations.models.webhook import new_salt
from conversations.webhooks_out import sending
from kavakbot.errors import KavakbotError
from kavakbot.pages import ModelAdmin

_REASONS = {
    "address_forbidden": "La dirección no es pública",
    "host_unknown": "El nombre no existe en internet",
    "page_timeout": "No contestó a tiempo",
    "post_unanswered": "No contestó",
    "url_forbidden": "La dirección no está permitida",
}


class EndpointForm(forms.ModelForm[WebhookEndpoint]):
    """Where to, and of what."""

    topics = forms.MultipleChoiceField(label="Avisar de", choices=Topic.choices, widget=forms.CheckboxSelectMultiple)

    class Meta:
        model = WebhookEndpoint
        fields = ("name", "url", "topics", "active")

    def clean_url(self) -> str:
        """Refuse what would never be posted to."""
        url: str = self.cleaned_data["url"]
        try:
            sending.check_url(url)
        except KavakbotError as error:
            raise forms.ValidationError("Tiene que ser una dirección pública con https://.") from error
        return url


@admin.register(WebhookEndpoint)
class WebhookEndpointAdmin(ModelAdmin[WebhookEndpoint]):
    """Add endpoints, switch them off and on, give them another secret."""

    form = EndpointForm
    list_display = ("name", "url", "told_of", "active")
    list_filter = ("active",)
    actions = ("rotate",)

    @admin.display(description="avisa de")
    def told_of(self, endpoint: WebhookEndpoint) -> str:
        """What it hears of."""
        return ", ".join(Topic(topic).label for topic in endpoint.topics)

    def response_add(
        self, request: HttpRequest, obj: WebhookEndpoint, post_url_continue: str | None = None
    ) -> HttpResponse:
        """Show a new endpoint's secret this once, in the answer itself: no cookie, session or log ever holds it."""
        return self._secrets_page(request, [obj])

    @admin.action(description="Cambiar el secreto (el anterior deja de servir)", permissions=["change"])
    def rotate(self, request: HttpRequest, queryset: QuerySet[WebhookEndpoint]) -> HttpResponse:
        """Give each another secret, and show it once."""
        for endpoint in queryset:
            endpoint.salt = new_salt()
            endpoint.save(update_fields=["salt"])
            self.log_change(request, endpoint, "Secreto cambiado.")
        return self._secrets_page(request, queryset)

    def _secrets_page(self, request: HttpRequest, endpoints: Iterable[WebhookEndpoint]) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            "title": "Secreto del webhook",
            "opts": self.opts,
            "secrets": [(endpoint, webhooks_out.secret_of(endpoint)) for endpoint in endpoints],
        }
        return TemplateResponse(request, "admin/conversations/webhookendpoint/secrets.html", context)


@admin.register(WebhookCall)
class WebhookCallAdmin(ReadOnly, ChatPages[WebhookCall]):
    """What was told to whom, without a word of it; what was given up can be tried again."""

    lists_customers = False
    list_display = ("created_at", "topic", "endpoint", "state", "attempts", "explanation", "due_at")
    list_filter = ("state", "topic", "endpoint")
    list_select_related = ("endpoint",)
    fields = ("id", "topic", "endpoint", "state", "attempts", "explanation", "due_at", "created_at", "updated_at")
    actions = ("retry",)

    @admin.display(description="explicación", ordering="error")
    def explanation(self, call: WebhookCall) -> str:
        """Why it did not arrive."""
        return _REASONS.get(call.error, call.error.replace("http ", "Contestó con el error "))

    @admin.action(description="Reintentar los abandonados", permissions=["retry"])
    def retry(self, request: HttpRequest, queryset: QuerySet[WebhookCall]) -> None:
        """Try again what was given up."""
        messages.success(request, f"Avisos que se vuelven a intentar: {sending.retry(queryset)}.")

    def has_retry_permission(self, request: HttpRequest) -> bool:
        """Whoever may change endpoints may send to them again."""
        return request.user.has_perm("conversations.change_webhookendpoint")
