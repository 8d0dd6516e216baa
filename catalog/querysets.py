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

    def walked_by_price(self) -> CarQuerySet:
        """Let PostgreSQL walk the cars by price, all of them or one make's; every car stays.

        The two indexes by price ask for this condition, which every car fulfils, so that a search for models can never
        choose them: to find the cheapest of a dear model it would read nearly all cars.
        """
        return self.filter(stock_id__gte=1)
