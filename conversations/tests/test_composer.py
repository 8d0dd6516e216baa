"""The composer under a chat: photos of one's own and of cars, canned replies to begin with, each kept by its rules."""

import io
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from PIL import Image
from playwright.sync_api import expect

from catalog import photos
from catalog.models import Branch, Car
from catalog.tests.pages import text
from conversations import delivery, privacy, retention, turns, writing
from conversations.models import Appointment, CannedReply, Contact, Conversation, Lead, Message, State
from conversations.tests import cast, office
from conversations.whatsapp.gateways.fake import FakeGateway
from kavakbot.tests.browser import WIDTHS, a_page, fits, shot

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def beto() -> User:
    return User.objects.create_superuser("beto", first_name="Beto")


@pytest.fixture
def back_office(client, beto):
    client.force_login(beto)
    return client


def pixels(colour: str = "red") -> bytes:
    drawn = io.BytesIO()
    Image.new("RGB", (40, 30), colour).save(drawn, "PNG")
    return drawn.getvalue()


def upload(content: bytes | None = None, name: str = "tablero.png") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, pixels() if content is None else content)


def page(chat: Conversation) -> str:
    return reverse("admin:conversations_conversation_change", args=[chat.pk])


def send(browser, chat: Conversation, **told):
    return browser.post(reverse("admin:conversations_conversation_write", args=[chat.pk]), told, follow=True)


def sent(chat: Conversation) -> list[tuple[str, tuple[str, ...]]]:
    whatsapp = FakeGateway()
    delivery.deliver(chat.pk, gateway=whatsapp)
    return [(it.body, it.media) for it in whatsapp.sent]


# ── Photos ──────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_photo_goes_out_after_the_words_and_anybody_with_its_address_may_fetch_it(back_office, client, files):
    chat = cast.ana_chat()
    answer = send(back_office, chat, text="Mira:", photos=[upload()])
    [words, (body, (address,))] = sent(chat)
    assert (words, body) == (("Mira:", ()), "")
    path = address.removeprefix("https://agente.example.com")
    assert f'src="{path}"' in answer.content.decode()
    client.logout()
    fetched = client.get(path)
    assert (fetched["Content-Type"], fetched["Cache-Control"]) == ("image/jpeg", "private, max-age=3600")
    assert Image.open(io.BytesIO(b"".join(fetched.streaming_content))).format == "JPEG"
    chat.refresh_from_db()
    assert chat.state == State.HUMAN


def test_a_photo_needs_no_words(back_office):
    chat = cast.ana_chat()
    send(back_office, chat, text="", photos=[upload(), upload(pixels("blue"))])
    assert [body for body, _ in sent(chat)] == ["", ""]


@pytest.mark.parametrize(("content", "why"), [(b"<svg/>", "no es una imagen"), (pixels()[:60], "está dañada")])
def test_what_is_no_photo_is_not_sent_and_the_words_stay_in_the_composer(back_office, files, content, why):
    chat = cast.ana_chat()
    answer = send(back_office, chat, text="Mira este tablero", photos=[upload(content)])
    assert why in text(answer)
    assert "Mira este tablero" in text(answer, "#chat-text")
    assert "Mira este tablero" not in text(back_office.get(page(chat)), "#chat-text")
    chat.refresh_from_db()
    assert (chat.state, sent(chat), list(files.rglob("*.jpg"))) == (State.BOT, [], [])


def test_a_car_that_the_chat_was_shown_sends_its_first_photos(back_office, showroom):
    read = photos.read_photo(io.BytesIO(pixels()))
    touareg = Car.objects.get(stock_id=103)
    photos.add_photos(car=touareg, photos=[read] * 4)
    photos.add_photos(car=Car.objects.get(stock_id=104), photos=[read])
    chat = cast.writes("touareg")
    turns.answer(chat.pk)
    sent(chat)
    offered = text(back_office.get(page(chat)), "#chat-car")
    assert ("Touareg" in offered, "Corolla" in offered) == (True, False)
    send(back_office, chat, text="", car=touareg.pk)
    assert [media for _, media in sent(chat)] == [(photo.address,) for photo in touareg.photos.all()[:3]]


def test_where_photos_reach_nobody_none_are_offered_or_sent(back_office, beto):
    chat = cast.ana_chat()
    Conversation.objects.update(channel="api")
    assert "Fotos" not in text(back_office.get(page(chat)), ".chat-write")
    with pytest.raises(writing.NoPhotosHere):
        writing.write(chat.pk, "Mira", author=beto, photos=[photos.read_photo(io.BytesIO(pixels()))])
    chat.refresh_from_db()
    assert (chat.state, sent(chat)) == (State.BOT, [])


def test_a_sent_photo_goes_with_its_customer_and_with_its_message(back_office, files, settings):
    chat = cast.ana_chat()
    for _ in range(2):
        send(back_office, chat, text="", photos=[upload()])
    first = Message.objects.filter(direction="out").earliest("pk")
    Message.objects.filter(pk=first.pk).update(created_at=timezone.now() - timedelta(days=40))
    settings.RETENTION_DAYS = {**settings.RETENTION_DAYS, "messages": 30}
    retention.apply()
    assert len(list(files.rglob("*.jpg"))) == 1
    privacy.erase(Contact.objects.get(pk=chat.contact_id), by="nora")
    assert list(files.rglob("*.jpg")) == []


# ── Canned replies ──────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def greeting() -> CannedReply:
    return CannedReply.objects.create(
        title="Cita", body="Hola {nombre}, soy {asesor}. Te espero en {sucursal} por tu {auto}."
    )


def picked(answer) -> list[str]:
    return [pick["data-pick"] for pick in BeautifulSoup(answer.content, "html.parser").select("[data-pick]")]


def test_a_canned_reply_reads_as_it_would_in_this_chat(back_office, greeting, showroom):
    CannedReply.objects.create(title="Vieja", body="Ya no", active=False)
    chat = cast.ana_chat()
    assert picked(back_office.get(page(chat))) == ["Hola {nombre}, soy Beto. Te espero en {sucursal} por tu {auto}."]
    Contact.objects.update(name="Ana Torres")
    Lead.objects.create(conversation=chat, kind="purchase", call="1", car=Car.objects.get(stock_id=105))
    lerma = Branch.objects.create(name="Lerma", city="Lerma")
    tomorrow = timezone.now() + timedelta(days=1)
    Appointment.objects.create(conversation=chat, branch=lerma, starts_at=tomorrow, call="2")
    assert picked(back_office.get(page(chat))) == ["Hola Ana, soy Beto. Te espero en Lerma por tu Mazda 3 2017."]


def test_what_stands_between_braces_is_not_sent(back_office):
    chat = cast.ana_chat()
    assert "llena o quita" in text(send(back_office, chat, text="Hola { nombre }, ¿cómo estás?"))
    assert sent(chat) == []
    send(back_office, chat, text="Hola {Ana}")
    assert sent(chat) == [("Hola {Ana}", ())]


@pytest.mark.parametrize("body", ["Hola {teléfono}", "Hola {nombre", "Hola {}", "{{nombre}}"])
def test_a_blank_that_no_chat_can_fill_is_refused(back_office, body):
    answer = back_office.post(reverse("admin:conversations_cannedreply_add"), {"title": "x", "body": body})
    assert "Entre llaves sólo puede ir" in text(answer)
    assert not CannedReply.objects.exists()


def test_sales_write_canned_replies_and_each_change_is_kept(greeting):
    browser = office.role("ventas")
    change = reverse("admin:conversations_cannedreply_change", args=[greeting.pk])
    browser.post(change, {"title": "Cita", "body": "Hola {nombre}", "active": "on"})
    assert [(it.body, str(it.history_user)) for it in greeting.history.all()[:1]] == [("Hola {nombre}", "de-ventas")]
    assert "de-ventas" in text(browser.get(reverse("admin:conversations_cannedreply_history", args=[greeting.pk])))


# ── In a browser ────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("width", WIDTHS)
def test_somebody_picks_a_reply_mends_it_and_adds_photos(
    browser, live_server, settings, back_office, showroom, greeting, width, tmp_path
):
    settings.PUBLIC_BASE_URL = live_server.url
    photos.add_photos(car=Car.objects.get(stock_id=103), photos=[photos.read_photo(io.BytesIO(pixels("green")))])
    chat = cast.writes("touareg")
    Contact.objects.update(name="Ana Torres")
    turns.answer(chat.pk)
    (tmp_path / "tablero.png").write_bytes(pixels())
    session = back_office.cookies[settings.SESSION_COOKIE_NAME].value
    with a_page(browser, width, address=live_server.url, session=session) as there:
        there.goto(page(chat))
        there.get_by_text("Respuestas rápidas", exact=True).last.click()
        shot(there, "composer")
        there.get_by_role("button", name="Cita").click()
        words = there.get_by_label("Tu mensaje")
        expect(words).to_have_value("Hola Ana, soy Beto. Te espero en {sucursal} por tu {auto}.")
        words.press_sequentially("Lerma")
        words.fill(words.input_value().replace("{auto}", "Touareg"))
        there.get_by_label("Fotos tuyas").set_input_files(tmp_path / "tablero.png")
        there.get_by_label("Fotos de un auto").select_option(label="Volkswagen Touareg 2018 · 103")
        assert fits(there)
        shot(there, "composer-filled")
        there.get_by_role("button", name="Enviar", exact=True).click()
        ours = there.locator(".chat-ours")
        expect(ours.locator("img").last).to_be_visible()
        expect(there.get_by_text("Te espero en Lerma por tu Touareg.")).to_be_visible()
        assert fits(there)
        shot(there, "composer-sent")
    assert Message.objects.filter(author__isnull=False).count() == 3
