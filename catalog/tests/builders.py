"""Cars for tests: a plain one, changed only where the test says so."""

from decimal import Decimal
from itertools import count
from pathlib import Path
from typing import Any

from catalog import importing
from catalog.models import Car
from catalog.tests import cast

_stock_ids = count(900001)


def a_car(**stated: Any) -> Car:
    plain = {
        "stock_id": next(_stock_ids),
        "make": "Volkswagen",
        "model": "Jetta",
        "version": "1.4 COMFORTLINE TIPTRONIC",
        "year": 2019,
        "price": Decimal("289999.00"),
        "km": 41000,
    }
    return Car.objects.create(**{**plain, **stated})


def the_sample() -> None:
    the_cars_of(cast.SAMPLE)


def the_cars_of(path: Path) -> None:
    with path.open("rb") as file:
        importing.import_cars(file=file, file_name=path.name)
