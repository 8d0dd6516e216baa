"""A car shown as a card brings its photos, after the words, once a chat, and only where anybody can fetch them."""

import io

import pytest
from PIL import Image

from catalog import photos
from catalog.models import Car, CarPhoto
from conversations import delivery, outbox, turns
from conversations.agent import choose_brain
from conversations.models import Channel, Conversation, Direction, Message
from conversations.tests import cast
from conversations.whatsapp import gateways
from conversations.whatsapp.testing import TwilioStandIn

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def pictures(showroom, settings, tmp_path):
    """Four uploaded photos of the Touareg, and one of the Corolla at somebody else's address."""
    settings.MEDIA_ROOT = tmp_path
    pixels = io.BytesIO()
    Image.new("RGB", (8, 8), "red").save(pixels, "JPEG")
    read = [photos.read_photo(io.BytesIO(pixels.getvalue())) for _ in range(4)]
    photos.add_photos(car=Car.objects.get(stock_id=103), photos=read)
    CarPhoto.objects.create(car=Car.objects.get(stock_id=104), url="https://fotos.example.com/corolla.jpg")


def answered(body) -> Conversation:
    chat = cast.writes(body)
    turns.answer(chat.pk, brain=choose_brain("offline"))
    return chat


def pictures_of(chat) -> list[str]:
    sent = Message.objects.filter(conversation=chat, direction=Direction.OUT).exclude(media=[]).order_by("pk")
    return [file["url"] for message in sent for file in message.media]


def test_a_card_comes_with_its_first_photos_after_the_words(pictures):
    chat = answered("touareg")
    found = pictures_of(chat)
    assert len(found) == 3
    assert found == [photo.address for photo in Car.objects.get(stock_id=103).photos.all()[:3]]
    assert all(url.startswith("https://agente.example.com/photos/") for url in found)
    bubbles = Message.objects.filter(conversation=chat, direction=Direction.OUT).order_by("pk")
    assert [bool(bubble.body) for bubble in bubbles] == [True, False, False, False]


def test_the_photos_are_where_they_say(pictures, client):
    url = pictures_of(answered("touareg"))[0]
    assert client.get(url.removeprefix("https://agente.example.com"))["Content-Type"] == "image/jpeg"


def test_a_photo_at_another_address_goes_out_too(pictures):
    assert pictures_of(answered("corolla")) == ["https://fotos.example.com/corolla.jpg"]


def test_photos_are_sent_once_a_chat(pictures):
    answered("touareg")
    chat = answered("un touareg")
    assert len(pictures_of(chat)) == 3


def test_a_list_or_a_car_without_photos_sends_none(pictures):
    assert pictures_of(answered("nissan")) == []
    assert pictures_of(answered("mazda 3")) == []


def test_where_nobody_can_fetch_them_none_are_sent(pictures, settings):
    settings.PUBLIC_BASE_URL = "http://127.0.0.1:8000"
    assert pictures_of(answered("touareg")) == []


@pytest.mark.parametrize("channel", [Channel.API, Channel.CONSOLE])
def test_other_channels_are_told_in_words_alone(channel, pictures):
    chat = cast.ana_chat()
    Conversation.objects.filter(pk=chat.pk).update(channel=channel)
    Message.objects.create(conversation=chat, direction=Direction.IN, sid="local-1", body="touareg")
    turns.answer(chat.pk, brain=choose_brain("offline"))
    assert "$461,999" in "\n".join(cast.replies(chat))
    assert pictures_of(chat) == []


def test_a_photo_has_no_words_in_what_the_model_remembers(pictures):
    answered("touareg")
    brain = cast.brain_that_says("¡Va!")
    turns.answer(cast.writes("gracias").pk, brain=brain)
    assert not brain.seen[0].turn.past[0].reply.endswith("\n")


def test_twilio_is_given_one_file_a_message_in_order(settings):
    with TwilioStandIn(account_sid=cast.ACCOUNT_SID, auth_token=cast.AUTH_TOKEN) as twilio:
        settings.TWILIO_API_BASE_URL = twilio.url
        gateways._twilio.cache_clear()
        chat = cast.ana_chat()
        outbox.enqueue(chat.pk, "Este es:", photos=["https://a.example.com/1.jpg", "https://a.example.com/2.jpg"])
        assert delivery.deliver(chat.pk) == 3
        sent = [(entry.body, entry.media) for entry in twilio.sent]
    assert sent == [("Este es:", ""), ("", "https://a.example.com/1.jpg"), ("", "https://a.example.com/2.jpg")]
