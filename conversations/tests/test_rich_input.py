"""Ana sends what is not words: voice notes, photos, papers, places, contacts; and comes by adverts and links."""

import logging
from decimal import Decimal

import pytest

from catalog import branches
from conversations import turns
from conversations.agent import choose_brain
from conversations.agent.testing import ModelStandIn, refuses, spoken
from conversations.agent.testing import says as answers
from conversations.dialogue import wording
from conversations.dialogue.attachments import Kind
from conversations.models import Conversation, DayUsage, Message, State
from conversations.tests import cast
from conversations.whatsapp import media
from conversations.whatsapp.media import MediaRefused, MediaUnavailable
from conversations.whatsapp.testing import TwilioStandIn

pytestmark = pytest.mark.django_db(transaction=True)

OGG = "audio/ogg; codecs=opus"
A_CAR = '{"kind": "car", "car": "Nissan Versa 2018"}'
AN_INE = '{"kind": "identity_document", "car": "GOMEZ ANA CURP GOAA800101"}'
A_DOG = '{"kind": "other", "car": ""}'


@pytest.fixture
def twilio(settings):
    """Our account at Twilio, with the files that customers sent."""
    with TwilioStandIn(account_sid=cast.ACCOUNT_SID, auth_token=cast.AUTH_TOKEN) as stand_in:
        settings.TWILIO_API_BASE_URL = stand_in.url
        yield stand_in


@pytest.fixture
def model(settings):
    """A model that hears and sees what the test says."""
    with ModelStandIn() as stand_in:
        settings.OPENAI_API_KEY, settings.OPENAI_BASE_URL = "sk-of-the-stand-in", stand_in.url
        settings.AGENT_MODEL_TIMEOUT_SECONDS = 2
        yield stand_in


def sends(url="https://api.twilio.com/ME1", kind="image/jpeg", body="", **more) -> str:
    """Have Ana send a file, answer her without a model for the words, and return what she reads."""
    return reads(cast.form(body, NumMedia="1", MediaUrl0=url, MediaContentType0=kind, **more))


def reads(form) -> str:
    cast.post(form)
    chat = Conversation.objects.get()
    turns.answer(chat.pk, brain=choose_brain("offline"))
    return cast.replies(chat)[-1]


# ── Voice ───────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_voice_note_is_heard_and_answered_like_words(showroom, twilio, model):
    model.hears = spoken("busco un nisan versa dos mil dieciocho\u202e")
    assert "$220,999" in sends(twilio.keep(b"OggS the recording", OGG), OGG)

    assert b"OggS the recording" in model.recordings[0]
    assert b"gpt-4o-mini-transcribe" in model.recordings[0]
    [heard] = Message.objects.get(direction="in").media
    assert heard["heard"] == "busco un nisan versa dos mil dieciocho"
    assert DayUsage.objects.get().spent == 50


def test_a_wish_to_be_left_alone_is_obeyed_spoken_as_well(showroom, twilio, model):
    model.hears = spoken("ya no me escriban")
    assert sends(twilio.keep(b"OggS", OGG), OGG) == wording.OPTED_OUT
    assert Conversation.objects.get().state == State.OPTED_OUT


def test_what_was_heard_is_remembered_as_said(showroom, twilio, model):
    model.hears = spoken("busco un versa")
    sends(twilio.keep(b"OggS", OGG), OGG)
    brain = cast.brain_that_says("¡Va!")
    turns.answer(cast.writes("gracias").pk, brain=brain)
    assert brain.seen[0].turn.past[0].customer == "busco un versa"


def test_a_turn_that_is_thought_over_again_hears_the_note_once(showroom, twilio, model):
    model.hears = spoken("busco un versa")
    sends(twilio.keep(b"OggS", OGG), OGG)
    Message.objects.update(turn=None)
    turns.answer(Conversation.objects.get().pk, brain=choose_brain("offline"))
    assert len(model.recordings) == 1


@pytest.mark.parametrize("trouble", ["no model", "no budget", "refused", "silence", "gone"])
def test_a_voice_note_that_cannot_be_heard_is_asked_for_in_writing(trouble, policy, twilio, model, settings):
    model.hears = {"refused": refuses(500, "server_error"), "silence": spoken(" ")}.get(trouble, spoken("hola"))
    url = twilio.keep(b"OggS", OGG)
    if trouble == "no model":
        settings.OPENAI_API_KEY = ""
    if trouble == "no budget":
        settings.AGENT_CUSTOMER_DAILY_TOKENS = 100
    if trouble == "gone":
        twilio.files.clear()
    assert sends(url, OGG) == wording.UNREAD[Kind.VOICE]


# ── Photos and papers ───────────────────────────────────────────────────────────────────────────────────────────


def test_a_photo_of_a_car_is_searched_for(showroom, twilio, model):
    model.then = answers(A_CAR)
    assert "Nissan Versa 2018" in sends(twilio.keep(b"\xff\xd8 a car", "image/jpeg"))
    [_, user] = model.requests[0]["messages"]
    assert user["content"][0]["image_url"]["url"].startswith("data:image/jpeg;base64,")


def test_a_photo_of_something_else_is_answered(policy, twilio, model):
    model.then = answers(A_DOG)
    assert sends(twilio.keep(b"\xff\xd8 a dog", "image/jpeg")) == wording.UNREAD[Kind.PHOTO]


def test_a_photographed_identity_paper_is_refused_and_nothing_of_it_is_kept(policy, twilio, model):
    model.then = answers(AN_INE)
    url = twilio.keep(b"\xff\xd8 INE", "image/jpeg")
    assert wording.NO_PAPERS in sends(url, body="aquí está mi INE para el crédito")

    kept = Message.objects.get(direction="in")
    assert kept.media == [{"type": "image/jpeg", "kind": "identity", "heard": ""}]
    assert "MediaUrl0" not in kept.raw
    assert "GOAA800101" not in str(list(Message.objects.values()))
    assert twilio.files == {}, "nor does Twilio keep it"


def test_that_twilio_still_has_a_paper_is_told(policy, twilio, model, monkeypatch, caplog):
    def twilio_is_down(url):
        raise MediaUnavailable

    model.then = answers(AN_INE)
    monkeypatch.setattr(media, "forget", twilio_is_down)
    with caplog.at_level(logging.ERROR):
        assert wording.NO_PAPERS in sends(twilio.keep(b"\xff\xd8 INE", "image/jpeg"))
    assert "could not be deleted" in caplog.text


def test_a_photo_with_words_is_answered_by_its_words(showroom):
    assert "$461,999" in sends(body="tienes una touareg como esta?")


@pytest.mark.parametrize(
    ("kind", "of"),
    [
        ("image/jpeg", Kind.PHOTO),
        ("audio/ogg", Kind.VOICE),
        ("image/webp", Kind.STICKER),
        ("video/mp4", Kind.VIDEO),
        ("text/vcard", Kind.CONTACT),
        ("text/x-vcard; charset=utf-8", Kind.CONTACT),
        ("application/pdf", Kind.DOCUMENT),
        ("application/x-unheard-of", Kind.DOCUMENT),
        ("", Kind.DOCUMENT),
    ],
)
def test_without_a_model_every_kind_of_file_gets_its_useful_answer(kind, of, policy):
    assert sends(kind=kind) == wording.UNREAD[of]


# ── The door to files ───────────────────────────────────────────────────────────────────────────────────────────

ACCOUNT = f"2010-04-01/Accounts/{cast.ACCOUNT_SID}"


@pytest.mark.parametrize(
    "url",
    [
        "https://evil.example.com/a.ogg",
        f"https://evil.example.com/{ACCOUNT}/Messages/MM1/Media/ME1",
        f"http://api.twilio.com/{ACCOUNT}/Messages/MM1/Media/ME1",
        f"https://api.twilio.com.evil.example.com/{ACCOUNT}/x",
        f"https://api.twilio.com@evil.example.com/{ACCOUNT}/x",
        f"https://user:pass@api.twilio.com/{ACCOUNT}/x",
        f"https://api.twilio.com:8443/{ACCOUNT}/x",
        "https://api.twilio.com/2010-04-01/Accounts/AC_of_another/Messages/MM1/Media/ME1",
        f"https://api.twilio.com/{ACCOUNT}/../AC_of_another/x",
        f"https://api.twilio.com/{ACCOUNT}/%2e%2e/x",
        "file:///etc/passwd",
        "http://169.254.169.254/latest/meta-data",
        "//api.twilio.com/x",
        "",
    ],
)
def test_only_files_of_our_own_account_are_fetched(url, settings):
    settings.TWILIO_API_BASE_URL = ""
    assert media.is_ours(f"https://api.twilio.com/{ACCOUNT}/Messages/MM1/Media/ME1")
    assert not media.is_ours(url)
    with pytest.raises(MediaRefused):
        media.fetch(url)
    with pytest.raises(MediaRefused):
        media.forget(url)


@pytest.mark.parametrize(
    ("url", "may"),
    [
        ("https://mms.twiliocdn.com/AC1/abc?Expires=1&Signature=x", True),
        ("http://mms.twiliocdn.com/AC1/abc", False),
        ("https://mms.twiliocdn.com:8443/AC1/abc", False),
        ("https://me@mms.twiliocdn.com/AC1/abc", False),
        ("https://twiliocdn.com.evil.example.com/abc", False),
        ("https://eviltwiliocdn.com/abc", False),
        ("http://127.0.0.1/abc", False),
    ],
)
def test_twilio_may_send_us_on_to_its_own_store_only(url, may):
    assert media.may_follow(url) is may


def test_a_file_is_fetched_with_our_credentials_from_where_twilio_sends_us_on(twilio):
    there = twilio.keep(b"OggS", OGG)
    here = twilio.keep(b"", "text/plain", Location=there)
    assert media.fetch(here).content == b"OggS"
    assert [asked.method for asked in twilio.asked] == ["GET", "GET"]


def test_elsewhere_is_never_asked(twilio):
    with TwilioStandIn(account_sid=cast.ACCOUNT_SID, auth_token=cast.AUTH_TOKEN) as other:
        with pytest.raises(MediaRefused):
            media.fetch(twilio.keep(b"", "text/plain", Location=other.keep(b"OggS", OGG)))
        assert other.asked == []


def test_redirects_come_to_an_end(twilio):
    url = twilio.keep(b"", "text/plain", Location="/")
    path = url.removeprefix(twilio.url)
    twilio.files[path] = type(twilio.files[path])(307, b"", {"Location": url})
    with pytest.raises(MediaRefused):
        media.fetch(url)


def test_a_file_that_is_too_large_or_drips_is_given_up(twilio, settings, monkeypatch):
    monkeypatch.setattr(media, "MOST_BYTES", 1000)
    with pytest.raises(MediaRefused):
        media.fetch(twilio.keep(b"x" * 1001, OGG))
    assert media.fetch(twilio.keep(b"x" * 1000, OGG)).content == b"x" * 1000

    settings.WHATSAPP_TIMEOUT_SECONDS = 0.3
    monkeypatch.setattr(media, "_CHUNK", 1)
    slow = twilio.keep(b"x" * 50, OGG)
    path = slow.removeprefix(twilio.url)
    twilio.files[path] = type(twilio.files[path])(200, b"x" * 50, {}, OGG, pause_seconds=0.1)
    with pytest.raises(MediaUnavailable):
        media.fetch(slow)


# ── Places ──────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def sites(policy):
    """Three branches with a position, and one without."""
    for city, name, latitude, longitude in (
        ("Ciudad de México", "Plaza Fortuna", "19.4890", "-99.1270"),
        ("Monterrey", "Punto Valle", "25.6460", "-100.3560"),
        ("Puebla", "Explanada", "19.0870", "-98.2270"),
        ("Ciudad de México", "Sin Mapa", None, None),
    ):
        position = {} if latitude is None else {"latitude": Decimal(latitude), "longitude": Decimal(longitude)}
        branches.save_branch(city=city, name=name, address=f"Calle de {name} 1", **position)


def test_a_place_is_answered_with_the_nearest_branches_nearest_first(sites):
    read = reads(
        cast.form("", Latitude="19.0414", Longitude="-98.2063", Address="Zócalo de Puebla", MessageType="location")
    )
    assert wording.NEAREST in read
    assert read.index("Explanada") < read.index("Plaza Fortuna")
    assert "Punto Valle" not in read
    assert "Calle de Explanada 1" in read


def test_a_place_beside_a_question_is_answered_with_it(sites):
    cast.post(cast.form("cuál me queda más cerca?"))
    read = reads(cast.form("", Latitude="25.67", Longitude="-100.31", MessageType="location"))
    assert "Punto Valle" in read


@pytest.mark.parametrize(
    "position", [("48.8566", "2.3522"), ("91", "0"), ("NaN", "NaN"), ("1e400", "2"), ("", ""), ("norte", "sur")]
)
def test_a_place_that_is_far_away_or_none_gets_a_useful_answer(position, sites):
    latitude, longitude = position
    assert reads(cast.form("", Latitude=latitude, Longitude=longitude, MessageType="location"))


def test_without_any_branch_on_record_the_city_is_asked_for(policy):
    assert reads(cast.form("", Latitude="19.04", Longitude="-98.20", MessageType="location")).endswith(
        wording.NO_NEAREST
    )


# ── Adverts and links ───────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "form",
    [
        {"body": "Hola, me interesa el auto 103"},
        {"body": "Hola! Me interesa el auto #103"},
        {"body": "https://kavak.example.com/autos?stock_id=103"},
        {"body": "¡Hola! Quiero más información", "ReferralSourceUrl": "https://fb.me/x?stock_id=103"},
        {"body": "¡Hola! Quiero más información", "ReferralBody": "Touareg 2018, folio 103, a $461,999"},
        {"body": "Hola", "ReferralHeadline": "Estrena hoy (stock 103)", "ReferralSourceId": "120210000000001"},
    ],
)
def test_a_chat_that_begins_at_an_advert_or_a_link_opens_on_that_car(form, showroom):
    read = reads(cast.form(**form))
    assert "Volkswagen Touareg 2018" in read
    assert "$461,999" in read

    turns.answer(cast.writes("40 mil de enganche a 4 años").pk, brain=choose_brain("offline"))
    assert "$10,702.98 MXN al mes" in cast.replies(Conversation.objects.get())[-1]


def test_an_advert_of_a_car_that_is_gone_does_not_stand_in_the_way(showroom):
    read = reads(cast.form("busco un corolla", ReferralSourceUrl="https://fb.me/x?stock_id=999999"))
    assert "Toyota Corolla 2020" in read


def test_who_asks_for_another_car_than_the_advert_gets_that(showroom):
    read = reads(cast.form("y el corolla?", ReferralSourceUrl="https://fb.me/x?stock_id=103"))
    assert "Corolla" in read
    assert "Touareg" not in read


def test_a_model_is_not_asked_for_what_code_can_answer(showroom, sites):
    brain = cast.brain_that_says()
    cast.post(cast.form("Hola, me interesa el auto 103"))
    turns.answer(Conversation.objects.get().pk, brain=brain)
    assert brain.seen == []
