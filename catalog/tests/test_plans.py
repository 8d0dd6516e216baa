"""How PostgreSQL answers a search of 20,000 cars: by the indexes, never by reading all cars."""

import re
from collections.abc import Iterator
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from catalog import search, stock
from catalog.criteria import Body, CarCriteria, Ordering, Traction, Transmission
from catalog.models import Car
from catalog.tests.builders import a_car

pytestmark = pytest.mark.django_db

CARS = 20_000
MODELS = 40  # of 20 makes, each dearer than the one before
FILL = """
    INSERT INTO catalog_car (id, stock_id, make, model, version, year, price, km, bluetooth, length_mm, status,
                             created_at, updated_at)
    SELECT gen_random_uuid(), n, coalesce(make, 'Make' || m / 2), coalesce(model, 'Model' || m),
           (1 + n %% 3) || '.0 TRIM' || n %% 50 || CASE WHEN n %% 2 = 0 THEN ' AUTO' ELSE ' MT' END
           || CASE WHEN n %% 97 = 0 THEN ' 4WD' WHEN n %% 89 = 0 THEN ' SEDAN' ELSE '' END,
           2010 + n %% 14, 100000 + m * 20000 + n %% 1000, n %% 150000, n %% 3 = 0, 4000 + n %% 900,
           CASE WHEN n / 40 %% 20 = 0 THEN 'sold' ELSE 'available' END,
           now() - interval '1 day', now() - interval '1 day'
    FROM generate_series(1, %s) n, LATERAL (SELECT n %% %s AS m) numbered
    LEFT JOIN (VALUES (24, 'Nissan', 'Frontier'), (26, 'Mazda', 'CX-5'), (27, 'Honda', 'CR-V'), (28, 'Jeep', 'Compass'),
                      (29, 'Renault', 'Duster'), (30, 'Volkswagen', 'Tiguan'), (31, 'Toyota', 'RAV4'))
              AS known (m, make, model) USING (m)
"""


@pytest.fixture(scope="module", autouse=True)
def many_cars(django_db_setup, django_db_blocker) -> Iterator[None]:
    """Fill the table once, outside of any test's transaction, so that it can be vacuumed."""
    with django_db_blocker.unblock():
        with connection.cursor() as cursor:
            cursor.execute(FILL, [CARS, MODELS])
            cursor.execute("VACUUM ANALYZE catalog_car")
        yield
        with connection.cursor() as cursor:
            cursor.execute("TRUNCATE catalog_car CASCADE")


def plans(asked: CaptureQueriesContext) -> Iterator[str]:
    """Explain again what was asked of the cars."""
    queries = [query["sql"] for query in asked.captured_queries if "catalog_car" in query["sql"]]
    with connection.cursor() as cursor:
        for sql in queries:
            cursor.execute("EXPLAIN " + sql.replace("%", "%%"), [])
            yield "\n".join(line for (line,) in cursor.fetchall())


def plans_of(criteria: CarCriteria) -> list[str]:
    """Return the plan of every query that a search makes."""
    stock.current()
    with CaptureQueriesContext(connection) as asked:
        assert search.search(criteria).cars
    found = list(plans(asked))
    assert len(found) >= 2  # the stamp, and at least a page
    return found


SHAPES = {
    "a misspelt pair": CarCriteria(makes=("meke8",), models=("modell17",)),
    "a model within limits": CarCriteria(models=("model17",), max_price=Decimal(450_000), min_year=2015, max_km=90_000),
    "two models": CarCriteria(models=("model17", "model39")),
    # Two makes alone are a tenth of these cars: reading the table is then the better plan.
    "two makes and a year": CarCriteria(makes=("make3", "make19"), min_year=2022),
    "a make": CarCriteria(makes=("make7",)),
    "a make but for a model": CarCriteria(makes=("make7",), excluded_models=("model14",)),
    "a make, dearest first": CarCriteria(makes=("make7",), ordering=Ordering.DEAREST),
    "a model, fewest km first": CarCriteria(models=("model39",), ordering=Ordering.FEWEST_KM),
    "a model's transmission": CarCriteria(models=("model18",), transmission=Transmission.AUTOMATIC),
    "a model's version": CarCriteria(models=("model18",), version="trim8"),
    "a make's traction": CarCriteria(makes=("make2",), traction=Traction.FOUR_WHEELS),
    "a make's body": CarCriteria(makes=("make2",), body=Body.SEDAN, bluetooth=True),
    "a rare kind": CarCriteria(body=Body.PICKUP),
    "a rare kind within limits": CarCriteria(body=Body.PICKUP, max_price=Decimal(600_000), min_year=2015),
    "a common kind within a price": CarCriteria(body=Body.SUV, max_price=Decimal(630_000)),
    "a make's kind": CarCriteria(makes=("mazda",), body=Body.UTILITY),
    "a model's size": CarCriteria(models=("model17",), max_length_mm=Decimal(4_500)),
    "a model too cheap": CarCriteria(models=("model17",), max_price=Decimal(1_000)),
    "a price": CarCriteria(max_price=Decimal(150_000)),
    "a price too low": CarCriteria(max_price=Decimal(1_000)),
    "a version within a price": CarCriteria(version="trim8", max_price=Decimal(130_000)),
}


@pytest.mark.parametrize("shape", SHAPES)
def test_a_search_reads_an_index(shape: str):
    for plan in plans_of(SHAPES[shape]):
        assert "Seq Scan on catalog_car" not in plan
        assert re.search(r"car_available_by_(name|make|price|word)|updated_at", plan), plan


def test_models_are_never_looked_for_along_the_prices():
    """The dearest models stand behind all others: walking there by price would read nearly every car."""
    dearest = CarCriteria(models=("model36", "model37", "model38", "model39"))
    for criteria in (CarCriteria(models=("model39",)), dearest):
        stamp, *pages = plans_of(criteria)
        assert "updated_at" in stamp
        assert len(pages) == 2
        for plan in pages:
            assert "car_available_by_name" in plan


def test_the_cars_of_a_make_come_off_the_index_in_order():
    _, page, total = plans_of(CarCriteria(makes=("make7",)))
    assert "car_available_by_make" in page
    assert "Sort" not in page
    assert "Index" in total


def test_cars_of_any_name_come_off_the_index_in_order():
    _, page, _ = plans_of(CarCriteria(max_price=Decimal(300_000), transmission=Transmission.AUTOMATIC))
    assert "car_available_by_price" in page
    assert "Sort" not in page


def test_the_cars_of_a_common_kind_come_off_the_index_in_order():
    _, page, *_ = plans_of(CarCriteria(body=Body.SUV))
    assert "car_available_by_price" in page
    assert "Sort" not in page


def test_the_cars_of_a_rare_kind_are_looked_up_by_the_names_of_its_models():
    """Pickups may all be dear: walking there by price would read nearly every car."""
    _, page, *_ = plans_of(CarCriteria(body=Body.PICKUP))
    assert "car_available_by_name" in page


def test_the_names_and_versions_are_read_step_by_step():
    a_car()
    with CaptureQueriesContext(connection) as asked:
        now = stock.current()
    assert (len(now.names), "TRIM49" in now.words) == (MODELS + 1, True)
    stamps, (names, versions) = list(plans(asked))[:-2], list(plans(asked))[-2:]
    for plan in stamps:
        assert "updated_at" in plan
        assert "Seq Scan on catalog_car" not in plan
    assert names.count("car_available_by_name") == 2
    assert versions.count("car_available_by_version") == 2


def test_the_fixture_has_cars_that_cannot_be_bought():
    assert Car.objects.available().count() == CARS - CARS // 20
