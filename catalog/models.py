"""What the inventory remembers: cars, their photos, the branches that show them, and every import of a file."""

import uuid
from decimal import Decimal

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone

from catalog.limits import EARLIEST_YEAR, HIGHEST_STOCK_ID, LATEST_YEAR, LONGEST_SIDE_MM, MOST_KM
from catalog.querysets import CarQuerySet

# What a person or a file may leave unsaid; empty means "not stated", never "no".
UNSTATED_FIELDS = ("bluetooth", "car_play", "length_mm", "width_mm", "height_mm")
_SIDE = [MinValueValidator(Decimal("0.01")), MaxValueValidator(LONGEST_SIDE_MM)]


class Car(models.Model):
    """One car of the inventory; deleting it only sets `deleted_at`, and its stock id may then be used again."""

    class Status(models.TextChoices):
        """Whether the car can still be bought."""

        AVAILABLE = "available", "disponible"
        RESERVED = "reserved", "apartado"
        SOLD = "sold", "vendido"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    stock_id = models.PositiveIntegerField(
        "número de inventario", validators=[MinValueValidator(1), MaxValueValidator(HIGHEST_STOCK_ID)]
    )
    make = models.CharField("marca", max_length=60)
    model = models.CharField("modelo", max_length=60)
    version = models.CharField("versión", max_length=200, blank=True)
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

    class Meta:
        verbose_name = "auto"
        verbose_name_plural = "autos"
        ordering = ("price", "-year", "stock_id")
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
        )
        indexes = (
            models.Index(
                fields=["make", "model", "price", "year"],
                condition=Q(status="available", deleted_at__isnull=True),
                name="car_available_by_name",
            ),
        )

    def __str__(self) -> str:
        return f"{self.make} {self.model} {self.year} · {self.stock_id}"

    @property
    def not_stated(self) -> tuple[str, ...]:
        """The fields that nobody stated."""
        return tuple(name for name in UNSTATED_FIELDS if getattr(self, name) is None)


class CarPhoto(models.Model):
    """One photo of a car, at the address where it is already served."""

    car = models.ForeignKey(Car, on_delete=models.CASCADE, related_name="photos", verbose_name="auto")
    position = models.PositiveSmallIntegerField("posición", default=1)
    url = models.URLField("dirección de la foto", max_length=500)

    class Meta:
        verbose_name = "foto"
        verbose_name_plural = "fotos"
        ordering = ("position", "id")

    def __str__(self) -> str:
        return f"{self.position}: {self.url}"


class Branch(models.Model):
    """A place where customers can see cars; empty hours mean that nobody stated them."""

    name = models.CharField("nombre", max_length=120)
    city = models.CharField("ciudad", max_length=80)
    address = models.CharField("dirección", max_length=300, blank=True)
    hours = models.TextField("horario", blank=True, help_text="Vacío significa «no registrado».")

    class Meta:
        verbose_name = "sucursal"
        verbose_name_plural = "sucursales"
        ordering = ("city", "name")
        constraints = (models.UniqueConstraint(fields=["city", "name"], name="branch_city_name_unique"),)

    def __str__(self) -> str:
        return f"{self.name} ({self.city})"


class ImportRun(models.Model):
    """One import of a file: who, when, and what it did. Written by the import, never by hand."""

    started_at = models.DateTimeField("inicio")
    finished_at = models.DateTimeField("fin")
    imported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, verbose_name="importado por"
    )
    file_name = models.CharField("archivo", max_length=255)
    dry_run = models.BooleanField("simulacro", default=False)
    created = models.PositiveIntegerField("creados", default=0)
    updated = models.PositiveIntegerField("actualizados", default=0)
    unchanged = models.PositiveIntegerField("sin cambios", default=0)
    rejected = models.PositiveIntegerField("rechazados", default=0)
    prices_kept = models.PositiveIntegerField("precios conservados", default=0)

    class Meta:
        verbose_name = "importación"
        verbose_name_plural = "importaciones"
        ordering = ("-started_at",)

    def __str__(self) -> str:
        return f"{self.file_name} · {self.started_at:%Y-%m-%d %H:%M}"
