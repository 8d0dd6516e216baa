"""The branches where customers can see cars: where they are, when they are open, when a car can be tried there."""

from datetime import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DecimalRangeField
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Func, Q
from django.db.models.functions import ExtractHour, ExtractMinute, Lower
from simple_history.models import HistoricalRecords

from catalog.hours import DriveWindow as Window
from catalog.hours import Holiday, OpeningHours, TimeRange, week_of
from catalog.places import MEXICAN_TIME_ZONES

LONGEST_SLOT_MINUTES = 480


class Weekday(models.IntegerChoices):
    """The days of a week, as Python counts them."""

    MONDAY = 0, "lunes"
    TUESDAY = 1, "martes"
    WEDNESDAY = 2, "miércoles"
    THURSDAY = 3, "jueves"
    FRIDAY = 4, "viernes"
    SATURDAY = 5, "sábado"
    SUNDAY = 6, "domingo"


def check_time_zone(name: str) -> None:
    """Refuse a name that is no time zone on this machine."""
    try:
        ZoneInfo(name)
    except (ValueError, OSError, LookupError) as error:
        raise ValidationError("No es una zona horaria: %(name)s.", code="time_zone", params={"name": name}) from error


def _history(verbose_name: str) -> HistoricalRecords:
    return HistoricalRecords(
        history_id_field=models.BigAutoField(),
        history_change_reason_field=models.CharField("motivo", max_length=200, null=True),
        excluded_fields=["updated_at"],
        verbose_name=verbose_name,
        verbose_name_plural=f"historial: {verbose_name}",
    )


class BranchQuerySet(models.QuerySet["Branch"]):
    """Chainable reads of branches."""

    def active(self) -> "BranchQuerySet":
        """Keep the branches that customers may be told of."""
        return self.filter(active=True)

    def with_times(self) -> "BranchQuerySet":
        """Fetch hours, holidays and test-drive windows in one go."""
        return self.prefetch_related("hours", "holidays", "drive_windows")


class Branch(models.Model):
    """A place where customers can see cars. Without any opening hours on record, nobody may say open or closed."""

    name = models.CharField("nombre", max_length=120)
    city = models.CharField("ciudad", max_length=80)
    state = models.CharField("estado", max_length=80, blank=True)
    address = models.CharField("dirección", max_length=300, blank=True)
    latitude = models.DecimalField(
        "latitud",
        max_digits=8,
        decimal_places=6,
        null=True,
        blank=True,
        validators=[MinValueValidator(Decimal(-90)), MaxValueValidator(Decimal(90))],
    )
    longitude = models.DecimalField(
        "longitud",
        max_digits=9,
        decimal_places=6,
        null=True,
        blank=True,
        validators=[MinValueValidator(Decimal(-180)), MaxValueValidator(Decimal(180))],
    )
    time_zone = models.CharField(
        "zona horaria",
        max_length=40,
        choices=MEXICAN_TIME_ZONES,
        default="America/Mexico_City",
        validators=[check_time_zone],
    )
    notes = models.TextField("notas internas", blank=True, help_text="Solo para el equipo; ningún cliente las lee.")
    active = models.BooleanField(
        "activa", default=True, help_text="Una sucursal inactiva no se menciona a los clientes, tampoco desde páginas."
    )
    updated_at = models.DateTimeField("actualizada", auto_now=True)

    objects = BranchQuerySet.as_manager()
    history = _history("cambio de sucursal")

    class Meta:
        verbose_name = "sucursal"
        verbose_name_plural = "sucursales"
        ordering = ("city", "name")
        constraints = (
            models.UniqueConstraint(
                Lower("city"),
                Lower("name"),
                name="branch_city_name_unique",
                violation_error_message="Ya existe una sucursal con este nombre en esta ciudad.",
            ),
            models.CheckConstraint(
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(latitude__isnull=False, longitude__isnull=False)
                & Q(latitude__gte=-90, latitude__lte=90, longitude__gte=-180, longitude__lte=180),
                name="branch_position_plausible",
                violation_error_message="La posición necesita latitud (-90 a 90) y longitud (-180 a 180), o ninguna.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.name} ({self.city})"

    @property
    def zone(self) -> ZoneInfo:
        """The time zone its hours are told in."""
        return ZoneInfo(self.time_zone)

    @property
    def opening_hours(self) -> OpeningHours:
        """The week and the exceptions on record."""
        week = week_of((row.weekday, TimeRange(row.opens, row.closes)) for row in self.hours.all())
        return OpeningHours(week, tuple(sorted(row.value for row in self.holidays.all())))

    @property
    def windows(self) -> tuple[Window, ...]:
        """When cars can be tried."""
        return tuple(sorted(row.value for row in self.drive_windows.all()))

    def local(self, moment: datetime) -> datetime:
        """Return an aware moment as this branch's clocks show it."""
        return moment.astimezone(self.zone)


def _minute(field: str) -> models.Expression:
    """Number the minutes of all branches' weeks in one row, so that a range type built in can tell overlaps."""
    minute: models.Expression = (F("branch") * 7 + F("weekday")) * 1440 + ExtractHour(field) * 60 + ExtractMinute(field)
    return minute


def _day_parts(name: str, start: str, end: str) -> tuple[models.BaseConstraint, ...]:
    """Hold rows to days that exist, to ranges that end after they begin, and to one range at a time."""
    span = Func(_minute(start), _minute(end), function="numrange", output_field=DecimalRangeField())
    return (
        models.CheckConstraint(condition=Q(weekday__gte=0, weekday__lte=6), name=f"{name}_weekday_known"),
        models.CheckConstraint(
            condition=Q(**{f"{start}__lt": F(end)}),
            name=f"{name}_in_order",
            violation_error_message="Debe terminar después de empezar, el mismo día.",
        ),
        ExclusionConstraint(
            expressions=[(span, "&&")],
            name=f"{name}_no_overlap",
            # One save may move several ranges past each other.
            deferrable=models.Deferrable.DEFERRED,
            violation_error_message="Se encima con otro horario del mismo día.",
        ),
    )


class BranchHours(models.Model):
    """One range of a day at which a branch is open; a day may have several, and one without any is closed."""

    branch = models.ForeignKey(Branch, models.CASCADE, related_name="hours", verbose_name="sucursal")
    weekday = models.PositiveSmallIntegerField("día", choices=Weekday)
    opens = models.TimeField("abre")
    closes = models.TimeField("cierra")

    day_part = ("opens", "closes")
    history = _history("cambio de horario")

    class Meta:
        verbose_name = "horario"
        verbose_name_plural = "horarios (sin ninguno: no registrado)"
        ordering = ("weekday", "opens")
        constraints = _day_parts("branch_hours", "opens", "closes")

    def __str__(self) -> str:
        return f"{self.get_weekday_display()} {self.opens:%H:%M}-{self.closes:%H:%M}"


class BranchHoliday(models.Model):
    """A date that is not like others: closed when it has no hours of its own."""

    branch = models.ForeignKey(Branch, models.CASCADE, related_name="holidays", verbose_name="sucursal")
    date = models.DateField("fecha")
    name = models.CharField("motivo", max_length=80, blank=True)
    opens = models.TimeField("abre", null=True, blank=True, help_text="Vacío: cerrada ese día.")
    closes = models.TimeField("cierra", null=True, blank=True)

    history = _history("cambio de día especial")

    class Meta:
        verbose_name = "día especial"
        verbose_name_plural = "días especiales (sin horas: cerrada)"
        ordering = ("date",)
        constraints = (
            models.UniqueConstraint(
                fields=["branch", "date"],
                name="branch_holiday_unique",
                violation_error_message="Ese día ya está registrado.",
            ),
            models.CheckConstraint(
                condition=Q(opens__isnull=True, closes__isnull=True)
                | Q(opens__isnull=False, closes__isnull=False, opens__lt=F("closes")),
                name="branch_holiday_in_order",
                violation_error_message="Escribe las dos horas, primero la de abrir, o ninguna si cierra.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.date:%Y-%m-%d} {self.name}".strip()

    @property
    def value(self) -> Holiday:
        """The same, free of the database."""
        own = TimeRange(self.opens, self.closes) if self.opens and self.closes else None
        return Holiday(self.date, self.name, own)


class DriveWindow(models.Model):
    """When cars can be tried on a day of the week: a slot every so many minutes, so many cars at once."""

    branch = models.ForeignKey(Branch, models.CASCADE, related_name="drive_windows", verbose_name="sucursal")
    weekday = models.PositiveSmallIntegerField("día", choices=Weekday)
    starts = models.TimeField("desde")
    ends = models.TimeField("hasta")
    minutes = models.PositiveSmallIntegerField(
        "minutos por prueba",
        default=30,
        validators=[MinValueValidator(1), MaxValueValidator(LONGEST_SLOT_MINUTES)],
    )
    cars = models.PositiveSmallIntegerField("autos a la vez", default=1, validators=[MinValueValidator(1)])

    day_part = ("starts", "ends")
    history = _history("cambio de pruebas de manejo")

    class Meta:
        verbose_name = "pruebas de manejo"
        verbose_name_plural = "pruebas de manejo"
        ordering = ("weekday", "starts")
        constraints = (
            *_day_parts("drive_window", "starts", "ends"),
            models.CheckConstraint(
                condition=Q(minutes__gte=1, minutes__lte=LONGEST_SLOT_MINUTES, cars__gte=1),
                name="drive_window_slots_plausible",
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_weekday_display()} {self.starts:%H:%M}-{self.ends:%H:%M}"

    @property
    def value(self) -> Window:
        """The same, free of the database."""
        return Window(self.weekday, TimeRange(self.starts, self.ends), self.minutes, self.cars)
