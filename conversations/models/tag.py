"""Words of the team's own that chats are told apart by."""

from django.db import models
from django.db.models.functions import Lower

from conversations.models.conversation import Conversation


class Tag(models.Model):
    """One word, however it is written."""

    name = models.CharField("nombre", max_length=30)

    class Meta:
        verbose_name = "etiqueta"
        verbose_name_plural = "etiquetas"
        ordering = ("name",)
        constraints = [
            models.UniqueConstraint(
                Lower("name"), name="tag_one_per_name", violation_error_message="Ya hay una etiqueta con ese nombre."
            )
        ]

    def __str__(self) -> str:
        return self.name


class Tagging(models.Model):
    """A tag on a chat."""

    conversation = models.ForeignKey(Conversation, models.CASCADE, related_name="+", verbose_name="conversación")
    tag = models.ForeignKey(Tag, models.CASCADE, related_name="+", verbose_name="etiqueta")

    class Meta:
        verbose_name = "etiqueta de un chat"
        verbose_name_plural = "etiquetas de chats"
        constraints = [models.UniqueConstraint(fields=["conversation", "tag"], name="tagging_once")]

    def __str__(self) -> str:
        return str(self.tag)
