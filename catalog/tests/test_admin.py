"""The back office pages of the inventory: the list and its filters, one car's page, its history, its photos."""

import io
from decimal import Decimal

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from catalog import inventory, search
from catalog.criteria import CarCriteria
from catalog.inventory import Author
from catalog.models import Branch, Car, CarPhoto, ImportRun
from catalog.tests.builders import a_car, the_sample
from catalog.tests.pages import fields, text

pytestmark = pytest.mark.django_db
LIST, FORM = reverse("admin:catalog_car_changelist"), "#changelist-form"


@pytest.fixture
def office(admin_client: Client) -> Client:
    return admin_client


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def carla() -> Client:
    """Carla may look and not touch."""
    return allowed("carla", "view_car")


def allowed(name: str, *permissions: str) -> Client:
    user = get_user_model().objects.create_user(name, password="una-clave-larga", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=permissions))
    client = Client()
    client.force_login(user)
    return client


def page_of(car: Car) -> str:
    return reverse("admin:catalog_car_change", args=[car.pk])


def listed(office: Client, **asked) -> set[int]:
    return {car.stock_id for car in office.get(LIST, asked).context["cl"].result_list}


def row(sent: dict, car: Car) -> str:
    """Return the prefix of the car's row in the list's form."""
    return next(name for name, value in sent.items() if name.endswith("-id") and value == str(car.pk)).removesuffix(
        "id"
    )


def a_photo(name="foto.jpg", kind="JPEG", colour=(10, 120, 10)) -> SimpleUploadedFile:
    out = io.BytesIO()
    Image.new("RGB", (90, 60), colour).save(out, kind)
    return SimpleUploadedFile(name, out.getvalue())


# ── Pages ───────────────────────────────────────────────────────────────────────────────────────────────────────
def test_every_page_opens(office: Client):
    the_sample()
    car, branch = Car.objects.first(), Branch.objects.create(name="Midtown", city="Guadalajara")
    run = ImportRun.objects.get()
    for model, row in (("car", car), ("branch", branch), ("importrun", run)):
        assert office.get(reverse(f"admin:catalog_{model}_changelist")).status_code == 200
        assert office.get(reverse(f"admin:catalog_{model}_change", args=[row.pk])).status_code == 200
    for model in ("car", "branch"):
        assert office.get(reverse(f"admin:catalog_{model}_add")).status_code == 200


def test_an_import_is_a_record(office: Client):
    run = ImportRun.objects.create(started_at=timezone.now(), finished_at=timezone.now(), file_name="lunes.csv")
    assert office.get(reverse("admin:catalog_importrun_add")).status_code == 403
    assert office.post(reverse("admin:catalog_importrun_delete", args=[run.pk]), {"post": "yes"}).status_code == 403
    assert office.post(reverse("admin:catalog_importrun_change", args=[run.pk]), {"file_name": "x"}).status_code == 403


def test_who_may_only_look_sees_readable_figures_and_changes_nothing(carla: Client):
    car = a_car(price=Decimal(289999), km=41000)
    page = carla.get(LIST)
    assert "$289,999" in text(page, "#result_list")
    assert "41,000 km" in text(page, "#result_list")
    assert not any(name.endswith("-price") for name in fields(page, FORM))
    assert carla.get(page_of(car)).status_code == 200
    assert carla.get(reverse("admin:catalog_car_history", args=[car.pk])).status_code == 200
    assert carla.post(page_of(car), {"price": "1"}).status_code == 403
    action = {"action": "change_prices", "_selected_action": [str(car.pk)]}
    assert "Cambiar precios" not in text(carla.post(LIST, action, follow=True), "h1")
    assert Car.objects.get().price == 289999


# ── The list ────────────────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize("words", ["nisan verza", "VERSA", "nissan versa 2019", "bersa", "7001", "versa advance"])
def test_a_car_is_found_however_it_is_written(office: Client, words):
    a_car(stock_id=7001, make="Nissan", model="Versa", version="1.6 ADVANCE CVT", year=2019)
    a_car(stock_id=7002, make="Toyota", model="Corolla", version="1.8 LE AUTO", year=2018)
    assert listed(office, q=words) == {7001}


def test_a_car_that_nobody_can_buy_any_more_is_found_too(office: Client):
    a_car(stock_id=7001)
    a_car(stock_id=7003, make="Pontiac", model="Aztek", status=Car.Status.SOLD)
    assert listed(office, q="pontiac") == {7003}


@pytest.mark.parametrize("words", ["xyzzy", "999999999999999999999", "%", "\x00", "' OR 1=1 --", "👍", "2"])
def test_nothing_is_found_for_what_names_nothing(office: Client, words):
    a_car(stock_id=7001)
    page = office.get(LIST, {"q": words})
    assert page.status_code == 200
    assert len(page.context["cl"].result_list) == (1 if words == "\x00" else 0)


def test_a_column_can_be_sorted_while_searching(office: Client):
    for stock_id, price in ((7001, 300000), (7002, 100000), (7003, 200000)):
        a_car(stock_id=stock_id, make="Nissan", model="Versa", price=price)
    column = list(office.get(LIST).context["cl"].list_display).index("price")
    cars = office.get(LIST, {"q": "versa", "o": f"-{column}"}).context["cl"].result_list
    assert [car.stock_id for car in cars] == [7001, 7003, 7002]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"price_from": "250000"}, {2, 3}),
        ({"price_to": "$250,000"}, {1, 2}),
        ({"price_from": "200,000", "price_to": "260000"}, {2}),
        ({"km_to": "50,000 "}, {1}),
        ({"km_from": "76000", "km_to": "76000"}, {2}),
        ({"price_from": "", "price_to": ""}, {1, 2, 3}),
        ({"status__exact": "sold"}, {3}),
        ({"make": "Kia"}, {1}),
        ({"year": "2021"}, {2}),
        ({"car_play__exact": "1"}, {1}),
        ({"car_play__isnull": "True"}, {2, 3}),
        ({"price_from": "150000", "status__exact": "available", "q": "jetta"}, {2}),
        ({"price_to": "250000", "_facets": "True"}, {1, 2}),
    ],
)
def test_the_list_is_narrowed(office: Client, asked, found):
    a_car(stock_id=1, make="Kia", model="Rio", price=Decimal(190000), km=30000, car_play=True)
    a_car(stock_id=2, price=Decimal(250000), km=76000, year=2021)
    a_car(stock_id=3, price=Decimal(400000), km=90000, status=Car.Status.SOLD)
    assert listed(office, **asked) == found


@pytest.mark.parametrize("nonsense", ["barato", "-5", "1e99", "9" * 60, "1,2", "NaN", "Infinity"])
def test_a_bound_that_is_no_figure_is_said_and_ignored(office: Client, nonsense):
    a_car(stock_id=1)
    page = office.get(LIST, {"price_from": nonsense, "km_to": "abc"})
    assert page.status_code == 200
    assert text(page, ".messagelist").count("no es una cantidad válida") == 2
    assert len(page.context["cl"].result_list) == 1


def test_bounds_the_wrong_way_round_are_said(office: Client):
    page = office.get(LIST, {"km_from": "90000", "km_to": "10000"})
    assert "«desde» es mayor que «hasta»" in text(page, ".messagelist")


def test_the_list_costs_the_same_queries_however_long(office: Client, django_assert_num_queries):
    def visit(queries: int) -> None:
        with django_assert_num_queries(queries):
            assert office.get(LIST).status_code == 200

    a_car()
    queries = 9  # session, person, who waits for people, calls, count, page, photos, makes, years
    visit(queries)
    for _ in range(40):
        CarPhoto.objects.create(car=a_car(), url="https://example.com/a.jpg")
    visit(queries)


def test_the_main_photo_stands_in_the_list(office: Client):
    car = a_car()
    CarPhoto.objects.create(car=car, url="https://example.com/second.jpg", position=2)
    CarPhoto.objects.create(car=car, url="https://example.com/first.jpg", position=1)
    assert 'src="https://example.com/first.jpg"' in office.get(LIST).content.decode()


# ── Editing in the list ─────────────────────────────────────────────────────────────────────────────────────────
def test_price_and_status_are_edited_in_the_list_and_the_next_search_sees_it(office: Client, admin_user):
    car, other = a_car(price=Decimal(289999)), a_car(price=Decimal(300000))
    sent = fields(office.get(LIST), FORM)
    at = row(sent, car)
    assert sent[f"{at}price"] == "289,999"
    sent |= {f"{at}price": "$279,999", f"{at}status": "reserved", "_save": "Guardar"}
    assert office.post(LIST, sent).status_code == 302
    car.refresh_from_db()
    assert (car.price, car.status) == (Decimal(279999), "reserved")
    newest = car.history.first()
    assert (newest.history_user, newest.history_change_reason) == (admin_user, "admin")
    assert other.history.count() == 1
    assert [found.stock_id for found in search.search(CarCriteria()).cars] == [other.stock_id]


def test_a_row_that_skips_a_step_says_so_and_nothing_is_saved(office: Client):
    sold, other = a_car(status=Car.Status.SOLD), a_car(price=Decimal(300000))
    sent = fields(office.get(LIST), FORM)
    sent |= {f"{row(sent, sold)}status": "reserved", f"{row(sent, other)}price": "1,000", "_save": "Guardar"}
    page = office.post(LIST, sent)
    assert "El auto está «vendido» y no puede pasar a ese estado" in text(page, "#result_list")
    assert Car.objects.get(pk=other.pk).price == 300000


@pytest.mark.parametrize("wrong", ["", "gratis", "-1", "0", "0.001", "12,34", "99999999999", "=1+1"])
def test_a_price_that_is_none_says_so(office: Client, wrong):
    car = a_car()
    sent = fields(office.get(LIST), FORM)
    page = office.post(LIST, {**sent, f"{row(sent, car)}price": wrong, "_save": "Guardar"})
    assert page.status_code == 200
    assert text(page, "#result_list .errorlist")
    assert Car.objects.get().price == car.price


def test_a_stale_list_does_not_undo_what_somebody_else_changed(office: Client):
    car = a_car(price=Decimal(289999))
    sent = fields(office.get(LIST), FORM)
    inventory.change_car(car=car, price=Decimal(270000))
    at = row(sent, car)
    office.post(LIST, {**sent, f"{at}status": "reserved", "_save": "Guardar"})
    car.refresh_from_db()
    assert (car.price, car.status) == (270000, "reserved")
    page = office.post(LIST, {**sent, f"{at}price": "285,000", "_save": "Guardar"})
    assert "Alguien lo cambió mientras tanto a «$270,000»" in text(page, "#result_list")
    assert Car.objects.get().price == 270000


# ── One car ─────────────────────────────────────────────────────────────────────────────────────────────────────
def test_a_new_car_may_leave_the_equipment_unstated(office: Client, admin_user):
    add = reverse("admin:catalog_car_add")
    sent = fields(office.get(add), "#car_form")
    sent |= {"stock_id": 700001, "make": "Nissan", "model": "Versa", "year": 2020, "price": "279,999", "km": 41000}
    sent |= {"car_play": "true"}
    assert office.post(add, sent).status_code == 302
    car = Car.objects.get()
    assert (car.price, car.bluetooth, car.car_play, car.length_mm) == (279999, None, True, None)
    assert car.history.get().history_user == admin_user
    assert "Ya existe un auto con este número de inventario." in text(office.post(add, sent))


def test_only_what_the_person_changed_is_written(office: Client, admin_user):
    car = a_car(bluetooth=True, length_mm=Decimal(4500))
    sent = fields(office.get(page_of(car)), "#car_form")
    inventory.change_car(car=car, km=50000)
    assert office.post(page_of(car), {**sent, "price": "250000.50"}).status_code == 302
    car.refresh_from_db()
    assert (car.price, car.km, car.bluetooth, car.length_mm) == (Decimal("250000.50"), 50000, True, 4500)
    assert car.history.first().history_user == admin_user
    page = office.post(page_of(car), {**sent, "km": "41,001"})
    assert page.status_code == 200
    page = office.post(page_of(car), {**sent, "km": "41001"})
    assert "Alguien lo cambió mientras tanto a «50,000 km»" in text(page)


def test_a_car_page_offers_only_the_next_statuses(office: Client):
    page = office.get(page_of(a_car(status=Car.Status.RESERVED)))
    assert text(page, "#id_status") == "disponible apartado vendido"


def test_saving_without_a_change_leaves_no_trace(office: Client):
    car = a_car(bluetooth=False)
    assert office.post(page_of(car), fields(office.get(page_of(car)), "#car_form")).status_code == 302
    assert car.history.count() == 1


def test_removing_keeps_the_row_and_takes_the_car_off_every_page(office: Client, admin_user):
    one, two, three = a_car(), a_car(), a_car()
    office.post(reverse("admin:catalog_car_delete", args=[one.pk]), {"post": "yes"})
    office.post(LIST, {"action": "delete_selected", "_selected_action": [str(two.pk)], "post": "yes"})
    assert (Car.objects.count(), list(Car.objects.live())) == (3, [three])
    assert office.get(LIST).context["cl"].result_count == 1
    assert {one.history.first().history_user, two.history.first().history_user} == {admin_user}


def test_a_removed_car_cannot_be_edited(office: Client):
    car = a_car()
    inventory.remove_cars(cars=Car.objects.all())
    assert office.get(page_of(car)).status_code == 302


def test_the_car_leads_to_its_chats(office: Client):
    page = office.get(page_of(a_car(stock_id=7001)))
    link = f"{reverse('admin:conversations_conversation_changelist')}?auto=7001"
    assert f'href="{link}"' in page.content.decode()
    assert office.get(link).status_code == 200


# ── History ─────────────────────────────────────────────────────────────────────────────────────────────────────
def test_the_history_tells_in_spanish_who_changed_what_and_why(office: Client, admin_user):
    car = inventory.create_car(stock_id=1, make="Kia", model="Rio", year=2020, km=1, price=Decimal(200000))
    inventory.change_car(car=car, price=Decimal(190000), author=Author(admin_user, "rebaja de otoño"))
    page = office.get(reverse("admin:catalog_car_history", args=[car.pk]))
    words = text(page, "#content")
    for said in ("admin", "rebaja de otoño", "Precio (MXN): $200,000 → $190,000", "Alta", "2 registros"):
        assert said in words
    for english in ("Changed", "Created", "Object", "Comment", "reason", "history", "entries"):
        assert english not in words


def test_the_price_chart_tells_every_price_in_words_and_in_a_drawing(office: Client, admin_user):
    car = inventory.create_car(stock_id=1, make="Kia", model="Rio", year=2020, km=1, price=Decimal(200000))
    for price in (190000, 215000):
        inventory.change_car(car=car, price=Decimal(price), author=Author(admin_user, "rebaja"))
    inventory.change_car(car=car, km=2)
    page = office.get(page_of(car))
    assert len(page.context["chart"].steps) == 3
    assert "De $200,000" in text(page, ".price-chart desc")
    assert "con 2 cambios" in text(page, ".price-chart desc")
    assert text(page, ".price-chart table").count("rebaja") == 2
    assert page.content.decode().count("<circle") == 3


def test_a_car_older_than_its_history_has_a_chart_too(office: Client):
    car = a_car()
    car.history.all().delete()
    assert len(office.get(page_of(car)).context["chart"].steps) == 1


def test_an_old_version_cannot_be_put_back_past_the_rules(office: Client):
    car = a_car()
    version = reverse("admin:catalog_car_simple_history", args=[car.pk, car.history.get().pk])
    assert (office.get(version).status_code, office.post(version, {"price": 1}).status_code) == (404, 404)


# ── Photos ──────────────────────────────────────────────────────────────────────────────────────────────────────
def test_several_photos_are_uploaded_at_once_and_one_made_the_main_one(office: Client, admin_user):
    car = a_car()
    sent = fields(office.get(page_of(car)), "#car_form")
    uploads = [a_photo("a.jpg"), a_photo("b.png", "PNG"), a_photo("c.webp", "WEBP")]
    assert office.post(page_of(car), {**sent, "uploads": uploads}).status_code == 302
    _, two, three = car.photos.all()
    assert car.history.first().history_change_reason == "admin: fotos subidas: 3"
    sent = fields(office.get(page_of(car)), "#car_form")
    sent |= {"photos-2-main": "on", "photos-0-DELETE": "on"}
    assert office.post(page_of(car), sent).status_code == 302
    assert [(photo.pk, photo.position) for photo in car.photos.all()] == [(three.pk, 1), (two.pk, 2)]
    assert car.history.first().history_user == admin_user


def test_photos_are_ordered_by_their_numbers(office: Client):
    car = a_car()
    office.post(page_of(car), {**fields(office.get(page_of(car)), "#car_form"), "uploads": [a_photo(), a_photo()]})
    one, two = car.photos.all()
    sent = fields(office.get(page_of(car)), "#car_form")
    office.post(page_of(car), {**sent, "photos-0-position": "9"})
    assert list(car.photos.all()) == [two, one]


def test_a_photo_at_another_address_is_added_and_changed(office: Client):
    car = a_car()
    sent = fields(office.get(page_of(car)), "#car_form")
    new = {"photos-TOTAL_FORMS": 1, "photos-0-position": 1, "photos-0-url": "https://example.com/a.jpg"}
    new |= {"photos-0-id": "", "photos-0-car": str(car.pk)}
    assert office.post(page_of(car), {**sent, **new}).status_code == 302
    sent = fields(office.get(page_of(car)), "#car_form")
    assert office.post(page_of(car), {**sent, "photos-0-url": "https://example.com/b.jpg"}).status_code == 302
    assert [photo.url for photo in car.photos.all()] == ["https://example.com/b.jpg"]
    page = office.post(page_of(car), {**fields(office.get(page_of(car)), "#car_form"), "photos-0-url": "javascript:1"})
    assert text(page, "#photos-group .errors")


def test_a_bad_upload_is_named_with_its_reason_and_nothing_is_saved(office: Client):
    car = a_car()
    sent = fields(office.get(page_of(car)), "#car_form")
    bad = SimpleUploadedFile("logo.svg", b"<svg onload='alert(1)'></svg>", "image/svg+xml")
    page = office.post(page_of(car), {**sent, "price": "1000", "uploads": [a_photo(), bad]})
    assert "«logo.svg» no es una imagen JPEG, PNG o WebP." in text(page, ".errorlist")
    assert not car.photos.exists()
    assert Car.objects.get().price == car.price


def test_only_who_may_add_photos_uploads_them():
    car, dora = a_car(), allowed("dora", "view_car", "change_car")
    page = dora.get(page_of(car))
    assert "Fotos nuevas" not in text(page)
    assert dora.post(page_of(car), {**fields(page, "#car_form"), "uploads": [a_photo()]}).status_code == 302
    assert not car.photos.exists()
    emil = allowed("emil", "view_car", "change_car", "add_carphoto")
    page = emil.get(page_of(car))
    assert emil.post(page_of(car), {**fields(page, "#car_form"), "uploads": [a_photo()]}).status_code == 302
    assert car.photos.count() == 1


def test_too_many_photos_at_once_are_refused(office: Client):
    car = a_car()
    sent = fields(office.get(page_of(car)), "#car_form")
    page = office.post(page_of(car), {**sent, "uploads": [a_photo() for _ in range(21)]})
    assert "sube como mucho 20" in text(page, ".errorlist")
