"""What somebody of the team is called for: seen once they open the chat, or once anybody has answered it."""

from django.conf import settings
from django.db import models

from conversations.models.conversation import Conversation


class NoticeKind(models.TextChoices):
    """Why somebody is to come."""

    HANDOVER = "handover", "El bot te pasó un chat"
    LEAD = "lead", "Prospecto nuevo"
    ALERT = "alert", "Un mensaje necesita a una persona"
    UNDELIVERED = "undelivered", "Un mensaje nuestro no llegó, o no se sabe si llegó"
    UNREMINDED = "unreminded", "Viene una prueba de manejo y no se le pudo recordar al cliente"
    OVERDUE = "overdue", "Un cliente espera y nadie le ha contestado"


class Notice(models.Model):
    """One call for one person about one chat; the same thing calls again only once it was seen."""

    to = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notices", verbose_name="para")
    conversation = models.ForeignKey(Conversation, models.CASCADE, related_name="notices", verbose_name="conversación")
    kind = models.CharField("por qué", max_length=16, choices=NoticeKind)
    created_at = models.DateTimeField("fecha", auto_now_add=True)
    seen_at = models.DateTimeField("visto", null=True, blank=True)
    # When to send it by e-mail; nothing where that is done, or nobody asked for it.
    mail_due_at = models.DateTimeField("correo", null=True, blank=True)

    class Meta:
        verbose_name = "llamado"
        verbose_name_plural = "llamados"
        ordering = ("-created_at",)
        constraints = [
            models.UniqueConstraint(
                fields=["to", "conversation", "kind"], name="notice_once_until_seen", condition=models.Q(seen_at=None)
            )
        ]
        indexes = [
            models.Index(fields=["to", "-created_at"], name="notice_unseen", condition=models.Q(seen_at=None)),
            models.Index(fields=["mail_due_at"], name="notice_to_mail", condition=models.Q(mail_due_at__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.conversation.contact}"
