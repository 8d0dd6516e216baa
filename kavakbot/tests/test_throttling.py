"""Throttles: exact under parallel calls, whatever addresses are claimed, and no burden while Redis is away."""

import random
import socket
import time
from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest
from django.db import connections
from rest_framework.settings import api_settings
from rest_framework.test import APIClient

from kavakbot import windows

CREDENTIALS = {"client_id": "x", "client_secret": "y"}


@pytest.mark.django_db(transaction=True)
def test_of_two_hundred_parallel_logins_from_invented_addresses_ten_are_heard():
    def login(number):
        try:
            spoofed = {"HTTP_X_FORWARDED_FOR": ".".join(str(chance.randrange(256)) for _ in range(4))}
            return APIClient(REMOTE_ADDR="192.0.2.7", **spoofed).post("/auth/login", CREDENTIALS)
        finally:
            connections.close_all()

    chance = random.Random(1)
    started = time.monotonic()
    with ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(login, range(200)))
    heard = [answer for answer in answers if answer.status_code == 401]
    turned_away = [answer for answer in answers if answer.status_code == 429]
    windows_passed = 1 + int((time.monotonic() - started) / 60)
    assert 10 <= len(heard) <= 10 * windows_passed
    assert len(heard) + len(turned_away) == 200
    assert all(0 < int(answer["Retry-After"]) <= 60 for answer in turned_away)


@pytest.mark.django_db
def test_behind_a_proxy_the_address_it_saw_counts(settings):
    def login(forwarded):
        return APIClient(HTTP_X_FORWARDED_FOR=forwarded).post("/auth/login", CREDENTIALS).status_code

    settings.REST_FRAMEWORK = {**settings.REST_FRAMEWORK, "NUM_PROXIES": 1}
    assert api_settings.NUM_PROXIES == 1
    assert [login(f"203.0.113.{number}, 198.51.100.1") for number in range(11)] == [401] * 10 + [429]
    assert login("198.51.100.2") == 401
    assert [login(f"2001:db8::{number:x}") for number in range(11)] == [401] * 10 + [429]  # one line's addresses
    assert login("2001:db8:0:1::1") == 401


def test_a_window_slides():
    name = uuid4().hex
    waits = [windows.seconds_to_wait(name, limit=2, seconds=60, now=now) for now in (0, 30, 45, 60.5, 61, 90.5)]
    assert waits == [0, 0, 15, 0, pytest.approx(29), 0]


def test_a_redis_that_is_away_or_hangs_lets_through_and_is_left_alone(settings):
    with socket.create_server(("127.0.0.1", 0)) as silent:
        for address in ("redis://127.0.0.1:9/0", f"redis://127.0.0.1:{silent.getsockname()[1]}/0"):
            settings.REDIS_URL = address
            started = time.monotonic()
            assert [windows.seconds_to_wait("x", limit=1, seconds=60, now=0) for _ in range(100)] == [0] * 100
            assert time.monotonic() - started < 5  # a hundred patient waits would be 100 s
