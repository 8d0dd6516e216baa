"""What outlives an erasure, without a name or a number, and who of us looked at whom."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models


class OptOutMark(models.Model):
    """A chat whose customer asked for silence and was erased; a keyed hash, from which nobody finds the number."""

    digest = models.CharField("huella", max_length=64, primary_key=True)
    created_at = models.DateTimeField("creada", auto_now_add=True)

    class Meta:
        verbose_name = "baja de un cliente borrado"
        verbose_name_plural = "bajas de clientes borrados"

    def __str__(self) -> str:
        return self.digest[:8]


class ErasedMessage(models.Model):
    """A message that was erased; the provider may still repeat it for a day, and it must not come back."""

    digest = models.CharField(max_length=64, primary_key=True)
    erased_at = models.DateTimeField(auto_now_add=True, db_index=True)

    def __str__(self) -> str:
        return self.digest[:8]


class AuditAction(models.TextChoices):
    """What somebody did with customers' data."""

    READ = "read", "Abrió el chat o la ficha"
    LISTED = "listed", "Vio una lista"
    SEARCHED = "searched", "Buscó por teléfono"
    DOWNLOADED = "downloaded", "Descargó el chat como escenario"
    REPORTED = "reported", "Descargó el tablero"
    EXTRACTED = "extracted", "Exportó chats o mensajes"
    EXPORTED = "exported", "Exportó todos sus datos"
    ERASED = "erased", "Borró todos sus datos"


class AuditEntry(models.Model):
    """One look at customers; ids only and no foreign key to them, so that it outlives their erasure."""

    action = models.CharField("acción", max_length=16, choices=AuditAction)
    # Who it was in words, for it outlives the account too: a user's name, `api:` and a client, or a command.
    actor = models.CharField("quién", max_length=160)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="cuenta"
    )
    # Those a list showed, one row for the page; of whoever searched for a number that nobody has, none.
    contact_ids = ArrayField(models.UUIDField(), default=list, verbose_name="id de los contactos")
    conversation_id = models.UUIDField("id de la conversación", null=True, blank=True)
    # The kind of page, such as `lead`; what was asked for there is not kept, since it may name somebody.
    page = models.CharField("página", max_length=40, blank=True)
    # Of a file: how many rows of what days. PostgreSQL fills it for who does not know of it yet, as an older release.
    about = models.CharField("qué", max_length=120, blank=True, db_default="")
    happened_at = models.DateTimeField("fecha", auto_now_add=True, db_index=True)

    class Meta:
        verbose_name = "acceso a datos de clientes"
        verbose_name_plural = "accesos a datos de clientes"
        ordering = ("-happened_at", "-pk")
        indexes = [GinIndex(fields=["contact_ids"], name="audit_of_contact")]

    def __str__(self) -> str:
        return f"{self.actor}: {self.get_action_display()}"
