"""What the sales team follows up: somebody wants to buy, give in a car, try one, complain, or talk to a person."""

from django.db import models

from catalog.models import Car
from conversations.models.conversation import TRIALS, Conversation
from conversations.models.turn import Turn
from financing.models import Quote


class LeadKind(models.TextChoices):
    """What the customer wants of a person."""

    PURCHASE = "purchase", "Compra"
    TEST_DRIVE = "test_drive", "Prueba de manejo"
    TRADE_IN = "trade_in", "Vende o deja un auto"
    COMPLAINT = "complaint", "Queja o garantía"
    PERSON = "person", "Pide una persona"


class LeadState(models.TextChoices):
    """How far the team has come with it, stage by stage."""

    NEW = "new", "Nuevo"
    QUALIFIED = "qualified", "Calificado"
    VISIT = "visit", "Cita"
    RESERVED = "reserved", "Apartado"
    WON = "won", "Ganado"
    LOST = "lost", "Perdido"


# Somebody still has to do something, in the order of the stages.
OPEN = (LeadState.NEW, LeadState.QUALIFIED, LeadState.VISIT, LeadState.RESERVED)


class LostReason(models.TextChoices):
    """Why it came to nothing."""

    PRICE = "price", "Precio"
    FINANCING = "financing", "No pasó el crédito"
    NO_STOCK = "no_stock", "No tenemos lo que busca"
    ELSEWHERE = "elsewhere", "Compró en otro lado"
    SILENT = "silent", "Dejó de contestar"
    NOT_NOW = "not_now", "Por ahora no"
    OTHER = "other", "Otro"


class LeadQuerySet(models.QuerySet["Lead"]):
    """Reads of what is followed up."""

    def of_customers(self) -> "LeadQuerySet":
        """Those of real chats: what is tried out is nobody's to follow up."""
        return self.exclude(conversation__channel__in=TRIALS)

    def open(self) -> "LeadQuerySet":
        """Those that are neither won nor lost."""
        return self.filter(state__in=OPEN)


class Lead(models.Model):
    """One thing to follow up in one chat; while it is open, more of the same chat adds to it."""

    conversation = models.ForeignKey(
        Conversation, models.CASCADE, related_name="leads", verbose_name="conversación", editable=False
    )
    kind = models.CharField("tipo", max_length=16, choices=LeadKind, editable=False)
    # Changed by conversations/leads.py alone.
    state = models.CharField("etapa", max_length=16, choices=LeadState, default=LeadState.NEW)
    lost_reason = models.CharField("por qué se perdió", max_length=16, choices=LostReason, blank=True)
    reserved_until = models.DateTimeField("apartado hasta", null=True, blank=True)
    next_action = models.CharField("siguiente paso", max_length=200, blank=True)
    next_at = models.DateTimeField("para cuándo", null=True, blank=True)
    car = models.ForeignKey(Car, models.SET_NULL, null=True, blank=True, verbose_name="auto", editable=False)
    quote = models.ForeignKey(Quote, models.SET_NULL, null=True, blank=True, verbose_name="cotización", editable=False)
    reason = models.TextField("motivo", blank=True, editable=False)
    # It outlives its turn, which is kept for less long.
    turn = models.ForeignKey(
        Turn, models.SET_NULL, null=True, related_name="leads", verbose_name="turno", editable=False
    )
    # The tool call of the turn that asked for it; a person's has none.
    call = models.CharField("llamada", max_length=120, editable=False)
    created_at = models.DateTimeField("creado", auto_now_add=True)
    updated_at = models.DateTimeField("actualizado", auto_now=True)

    objects = LeadQuerySet.as_manager()

    class Meta:
        verbose_name = "prospecto"
        verbose_name_plural = "prospectos"
        ordering = ("-updated_at",)
        constraints = [models.UniqueConstraint(fields=["turn", "call"], name="lead_one_per_call")]
        indexes = [
            models.Index(fields=["state", "-updated_at"], name="lead_latest_by_state"),
            models.Index(fields=["state", "next_at", "-updated_at"], name="lead_next_by_state"),
            models.Index(fields=["reserved_until"], name="lead_reserved", condition=models.Q(state="reserved")),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.conversation.contact}"

    @property
    def is_open(self) -> bool:
        """Whether somebody still has to do something."""
        return self.state in OPEN
