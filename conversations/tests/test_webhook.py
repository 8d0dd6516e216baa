"""The webhook's five things: verify, parse, receive, wake, answer; and never a sixth, whatever is posted."""

import json
import time
import uuid
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from random import Random

import pytest
from django.db import connection
from django.test import Client

from conversations.models import Contact, Conversation, Delivery, DeliveryState, Message
from conversations.tests import cast
from conversations.whatsapp import signature
from conversations.whatsapp.testing import LedgerEntry, status_form

pytestmark = pytest.mark.django_db(transaction=True)


# ── Who may post ────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_signed_message_is_stored_and_answered_with_empty_twiml():
    answer = cast.post(cast.form("hola"))

    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/xml"
    assert Message.objects.get().body == "hola"


@pytest.mark.parametrize("mark", [None, "", "bm90IGEgc2lnbmF0dXJl", "ñ", "x" * 10_000])
def test_a_missing_or_wrong_signature_is_refused(mark):
    assert cast.post_under(mark, cast.form()).status_code == 403
    assert not Message.objects.exists()


def test_a_signature_under_another_key_is_refused():
    form = cast.form()
    assert cast.post_under(cast.sign(form, key="guessed"), form).status_code == 403


def test_a_signature_for_another_address_is_refused():
    form = cast.form()
    assert cast.post_under(cast.sign(form, to=cast.STATUS_WEBHOOK), form).status_code == 403


def test_a_body_changed_on_the_way_is_refused():
    form = cast.form("busco un versa")
    assert cast.post_under(cast.sign(form), {**form, "Body": "busco un tesla"}).status_code == 403
    assert cast.post_under(cast.sign(form), {**form, "Added": "1"}).status_code == 403


@pytest.mark.parametrize("content_type", ["application/json", "text/plain", "multipart/form-data; boundary=x", ""])
def test_only_forms_are_accepted_because_only_their_parameters_are_signed(content_type):
    form = cast.form()
    for mark in (cast.sign(form), cast.sign({})):
        assert cast.post_under(mark, json.dumps(form).encode(), content_type=content_type).status_code == 403
    assert not Message.objects.exists()


def test_the_url_that_was_signed_is_the_configured_one_whatever_host_is_named():
    form = cast.form()
    for_the_host = signature.sign(f"http://testserver{cast.WEBHOOK}", form, cast.AUTH_TOKEN)
    assert cast.post_under(for_the_host, form).status_code == 403


def test_the_webhook_secret_is_the_key_when_it_is_set(settings):
    settings.TWILIO_WEBHOOK_SECRET = "another key"
    form = cast.form()
    assert cast.post(form).status_code == 403
    assert cast.post_under(cast.sign(form, key="another key"), form).status_code == 200


def test_while_twilio_changes_tokens_both_are_accepted_and_afterwards_one(settings):
    settings.TWILIO_AUTH_TOKEN, settings.TWILIO_AUTH_TOKEN_FALLBACK = "new token", cast.AUTH_TOKEN
    for token in (cast.AUTH_TOKEN, "new token"):
        form = cast.form()
        assert cast.post_under(cast.sign(form, key=token), form).status_code == 200
    settings.TWILIO_AUTH_TOKEN_FALLBACK = ""
    form = cast.form()
    assert cast.post_under(cast.sign(form, key=cast.AUTH_TOKEN), form).status_code == 403


def test_without_any_key_nothing_is_accepted(settings):
    settings.TWILIO_AUTH_TOKEN = ""
    form = cast.form()
    assert cast.post_under(cast.sign(form, key=""), form).status_code == 403


def test_another_account_is_refused():
    assert cast.post(cast.form(AccountSid="AC" + "f" * 32)).status_code == 403
    assert not Message.objects.exists()


def test_a_message_to_another_sender_of_the_account_is_refused():
    assert cast.post(cast.form(To="whatsapp:+5215599999999")).status_code == 403


def test_our_own_number_is_known_in_both_spellings(settings):
    settings.TWILIO_PHONE_NUMBER = "+525500000009"
    assert cast.post(cast.form(To="whatsapp:+5215500000009")).status_code == 200


@pytest.mark.parametrize("address", [cast.WEBHOOK, cast.STATUS_WEBHOOK])
def test_only_post_is_allowed(address):
    for method in ("get", "put", "delete", "head"):
        assert getattr(Client(), method)(address).status_code == 405


# ── What may be posted ──────────────────────────────────────────────────────────────────────────────────────────


def test_a_message_from_nobody_is_a_bad_request():
    form = cast.form()
    del form["From"]
    assert cast.post(form).status_code == 400
    assert not Conversation.objects.exists()


def test_what_postgresql_refuses_and_what_hides_words_is_dropped():
    cast.post(cast.form("bus\0co un \u202eversa\u202c\u200b de 2018\ufeff"))

    message = Message.objects.get()
    assert message.body == "busco un versa de 2018"
    assert "\0" not in json.dumps(message.raw)


@pytest.mark.parametrize(
    "body",
    [
        b"Body=\xff\xfe\x00&From=whatsapp%3A%2B5215512345678&MessageSid=SM1",
        b"Body=%ED%A0%80&From=whatsapp%3A%2B5215512345678&MessageSid=SM1",
        b"=&&&=&;From",
        b"",
        b"%",
    ],
)
def test_bytes_that_mean_nothing_are_no_error_of_ours(body):
    unsigned = cast.post_under("bm8=", body)
    assert unsigned.status_code == 403


def test_a_body_in_broken_utf8_is_stored_as_far_as_it_can_be_read():
    # Django reads the broken bytes as U+FFFD; the signature is over what was read.
    body = b"From=whatsapp%3A%2B5215512345678&MessageSid=SM9&Body=ol%ED%A0%80a"
    mark = cast.sign({"From": cast.ANA, "MessageSid": "SM9", "Body": "ol\ufffd\ufffd\ufffda"})
    assert cast.post_under(mark, body).status_code == 200
    assert Message.objects.get().body.startswith("ol")


def test_ten_thousand_emoji_are_cut_to_what_whatsapp_allows():
    assert cast.post(cast.form("🚗" * 10_000)).status_code == 200
    assert len(Message.objects.get().body) == 4096


def test_more_than_a_webhook_can_hold_is_refused_before_it_is_read():
    assert cast.post_under("bm8=", b"Body=" + b"x" * 3_000_000).status_code == 400
    assert cast.post_under("bm8=", "&".join(f"a{n}=1" for n in range(1_001)).encode()).status_code == 400


@pytest.mark.parametrize(
    "odd",
    [
        {"MessageSid": "SM" + "9" * 500},
        {"From": "whatsapp:+" + "5" * 500},
        {"From": "whatsapp:MX.5f2c9f8e1b7a"},
        {"ProfileName": "Ana " * 500},
        {"NumMedia": "9" * 5000},
        {"NumMedia": "-1"},
        {"NumMedia": "²"},
        {"NumMedia": "3", "MediaUrl0": "https://api.twilio.com/1"},
        {"Body": ""},
    ],
)
def test_odd_but_signed_forms_are_received(odd):
    assert cast.post(cast.form(**odd)).status_code == 200
    assert Message.objects.count() == 1


def test_a_voice_note_keeps_its_address_and_its_type():
    media = {"NumMedia": "1", "MediaUrl0": "https://api.twilio.com/media/ME1", "MediaContentType0": "audio/ogg"}
    cast.post(cast.form("", MessageType="audio", **media))

    assert Message.objects.get().media == [{"url": "https://api.twilio.com/media/ME1", "type": "audio/ogg"}]


def test_mexican_numbers_meet_in_one_contact_and_replies_go_to_the_address_received():
    cast.post(cast.form(From="whatsapp:+5215512345678"))
    cast.post(cast.form(From="whatsapp:+525512345678"))

    assert Contact.objects.get().phone == "+525512345678"
    assert Conversation.objects.get().address == "whatsapp:+525512345678"


def test_a_sender_without_a_number_gets_a_conversation_all_the_same():
    cast.post(cast.form(From="whatsapp:MX.5f2c9f8e1b7a"))
    cast.post(cast.form(From="whatsapp:MX.5f2c9f8e1b7a"))

    chat = Conversation.objects.get()
    assert (chat.contact.phone, chat.address) == (None, "whatsapp:MX.5f2c9f8e1b7a")


# ── Repeats, races and a broker that is down ────────────────────────────────────────────────────────────────────


def test_the_same_sid_ten_times_at_once_is_one_message():
    form = cast.form("busco un versa")
    assert _all_at_once([form] * 10) == [200] * 10
    assert Message.objects.count() == 1


def test_ten_first_messages_of_one_customer_at_once_are_one_conversation():
    assert _all_at_once([cast.form(f"mensaje {n}") for n in range(10)]) == [200] * 10
    assert (Contact.objects.count(), Conversation.objects.count(), Message.objects.count()) == (1, 1, 10)


def test_a_broker_that_is_down_fails_no_webhook(broker_down):
    assert cast.post(cast.form("hola")).status_code == 200
    assert Message.objects.get().body == "hola"


def _all_at_once(forms):
    def post(form):
        try:
            return cast.post(form).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(len(forms)) as threads:
        return list(threads.map(post, forms))


# ── Status callbacks ────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def sent():
    """A message to Ana that Twilio has accepted."""
    chat = cast.ana_chat()
    message = Message.objects.create(conversation=chat, direction="out", body="Encontré 2 autos", sid="SM1")
    return Delivery.objects.create(message=message, state=DeliveryState.ACCEPTED)


def test_a_message_moves_forward_to_read(sent):
    for status, state in [("sent", "sent"), ("delivered", "delivered"), ("read", "read")]:
        assert _report(sent, status).status_code == 200
        sent.refresh_from_db()
        assert sent.state == state


@pytest.mark.parametrize("seed", range(5))
def test_callbacks_that_arrive_shuffled_and_repeated_end_where_they_should(sent, seed):
    statuses = ["queued", "sent", "delivered", "read"] * 3
    Random(seed).shuffle(statuses)
    for status in statuses:
        assert _report(sent, status).status_code == 200
    sent.refresh_from_db()
    assert sent.state == DeliveryState.READ


def test_a_callback_settles_a_send_of_unknown_fate_and_brings_its_sid(sent):
    Delivery.objects.filter(pk=sent.pk).update(state=DeliveryState.UNKNOWN)
    Message.objects.filter(pk=sent.message_id).update(sid=None)
    _report(sent, "delivered", sid="SM77")

    sent.refresh_from_db()
    assert (sent.state, sent.message.sid) == (DeliveryState.DELIVERED, "SM77")


def test_a_message_that_could_not_be_delivered_says_why(sent):
    _report(sent, "undelivered", error_code=63016)
    sent.refresh_from_db()
    assert (sent.state, sent.error) == (DeliveryState.REFUSED, "63016")


def test_a_late_failure_does_not_undo_what_the_customer_has_read(sent):
    _report(sent, "read")
    _report(sent, "failed", error_code=30008)
    sent.refresh_from_db()
    assert sent.state == DeliveryState.READ


@pytest.mark.parametrize(
    "delivery", ["", "not-a-uuid", "00000000-0000-0000-0000-000000000000", "%27%20OR%201=1", "%00"]
)
def test_callbacks_about_nothing_of_ours_change_nothing(sent, delivery):
    assert _report(sent, "read", delivery=delivery).status_code == 200
    sent.refresh_from_db()
    assert sent.state == DeliveryState.ACCEPTED


def test_a_status_nobody_has_heard_of_changes_nothing(sent):
    assert _report(sent, "teleported").status_code == 200
    sent.refresh_from_db()
    assert sent.state == DeliveryState.ACCEPTED


def test_forged_callbacks_are_refused(sent):
    address = f"{cast.STATUS_WEBHOOK}?delivery={sent.pk}"
    form = _status_form(sent, "failed")
    assert cast.post_under(cast.sign(form, to=cast.STATUS_WEBHOOK), form, to=address).status_code == 403
    assert cast.post_under(None, form, to=address).status_code == 403
    sent.refresh_from_db()
    assert sent.state == DeliveryState.ACCEPTED


def _report(sent, status, *, error_code=None, sid="SM1", delivery=None):
    address = f"{cast.STATUS_WEBHOOK}?delivery={sent.pk if delivery is None else delivery}"
    return cast.post(_status_form(sent, status, error_code=error_code, sid=sid), to=address)


def _status_form(sent, status, *, error_code=None, sid="SM1"):
    entry = LedgerEntry(sid, cast.KAVAK, cast.ANA, sent.message.body, "outbound-api", status, error_code=error_code)
    return status_form(cast.ACCOUNT_SID, entry)


# ── A database that is away ─────────────────────────────────────────────────────────────────────────────────────


def test_a_database_that_is_away_is_said_so_within_twilios_patience():
    form = cast.form("hola")
    with cast.database_away():
        started = time.monotonic()
        assert cast.post(form).status_code == 503
        callback = {**form, "MessageStatus": "sent"}
        assert cast.post(callback, to=f"{cast.STATUS_WEBHOOK}?delivery={uuid.uuid4()}").status_code == 503
        assert time.monotonic() - started < 10
    assert cast.post(form).status_code == 200
    assert Message.objects.get().body == "hola"


def test_a_connection_that_dies_under_a_message_is_replaced_and_the_message_kept():
    with _first_insert_kills_its_connection():
        assert cast.post(cast.form("hola")).status_code == 200
    assert Message.objects.get().body == "hola"


@contextmanager
def _first_insert_kills_its_connection():
    """Let the database cut the connection that inserts the next message; a sequence outlives the rollback."""
    with connection.cursor() as cursor:
        cursor.execute("""
            CREATE SEQUENCE deaths;
            CREATE FUNCTION die_once() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
                IF nextval('deaths') = 1 THEN PERFORM pg_terminate_backend(pg_backend_pid()); END IF; RETURN NEW;
            END $$;
            CREATE TRIGGER dies BEFORE INSERT ON conversations_message FOR EACH ROW EXECUTE FUNCTION die_once();
        """)
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("DROP TRIGGER dies ON conversations_message; DROP FUNCTION die_once; DROP SEQUENCE deaths")
