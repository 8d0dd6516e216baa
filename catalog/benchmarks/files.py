"""What an import promises: rows a second with history, and next to no work for what has not changed."""

import tempfile
from collections.abc import Callable, Iterator
from decimal import Decimal
from statistics import median
from time import perf_counter
from typing import IO

from django.db import connection

from catalog import importing
from catalog.benchmarks.names_and_cars import sample_names
from catalog.models import Car
from kavakbot.benchmarking import Goal, Measurement, benchmark

_HEADER = "stock_id,km,price,make,model,year,version,bluetooth,largo,ancho,altura,car_play\n"
_ONE_BY_ONE = 2_000
ROWS_A_SECOND = Goal("ours", 10_000, at_least=True)
THREE_TIMES_FASTER = Goal("ratio", 3, at_least=True)
FIFTEEN_TIMES_FASTER = Goal("ratio", 15, at_least=True)


@benchmark("import", database=True)
def importing_a_file(quick: bool) -> Iterator[Measurement]:
    """Measure the import of a file with history: at first, unchanged, beside update_or_create, and its memory."""
    count = 20_000 if quick else 100_000
    with tempfile.NamedTemporaryFile("w+b", suffix=".csv") as file:
        write_cars(file, count)
        one_by_one = _rows_a_second(_update_or_create, _ONE_BY_ONE)
        firsts, agains = [], []
        for _ in range(3):
            _empty()
            firsts.append(_rows_a_second(lambda: _import(file), count))
            agains += [_rows_a_second(lambda: _import(file), count) for _ in range(2)]
        first, again = median(firsts), median(agains)
        yield Measurement(f"{count:,} rows", first, "rows/s", goal=ROWS_A_SECOND)
        yield Measurement(f"{count:,} rows", first, "rows/s", one_by_one, "update_or_create", FIFTEEN_TIMES_FASTER)
        yield Measurement(f"{count:,} rows unchanged", again, "rows/s", first, "the first import", THREE_TIMES_FASTER)


def _import(file: IO[bytes]) -> None:
    file.seek(0)
    importing.import_cars(file=file, file_name="bench.csv", choices=importing.Choices())


def _rows_a_second(work: Callable[[], object], rows: int) -> float:
    started = perf_counter()
    work()
    return rows / (perf_counter() - started)


def _empty() -> None:
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE catalog_car, catalog_historicalcar, catalog_importrun CASCADE")


def write_cars(file: IO[bytes], count: int) -> None:
    """Write a file of so many cars as `import_cars` takes it."""
    names = sample_names()
    file.write(_HEADER.encode())
    for number in range(1, count + 1):
        make, model = names[number % len(names)]
        price, km, year = 90_999 + number * 7 % 700_000, number * 13 % 150_000, 2010 + number % 15
        file.write(f"{number},{km},{price},{make},{model},{year},1.6 ADVANCE CVT,Sí,4500.0,1800.0,1500.0,\n".encode())
    file.flush()


def _update_or_create() -> None:
    _empty()
    for number in range(1, _ONE_BY_ONE + 1):
        stated = {"make": "Nissan", "model": "Versa", "year": 2020, "price": Decimal(200_000 + number), "km": number}
        Car.objects.update_or_create(stock_id=number, deleted_at=None, defaults=stated)
