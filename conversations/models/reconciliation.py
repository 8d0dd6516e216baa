"""How far the inbox has been compared with what the provider received."""

from django.db import models


class Reconciliation(models.Model):
    """One row for each sender: until when nothing is missing, and who compares when."""

    sender = models.CharField("remitente", max_length=120, primary_key=True)
    complete_until = models.DateTimeField("completo hasta")
    begun_at = models.DateTimeField("última comparación")
    found = models.PositiveIntegerField("mensajes recuperados", default=0)

    class Meta:
        verbose_name = "comparación con Twilio"
        verbose_name_plural = "comparaciones con Twilio"

    def __str__(self) -> str:
        return self.sender
