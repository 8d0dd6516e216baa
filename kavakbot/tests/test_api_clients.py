"""The clients that staff make: what they may do, how their secrets change, how they are shut out."""

from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth import get_user_model
from django.urls import reverse
from django.utils import timezone
from rest_framework.test import APIClient

from kavakbot import demo
from kavakbot.authentication import issue_token
from kavakbot.models import ApiClient, create_client, rotate_secret
from kavakbot.tests.issuers import Issuer, trust

pytestmark = pytest.mark.django_db

LIST = reverse("admin:kavakbot_apiclient_changelist")
ADD = reverse("admin:kavakbot_apiclient_add")


def _token(client, secret):
    issued = issue_token(client_id=client.client_id, secret=secret)
    return issued[0] if issued else None


def _statuses(token):
    """What a read and a write answer."""
    api = APIClient(HTTP_AUTHORIZATION=f"Bearer {token}")
    return api.get("/api/v1/cars?limit=1").status_code, api.post("/api/v1/cars", {}, format="json").status_code


def test_a_client_that_only_reads_changes_nothing():
    token = _token(*create_client(name="Tablero", access=ApiClient.Access.READ))
    assert _statuses(token) == (200, 403)
    assert _statuses(_token(*create_client(name="CRM"))) == (200, 422)


def test_a_right_that_is_taken_away_is_gone_from_tokens_that_are_out():
    token = _token(*create_client(name="CRM"))
    ApiClient.objects.update(access=ApiClient.Access.READ)
    assert _statuses(token) == (200, 403)
    ApiClient.objects.update(is_active=False)
    assert _statuses(token) == (401, 401)


def test_after_a_rotation_the_old_secret_is_good_for_the_grace_and_no_longer():
    client, old = create_client(name="CRM")
    old_token = _token(client, old)
    new = rotate_secret(client_id=client.client_id, grace=timedelta(hours=1))
    assert _statuses(old_token)[0] == _statuses(_token(client, old))[0] == _statuses(_token(client, new))[0] == 200
    ApiClient.objects.update(previous_until=timezone.now())  # the hour is over
    assert _token(client, old) is None
    assert _statuses(old_token) == (401, 401)
    assert _statuses(_token(client, new))[0] == 200


def test_a_secret_that_leaked_is_dead_at_once_with_all_it_earned():
    client, leaked = create_client(name="CRM")
    token = _token(client, leaked)
    new = rotate_secret(client_id=client.client_id, grace=timedelta(0))
    assert _token(client, leaked) is None
    assert _statuses(token) == (401, 401)
    assert _token(client, new)


def test_a_second_rotation_ends_the_first_secret():
    client, first = create_client(name="CRM")
    second = rotate_secret(client_id=client.client_id, grace=timedelta(days=1))
    third = rotate_secret(client_id=client.client_id, grace=timedelta(days=1))
    assert [bool(_token(client, secret)) for secret in (first, second, third)] == [False, True, True]


def test_the_last_use_is_remembered():
    client, secret = create_client(name="CRM")
    token = _token(client, secret)
    client.refresh_from_db()
    assert client.last_used_at is None
    assert _statuses(token)[0] == 200
    client.refresh_from_db()
    assert timezone.now() - client.last_used_at < timedelta(minutes=1)


def test_the_demo_client_comes_in_on_a_local_machine_alone(settings, tmp_path, monkeypatch, httpserver):
    monkeypatch.setenv("LOCAL_DIR", str(tmp_path))
    made = demo.keep_credentials()
    token, _ = issue_token(client_id=made.client_id, secret=made.client_secret)
    assert _statuses(token)[0] == 200
    settings.LOCAL_MODE = False
    assert issue_token(client_id=made.client_id, secret=made.client_secret) is None
    assert _statuses(token) == (401, 401)
    settings.LOCAL_MODE = True
    ApiClient.objects.all().delete()
    trust(settings, Issuer(httpserver))
    demo.keep_credentials()
    assert not ApiClient.objects.exists()


def test_staff_make_a_client_and_see_its_secret_once(admin_client):
    page = admin_client.post(ADD, {"name": "CRM", "access": "read"})
    client = ApiClient.objects.get()
    secret = page.context["secret"]
    assert page.status_code == 200
    assert secret in page.content.decode()
    assert "no-store" in page["Cache-Control"]
    assert _statuses(_token(client, secret)) == (200, 403)
    assert "messages" not in page.cookies
    assert secret not in str(admin_client.session.items())
    for address in (LIST, reverse("admin:kavakbot_apiclient_change", args=[client.pk])):
        again = admin_client.get(address).content.decode()
        assert secret not in again
        assert client.secret_hash not in again


def test_staff_renew_a_secret(admin_client):
    client, old = create_client(name="CRM")
    address = reverse("admin:kavakbot_apiclient_rotate", args=[client.pk])
    assert address in admin_client.get(reverse("admin:kavakbot_apiclient_change", args=[client.pk])).content.decode()
    assert admin_client.get(address).status_code == 200
    assert admin_client.post(address, {"grace": "9"}).context["form"].errors
    assert _token(client, old)  # asking changes nothing
    page = admin_client.post(address, {"grace": "0"})
    assert _token(client, page.context["secret"])
    assert _token(client, old) is None
    assert LogEntry.objects.get().get_change_message() == "Secreto renovado."
    assert admin_client.get(reverse("admin:kavakbot_apiclient_rotate", args=[0])).status_code == 404


def test_who_may_not_change_clients_renews_no_secret(client):
    other, old = create_client(name="CRM")
    client.force_login(get_user_model().objects.create_user("ana", is_staff=True))
    answer = client.post(reverse("admin:kavakbot_apiclient_rotate", args=[other.pk]), {"grace": "0"})
    assert answer.status_code == 403
    assert _token(other, old)


def test_with_cognito_no_client_is_made_here(admin_client, settings, httpserver):
    trust(settings, Issuer(httpserver))
    assert admin_client.post(ADD, {"name": "CRM", "access": "read"}).status_code == 403
    assert admin_client.get(LIST).status_code == 200
