"""Beto the salesperson at work in the back office, in a real browser, at his desk and on his phone."""

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from django.contrib.auth import get_user_model
from django.urls import reverse
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from catalog import inventory
from catalog.inventory import Author
from catalog.models import Car
from catalog.tests.builders import a_car, the_sample
from kavakbot.tests.browser import WIDTHS, a_page, flaws, shot

pytestmark = pytest.mark.django_db(transaction=True)
LIST = reverse("admin:catalog_car_changelist")


@pytest.fixture
def beto():
    return get_user_model().objects.create_superuser("beto", first_name="Beto", password="una-clave-larga")


@pytest.fixture(params=WIDTHS)
def page(request, browser, live_server, settings, tmp_path, beto, client) -> Iterator[Page]:
    """The list of cars, as Beto has it open."""
    settings.MEDIA_ROOT = tmp_path / "media"
    client.force_login(beto)
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    with a_page(browser, request.param, address=live_server.url, session=session) as page:
        page.goto(LIST)
        yield page


def row(page: Page, car: Car):
    return page.locator("#result_list tbody tr").filter(has_text=str(car.stock_id))


def said(page: Page):
    return page.locator(".messagelist")


def test_beto_logs_in_with_his_password(browser: Browser, live_server, beto):
    with a_page(browser, "phone", address=live_server.url) as page:
        page.goto(LIST)
        page.get_by_label("Nombre de usuario").fill("beto")
        page.get_by_label("Contraseña").fill("una-clave-larga")
        page.get_by_label("Contraseña").press("Enter")
        expect(page.locator("#changelist")).to_be_visible()


def test_a_misspelt_search_finds_the_car_and_its_price_is_edited_in_the_list(page: Page):
    the_sample()
    car = a_car(make="Nissan", model="Versa", version="1.6 ADVANCE CVT", price=Decimal(221999))
    page.reload()
    shot(page, "list")
    assert flaws(page) == []
    page.locator("#searchbar").fill("nisan verza")
    page.locator("#searchbar").press("Enter")
    expect(row(page, car)).to_be_visible()
    price = row(page, car).locator("input.vPesos")
    expect(price).to_have_value("221,999")
    price.fill("$215,500")
    row(page, car).locator("select").select_option(label="apartado")
    shot(page, "search")
    page.get_by_role("button", name="Guardar").click()
    expect(said(page)).to_contain_text("1 auto")
    car.refresh_from_db()
    assert (car.price, car.status) == (215500, "reserved")
    price.fill("gratis")
    page.get_by_role("button", name="Guardar").click()
    expect(page.locator("#result_list .errorlist")).to_be_visible()
    shot(page, "list-error")


def test_prices_are_filtered_and_changed_together_after_a_look_at_all_of_them(page: Page):
    dear, cheap = a_car(price=Decimal(289999)), a_car(price=Decimal(150000), status="sold")
    page.reload()
    page.get_by_role("button", name="Filtros").click()
    page.locator("[name=price_from]").fill("$200,000")
    page.locator("[name=price_from]").press("Enter")
    expect(row(page, cheap)).to_have_count(0)
    page.locator("#action-toggle").check()
    page.locator("[name=action]").select_option(label="Cambiar precios…")
    page.get_by_role("button", name="Ejecutar").click()
    shot(page, "prices-choose")
    page.get_by_label("Cuánto").fill("5")
    page.get_by_label("Redondeo").select_option(label="al más cercano terminado en …999")
    page.get_by_role("button", name="Ver los precios nuevos").click()
    expect(page.get_by_role("row").filter(has_text="$289,999")).to_contain_text("$275,999")
    shot(page, "prices-confirm")
    assert flaws(page) == []
    page.get_by_role("button", name="Cambiar 1 precio").click()
    expect(said(page)).to_contain_text("Cambió el precio de 1 auto.")
    assert [car.price for car in (Car.objects.get(pk=dear.pk), Car.objects.get(pk=cheap.pk))] == [275999, 150000]


def test_photos_are_uploaded_and_one_becomes_the_main_one(page: Page, tmp_path: Path, live_server):
    car = a_car()
    files = []
    for name, colour in (("frente.jpg", (176, 32, 38)), ("interior.png", (38, 70, 160))):
        Image.new("RGB", (1800, 1200), colour).save(tmp_path / name)
        files.append(tmp_path / name)
    page.goto(f"{live_server.url}{reverse('admin:catalog_car_change', args=[car.pk])}")
    page.locator("#id_uploads").set_input_files(files)
    page.get_by_role("button", name="Guardar y continuar").click()
    expect(page.locator("#photos-group img.thumbnail")).to_have_count(2)
    page.locator("#photos-group img.thumbnail").last.scroll_into_view_if_needed()
    for thumbnail in page.locator("img.thumbnail").all():
        expect(thumbnail).to_have_js_property("naturalWidth", 320)
    shot(page, "photos")
    page.locator("#id_photos-1-main").check()
    page.get_by_role("button", name="Guardar y continuar").click()
    expect(said(page)).to_be_visible()
    assert flaws(page) == []
    first, second = car.photos.all()
    assert first.pk > second.pk
    page.goto(f"{live_server.url}{LIST}")
    assert first.thumbnail_path in (row(page, car).locator("img").get_attribute("src") or "")


def test_the_price_chart_and_the_history_tell_how_a_price_came_about(page: Page, live_server, beto):
    car = inventory.create_car(
        stock_id=7001, make="Nissan", model="Versa", year=2020, km=41000, price=Decimal(239999), author=Author(beto)
    )
    for price, reason in ((229999, "admin: cambio de precios −4 %"), (234999, "admin")):
        inventory.change_car(car=car, price=Decimal(price), author=Author(beto, reason))
    first = car.history.earliest()
    first.history_date = first.history_date.replace(year=first.history_date.year - 1)
    first.save()
    page.goto(f"{live_server.url}{reverse('admin:catalog_car_change', args=[car.pk])}")
    chart = page.get_by_role("img", name="Precio del auto a lo largo del tiempo")
    expect(chart).to_be_visible()
    expect(chart.locator("circle")).to_have_count(3)
    page.get_by_text("Ver como tabla").click()
    expect(page.get_by_role("row").filter(has_text="$229,999")).to_contain_text("−4 %")
    shot(page, "car")
    assert flaws(page) == []
    if not page.get_by_role("link", name="Historia", exact=True).is_visible():
        page.get_by_role("link", name="Más acciones").click()
    page.get_by_role("link", name="Historia", exact=True).click()
    expect(page.get_by_role("row").filter(has_text="−4 %")).to_contain_text("$239,999 → $229,999")
    shot(page, "history")
    assert flaws(page) == []


def test_a_file_with_two_bad_rows_is_looked_at_confirmed_and_its_rejects_downloaded(page: Page, tmp_path: Path):
    a_car(stock_id=7001, make="Nissan", model="Versa", price=Decimal(239999), km=41000, version="1.6 SENSE MT")
    a_car(stock_id=7002, make="Kia", model="Rio", price=Decimal(215000), km=30000)
    file = tmp_path / "lunes.csv"
    file.write_text(
        "stock_id,km,price,make,model,year,version\n"
        "7001,41500,229999,Nissan,Versa,2019,1.6 ADVANCE CVT\n"
        "7002,30000,barato,Kia,Rio,2020,\n"
        "7003,12000,315000,Mazda,Mazda 3,2022,2.5 S GRAND TOURING\n"
        "7004,-1,100000,Seat,Ibiza,2018,\n"
    )
    page.get_by_role("link", name="Importar", exact=True).click()
    page.locator("#id_file").set_input_files(file)
    shot(page, "import")
    page.get_by_role("button", name="Ver qué cambiaría").click()
    expect(page.locator(".differences ins").filter(has_text="ADVANCE")).to_be_visible()
    expect(page.get_by_role("row").filter(has_text="barato")).to_contain_text("no es un número")
    shot(page, "import-preview")
    assert flaws(page) == []
    assert Car.objects.live().count() == 2
    page.get_by_role("button", name="Confirmar importación").click()
    expect(said(page)).to_contain_text("1 nuevo, 1 actualizado, 2 rechazados")
    shot(page, "import-run")
    assert flaws(page) == []
    with page.expect_download() as download:
        page.get_by_role("link", name="Descargar").click()
    rejects = download.value.path().read_text("utf-8-sig").splitlines()
    assert rejects[1:] == ["3,price,no es un número,barato", "5,km,es negativa,'-1"]
    assert Car.objects.get(stock_id=7001).price == 229999
