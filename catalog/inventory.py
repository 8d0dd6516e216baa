"""Change the inventory: put cars in, correct them, take them out."""

from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from catalog.models import Car
from catalog.querysets import CarQuerySet

LIVE_STOCK_ID = "car_live_stock_id_unique"


def create_car(*, stock_id: int, **stated: Any) -> Car | None:
    """Put a car in and return it, or None when a live car already has this stock id."""
    try:
        # Two creations at once both pass any check made beforehand; the constraint decides.
        with transaction.atomic():
            return Car.objects.create(stock_id=stock_id, **stated)
    except IntegrityError as error:
        if LIVE_STOCK_ID in str(error):
            return None
        raise


def change_car(*, car: Car, **stated: Any) -> Car:
    """Set what is stated, leave the rest; the stock id never changes."""
    for name, value in stated.items():
        setattr(car, name, value)
    car.save(update_fields=[*stated, "updated_at"])
    return car


def remove_cars(*, cars: CarQuerySet) -> int:
    """Take cars out of the inventory and return how many were in it; their rows stay for the record."""
    now = timezone.now()
    return cars.live().update(deleted_at=now, updated_at=now)
