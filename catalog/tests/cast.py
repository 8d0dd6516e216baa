"""The stock that the tests talk about: our own sample, read without a database."""

import re
from functools import cache
from pathlib import Path

from catalog.car_file import CarRow, read_cars
from catalog.criteria import AUTOMATIC_WORDS, MANUAL_WORDS
from catalog.spelling import Vocabulary

SAMPLE = Path(__file__).parent.parent / "sample" / "cars.csv"
THE_REAL_FILE = Path(__file__).resolve().parents[3] / "shared" / "data" / "catalog.csv"
WHAT_CUSTOMERS_WROTE = Path(__file__).resolve().parents[3] / "shared" / "data" / "utterances.tsv"


def cars_of(path: Path) -> list[CarRow]:
    with path.open("rb") as file:
        return [row for row in read_cars(file) if isinstance(row, CarRow)]


@cache
def sample() -> list[CarRow]:
    return cars_of(SAMPLE)


@cache
def sample_vocabulary() -> Vocabulary:
    rows = sample()
    words = {word for row in rows for word in re.findall(r"\w+", row.version or "")}
    return Vocabulary([(row.make, row.model) for row in rows], sorted(words - AUTOMATIC_WORDS - MANUAL_WORDS))
