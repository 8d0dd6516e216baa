"""The API as staff see it in a browser: every view by role, questions with their token, no number for who sees none."""

import re

import pytest
from django.test import Client
from django.urls import get_resolver
from django.urls.resolvers import URLPattern
from rest_framework.views import APIView

from catalog.tests import builders
from conversations.models import AuditEntry, Contact, Message
from conversations.tests import office
from financing.models import Quote
from kavakbot.masking import mask_html, mask_json, mask_phones
from knowledge.models import Asking, MissedQuestion

pytestmark = pytest.mark.django_db
BROWSER = {"HTTP_ACCEPT": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
PLANS = "/api/v1/financing/plans"
SEARCH = "/api/v1/knowledge/search"


@pytest.fixture(autouse=True)
def quiet(caplog):
    """Every refusal is a warning with a traceback."""
    caplog.set_level("ERROR", "django.request")


def a_browser(role: str) -> Client:
    """Return a browser that is checked for forged requests, as real ones are."""
    user = office.role(role).get("/admin/").wsgi_request.user
    browser = Client(enforce_csrf_checks=True, **BROWSER)
    browser.force_login(user)
    return browser


def views():
    """Yield every view of the API."""

    def below(patterns):
        for one in patterns:
            yield from [one] if isinstance(one, URLPattern) else below(one.url_patterns)

    for pattern in below(get_resolver().url_patterns):
        view = getattr(pattern.callback, "cls", None) or getattr(pattern.callback, "view_class", None)
        if view and issubclass(view, APIView) and view.__module__.split(".")[0] not in {"drf_spectacular", "kavakbot"}:
            yield view


def test_every_view_says_which_staff_it_is_shown_to():
    found = list(views())
    assert len(found) > 15
    for view in found:
        assert re.fullmatch(r"[a-z]+\.view_[a-z]+", getattr(view, "view_permission", "")), view


@pytest.fixture
def pages():
    """The addresses of every view, with something of Ana's in each."""
    rows = office.one_of_everything()
    chat, quote = rows["conversations.conversation"].pk, rows["financing.quote"].pk
    source, car = rows["knowledge.source"].pk, rows["catalog.car"].pk
    return {
        **dict.fromkeys(("/api/v1/cars", f"/api/v1/cars/{car}", "/api/v1/conversations"), 200),
        **dict.fromkeys((f"/api/v1/conversations/{chat}", f"/api/v1/conversations/{chat}/messages"), 200),
        **dict.fromkeys((f"/api/v1/financing/quotes/{quote}", "/api/v1/embeddings"), 200),
        f"/api/v1/knowledge/sources/{source}": 200,
        **dict.fromkeys(("/api/v1/cars/bulk", "/api/v1/cars/import", "/api/v1/chat/message", PLANS, SEARCH), 405),
        **dict.fromkeys((f"/api/v1/financing/{one}" for one in ("calculate", "affordable", "schedule", "payoff")), 405),
        **dict.fromkeys(("/api/v1/embeddings/scrape", f"/api/v1/embeddings/{source}"), 405),
    }


def test_every_view_is_a_page_that_the_policy_allows_and_that_writes_nothing(pages):
    manager = a_browser("gerencia")
    for page, status in pages.items():
        answer = manager.get(page)
        shown = answer.content.decode()
        assert (answer.status_code, answer["Content-Type"]) == (status, "text/html; charset=utf-8"), page
        assert "script-src 'self'" in answer["Content-Security-Policy"], page
        assert not re.search(r"<script(?![^>]*(?: src=|application/json))|\son\w+=|javascript:", shown), page
        assert answer["Cache-Control"] == "no-store", page
        assert 'data-method="DELETE"' not in shown, page
        assert 'data-method="PUT"' not in shown, page
        asks = page in {PLANS, SEARCH} or (page.startswith("/api/v1/financing/") and status == 405)
        assert ('method="POST"' in shown) == asks, page


def test_an_auditor_sees_no_whole_number_in_a_page_or_in_json(pages):
    Contact.objects.update(name="Ana 55 1234 5678")
    Message.objects.filter(direction="in").update(body="Escríbeme: https://wa.me/5215512345678 o <b>5512345678</b>")
    auditor, seller, masked = a_browser("auditoria"), a_browser("ventas"), 0
    whole = re.compile("|".join(re.escape(one) for one in office.SPELLINGS))
    for page in pages:
        for accept in (BROWSER["HTTP_ACCEPT"], "application/json"):
            shown = auditor.get(page, HTTP_ACCEPT=accept).content.decode()
            assert (found := whole.search(shown)) is None, (page, accept, found)
            masked += "•••5678" in shown
    assert masked >= 10
    assert "+525512345678" in seller.get("/api/v1/conversations").content.decode()


def test_a_question_needs_the_token_of_its_page_and_the_right_to_ask(pages):
    wish = {"price": 300000, "down_payment": 60000}
    for role, status in (("ventas", 200), ("auditoria", 403), ("curaduria", 403)):
        browser = a_browser(role)
        page = browser.get(PLANS).content.decode()
        assert ('method="POST"' in page) == (status == 200), role
        forged = browser.post(PLANS, wish, content_type="application/json", HTTP_ACCEPT="application/json")
        assert forged.status_code == 403, role
        [token] = re.findall(r'"csrfToken": "(\w+)"', page) or [""]
        asked = browser.post(PLANS, wish, content_type="application/json", HTTP_X_CSRFTOKEN=token)
        assert asked.status_code == status, role
    assert Quote.objects.filter(origin="staff:de-ventas").count() == 1
    assert (
        "6087.02"
        in a_browser("ventas").get(f"/api/v1/financing/quotes/{Quote.objects.latest('created_at').pk}").content.decode()
    )


def test_what_staff_try_out_is_no_customers_question(pages):
    before = MissedQuestion.objects.count(), Asking.objects.count()
    browser = a_browser("curaduria")
    [token] = re.findall(r'"csrfToken": "(\w+)"', browser.get(SEARCH).content.decode())
    asked = {"question": "¿Hay sede en la luna?"}
    answer = browser.post(SEARCH, asked, content_type="application/json", HTTP_X_CSRFTOKEN=token)
    assert answer.status_code == 200
    assert (MissedQuestion.objects.count(), Asking.objects.count()) == before


def test_who_reads_chats_in_a_browser_is_written_down_by_name(pages):
    AuditEntry.objects.all().delete()
    seller = a_browser("ventas")
    for page in pages:
        if page.startswith("/api/v1/conversations"):
            seller.get(page)
    assert [(one.actor, one.page, one.action) for one in AuditEntry.objects.order_by("pk")] == [
        ("de-ventas", "api", "listed"),
        ("de-ventas", "api", "read"),
        ("de-ventas", "api", "read"),
    ]


def test_no_cache_keeps_what_the_api_answers():
    api = builders.an_integrator()
    for address in ("/api/v1/conversations", "/api/v1/embeddings", "/api/v1/cars/x", "/api/v1/nope"):
        answer = api.get(address)
        assert answer["Cache-Control"] == "no-store", address
        assert {"Accept", "Authorization", "Cookie"} <= set(answer["Vary"].split(", ")), address
    wrong = api.post("/auth/login", {"client_id": "x", "client_secret": "y"}, format="json")
    assert (wrong.status_code, wrong["Cache-Control"]) == (401, "no-store")


# Ids of which a stretch could be a number.
IDS = ("12345678-1234-1234-1234-123456789012", "ab345678-9012-4345-8678-90123456789f")


def test_ids_are_left_whole_and_numbers_in_links_and_documents_are_not():
    for key in IDS:
        assert mask_phones(f"chat {key}, tel. 5512345678") == f"chat {key}, tel. •••5678"
    link = '<a href="https://wa.me/5215512345678">x</a> <a href="/admin/x/5512345678/">y</a>'
    assert mask_html(link) == '<a href="https://wa.me/•••5678">x</a> <a href="/admin/x/5512345678/">y</a>'
    told = '{"n": 5512345678, "t": "<textarea>55\\u00a01234\\u00a05678</textarea>", "ok": true, "score": 0.99781234567}'
    assert (
        mask_json(told) == '{"n": "•••5678", "t": "<textarea>•••5678</textarea>", "ok": true, "score": 0.99781234567}'
    )
