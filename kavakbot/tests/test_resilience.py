"""What the web survives: a restarted PostgreSQL, a Redis that is away or hangs, hostile bodies."""

import socket
import time
from urllib.parse import urlsplit

import pytest
from django.db import connection
from rest_framework.test import APIClient

from kavakbot.celery import SILENT_SECONDS, app, publish
from kavakbot.loopback import Answered, LoopbackServer
from kavakbot.masking import mask_phones


@pytest.mark.django_db(transaction=True)
def test_a_connection_that_died_in_the_pool_is_replaced_before_it_is_used(client):
    assert client.get("/health/ready").status_code == 200
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        pid = cursor.fetchone()[0]
    connection.close()  # back to the pool, alive
    other = connection.copy()
    other.settings_dict["OPTIONS"].pop("pool")
    with other.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s)", [pid])
    other.close()
    time.sleep(0.2)
    assert client.get("/health/ready").json()["checks"]["database"] is True


@pytest.mark.django_db
def test_the_api_goes_on_while_redis_is_away(settings):
    away = {**settings.CACHES["default"], "LOCATION": "redis://127.0.0.1:9/0"}
    settings.CACHES = {"default": away}
    answer = APIClient().post("/auth/login", {"client_id": "x", "client_secret": "y"})
    assert answer.status_code == 401


def test_a_redis_that_accepts_and_never_answers_holds_up_one_wake_in_a_while():
    reachable = app.conf.broker_url
    with socket.create_server(("127.0.0.1", 0)) as silent:
        app.conf.broker_url = f"redis://127.0.0.1:{silent.getsockname()[1]}/0"
        try:
            first = _seconds_to_publish()
            others = sum(_seconds_to_publish() for _ in range(100))
            time.sleep(SILENT_SECONDS)
        finally:
            app.conf.broker_url = reachable
    assert first < 2
    assert others < 0.2
    assert publish("kavakbot.nothing", expires_seconds=1)


def _seconds_to_publish():
    started = time.monotonic()
    assert not publish("kavakbot.nothing")
    return time.monotonic() - started


@pytest.mark.django_db
@pytest.mark.parametrize(
    "body", ["[" * 100_000, '{"a":' * 2_000, '{"a":' * 2_000 + "1" + "}" * 2_000, "[" * 900 + "]" * 900]
)
def test_json_that_nests_without_end_is_422(body):
    answer = APIClient().post("/auth/login", body, content_type="application/json")
    assert answer.status_code == 422


@pytest.mark.parametrize(
    ("line", "masked"),
    [
        ("Key (phone)=(+525599998888) already exists", "Key (phone)=(•••8888) already exists"),
        ("whatsapp:+5215512345678", "whatsapp:•••5678"),
        ("+52 55 1234 5678", "•••5678"),
        ("2026-11-23 07:15:30,123 took 45 ms", "2026-11-23 07:15:30,123 took 45 ms"),
        ("stock 243587", "stock 243587"),
    ],
)
def test_phone_numbers_are_masked_wherever_they_stand(line, masked):
    assert mask_phones(line) == masked


def test_a_stand_in_is_asked_nothing_by_who_was_cut_off_in_the_middle():
    asked = []
    with LoopbackServer(lambda it: asked.append(it) or Answered(200, b"")) as server:
        address = urlsplit(server.url)
        with socket.create_connection((address.hostname, address.port)) as cut:
            cut.sendall(b"POST / HTTP/1.1\r\nContent-Length: 10\r\n\r\nabc")
        with socket.create_connection((address.hostname, address.port)) as whole:
            whole.sendall(b"POST / HTTP/1.1\r\nContent-Length: 3\r\n\r\nabc")
            assert whole.recv(20).startswith(b"HTTP/1.1 200")
    assert [it.body for it in asked] == [b"abc"]
