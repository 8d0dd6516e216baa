"""The REST contract of knowledge."""

import threading
from uuid import UUID, uuid4

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client, RequestFactory
from django.urls import reverse

from kavakbot.tests import promises
from knowledge import ingestion, sources
from knowledge.models import Chunk, Source
from knowledge.scraping.fetch import Fetched, Validators
from knowledge.views import ScrapeView

SEARCH = "/api/v1/knowledge/search"
LIST = "/api/v1/embeddings"
SCRAPE = "/api/v1/embeddings/scrape"


def post(api, path, body):
    return api.post(path, body, content_type="application/json")


@pytest.mark.parametrize(
    ("method", "path"), [("post", SEARCH), ("get", LIST), ("post", SCRAPE), ("delete", f"{LIST}/{UUID(int=7)}")]
)
def test_strangers_are_asked_for_a_token(db, method, path):
    response = getattr(Client(), method)(path)
    assert response.status_code == 401
    assert response.headers["WWW-Authenticate"].startswith("Bearer")


def test_a_search_answers_passages_best_first(api, sample_knowledge):
    response = post(api, SEARCH, {"question": "que garantia dan", "limit": 2})
    assert response.status_code == 200
    [first, *rest] = response.json()["passages"]
    assert set(first) == {"text", "heading", "source_url", "score", "fetched_at"}
    assert "3 meses" in first["text"]
    assert len(rest) <= 1


def test_nothing_found_is_an_empty_list(api, sample_knowledge):
    assert post(api, SEARCH, {"question": "tienen sede en tijuana?"}).json() == {"passages": []}


@pytest.mark.parametrize(
    "body", [{}, {"question": ""}, {"question": "x", "limit": 0}, {"question": ["x"]}, [], "x", {"question": "a\x00b"}]
)
def test_a_malformed_search_is_422(api, body):
    response = post(api, SEARCH, body)
    assert response.status_code == 422
    assert response.json()["code"] == "validation_error"


def test_passages_are_listed_as_the_predecessor_did(api, sample_knowledge):
    rows = api.get(LIST).json()
    assert len(rows) == Chunk.objects.count()
    assert set(rows[0]) == {"id", "content", "source_url", "metadata_json", "created_at", "updated_at"}
    compra = api.get(LIST, {"source_url": "https://ejemplo.kavakbot.mx/compra"}).json()
    assert {row["source_url"] for row in compra} == {"https://ejemplo.kavakbot.mx/compra"}
    assert api.get(LIST, {"limit": 2, "offset": 1}).json() == rows[1:3]
    assert api.get(LIST, {"limit": 10**6}).status_code == 200


@pytest.mark.parametrize("query", [{"limit": 0}, {"limit": "x"}, {"offset": -1}, {"offset": 10**30}])
def test_a_malformed_listing_is_422(api, query):
    assert api.get(LIST, query).status_code == 422


def test_a_passage_is_deleted_once(api, sample_knowledge):
    chunk = Chunk.objects.first()
    assert api.delete(f"{LIST}/{chunk.pk}").status_code == 204
    assert api.delete(f"{LIST}/{chunk.pk}").status_code == 404
    assert api.delete(f"{LIST}/nada").status_code == 422


def is_english(sentence):
    return sentence.endswith(".") and "[" not in sentence and {"The", "the"} & set(sentence.split())


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("http://169.254.169.254/latest/meta-data/", "address_forbidden"),
        ("http://localhost/", "address_forbidden"),
        ("ftp://kavak.com/", "url_forbidden"),
        ("https://kavak.com:8443/", "url_forbidden"),
        ("hola", "url_forbidden"),
    ],
)
def test_a_page_that_may_not_be_visited_is_refused_at_once(api, url, code):
    response = post(api, SCRAPE, {"url": url})
    assert response.status_code == 422
    assert response.json()["code"] == code
    [row] = response.json()["detail"]
    assert (row["type"], row["loc"]) == (code, ["body"])
    assert is_english(row["msg"])
    assert not Source.objects.exists()


@pytest.mark.parametrize("body", [{}, {"url": ""}, {"url": 7, "force_update": "quizá"}])
def test_a_malformed_scrape_is_422(api, body):
    assert post(api, SCRAPE, body).status_code == 422


@pytest.fixture
def scrape(settings):
    """The scrape endpoint, called without the token's check."""
    settings.CELERY_BROKER_URL = "redis://127.0.0.1:9/0"
    settings.KNOWLEDGE_API_WAIT_SECONDS = 20
    view = ScrapeView.as_view(authentication_classes=[], permission_classes=[], throttle_classes=[])

    def call(url):
        return view(RequestFactory().post(SCRAPE, {"url": url}, content_type="application/json"))

    return call


@pytest.mark.django_db(transaction=True)
def test_a_worker_that_is_slow_leaves_202_and_where_to_look(scrape, api, settings):
    settings.KNOWLEDGE_API_WAIT_SECONDS = 0
    response = scrape("https://ejemplo.mx/lenta")
    assert response.status_code == 202
    source = Source.objects.get()
    assert response.headers["Location"] == response.data["status_url"] == reverse("knowledge-source", args=[source.pk])
    status = api.get(response.data["status_url"]).json()
    assert (status["state"], status["url"]) == ("pending", "https://ejemplo.mx/lenta")


def reading(body):
    """A reader that finds this page at every address."""
    return lambda url, *, known: Fetched(body, "text/html", "utf-8", Validators(), url)


def worker(read):
    """Do what a worker does: take what is due, once there is something."""

    def work():
        try:
            while not sources.due_source_ids():
                threading.Event().wait(0.05)
            for source_id in sources.due_source_ids():
                ingestion.ingest_source(source_id=source_id, read=read)
        except Exception:  # noqa: BLE001  the row says what went wrong
            pass
        finally:
            connection.close()

    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    return thread


@pytest.mark.django_db(transaction=True)
def test_a_page_is_ingested_by_a_worker_while_the_request_waits_as_documented(scrape):
    documented = promises.ours()["paths"][SCRAPE]["post"]
    sent, answered = (
        next(iter(told["content"]["application/json"]["examples"].values()))["value"]
        for told in (documented["requestBody"], documented["responses"]["200"])
    )
    page = settings.BASE_DIR / "knowledge" / "sample" / "compra.html"
    thread = worker(reading(page.read_bytes()))
    response = scrape(sent["url"])
    thread.join(5)
    assert (response.status_code, response.data) == (200, answered)


@pytest.mark.django_db(transaction=True)
def test_a_page_that_could_not_be_read_is_a_problem_with_its_reason(scrape, api):
    thread = worker(reading(b""))
    response = scrape("https://ejemplo.mx/vacia")
    thread.join(5)
    assert response.status_code == 422
    assert response.data["code"] == "page_without_content"
    [row] = response.data["detail"]
    assert (row["type"], row["loc"]) == ("page_without_content", ["body"])
    assert is_english(row["msg"])
    status = api.get(f"/api/v1/knowledge/sources/{Source.objects.get().pk}").json()
    assert status["error"] == row["msg"]


def test_an_unknown_source_is_404_and_a_malformed_id_422(api):
    assert api.get(f"/api/v1/knowledge/sources/{uuid4()}").status_code == 404
    assert api.get("/api/v1/knowledge/sources/x").status_code == 422
