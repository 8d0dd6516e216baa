"""Questions that found nothing, and who asked them."""

from typing import ClassVar

from django.db import models

from knowledge.models.source import Source


class MissedQuestion(models.Model):
    """A question that the knowledge did not answer, however often it was asked in the same words."""

    class State(models.TextChoices):
        """What staff made of it."""

        OPEN = "open", "sin respuesta"
        ANSWERED = "answered", "respondida"
        DISMISSED = "dismissed", "descartada"

    text = models.CharField("pregunta", max_length=500)
    folded = models.CharField("pregunta sin acentos", max_length=500, unique=True, editable=False)
    state = models.CharField("estado", max_length=10, choices=State.choices, default=State.OPEN)
    faq = models.ForeignKey(
        Source, models.SET_NULL, null=True, blank=True, related_name="questions", verbose_name="respuesta"
    )
    last_asked_at = models.DateTimeField("última vez")
    created_at = models.DateTimeField("primera vez", auto_now_add=True)

    class Meta:
        verbose_name = "pregunta sin respuesta"
        verbose_name_plural = "preguntas sin respuesta"
        ordering: ClassVar = ["-last_asked_at"]
        indexes: ClassVar = [models.Index(fields=["state", "-last_asked_at"], name="knowledge_missed_by_state")]

    def __str__(self) -> str:
        return self.text


class Asking(models.Model):
    """One time a missed question was asked; `origin` names the chat to whoever keeps chats, and is opaque here."""

    question = models.ForeignKey(MissedQuestion, models.CASCADE, related_name="askings", verbose_name="pregunta")
    origin = models.CharField("origen", max_length=100, blank=True, db_index=True)
    asked_at = models.DateTimeField("preguntada", auto_now_add=True)

    class Meta:
        verbose_name = "vez que se preguntó"
        verbose_name_plural = "veces que se preguntó"
        ordering: ClassVar = ["-asked_at"]
        indexes: ClassVar = [models.Index(fields=["asked_at"], name="knowledge_asked_at")]

    def __str__(self) -> str:
        return f"{self.question} · {self.origin}"
