"""A car of the inventory: what is stated of it, whether it can be bought, and every change ever made to it."""

import uuid
from decimal import Decimal

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Func, Q, Value
from django.db.models.functions import Upper
from django.utils import timezone
from simple_history.models import HistoricalRecords

from catalog.limits import EARLIEST_YEAR, HIGHEST_STOCK_ID, LATEST_YEAR, LONGEST_SIDE_MM, MOST_KM
from catalog.querysets import CarQuerySet

# What a person or a file may leave unsaid; empty means "not stated", never "no".
UNSTATED_FIELDS = ("bluetooth", "car_play", "length_mm", "width_mm", "height_mm")
# What a customer can buy today; the indexes hold these cars only.
_ON_SALE = Q(status="available", deleted_at__isnull=True)
_SIDE = [MinValueValidator(Decimal("0.01")), MaxValueValidator(LONGEST_SIDE_MM)]


class Car(models.Model):
    """One car of the inventory; deleting it only sets `deleted_at`, and its stock id may then be used again."""

    class Status(models.TextChoices):
        """Whether the car can still be bought."""

        AVAILABLE = "available", "disponible"
        RESERVED = "reserved", "apartado"
        SOLD = "sold", "vendido"
        WITHDRAWN = "withdrawn", "retirado"

        def may_become(self, other: "Car.Status") -> bool:
            """Tell whether a car can go from this status to another; staying as it is always can."""
            return other is self or other in _NEXT[self]

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    stock_id = models.PositiveIntegerField(
        "número de inventario", validators=[MinValueValidator(1), MaxValueValidator(HIGHEST_STOCK_ID)]
    )
    make = models.CharField("marca", max_length=60)
    model = models.CharField("modelo", max_length=60)
    version = models.CharField("versión", max_length=200, blank=True)
    # PostgreSQL writes it, whoever writes the car: what a search looks words up in, in upper case.
    version_words = models.GeneratedField(
        expression=Func(Upper("version"), Value(r"\W+"), function="regexp_split_to_array"),
        output_field=ArrayField(models.TextField()),
        db_persist=True,
        verbose_name="palabras de la versión",
    )
    year = models.PositiveSmallIntegerField(
        "año", validators=[MinValueValidator(EARLIEST_YEAR), MaxValueValidator(LATEST_YEAR)]
    )
    price = models.DecimalField(
        "precio (MXN)", max_digits=12, decimal_places=2, validators=[MinValueValidator(Decimal("0.01"))]
    )
    km = models.PositiveIntegerField("kilometraje", validators=[MaxValueValidator(MOST_KM)])
    bluetooth = models.BooleanField("Bluetooth", null=True, blank=True)
    car_play = models.BooleanField("CarPlay", null=True, blank=True)
    length_mm = models.DecimalField(
        "largo (mm)", max_digits=8, decimal_places=2, null=True, blank=True, validators=_SIDE
    )
    width_mm = models.DecimalField(
        "ancho (mm)", max_digits=8, decimal_places=2, null=True, blank=True, validators=_SIDE
    )
    height_mm = models.DecimalField(
        "alto (mm)", max_digits=8, decimal_places=2, null=True, blank=True, validators=_SIDE
    )
    status = models.CharField("estado", max_length=10, choices=Status, default=Status.AVAILABLE)
    # The price the last imported file gave. A `price` that differs was changed by a person since, by whatever door,
    # and an import keeps it.
    imported_price = models.DecimalField(
        "último precio importado", max_digits=12, decimal_places=2, null=True, blank=True, editable=False
    )
    deleted_at = models.DateTimeField("eliminado", null=True, blank=True, editable=False)
    created_at = models.DateTimeField("creado", default=timezone.now, editable=False)
    updated_at = models.DateTimeField("actualizado", auto_now=True, db_index=True)

    objects = CarQuerySet.as_manager()
    history = HistoricalRecords(
        history_id_field=models.BigAutoField(),
        history_change_reason_field=models.CharField("motivo", max_length=200, null=True),
        excluded_fields=["created_at", "updated_at", "version_words"],
        verbose_name="cambio de auto",
        verbose_name_plural="historial de autos",
    )

    class Meta:
        verbose_name = "auto"
        verbose_name_plural = "autos"
        ordering = ("price", "-year", "stock_id")
        permissions = (("change_prices", "Puede cambiar precios"),)
        constraints = (
            models.UniqueConstraint(
                fields=["stock_id"],
                condition=Q(deleted_at__isnull=True),
                name="car_live_stock_id_unique",
            ),
            models.CheckConstraint(condition=Q(stock_id__gte=1), name="car_stock_id_positive"),
            models.CheckConstraint(condition=Q(price__gt=0), name="car_price_positive"),
            models.CheckConstraint(condition=Q(km__gte=0, km__lte=MOST_KM), name="car_km_plausible"),
            models.CheckConstraint(
                condition=Q(year__gte=EARLIEST_YEAR, year__lte=LATEST_YEAR), name="car_year_plausible"
            ),
            models.CheckConstraint(
                condition=Q(status__in=["available", "reserved", "sold", "withdrawn"]), name="car_status_known"
            ),
        )
        indexes = (
            # Enough to count by name, limits and words without touching a row.
            models.Index(
                fields=["make", "model", "price", "year"],
                include=["km", "version_words"],
                condition=_ON_SALE,
                name="car_available_by_name",
            ),
            # For those who name nothing, or one make; see CarQuerySet.walked_by_price.
            models.Index(
                fields=["price", "-year", "stock_id"],
                include=["km"],
                condition=_ON_SALE & Q(stock_id__gte=1),
                name="car_available_by_price",
            ),
            models.Index(
                fields=["make", "price", "-year", "stock_id"],
                condition=_ON_SALE & Q(stock_id__gte=1),
                name="car_available_by_make",
            ),
            GinIndex(fields=["version_words"], condition=_ON_SALE, name="car_available_by_word"),
            # The vocabulary steps from one version to the next on it.
            models.Index(fields=["version"], condition=_ON_SALE, name="car_available_by_version"),
        )

    def __str__(self) -> str:
        return f"{self.make} {self.model} {self.year} · {self.stock_id}"

    @property
    def not_stated(self) -> tuple[str, ...]:
        """The fields that nobody stated."""
        return tuple(name for name in UNSTATED_FIELDS if getattr(self, name) is None)


# A sold car comes back when its buyer returns it within the trial; a reserved one is given free before it is withdrawn.
_NEXT: dict[Car.Status, frozenset[Car.Status]] = {
    Car.Status.AVAILABLE: frozenset({Car.Status.RESERVED, Car.Status.SOLD, Car.Status.WITHDRAWN}),
    Car.Status.RESERVED: frozenset({Car.Status.AVAILABLE, Car.Status.SOLD}),
    Car.Status.SOLD: frozenset({Car.Status.AVAILABLE}),
    Car.Status.WITHDRAWN: frozenset({Car.Status.AVAILABLE}),
}
