"""A report to Sentry tells developers where it broke, and nobody what a customer wrote."""

import gzip
import subprocess
import sys

import pytest
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from kavakbot import env
from kavakbot.error_reports import harmless

BREAKING = """
import logging
import django
from django.conf import settings
django.setup()
from django.test import Client
from django.urls import path
import sentry_sdk

def breaks(request, phone):
    secret_value = request.GET["q"]
    raise ValueError(f"cannot read {secret_value} of {phone}")

import kavakbot.urls
kavakbot.urls.urlpatterns.insert(0, path("breaks/<phone>", breaks))
settings.ALLOWED_HOSTS = ["testserver"]
client = Client(raise_request_exception=False)
secret = {"HTTP_AUTHORIZATION": "Bearer muy-secreto"}
client.post("/breaks/+5215512345678?q=hola-soy-ana", {"Body": "busco-un-jetta"}, **secret)
logging.getLogger("kavakbot.test").error("no reply for %s", "+5215512345678")
sentry_sdk.flush(10)
"""


@pytest.fixture
def reports(httpserver: HTTPServer) -> list[str]:
    """What Sentry was told, unpacked."""
    told: list[str] = []

    def take(request: Request) -> Response:
        body = request.get_data()
        told.append((gzip.decompress(body) if request.headers.get("Content-Encoding") == "gzip" else body).decode())
        return Response('{"id": "1"}', content_type="application/json")

    httpserver.expect_request("/api/1/envelope/").respond_with_handler(take)
    return told


def break_with(dsn: str) -> None:
    """Run a process in which a request breaks and a line is logged as an error."""
    environment = env.inherited(DJANGO_SETTINGS_MODULE="kavakbot.settings", SENTRY_DSN=dsn)
    command = [sys.executable, "-W", "ignore", "-c", BREAKING]
    subprocess.run(command, env=environment, cwd=env.BASE_DIR, check=True, capture_output=True, timeout=60)


def test_a_report_says_where_it_broke_and_not_with_what(httpserver: HTTPServer, reports: list[str]) -> None:
    break_with(f"http://key@{httpserver.host}:{httpserver.port}/1")

    whole = "\n".join(reports)
    assert '"type":"ValueError"' in whole
    assert '"function":"breaks"' in whole
    assert '"transaction":"/breaks/{phone}"' in whole
    assert "no reply for %s" in whole
    for private in ("5512345678", "hola-soy-ana", "busco-un-jetta", "muy-secreto"):
        assert private not in whole


def test_what_is_not_known_to_be_harmless_stays() -> None:
    event = {
        "event_id": "1",
        "user": {"username": "beto"},
        "request": {"data": {"Body": "hola"}},
        "extra": {"sys.argv": ["erase_contact", "+5215512345678"]},
        "logentry": {"message": "of %s", "formatted": "of Ana", "params": ["Ana"]},
        "exception": {"values": [{"type": "KeyError", "value": "Ana", "stacktrace": {"frames": [{"vars": {"a": 1}}]}}]},
    }

    assert harmless(event) == {
        "event_id": "1",
        "logentry": {"message": "of %s"},
        "exception": {"values": [{"type": "KeyError", "module": None, "stacktrace": {"frames": [{}]}}]},
    }
