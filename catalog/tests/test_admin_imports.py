"""A file is brought in through the back office: seen first, cell by cell, then confirmed, its bad rows returned."""

import csv
import io
from decimal import Decimal

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from openpyxl import Workbook, load_workbook

from catalog import importing, inventory
from catalog.admin.reasons import in_spanish
from catalog.models import Car, ImportRun
from catalog.tests.builders import a_car
from catalog.tests.pages import fields, text

pytestmark = pytest.mark.django_db
LIST, IMPORT = reverse("admin:catalog_car_changelist"), reverse("admin:catalog_car_import")
CONFIRM = reverse("admin:catalog_car_import_confirm")
HEADER = "stock_id,km,price,make,model,year,version,bluetooth,largo,ancho,altura,car_play"


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def a_file(*rows: str, header=HEADER, name="lunes.csv") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, "\n".join([header, *rows]).encode())


def a_workbook(*rows: list) -> SimpleUploadedFile:
    workbook, out = Workbook(), io.BytesIO()
    workbook.active.append(HEADER.split(","))
    for row in rows:
        workbook.active.append(row)
    workbook.save(out)
    return SimpleUploadedFile("lunes.xlsx", out.getvalue())


def look(office: Client, file: SimpleUploadedFile, **asked):
    return office.post(IMPORT, {"file": file, **asked})


def confirm(office: Client, page):
    return office.post(CONFIRM, fields(page, f"form[action='{CONFIRM}']"), follow=True)


def downloaded(answer) -> list[list[str]]:
    return list(csv.reader(io.StringIO(b"".join(answer.streaming_content).decode().removeprefix("\ufeff"))))


def cars() -> set[tuple[int, Decimal, int]]:
    return set(Car.objects.live().values_list("stock_id", "price", "km"))


def test_a_file_is_seen_cell_by_cell_before_it_is_confirmed(admin_client: Client, admin_user):
    known = a_car(stock_id=1, make="Kia", model="Rio", year=2020, price=Decimal(200000), km=1000, version="LX")
    a_car(stock_id=3, make="Kia", model="Rio", year=2020, price=Decimal(1000), km=1, version="")
    page = look(
        admin_client,
        a_file("1,1000,215000,Kia,Rio,2020,LX AUTO,Sí", "2,50,300000,Mazda,Mazda 3,2021", "3,1,1000,Kia,Rio,2020"),
    )
    assert [count for count, _ in page.context["counts"]] == [1, 1, 1, 0, 0, 0]
    words = text(page, ".differences")
    assert "Cambia" in words
    assert "Nuevo" in words
    html = page.content.decode()
    assert '<ins style="background:#e6ffe6;"> AUTO</ins>' in html
    assert "<del>$200,000</del> <ins>$215,000</ins>" in html
    assert (cars(), ImportRun.objects.count(), known.history.count()) == ({(1, 200000, 1000), (3, 1000, 1)}, 0, 1)
    done = confirm(admin_client, page)
    assert "1 nuevo, 1 actualizado, 1 sin cambios" in text(done, ".messagelist")
    assert cars() == {(1, 215000, 1000), (2, 300000, 50), (3, 1000, 1)}
    assert ImportRun.objects.get().imported_by == admin_user
    assert known.history.first().history_user == admin_user


def test_good_rows_go_in_and_bad_ones_come_out_with_line_column_and_reason(admin_client: Client):
    page = look(
        admin_client, a_file("1,1000,barato,Kia,Rio,2020", "2,50,300000,Mazda,Mazda 3,2021", "3,-5,1,Kia,Rio,1")
    )
    assert "no es un número" in text(page, ".preview")
    (link,) = [a for a in page.content.decode().split('"') if "import/rejects" in a]
    before = downloaded(admin_client.get(link))
    done = confirm(admin_client, page)
    run = ImportRun.objects.get()
    after = downloaded(admin_client.get(reverse("admin:catalog_importrun_rejects", args=[run.pk])))
    assert before == after
    assert after[0] == ["línea", "columna", "motivo", "valor"]
    assert ["2", "price", "no es un número", "barato"] in after
    assert {row[0] for row in after[1:]} == {"2", "4"}
    assert "Descargar" in text(done)
    assert cars() == {(2, 300000, 50)}


def test_a_workbook_is_taken_and_its_formulas_are_not(admin_client: Client):
    row = ["Mazda", "Mazda 3", 2021]
    page = look(
        admin_client, a_workbook([1, 50, 300000, *row], [2, 50, "=1+1", *row], [3, 50, 1, "=HYPERLINK(1)", *row[1:]])
    )
    assert text(page, ".preview").count("es una fórmula") == 2
    confirm(admin_client, page)
    assert cars() == {(1, 300000, 50)}


def test_a_price_that_a_person_changed_is_kept_and_shown_unless_told_otherwise(admin_client: Client):
    importing.import_cars(file=io.BytesIO(a_file("1,1,200000,Kia,Rio,2020").read()), file_name="antes.csv")
    inventory.change_car(car=Car.objects.get(), price=Decimal(190000))
    page = look(admin_client, a_file("1,1,210000,Kia,Rio,2020"))
    assert "1 $190,000 $210,000" in text(page, ".preview")
    confirm(admin_client, page)
    assert cars() == {(1, 190000, 1)}
    confirm(admin_client, look(admin_client, a_file("1,1,210000,Kia,Rio,2020"), overwrite="on"))
    assert cars() == {(1, 210000, 1)}


def test_cars_that_the_file_lacks_are_withdrawn_when_asked(admin_client: Client):
    kept, gone, other = a_car(), a_car(), a_car()
    rows = [f"{car.stock_id},{car.km},{car.price},{car.make},{car.model},{car.year}" for car in (kept, other)]
    page = look(admin_client, a_file(*rows), mark_missing="on")
    assert str(gone) in text(page, ".preview")
    confirm(admin_client, page)
    assert Car.objects.get(pk=gone.pk).status == Car.Status.WITHDRAWN
    page = look(admin_client, a_file("9,1,1,Kia,Rio,2020"), mark_missing="on")
    assert "más de la mitad" in text(page, ".errorlist")
    assert (
        len(look(admin_client, a_file("9,1,1,Kia,Rio,2020"), mark_missing="on", force="on").context["withdrawn"]) == 2
    )


def test_a_large_file_shows_its_counts_only(admin_client: Client, monkeypatch):
    rows = [f"{number},1,1000,Kia,Rio,2020" for number in range(1, 2002)]
    page = look(admin_client, a_file(*rows))
    assert page.context["differences"] is None
    assert "más de 2000 filas" in text(page)
    assert len(look(admin_client, a_file(*rows[:-1])).context["differences"].rows) == 2000
    confirm(admin_client, page)
    assert Car.objects.count() == 2001


@pytest.mark.parametrize(
    ("file", "said"),
    [
        (SimpleUploadedFile("x.csv", b""), "vacío"),
        (SimpleUploadedFile("x.csv", b"a,b\n1,2\n"), "Al encabezado le falta: stock_id"),
        (SimpleUploadedFile("x.xlsx", b"PK\x03\x04nonsense"), "dañado"),
        (SimpleUploadedFile("x.pdf", b"%PDF-1.7 nonsense"), "no es un CSV"),
        (SimpleUploadedFile("x.xls", b"\xd0\xcf\x11\xe0nonsense"), "Excel antiguo"),
        (SimpleUploadedFile("x.csv", bytes(range(256)) * 40), "archivo"),
    ],
)
def test_what_is_no_table_of_cars_is_said(admin_client: Client, file, said):
    page = look(admin_client, file)
    assert said in text(page, ".errorlist")
    assert ImportRun.objects.count() == 0


def test_a_file_beyond_the_limit_is_refused(admin_client: Client, settings):
    settings.IMPORT_MAX_MB = 0
    assert "pesa más de" in text(look(admin_client, a_file("1,1,1,Kia,Rio,2020")), ".errorlist")


def test_a_file_is_confirmed_once(admin_client: Client, media):
    page = look(admin_client, a_file("1,1,1000,Kia,Rio,2020", "x"))
    confirm(admin_client, page)
    assert [path for path in media.rglob("*") if path.is_file()] == []
    assert "ya se importó" in text(confirm(admin_client, page), ".messagelist")
    assert "ya se importó" in text(admin_client.post(CONFIRM, {"held": "x"}, follow=True), ".messagelist")
    assert ImportRun.objects.count() == 1


def test_what_stands_in_a_file_is_shown_as_text(admin_client: Client):
    page = look(admin_client, a_file("1,1,1000,<script>alert(1)</script>,<b>Rio</b>,2020", "2,<i>,1,Kia,Rio,2020"))
    assert "<script>alert" not in page.content.decode()
    assert "<b>Rio</b>" not in page.content.decode()
    assert "<i>" not in page.content.decode()


@pytest.mark.parametrize("permissions", [["view_car"], ["view_car", "change_car"], ["view_car", "add_car"]])
def test_only_who_may_add_and_change_cars_imports(permissions):
    carla = get_user_model().objects.create_user("carla", password="una-clave-larga", is_staff=True)
    carla.user_permissions.set(Permission.objects.filter(codename__in=permissions))
    client = Client()
    client.force_login(carla)
    assert client.get(IMPORT).status_code == 403
    assert client.post(CONFIRM).status_code == 403
    assert client.get(reverse("admin:catalog_car_import_rejects")).status_code == 403
    assert "Importar" not in text(client.get(LIST), ".object-tools")
    run = ImportRun.objects.create(started_at="2026-01-01T00:00Z", file_name="x")
    assert client.get(reverse("admin:catalog_importrun_rejects", args=[run.pk])).status_code == 403


def test_every_reason_is_said_in_spanish():
    page = "\n".join(
        [
            HEADER,
            "1,x,x,Kia,Rio,2020",
            ",1.5,-1,Kia,Rio,1800",
            "2,1,1.234,Kia,Rio,2020",
            "2,1,0,Kia,Rio,2020,,quizás",
            "3,1,1,=Kia,Rio,2020",
            "4,1,99999999999,Kia,Rio,2020,,,99999",
            f"5,1,1,{'K' * 70},Rio,2020",
            "6,1,1,Kia,Rio,2020,,,,,,,,,x",
            '7,1,1,"Kia,Rio,2020',
            "8,1,1,K\u200bia,Rio,2020",
            "9,1,1,,Rio,2020",
            "10,1,1",
            "11,1,1,Kia,Rio,2020",
            "11,1,1,Kia,Rio,2020",
        ]
    )
    report = importing.import_cars(file=io.BytesIO(page.encode()), file_name="x.csv")
    assert len({reject.line for reject in report.rejects}) == 13
    assert [reject.reason for reject in report.rejects if in_spanish(reject.reason) == reject.reason] == []


# ── Exports ─────────────────────────────────────────────────────────────────────────────────────────────────────
def test_what_the_list_shows_comes_out_as_a_file_that_goes_in_again(admin_client: Client):
    a_car(stock_id=1, price=Decimal("200000.50"), bluetooth=True, version="1.4 «TSI», ñ")
    a_car(stock_id=2, price=Decimal(100000), car_play=False)
    a_car(stock_id=3, price=Decimal(900000))
    page = admin_client.get(LIST, {"price_to": "500,000", "o": "2"})
    links = [part for part in page.content.decode().split('"') if "export." in part]
    assert len(links) == 2
    csv_file = b"".join(admin_client.get(links[0].replace("&amp;", "&")).streaming_content)
    xlsx_file = b"".join(admin_client.get(links[1].replace("&amp;", "&")).streaming_content)
    for file in (csv_file, xlsx_file):
        report = importing.import_cars(file=io.BytesIO(file), file_name="vuelta")
        assert (report.created, report.updated, report.unchanged, report.rejected) == (0, 0, 2, 0)


def test_a_formula_in_a_car_is_never_exported_as_one(admin_client: Client):
    a_car(stock_id=1, version='=HYPERLINK("http://example.com","x")', model="@SUM(1)")
    lines = b"".join(admin_client.get(reverse("admin:catalog_car_export_csv")).streaming_content).decode()
    assert "\"'=HYPERLINK" in lines
    sheet = load_workbook(
        io.BytesIO(b"".join(admin_client.get(reverse("admin:catalog_car_export_xlsx")).streaming_content))
    ).active
    kinds = {cell.data_type for row in sheet.iter_rows() for cell in row if cell.value is not None}
    assert kinds == {"n", "s"}
    values = [cell.value for row in sheet.iter_rows() for cell in row]
    assert "'@SUM(1)" in values


def test_who_may_not_see_cars_exports_none():
    carla = get_user_model().objects.create_user("carla", password="una-clave-larga", is_staff=True)
    client = Client()
    client.force_login(carla)
    assert client.get(reverse("admin:catalog_car_export_csv")).status_code == 403
