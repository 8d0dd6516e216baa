"""Sends of unknown fate: found by callback or list, sent once more at most, then left to a person; never confused."""

from datetime import timedelta

import pytest
from django.utils import timezone

from conversations import alerts, callbacks, delivery, outbox, ownership, settling, sweeping, writing
from conversations.dialogue import wording
from conversations.models import AlertKind, Delivery, DeliveryState, StaffAlert, Turn
from conversations.tests import cast
from conversations.whatsapp.messages import StatusUpdate
from conversations.whatsapp.testing import Fault, TwilioStandIn

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def chat():
    """Ana's conversation."""
    return cast.ana_chat()


@pytest.fixture
def twilio(settings):
    """Twilio on loopback."""
    settings.WHATSAPP_TIMEOUT_SECONDS = 0.5
    with TwilioStandIn(account_sid=cast.ACCOUNT_SID, auth_token=cast.AUTH_TOKEN) as stand_in:
        settings.TWILIO_API_BASE_URL = stand_in.url
        yield stand_in


def test_what_was_accepted_is_found_in_the_list_and_not_sent_again(chat, twilio):
    _send(chat, twilio, "uno", fault=Fault.BROKEN_AFTER)

    _after(seconds=31)
    assert settling.resolve(chat.pk) == 1

    row = Delivery.objects.get()
    assert (row.state, row.message.sid) == (DeliveryState.ACCEPTED, twilio.sent[0].sid)
    delivery.deliver(chat.pk)
    assert len(twilio.sent) == 1


def test_nobody_looks_before_thirty_seconds(chat, twilio):
    _send(chat, twilio, "uno", fault=Fault.BROKEN_AFTER)
    _after(seconds=20)
    assert settling.resolve(chat.pk) == 0
    assert [asked.method for asked in twilio.asked] == ["POST"]


def test_what_two_looks_miss_is_sent_once_more(chat, twilio):
    _send(chat, twilio, "uno", fault=Fault.BROKEN_BEFORE)

    _after(seconds=31)
    settling.resolve(chat.pk)
    delivery.deliver(chat.pk)
    assert twilio.sent == []

    _after(seconds=90)
    settling.resolve(chat.pk)
    delivery.deliver(chat.pk)
    assert [entry.body for entry in twilio.sent] == ["uno"]
    assert Delivery.objects.get().state == DeliveryState.ACCEPTED


def test_what_stays_lost_after_one_resend_is_left_to_a_person(chat, twilio):
    _send(chat, twilio, "uno", fault=Fault.BROKEN_BEFORE)
    _look_twice(chat)
    twilio.faults.append(Fault.CUT_BEFORE)
    delivery.deliver(chat.pk)
    _look_twice(chat)
    delivery.deliver(chat.pk)

    row = Delivery.objects.get()
    assert (row.state, row.attempts, row.resends) == (DeliveryState.NEEDS_STAFF, 2, 1)
    assert twilio.sent == []
    assert StaffAlert.objects.get().kind == AlertKind.UNCONFIRMED


def test_a_callback_settles_even_what_was_left_to_a_person(chat, twilio):
    _send(chat, twilio, "uno", fault=Fault.BROKEN_AFTER)
    Delivery.objects.update(state=DeliveryState.NEEDS_STAFF)
    alerts.alert(Delivery.objects.get().message, AlertKind.UNCONFIRMED)
    callbacks.record_status(StatusUpdate(str(Delivery.objects.get().pk), twilio.sent[0].sid, "delivered", ""))
    assert Delivery.objects.get().state == DeliveryState.DELIVERED
    assert StaffAlert.objects.get().resolved_at is not None  # nobody writes it once more


def test_a_message_that_is_listed_late_is_found_at_the_second_look(chat, twilio):
    twilio.list_lag_seconds = 3600
    _send(chat, twilio, "uno", fault=Fault.CUT_AFTER)
    _after(seconds=31)
    assert settling.resolve(chat.pk) == 0
    twilio.list_lag_seconds = 0
    _after(seconds=90)
    assert settling.resolve(chat.pk) == 1
    assert len(twilio.sent) == 1


def test_a_list_that_cannot_be_read_is_no_clean_look(chat, twilio, settings):
    _send(chat, twilio, "uno", fault=Fault.BROKEN_AFTER)
    settings.TWILIO_API_BASE_URL = "http://127.0.0.1:9"
    cast.forget_gateway()
    for _ in range(5):
        _after(seconds=90)
        assert settling.resolve(chat.pk) == 0
    row = Delivery.objects.get()
    assert (row.state, row.looks) == (DeliveryState.UNKNOWN, 0)

    _long_ago(seconds=3600)
    _after(seconds=90)
    settling.resolve(chat.pk)
    assert Delivery.objects.get().state == DeliveryState.NEEDS_STAFF


def test_two_equal_texts_of_unknown_fate_never_take_each_others_place(chat, twilio):
    _send(chat, twilio, "¿Algo más?", fault=Fault.BROKEN_BEFORE)
    _long_ago(seconds=11)
    _send(chat, twilio, "¿Algo más?", fault=Fault.BROKEN_AFTER)

    first, second = Delivery.objects.order_by("message_id")
    _after(seconds=31)
    settling.resolve(chat.pk)
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, second.state) == (DeliveryState.UNKNOWN, DeliveryState.ACCEPTED)


def test_a_message_that_is_known_by_another_row_is_not_found_twice(chat, twilio):
    _send(chat, twilio, "Claro.")
    _send(chat, twilio, "Claro.", fault=Fault.BROKEN_BEFORE)
    _after(seconds=31)
    assert settling.resolve(chat.pk) == 0


def test_a_send_whose_name_was_kept_by_who_died_before_saying_so_is_not_sent_again(chat, twilio):
    _send(chat, twilio, "uno")
    now = timezone.now()
    Delivery.objects.update(state=DeliveryState.SENDING, sent_at=now - timedelta(minutes=1))
    sweeping.due()
    _look_twice(chat)
    delivery.deliver(chat.pk)
    assert len(twilio.sent) == 1
    assert Delivery.objects.get().state == DeliveryState.ACCEPTED


def test_what_still_waits_at_twilio_is_found_although_it_has_no_date_of_sending(chat, twilio):
    _send(chat, twilio, "uno", fault=Fault.CUT_AFTER)
    assert twilio.sent[0].status == "queued"
    _look_twice(chat)
    delivery.deliver(chat.pk)
    assert len(twilio.sent) == 1


def test_what_staff_wrote_is_not_sent_once_more_after_baja(chat, twilio, admin_user):
    writing.write(chat.pk, "¿Vienes hoy?", author=admin_user)
    twilio.faults.append(Fault.BROKEN_BEFORE)
    delivery.deliver(chat.pk)
    cast.writes("BAJA")
    ownership.settle(chat.pk)
    _look_twice(chat)
    delivery.deliver(chat.pk)
    assert [entry.body for entry in twilio.sent] == [wording.OPTED_OUT]


def test_a_callback_tells_that_what_was_cancelled_had_arrived(chat, twilio):
    turn = Turn.objects.create(conversation=chat, fence=1, brain="offline")
    _send(chat, twilio, "Te ofrezco un auto", fault=Fault.BROKEN_BEFORE, turn=turn)
    ownership.take_over(chat.pk)
    _look_twice(chat)
    assert Delivery.objects.get().state == DeliveryState.CANCELLED
    for status, then in (("failed", DeliveryState.CANCELLED), ("delivered", DeliveryState.DELIVERED)):
        callbacks.record_status(StatusUpdate(str(Delivery.objects.get().pk), "SM1", status, ""))
        assert Delivery.objects.get().state == then


def test_nothing_is_sent_once_more_after_baja(chat, twilio):
    turn = Turn.objects.create(conversation=chat, fence=1, brain="offline")
    _send(chat, twilio, "Te ofrezco un auto", fault=Fault.BROKEN_BEFORE, turn=turn)
    ownership.take_over(chat.pk)
    _look_twice(chat)
    delivery.deliver(chat.pk)
    assert twilio.sent == []
    assert Delivery.objects.get().state == DeliveryState.CANCELLED


def test_the_reply_that_hands_over_is_sent_once_more_like_any_other(chat, twilio):
    turn = Turn.objects.create(conversation=chat, fence=1, brain="offline", plan=[{"part": "handover"}])
    _send(chat, twilio, "Le paso tu conversación a una persona", fault=Fault.BROKEN_BEFORE, turn=turn)
    type(chat).objects.update(state="human", fence=1)
    _look_twice(chat)
    delivery.deliver(chat.pk)
    assert len(twilio.sent) == 1


def test_a_reply_outside_whatsapps_day_is_not_sent_and_somebody_is_told(chat, twilio):
    type(chat).objects.update(window_ends_at=timezone.now() - timedelta(seconds=1))
    outbox.enqueue(chat.pk, "uno")
    assert delivery.deliver(chat.pk) == 0

    row = Delivery.objects.get()
    assert (row.state, row.error) == (DeliveryState.REFUSED, "63016")
    assert "24 horas" in StaffAlert.objects.get().reason
    assert twilio.asked == []


def test_a_failed_delivery_alerts_the_team_once(chat, twilio):
    _send(chat, twilio, "uno")
    update = StatusUpdate(str(Delivery.objects.get().pk), twilio.sent[0].sid, "undelivered", "63003")
    callbacks.record_status(update)
    callbacks.record_status(update)
    alert = StaffAlert.objects.get()
    assert (alert.kind, alert.reason) == (AlertKind.UNDELIVERED, "El número del cliente no tiene WhatsApp.")


def test_a_reply_waits_at_twilio_for_an_hour_at_most(chat, twilio):
    _send(chat, twilio, "uno")
    assert twilio.asked[0].form()["ValidityPeriod"] == "3600"


def _send(chat, twilio, text, *, fault=None, turn=None):
    if fault is not None:
        twilio.faults.append(fault)
    outbox.enqueue(chat.pk, text, turn=turn)
    delivery.deliver(chat.pk)


def _look_twice(chat):
    _after(seconds=31)
    settling.resolve(chat.pk)
    _after(seconds=90)
    settling.resolve(chat.pk)


def _after(*, seconds):
    """Let the time come for what is due within so many seconds."""
    for row in Delivery.objects.all():
        Delivery.objects.filter(pk=row.pk).update(due_at=row.due_at - timedelta(seconds=seconds))


def _long_ago(*, seconds):
    """Let what was tried have been tried so many seconds ago."""
    for row in Delivery.objects.all():
        back = timedelta(seconds=seconds)
        Delivery.objects.filter(pk=row.pk).update(sent_at=row.sent_at - back, unknown_at=row.unknown_at - back)
