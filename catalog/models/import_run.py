"""The record of every import of a file."""

import gzip
import io
from typing import IO, ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone


class ImportRuns(models.Manager["ImportRun"]):
    """Imports without the text of their rejects, which only a download needs."""

    def get_queryset(self) -> models.QuerySet["ImportRun"]:
        """Leave the rejects for when they are asked for."""
        return super().get_queryset().defer("rejects_gz")


class ImportRun(models.Model):
    """One import of a file: who, when, and what it did. Written by the import, never by hand."""

    class State(models.TextChoices):
        """How far an import came; only one that is done has changed a car."""

        RUNNING = "running", "en curso"
        DONE = "done", "terminada"
        FAILED = "failed", "fallida"

    state = models.CharField("estado", max_length=10, choices=State, default=State.DONE)
    error = models.TextField("error", blank=True)
    started_at = models.DateTimeField("inicio")
    finished_at = models.DateTimeField("fin", null=True)
    imported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, verbose_name="importado por"
    )
    # Which door, and at the API which client: where `imported_by` has nobody to name.
    source = models.CharField("origen", max_length=200, blank=True)
    file_name = models.CharField("archivo", max_length=255)
    dry_run = models.BooleanField("simulacro", default=False)
    overwrite = models.BooleanField("pisar precios", default=False)
    mark_missing = models.BooleanField("retirar faltantes", default=False)
    rows_read = models.PositiveIntegerField("filas leídas", default=0)
    created = models.PositiveIntegerField("creados", default=0)
    updated = models.PositiveIntegerField("actualizados", default=0)
    unchanged = models.PositiveIntegerField("sin cambios", default=0)
    rejected = models.PositiveIntegerField("rechazados", default=0)
    withdrawn = models.PositiveIntegerField("retirados", default=0)
    prices_kept = models.PositiveIntegerField("precios conservados", default=0)
    rejects_gz = models.BinaryField("rechazos", default=bytes, editable=False)

    objects: ClassVar[ImportRuns] = ImportRuns()

    class Meta:
        verbose_name = "importación"
        verbose_name_plural = "importaciones"
        ordering = ("-started_at",)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(state__in=["running", "done", "failed"]), name="import_run_state_known"
            ),
        )

    def __str__(self) -> str:
        return f"{self.file_name} · {timezone.localtime(self.started_at):%Y-%m-%d %H:%M}"

    def open_rejects(self) -> IO[str]:
        """Open the rejects as a CSV of line, column, reason and value; empty when every row was good."""
        if not self.rejects_gz:
            return io.StringIO()
        return io.TextIOWrapper(gzip.GzipFile(fileobj=io.BytesIO(self.rejects_gz)), encoding="utf-8", newline="")
