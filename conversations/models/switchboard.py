"""The switch for the whole bot."""

from typing import Any

from django.db import models


class Switchboard(models.Model):
    """The one row that staff stop the bot with; what customers write meanwhile waits for an answer."""

    paused = models.BooleanField("bot en pausa", default=False, help_text="Nadie recibe respuesta del bot.")
    updated_at = models.DateTimeField("actualizado", auto_now=True)

    class Meta:
        verbose_name = "interruptor del bot"
        verbose_name_plural = "interruptor del bot"

    def __str__(self) -> str:
        return "En pausa" if self.paused else "Contestando"

    def save(self, **kwargs: Any) -> None:
        """Keep to one row."""
        self.pk = 1
        super().save(**kwargs)
