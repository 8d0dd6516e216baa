"""What the team tells itself about a chat; the customer never sees it."""

from django.conf import settings
from django.db import models

from conversations.models.conversation import Conversation


class Note(models.Model):
    """One remark on a chat."""

    conversation = models.ForeignKey(Conversation, models.CASCADE, related_name="notes", verbose_name="conversación")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, verbose_name="de quién")
    text = models.TextField("nota", max_length=2000)
    created_at = models.DateTimeField("fecha", auto_now_add=True)

    class Meta:
        verbose_name = "nota"
        verbose_name_plural = "notas"
        ordering = ("-pk",)

    def __str__(self) -> str:
        return f"Nota del {self.created_at:%d/%m/%Y}"
