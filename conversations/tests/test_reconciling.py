"""Reconciliation: what Twilio received and we did not is found within a minute, once, and only what is ours."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from email.utils import format_datetime

import pytest
from django.db import connection
from django.db.models import F
from django.utils import timezone

from conversations import reconciling
from conversations.models import Conversation, Message, Reconciliation
from conversations.tests import cast
from conversations.whatsapp.testing import LedgerEntry, TwilioStandIn

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def twilio(settings):
    """Twilio on loopback, with an inbox that was last compared two minutes ago."""
    settings.WHATSAPP_TIMEOUT_SECONDS = 0.5
    _compared(minutes_ago=2)
    with TwilioStandIn(account_sid=cast.ACCOUNT_SID, auth_token=cast.AUTH_TOKEN) as stand_in:
        settings.TWILIO_API_BASE_URL = stand_in.url
        yield stand_in


def test_a_message_whose_webhook_never_came_is_found_and_its_chat_woken(twilio):
    _received(twilio, "SM1", "busco un versa")
    _received(twilio, "SM2", "de menos de 250")

    [chat] = reconciling.reconcile()

    assert Message.objects.filter(conversation=chat).bodies() == ["busco un versa", "de menos de 250"]
    assert Conversation.objects.get(pk=chat).address == cast.ANA
    assert Reconciliation.objects.get().found == 2


def test_what_its_webhook_brought_is_left_alone(twilio):
    cast.writes("hola")
    Message.objects.update(sid="SM1")
    _received(twilio, "SM1", "hola")
    assert reconciling.reconcile() == []
    assert Message.objects.count() == 1


def test_what_we_sent_is_not_taken_for_the_customers(twilio):
    twilio.ledger.append(LedgerEntry("SM9", cast.KAVAK, cast.ANA, "Hola", "outbound-api", "sent"))
    assert reconciling.reconcile() == []


def test_a_message_that_is_listed_minutes_late_is_still_found(twilio):
    _received(twilio, "SM1", "hola", minutes_ago=8)
    assert len(reconciling.reconcile()) == 1


def test_a_first_comparison_leaves_what_came_before_the_installation(twilio):
    Reconciliation.objects.all().delete()
    _received(twilio, "SM1", "hola", minutes_ago=60)
    assert reconciling.reconcile() == []


def test_nor_do_the_next_comparisons_reach_behind_the_installation(twilio):
    Reconciliation.objects.all().delete()
    _received(twilio, "SM1", "hola", minutes_ago=3)
    for _ in range(2):
        assert reconciling.reconcile() == []
        Reconciliation.objects.update(begun_at=F("begun_at") - 2 * reconciling.EVERY)


def test_a_first_comparison_begins_with_the_first_message_that_reached_us(twilio):
    Reconciliation.objects.all().delete()
    cast.writes("hola")
    Message.objects.update(sid="SM1", created_at=timezone.now() - timedelta(minutes=4))
    _received(twilio, "SM2", "busco un versa", minutes_ago=3)  # the database was away, and no worker had looked yet
    assert len(reconciling.reconcile()) == 1


def test_a_message_whose_webhook_may_still_come_is_left_to_it(twilio):
    _received(twilio, "SM1", "hola", minutes_ago=0.1)
    assert reconciling.reconcile() == []
    assert reconciling.reconcile() == []
    assert len(twilio.asked) == 1

    # … and looked for again as soon as it cannot come any more.
    twilio.ledger.clear()
    _received(twilio, "SM1", "hola", minutes_ago=0.3)
    Reconciliation.objects.update(begun_at=F("begun_at") - reconciling.STILL_COMING)
    assert len(reconciling.reconcile()) == 1
    assert reconciling.reconcile() == []
    assert len(twilio.asked) == 2


def test_whatsapps_day_begins_when_the_customer_wrote(twilio):
    _compared(minutes_ago=1300)
    _received(twilio, "SM1", "hola", minutes_ago=1200)
    reconciling.reconcile()
    ends = Conversation.objects.get().window_ends_at - timezone.now()
    assert timedelta(hours=3) < ends < timedelta(hours=5)

    cast.writes("¿sigues ahí?")
    _received(twilio, "SM2", "hola?", minutes_ago=600)
    Reconciliation.objects.update(begun_at=F("begun_at") - 2 * reconciling.EVERY)
    reconciling.reconcile()
    assert Conversation.objects.get().window_ends_at - timezone.now() > timedelta(hours=23)


def test_a_message_whose_files_cannot_be_had_holds_up_nobody(twilio):
    entry = _received(twilio, "SMnofiles", "")
    entry.media = "somewhere"
    _received(twilio, "SM2", "busco un versa")
    twilio.files_away = True
    assert len(reconciling.reconcile()) == 1
    assert [len(message.media) for message in Message.objects.order_by("pk")] == [1, 0]


def test_after_a_long_outage_all_of_it_is_compared(twilio):
    _compared(minutes_ago=300)
    for number in range(450):  # more than two pages
        _received(twilio, f"SM{number}", f"mensaje {number}", minutes_ago=200)
    reconciling.reconcile()
    assert Message.objects.count() == 450


def test_the_files_of_a_missed_message_come_with_it(twilio):
    url = twilio.keep(b"OggS", "audio/ogg")
    entry = _received(twilio, url.split("/")[-3], "")
    entry.media = url
    reconciling.reconcile()
    assert Message.objects.get().media == [{"url": url, "type": "audio/ogg"}]


def test_of_eight_workers_one_compares(twilio):
    with ThreadPoolExecutor(8) as threads:
        list(threads.map(lambda _: _compare_in_a_thread(), range(8)))
    assert len(twilio.asked) == 1


def test_while_twilio_is_away_nothing_is_taken_as_compared(twilio, settings):
    before = Reconciliation.objects.get().complete_until
    settings.TWILIO_API_BASE_URL = "http://127.0.0.1:9"
    cast.forget_gateway()
    assert reconciling.reconcile() == []
    assert Reconciliation.objects.get().complete_until == before


def test_without_an_account_there_is_nothing_to_compare(settings):
    settings.TWILIO_AUTH_TOKEN = ""
    assert reconciling.reconcile() == []
    assert not Reconciliation.objects.exists()


def _compared(*, minutes_ago):
    then = timezone.now() - timedelta(minutes=minutes_ago)
    Reconciliation.objects.update_or_create(
        sender=cast.KAVAK.removeprefix("whatsapp:"), defaults={"complete_until": then, "begun_at": then}
    )


def _received(twilio, sid, body, *, minutes_ago=1.0):
    """Let Twilio have received a message from Ana; the newest is the last in its ledger."""
    date = format_datetime(timezone.now() - timedelta(minutes=minutes_ago))
    entry = LedgerEntry(sid, cast.ANA, cast.KAVAK, body, "inbound", "received", date=date)
    twilio.ledger.append(entry)
    return entry


def _compare_in_a_thread():
    try:
        return reconciling.reconcile()
    finally:
        connection.close()
