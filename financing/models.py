"""The financing policy: versioned rows, so that a quote can always name the terms it was made under."""

from decimal import Decimal

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone


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
        validators=[MinValueValidator(Decimal(0)), MaxValueValidator(Decimal(1))],
        help_text="Como proporción: 0.10 es 10 % al año.",
    )
    terms_months = ArrayField(models.PositiveSmallIntegerField(), verbose_name="plazos (meses)")
    minimum_down_payment_ratio = models.DecimalField(
        "enganche mínimo",
        max_digits=5,
        decimal_places=4,
        default=Decimal(0),
        validators=[MinValueValidator(Decimal(0)), MaxValueValidator(Decimal(1))],
        help_text="Proporción del precio; 0 es sin mínimo.",
    )
    legal_line = models.CharField("leyenda legal", max_length=400)
    valid_from = models.DateTimeField("vigente desde", default=timezone.now)

    objects = FinancingPolicyQuerySet.as_manager()

    class Meta:
        verbose_name = "política de financiamiento"
        verbose_name_plural = "políticas de financiamiento"
        ordering = ("-valid_from",)
        constraints = [
            models.CheckConstraint(
                condition=models.Q(annual_rate__gte=0, annual_rate__lte=1), name="financing_policy_rate_is_a_ratio"
            ),
        ]

    def __str__(self) -> str:
        return f"Versión {self.pk}: {self.annual_rate.normalize():%} anual"
