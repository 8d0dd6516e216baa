"""The back office: pages answer, errors are shown as they are, verbs enqueue."""

import pytest

from knowledge.models import Source

pytestmark = pytest.mark.django_db

LIST = "/admin/knowledge/source/"


@pytest.fixture
def failed():
    return Source.objects.create(url="https://ejemplo.mx/x", state="failed", error="El sitio no entregó la página.")


def test_the_list_shows_the_real_error(admin_client, sample_knowledge, failed):
    page = admin_client.get(LIST)
    assert page.status_code == 200
    assert "El sitio no entregó la página." in page.content.decode()


def test_the_list_costs_the_same_however_many_sources_there_are(admin_client, django_assert_max_num_queries):
    Source.objects.bulk_create(Source(url=f"https://ejemplo.mx/{n}") for n in range(60))
    with django_assert_max_num_queries(12):
        assert admin_client.get(LIST).status_code == 200


@pytest.mark.parametrize("path", ["add/", "?q=kavak", "?state__exact=failed", "?kind__exact=url"])
def test_every_page_answers(admin_client, sample_knowledge, path):
    assert admin_client.get(LIST + path).status_code == 200


def test_a_source_shows_its_chunks_and_they_cannot_be_changed(admin_client, sample_knowledge):
    source = Source.objects.get(url__endswith="/compra")
    page = admin_client.get(f"{LIST}{source.pk}/change/").content.decode()
    assert "3 meses de garantía" in page
    assert "Fragmentos (sólo lectura)" in page
    assert 'name="chunks-0-text"' not in page


def test_ingesting_again_is_a_verb_of_the_list(admin_client, failed):
    answer = admin_client.post(LIST, {"action": "ingest_again", "_selected_action": [str(failed.pk)]}, follow=True)
    assert "en cola" in answer.content.decode()
    failed.refresh_from_db()
    assert failed.state == "pending"
    assert failed.requested_at is not None


def test_a_new_faq_waits_to_be_ingested(admin_client):
    form = {"kind": "faq", "url": "", "title": "¿Hay estacionamiento?", "answer": "Sí.", "active": "on",
            "chunks-TOTAL_FORMS": "0", "chunks-INITIAL_FORMS": "0"}  # fmt: skip
    answer = admin_client.post(f"{LIST}add/", form)
    assert answer.status_code == 302, answer.context["adminform"].form.errors
    assert Source.objects.get().state == "pending"
