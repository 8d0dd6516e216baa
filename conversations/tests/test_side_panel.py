"""What stands beside a chat: who writes, what they said, what came of it, and the team's own notes and tags."""

from datetime import timedelta
from decimal import Decimal

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Permission, User
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from catalog.models import Branch, Car
from catalog.tests.pages import text
from conversations import history, privacy, turns
from conversations.models import (
    Appointment,
    Contact,
    Conversation,
    Lead,
    Note,
    Tag,
    Tagging,
    TradeIn,
)
from conversations.tests import cast, office
from kavakbot.tests.browser import WIDTHS, a_page, fits, shot

pytestmark = pytest.mark.django_db(transaction=True)
INBOX = reverse("admin:conversations_conversation_changelist")


@pytest.fixture
def ventas():
    return office.role("ventas")


def page(chat: Conversation) -> str:
    return reverse("admin:conversations_conversation_change", args=[chat.pk])


def note(browser, chat: Conversation, **told):
    return browser.post(reverse("admin:conversations_conversation_note", args=[chat.pk]), told, follow=True)


def tag(browser, chat: Conversation, **told):
    return browser.post(reverse("admin:conversations_conversation_tag", args=[chat.pk]), told, follow=True)


def a_full_chat() -> Conversation:
    """Return Ana's chat after she asked for a quote; a visit, a car of her own, notes and tags with it."""
    chat = cast.writes("busco un versa 2018 de menos de 250 mil")
    for words in ("", "¿cuánto queda al mes con 40 mil de enganche a 48 meses?"):
        if words:
            cast.writes(words)
        turns.answer(chat.pk)
    Contact.objects.update(name="Ana Torres")
    Lead.objects.update(next_action="Llamarle", next_at=timezone.now() + timedelta(hours=3))
    midtown = Branch.objects.create(name="Midtown", city="Guadalajara")
    starts = timezone.now() + timedelta(days=2)
    Appointment.objects.create(conversation=chat, branch=midtown, starts_at=starts, call="9")
    TradeIn.objects.create(conversation=chat, make="Chevrolet", model="Aveo", year=2015, offer=Decimal(90_000))
    return chat


def test_all_that_is_known_stands_beside_the_chat(ventas, showroom):
    chat = a_full_chat()
    shown = text(ventas.get(page(chat)), "#panel")
    for known in (
        *("Ana Torres", "WhatsApp", "Busca Versa", "Hasta $250,000", "Enganche $40,000", "A 48 meses"),
        *("Nissan Versa 2018 · 101", "$220,999.00", "Cotizaciones", "Compra", "Calificado", "Llamarle"),
        *("Midtown", "por confirmar", "Chevrolet Aveo 2015", "Ofrecemos $90,000"),
    ):
        assert known in shown, known


def test_who_may_see_chats_alone_sees_nothing_else_beside_them(showroom, client):
    chat = a_full_chat()
    lector = User.objects.create_user("lector", is_staff=True)
    lector.user_permissions.set(Permission.objects.filter(codename="view_conversation"))
    client.force_login(lector)
    panel = BeautifulSoup(client.get(page(chat)).content, "html.parser").select_one("#panel")
    assert not panel.select("a, button, input, textarea")
    assert "Midtown" not in panel.text
    for address in (note, tag):
        assert address(client, chat, text="x", name="x").status_code == 403


def test_a_car_that_was_sold_since_says_so(ventas, showroom):
    chat = a_full_chat()
    Car.objects.filter(stock_id=101).update(status="sold")
    assert "$220,999.00 · vendido" in text(ventas.get(page(chat)), "#panel")


# ── Notes ───────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_note_is_the_teams_own_and_its_author_may_take_it_back(ventas):
    chat = cast.ana_chat()
    manager = office.role("gerencia")
    assert "Paga de contado" in text(note(ventas, chat, text="Paga de contado"), "#panel")
    [kept] = Note.objects.all()
    assert str(kept.author) == "de-ventas"
    note(manager, chat, drop=kept.pk)
    assert Note.objects.exists()
    note(ventas, chat, drop=kept.pk)
    assert not Note.objects.exists()


def test_the_bot_reads_no_note(ventas):
    chat = cast.writes("hola")
    note(ventas, chat, text="Ojo con este cliente")
    assert "Ojo" not in repr(history.load(chat.pk))


@pytest.mark.parametrize("words", ["", "   ", "a" * 2001])
def test_a_note_that_is_none_is_not_kept(ventas, words):
    answer = note(ventas, cast.ana_chat(), text=words)
    assert ("Escribe la nota" in text(answer), Note.objects.count()) == (True, 0)


def test_a_note_shows_its_words_as_they_are(ventas):
    answer = note(ventas, cast.ana_chat(), text="<b>uno</b>\ndos")
    assert "&lt;b&gt;uno&lt;/b&gt;<br>dos" in answer.content.decode()


# ── Tags ────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_tag_is_one_however_it_is_written_and_finds_its_chats(ventas):
    ana, carla = cast.ana_chat(), cast.writes("hola", who=cast.CARLA)
    for name in ("Contado", " contado ", "CONTADO"):
        tag(ventas, ana, name=name)
    assert [str(it) for it in Tag.objects.all()] == ["Contado"]
    assert [str(it) for it in ana.tags.all()] == ["Contado"]
    found = ventas.get(INBOX, {"etiqueta": Tag.objects.get().pk})
    assert [chat.pk for chat in found.context["cl"].result_list] == [ana.pk]
    assert "Contado" in text(found, "#result_list")
    for nonsense in ("x", "-1", "9" * 40):
        assert not ventas.get(INBOX, {"etiqueta": nonsense}).context["cl"].result_list
    tag(ventas, ana, drop=Tag.objects.get().pk)
    assert (Tagging.objects.count(), Tag.objects.count(), carla.tags.count()) == (0, 1, 0)


@pytest.mark.parametrize("name", ["", "  ", "a" * 31])
def test_a_tag_that_is_none_is_not_put(ventas, name):
    assert "Escribe la etiqueta" in text(tag(ventas, cast.ana_chat(), name=name))


@pytest.mark.parametrize("nonsense", ["", "x", "-1", "9" * 40, "١"])
def test_taking_off_what_is_not_there_changes_nothing(ventas, nonsense):
    chat = cast.ana_chat()
    tag(ventas, chat, name="Contado")
    note(ventas, chat, text="Hola")
    assert (tag(ventas, chat, drop=nonsense).status_code, note(ventas, chat, drop=nonsense).status_code) == (200, 200)
    assert (Tagging.objects.count(), Note.objects.count()) == (1, 1)


def test_notes_and_tags_go_with_the_customer(ventas, admin_user):
    chat = cast.ana_chat()
    tag(ventas, chat, name="Contado")
    note(ventas, chat, text="Paga de contado")
    exported = privacy.as_json(Contact.objects.all(), by=admin_user)
    assert '"Paga de contado"' in exported
    privacy.erase(Contact.objects.get(), by=admin_user)
    assert (Note.objects.count(), Tagging.objects.count(), Tag.objects.count()) == (0, 0, 1)


def test_the_page_costs_as_many_queries_with_much_beside_it_as_with_little(ventas, showroom):
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            ventas.get(page(chat))
        return len(queries)

    chat = a_full_chat()
    for browser_asks in (tag, note):
        browser_asks(ventas, chat, name="Uno", text="Uno")
    ventas.get(page(chat))
    few = asked()
    for number in range(8):
        tag(ventas, chat, name=f"Etiqueta {number}")
        note(ventas, chat, text=f"Nota {number}")
        Lead.objects.create(conversation=chat, kind="person", call=str(number), car=Car.objects.get(stock_id=104))
    ventas.get(page(chat))
    assert asked() == few


# ── In a browser ────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("width", WIDTHS)
def test_somebody_notes_and_tags_a_chat(browser, live_server, settings, ventas, showroom, width):
    settings.PUBLIC_BASE_URL = live_server.url
    chat = a_full_chat()
    session = ventas.cookies[settings.SESSION_COOKIE_NAME].value
    with a_page(browser, width, address=live_server.url, session=session) as there:
        there.goto(page(chat))
        there.get_by_label("Otra etiqueta").fill("Contado")
        there.get_by_role("button", name="Poner").click()
        expect(there.locator(".chat-tag")).to_contain_text("Contado")
        there.get_by_label("Otra nota").fill("Viene el sábado con su esposa.\nQuiere ver también el Corolla.")
        there.get_by_role("button", name="Anotar", exact=True).click()
        expect(there.locator(".chat-note")).to_contain_text("Viene el sábado")
        there.evaluate("scrollTo(0, 0)")
        assert fits(there)
        shot(there, "chat-panel")
        there.goto(INBOX)
        expect(there.locator(".inbox-tag")).to_have_text("Contado")
        assert fits(there)
        shot(there, "bandeja-etiquetas")
        there.goto(page(chat))
        there.get_by_role("button", name="Quitar la etiqueta Contado").click()
        expect(there.locator(".chat-tag")).to_have_count(0)
        there.get_by_role("button", name="Borrar la nota").click()
        expect(there.locator(".chat-note")).to_have_count(0)
