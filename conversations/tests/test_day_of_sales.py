"""A morning of somebody who sells, in a real browser: called, sends what the bot proposes, moves a lead, reads the day.

With BROWSER_SHOTS=docs/imagenes it makes the pictures of docs/guia-del-equipo.md.
"""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from catalog.tests.builders import a_car
from conversations import calling, turns
from conversations.models import (
    Contact,
    Conversation,
    DialogueMemory,
    Direction,
    Lead,
    LeadKind,
    LeadState,
    Message,
    Mode,
    Notice,
    NoticeKind,
    State,
    TradeIn,
)
from conversations.tests import cast
from kavakbot.tests.browser import a_page, flaws, shot

pytestmark = pytest.mark.django_db(transaction=True)
BOARD = reverse("admin:conversations_lead_board")
WISHES = (
    ("Mariana López", LeadState.NEW, "300000", None, "¿Qué garantía dan?"),
    ("Jorge Hernández", LeadState.QUALIFIED, "250000", "60000", "¿Y a 48 meses en cuánto sale?"),
    ("Luisa Fernanda Ortiz", LeadState.QUALIFIED, None, "45000", "Traigo un Aveo 2015 para dejar a cuenta"),
    ("Ramón Castillo", LeadState.VISIT, "320000", None, "Sí, ahí estaré el sábado a las 11"),
    ("Patricia Núñez", LeadState.RESERVED, None, "120000", "Mañana deposito el apartado"),
    ("Héctor Salinas", LeadState.WON, None, None, "¡Gracias, ya lo tengo!"),
    ("Sofía Rangel", LeadState.LOST, "150000", None, "Encontré otro más barato"),
)


@pytest.fixture
def beto() -> User:
    user = User.objects.create_user("beto", is_staff=True)
    user.groups.add(Group.objects.get(name="ventas"))
    return user


@pytest.fixture
def showroom_of_leads(beto):
    """A lead in every stage, each in a chat of its own; some of them wait."""
    now = timezone.now()
    for number, (name, stage, price, down_payment, said) in enumerate(WISHES, start=1):
        chat = Conversation.objects.create(
            contact=Contact.objects.create(name=name),
            channel="whatsapp",
            key=name,
            address=name,
            state=State.HUMAN if number in {1, 3} else State.BOT,
            assigned_to=beto if number % 2 else None,
            waiting_since=now - timedelta(minutes=9 * number) if number in {1, 3} else None,
            last_message_at=now - timedelta(minutes=9 * number),
        )
        Message.objects.create(conversation=chat, direction=Direction.IN, body=said)
        wish = {"max_price": price} if price else {}
        memory = {"version": 1, "wish": wish, **({"down_payment": down_payment} if down_payment else {})}
        DialogueMemory.objects.create(conversation=chat, data=memory)
        status = {LeadState.RESERVED: "reserved", LeadState.WON: "sold"}.get(stage, "available")
        Lead.objects.create(
            conversation=chat,
            kind=LeadKind.TEST_DRIVE if stage == LeadState.VISIT else LeadKind.PURCHASE,
            state=stage,
            call="1",
            car=a_car(stock_id=100 + number, make="Nissan", model="Versa", price=Decimal(229_999), status=status),
            reserved_until=now + timedelta(days=1) if stage == LeadState.RESERVED else None,
            lost_reason="price" if stage == LeadState.LOST else "",
            next_action={1: "Llamarle", 2: "Mandarle la cotización"}.get(number, ""),
            next_at={1: now - timedelta(hours=2), 2: now + timedelta(hours=3)}.get(number),
        )
    luisa = Conversation.objects.get(key="Luisa Fernanda Ortiz")
    TradeIn.objects.create(conversation=luisa, make="Chevrolet", model="Aveo", year=2015, km=90_000)
    calling.call(Conversation.objects.get(key="Mariana López").pk, NoticeKind.HANDOVER)


@pytest.mark.parametrize("width", ["desk", "phone"])
def test_a_morning_of_sales(browser, live_server, settings, beto, showroom_of_leads, width):
    chat = cast.writes("busco un versa de menos de 250 mil")
    Contact.objects.filter(pk=chat.contact_id).update(name="Ana Torres")
    Conversation.objects.filter(pk=chat.pk).update(mode=Mode.DRAFT)
    turns.answer(chat.pk)
    member = Client()
    member.force_login(beto)
    session = member.cookies[settings.SESSION_COOKIE_NAME].value
    with a_page(browser, width, address=live_server.url, session=session) as page:
        page.goto(reverse("admin:conversations_conversation_changelist"))
        expect(page.get_by_text("Te llaman")).to_be_visible()
        shot(page, "bandeja")
        assert flaws(page) == []

        page.goto(reverse("admin:conversations_conversation_change", args=[chat.pk]))
        proposal = page.get_by_label("El bot propone")
        expect(proposal).to_be_visible()
        shot(page, "chat")
        assert flaws(page) == []
        proposal.fill("Hola Ana, tengo un Versa que te va a gustar.")
        page.get_by_role("button", name="Enviar la propuesta").click()
        expect(page.locator(".chat-ours").last).to_contain_text("te va a gustar")
        expect(page.get_by_label("El bot propone")).to_have_count(0)

        page.goto(BOARD)
        shot(page, "prospectos")
        assert flaws(page) == []
        card = page.locator("#etapa-new .board-card", has_text="Mariana")
        card.get_by_label("Pasar a Mariana López a otra etapa").select_option("visit")
        card.get_by_role("button", name="Mover").click()
        expect(page.get_by_text("Mariana López: Nuevo → Cita.")).to_be_visible()
        expect(page.locator("#etapa-visit")).to_contain_text("Mariana López")
        page.locator("#etapa-qualified .board-card a", has_text="Jorge").click()
        expect(page.get_by_label("Por qué se perdió")).to_be_visible()
        shot(page, "prospecto")
        assert flaws(page) == []

        page.goto(reverse("dashboard"))
        shot(page, "tablero")
        assert flaws(page) == []
    assert Notice.objects.filter(to=beto, seen_at=None).count() == 1
