"""What every answer carries, and what no list of the back office breaks on."""

import io
import logging
import re

import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from django.contrib import admin
from django.contrib.auth.models import User
from django.contrib.postgres.fields import ArrayField
from django.db.models import BinaryField, DateField, JSONField, UUIDField
from django.test import Client

from kavakbot.logs import PrivateFormatter, WithIds

ODD = (ArrayField, BinaryField, DateField, JSONField, UUIDField)


# ── The content policy ──────────────────────────────────────────────────────────────────────────────────────────
def policy(page: str) -> dict[str, str]:
    said = Client().get(page).headers["Content-Security-Policy"]
    return dict(part.strip().split(" ", 1) for part in said.split(";"))


@pytest.mark.django_db
def test_outside_the_pages_nothing_may_be_loaded_or_run():
    nothing = dict.fromkeys(("default-src", "base-uri", "form-action", "frame-ancestors"), "'none'")
    for page in ("/", "/health", "/auth/login", "/no-such-page"):
        assert policy(page) == nothing, page


@pytest.mark.django_db
def test_pages_run_our_own_files_and_nothing_that_stands_in_them():
    for page in ("/admin/login/", "/docs", "/redoc", "/api/v1/cars"):
        said = policy(page)
        ours = "'self' 'unsafe-eval'" if page.startswith("/admin/") else "'self'"  # decision 49
        assert (said["script-src"], said["default-src"], said["frame-ancestors"]) == (ours, "'none'", "'none'")
        scripts = BeautifulSoup(Client().get(page).content, "html.parser").find_all("script")
        assert all(script.get("src", "").startswith("/") for script in scripts), page


# ── Request ids ─────────────────────────────────────────────────────────────────────────────────────────────────
def test_a_request_keeps_the_name_it_came_with_if_that_is_one():
    assert Client().get("/", headers={"X-Request-ID": "proxy-1234.a_b"}).headers["X-Request-ID"] == "proxy-1234.a_b"
    for nonsense in ("", "short", "with spaces in it", "x" * 65, "ñandúñandú", 'a"}\n{"b'):
        given = Client().get("/", headers={"X-Request-ID": nonsense}).headers["X-Request-ID"]
        assert re.fullmatch("[0-9a-f]{32}", given), nonsense


def test_a_problem_says_which_request_it_was():
    answer = Client().get("/api/v1/nothing")
    assert answer.json()["request_id"] == answer.headers["X-Request-ID"]


def test_a_log_line_says_which_request_it_belongs_to():
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(PrivateFormatter(settings.LOGGING["formatters"]["line"]["fmt"]))
    handler.addFilter(WithIds())
    logging.getLogger().addHandler(handler)
    try:
        Client().get("/api/v1/nothing", headers={"X-Request-ID": "proxy-1234"})
    finally:
        logging.getLogger().removeHandler(handler)
    [of_the_request] = [line for line in written.getvalue().splitlines() if "WARNING" in line]
    assert " request=proxy-1234 Not Found" in of_the_request


# ── Lists that are asked nonsense ───────────────────────────────────────────────────────────────────────────────
@pytest.mark.django_db(transaction=True)
def test_no_list_breaks_on_what_its_columns_cannot_hold():
    office = Client(raise_request_exception=False)
    office.force_login(User.objects.create_superuser("caro"))
    for model in admin.site._registry:
        page = f"/admin/{model._meta.app_label}/{model._meta.model_name}/"
        odd = [field.name for field in model._meta.fields if isinstance(field, ODD)]
        asked = [{f"{name}{lookup}": "x"} for name in odd for lookup in ("", "__in", "__gt")]
        for question in (*asked, {"created_at__year": "0"}, {"o": "9" * 30}, {"p": "9" * 30}, {"pk__in": "x,y"}):
            assert office.get(page, question).status_code < 500, (page, question)
    assert office.get("/admin/knowledge/source/", {"embedded_by": "x"})["Location"] == "/admin/knowledge/source/?e=1"
    assert office.get("/admin/knowledge/source/?e=1").status_code == 200
