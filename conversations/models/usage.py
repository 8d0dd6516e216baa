"""What models were paid for, day by day: in all, for each customer, and the calls that are under way."""

from django.db import models

from conversations.models.contact import Contact
from conversations.models.conversation import Conversation


class DayUsage(models.Model):
    """All tokens of one day of the installation's time zone; `reserved` is promised to calls under way."""

    day = models.DateField("día", primary_key=True)
    spent = models.PositiveBigIntegerField("tokens usados", default=0)
    reserved = models.PositiveBigIntegerField("tokens apartados", default=0)
    calls = models.PositiveIntegerField("llamadas al modelo", default=0)
    alarmed_at = models.DateTimeField("aviso", null=True, blank=True)
    exhausted_at = models.DateTimeField("agotado", null=True, blank=True)
    # The budget that was used up: one that is raised since then opens the day again.
    exhausted_budget = models.PositiveBigIntegerField(null=True, blank=True, editable=False)

    class Meta:
        verbose_name = "consumo del modelo por día"
        verbose_name_plural = "consumo del modelo por día"
        ordering = ("-day",)

    def __str__(self) -> str:
        return f"{self.day:%Y-%m-%d}"


class CustomerUsage(models.Model):
    """One customer's part of a day's tokens."""

    contact = models.ForeignKey(Contact, models.CASCADE, related_name="usage", verbose_name="contacto")
    day = models.DateField("día")
    spent = models.PositiveBigIntegerField("tokens usados", default=0)
    reserved = models.PositiveBigIntegerField("tokens apartados", default=0)
    calls = models.PositiveIntegerField("llamadas al modelo", default=0)

    class Meta:
        verbose_name = "consumo del modelo por cliente"
        verbose_name_plural = "consumo del modelo por cliente"
        ordering = ("-day", "-spent")
        constraints = [models.UniqueConstraint(fields=["day", "contact"], name="usage_one_per_customer_and_day")]

    def __str__(self) -> str:
        return f"{self.contact}, {self.day:%Y-%m-%d}"


class Reservation(models.Model):
    """Tokens promised to one model call; the row goes when the call is settled, or given up.

    It outlives a customer who is erased meanwhile, since the day's sum still holds its tokens.
    """

    day = models.DateField()
    contact = models.ForeignKey(Contact, models.SET_NULL, null=True, related_name="+")
    conversation = models.ForeignKey(Conversation, models.SET_NULL, null=True, related_name="+")
    fence = models.BigIntegerField()
    tokens = models.PositiveIntegerField()
    expires_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"{self.tokens} tokens"
