"""The cars endpoints as staff see them in a browser, and that nothing of it reaches integrators."""

import re
from pathlib import Path

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.contrib.staticfiles import finders
from django.test import Client, RequestFactory
from rest_framework.test import APIClient
from rest_framework.views import APIView

from catalog.models import Car
from catalog.tests.builders import a_car, an_integrator
from kavakbot.throttling import ClientThrottle

pytestmark = pytest.mark.django_db
BROWSER = {"HTTP_ACCEPT": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}


@pytest.fixture
def beto():
    """Beto the salesperson, who may see and change cars in the admin."""
    user = get_user_model().objects.create_user("beto", password="una-clave-larga", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=["view_car", "change_car", "delete_car"]))
    return user


def _browser(user) -> Client:
    browser = Client(enforce_csrf_checks=True, **BROWSER)
    browser.force_login(user)
    return browser


@pytest.mark.parametrize("place", ["list", "car", "missing", "wrong"])
def test_staff_see_a_page_that_asks_nobody_else_for_anything(beto, place):
    car = a_car(model="Jetta", version="<script>alert(1)</script>")
    address = {"list": "?q=jetta", "car": f"/{car.id}", "missing": f"/{beto_has_never_seen()}", "wrong": "/x"}[place]
    page = _browser(beto).get(f"/api/v1/cars{address}")
    assert page["Content-Type"].startswith("text/html")
    assert page.status_code == {"list": 200, "car": 200, "missing": 404, "wrong": 422}[place]
    shown = page.content.decode()
    assert "<script>alert" not in shown
    assert "beto" in shown
    fetched = re.findall(r"""<(?:script|link|img|iframe)[^>]*?(?:src|href)=["']([^"']+)""", shown)
    assert len(fetched) >= 8
    for asset in fetched:
        assert asset.startswith("/static/"), asset
        path = finders.find(asset.removeprefix("/static/"))
        assert path, asset
        if path.endswith(".css"):
            assert not re.search(rb"(?:url\(|@import)\s*[\"']?(?:https?:)?//", Path(path).read_bytes())
    assert not re.search(r"django-rest-framework\.org", shown)


def beto_has_never_seen() -> str:
    return "00000000-0000-4000-8000-000000000000"


def test_a_browser_session_reads_json_too_but_writes_nothing(beto):
    car = a_car()
    browser = _browser(beto)
    assert browser.get("/api/v1/cars", HTTP_ACCEPT="application/json").json()[0]["id"] == str(car.id)
    address = f"/api/v1/cars/{car.id}"
    for verb in (browser.post, browser.put, browser.patch, browser.delete):
        for place in (address, "/api/v1/cars", "/api/v1/cars/bulk"):
            assert verb(place, "[]", content_type="application/json").status_code == 401
    assert list(Car.objects.live()) == [car]


def test_a_page_offers_staff_no_form_that_writes(beto):
    page = _browser(beto).get(f"/api/v1/cars/{a_car().id}").content.decode()
    assert 'data-method="DELETE"' not in page
    assert 'data-method="PUT"' not in page
    assert 'method="POST"' not in page


def test_staff_who_may_not_see_cars_in_the_admin_see_none_here():
    curator = get_user_model().objects.create_user("carla", password="una-clave-larga", is_staff=True)
    for accept in (BROWSER["HTTP_ACCEPT"], "application/json"):
        answer = _browser(curator).get("/api/v1/cars", HTTP_ACCEPT=accept)
        assert answer.status_code == 403


@pytest.mark.parametrize("changes", [{"is_staff": False}, {"is_active": False}])
def test_a_session_of_somebody_who_is_no_staff_opens_nothing(beto, changes):
    browser = _browser(beto)
    get_user_model().objects.update(**changes)
    assert browser.get("/api/v1/cars").status_code == 401


def test_a_browser_without_a_session_is_sent_to_the_login_and_still_told_bearer():
    page = Client(**BROWSER).get("/api/v1/cars?q=jetta")
    assert (page.status_code, page["WWW-Authenticate"]) == (401, "Bearer")
    assert page["Content-Type"].startswith("text/html")
    assert "/admin/login/?next=/api/v1/cars%3Fq%3Djetta" in page.content.decode()


@pytest.mark.parametrize(
    "accept",
    [
        "*/*",
        "application/json",
        "text/html",
        BROWSER["HTTP_ACCEPT"],
        "application/xml",
        "image/png;q=x",
        ";;,",
        "",
        "/",
    ],
)
def test_a_token_always_gets_json(accept):
    a_car()
    api = an_integrator()
    for address, status in (("", 200), ("?format=api", 200), ("/x", 422), (f"/{beto_has_never_seen()}", 404)):
        answer = api.get(f"/api/v1/cars{address}", HTTP_ACCEPT=accept)
        assert answer.status_code == status
        assert answer["Content-Type"] == ("application/json" if status == 200 else "application/problem+json")
        assert answer.json()


@pytest.mark.parametrize("accept", ["*/*", "application/json", "application/xml", "image/png"])
def test_without_a_token_a_program_gets_a_problem_document(accept):
    answer = APIClient().get("/api/v1/cars", HTTP_ACCEPT=accept)
    assert (answer.status_code, answer["Content-Type"]) == (401, "application/problem+json")
    assert answer["WWW-Authenticate"] == "Bearer"


def test_a_wrong_token_is_refused_even_beside_a_good_session(beto):
    assert _browser(beto).get("/api/v1/cars", HTTP_AUTHORIZATION="Bearer x").status_code == 401


def test_a_page_carries_no_tag_since_it_shows_more_than_the_car(beto):
    assert not _browser(beto).get(f"/api/v1/cars/{a_car().id}").has_header("ETag")


def test_throttles_count_sessions_as_they_count_tokens(beto):
    earlier = APIView().initialize_request(RequestFactory().get("/api/v1/cars"))
    earlier.user = beto
    throttle = ClientThrottle()
    assert all(throttle.allow_request(earlier, APIView()) for _ in range(598))
    browser = _browser(beto)
    answers = [browser.get("/api/v1/cars", {"limit": 1}) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert int(answers[-1]["Retry-After"]) > 0
