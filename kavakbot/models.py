"""The API clients that staff create where no outside identity provider issues tokens."""

import hashlib
import secrets

from django.db import models


class ApiClient(models.Model):
    """An integrator's credentials; the secret is shown once and kept only as a hash."""

    client_id = models.CharField("ID de cliente", max_length=64, unique=True)
    secret_hash = models.CharField("secreto (hash)", max_length=64, editable=False)
    name = models.CharField("nombre", max_length=120)
    is_active = models.BooleanField("activo", default=True)
    created_at = models.DateTimeField("creado", auto_now_add=True)

    class Meta:
        verbose_name = "cliente de API"
        verbose_name_plural = "clientes de API"

    def __str__(self) -> str:
        return f"{self.name} ({self.client_id})"


def create_client(*, name: str) -> tuple[ApiClient, str]:
    """Make a client and return it with its secret, which cannot be read again."""
    secret = secrets.token_urlsafe(32)
    client = ApiClient.objects.create(name=name, client_id=secrets.token_hex(13), secret_hash=hash_secret(secret))
    return client, secret


def hash_secret(secret: str) -> str:
    """Return the form a secret is stored in; 256 random bits need no slow hash against guessing."""
    return hashlib.sha256(secret.encode()).hexdigest()
