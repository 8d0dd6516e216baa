"""The API clients that staff create where no outside provider issues tokens, and who staff are to their provider."""

import hashlib
import secrets
from datetime import timedelta

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone

_USE_IS_NOTED_EVERY = timedelta(minutes=5)


class ApiClients(models.QuerySet["ApiClient"]):
    """Which clients there are."""

    def usable(self) -> "ApiClients":
        """Keep those that may come in: the demo client of a local machine nowhere else."""
        active = self.filter(is_active=True)
        return active if settings.LOCAL_MODE else active.filter(is_demo=False)


class ApiClient(models.Model):
    """An integrator's credentials; the secret is shown once and kept only as a hash."""

    class Access(models.TextChoices):
        """What a client may do, in the words of a token's scope."""

        READ = "read", "consultar"
        READ_WRITE = "read write", "consultar y modificar"

    client_id = models.CharField("ID de cliente", max_length=64, unique=True)
    name = models.CharField("nombre", max_length=120)
    access = models.CharField("acceso", max_length=10, choices=Access, default=Access.READ)
    is_active = models.BooleanField("activo", default=True)
    is_demo = models.BooleanField("de demostración", default=False, editable=False)
    secret_hash = models.CharField("secreto (hash)", max_length=64, editable=False)
    secret_version = models.PositiveIntegerField("versión del secreto", default=1, editable=False)
    previous_hash = models.CharField("secreto anterior (hash)", max_length=64, blank=True, editable=False)
    previous_until = models.DateTimeField("el secreto anterior sirve hasta", null=True, editable=False)
    last_used_at = models.DateTimeField("último uso", null=True, editable=False)
    created_at = models.DateTimeField("creado", auto_now_add=True)

    fresh_secret = ""  # of the instance that was just made, for the one page that shows it

    objects = ApiClients.as_manager()

    class Meta:
        verbose_name = "cliente de API"
        verbose_name_plural = "clientes de API"

    def __str__(self) -> str:
        return f"{self.name} ({self.client_id})"

    def version_of(self, given_hash: str) -> int | None:
        """Return which of the client's secrets this is, or None; it takes the same time whichever."""
        is_current = secrets.compare_digest(given_hash, self.secret_hash)
        is_previous = secrets.compare_digest(given_hash, self.previous_hash)
        if is_current:
            return self.secret_version
        return self.secret_version - 1 if is_previous and self._previous_is_good() else None

    def honours(self, version: object) -> bool:
        """Whether tokens that a secret of this version earned are still good."""
        return version == self.secret_version or (version == self.secret_version - 1 and self._previous_is_good())

    def note_use(self) -> None:
        """Remember that the client called, to within some minutes."""
        now = timezone.now()
        if self.last_used_at is None or now - self.last_used_at > _USE_IS_NOTED_EVERY:
            ApiClient.objects.filter(pk=self.pk).update(last_used_at=now)

    def _previous_is_good(self) -> bool:
        return self.previous_until is not None and timezone.now() < self.previous_until


class StaffIdentity(models.Model):
    """Who an account is to the company's identity provider; e-mail addresses are given to others, subjects are not."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="identity")
    issuer = models.CharField(max_length=255)
    subject = models.CharField(max_length=255)

    class Meta:
        verbose_name = "cuenta de la empresa"
        verbose_name_plural = "cuentas de la empresa"
        constraints = [models.UniqueConstraint(fields=["issuer", "subject"], name="staff_identity_once")]

    def __str__(self) -> str:
        return f"{self.subject} · {self.issuer}"


def create_client(
    *, name: str, access: str = ApiClient.Access.READ_WRITE, is_demo: bool = False
) -> tuple[ApiClient, str]:
    """Make a client and return it with its secret, which cannot be read again."""
    secret = secrets.token_urlsafe(32)
    client = ApiClient.objects.create(
        name=name, access=access, is_demo=is_demo, client_id=secrets.token_hex(13), secret_hash=hash_secret(secret)
    )
    return client, secret


@transaction.atomic
def rotate_secret(*, client_id: str, grace: timedelta) -> str:
    """Give a client a new secret and return it; the old one, and what it earned, is good for `grace` longer."""
    client = ApiClient.objects.select_for_update().get(client_id=client_id)
    secret = secrets.token_urlsafe(32)
    client.previous_hash, client.secret_hash = client.secret_hash, hash_secret(secret)
    client.previous_until = timezone.now() + grace
    client.secret_version += 1
    client.save(update_fields=["previous_hash", "secret_hash", "previous_until", "secret_version"])
    return secret


def hash_secret(secret: str) -> str:
    """Return the form a secret is stored in; 256 random bits need no slow hash against guessing."""
    return hashlib.sha256(secret.encode()).hexdigest()
