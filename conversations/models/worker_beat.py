"""The sign of life of each process in the background; a lease is free once its owner's beat is old."""

from datetime import timedelta

from django.db import models
from django.db.models.functions import Now

# The duty of the process that starts what is due by the clock; all others are named after the queues they take from.
CLOCK = "beat"
# How old the last sign of life may be of a process that is called alive.
SEEN_WITHIN = timedelta(seconds=30)


class WorkerBeatQuerySet(models.QuerySet["WorkerBeat"]):
    """Reads of who is alive, by the database's clock."""

    def alive(self) -> "WorkerBeatQuerySet":
        """Those seen just now."""
        return self.filter(beaten_at__gt=Now() - SEEN_WITHIN)

    def on_duty(self, duty: str) -> list["WorkerBeat"]:
        """Those alive that do a thing."""
        return [worker for worker in self.alive() if duty in worker.duties.split(",")]


class WorkerBeat(models.Model):
    """One process, what it does, and how it stands with its connections to the database."""

    owner = models.CharField("proceso", max_length=64, primary_key=True)
    beaten_at = models.DateTimeField("último latido")
    # PostgreSQL fills these for who does not know of them yet, as an older release.
    duties = models.CharField("tareas", max_length=80, blank=True, db_default="")
    pool_in_use = models.PositiveSmallIntegerField("conexiones en uso", db_default=0)
    pool_waiting = models.PositiveSmallIntegerField("esperan conexión", db_default=0)

    objects = WorkerBeatQuerySet.as_manager()

    class Meta:
        verbose_name = "latido"
        verbose_name_plural = "latidos"

    def __str__(self) -> str:
        return self.owner
