"""The car that a customer wants to sell or leave: what is known of it, and what we offer."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from simple_history.models import HistoricalRecords

from conversations.dialogue.errands import OwnCar
from conversations.models.conversation import Conversation

LONGEST_NOTES = 2000


class Condition(models.TextChoices):
    """How it looks to whoever sees it."""

    EXCELLENT = "excellent", "Excelente"
    GOOD = "good", "Buena"
    FAIR = "fair", "Regular"
    POOR = "poor", "Mala"


class Invoice(models.TextChoices):
    """What its papers say of where it comes from."""

    AGENCY = "agency", "Original de agencia"
    REINVOICED = "reinvoiced", "Refacturado"
    COMPANY = "company", "De empresa o arrendadora"
    INSURER = "insurer", "De aseguradora"
    FINANCED = "financed", "La tiene la financiera: todavía se debe"
    MISSING = "missing", "No la tiene"


class TradeIn(models.Model):
    """One chat's car to give in; the bot fills it from what it hears until a person of the team has saved it."""

    conversation = models.OneToOneField(
        Conversation, models.CASCADE, related_name="trade_in", verbose_name="conversación", editable=False
    )
    make = models.CharField("marca", max_length=60, blank=True)
    model = models.CharField("modelo", max_length=120, blank=True)
    year = models.PositiveSmallIntegerField(
        "año", null=True, blank=True, validators=[MinValueValidator(1950), MaxValueValidator(2100)]
    )
    version = models.CharField("versión", max_length=120, blank=True)
    km = models.PositiveIntegerField("kilómetros", null=True, blank=True, validators=[MaxValueValidator(2_000_000)])
    condition = models.CharField("condición", max_length=16, choices=Condition, blank=True)
    owners = models.PositiveSmallIntegerField(
        "dueños", null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(50)]
    )
    invoice = models.CharField("factura", max_length=16, choices=Invoice, blank=True)
    notes = models.TextField(
        "notas", max_length=LONGEST_NOTES, blank=True, help_text="Golpes, servicios, adeudos, llaves…"
    )
    # The random names of their files.
    photos = models.JSONField("fotos", default=list, blank=True, editable=False)
    expected = models.DecimalField(
        "cuánto espera el cliente (MXN)",
        max_digits=12,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    offer = models.DecimalField(
        "cuánto ofrecemos (MXN)",
        max_digits=12,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    valid_until = models.DateField("la oferta vale hasta", null=True, blank=True, help_text="Si no dices, siete días.")
    offered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="quién ofreció",
        editable=False,
    )
    offered_at = models.DateTimeField("cuándo se ofreció", null=True, blank=True, editable=False)
    # What a person wrote is never changed by what the bot hears.
    checked = models.BooleanField("revisado por una persona", default=False, editable=False)
    created_at = models.DateTimeField("anotado", auto_now_add=True)
    updated_at = models.DateTimeField("actualizado", auto_now=True)

    history = HistoricalRecords(
        history_id_field=models.BigAutoField(),
        history_change_reason_field=models.CharField("motivo", max_length=200, null=True),
        excluded_fields=["photos", "created_at", "updated_at"],
        cascade_delete_history=True,  # it is the customer's
        verbose_name="cambio de auto a cuenta",
        verbose_name_plural="historial de autos a cuenta",
    )

    class Meta:
        verbose_name = "auto a cuenta"
        verbose_name_plural = "autos a cuenta"
        ordering = ("-updated_at",)
        indexes = [models.Index(fields=["-updated_at"], name="trade_in_latest_first")]

    def __str__(self) -> str:
        distance = f"{self.km:,} km" if self.km is not None else ""
        return ", ".join(filter(None, [self.own_car.title, distance])) or "Auto por describir"

    def clean(self) -> None:
        """An offer has an end, and an end has an offer."""
        if self.valid_until is not None and self.offer is None:
            raise ValidationError({"offer": "Di cuánto ofrecemos, o quita hasta cuándo vale."})

    @property
    def own_car(self) -> OwnCar:
        """What the bot would know of it."""
        return OwnCar(self.make, self.model, self.year, self.km)

    @property
    def is_offered(self) -> bool:
        """Whether an offer of ours stands today."""
        return self.offer is not None and (self.valid_until is None or self.valid_until >= timezone.localdate())
