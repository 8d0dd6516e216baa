"""The branches where customers can see cars."""

from django.db import models


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
