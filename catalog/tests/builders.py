"""Cars for tests: a plain one, changed only where the test says so."""

from decimal import Decimal
from itertools import count
from pathlib import Path
from typing import Any

from rest_framework.test import APIClient

from catalog import importing
from catalog.models import Car
from catalog.tests import cast
from kavakbot import authentication
from kavakbot.models import create_client

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


def an_integrator() -> APIClient:
    """Somebody else's system, with a token of its own."""
    return APIClient(HTTP_AUTHORIZATION=f"Bearer {a_token()}")


def a_token() -> str:
    client, secret = create_client(name="Integrador")
    issued = authentication.issue_token(client_id=client.client_id, secret=secret)
    assert issued
    return issued[0]
