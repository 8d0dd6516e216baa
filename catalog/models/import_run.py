"""The record of every import of a file."""

from django.conf import settings
from django.db import models


class ImportRun(models.Model):
    """One import of a file: who, when, and what it did. Written by the import, never by hand."""

    started_at = models.DateTimeField("inicio")
    finished_at = models.DateTimeField("fin")
    imported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, verbose_name="importado por"
    )
    file_name = models.CharField("archivo", max_length=255)
    dry_run = models.BooleanField("simulacro", default=False)
    created = models.PositiveIntegerField("creados", default=0)
    updated = models.PositiveIntegerField("actualizados", default=0)
    unchanged = models.PositiveIntegerField("sin cambios", default=0)
    rejected = models.PositiveIntegerField("rechazados", default=0)
    prices_kept = models.PositiveIntegerField("precios conservados", default=0)

    class Meta:
        verbose_name = "importación"
        verbose_name_plural = "importaciones"
        ordering = ("-started_at",)

    def __str__(self) -> str:
        return f"{self.file_name} · {self.started_at:%Y-%m-%d %H:%M}"
