"""Change the inventory: put cars in, correct them, take them out; every change leaves its author in the history."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.db import IntegrityError, transaction
from django.utils import timezone
from simple_history.utils import bulk_update_with_history

from catalog.models import Car
from catalog.querysets import CarQuerySet
from kavakbot.errors import KavakbotError

LIVE_STOCK_ID = "car_live_stock_id_unique"
CARS_AT_ONCE = 1000


class IllegalTransition(KavakbotError):
    """A car cannot go from its status to that one."""

    code = "illegal_status"


@dataclass(frozen=True)
class Author:
    """Who changes the inventory, when it is a person we know, and by which door or for which reason."""

    user: AbstractBaseUser | None = None
    reason: str = ""


UNKNOWN = Author()
# Looks at a car once it is locked, and raises when what was decided on another version of it must not be done.
Precondition = Callable[[Car], object]


def create_car(*, stock_id: int, author: Author = UNKNOWN, **stated: Any) -> Car | None:
    """Put a car in and return it, or None when a live car already has this stock id."""
    car = _signed(Car(stock_id=stock_id, **stated), author)
    try:
        # Two creations at once both pass any check made beforehand; the constraint decides.
        with transaction.atomic():
            car.save(force_insert=True)
    except IntegrityError as error:
        if LIVE_STOCK_ID in str(error):
            return None
        raise
    return car


def create_cars(*, cars: Iterable[Mapping[str, Any]], author: Author = UNKNOWN) -> list[Car | None]:
    """Put many cars in, all or (when the database fails) none; None for each whose stock id a live car already has."""
    wanted = [Car(**stated) for stated in cars]
    with transaction.atomic():
        # In one order, so that two such calls wait for each other instead of deadlocking.
        Car.objects.bulk_create(sorted(wanted, key=lambda car: car.stock_id), ignore_conflicts=True)
        kept = set(Car.objects.filter(pk__in=[car.pk for car in wanted]).values_list("pk", flat=True))
        created = [car for car in wanted if car.pk in kept]
        Car.history.bulk_history_create(
            created, CARS_AT_ONCE, default_user=author.user, default_change_reason=author.reason
        )
    return [car if car.pk in kept else None for car in wanted]


def change_car(*, car: Car, author: Author = UNKNOWN, precondition: Precondition = bool, **stated: Any) -> Car:
    """Set what is stated, leave the rest; the stock id never changes.

    Raises IllegalTransition, Car.DoesNotExist when the car was removed meanwhile, and what the precondition raises;
    then nothing changes.
    """
    with transaction.atomic():
        # Locked, so that two people cannot both sell the car that both saw as available.
        stored = Car.objects.live().select_for_update().get(pk=car.pk)
        precondition(stored)
        _check_transition(stored, stated.get("status", stored.status))
        changed = [name for name, value in stated.items() if getattr(stored, name) != value]
        for name in changed:
            setattr(stored, name, stated[name])
        if changed:
            _signed(stored, author).save(update_fields=[*changed, "updated_at"])
    return stored


def remove_cars(*, cars: CarQuerySet, author: Author = UNKNOWN, precondition: Precondition = bool) -> int:
    """Take cars out of the inventory and return how many were in it; their rows stay for the record."""
    with transaction.atomic():
        removed = list(cars.live().select_for_update())
        now = timezone.now()
        for car in removed:
            precondition(car)
            car.deleted_at = now
        save_cars(cars=removed, fields=["deleted_at"], author=author)
    return len(removed)


def save_cars(*, cars: Iterable[Car], fields: Iterable[str], author: Author = UNKNOWN) -> None:
    """Write these fields of many locked cars at once, with their history."""
    now = timezone.now()
    changed = list(cars)
    for car in changed:
        car.updated_at = now
    bulk_update_with_history(
        changed,
        Car,
        [*fields, "updated_at"],
        batch_size=CARS_AT_ONCE,
        default_user=author.user,
        default_change_reason=author.reason,
    )


def _check_transition(car: Car, status: str) -> None:
    now, wanted = Car.Status(car.status), Car.Status(status)
    if not now.may_become(wanted):
        raise IllegalTransition(f"A car that is {now.value} cannot become {wanted.value}.")


def _signed(car: Car, author: Author) -> Car:
    """Tell simple-history, by the attributes it reads, who is about to save this car."""
    car._history_user = author.user  # type: ignore[attr-defined]  # noqa: SLF001
    car._change_reason = author.reason  # type: ignore[attr-defined]  # noqa: SLF001
    return car
