"""What somebody of the team has to look at: no alert is lost, and the same thing alerts once."""

from django.conf import settings
from django.db import models

from conversations.models.conversation import Conversation
from conversations.models.message import Message


class AlertKind(models.TextChoices):
    """What went wrong."""

    UNANSWERED = "unanswered", "No se pudo contestar"
    UNCONFIRMED = "unconfirmed", "No se sabe si llegó"
    UNDELIVERED = "undelivered", "No se entregó"


class StaffAlert(models.Model):
    """One message that needs a person: the customer's that could not be answered, or ours that may not have arrived."""

    conversation = models.ForeignKey(Conversation, models.CASCADE, related_name="alerts", verbose_name="conversación")
    message = models.ForeignKey(Message, models.CASCADE, related_name="alerts", verbose_name="mensaje")
    kind = models.CharField("tipo", max_length=16, choices=AlertKind)
    reason = models.CharField("motivo", max_length=200, blank=True)
    created_at = models.DateTimeField("fecha", auto_now_add=True)
    resolved_at = models.DateTimeField("resuelto", null=True, blank=True)
    resolved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, verbose_name="resuelto por"
    )

    class Meta:
        verbose_name = "aviso"
        verbose_name_plural = "avisos"
        ordering = ("-created_at",)
        constraints = [models.UniqueConstraint(fields=["message", "kind"], name="alert_once")]
        indexes = [
            models.Index(
                fields=["-created_at"], name="alert_open_latest_first", condition=models.Q(resolved_at__isnull=True)
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.conversation.contact}"
