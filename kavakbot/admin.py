"""The admin of API clients."""

from django.contrib import admin, messages
from django.forms import ModelForm
from django.http import HttpRequest

from kavakbot.models import ApiClient, create_client


@admin.register(ApiClient)
class ApiClientAdmin(admin.ModelAdmin[ApiClient]):
    """Create clients (the secret is shown once), switch them on and off."""

    list_display = ("name", "client_id", "is_active", "created_at")
    fields = ("name", "client_id", "is_active")
    readonly_fields = ("client_id",)

    def save_model(self, request: HttpRequest, obj: ApiClient, form: ModelForm[ApiClient], change: bool) -> None:
        """Make a new client through the same use case as `make run`, and show its secret this once."""
        if change:
            super().save_model(request, obj, form, change)
            return
        client, secret = create_client(name=obj.name)
        obj.pk, obj.client_id, obj.secret_hash = client.pk, client.client_id, client.secret_hash
        messages.warning(request, f"Guarda el secreto ahora, no se vuelve a mostrar: {secret}")
