"""The world that scenarios play in: the shipped samples, and what a scenario changes in them for itself."""

import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, redirect_stdout
from decimal import Decimal
from html import escape
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.utils import timezone

from catalog.models import Car
from conversations.evaluation.graders.choosing import the_car
from conversations.evaluation.hearing import Heard
from knowledge import ingestion
from knowledge.evaluation import dataset
from knowledge.models import Source
from knowledge.scraping.extract import extract

_PAGES = "https://ejemplo.kavakbot.mx/agregadas"
_CHANGING = ("status", "price", "km", "deleted_at")


def load_samples() -> None:
    """Load the sample cars, branches and pages into an empty database."""
    samples = settings.BASE_DIR / "catalog" / "sample"
    with redirect_stdout(sys.stderr):
        call_command("import_cars", str(samples / "cars.csv"), verbosity=0, stdout=_Nowhere())
        call_command("import_branches", str(samples / "branches.csv"), verbosity=0, stdout=_Nowhere())
    for file, url in dataset.sample_pages():
        ingestion.ingest_html(html=file.read_bytes(), source_url=url, extract=extract)


@contextmanager
def given(additions: Mapping[str, Any]) -> Iterator[None]:
    """Add a scenario's own cars, pages and frequent questions, and put everything back as it was afterwards."""
    stood = {car.pk: {name: getattr(car, name) for name in _CHANGING} for car in Car.objects.all()}
    sources = set(Source.objects.values_list("pk", flat=True))
    try:
        for car in additions.get("cars", ()):
            Car.objects.create(**_car(car))
        for one in additions.get("faq", ()):
            ingestion.ingest_faq(question=one["question"], answer=one["answer"])
        for number, page in enumerate(additions.get("pages", ()), 1):
            url = f"{_PAGES}/{number}"
            ingestion.ingest_html(html=_html(page["heading"], page["text"]), source_url=url, extract=extract)
        yield
    finally:
        Source.objects.exclude(pk__in=sources).delete()
        Car.objects.exclude(pk__in=stood).delete()
        _put_back(stood)


def happen(event: Mapping[str, Any], before: tuple[Heard, ...]) -> None:
    """Let something happen between two messages: `sell`, `reserve` or `reprice` (`car`, `to`) a car."""
    looking_back = Heard(said=(), bubbles=(), before=before)
    for verb, what in event.items():
        match verb:
            case "sell" | "reserve":
                status = Car.Status.SOLD if verb == "sell" else Car.Status.RESERVED
                _change(the_car(looking_back, what), status=status)
            case "reprice":
                _change(the_car(looking_back, what["car"]), price=Decimal(what["to"]))
            case _:
                raise ValueError(f"nothing called {verb} can happen")


def _car(said: Mapping[str, Any]) -> dict[str, Any]:
    usual = {"km": 50_000, "year": 2020, "version": "1.6 BASE MT", "price": 250_999}
    values = {**usual, **said}
    return {**values, "price": Decimal(str(values["price"]))}


def _html(heading: str, text: str) -> bytes:
    body = f"<main><article><h1>Kavak</h1><h2>{escape(heading)}</h2><p>{escape(text)}</p></article></main>"
    return f'<!DOCTYPE html><html lang="es-MX"><body>{body}</body></html>'.encode()


def _change(car: Car, **values: Any) -> None:
    for name, value in values.items():
        setattr(car, name, value)
    car.save()


def _put_back(stood: Mapping[Any, Mapping[str, Any]]) -> None:
    for car in Car.objects.all():
        changed = {name: value for name, value in stood[car.pk].items() if getattr(car, name) != value}
        if changed:  # the newest change is how searches see that the stock is another
            Car.objects.filter(pk=car.pk).update(**changed, updated_at=timezone.now())


class _Nowhere:
    """Takes what a command writes."""

    def write(self, *words: object) -> None:
        """Drop it."""

    def flush(self) -> None:
        """Nothing to do."""
