"""Change the inventory: put cars in, correct them, take them out; every change leaves its author in the history."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

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


class StaleCar(KavakbotError):
    """Somebody else has changed the car since it was read."""

    code = "stale_car"


@dataclass(frozen=True)
class Author:
    """Who changes the inventory, when it is a person we know, and by which door or for which reason."""

    user: AbstractBaseUser | None = None
    reason: str = ""


UNKNOWN = Author()
# Looks at a car once it is locked, and raises when what was decided on another version of it must not be done.
Precondition = Callable[[Car], object]


@dataclass(frozen=True)
class NewPrice:
    """The price a car is to have, and the one it had when that was decided."""

    seen: Decimal
    price: Decimal


@dataclass(frozen=True)
class Outcome:
    """What became of a change of many cars: which were changed, and which were left as they are."""

    changed: tuple[Car, ...]
    left: tuple[Car, ...]


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
        stored = lock(car)
        precondition(stored)
        _check_transition(stored, stated.get("status", stored.status))
        changed = [name for name, value in stated.items() if getattr(stored, name) != value]
        for name in changed:
            setattr(stored, name, stated[name])
        if changed:
            _signed(stored, author).save(update_fields=[*changed, "updated_at"])
    return stored


def change_prices(*, prices: Mapping[UUID, NewPrice], author: Author = UNKNOWN) -> Outcome:
    """Give many cars new prices at once; one that was removed or costs something else by now is left as it is."""
    with transaction.atomic():
        cars = _locked(Car.objects.filter(pk__in=prices))
        changed = [car for car in cars if car.deleted_at is None and car.price == prices[car.pk].seen]
        kept = {car.pk for car in changed}
        left = tuple(car for car in cars if car.pk not in kept)
        for car in changed:
            car.price = prices[car.pk].price
        save_cars(cars=changed, fields=["price"], author=author)
    return Outcome(tuple(changed), left)


def change_status(*, cars: CarQuerySet, status: Car.Status, author: Author = UNKNOWN) -> Outcome:
    """Bring many cars to a status at once; a car that cannot go there is left as it is."""
    with transaction.atomic():
        live = _locked(cars.live())
        changed = [car for car in live if car.status != status and Car.Status(car.status).may_become(status)]
        left = tuple(car for car in live if not Car.Status(car.status).may_become(status))
        for car in changed:
            car.status = status
        save_cars(cars=changed, fields=["status"], author=author)
    return Outcome(tuple(changed), left)


def remove_cars(*, cars: CarQuerySet, author: Author = UNKNOWN, precondition: Precondition = bool) -> int:
    """Take cars out of the inventory and return how many were in it; their rows stay for the record."""
    with transaction.atomic():
        removed = _locked(cars.live())
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


def as_seen(seen: Mapping[str, Any], *, wanted: Mapping[str, Any]) -> Precondition:
    """Return the precondition that these values are still so, or already what is `wanted`; it raises StaleCar."""

    def check(stored: Car) -> None:
        stale = [name for name, value in seen.items() if getattr(stored, name) not in {value, wanted.get(name)}]
        if stale:
            raise StaleCar(f"Somebody else has changed {', '.join(stale)} of {stored}.")

    return check


def lock(car: Car) -> Car:
    """Return the car as it is stored, for this transaction to change; raises Car.DoesNotExist once it is removed."""
    return Car.objects.live().select_for_update().get(pk=car.pk)


def note(*, car: Car, author: Author) -> None:
    """Leave a trace in the car's history of a change beside its own fields, such as its photos."""
    _signed(lock(car), author).save(update_fields=["updated_at"])


def _locked(cars: CarQuerySet) -> list[Car]:
    # Always in the same order, so that two such changes wait for each other instead of deadlocking.
    return list(cars.select_for_update(of=("self",)).order_by("pk"))


def _check_transition(car: Car, status: str) -> None:
    now, wanted = Car.Status(car.status), Car.Status(status)
    if not now.may_become(wanted):
        raise IllegalTransition(f"A car that is {now.value} cannot become {wanted.value}.")


def _signed(car: Car, author: Author) -> Car:
    """Tell simple-history, by the attributes it reads, who is about to save this car."""
    car._history_user = author.user  # type: ignore[attr-defined]  # noqa: SLF001
    car._change_reason = author.reason  # type: ignore[attr-defined]  # noqa: SLF001
    return car
