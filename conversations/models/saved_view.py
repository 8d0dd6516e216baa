"""What somebody looks at again and again: the filters and the search of the inbox, under a name."""

from django.conf import settings
from django.db import models


class SavedView(models.Model):
    """One view of the inbox, of its owner's or of the whole team's."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name="de quién")
    name = models.CharField("nombre", max_length=40)
    # As it stands in the address, in order; what could be part of a phone number is not kept.
    query = models.CharField("filtros", max_length=500)
    shared = models.BooleanField("para todo el equipo", default=False)

    class Meta:
        verbose_name = "vista guardada"
        verbose_name_plural = "vistas guardadas"
        ordering = ("name", "pk")
        permissions = (("share_savedview", "Puede compartir vistas de la bandeja con el equipo"),)
        constraints = [models.UniqueConstraint(fields=["owner", "name"], name="saved_view_one_per_name")]

    def __str__(self) -> str:
        return self.name
