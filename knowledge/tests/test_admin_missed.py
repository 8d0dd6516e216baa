"""Questions that found nothing: asked how often, answered by one click, set aside, and otherwise only read."""

from uuid import uuid4

import pytest
from bs4 import BeautifulSoup
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission, User
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from knowledge import curation, ingestion, retrieval
from knowledge.models import MissedQuestion, Source
from knowledge.tests import cast
from knowledge.tests.cast import links, text, value

pytestmark = pytest.mark.django_db

LIST = "/admin/knowledge/missedquestion/"


@pytest.fixture
def office():
    return cast.caro()


@pytest.fixture
def bitcoin():
    for _ in range(3):
        missed = curation.record_missed(question="¿Aceptan bitcoin?")
    return missed


def questions(page):
    return [cell.text for cell in BeautifulSoup(page.content, "html.parser").select("#result_list .field-text")]


def write(office, page, answer, **stated):
    return office.post(page, {"title": "¿Aceptan bitcoin?", "answer": answer} | stated, follow=True)


def test_open_questions_are_listed_with_how_often_they_were_asked(office, bitcoin):
    dismissed = curation.record_missed(question="cuanto es dos mas dos")
    curation.dismiss_missed(missed=dismissed)
    page = office.get(LIST)
    assert questions(page) == ["¿Aceptan bitcoin?"]
    assert text(page, ".field-times") == "3"
    assert text(page, ".field-last_asked") == "hace un momento"
    assert questions(office.get(f"{LIST}?estado=dismissed")) == ["cuanto es dos mas dos"]
    assert len(questions(office.get(f"{LIST}?estado=all"))) == 2


def test_one_click_leads_to_a_frequent_question_that_answers_it(office, bitcoin):
    form = links(office.get(LIST), "#result_list")["Responder"]
    assert value(office.get(form), "title") == "¿Aceptan bitcoin?"
    write(office, form, "No, por ahora no aceptamos bitcoin.")
    bitcoin.refresh_from_db()
    assert (bitcoin.state, bitcoin.faq.title, bitcoin.faq.state) == ("answered", "¿Aceptan bitcoin?", "pending")
    ingestion.ingest_source(source_id=bitcoin.faq_id)
    assert retrieval.explain("aceptan bitcoin?").excerpt == "¿Aceptan bitcoin?\nNo, por ahora no aceptamos bitcoin."
    assert questions(office.get(LIST)) == []
    answered = links(office.get(f"{LIST}?estado=answered"), "#result_list .field-answer")
    assert f"/admin/knowledge/source/{bitcoin.faq_id}/change/" in answered.values()


def test_an_answer_that_was_missed_again_is_reworded_where_it_stands(office, bitcoin):
    faq = curation.answer_missed(missed=bitcoin, question="¿Aceptan criptomonedas?", answer="No.")
    curation.record_missed(question="¿Aceptan bitcoin?")
    page = links(office.get(LIST), "#result_list")["Corregir la respuesta"]
    assert page == f"/admin/knowledge/source/{faq.pk}/change/"
    write(office, page, "No, por ahora no.", active="on")
    bitcoin.refresh_from_db()
    assert (bitcoin.state, bitcoin.faq) == ("answered", faq)


def test_half_an_answer_answers_nothing(office, bitcoin):
    form = links(office.get(LIST), "#result_list")["Responder"]
    assert "Escribe la respuesta." in text(write(office, form, " "), ".errorlist")
    bitcoin.refresh_from_db()
    assert bitcoin.state == "open"


def test_similar_questions_are_answered_together_when_they_are_ticked(office, bitcoin):
    similar = curation.record_missed(question="aceptan bitcoin como pago?")
    other = curation.record_missed(question="rentan autos por día")
    form = f"/admin/knowledge/source/add/?kind=faq&missed={bitcoin.pk}"
    offered = text(office.get(form), ".kn-also")
    assert "aceptan bitcoin como pago?" in offered
    assert "rentan autos" not in offered
    write(office, form, "No.", also=[str(similar.pk)])
    assert set(MissedQuestion.objects.filter(faq=Source.objects.get()).values_list("pk", flat=True)) == {
        bitcoin.pk,
        similar.pk,
    }
    other.refresh_from_db()
    assert other.state == "open"


def test_what_was_ticked_stays_ticked_when_the_answer_is_refused(office, bitcoin):
    similar = curation.record_missed(question="aceptan bitcoin como pago?")
    page = write(office, f"/admin/knowledge/source/add/?kind=faq&missed={bitcoin.pk}", "", also=[str(similar.pk)])
    (box,) = BeautifulSoup(page.content, "html.parser").select("[name=also]")
    assert box.has_attr("checked")


def test_a_question_that_somebody_else_answered_meanwhile_is_told(office, bitcoin):
    faq = curation.answer_missed(missed=bitcoin, question="¿Aceptan bitcoin?", answer="No.")
    page = office.get(f"/admin/knowledge/source/add/?kind=faq&missed={bitcoin.pk}")
    assert links(page, ".kn-note") == {"¿Aceptan bitcoin?": f"/admin/knowledge/source/{faq.pk}/change/"}


def test_an_answer_that_is_sent_twice_leads_to_the_first_in_whatever_words(office, bitcoin):
    form = links(office.get(LIST), "#result_list")["Responder"]
    write(office, form, "No, por ahora no aceptamos bitcoin.")
    page = write(office, form, "Todavía no.", title="¿Se puede pagar con bitcoin?")
    assert Source.objects.get().answer == "No, por ahora no aceptamos bitcoin."
    assert page.redirect_chain[-1][0] == f"/admin/knowledge/source/{Source.objects.get().pk}/change/"
    assert "ya tiene respuesta" in text(page, ".messagelist")


def test_a_question_whose_answer_is_deleted_is_open_again(office, bitcoin):
    write(office, links(office.get(LIST), "#result_list")["Responder"], "No, por ahora no aceptamos bitcoin.")
    office.post(f"/admin/knowledge/source/{Source.objects.get().pk}/delete/", {"post": "yes"})
    assert questions(office.get(LIST)) == ["¿Aceptan bitcoin?"]


@pytest.mark.parametrize("missed", ["", "x", "0", "99999999999999999999", "%00", "²"])
def test_a_question_that_does_not_exist_is_an_empty_form(office, missed):
    assert value(office.get(f"/admin/knowledge/source/add/?kind=faq&missed={missed}"), "title") == ""


def test_questions_are_dismissed_and_it_is_signed(office, bitcoin):
    page = office.post(LIST, {"action": "dismiss", "_selected_action": [str(bitcoin.pk)]}, follow=True)
    assert "1 pregunta descartada." in text(page, ".messagelist")
    bitcoin.refresh_from_db()
    assert bitcoin.state == "dismissed"
    assert LogEntry.objects.get().change_message == "Descartada."


def test_a_question_shows_the_chats_it_came_from_to_who_may_see_chats(office):
    User.objects.get(username="caro").user_permissions.add(Permission.objects.get(codename="view_conversation"))
    chat = uuid4()
    missed = curation.record_missed(question="aceptan bitcoin", origin=f"chat:{chat}")
    for origin in ("chat:ana", "chat:", "api:integrador", ""):
        curation.record_missed(question="aceptan bitcoin", origin=origin)
    page = office.get(f"{LIST}{missed.pk}/change/")
    leads = [link for link in links(page, ".readonly").values() if "conversation" in link]
    assert leads == [f"/admin/conversations/conversation/{chat}/change/"]


def test_who_may_see_no_chats_reads_only_when_it_was_asked(office):
    missed = curation.record_missed(question="aceptan bitcoin", origin=f"chat:{uuid4()}")
    page = office.get(f"{LIST}{missed.pk}/change/").content.decode()
    assert f"{timezone.localtime():%d/%m/%Y}" in page
    assert "ver el chat" not in page


def test_a_question_is_only_read(office, bitcoin):
    assert office.get(f"{LIST}{bitcoin.pk}/change/").status_code == 200
    assert office.get(f"{LIST}add/").status_code == 403
    for path in (f"{bitcoin.pk}/change/", f"{bitcoin.pk}/delete/"):
        assert office.post(LIST + path, {"text": "otra", "post": "yes"}).status_code == 403
    assert MissedQuestion.objects.get().text == "¿Aceptan bitcoin?"


def test_who_only_reads_can_neither_answer_nor_dismiss(bitcoin):
    office = cast.aude()
    page = office.get(LIST)
    assert questions(page) == ["¿Aceptan bitcoin?"]
    assert "Responder" not in links(page)
    office.post(LIST, {"action": "dismiss", "_selected_action": [str(bitcoin.pk)]})
    assert write(office, f"/admin/knowledge/source/add/?kind=faq&missed={bitcoin.pk}", "No.").status_code == 403
    bitcoin.refresh_from_db()
    assert bitcoin.state == "open"


def test_who_writes_answers_but_may_not_touch_questions_leaves_them_open(bitcoin):
    office = cast.staff("add_source", "view_source", "view_missedquestion")
    assert "Responder" not in links(office.get(LIST))
    write(office, f"/admin/knowledge/source/add/?kind=faq&missed={bitcoin.pk}", "No.")
    bitcoin.refresh_from_db()
    assert (bitcoin.state, Source.objects.count()) == ("open", 1)


def test_the_list_costs_the_same_however_many_questions_there_are(office):
    def queries():
        with CaptureQueriesContext(connection) as seen:
            assert office.get(f"{LIST}?estado=all").status_code == 200
        return len(seen)

    curation.answer_missed(missed=curation.record_missed(question="aceptan oro"), question="¿Oro?", answer="No.")
    few = queries()
    for number in range(20):
        missed = curation.record_missed(question=f"aceptan moneda {'x' * number}")
        curation.answer_missed(missed=missed, question="¿Oro?", answer="No.")
    assert queries() == few <= 12


def test_what_a_customer_wrote_is_text_and_never_html(office):
    curation.record_missed(question="<script>alert(1)</script>")
    assert "<script>alert(1)" not in office.get(LIST).content.decode()
