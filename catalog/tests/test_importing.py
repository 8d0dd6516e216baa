"""A file of cars meets the inventory."""

import csv
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor, wait
from decimal import Decimal
from io import StringIO
from pathlib import Path
from resource import RUSAGE_SELF, getrusage

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.utils import timezone

from catalog import importing, inventory
from catalog.car_file import COLUMNS
from catalog.inventory import Author
from catalog.models import Car, ImportRun
from catalog.tests.builders import a_car
from catalog.tests.cast import SAMPLE, THE_REAL_FILE
from kavakbot import env, own_database

HEADER = "stock_id,km,price,make,model,year,version,bluetooth,largo,ancho,altura,car_play"
GOOD = "700001,41000,279999.0,Nissan,Versa,2020,1.6 ADVANCE CVT,Sí,4495.0,1740.0,1465.0,"


def imported(path: Path, *options: str) -> tuple[int, list[str]]:
    """Return the exit code and the lines of the command."""
    out = StringIO()
    code = 0
    try:
        call_command("import_cars", str(path), *options, stdout=out)
    except SystemExit as stop:
        code = int(stop.code or 0)
    return code, out.getvalue().splitlines()


@pytest.fixture
def file(tmp_path: Path):
    def write(*rows: str, header: str = HEADER, encoding: str = "utf-8") -> Path:
        path = tmp_path / "cars.csv"
        path.write_bytes("\n".join([header, *rows, ""]).encode(encoding))
        return path

    return write


pytestmark = pytest.mark.django_db


def test_the_sample_goes_in_whole_and_then_changes_nothing():
    assert imported(SAMPLE) == (0, ["created=136 updated=0 unchanged=0 rejected=0"])
    assert imported(SAMPLE) == (0, ["created=0 updated=0 unchanged=136 rejected=0"])


def test_a_pipe_is_read_like_a_file_which_is_how_one_gets_into_a_container(tmp_path):
    os.mkfifo(pipe := tmp_path / "stdin")
    with ThreadPoolExecutor(1) as writer:
        writer.submit(pipe.write_bytes, SAMPLE.read_bytes())
        assert imported(pipe)[0] == 0
    assert Car.objects.count() == 136


@pytest.mark.django_db(transaction=True)  # the command runs in a process of its own, and keeps its run
def test_the_standard_input_is_read_for_a_dash():
    command = [sys.executable, "manage.py", "import_cars", "-", "--dry-run"]
    ours = env.inherited(DATABASE_URL=own_database.url())
    with SAMPLE.open("rb") as file:
        said = subprocess.check_output(command, cwd=env.BASE_DIR, env=ours, stdin=file, text=True)
    assert "rejected=0" in said


@pytest.mark.skipif(not THE_REAL_FILE.exists(), reason="the real catalogue is not on this machine")
def test_the_real_file_goes_in_whole_and_then_changes_nothing():
    assert imported(THE_REAL_FILE) == (0, ["created=100 updated=0 unchanged=0 rejected=0"])
    assert imported(THE_REAL_FILE) == (0, ["created=0 updated=0 unchanged=100 rejected=0"])
    assert Car.objects.filter(bluetooth__isnull=True).count() == 3
    assert Car.objects.filter(car_play__isnull=True).count() == 60


def test_yes_is_yes_and_empty_is_not_stated(file):
    imported(file(GOOD))
    car = Car.objects.get()
    assert (car.bluetooth, car.car_play, car.price, car.length_mm) == (True, None, Decimal(279999), Decimal(4495))


def test_an_empty_cell_never_erases(file):
    imported(file(GOOD))
    code, lines = imported(file("700001,42000,279999.0,Nissan,Versa,2020,,,,,,No"))
    car = Car.objects.get()
    assert (code, lines[-1]) == (0, "created=0 updated=1 unchanged=0 rejected=0")
    assert (car.km, car.version, car.bluetooth, car.length_mm, car.car_play) == (
        42000,
        "1.6 ADVANCE CVT",
        True,
        Decimal(4495),
        False,
    )


def test_a_price_that_staff_changed_is_kept_reported_and_given_up_only_on_request(file):
    imported(file(GOOD))
    inventory.change_car(car=Car.objects.get(), price=Decimal(259999))
    path = file(GOOD.replace("279999.0", "269999.0"))
    for _ in range(2):  # the nightly file comes again and again
        code, lines = imported(path)
        assert (code, lines[-1]) == (0, "created=0 updated=0 unchanged=1 rejected=0")
        assert "700001" in lines[0]
        assert "259999.00" in lines[0]
        assert Car.objects.get().price == Decimal(259999)
    imported(path, "--overwrite")
    assert Car.objects.get().price == Decimal(269999)
    assert imported(path) == (0, ["created=0 updated=0 unchanged=1 rejected=0"])


def test_a_price_that_nobody_touched_follows_the_file(file):
    imported(file(GOOD))
    imported(file(GOOD.replace("279999.0", "269999.0")))
    assert Car.objects.get().price == Decimal(269999)


def test_a_staff_price_that_the_file_catches_up_with_follows_the_file_again(file):
    imported(file(GOOD))
    inventory.change_car(car=Car.objects.get(), price=Decimal(259999))
    imported(file(GOOD.replace("279999.0", "259999.0")))
    imported(file(GOOD.replace("279999.0", "249999.0")))
    assert Car.objects.get().price == Decimal(249999)


def test_the_stock_id_of_a_removed_car_makes_a_new_row(file):
    imported(file(GOOD))
    removed = Car.objects.get()
    inventory.remove_cars(cars=Car.objects.all())
    assert imported(file(GOOD))[1] == ["created=1 updated=0 unchanged=0 rejected=0"]
    assert Car.objects.live().get().pk != removed.pk


@pytest.mark.parametrize("status", [Car.Status.RESERVED, Car.Status.SOLD])
def test_a_car_that_somebody_has_keeps_its_status(file, status: Car.Status):
    imported(file(GOOD))
    inventory.change_car(car=Car.objects.get(), status=status)
    imported(file(GOOD.replace("41000", "42000")))
    assert (Car.objects.get().status, Car.objects.get().km) == (status, 42000)


def test_a_known_car_needs_no_more_than_its_stock_id(file):
    imported(file(GOOD))
    assert imported(file("700001,,,,,,,,,,,")) == (0, ["created=0 updated=0 unchanged=1 rejected=0"])
    assert imported(file("700001,50000,,,,,,,,,,")) == (0, ["created=0 updated=1 unchanged=0 rejected=0"])
    car = Car.objects.get()
    assert (car.km, car.price, car.make, car.year) == (50000, Decimal(279999), "Nissan", 2020)


def test_a_new_car_without_what_it_needs_is_rejected_by_every_empty_cell(file):
    code, lines = imported(file("700001,,279999,Nissan,,2020"))
    assert (code, lines) == (
        2,
        ["line 2, km: is empty", "line 2, model: is empty", "created=0 updated=0 unchanged=0 rejected=1"],
    )


def test_a_text_that_differs_in_spacing_only_is_no_change(file):
    a_car(stock_id=700001, make="Nissan", model="Versa", version="1.6\tADVANCE \u200b CVT", year=2020, price=279999)
    first = Car.objects.values().get()
    imported(file(GOOD))
    stored = Car.objects.values().get()
    assert stored["version"] == first["version"]
    assert imported(file(GOOD))[1] == ["created=0 updated=0 unchanged=1 rejected=0"]


# ── Cars that the file lacks ────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def five(file) -> list[str]:
    rows = [GOOD.replace("700001", str(700001 + number)) for number in range(5)]
    imported(file(*rows))
    return rows


def statuses() -> list[str]:
    return list(Car.objects.order_by("stock_id").values_list("status", flat=True))


def test_missing_cars_stay_unless_asked(file, five: list[str]):
    imported(file(*five[2:]))
    assert statuses() == ["available"] * 5


def test_missing_cars_are_withdrawn_when_asked_and_come_back_with_a_later_file(file, five: list[str]):
    assert imported(file(*five[2:]), "--mark-missing") == (
        0,
        ["withdrawn=2", "created=0 updated=0 unchanged=3 rejected=0"],
    )
    assert statuses() == ["withdrawn"] * 2 + ["available"] * 3
    assert ImportRun.objects.first().withdrawn == 2
    assert imported(file(*five[1:]), "--mark-missing") == (
        0,
        ["withdrawn=0", "created=0 updated=1 unchanged=3 rejected=0"],
    )
    assert statuses() == ["withdrawn"] + ["available"] * 4
    reasons = Car.objects.get(stock_id=700002).history.values_list("status", "history_type")
    assert list(reasons) == [("available", "~"), ("withdrawn", "~"), ("available", "+")]


def test_only_available_cars_are_withdrawn(file, five: list[str]):
    inventory.change_car(car=Car.objects.get(stock_id=700001), status=Car.Status.RESERVED)
    inventory.remove_cars(cars=Car.objects.filter(stock_id=700002))
    assert imported(file(*five[2:]), "--mark-missing")[1][0] == "withdrawn=0"
    assert statuses()[:2] == ["reserved", "available"]


def test_a_car_whose_line_was_rejected_is_not_missing(file, five: list[str]):
    code, lines = imported(file(five[0].replace("2020", "doce"), *five[1:]), "--mark-missing")
    assert (code, lines[-2:]) == (2, ["withdrawn=0", "created=0 updated=0 unchanged=4 rejected=1"])


def test_a_file_too_short_to_be_true_changes_nothing_unless_forced(file, five: list[str]):
    short = file(GOOD.replace("41000", "99999"), GOOD.replace("700001", "700009"))
    with pytest.raises(CommandError, match=r"lacks 4 of the 5 cars .* --force"):
        call_command("import_cars", str(short), "--mark-missing")
    assert (statuses(), Car.objects.get(stock_id=700001).km) == (["available"] * 5, 41000)
    run = ImportRun.objects.first()
    assert (run.state, run.mark_missing, run.withdrawn) == ("failed", True, 0)
    assert imported(short, "--mark-missing", "--force")[1][0] == "withdrawn=4"


# ── What remains of an import ───────────────────────────────────────────────────────────────────────────────────


def test_only_created_and_changed_cars_get_a_line_of_history_signed_by_who_imported(file, django_user_model):
    beto = django_user_model.objects.create_user("beto")
    other = GOOD.replace("700001", "700002")
    for rows in ([GOOD, other], [GOOD.replace("41000", "42000"), other]):
        with file(*rows).open("rb") as cars:
            importing.import_cars(file=cars, file_name="lunes.csv", author=Author(beto, "admin"))
    history = Car.history.order_by("history_id").values_list("stock_id", "km", "history_type")
    assert list(history) == [(700001, 41000, "+"), (700002, 41000, "+"), (700001, 42000, "~")]
    signed = set(Car.history.values_list("history_user", "history_change_reason"))
    assert signed == {(beto.pk, "importación: lunes.csv")}
    newest = Car.history.first()
    assert (newest.version, newest.imported_price, newest.status) == ("1.6 ADVANCE CVT", Decimal(279999), "available")
    assert newest.instance == Car.objects.get(stock_id=700001)


def test_an_unchanged_row_costs_no_write(file):
    def versions():
        with connection.cursor() as cursor:
            cursor.execute("SELECT ctid, xmin::text, xmax::text FROM catalog_car")
            return cursor.fetchall()

    imported(file(GOOD))
    before = versions()
    imported(file(GOOD))
    assert versions() == before


def test_a_car_created_by_the_import_is_what_the_model_would_have_made(file):
    imported(file(GOOD))
    car = Car.objects.get()
    by_hand = Car(stock_id=1, make="x", model="x", year=2020, price=1, km=1)
    car.full_clean()
    stated = {"id", "imported_price", "created_at", "updated_at", *COLUMNS.values()}
    fields = [field for field in Car._meta.concrete_fields if not field.generated]
    rest = [field.attname for field in fields if field.attname not in stated]
    assert "status" in rest
    assert [getattr(car, name) for name in rest] == [getattr(by_hand, name) for name in rest]


def test_the_rejects_can_be_had_later(file):
    imported(file(GOOD, GOOD.replace("Nissan", "=cmd|' /C calc'!A0")))
    run = ImportRun.objects.get()
    assert run.open_rejects().read().splitlines() == [
        "line,column,reason,value",
        "3,make,begins like a formula; an apostrophe before it makes it text,'=cmd|' /C calc'!A0",
    ]
    assert ImportRun.objects.get().get_deferred_fields() == {"rejects_gz"}


def test_an_import_that_was_cut_off_is_called_failed_by_the_next(file):
    cut_off = ImportRun.objects.create(state="running", started_at=timezone.now(), file_name="lunes.csv")
    imported(file(GOOD))
    cut_off.refresh_from_db()
    assert (cut_off.state, cut_off.error) == ("failed", "La importación se interrumpió.")


def test_a_bug_on_the_way_is_recorded_and_changes_nothing(file):
    class Breaking(StringIO):
        def write(self, text: str) -> int:
            raise OSError(28, "No space left on device")

    with file(GOOD).open("rb") as cars, pytest.raises(OSError, match="No space"):
        importing.import_cars(file=cars, file_name="lunes.csv", rejects_to=Breaking())
    assert (Car.objects.count(), ImportRun.objects.get().state) == (0, "failed")


def test_a_dry_run_says_it_all_and_changes_nothing(file):
    imported(file(GOOD))
    path = file(GOOD.replace("41000", "50000"), GOOD.replace("700001", "700002"))
    assert imported(path, "--dry-run") == (0, ["created=1 updated=1 unchanged=0 rejected=0"])
    assert Car.objects.get().km == 41000
    assert list(ImportRun.objects.values_list("dry_run", "created", "updated")) == [(True, 1, 1), (False, 1, 0)]


BAD_ROWS = [
    (GOOD.replace("700001", ""), "stock_id", "is empty"),
    (GOOD.replace("700001", "abc"), "stock_id", "is not a number"),
    (GOOD.replace("700001", "0"), "stock_id", "is not between"),
    (GOOD.replace("700001", "-5"), "stock_id", "is negative"),
    (GOOD.replace("700001", "1.5"), "stock_id", "is not a whole number"),
    (GOOD.replace("700001", "99999999999"), "stock_id", "is not between"),
    (GOOD.replace("41000", "-1"), "km", "is negative"),
    (GOOD.replace("41000", "9999999999"), "km", "is not between"),
    (GOOD.replace("41000", "muchos"), "km", "is not a number"),
    (GOOD.replace("279999.0", "0"), "price", "is not above zero"),
    (GOOD.replace("279999.0", "-279999"), "price", "is negative"),
    (GOOD.replace("279999.0", "NaN"), "price", "is not a number"),
    (GOOD.replace("279999.0", "Infinity"), "price", "is not a number"),
    (GOOD.replace("279999.0", "1e308"), "price", "is not a number"),
    (GOOD.replace("279999.0", "99999999999999"), "price", "is too high"),
    (GOOD.replace("279999.0", "279999.999"), "price", "has more than two decimals"),
    (GOOD.replace("279999.0", '"27,9999"'), "price", "is not a number"),
    (GOOD.replace("279999.0", "٢٧٩"), "price", "is not a number"),
    (GOOD.replace("2020", "20200"), "year", "is not between"),
    (GOOD.replace("2020", "1899"), "year", "is not between"),
    (GOOD.replace("Nissan", "  "), "make", "is empty"),
    (GOOD.replace("Nissan", "N" * 61), "make", "is longer than"),
    (GOOD.replace("Versa", "Ver\x00sa"), "model", "holds a control character"),
    (GOOD.replace("Sí", "tal vez"), "bluetooth", "is neither yes nor no"),
    (GOOD.replace("4495.0", "-4495"), "largo", "is negative"),
    (GOOD.replace("1740.0", "999999999"), "ancho", "is not between"),
    (GOOD + ",,,sobra", "", "has 15 cells"),
    ("700001,41000", "year", "is empty: the line ends before it"),
    (GOOD.replace("279999.0", ""), "price", "is empty"),
    (GOOD.replace("41000", "76.000"), "km", "is not a whole number"),
    (GOOD.replace("279999.0", "279.900"), "price", "has more than two decimals"),
    (GOOD.replace("Nissan", "=HYPERLINK(1)"), "make", "begins like a formula"),
    (GOOD.replace("1.6 ADVANCE CVT", "@SUM(1)"), "version", "begins like a formula"),
    (GOOD.replace("Versa", "Ver\u200bsa"), "model", "holds an invisible character"),
]


@pytest.mark.parametrize(("row", "column", "reason"), BAD_ROWS)
def test_a_bad_row_is_listed_and_the_good_ones_go_in(file, row: str, column: str, reason: str):
    code, lines = imported(file(row, GOOD.replace("700001", "700009")))
    assert (code, lines[-1]) == (2, "created=1 updated=0 unchanged=0 rejected=1")
    assert any(line.startswith("line 2") and column in line and reason in line for line in lines)
    assert Car.objects.get().stock_id == 700009


def test_a_second_row_with_the_same_stock_id_is_rejected(file):
    code, lines = imported(file(GOOD, GOOD.replace("41000", "1")))
    assert (code, Car.objects.get().km) == (2, 41000)
    assert lines == ["line 3, stock_id: repeats line 2: '700001'", "created=1 updated=0 unchanged=0 rejected=1"]


def test_a_quotation_mark_left_open_costs_its_own_line_only(file):
    code, lines = imported(file(GOOD, '700002,1,1,"Nissan,Versa,2020,,,,,,', GOOD.replace("700001", "700003")))
    assert (code, lines[-1]) == (2, "created=2 updated=0 unchanged=0 rejected=1")
    assert "line 3: a quotation mark is opened" in lines[0]


def test_a_row_with_two_bad_cells_is_one_rejected_row_with_two_reasons(file):
    _, lines = imported(file(GOOD.replace("41000", "x").replace("2020", "y")))
    assert len(lines) == 3
    assert lines[-1].endswith("rejected=1")


def test_rejects_are_written_with_line_column_and_reason_and_run_no_formula(file, tmp_path: Path):
    target = tmp_path / "rejects.csv"
    imported(file(GOOD.replace("41000", "=1+1")), "--rejects", str(target))
    with target.open(newline="", encoding="utf-8") as stream:
        assert list(csv.reader(stream)) == [
            ["line", "column", "reason", "value"],
            ["2", "km", "is not a number", "'=1+1"],
        ]


@pytest.mark.parametrize(
    ("written", "price"),
    [
        ('"$279,999.00"', "279999.00"),
        ("$279999", "279999.00"),
        ('"MXN 279,999"', "279999.00"),
        ("279999.5", "279999.50"),
        ('" 1,279,999.00 "', "1279999.00"),
    ],
)
def test_prices_are_read_as_people_write_them(file, written: str, price: str):
    assert imported(file(GOOD.replace("279999.0", written)))[0] == 0
    assert Car.objects.get().price == Decimal(price)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_the_usual_encodings_are_read(file, encoding: str):
    assert imported(file(GOOD.replace("ADVANCE", "EDICIÓN"), encoding=encoding))[0] == 0
    assert (Car.objects.get().version, Car.objects.get().bluetooth) == ("1.6 EDICIÓN CVT", True)


def test_semicolons_split_too(file):
    assert imported(file(GOOD.replace(",", ";"), header=HEADER.replace(",", ";")))[0] == 0


def test_columns_may_come_in_any_order_and_case_with_others_between(file):
    assert (
        imported(file("x,Versa,Nissan,2020,279999,41000,700001", header="Nota,MODEL,Make,YEAR,price,KM,Stock_ID"))[0]
        == 0
    )


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xef\xbb\xbf\n\n",
        b"PK\x03\x04 a workbook",
        b"\x89PNG\r\n\x1a\n\x81\x8d",
        b"just,some,words\n1,2,3\n",
        b"stock_id,km,price,make,model,year,km\n",
        b"%PDF-1.7",
        b"\xff\xfe\x00",
        b"<html><body>404</body></html>",
    ],
)
def test_a_file_that_is_no_table_of_cars_changes_nothing(tmp_path: Path, content: bytes):
    path = tmp_path / "cars.csv"
    path.write_bytes(content)
    with pytest.raises(CommandError) as refused:
        call_command("import_cars", str(path))
    assert refused.value.returncode == 1
    run = ImportRun.objects.get()
    assert (run.state, run.rows_read, Car.objects.count()) == ("failed", 0, 0)
    assert run.error
    assert run.error in str(refused.value)


def test_a_missing_file_and_a_folder_are_refused_in_one_sentence(tmp_path: Path):
    for path in (tmp_path / "none.csv", tmp_path):
        with pytest.raises(CommandError, match="cannot be read"):
            call_command("import_cars", str(path))


def test_a_header_alone_is_an_empty_import(file):
    assert imported(file()) == (0, ["created=0 updated=0 unchanged=0 rejected=0"])


def test_the_run_is_recorded_with_who_and_what(django_user_model, file):
    beto = django_user_model.objects.create_user("beto")
    with file(GOOD, GOOD).open("rb") as cars:
        importing.import_cars(file=cars, file_name="lunes.csv", author=Author(beto, "admin"))
    run = ImportRun.objects.get()
    assert (run.imported_by, run.source, run.file_name, run.dry_run) == (beto, "admin", "lunes.csv", False)
    assert (run.state, run.rows_read, run.created, run.rejected) == ("done", 2, 1, 1)
    assert run.started_at <= run.finished_at


def test_an_unchanged_file_costs_a_handful_of_queries(django_assert_max_num_queries):
    imported(SAMPLE)
    with django_assert_max_num_queries(24):
        imported(SAMPLE)


# ── At once, and at length ──────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.django_db(transaction=True)
def test_a_car_that_somebody_puts_in_at_the_same_moment_is_a_car_we_know(file):
    path = file(GOOD, GOOD.replace("700001", "700002"))
    with ThreadPoolExecutor() as pool:
        with transaction.atomic():
            a_car(stock_id=700001, make="Nissan", model="Versa", km=1)
            importing_now = pool.submit(in_thread, imported, path)
            assert not wait([importing_now], timeout=0.5).done  # it waits for the other's commit
        assert importing_now.result(timeout=30) == (0, ["created=1 updated=1 unchanged=0 rejected=0"])
    assert Car.objects.get(stock_id=700001).km == 41000


@pytest.mark.django_db(transaction=True)
def test_a_price_changed_while_the_import_runs_is_kept(file):
    imported(file(GOOD))
    path = file(GOOD.replace("279999.0", "269999.0"))
    with ThreadPoolExecutor() as pool:
        with transaction.atomic():
            inventory.change_car(car=Car.objects.get(), price=Decimal(259999))
            importing_now = pool.submit(in_thread, imported, path)
            assert not wait([importing_now], timeout=0.5).done
        assert importing_now.result(timeout=30)[1][-1] == "created=0 updated=0 unchanged=1 rejected=0"
    assert Car.objects.get().price == Decimal(259999)


@pytest.mark.django_db(transaction=True)
def test_two_imports_of_one_file_at_once_create_every_car_once():
    with ThreadPoolExecutor() as pool:
        said = [pool.submit(in_thread, imported, SAMPLE) for _ in range(2)]
        assert sorted(one.result(timeout=60)[1][-1] for one in said) == [
            "created=0 updated=0 unchanged=136 rejected=0",
            "created=136 updated=0 unchanged=0 rejected=0",
        ]
    assert set(ImportRun.objects.values_list("state", flat=True)) == {"done"}


def in_thread(call, *arguments):
    try:
        return call(*arguments)
    finally:
        connection.close()


def test_a_terminal_shows_progress_and_a_pipe_does_not(file, monkeypatch, capfd):
    path = file(*[GOOD.replace("700001", str(700001 + number)) for number in range(3000)])
    imported(path)
    assert capfd.readouterr() == ("", "")
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
    imported(path)
    shown = capfd.readouterr().err
    assert "█" in shown
    assert "2,001 lines" in shown
    assert shown.endswith("\r\x1b[K")


@pytest.mark.slow
def test_two_hundred_megabytes_go_through_in_bounded_memory(tmp_path: Path):
    path = tmp_path / "large.csv"
    with path.open("w") as stream:
        stream.write(HEADER + "\n")
        number = 0
        while stream.tell() < 200 * 1024**2 if number % 10_000 == 0 else True:
            number += 1
            # Every line but a few thousand is bad, which is dearer than good ones: every cell becomes a row.
            stream.write(
                GOOD.replace("700001", str(number)).replace("2020", "2020" if number % 500 == 0 else "doce") + "\n"
            )
    before = getrusage(RUSAGE_SELF).ru_maxrss
    code, lines = imported(path, "--rejects", str(tmp_path / "rejects.csv"))
    assert code == 2
    assert lines[-1] == f"created={number // 500} updated=0 unchanged=0 rejected={number - number // 500}"
    assert (getrusage(RUSAGE_SELF).ru_maxrss - before) / 1024 < 100
