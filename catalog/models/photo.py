"""The photos of a car."""

from django.db import models

from catalog.models.car import Car


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
