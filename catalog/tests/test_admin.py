"""The back office pages of the inventory."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from catalog import inventory
from catalog.models import Branch, Car, ImportRun
from catalog.tests.builders import a_car, the_sample

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(admin_client: Client) -> Client:
    return admin_client


def test_every_page_opens(office: Client):
    the_sample()
    car, branch = Car.objects.first(), Branch.objects.create(name="Midtown", city="Guadalajara")
    run = ImportRun.objects.get()
    for model, row in (("car", car), ("branch", branch), ("importrun", run)):
        assert office.get(reverse(f"admin:catalog_{model}_changelist")).status_code == 200
        assert office.get(reverse(f"admin:catalog_{model}_change", args=[row.pk])).status_code == 200
    for model in ("car", "branch"):
        assert office.get(reverse(f"admin:catalog_{model}_add")).status_code == 200


def test_the_list_is_searched_and_filtered(office: Client):
    the_sample()
    page = office.get(reverse("admin:catalog_car_changelist"), {"q": "touareg", "status__exact": "available"})
    assert page.context["cl"].result_count == 2


def test_the_list_costs_the_same_queries_however_long(office: Client, django_assert_max_num_queries):
    the_sample()
    with django_assert_max_num_queries(12):
        office.get(reverse("admin:catalog_car_changelist"))


def test_a_new_car_may_leave_the_equipment_unstated(office: Client):
    form = {
        "stock_id": 700001,
        "make": "Nissan",
        "model": "Versa",
        "version": "",
        "year": 2020,
        "status": "available",
        "price": "279999",
        "km": 41000,
        "bluetooth": "unknown",
        "car_play": "true",
        "length_mm": "",
        "width_mm": "",
        "height_mm": "",
        "photos-TOTAL_FORMS": 0,
        "photos-INITIAL_FORMS": 0,
    }
    assert office.post(reverse("admin:catalog_car_add"), form).status_code == 302
    car = Car.objects.get()
    assert (car.bluetooth, car.car_play, car.length_mm) == (None, True, None)
    again = office.post(reverse("admin:catalog_car_add"), form)
    assert "Ya existe un auto con este número de inventario." in again.content.decode()


def test_removing_keeps_the_row_and_takes_the_car_off_every_page(office: Client):
    one, two, three = a_car(), a_car(), a_car()
    office.post(reverse("admin:catalog_car_delete", args=[one.pk]), {"post": "yes"})
    office.post(
        reverse("admin:catalog_car_changelist"),
        {"action": "delete_selected", "_selected_action": [str(two.pk)], "post": "yes"},
    )
    assert (Car.objects.count(), list(Car.objects.live())) == (3, [three])
    assert office.get(reverse("admin:catalog_car_changelist")).context["cl"].result_count == 1


def test_a_removed_car_cannot_be_edited(office: Client):
    car = a_car()
    inventory.remove_cars(cars=Car.objects.all())
    assert office.get(reverse("admin:catalog_car_change", args=[car.pk])).status_code == 302


def test_an_import_is_a_record(office: Client):
    run = ImportRun.objects.create(started_at=timezone.now(), finished_at=timezone.now(), file_name="lunes.csv")
    assert office.get(reverse("admin:catalog_importrun_add")).status_code == 403
    assert office.post(reverse("admin:catalog_importrun_delete", args=[run.pk]), {"post": "yes"}).status_code == 403
    assert office.post(reverse("admin:catalog_importrun_change", args=[run.pk]), {"file_name": "x"}).status_code == 403
