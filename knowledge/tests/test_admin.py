"""The list of sources: how each stands with its real error, what runs, what is late, and the verbs for many."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from django.contrib.admin.models import LogEntry
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from knowledge import curation, ingestion
from knowledge.models import Chunk, Draft, MissedQuestion, Source
from knowledge.tests import cast
from knowledge.tests.cast import text

pytestmark = pytest.mark.django_db

LIST = "/admin/knowledge/source/"


@pytest.fixture
def office():
    return cast.caro()


def source(number=1, **stated):
    return Source.objects.create(url=f"https://ejemplo.mx/{number}", **{"title": f"Página {number}", **stated})


def act(client, action, *chosen):
    return client.post(LIST, {"action": action, "_selected_action": [str(one.pk) for one in chosen]}, follow=True)


def test_the_real_error_stands_under_the_state(office):
    source(state="failed", error="El sitio no entregó la página. [The site answered 503.]", failures=3)
    shown = text(office.get(LIST), "#result_list .field-state_")
    assert shown == "con error El sitio no entregó la página. Respondió con el código 503. (3 veces seguidas)"


def test_nothing_in_english_stands_below_an_error(office):
    source(state="failed", error="El PDF está dañado. [The PDF is damaged: PdfReadError.]")
    assert text(office.get(LIST), "#result_list .field-state_") == "con error El PDF está dañado."


def test_a_run_shows_its_stage_and_how_far_it_is(office):
    source(state="ingesting", stage="embedding", chunks_done=32, chunks_total=120)
    page = office.get(LIST)
    assert "calculando vectores: 32 de 120" in text(page, "#result_list .field-state_")
    (bar,) = BeautifulSoup(page.content, "html.parser").select("#result_list progress")
    assert (bar["value"], bar["max"]) == ("32", "120")


@pytest.mark.parametrize(
    ("state", "refreshes"), [("pending", True), ("ingesting", True), ("ready", False), ("failed", False)]
)
def test_the_list_refreshes_itself_only_while_something_runs(office, state, refreshes):
    source(state=state)
    page = BeautifulSoup(office.get(LIST).content, "html.parser")
    assert bool(page.select("[data-running]")) is refreshes
    assert bool(page.select("noscript meta[http-equiv=refresh]")) is refreshes


@pytest.mark.parametrize(("hours", "is_late"), [(47, False), (49, True)])
def test_a_daily_page_is_late_when_it_was_not_read_for_two_days(office, hours, is_late):
    source(state="ready", checked_at=timezone.now() - timedelta(hours=hours), refresh_hours=24)
    shown = text(office.get(LIST), "#result_list .field-freshness")
    assert shown.startswith("leída hace")
    assert ("atrasada" in shown) is is_late


def test_what_has_no_schedule_or_is_off_is_never_late(office):
    long_ago = timezone.now() - timedelta(days=90)
    source(1, state="ready", checked_at=long_ago, refresh_hours=None)
    source(2, state="ready", checked_at=long_ago, refresh_hours=1, active=False)
    source(3, state="ready", checked_at=long_ago, kind="faq")
    assert "atrasada" not in text(office.get(LIST), "#result_list")


@pytest.mark.parametrize(
    ("stated", "said"),
    [
        ({"next_read_at": timedelta(minutes=4)}, "en 4 min"),
        ({"next_read_at": timedelta(hours=21)}, "en 21 h"),
        ({"next_read_at": timedelta(days=-1)}, "en seguida"),
        ({"next_read_at": None}, "cuando se pida"),
        ({"next_read_at": timedelta(hours=21), "active": False}, "en pausa"),
        ({"next_read_at": None, "state": "pending"}, "ahora"),
    ],
)
def test_the_next_reading_is_said_in_words(office, stated, said):
    due = stated.pop("next_read_at")
    source(**{"state": "ready", **stated}, next_read_at=due and timezone.now() + due)
    assert text(office.get(LIST), "#result_list .field-next_reading") == said


def test_passages_are_counted_and_a_source_that_says_nothing_tells(office, sample_knowledge):
    count = Chunk.objects.filter(source__url__endswith="/compra").count()
    assert count > 1
    page = office.get(f"{LIST}?q=compra")
    assert text(page, "#result_list .field-passages").split() == [str(count)]
    source(state="ready")
    assert "todavía no responde nada" in text(office.get(f"{LIST}?q=ejemplo.mx"), "#result_list")


def test_a_version_that_waits_leads_to_its_review(office):
    waiting = source(state="failed", error="El sitio no entregó la página.")
    Draft.objects.create(source=waiting, markdown="# Hola\n\nHola a todos.", content_hash="1", read_at=timezone.now())
    assert cast.links(office.get(LIST), "#result_list")["Revisar la versión nueva"] == f"{LIST}{waiting.pk}/review/"


def test_the_tally_leads_to_what_needs_somebody(office):
    source(1, state="failed"), source(2, state="failed"), source(3, state="review"), source(4, state="ingesting")
    source(5, state="pending"), source(6, state="ready")
    shown = cast.links(office.get(LIST), "#tally")
    assert list(shown) == ["2 con error", "1 por revisar", "2 en proceso"]
    for words, query in shown.items():
        page = office.get(LIST + query)
        assert len(BeautifulSoup(page.content, "html.parser").select("#result_list tbody tr")) == int(words[0])


def test_the_list_costs_the_same_however_many_sources_there_are(office):
    def queries():
        with CaptureQueriesContext(
            connection,
        ) as seen:
            assert office.get(LIST).status_code == 200
        return len(seen)

    source(0, state="failed", error="Algo [x]")
    few = queries()
    Source.objects.bulk_create(
        Source(url=f"https://ejemplo.mx/{n}", title=str(n), state="review") for n in range(1, 45)
    )
    assert queries() == few <= 12


@pytest.mark.parametrize(
    "query", ["?q=kavak", "?q=%00", "?state__exact=failed", "?kind__exact=url", "?active__exact=1"]
)
def test_every_filter_and_search_answers(office, sample_knowledge, query):
    assert office.get(LIST + query, follow=True).status_code == 200


def test_reading_again_and_redoing_everything_are_verbs_that_are_signed(office):
    failed = source(state="failed")
    assert "1 fuente en cola" in text(act(office, "read_again", failed), ".messagelist")
    failed.refresh_from_db()
    assert (failed.state, failed.force_requested) == ("pending", False)
    act(office, "redo", failed)
    failed.refresh_from_db()
    assert failed.force_requested
    assert list(LogEntry.objects.order_by("pk").values_list("change_message", "user__username")) == [
        ("Leer de nuevo", "caro"),
        ("Rehacer todo", "caro"),
    ]


def test_what_is_off_is_not_read_again_and_the_list_says_so(office):
    idle = source(state="ready", active=False)
    assert "1 fuente inactiva quedó como está: actívala primero." in text(
        act(office, "read_again", idle), ".messagelist"
    )
    idle.refresh_from_db()
    assert idle.state == "ready"


def test_sources_are_switched_off_and_on_again(office):
    one, other = source(1, state="ready"), source(2, state="ready", active=False)
    assert "1 fuente desactivada." in text(act(office, "deactivate", one, other), ".messagelist")
    assert not Source.objects.filter(active=True).exists()
    assert "2 fuentes activadas." in text(act(office, "activate", one, other), ".messagelist")
    assert Source.objects.filter(active=True).count() == 2


def test_deleting_a_source_counts_its_passages_and_takes_them_along(office, sample_knowledge):
    gone = Source.objects.get(url__endswith="/compra")
    page = office.get(f"{LIST}{gone.pk}/delete/")
    assert f"Fragmentos: {gone.chunks.count()}" in text(page)
    office.post(f"{LIST}{gone.pk}/delete/", {"post": "yes"})
    assert not Chunk.objects.filter(source_id=gone.pk).exists()


def test_the_open_questions_are_counted_beside_the_list(office):
    MissedQuestion.objects.create(text="¿Aceptan bitcoin?", folded="aceptan bitcoin", last_asked_at=timezone.now())
    assert "Preguntas sin respuesta (1)" in cast.links(office.get(LIST), ".object-tools")


class TestWhoMayOnlyRead:
    @pytest.fixture
    def office(self):
        return cast.aude()

    @pytest.fixture
    def faq(self):
        ingestion.ingest_faq(question="¿Hay estacionamiento?", answer="Sí, gratis para clientes.")
        return Source.objects.get()

    def test_sees_every_page(self, office, faq):
        for path in ("", f"{faq.pk}/change/", "prueba/?q=hay+estacionamiento", f"{faq.pk}/history/"):
            assert office.get(LIST + path).status_code == 200, path

    def test_sees_no_verb(self, office, faq):
        assert list(cast.links(office.get(LIST), ".object-tools")) == ["Prueba una pregunta", "Preguntas sin respuesta"]
        page = BeautifulSoup(office.get(f"{LIST}{faq.pk}/change/").content, "html.parser")
        assert page.select("main form button, main input[type=submit]") == []
        assert "Escribir una pregunta frecuente" not in text(office.get(f"{LIST}prueba/?q=aceptan+bitcoin"))

    def test_changes_nothing_by_post_either(self, office, faq):
        chunk = Chunk.objects.get()
        before = Source.objects.values().get()
        attempts = [
            ("add/?kind=faq", {"title": "¿Y esto?", "answer": "No."}),
            (f"{faq.pk}/change/", {"title": "¿Y esto?", "answer": "No.", "active": "on"}),
            (f"{faq.pk}/delete/", {"post": "yes"}),
            (f"{faq.pk}/passages/{chunk.pk}/", {"verb": "hide"}),
            (f"{faq.pk}/review/", {"decision": "publish", "seen": "1"}),
        ]
        for path, form in attempts:
            assert office.post(LIST + path, form).status_code == 403, path
        for action in ("read_again", "redo", "activate", "deactivate", "delete_selected"):
            act(office, action, faq)
        assert Source.objects.values().get() == before
        assert not Chunk.objects.get().hidden


def test_a_form_without_its_token_is_refused(office):
    office.handler.enforce_csrf_checks = True
    assert office.post(f"{LIST}add/?kind=faq", {"title": "¿Y?", "answer": "No."}).status_code == 403


def test_whoever_is_not_logged_in_sees_nothing(client):
    for path in ("", "add/", "prueba/"):
        assert client.get(LIST + path).status_code == 302


def test_the_teams_guide_tells_of_every_button_of_these_pages(office):
    ingestion.ingest_faq(question="¿Hay taller?", answer="Sí, en cada sede.")
    faq = Source.objects.get()
    Draft.objects.create(source=faq, markdown="# Taller\n\nYa no hay.", content_hash="1", read_at=timezone.now())
    curation.record_missed(question="¿Aceptan bitcoin?")
    shown = {
        "": ".object-tools a, [name=action] option[value]:not([value=''], [value=delete_selected])",
        f"{faq.pk}/change/": ".kn-panel h2, main fieldset h2, .kn-passages h2, .kn-verbs button",
        f"{faq.pk}/review/": ".kn-decision button",
        "prueba/?q=aceptan+bitcoin": "main input[type=submit], main .kn-verb",
        "../missedquestion/": ".kn-verb, [name=action] option[value]:not([value=''])",
    }
    pages = [(BeautifulSoup(office.get(LIST + path).content, "html.parser"), of) for path, of in shown.items()]
    labels = {label.get_text(" ") or str(label.get("value")) for page, of in pages for label in page.select(of)}
    names = {" ".join(label.partition("(")[0].split()) for label in labels}
    guide = " ".join((settings.BASE_DIR / "docs/guia-del-equipo.md").read_text().split()).lower()
    assert len(names) > 10
    assert {name for name in names if name.lower() not in guide} == set()
