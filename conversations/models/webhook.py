"""Where others want to hear of what happens in chats, and what is on its way to them."""

import secrets
import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone

from conversations.models.contact import Contact


class Topic(models.TextChoices):
    """What others may hear of."""

    LEAD_CREATED = "lead.created", "Prospecto nuevo"
    HANDED_OVER = "conversation.handed_over", "El bot pasa el chat a una persona"
    OVERDUE = "conversation.overdue", "Un cliente espera y nadie le ha contestado"
    UNDELIVERED = "message.undelivered", "Un mensaje nuestro no llegó, o no se sabe si llegó"
    APPOINTMENT_BOOKED = "appointment.booked", "Prueba de manejo agendada o movida"


def new_salt() -> str:
    """Return what makes an endpoint's secret its own."""
    return secrets.token_hex(16)


class WebhookEndpoint(models.Model):
    """Somebody's address, and what it wants to hear of; the secret is derived from the salt and stored nowhere."""

    name = models.CharField("nombre", max_length=80, unique=True)
    url = models.CharField("dirección", max_length=500, help_text="Pública y con https://; no se siguen redirecciones.")
    topics = ArrayField(models.CharField(max_length=40, choices=Topic), verbose_name="avisar de")
    active = models.BooleanField("activo", default=True, help_text="Lo que suceda mientras no lo está, no se avisa.")
    salt = models.CharField(max_length=32, default=new_salt, editable=False)
    created_at = models.DateTimeField("creado", auto_now_add=True)

    class Meta:
        verbose_name = "webhook de salida"
        verbose_name_plural = "webhooks de salida"
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


class CallState(models.TextChoices):
    """How far a message to an endpoint has come."""

    PENDING = "pending", "Por enviar"
    DELIVERED = "delivered", "Entregado"
    DEAD = "dead", "Abandonado"


class WebhookCall(models.Model):
    """One message to one endpoint, kept until it is taken in or given up; the id is the same at every try."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    endpoint = models.ForeignKey(WebhookEndpoint, models.CASCADE, related_name="calls", verbose_name="webhook")
    contact = models.ForeignKey(Contact, models.CASCADE, related_name="+", verbose_name="contacto")
    topic = models.CharField("suceso", max_length=40, choices=Topic)
    payload = models.JSONField("contenido")
    state = models.CharField("estado", max_length=16, choices=CallState, default=CallState.PENDING)
    attempts = models.PositiveSmallIntegerField("intentos", default=0)
    error = models.CharField("último error", max_length=200, blank=True)
    due_at = models.DateTimeField("siguiente intento", default=timezone.now)
    # While somebody is posting it; an erasure waits for that, and nobody else posts it.
    posted_until = models.DateTimeField("enviándose hasta", null=True, editable=False)
    created_at = models.DateTimeField("fecha", auto_now_add=True)
    updated_at = models.DateTimeField("actualizado", auto_now=True)

    class Meta:
        verbose_name = "aviso a webhook"
        verbose_name_plural = "avisos a webhooks"
        ordering = ("-created_at",)
        indexes = [models.Index(fields=["due_at"], name="webhook_call_due", condition=models.Q(state="pending"))]

    def __str__(self) -> str:
        return f"{self.get_topic_display()} → {self.endpoint}"
