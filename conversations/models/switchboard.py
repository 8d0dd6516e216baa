"""The switch for the whole bot."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from catalog.hours import HoursError, OpeningHours, parse_week

_EXAMPLE = "lun-vie 9:00-19:00; sáb 10:00-14:00"


def _validate_week(text: str) -> None:
    try:
        parse_week(text)
    except HoursError as error:
        # The reason is in the words of files and commands, which are English.
        raise ValidationError(f"No se entiende el horario. Escríbelo como «{_EXAMPLE}».") from error


class Switchboard(models.Model):
    """The one row that staff stop the bot with; what customers write meanwhile waits for an answer."""

    paused = models.BooleanField("bot en pausa", default=False, help_text="Nadie recibe respuesta del bot.")
    team_hours = models.CharField(
        "horario del equipo",
        max_length=200,
        blank=True,
        validators=[_validate_week],
        help_text=f"Cuándo hay quien atienda, p. ej. «{_EXAMPLE}». Fuera de ese horario el bot "
        "dice a quien pide una persona cuándo le responden. Vacío: no dice nada.",
    )
    assigning = models.BooleanField(
        "repartir los chats",
        default=True,
        help_text="Lo que necesita a una persona se asigna a quien de ventas tenga menos chats. "
        "Sin esto se avisa a todos.",
    )
    answer_within = models.PositiveSmallIntegerField(
        "contestar en (minutos)",
        default=30,
        validators=[MinValueValidator(1), MaxValueValidator(1440)],
        help_text="Si en ese tiempo, dentro del horario, nadie contestó a quien espera a una persona, se avisa a "
        "gerencia.",
    )
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

    @property
    def hours(self) -> OpeningHours:
        """When people of the team are there; not stated until staff have stated it."""
        return OpeningHours(parse_week(self.team_hours))
