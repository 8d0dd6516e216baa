"""The admin of API clients: made, restricted, given a new secret, revoked."""

from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path

from kavakbot import token_policy
from kavakbot.models import ApiClient, create_client, rotate_secret
from kavakbot.pages import ModelAdmin

_PAGES = "admin/kavakbot/apiclient"


class RotationForm(forms.Form):
    """How long the old secret goes on."""

    grace = forms.TypedChoiceField(
        label="El secreto actual, y los tokens que dio, sirven todavía",
        choices=[
            (0, "nada: dejan de servir en este momento"),
            (3600, "una hora"),
            (86_400, "un día"),
            (604_800, "una semana"),
        ],
        coerce=int,
        initial=86_400,
    )


@admin.register(ApiClient)
class ApiClientAdmin(ModelAdmin[ApiClient]):
    """Make clients and switch them on and off; a secret is shown once, on the page that answers its making."""

    list_display = ("name", "client_id", "access", "is_active", "last_used_at", "created_at")
    list_filter = ("is_active", "access")
    search_fields = ("name", "client_id")
    readonly_fields = ("client_id", "last_used_at", "previous_until", "created_at")
    change_form_template = f"{_PAGES}/change_form.html"

    def get_fields(self, request: HttpRequest, obj: ApiClient | None = None) -> Any:
        """Ask for no more than a new client needs."""
        return ("name", "access", *(("is_active", *self.readonly_fields) if obj else ()))

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Make none that could not come in: with Cognito, clients are made there."""
        return super().has_add_permission(request) and not token_policy.come_from_cognito()

    def get_urls(self) -> list[URLPattern]:
        """Add the page that renews a secret."""
        view = self.admin_site.admin_view(self.rotate_view)
        return [path("<path:object_id>/rotate/", view, name="kavakbot_apiclient_rotate"), *super().get_urls()]

    def save_model(self, request: HttpRequest, obj: ApiClient, form: ModelForm[ApiClient], change: bool) -> None:
        """Make a new client through the same use case as `make run`; what exists is only changed."""
        if change:
            super().save_model(request, obj, form, change)
            return
        client, obj.fresh_secret = create_client(name=obj.name, access=obj.access)
        obj.pk, obj.client_id, obj.secret_hash = client.pk, client.client_id, client.secret_hash

    def response_add(self, request: HttpRequest, obj: ApiClient, post_url_continue: str | None = None) -> HttpResponse:
        """Show the secret in the answer itself: no cookie, session or log ever holds it."""
        return self._secret_page(request, obj, obj.fresh_secret)

    def rotate_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Ask how long the old secret goes on; a POST makes the new one and shows it."""
        client = get_object_or_404(ApiClient, pk=unquote(object_id))
        if not self.has_change_permission(request, client):
            raise PermissionDenied
        form = RotationForm(request.POST if request.method == "POST" else None)
        if form.is_valid():
            secret = rotate_secret(client_id=client.client_id, grace=timedelta(seconds=form.cleaned_data["grace"]))
            self.log_change(request, client, "Secreto renovado.")
            client.refresh_from_db()
            return self._secret_page(request, client, secret)
        said = {**self._said(request, "Renovar el secreto"), "client": client, "form": form}
        return TemplateResponse(request, f"{_PAGES}/rotate.html", said)

    def _secret_page(self, request: HttpRequest, client: ApiClient, secret: str) -> HttpResponse:
        said = {**self._said(request, "Secreto del cliente"), "client": client, "secret": secret}
        return TemplateResponse(request, f"{_PAGES}/secret.html", said)

    def _said(self, request: HttpRequest, title: str) -> dict[str, Any]:
        return {**self.admin_site.each_context(request), "opts": self.opts, "title": title}
