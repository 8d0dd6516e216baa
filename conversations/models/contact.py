"""A person who writes to us; the phone number may be missing, since WhatsApp may send a business-scoped id."""

import uuid

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models.functions import Upper


class Contact(models.Model):
    """Our own identity of a customer; `phone` is normalised (E.164, Mexican +521 folded into +52)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    phone = models.CharField("teléfono", max_length=20, null=True, blank=True, unique=True)
    name = models.CharField("nombre", max_length=200, blank=True)
    created_at = models.DateTimeField("creado", auto_now_add=True)

    class Meta:
        verbose_name = "contacto"
        verbose_name_plural = "contactos"
        permissions = (
            ("privacy_requests", "Puede exportar y borrar todo lo de un cliente"),
            ("see_phone_numbers", "Puede ver números de teléfono completos"),
        )
        # As lists look for a piece of a name or a number.
        indexes = [
            GinIndex(OpClass(Upper("name"), name="gin_trgm_ops"), name="contact_name_pieces"),
            GinIndex(OpClass(Upper("phone"), name="gin_trgm_ops"), name="contact_phone_pieces"),
        ]

    def __str__(self) -> str:
        return self.name or self.phone or str(self.id)
