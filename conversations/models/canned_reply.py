"""What the team often writes: texts to begin a message with, whose blanks the chat fills in."""

import re
from collections.abc import Mapping
from types import MappingProxyType

from django.core.exceptions import ValidationError
from django.db import models
from simple_history.models import HistoricalRecords

# What a blank stands for. What a chat does not know yet stays a blank, which the writer sees and nothing sends.
BLANKS: Mapping[str, str] = MappingProxyType(
    {
        "nombre": "cómo se llama el cliente",
        "auto": "el auto que le interesa",
        "sucursal": "dónde es su cita",
        "asesor": "quien escribe",
    }
)
_BLANK = re.compile(r"\{\s*(\w*)\s*\}")


def blanks(text: str) -> list[str]:
    """Return the names between braces, in order."""
    return list(dict.fromkeys(_BLANK.findall(text)))


def left_blank(text: str) -> list[str]:
    """Return the blanks of ours that nobody has filled in."""
    return [name for name in blanks(text) if name in BLANKS]


def _only_known_blanks(text: str) -> None:
    unknown = [name for name in blanks(text) if name not in BLANKS]
    if unknown or re.search(r"[{}]", _BLANK.sub("", text)):
        offered = ", ".join(f"{{{name}}}" for name in BLANKS)
        raise ValidationError(f"Entre llaves sólo puede ir: {offered}.")


class CannedReply(models.Model):
    """One text of the team's, under the title it is picked by."""

    title = models.CharField("título", max_length=60, unique=True)
    body = models.TextField(
        "texto",
        max_length=1500,
        validators=[_only_known_blanks],
        help_text="; ".join(f"{{{name}}}: {meaning}" for name, meaning in BLANKS.items())
        + ". Lo que no se sepa queda entre llaves, para llenarlo antes de enviar.",
    )
    active = models.BooleanField("en uso", default=True)
    history = HistoricalRecords(
        history_id_field=models.BigAutoField(),
        history_change_reason_field=models.CharField("motivo", max_length=200, null=True),
        verbose_name="cambio de respuesta rápida",
        verbose_name_plural="historial de respuestas rápidas",
    )

    class Meta:
        verbose_name = "respuesta rápida"
        verbose_name_plural = "respuestas rápidas"
        ordering = ("title",)

    def __str__(self) -> str:
        return self.title

    def filled(self, known: Mapping[str, str]) -> str:
        """Return the text with what is known of a chat in it."""
        return _BLANK.sub(lambda blank: known.get(blank[1]) or blank[0], self.body)
