"""The sign of life of each worker process; a lease is free once its owner's beat is old."""

from django.db import models


class WorkerBeat(models.Model):
    """One process that answers turns."""

    owner = models.CharField("proceso", max_length=64, primary_key=True)
    beaten_at = models.DateTimeField("último latido")

    class Meta:
        verbose_name = "latido"
        verbose_name_plural = "latidos"

    def __str__(self) -> str:
        return self.owner
