"""The outbox: what has to reach the customer, and how far it has come."""

import uuid

from django.db import models

from conversations.models.message import Message


class DeliveryState(models.TextChoices):
    """How far an outgoing message has come; order is progress."""

    DRAFT = "draft", "Borrador"
    PENDING = "pending", "Por enviar"
    SENDING = "sending", "Enviando"
    UNKNOWN = "unknown", "Sin confirmar"
    NEEDS_STAFF = "needs_staff", "Sin confirmar: revisar"
    ACCEPTED = "accepted", "Aceptado"
    SENT = "sent", "Enviado"
    DELIVERED = "delivered", "Entregado"
    READ = "read", "Leído"
    REFUSED = "refused", "Rechazado"
    CANCELLED = "cancelled", "Cancelado"


# What the customer has not seen and, as it is, never will.
UNSENT = (DeliveryState.DRAFT, DeliveryState.CANCELLED)


class Delivery(models.Model):
    """One outgoing message on its way; the id goes to the provider and comes back with its callbacks."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    message = models.OneToOneField(Message, models.CASCADE, related_name="delivery", verbose_name="mensaje")
    state = models.CharField("estado", max_length=16, choices=DeliveryState, default=DeliveryState.PENDING)
    attempts = models.PositiveSmallIntegerField("intentos", default=0)
    error = models.CharField("error", max_length=200, blank=True)
    # When to act next: send what is pending, look again for what is of unknown fate.
    due_at = models.DateTimeField("siguiente paso", auto_now_add=True)
    # The last call to the provider: begun, and given up on without an answer. What it made is dated in between.
    sent_at = models.DateTimeField("último intento", null=True, blank=True)
    unknown_at = models.DateTimeField("sin confirmar desde", null=True, blank=True)
    looks = models.PositiveSmallIntegerField("búsquedas sin encontrarlo", default=0)
    resends = models.PositiveSmallIntegerField("reenvíos", default=0)
    updated_at = models.DateTimeField("actualizado", auto_now=True)

    class Meta:
        verbose_name = "envío"
        verbose_name_plural = "envíos"
        indexes = [
            models.Index(
                fields=["due_at"], name="delivery_due", condition=models.Q(state__in=["pending", "sending", "unknown"])
            ),
            models.Index(
                fields=["message"], name="delivery_unsent", condition=models.Q(state__in=["draft", "cancelled"])
            ),
            models.Index(
                fields=["updated_at"], name="delivery_failed", condition=models.Q(state__in=["refused", "needs_staff"])
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_state_display()}: {self.message}"
