"""A test drive that a person books from a chat: where there is room, or on purpose where there is none."""

from datetime import datetime, timedelta

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from catalog.models import Branch, Car
from catalog.tests.pages import fields, text
from conversations import turns
from conversations.models import (
    Appointment,
    Contact,
    Conversation,
    Lead,
    LeadKind,
    LeadState,
    Notice,
    WebhookCall,
    WebhookEndpoint,
)
from conversations.tests import cast, office
from conversations.tests.test_errands import at, branch, in_days
from kavakbot.tests.browser import WIDTHS, a_page, flaws, shot

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def norte(showroom) -> Branch:
    """Open every day; a test drive every hour from ten to five, one car at a time."""
    return branch("Norte", windows="lun-dom 10:00-17:00 cada 60 min")


@pytest.fixture
def ventas():
    return office.role("ventas")


def page(chat: Conversation) -> str:
    return reverse("admin:conversations_appointment_book", args=[chat.pk])


def tomorrow(hour: int = 11) -> datetime:
    return at(in_days(1), hour)


def book(browser, chat: Conversation, *, starts: datetime | None = None, **told):
    starts = starts or tomorrow()
    place = {"branch": Branch.objects.get().pk, "day": starts.date().isoformat(), "starts_at": starts.isoformat()}
    asked = {"stock_id": 101, **place}
    return browser.post(page(chat), asked | told, follow=True)


def booked() -> list[tuple[int | None, datetime]]:
    return [(it.car and it.car.stock_id, it.starts_at) for it in Appointment.objects.standing()]


def test_it_is_written_down_followed_up_and_told_as_the_bots_own(ventas, norte):
    WebhookEndpoint.objects.create(name="CRM", url="https://crm.example.com", topics=["appointment.booked"])
    chat = cast.ana_chat()
    assert "Avísale al cliente" in text(book(ventas, chat))
    assert booked() == [(101, tomorrow())]
    assert WebhookCall.objects.get().payload["data"]["appointment"]["moved"] is False
    lead = Lead.objects.get()
    assert (lead.kind, lead.state, lead.car.stock_id) == (LeadKind.TEST_DRIVE, LeadState.VISIT, 101)
    assert Notice.objects.count() == 0, "who books it knows of it"
    drive = Appointment.objects.get()
    history = ventas.get(reverse("admin:conversations_appointment_history", args=[drive.pk]))
    assert "de-ventas" in text(history)


def test_a_full_hour_is_refused_unless_somebody_means_it(ventas, norte):
    book(ventas, cast.ana_chat())
    carla = cast.writes("hola", who=cast.CARLA)
    refused = text(book(ventas, carla, stock_id=102))
    assert "Ese horario ya está lleno" in refused
    assert "11:00 · lleno" in refused
    assert booked() == [(101, tomorrow())]
    assert Lead.objects.filter(conversation=carla).count() == 0
    book(ventas, carla, stock_id=102, overbook="on")
    assert booked() == [(101, tomorrow()), (102, tomorrow())]


def test_the_one_that_a_customer_has_coming_is_moved(ventas, norte):
    chat = cast.ana_chat()
    book(ventas, chat)
    begun = ventas.get(page(chat))
    assert "que se cambia por ésta" in text(begun)
    its_car = fields(begun, "#content-main form")["car"]
    book(ventas, chat, starts=tomorrow(16), car=its_car, stock_id="")
    assert booked() == [(101, tomorrow(16))]
    book(ventas, chat, starts=tomorrow(16), stock_id=104)
    assert booked() == [(104, tomorrow(16))]


@pytest.mark.parametrize(
    ("told", "why"),
    [
        ({"stock_id": ""}, "Elige un auto, o escribe su número"),
        ({"stock_id": 999}, "No hay un auto a la venta con ese número"),
        ({"stock_id": 105}, "No hay un auto a la venta con ese número"),
        ({"branch": ""}, "Elige sucursal y día para ver las horas"),
        ({"starts_at": ""}, "Elige una hora"),
        ({"starts": tomorrow(20)}, "Esa hora no es de ese día"),
        ({"starts": tomorrow() - timedelta(days=3)}, "Ese día no hay pruebas de manejo"),
        ({"day": "9999-12-31"}, "de aquí a 90 días"),
        ({"day": "0001-01-01"}, "de aquí a 90 días"),
    ],
)
def test_what_cannot_be_is_said_in_the_form(ventas, norte, told, why):
    Car.objects.filter(stock_id=105).update(status="sold")
    assert why in text(book(ventas, cast.ana_chat(), **told))
    assert booked() == []


def test_only_who_keeps_the_diary_books_and_only_for_customers(ventas, norte):
    chat = cast.ana_chat()
    there = reverse("admin:conversations_conversation_change", args=[chat.pk])
    for role, status, offered in (("ventas", 200, True), ("auditoria", 403, False)):
        browser = office.role(role)
        assert browser.get(page(chat)).status_code == status
        assert ("Agendar prueba de manejo" in text(browser.get(there))) == offered
    Conversation.objects.update(channel="playground")
    assert ventas.get(page(chat)).status_code == 404
    assert "Agendar prueba de manejo" not in text(ventas.get(there))


@pytest.mark.parametrize("width", WIDTHS)
def test_somebody_books_one_from_the_chat(browser, live_server, settings, ventas, norte, width):
    chat = cast.writes("busco un versa de menos de 250 mil")
    turns.answer(chat.pk)
    Contact.objects.update(name="Ana Torres")
    book(ventas, cast.writes("hola", who=cast.CARLA), stock_id=104)
    session = ventas.cookies[settings.SESSION_COOKIE_NAME].value
    with a_page(browser, width, address=live_server.url, session=session) as there:
        there.goto(reverse("admin:conversations_conversation_change", args=[chat.pk]))
        there.get_by_role("link", name="Agendar prueba de manejo").click()
        there.get_by_label("Auto que vio").select_option(index=1)
        there.get_by_label("Sucursal").select_option("Norte (Puebla)")
        there.get_by_label("11:00 · lleno").check()
        shot(there, "cita-por-agendar")
        assert flaws(there) == []
        there.get_by_role("button", name="Agendar").click()
        expect(there.get_by_text("Ese horario ya está lleno")).to_be_visible()
        shot(there, "cita-llena")
        assert flaws(there) == []
        there.get_by_label("12:00").check()
        there.get_by_role("button", name="Agendar").click()
        expect(there.locator(".messagelist")).to_contain_text("Avísale al cliente")
        there.locator("#panel-visits").scroll_into_view_if_needed()
        shot(there, "chat-con-cita")
        assert flaws(there) == []
    assert (101, tomorrow(12)) in booked()
