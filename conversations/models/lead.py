"""What the sales team follows up: somebody wants to buy, give in a car, try one, complain, or talk to a person."""

from django.db import models

from catalog.models import Car
from conversations.models.conversation import Conversation
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
    """How far the team has come with it."""

    NEW = "new", "Nuevo"
    CONTACTED = "contacted", "Contactado"
    WON = "won", "Ganado"
    LOST = "lost", "Perdido"


class Lead(models.Model):
    """One thing to follow up in one chat; while it is new, more of the same chat adds to it."""

    conversation = models.ForeignKey(
        Conversation, models.CASCADE, related_name="leads", verbose_name="conversación", editable=False
    )
    kind = models.CharField("tipo", max_length=16, choices=LeadKind, editable=False)
    state = models.CharField("estado", max_length=16, choices=LeadState, default=LeadState.NEW)
    car = models.ForeignKey(Car, models.SET_NULL, null=True, blank=True, verbose_name="auto", editable=False)
    quote = models.ForeignKey(Quote, models.SET_NULL, null=True, blank=True, verbose_name="cotización", editable=False)
    own_car = models.CharField("auto del cliente", max_length=200, blank=True, editable=False)
    reason = models.TextField("motivo", blank=True, editable=False)
    # It outlives its turn, which is kept for less long.
    turn = models.ForeignKey(
        Turn, models.SET_NULL, null=True, related_name="leads", verbose_name="turno", editable=False
    )
    # The tool call of the turn that asked for it.
    call = models.CharField("llamada", max_length=120, editable=False)
    created_at = models.DateTimeField("creado", auto_now_add=True)
    updated_at = models.DateTimeField("actualizado", auto_now=True)

    class Meta:
        verbose_name = "prospecto"
        verbose_name_plural = "prospectos"
        ordering = ("-updated_at",)
        constraints = [models.UniqueConstraint(fields=["turn", "call"], name="lead_one_per_call")]
        indexes = [models.Index(fields=["state", "-updated_at"], name="lead_latest_by_state")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.conversation.contact}"
