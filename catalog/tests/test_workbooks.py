"""A workbook of cars meets the inventory."""

import io
import zipfile
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from openpyxl import Workbook

from catalog.models import Car
from catalog.tests.test_importing import HEADER, imported

pytestmark = pytest.mark.django_db
GOOD = [700001, 41000, 279999.0, "Nissan", "Versa", 2020.0, "1.6 ADVANCE CVT", "Sí", 4495, 1740.5, None, False]


@pytest.fixture
def book(tmp_path: Path):
    def write(*rows: list[object], before: int = 0) -> Path:
        workbook = Workbook()
        sheet = workbook.active
        for _ in range(before):
            sheet.append([])
        for row in (HEADER.split(","), *rows):
            sheet.append(row)
        workbook.create_sheet("otra").append(["nada"])
        path = tmp_path / "cars.xlsx"
        workbook.save(path)
        return path

    return write


def changed(**cells: object) -> list[object]:
    names = HEADER.split(",")
    return [cells.get(name, value) for name, value in zip(names, GOOD, strict=True)]


def test_words_figures_and_truths_are_read_as_they_are_meant(book):
    assert imported(book(GOOD)) == (0, ["created=1 updated=0 unchanged=0 rejected=0"])
    car = Car.objects.get()
    assert (car.price, car.year, car.km) == (Decimal("279999.00"), 2020, 41000)
    assert (car.bluetooth, car.car_play, car.width_mm, car.height_mm) == (True, False, Decimal("1740.50"), None)
    assert imported(book(GOOD)) == (0, ["created=0 updated=0 unchanged=1 rejected=0"])


def test_a_workbook_and_a_csv_of_the_same_cars_are_the_same(book, tmp_path: Path):
    imported(book(GOOD))
    path = tmp_path / "cars.csv"
    path.write_text(f'{HEADER}\n700001,"41,000","$279,999.00",Nissan,Versa,2020,1.6 ADVANCE CVT,Sí,4495.0,1740.5,,No\n')
    assert imported(path) == (0, ["created=0 updated=0 unchanged=1 rejected=0"])


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ({"price": "=B2*2"}, "price: is a formula"),
        ({"make": "=A1"}, "make: is a formula"),
        ({"price": 1e308}, "price: is not a number"),
        ({"price": 279999.999}, "price: has more than two decimals"),
        ({"year": datetime(2020, 1, 1, tzinfo=UTC).replace(tzinfo=None)}, "year: is a date"),
        ({"model": "#REF!"}, "model: is an error of the sheet"),
        ({"km": True}, "km: is not a number"),
        ({"stock_id": 1.5}, "stock_id: is not a whole number"),
    ],
)
def test_a_bad_cell_is_rejected_by_its_row_in_the_sheet(book, cells: dict[str, object], reason: str):
    code, lines = imported(book(GOOD, [None] * 12, changed(**{"stock_id": 700002, **cells})))
    assert (code, lines[-1]) == (2, "created=1 updated=0 unchanged=0 rejected=1")
    assert lines[0].startswith(f"line 4, {reason}")


def test_a_formula_in_a_column_that_is_not_ours_costs_nothing(book):
    path = book(GOOD)
    names = [*HEADER.split(","), "nota"]
    workbook = Workbook()
    workbook.active.append(names)
    workbook.active.append([*GOOD, "=1+1"])
    workbook.save(path)
    assert imported(path)[0] == 0


def test_rows_above_the_header_that_are_empty_are_passed_over(book):
    assert imported(book(GOOD, before=3))[0] == 0


def test_what_a_sheet_claims_of_its_size_is_not_believed(book):
    path = book(GOOD)
    with zipfile.ZipFile(path) as whole:
        parts = {name: whole.read(name) for name in whole.namelist()}
    sheet = "xl/worksheets/sheet1.xml"
    assert b'<dimension ref="A1:L2"/>' in parts[sheet]
    parts[sheet] = parts[sheet].replace(b'ref="A1:L2"', b'ref="A1"')
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as lying:
        for name, content in parts.items():
            lying.writestr(name, content)
    path.write_bytes(packed.getvalue())
    assert imported(path)[1] == ["created=1 updated=0 unchanged=0 rejected=0"]


def test_the_format_can_be_said_and_must_then_be_true(book, tmp_path: Path):
    assert imported(book(GOOD), "--format", "xlsx")[0] == 0
    with pytest.raises(CommandError, match="is a workbook"):
        call_command("import_cars", str(book(GOOD)), "--format", "csv")
    text = tmp_path / "cars.csv"
    text.write_text(HEADER)
    with pytest.raises(CommandError, match="is not an XLSX workbook"):
        call_command("import_cars", str(text), "--format", "xlsx")
