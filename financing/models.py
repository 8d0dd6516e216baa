"""The financing policy: versioned rows, so that a quote can always name the terms it was made under."""

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
