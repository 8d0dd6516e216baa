"""A test drive that a customer asked for: which car, at which branch, when."""

from django.db import models
from django.utils import timezone

from catalog.models import Branch, Car
from conversations.models.conversation import TRIALS, Conversation
from conversations.models.message import Message
from conversations.models.turn import Turn


class AppointmentState(models.TextChoices):
    """Whether it stands."""

    REQUESTED = "requested", "Por confirmar"
    CONFIRMED = "confirmed", "Confirmada"
    CANCELLED = "cancelled", "Cancelada"


class AppointmentQuerySet(models.QuerySet["Appointment"]):
    """Reads of appointments."""

    def standing(self) -> "AppointmentQuerySet":
        """Those that were not cancelled."""
        return self.exclude(state=AppointmentState.CANCELLED)

    def upcoming(self) -> "AppointmentQuerySet":
        """Those that stand and are still to come, the next one first."""
        return self.standing().filter(starts_at__gt=timezone.now()).order_by("starts_at")

    def taking_places(self) -> "AppointmentQuerySet":
        """Those that a branch expects a customer for; somebody made up takes no real one's place."""
        return self.standing().exclude(conversation__channel__in=TRIALS)


class Appointment(models.Model):
    """One test drive; a customer's takes a place of its slot until it is cancelled."""

    conversation = models.ForeignKey(
        Conversation, models.CASCADE, related_name="appointments", verbose_name="conversación", editable=False
    )
    # A branch with appointments is made inactive, not deleted: somebody may be on the way.
    branch = models.ForeignKey(Branch, models.PROTECT, related_name="appointments", verbose_name="sucursal")
    car = models.ForeignKey(Car, models.SET_NULL, null=True, blank=True, verbose_name="auto", editable=False)
    starts_at = models.DateTimeField("fecha y hora")
    state = models.CharField("estado", max_length=16, choices=AppointmentState, default=AppointmentState.REQUESTED)
    # It outlives its turn, which is kept for less long.
    turn = models.ForeignKey(
        Turn, models.SET_NULL, null=True, related_name="appointments", verbose_name="turno", editable=False
    )
    # The tool call of the turn that asked for it; a person's has none.
    call = models.CharField("llamada", max_length=120, editable=False)
    # The time that the customer was reminded of, or needs no reminder of; another one is reminded of anew.
    reminded_for = models.DateTimeField("recordada para", null=True, blank=True, editable=False)
    reminder = models.OneToOneField(
        Message, models.SET_NULL, null=True, related_name="+", verbose_name="recordatorio", editable=False
    )
    created_at = models.DateTimeField("creada", auto_now_add=True)
    updated_at = models.DateTimeField("actualizada", auto_now=True)

    objects = AppointmentQuerySet.as_manager()

    class Meta:
        verbose_name = "cita"
        verbose_name_plural = "citas"
        ordering = ("starts_at",)
        constraints = [models.UniqueConstraint(fields=["turn", "call"], name="appointment_one_per_call")]
        indexes = [
            models.Index(
                fields=["branch", "starts_at"],
                name="appointment_standing",
                condition=~models.Q(state="cancelled"),
            ),
            models.Index(fields=["starts_at"], name="appointment_next_first", condition=~models.Q(state="cancelled")),
        ]

    def __str__(self) -> str:
        return f"{self.branch}, {self.branch.local(self.starts_at):%d/%m/%Y %H:%M}"

    @property
    def reminder_holds(self) -> bool:
        """Whether what its reminder says is still so, and still to come."""
        is_standing = self.state != AppointmentState.CANCELLED
        return is_standing and self.reminded_for == self.starts_at and self.starts_at > timezone.now()
