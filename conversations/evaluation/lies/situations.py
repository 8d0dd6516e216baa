"""Situations without a database: cars of the sample and made-up ones, quotes, budgets, branches, page excerpts."""

import csv
import uuid
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from catalog.branch_file import read_branches
from catalog.criteria import CarCriteria, CarMatch, SearchResult
from catalog.hours import OpeningHours, parse_week
from catalog.places import BranchMatch
from conversations.dialogue.facts import (
    BranchesFound,
    Budget,
    CarDetails,
    CarQuote,
    Excerpt,
    Excerpts,
    Fact,
    FactValue,
    branches_in,
    cars_in,
    quotes_in,
)
from conversations.evaluation.lies.drafts import Situation
from conversations.evaluation.lies.oracle import Loan, World
from financing import amortization
from financing.quotation import PriceLimit, Quotation

_SAMPLE = Path(__file__).resolve().parents[3] / "catalog" / "sample"
_ZONE = ZoneInfo("America/Mexico_City")
_TERMS = (36, 48, 60, 72)
_LEGAL_LINE = "Cotización informativa, sujeta a aprobación de crédito. No incluye seguro ni comisiones."
_PAGES = (
    "Tienes 7 días o 300 km para probar tu auto y, si no te convence, devolverlo.",
    "Todos nuestros autos incluyen 3 meses de garantía, que puedes extender hasta por un año.",
    "Revisamos 240 puntos de cada auto antes de publicarlo.",
    "Para tu crédito necesitas INE o pasaporte, comprobante de domicilio y comprobante de ingresos.",
    "Puedes dejar tu auto a cuenta: lo valuamos en línea y tomamos ese monto como enganche.",
)


def situation_of(facts: Sequence[Fact], shape: str, customer: str, price: Decimal | None = None) -> Situation:
    """Return a situation with what the oracle may know of these facts."""
    budgets = [fact.value for fact in facts if isinstance(fact.value, Budget)]
    counts = {fact.value.total for fact in facts if isinstance(fact.value, SearchResult | Budget)}
    excerpts = tuple(one.text for fact in facts if isinstance(fact.value, Excerpts) for one in fact.value.found)
    limits = tuple((one.months, one.highest_price) for b in budgets for one in b.limits if one.highest_price)
    loans = (_loan(quote) for quote in quotes_in(facts))
    world = World(
        cars=cars_in(facts),
        loans=tuple(loan for loan in loans if loan),
        branches=branches_in(facts),
        counts=frozenset(counts - {0}),
        limits=limits,
        excerpts=excerpts,
    )
    return Situation(shape, tuple(facts), world, customer, customer_price=price)


def _loan(quote: CarQuote) -> Loan | None:
    made = quote.outcome
    if not isinstance(made, Quotation):
        return None
    car = quote.car.stock_id if quote.car else None
    months = tuple(plan.months for plan in made.plans)
    return Loan(car, made.price, made.down_payment, made.annual_rate * 100, months)


class Maker:
    """Makes situations from a seed."""

    def __init__(self, seed: int = 1) -> None:
        self._chance = Random(seed)  # noqa: S311
        with (_SAMPLE / "cars.csv").open(encoding="utf-8") as cars:
            self._rows = list(csv.DictReader(cars))
        rows = read_branches((_SAMPLE / "branches.csv").read_bytes()).rows
        now = datetime(2026, 11, 24, 12, 30, tzinfo=_ZONE)
        self._branches = [
            BranchMatch(n, row.name, row.city, row.address or "", OpeningHours(row.hours or parse_week("")), now)
            for n, row in enumerate(rows, 1)
        ]
        self._makers: tuple[Callable[[], Situation], ...] = (
            *(self.cars, self.cars, self.card, self.loan, self.loan, self.loan),
            *(
                self.two_loans,
                self.two_cars_quoted,
                self.twins_quoted,
                self.budget,
                self.places,
                self.places,
                self.pages,
            ),
        )

    def make(self) -> Situation:
        """Return the next situation."""
        return self._chance.choice(self._makers)()

    def _car(self) -> CarMatch:
        row, chance = self._chance.choice(self._rows), self._chance
        made_up = chance.random() < 0.5
        year = chance.randint(2012, 2025) if made_up else int(row["year"])
        price = (
            chance.choice([chance.randint(90, 900) * 1000, chance.randint(90_000, 900_000)])
            if made_up
            else row["price"]
        )
        length, width, height = (Decimal(row[side]) if row[side] else None for side in ("largo", "ancho", "altura"))
        told = {"Sí": True, "No": False}
        return CarMatch(
            uuid.UUID(int=chance.getrandbits(120)),
            int(row["stock_id"]),
            row["make"],
            row["model"],
            row["version"],
            year,
            Decimal(price),
            chance.randint(4_000, 140_000) if made_up else int(row["km"]),
            told.get(row["bluetooth"]),
            told.get(row["car_play"]),
            length,
            width,
            height,
            "available",
        )

    def _some_cars(self, count: int) -> tuple[CarMatch, ...]:
        """Return cars that can be told apart by model and year."""
        found: dict[tuple[str, int], CarMatch] = {}
        while len(found) < count:
            car = self._car()
            if car.stock_id not in {other.stock_id for other in found.values()}:
                found.setdefault((car.model.lower(), car.year), car)
        return tuple(found.values())

    def _asked(self) -> tuple[str, Decimal]:
        price = Decimal(self._chance.randint(60, 180) * 1000)
        texts = ("¿me lo dejas en {:,.0f}?", "quiero que me lo vendas en {:,.0f}", "te doy {:,.0f} por el primero")
        return self._chance.choice(texts).format(price), price

    def cars(self) -> Situation:
        """A page of search results."""
        cars = self._some_cars(self._chance.randint(2, 5))
        total = len(cars) if len(cars) < 5 else self._chance.randint(5, 60)
        found = SearchResult(CarCriteria(), cars, total)
        return situation_of([_fact("search_cars", found)], "cars", *self._asked())

    def card(self) -> Situation:
        """One car looked up, sometimes beside the list it was chosen from."""
        cars = self._some_cars(4)
        facts = [_fact("get_car_details", CarDetails(cars[0].stock_id, cars[0]))]
        if self._chance.random() < 0.4:
            facts.append(_fact("search_cars", SearchResult(CarCriteria(), cars, 4)))
        return situation_of(facts, "card", *self._asked())

    def _quote(self, car: CarMatch, down: Decimal) -> CarQuote:
        terms = _TERMS if self._chance.random() < 0.7 else (self._chance.choice(_TERMS),)
        rate = Decimal("0.10") if self._chance.random() < 0.7 else Decimal("0.1349")
        return CarQuote(car, _quotation(car.price, down, rate, terms))

    def _down(self, car: CarMatch) -> Decimal:
        return Decimal(self._chance.choice([0, 20, 35, 50, 60, 80, int(car.price * Decimal("0.2") / 1000)]) * 1000)

    def loan(self) -> Situation:
        """One quote, with its car looked up or not."""
        car = self._car()
        facts = [_fact("calculate_financing", self._quote(car, self._down(car)))]
        return situation_of(facts, "loan", "y cuánto quedaría al mes?")

    def two_loans(self) -> Situation:
        """The same car with two down payments."""
        car = self._car()
        downs = self._chance.sample([20_000, 30_000, 45_000, 60_000], 2)
        facts = [_fact("calculate_financing", self._quote(car, Decimal(down)), f"c{down}") for down in downs]
        return situation_of(facts, "loan", f"y con {downs[0]} o con {downs[1]} de enganche?")

    def two_cars_quoted(self) -> Situation:
        """Two cars with the same down payment."""
        cars = self._some_cars(2)
        facts = [_fact("calculate_financing", self._quote(car, Decimal(50_000)), f"c{car.stock_id}") for car in cars]
        return situation_of(facts, "loan", "con 50 mil de enganche en los dos")

    def twins_quoted(self) -> Situation:
        """Two cars of one model and year with the same down payment."""
        one, number = self._car(), self._chance.randint(400_000, 499_999)
        version = self._chance.choice([one.version, f"{one.version.split(' ', 1)[0]} GRAND LUXE"])
        price, km = one.price + self._chance.choice([-9_000, 15_000, 61_000]), one.km + self._chance.randint(1, 40_000)
        cars = (one, replace(one, stock_id=number, price=price, km=km, version=version))
        facts = [_fact("calculate_financing", self._quote(car, Decimal(50_000)), f"c{car.stock_id}") for car in cars]
        return situation_of(facts, "loan", "con 50 mil de enganche en los dos")

    def budget(self) -> Situation:
        """What a monthly payment buys."""
        monthly, down = Decimal(self._chance.randint(4, 9) * 1000), Decimal(self._chance.choice([0, 20_000, 60_000]))
        limits, quotes = [], []
        for months in _TERMS:
            lent = amortization.highest_principal(monthly_payment=monthly, annual_rate=Decimal("0.10"), months=months)
            limits.append(PriceLimit(months, lent + down))
        for car in self._some_cars(3):
            fits = [limit.months for limit in limits if limit.highest_price and car.price <= limit.highest_price]
            if fits and car.price > down + 2000:
                quotes.append(CarQuote(car, _quotation(car.price, down, Decimal("0.10"), (fits[0],))))
        total = len(quotes)
        found = Budget(monthly, down, CarCriteria(), tuple(limits), tuple(quotes), total)
        customer = f"puedo pagar {monthly:,.0f} al mes y dar {down:,.0f} de enganche"
        return situation_of([_fact("find_affordable_cars", found)], "budget", customer)

    def places(self) -> Situation:
        """Some of the branches, or all."""
        found = tuple(self._chance.sample(self._branches, self._chance.randint(1, len(self._branches))))
        others = tuple(branch.name for branch in self._branches if branch not in found)
        cities = tuple(dict.fromkeys(branch.city for branch in self._branches))
        value = BranchesFound("", found, others, cities)
        return situation_of([_fact("find_branches", value)], "places", "dónde están y a qué hora abren?")

    def pages(self) -> Situation:
        """A passage of the knowledge base."""
        texts = self._chance.sample(_PAGES, 2)
        found = tuple(Excerpt(text, "", "https://www.kavak.com/mx/blog/preguntas") for text in texts)
        return situation_of([_fact("search_knowledge_base", Excerpts("garantía", found))], "pages", "y la garantía?")


def _quotation(price: Decimal, down: Decimal, rate: Decimal, terms: Sequence[int]) -> Quotation:
    lent = price - down
    plans = tuple(amortization.plan(principal=lent, annual_rate=rate, months=months) for months in terms)
    return Quotation(price, down, rate, plans, 1, _LEGAL_LINE)


def _fact(tool: str, value: FactValue, ref: str = "") -> Fact:
    args: dict[str, Any] = {}
    return Fact(ref or tool, tool, args, value)
