"""The financing policy in versioned rows, and the quotes that were given under each version."""

import uuid
from decimal import Decimal

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from simple_history.models import HistoricalRecords

# Whole years: the API and the customers speak in years.
POSSIBLE_TERMS_MONTHS = tuple(range(12, 121, 12))
_RATIO = [MinValueValidator(Decimal(0)), MaxValueValidator(Decimal(1))]


class FinancingPolicyQuerySet(models.QuerySet["FinancingPolicy"]):
    """Reads of the policy."""

    def in_force(self) -> "FinancingPolicyQuerySet":
        """The versions already valid, the newest first."""
        return self.filter(valid_from__lte=timezone.now()).order_by("-valid_from", "-pk")

    def planned(self) -> "FinancingPolicyQuerySet":
        """The versions still to come, the next one first."""
        return self.filter(valid_from__gt=timezone.now()).order_by("valid_from")


class FinancingPolicy(models.Model):
    """One version of the terms a loan is offered under; its number is the primary key."""

    annual_rate = models.DecimalField(
        "tasa anual",
        max_digits=6,
        decimal_places=5,
        validators=_RATIO,
        help_text="Como proporción: 0.10 es 10 % al año.",
    )
    terms_months = ArrayField(
        models.PositiveSmallIntegerField(),
        verbose_name="plazos (meses)",
        help_text="Separados por comas, en años completos: 36, 48, 60, 72.",
    )
    minimum_down_payment_ratio = models.DecimalField(
        "enganche mínimo",
        max_digits=5,
        decimal_places=4,
        default=Decimal(0),
        validators=_RATIO,
        help_text="Proporción del precio; 0 es sin mínimo.",
    )
    opening_fee_ratio = models.DecimalField(
        "comisión por apertura",
        max_digits=5,
        decimal_places=4,
        default=Decimal(0),
        validators=_RATIO,
        help_text="Proporción de lo financiado, se paga al firmar; 0 es sin comisión.",
    )
    quote_days = models.PositiveSmallIntegerField(
        "vigencia de una cotización (días)", default=7, validators=[MinValueValidator(1), MaxValueValidator(90)]
    )
    legal_line = models.CharField("leyenda legal", max_length=400)
    valid_from = models.DateTimeField("vigente desde", default=timezone.now)

    objects = FinancingPolicyQuerySet.as_manager()
    history = HistoricalRecords(
        history_id_field=models.BigAutoField(),
        verbose_name="cambio de política",
        verbose_name_plural="historial de políticas",
    )

    class Meta:
        verbose_name = "política de financiamiento"
        verbose_name_plural = "políticas de financiamiento"
        ordering = ("-valid_from",)
        constraints = [
            models.CheckConstraint(
                condition=models.Q(annual_rate__gte=0, annual_rate__lte=1), name="financing_policy_rate_is_a_ratio"
            ),
            models.CheckConstraint(
                condition=models.Q(minimum_down_payment_ratio__gte=0, minimum_down_payment_ratio__lt=1),
                name="financing_policy_minimum_is_a_ratio",
                violation_error_message="El enganche mínimo es una proporción menor que 1.",
            ),
            models.CheckConstraint(
                condition=models.Q(opening_fee_ratio__gte=0, opening_fee_ratio__lt=1),
                name="financing_policy_fee_is_a_ratio",
                violation_error_message="La comisión es una proporción menor que 1.",
            ),
            models.CheckConstraint(
                condition=models.Q(terms_months__contained_by=POSSIBLE_TERMS_MONTHS, terms_months__len__gte=1),
                name="financing_policy_terms_are_years",
                violation_error_message="Los plazos van en años completos, de 12 a 120 meses, y al menos uno.",
            ),
            models.UniqueConstraint(
                fields=["valid_from"],
                name="financing_policy_one_per_moment",
                violation_error_message="Ya hay una política vigente desde ese momento.",
            ),
        ]

    def __str__(self) -> str:
        return f"Versión {self.pk}: {self.annual_rate.normalize():%} anual"


class QuoteQuerySet(models.QuerySet["Quote"]):
    """Reads of quotes."""

    def valid(self) -> "QuoteQuerySet":
        """The quotes that can still be called upon."""
        return self.filter(valid_until__gt=timezone.now())


class Quote(models.Model):
    """A quotation as it was given. It is never computed again: what changes later changes new quotes only."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    # Opaque on purpose: "api:<client>", "chat:<conversation>" or "staff:<user>".
    origin = models.CharField("pedida por", max_length=160)
    policy = models.ForeignKey(
        FinancingPolicy, on_delete=models.PROTECT, related_name="quotes", verbose_name="política"
    )
    # The car is named, not referenced: the quote outlives what becomes of it.
    car_id = models.UUIDField("id del auto", null=True, blank=True)
    stock_id = models.PositiveIntegerField("número de inventario", null=True, blank=True)
    car_title = models.CharField("auto", max_length=200, blank=True)
    price = models.DecimalField("precio", max_digits=12, decimal_places=2)
    down_payment = models.DecimalField("enganche", max_digits=12, decimal_places=2)
    annual_rate = models.DecimalField("tasa anual", max_digits=6, decimal_places=5)
    opening_fee = models.DecimalField("comisión por apertura", max_digits=12, decimal_places=2)
    # [{months, monthly_payment, total_amount, interest_amount}], money as strings with two places.
    plans = models.JSONField("planes")
    legal_line = models.CharField("leyenda legal", max_length=400)
    created_at = models.DateTimeField("creada", default=timezone.now)
    # Asking the same again gives the same quote; it is then the last one given.
    given_at = models.DateTimeField("dada por última vez", default=timezone.now)
    valid_until = models.DateTimeField("válida hasta")

    objects = QuoteQuerySet.as_manager()

    class Meta:
        verbose_name = "cotización"
        verbose_name_plural = "cotizaciones"
        ordering = ("-created_at",)
        indexes = (
            models.Index(fields=["origin", "car_id", "valid_until"], name="quote_by_origin"),
            models.Index(fields=["-created_at"], name="quote_newest"),
        )

    def __str__(self) -> str:
        return f"{self.car_title or 'Precio mencionado'}: ${self.price:,.2f}, enganche ${self.down_payment:,.2f}"
