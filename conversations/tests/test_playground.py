"""The playground: staff write as a made-up customer through the real, signed webhook, and nothing leaves."""

import json
from urllib.parse import parse_qsl

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from playwright.sync_api import expect

from catalog.tests.builders import a_car
from catalog.tests.pages import text
from conversations import delivery, turns
from conversations.models import Conversation, Message, WebhookCall, WebhookEndpoint
from conversations.tests import cast
from conversations.whatsapp.messages import LONGEST_BODY, clean
from conversations.whatsapp.testing import TwilioStandIn
from kavakbot.tests.browser import WIDTHS, a_page, flaws, shot

pytestmark = pytest.mark.django_db
PAGE, SIGN, CHAT = (reverse(name) for name in ("playground", "playground-sign", "playground-chat"))


@pytest.fixture
def nora():
    """A newcomer who may nothing yet."""
    return User.objects.create_user("nora", is_staff=True)


@pytest.fixture
def staff(nora):
    browser = Client()
    browser.force_login(nora)
    return browser


def signed(browser, words="hola", kind="text"):
    return browser.post(SIGN, json.dumps({"text": words, "kind": kind}), "application/json")


def write(browser, words="hola", kind="text") -> dict:
    """Post as the page does; return what was posted."""
    webhook = signed(browser, words, kind).json()
    assert cast.post_under(webhook["signature"], webhook["form"].encode(), to=webhook["address"]).status_code == 200
    return webhook


@pytest.mark.django_db(transaction=True)
def test_what_is_written_comes_in_by_the_webhook_and_the_reply_goes_nowhere(staff, settings):
    with TwilioStandIn(account_sid=cast.ACCOUNT_SID, auth_token=cast.AUTH_TOKEN) as twilio:
        settings.TWILIO_API_BASE_URL = twilio.url
        write(staff, "hola, ¿tienen versas?")
        chat = Conversation.objects.get()
        assert (chat.channel, chat.contact.phone, chat.contact.name) == ("playground", None, "Cliente de prueba")
        turns.answer(chat.pk, brain=cast.brain_that_says("Sí, hay dos."))
        assert delivery.deliver(chat.pk) > 0
        assert twilio.asked == []
    page = staff.get(CHAT)
    assert "hola, ¿tienen versas?" in text(page, ".mine")
    assert "Sí, hay dos." in text(page, ".theirs")
    assert "No consultó nada." in text(page, "#trace")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("kind", ["voice", "photo", "location", "button"])
def test_every_kind_of_message_is_shown_and_answered(staff, kind):
    write(staff, "Sí, me interesa" if kind == "button" else "", kind)
    turns.answer(Conversation.objects.get().pk)
    assert cast.replies(Conversation.objects.get())
    shown = {"voice": "Nota de voz", "photo": "Foto", "location": "Santa Fe", "button": "Sí, me interesa"}
    assert shown[kind] in text(staff.get(CHAT), ".mine")


@pytest.mark.parametrize(("kind", "opened"), [("voice", "audio[src$='.wav']"), ("photo", "a[href$='.jpg'] img")])
def test_a_voice_note_and_a_photo_can_be_opened(staff, kind, opened):
    write(staff, "", kind)
    page = staff.get(CHAT)
    assert BeautifulSoup(page.content, "html.parser").select(opened)
    assert "media-src 'self'" in page.headers["Content-Security-Policy"]


def test_a_trial_is_in_no_list_of_customers_unless_it_is_asked_for(staff, nora, django_user_model):
    write(staff, "quiero hablar con una persona")
    chats, office = reverse("admin:conversations_conversation_changelist"), Client()
    Conversation.objects.update(state="human")
    office.force_login(django_user_model.objects.create_superuser("beto"))
    page = office.get(chats)
    assert page.context["cl"].result_count == 0
    assert "Esperan a una persona 0" in text(page, ".inbox-views")
    assert office.get(chats, {"channel__exact": "playground"}).context["cl"].result_count == 1


def test_a_repeated_message_counts_once(staff):
    webhook = write(staff)
    cast.post_under(webhook["signature"], webhook["form"].encode(), to=webhook["address"])
    assert Message.objects.count() == 1


def test_nobody_sees_or_continues_what_another_wrote(staff):
    write(staff, "esto es mío")
    other = Client()
    other.force_login(User.objects.create_user("beto", is_staff=True))
    assert "esto es mío" not in text(other.get(CHAT))
    write(other)
    assert Conversation.objects.count() == 2
    staff.post(reverse("playground-new"))
    assert "esto es mío" not in text(staff.get(CHAT))


def test_only_staff_come_in_and_only_they_have_anything_signed():
    stranger = Client()
    for browser in (stranger, Client()):
        assert browser.get(PAGE).status_code == browser.get(CHAT).status_code == 302
        assert signed(browser).status_code == 302
    stranger.force_login(User.objects.create_user("ana"))
    assert signed(stranger).status_code == 302


@pytest.mark.parametrize("name", ["From", "Fr\u200bom"])
def test_what_is_signed_here_cannot_be_cut_into_the_message_of_a_real_customer(staff, name):
    """Twilio's way signs `BodyholaFrom…` alike whether `From…` is a field or what somebody wrote."""
    sid = f"SM{'1' * 32}"
    webhook = signed(staff, f"hola{name}{cast.ANA}MessageSid{sid}NumMedia0Zz").json()
    genuine = dict(parse_qsl(webhook["form"]))
    rest = "".join(f"{field}{genuine[field]}" for field in sorted(genuine) if field > "Body")
    forged = {"AccountSid": genuine["AccountSid"], "Body": "hola", name: cast.ANA, "MessageSid": sid, "NumMedia": "0"}
    for form in ({**forged, "Zz": rest}, {"From": genuine["From"], **forged, "Zz": rest}):
        assert cast.post_under(webhook["signature"], form).status_code == 403
    assert not Conversation.objects.exists()


def test_the_key_of_real_customers_signs_for_no_made_up_one():
    assert cast.post(cast.form(From="playground:1-0000abcd")).status_code == 403


@pytest.mark.parametrize("words", ["medio \ud83d emoji", "nul\0o", "a" * 5000])
def test_whatever_somebody_types_is_signed_as_it_will_be_read(staff, words):
    write(staff, words)
    assert Message.objects.get().body == clean(words)[:LONGEST_BODY]


@pytest.mark.parametrize("body", [b"", b"[]", b"{}", b'{"text": "x", "kind": "virus"}', b"\xff"])
def test_nonsense_is_not_signed(staff, body):
    assert staff.post(SIGN, body, "application/json").status_code == 400


def test_without_a_key_the_page_says_what_is_missing(staff, settings):
    settings.TWILIO_AUTH_TOKEN = settings.TWILIO_WEBHOOK_SECRET = ""
    assert "falta TWILIO_AUTH_TOKEN" in text(staff.get(PAGE))
    assert signed(staff).status_code == 400


@pytest.mark.django_db(transaction=True)
def test_what_is_tried_out_is_told_to_nobody(staff):
    WebhookEndpoint.objects.create(
        name="CRM", url="https://crm.example.com", topics=["lead.created", "chat.handed_over"]
    )
    write(staff, "quiero hablar con una persona")
    turns.answer(Conversation.objects.get().pk)
    assert Conversation.objects.get().leads.exists()
    assert not WebhookCall.objects.exists()


def test_a_question_from_another_page_is_typed_and_not_sent(staff):
    page = BeautifulSoup(staff.get(reverse("playground"), {"q": "¿hay <b>garantía</b>?"}).content, "html.parser")
    assert page.select_one("textarea").text == "¿hay <b>garantía</b>?"
    assert not Message.objects.exists()


def test_the_page_lets_in_no_script_but_its_own(staff):
    said = staff.get(PAGE).headers["Content-Security-Policy"]
    assert "script-src 'self';" in f"{said};"
    assert "unsafe" not in said


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("width", WIDTHS)
def test_a_newcomer_chats_with_the_bot(browser, live_server, settings, staff, width):
    settings.PUBLIC_BASE_URL = live_server.url
    a_car(make="Nissan", model="Versa")
    session = staff.cookies[settings.SESSION_COOKIE_NAME].value
    with a_page(browser, width, address=live_server.url, session=session) as page:
        page.goto(PAGE)
        page.get_by_label("Mensaje", exact=True).fill("¿tienen versas?")
        page.get_by_label("Mensaje", exact=True).press("Enter")
        expect(page.locator(".mine")).to_contain_text("¿tienen versas?")
        turns.answer(Conversation.objects.get().pk)
        expect(page.locator(".theirs").first).to_be_visible()
        page.locator("#trace summary").first.click()
        shot(page, "playground")
        assert flaws(page) == []
        page.get_by_role("button", name="Repetir el último").click()
        expect(page.get_by_text("cuenta una sola vez")).to_be_visible()
        expect(page.locator(".mine")).to_have_count(1)
