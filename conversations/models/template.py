"""What may be written to a customer after WhatsApp's day of grace: texts that WhatsApp has approved."""

import re

from django.core.validators import RegexValidator
from django.db import models

_BLANK = re.compile(r"\{\{\s*(\w+)\s*\}\}")


class MessageTemplate(models.Model):
    """One approved text, kept at Twilio under its Content SID; `{{1}}` in it is a blank to fill in."""

    name = models.CharField("nombre", max_length=80, unique=True)
    content_sid = models.CharField(
        "Content SID",
        max_length=34,
        validators=[RegexValidator(r"^HX[0-9a-fA-F]{32}$", "HX y 32 cifras o letras a-f.")],
    )
    body = models.TextField("texto", help_text="Tal como lo aprobó WhatsApp; {{1}} es un espacio que se llena.")
    active = models.BooleanField("en uso", default=True)

    class Meta:
        verbose_name = "plantilla de WhatsApp"
        verbose_name_plural = "plantillas de WhatsApp"
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name

    @property
    def blanks(self) -> list[str]:
        """The names of what has to be filled in, in order."""
        return list(dict.fromkeys(_BLANK.findall(self.body)))

    def filled(self, variables: dict[str, str]) -> str:
        """Return what the customer will read."""
        return _BLANK.sub(lambda blank: variables.get(blank[1], ""), self.body)
