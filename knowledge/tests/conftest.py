"""The cast of knowledge's tests: the shipped sample pages, the customer's real page when present, and an API client."""

from pathlib import Path

import pytest
from django.db import connection
from django.test import Client

from kavakbot import authentication
from kavakbot.models import create_client
from knowledge import ingestion
from knowledge.evaluation import dataset
from knowledge.models import Source
from knowledge.scraping.extract import extract
from knowledge.scraping.fetch import Door
from knowledge.scraping.guard import Policy

REAL_PAGE = Path(__file__).resolve().parents[3] / "shared" / "data" / "sedes.html"
REAL_URL = "https://www.kavak.com/mx/blog/sedes-de-kavak"


@pytest.fixture
def sample_knowledge(db):
    """The shipped sample pages, ingested."""
    for file, url in dataset.sample_pages():
        ingestion.ingest_html(html=file.read_bytes(), source_url=url, extract=extract)


@pytest.fixture(scope="module")
def real_page():
    """The customer's real page, where this machine has it."""
    if not REAL_PAGE.exists():
        pytest.skip("the real page is not on this machine")
    return REAL_PAGE.read_bytes()


@pytest.fixture(scope="module")
def real_knowledge(django_db_setup, django_db_blocker, real_page):
    """The customer's real page, ingested once for a module that only reads."""
    with django_db_blocker.unblock():
        report = ingestion.ingest_html(html=real_page, source_url=REAL_URL, extract=extract)
        yield
        Source.objects.filter(pk=report.source_id).delete()
        connection.close()


@pytest.fixture
def door(httpserver):
    """A door that may visit the test's own server, under any name, and nothing else; it has no robots.txt."""
    httpserver.expect_request("/robots.txt").respond_with_data("", status=404)
    policy = Policy(ports=frozenset({httpserver.port}), trusted_addresses=frozenset({"127.0.0.1"}))
    return Door(policy=policy, resolve=lambda host, port: ["127.0.0.1"], max_seconds=2.0)


@pytest.fixture
def page_url(httpserver):
    """Make a URL of the test's own server under a public-looking name."""
    return lambda path: f"http://paginas.example.mx:{httpserver.port}{path}"


@pytest.fixture
def api(db):
    """An API client with a token."""
    client, secret = create_client(name="integrador")
    token, _ = authentication.issue_token(client_id=client.client_id, secret=secret)
    return Client(headers={"Authorization": f"Bearer {token}"})
