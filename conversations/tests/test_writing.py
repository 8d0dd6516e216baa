"""What people write: it takes the chat over, leaves at once, and obeys WhatsApp's day of grace and the customer."""

import json
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from catalog.tests.pages import text
from conversations import delivery, turns, writing
from conversations.models import AuditEntry, Conversation, Delivery, Message, MessageTemplate, State
from conversations.tests import cast
from conversations.whatsapp.testing import TwilioStandIn
from kavakbot.tests.browser import WIDTHS, a_page, flaws, shot

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def beto(django_user_model):
    """A salesperson."""
    return django_user_model.objects.create_superuser("beto", password="a-long-enough-password")


@pytest.fixture
def twilio(settings):
    """Twilio on loopback."""
    with TwilioStandIn(account_sid=cast.ACCOUNT_SID, auth_token=cast.AUTH_TOKEN) as stand_in:
        settings.TWILIO_API_BASE_URL = stand_in.url
        yield stand_in


@pytest.fixture
def reminder():
    """A text that WhatsApp has approved."""
    return MessageTemplate.objects.create(
        name="Seguimiento", content_sid="HX" + "a" * 32, body="Hola {{1}}, ¿sigues buscando tu {{auto}}?"
    )


def test_writing_takes_the_chat_over(beto, twilio):
    chat = cast.ana_chat()
    writing.write(chat.pk, "Hola, soy Beto", author=beto)
    delivery.deliver(chat.pk)

    assert [entry.body for entry in twilio.sent] == ["Hola, soy Beto"]
    chat.refresh_from_db()
    assert (chat.state, chat.assigned_to) == (State.HUMAN, beto)
    assert Message.objects.get(direction="out").author == beto
    cast.writes("hola Beto")
    assert turns.answer(chat.pk, brain=cast.brain_that_says()) == 0


@pytest.mark.parametrize("text", ["", "   \n ", "\u200b"])
def test_nothing_is_not_sent_and_takes_nothing_over(beto, text):
    chat = cast.ana_chat()
    with pytest.raises(writing.NothingToSay):
        writing.write(chat.pk, text, author=beto)
    assert Conversation.objects.get().state == State.BOT


def test_nobody_writes_to_who_asked_for_silence(beto, reminder):
    chat = cast.ana_chat(state=State.OPTED_OUT)
    with pytest.raises(writing.OptedOut):
        writing.write(chat.pk, "Oye", author=beto)
    with pytest.raises(writing.OptedOut):
        writing.write_template(chat.pk, reminder, {"1": "Ana", "auto": "Versa"}, author=beto)


def test_after_a_day_only_a_template_is_sent(beto, twilio, reminder):
    chat = _silent_for_a_day()
    with pytest.raises(writing.WindowClosed):
        writing.write(chat.pk, "Hola", author=beto)
    with pytest.raises(writing.BlankLeft):
        writing.write_template(chat.pk, reminder, {"1": "Ana", "auto": " "}, author=beto)
    assert Conversation.objects.get().state == State.BOT

    writing.write_template(chat.pk, reminder, {"1": "Ana", "auto": "Versa"}, author=beto)
    delivery.deliver(chat.pk)
    [asked] = twilio.asked
    assert asked.form()["ContentSid"] == reminder.content_sid
    assert json.loads(asked.form()["ContentVariables"]) == {"1": "Ana", "auto": "Versa"}
    assert "Body" not in asked.form()
    assert Message.objects.get(direction="out").body == "Hola Ana, ¿sigues buscando tu Versa?"
    assert Delivery.objects.get().state == "accepted"


def test_a_reader_may_not_write(client, django_user_model):
    chat = cast.ana_chat()
    client.force_login(django_user_model.objects.create_user("lector", password="x" * 14, is_staff=True))
    assert client.post(_where(chat), {"text": "hola"}).status_code == 403
    assert not Message.objects.filter(direction="out").exists()


@pytest.mark.parametrize("template", ["999", "x", "-1", "9" * 40])
def test_a_template_that_is_none_is_no_template(admin_client, template):
    chat = cast.ana_chat()
    page = admin_client.post(_where(chat), {"template": template}, follow=True)
    assert "Escribe algo antes de enviar" in page.content.decode()


@pytest.mark.parametrize("width", WIDTHS)
def test_a_chat_is_read_and_answered_in_a_browser(browser, live_server, client, beto, showroom, width):
    for body in ("hola, busco un versa 2018", "cuánto queda al mes con 40 mil de enganche?"):
        chat = cast.writes(body)
        turns.answer(chat.pk)
    Delivery.objects.filter(pk=Delivery.objects.first().pk).update(state="refused", error="63003")
    client.force_login(beto)
    with a_page(browser, width, address=live_server.url, session=client.cookies["sessionid"].value) as page:
        page.goto(reverse("admin:conversations_conversation_change", args=[chat.pk]))
        expect(page.locator(".chat-theirs")).to_have_count(2)
        page.get_by_text("¿Por qué lo dijo?").last.click()
        page.get_by_text("calculate_financing").last.click()
        expect(page.get_by_text("down_payment").last).to_be_visible()
        assert flaws(page) == []
        shot(page, f"chat-{width}")
        page.get_by_label("Tu mensaje").fill("Hola, soy Beto.\n¿Cuándo vienes a verlo?")
        page.get_by_role("button", name="Enviar").click()
        expect(page.locator(".chat-ours").last).to_contain_text("¿Cuándo vienes a verlo?")
        expect(page.locator(".chat-ours").last).to_contain_text("beto")
        shot(page, f"chat-answered-{width}")
    assert Conversation.objects.get().state == State.HUMAN


def test_after_a_day_the_browser_offers_templates(browser, live_server, client, beto, reminder):
    chat = _silent_for_a_day()
    client.force_login(beto)
    with a_page(browser, "desk", address=live_server.url, session=client.cookies["sessionid"].value) as page:
        page.goto(reverse("admin:conversations_conversation_change", args=[chat.pk]))
        page.get_by_label("Seguimiento").check()
        page.get_by_label("1", exact=True).fill("Ana")
        page.get_by_label("auto", exact=True).fill("Versa")
        shot(page, "chat-template")
        page.get_by_role("button", name="Enviar plantilla").click()
        expect(page.locator(".chat-ours").last).to_contain_text("Hola Ana, ¿sigues buscando tu Versa?")


# ── The page stays fresh ────────────────────────────────────────────────────────────────────────────────────────


def test_the_bubbles_of_an_open_page_write_down_nobody_anew(admin_client):
    chat = cast.ana_chat()
    address = reverse("admin:conversations_conversation_bubbles", args=[chat.pk])
    admin_client.get(address)
    assert AuditEntry.objects.count() == 1
    admin_client.get(reverse("admin:conversations_conversation_change", args=[chat.pk]))
    answer = admin_client.get(address)
    assert AuditEntry.objects.count() == 2
    assert "hola" in text(answer, "#bubbles")
    chat.refresh_from_db()
    assert not chat.is_unread


def test_a_chat_is_taken_and_given_back_on_its_page(beto, client):
    client.force_login(beto)
    chat = cast.ana_chat()
    page = client.get(_page(chat))
    assert "Contesta el bot" in text(page, ".chat-turn")
    assert "23 horas, 59 minutos" in text(page, ".chat-window")
    taken = client.post(reverse("admin:conversations_conversation_take", args=[chat.pk]), follow=True)
    assert "La llevas tú" in text(taken, ".chat-turn")
    given = client.post(reverse("admin:conversations_conversation_give", args=[chat.pk]), follow=True)
    assert "Contesta el bot" in text(given, ".chat-turn")
    chat.refresh_from_db()
    assert chat.state == State.BOT


@pytest.mark.parametrize("width", WIDTHS)
def test_what_a_customer_writes_shows_without_a_reload(browser, live_server, client, beto, width):
    chat = cast.ana_chat(state=State.HUMAN)
    client.force_login(beto)
    with a_page(browser, width, address=live_server.url, session=client.cookies["sessionid"].value) as page:
        page.goto(_page(chat))
        page.get_by_label("Tu mensaje").fill("Te cuento que")
        cast.writes("¿sigues ahí?")
        expect(page.locator(".chat-theirs").last).to_contain_text("¿sigues ahí?", timeout=15_000)
        expect(page.get_by_label("Tu mensaje")).to_have_value("Te cuento que")
        page.get_by_role("button", name="Devolver al bot").click()
        expect(page.get_by_text("Contesta el bot")).to_be_visible()
        assert flaws(page) == []
        shot(page, f"chat-turn-{width}")


def _page(chat):
    return reverse("admin:conversations_conversation_change", args=[chat.pk])


def _silent_for_a_day():
    chat = cast.ana_chat()
    Conversation.objects.update(window_ends_at=timezone.now() - timedelta(minutes=1))
    return chat


def _where(chat):
    return reverse("admin:conversations_conversation_write", args=[chat.pk])
