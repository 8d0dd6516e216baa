"""How one turn was answered: the brain, its plan, what the guard said, and every tool call."""

from decimal import Decimal
from typing import Any

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Case, F, Func, Q, When

from conversations.models.conversation import Conversation


class Promise(models.TextChoices):
    """What a proposed reply promises: the name of the effect that is held, and what staff are told it will do."""

    BOOK = "Book", "Agenda la prueba de manejo."
    ASK_FOR_VISIT = "AskForVisit", "Pide la prueba de manejo al equipo."
    CANCEL_VISIT = "CancelVisit", "Cancela la prueba de manejo."
    HAND_OVER = "HandOver", "Pasa el chat a una persona."
    KEEP_QUOTE = "KeepQuote", "Guarda la cotización y el prospecto."
    NOTE_TRADE_IN = "NoteTradeIn", "Anota el auto que el cliente vende o deja."


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
    # When the first of the messages that it answers was written; nothing once its draft was taken back.
    asked_at = models.DateTimeField("preguntado", null=True, blank=True, editable=False)
    # What its reply promises and is only done once a person has sent it; nothing, where it is done or nobody may.
    held = models.JSONField("al enviarse", null=True, blank=True, editable=False)
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
            # What reports read of a turn, so that they read nothing else of it.
            models.Index(
                fields=["created_at"],
                include=["id", "conversation", "input_tokens", "output_tokens"],
                name="turn_by_day",
            ),
            models.Index(fields=["asked_at"], include=["created_at", "conversation"], name="turn_asked"),
            models.Index(
                fields=["created_at"], name="turn_handover", condition=models.Q(plan__contains=[{"part": "handover"}])
            ),
        ]

    def __str__(self) -> str:
        return f"Turno {self.pk} ({self.brain})"

    @property
    def cars(self) -> tuple[int, ...]:
        """The stock numbers that the reply shows or quotes, in order."""
        shown = [number for part in self.plan for number in part.get("ids", ()) if part["part"] in {"cars", "compare"}]
        quoted = {part["ref"] for part in self.plan if part["part"] == "quote"}
        calls = self.tool_calls.filter(ref__in=quoted) if quoted and not shown else ()
        return tuple(shown) or tuple(call.result["car"]["stock_id"] for call in calls if call.result.get("car"))

    @property
    def pesos(self) -> Decimal | None:
        """What a model took for it in MXN, or None where prices are not known."""
        read, written = settings.AGENT_INPUT_PRICE, settings.AGENT_OUTPUT_PRICE
        if not read + written:
            return None
        return (self.input_tokens * read + self.output_tokens * written) / 1_000_000

    @property
    def promises(self) -> list[str]:
        """What is done once its proposal is sent, in words."""
        return [str(Promise(row["kind"]).label) for row in self.held or ()]


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
    # What reports read of a search, a first page, beside the cars that it found.
    sought = models.GeneratedField(
        expression=Case(
            When(
                Q(args__offset__isnull=True) | Q(args__offset=0),
                ok=True,
                name__in=("search_cars", "find_affordable_cars"),
                then=Func(F("result"), template="(%(expressions)s - '{cars,quotes,limits}'::text[])"),
            ),
            output_field=models.JSONField(),
        ),
        output_field=models.JSONField(null=True),
        db_persist=True,
        verbose_name="búsqueda",
    )

    class Meta:
        verbose_name = "llamada a herramienta"
        verbose_name_plural = "llamadas a herramientas"
        ordering = ("position",)
        constraints = [models.UniqueConstraint(fields=["turn", "position"], name="tool_call_one_per_position")]
        indexes = [GinIndex(fields=["args"], name="tool_call_args", opclasses=["jsonb_path_ops"])]

    def __str__(self) -> str:
        return self.name
