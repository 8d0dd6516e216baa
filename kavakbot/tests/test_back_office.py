"""The back office overlooks what no database column can hold, on every page alike."""

import pytest
from django.contrib import admin
from django.contrib.auth.models import User
from django.db.models import CharField, TextField
from django.test import Client

TEXTS = (CharField, TextField)

pytestmark = pytest.mark.django_db


@pytest.fixture
def office():
    client = Client(raise_request_exception=False)
    client.force_login(User.objects.create_superuser("caro"))
    return client


def lists():
    """Every list of the back office with the names of its text columns and its key."""
    for model in admin.site._registry:
        address = f"/admin/{model._meta.app_label}/{model._meta.model_name}/"
        yield pytest.param(
            address,
            [field.name for field in model._meta.fields if field.primary_key or isinstance(field, TEXTS)],
            id=model._meta.label,
        )


@pytest.mark.parametrize(("address", "fields"), list(lists()))
def test_no_list_breaks_on_a_nul(office, address, fields):
    for field in (*fields, "q"):
        for lookup in (field, f"{field}__exact", f"{field}\0"):
            assert office.get(address, {lookup: "\0"}).status_code < 500, lookup
    assert office.get(f"{address}%00/change/").status_code == 404
    assert office.get(address, follow=True).status_code == 200


def test_no_list_answers_but_by_its_page(office):
    asked = {"app_label": "conversations", "model_name": "conversation", "field_name": "contact", "term": ""}
    assert office.get("/admin/autocomplete/", asked).status_code == 404


def test_what_stands_beside_a_nul_is_looked_for(office):
    User.objects.create_user("mariana")
    assert b"mariana" in office.get("/admin/auth/user/", {"q": "mar\0iana"}).content
