"""The photos of a car: uploaded ones that we serve ourselves, and ones that live at somebody else's address."""

from pathlib import PurePosixPath

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from catalog.models.car import Car

UPLOADED, LINKED = ~Q(image=""), ~Q(url="")


class CarPhoto(models.Model):
    """One photo of a car: an uploaded image or an address, never both; the first one is the car's main photo.

    An image is stored as `photos/<random key>.jpg` with its thumbnail `photos/<random key>-thumb.jpg` beside it.
    """

    car = models.ForeignKey(Car, on_delete=models.CASCADE, related_name="photos", verbose_name="auto")
    position = models.PositiveSmallIntegerField("posición", default=1)
    url = models.URLField("dirección de la foto", max_length=500, blank=True, default="")
    image = models.ImageField("imagen", upload_to="photos", blank=True, default="", editable=False)

    class Meta:
        verbose_name = "foto"
        verbose_name_plural = "fotos"
        ordering = ("position", "id")
        constraints = (
            models.CheckConstraint(
                condition=(UPLOADED & ~LINKED) | (LINKED & ~UPLOADED),
                name="car_photo_image_or_url",
                violation_error_message="Una foto es una imagen subida o una dirección, no las dos.",
            ),
        )

    def __str__(self) -> str:
        return f"foto {self.position}"

    @property
    def path(self) -> str:
        """Where the photo is served, as seen from our own pages."""
        return reverse("photo", args=[self._key]) if self.image else self.url

    @property
    def thumbnail_path(self) -> str:
        """Where a small version is served, as seen from our own pages; an address has only the one size."""
        return reverse("photo-thumb", args=[self._key]) if self.image else self.url

    @property
    def address(self) -> str:
        """Where anybody finds the photo."""
        return f"{settings.PUBLIC_BASE_URL}{self.path}" if self.image else self.url

    @property
    def _key(self) -> str:
        return PurePosixPath(str(self.image)).stem
