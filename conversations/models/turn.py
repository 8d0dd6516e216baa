"""How one turn was answered: the brain, its plan, what the guard said, and every tool call."""

from typing import Any

from django.contrib.postgres.indexes import BrinIndex, GinIndex
from django.db import models

from conversations.models.conversation import Conversation


class TurnQuerySet(models.QuerySet["Turn"]):
    """Reads of the turns."""

    def chats_about(self, stock_id: int) -> models.QuerySet[Any, Any]:
        """The keys of the chats in which a car was shown, looked up or quoted; each half has its index."""
        shown = self.filter(plan__contains=[{"part": "cars", "ids": [stock_id]}])
        asked = self.filter(tool_calls__ok=True, tool_calls__args__contains={"stock_id": stock_id})
        return shown.values("conversation").union(asked.values("conversation"))


class Turn(models.Model):
    """One answer to one or more messages."""

    conversation = models.ForeignKey(Conversation, models.CASCADE, related_name="turns", verbose_name="conversación")
    fence = models.BigIntegerField("reserva", editable=False)
    brain = models.CharField("cerebro", max_length=16)
    model = models.CharField("modelo", max_length=64, blank=True)
    prompt_version = models.CharField("versión del prompt", max_length=16, blank=True)
    plan = models.JSONField("plan", default=list)
    verdicts = models.JSONField("veredictos", default=list)
    input_tokens = models.PositiveIntegerField("tokens de entrada", default=0)
    output_tokens = models.PositiveIntegerField("tokens de salida", default=0)
    latency_ms = models.PositiveIntegerField("latencia (ms)", default=0)
    created_at = models.DateTimeField("creado", auto_now_add=True)

    objects = TurnQuerySet.as_manager()

    class Meta:
        verbose_name = "turno"
        verbose_name_plural = "turnos"
        constraints = [
            # A lease commits one turn: a crashed turn that is computed again can never be written twice.
            models.UniqueConstraint(fields=["conversation", "fence"], name="turn_one_per_claim"),
        ]
        indexes = [
            GinIndex(fields=["plan"], name="turn_plan", opclasses=["jsonb_path_ops"]),
            BrinIndex(fields=["created_at"], name="turn_by_day", pages_per_range=32, autosummarize=True),
        ]

    def __str__(self) -> str:
        return f"Turno {self.pk} ({self.brain})"


class ToolCall(models.Model):
    """One tool call of a turn, with what it was asked and what it found."""

    turn = models.ForeignKey(Turn, models.CASCADE, related_name="tool_calls", verbose_name="turno")
    position = models.PositiveSmallIntegerField("posición")
    ref = models.CharField("identificador", max_length=120)
    name = models.CharField("herramienta", max_length=64)
    args = models.JSONField("argumentos", default=dict)
    ok = models.BooleanField("correcta")
    result = models.JSONField("resultado", default=dict)
    milliseconds = models.FloatField("ms")

    class Meta:
        verbose_name = "llamada a herramienta"
        verbose_name_plural = "llamadas a herramientas"
        ordering = ("position",)
        constraints = [models.UniqueConstraint(fields=["turn", "position"], name="tool_call_one_per_position")]
        indexes = [GinIndex(fields=["args"], name="tool_call_args", opclasses=["jsonb_path_ops"])]

    def __str__(self) -> str:
        return self.name
