"""Chainable reads of the inventory: which cars exist, which can be sold, and what was asked of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models

if TYPE_CHECKING:
    from catalog.models import Car  # noqa: F401  the models import this module


class CarQuerySet(models.QuerySet["Car"]):
    """Cars by what may be done with them; chain freely, `Car.objects.live().available()`."""

    def live(self) -> CarQuerySet:
        """Leave out cars that staff removed from the inventory."""
        return self.filter(deleted_at__isnull=True)

    def available(self) -> CarQuerySet:
        """Keep what a customer can buy today; reserved and sold cars are somebody else's."""
        return self.filter(status="available")
