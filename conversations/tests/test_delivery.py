"""Delivery: in order, once, and honest about what it does not know; with the fake gateway, then with Twilio's API."""

import os
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone

from conversations import callbacks, delivery, leases, outbox, ownership, sweeping, writing
from conversations.dialogue import wording
from conversations.models import Conversation, Delivery, DeliveryState, Message, StaffAlert, State, Turn, WorkerBeat
from conversations.tests import cast
from conversations.whatsapp import error_codes, gateways
from conversations.whatsapp.gateways.console import ConsoleGateway
from conversations.whatsapp.gateways.fake import FakeGateway
from conversations.whatsapp.messages import StatusUpdate
from conversations.whatsapp.outcome import Refused, Retry, Unknown
from conversations.whatsapp.testing import Fault, TwilioStandIn

pytestmark = pytest.mark.django_db(transaction=True)

A_MINUTE_AGO = timedelta(seconds=61)


@pytest.fixture
def chat():
    """Ana's conversation."""
    return cast.ana_chat()


# ── With the fake gateway ───────────────────────────────────────────────────────────────────────────────────────


def test_replies_leave_in_the_order_they_were_written(chat):
    _enqueue(chat, "uno", "dos", "tres")
    whatsapp = FakeGateway()

    assert delivery.deliver(chat.pk, gateway=whatsapp) == 3

    assert [sent.body for sent in whatsapp.sent] == ["uno", "dos", "tres"]
    assert _states(chat) == ["accepted"] * 3


def test_a_long_reply_is_split_and_arrives_in_order(chat):
    paragraphs = [f"{number}. " + "Un auto muy bonito con todos sus servicios. " * 12 for number in range(12)]
    outbox.enqueue(chat.pk, "\n\n".join(paragraphs))
    whatsapp = FakeGateway()
    delivery.deliver(chat.pk, gateway=whatsapp)

    bodies = [sent.body for sent in whatsapp.sent]
    assert len(bodies) > 1
    assert all(0 < len(body) <= 1600 for body in bodies)
    assert "".join(bodies).replace("\n", "").replace(" ", "") == "".join(paragraphs).replace(" ", "")


def test_the_second_message_waits_while_the_first_is_throttled(chat):
    _enqueue(chat, "uno", "dos")
    whatsapp = FakeGateway()
    whatsapp.next_outcomes.append(Retry("throttled 20429"))

    assert delivery.deliver(chat.pk, gateway=whatsapp) == 0
    assert _states(chat) == ["pending", "pending"]
    first = Delivery.objects.order_by("message_id").first()
    assert timezone.now() < first.due_at < timezone.now() + timedelta(seconds=3)

    _let_time_pass()
    assert delivery.deliver(chat.pk, gateway=whatsapp) == 2
    assert [sent.body for sent in whatsapp.sent] == ["uno", "dos"]


def test_throttled_for_ever_is_given_up_in_the_end_and_does_not_hold_up_the_next(chat):
    _enqueue(chat, "uno", "dos")
    whatsapp = FakeGateway()
    whatsapp.next_outcomes.extend([Retry("throttled 20429")] * 2)
    delivery.deliver(chat.pk, gateway=whatsapp)
    assert _states(chat) == ["pending", "pending"]

    _let_time_pass()
    Delivery.objects.filter(attempts__gt=0).update(attempts=delivery.MOST_TRIES - 1)
    delivery.deliver(chat.pk, gateway=whatsapp)

    assert [sent.body for sent in whatsapp.sent] == ["dos"]
    assert _states(chat) == ["refused", "accepted"]


def test_a_reply_put_back_by_a_retry_is_not_sent_after_baja(chat):
    turn = Turn.objects.create(conversation=chat, fence=1, brain="offline")
    outbox.enqueue(chat.pk, "Te ofrezco un auto", turn=turn)

    class BajaMeanwhile(FakeGateway):
        def send(self, outgoing):
            if not self.sent and outgoing.body.startswith("Te ofrezco"):
                cast.writes("BAJA")
                ownership.settle(chat.pk)
                return Retry("throttled 20429")
            return super().send(outgoing)

    whatsapp = BajaMeanwhile()
    delivery.deliver(chat.pk, gateway=whatsapp)
    _let_time_pass()
    delivery.deliver(chat.pk, gateway=whatsapp)
    assert [sent.body for sent in whatsapp.sent] == [wording.OPTED_OUT]


@pytest.mark.parametrize("taken", [True, False], ids=["a person took the chat", "the bot gave it to a person"])
def test_a_reply_put_back_by_a_retry_leaves_unless_a_person_took_the_chat(chat, taken):
    whatsapp = FakeGateway()
    whatsapp.next_outcomes.append(Retry("throttled 20429"))
    lease = leases.claim(chat.pk)
    turn = Turn.objects.create(conversation=chat, fence=lease.fence, brain="offline")
    outbox.enqueue(chat.pk, "Te ofrezco un auto", turn=turn)
    delivery.deliver(chat.pk, gateway=whatsapp)
    if taken:
        Delivery.objects.update(state=DeliveryState.SENDING)  # as the person sees it, who comes while it is being tried
        ownership.take_over(chat.pk)
        Delivery.objects.update(state=DeliveryState.PENDING)
    else:
        Conversation.objects.update(state=State.HUMAN)
    _let_time_pass()
    delivery.deliver(chat.pk, gateway=whatsapp)
    assert _states(chat) == ["cancelled" if taken else "accepted"]


def test_what_staff_wrote_is_not_tried_again_after_baja(chat, admin_user):
    whatsapp = FakeGateway()
    whatsapp.next_outcomes.append(Retry("throttled 20429"))
    writing.write(chat.pk, "¿Vienes hoy?", author=admin_user)
    delivery.deliver(chat.pk, gateway=whatsapp)
    Conversation.objects.update(state=State.OPTED_OUT)
    _let_time_pass()
    delivery.deliver(chat.pk, gateway=whatsapp)
    assert (whatsapp.sent, _states(chat)) == ([], ["cancelled"])


def test_the_window_that_closes_between_two_parts_stops_the_second(chat):
    _enqueue(chat, "uno", "dos")

    class Closing(FakeGateway):
        def send(self, outgoing):
            Conversation.objects.update(window_ends_at=timezone.now())
            return super().send(outgoing)

    whatsapp = Closing()
    delivery.deliver(chat.pk, gateway=whatsapp)
    assert [sent.body for sent in whatsapp.sent] == ["uno"]
    assert Delivery.objects.get(message__body="dos").error == "63016"


def test_a_reply_that_nobody_was_there_to_send_for_an_hour_is_not_sent_and_somebody_is_told(chat):
    _enqueue(chat, "uno")
    Delivery.objects.update(due_at=timezone.now() - delivery.GIVE_UP_AFTER)
    assert delivery.deliver(chat.pk, gateway=FakeGateway()) == 0
    assert _states(chat) == ["refused"]
    assert "una hora" in StaffAlert.objects.get().reason


def test_a_draft_of_this_morning_is_tried_again_like_any_other(chat):
    _enqueue(chat, "uno")
    Message.objects.update(created_at=timezone.now() - 5 * delivery.GIVE_UP_AFTER)
    whatsapp = FakeGateway()
    whatsapp.next_outcomes.append(Retry("throttled 20429"))
    delivery.deliver(chat.pk, gateway=whatsapp)
    assert _states(chat) == ["pending"]


@pytest.mark.parametrize("outcome", [Retry("throttled 20429"), Unknown("timeout"), Refused("63016")])
def test_a_send_that_ends_after_it_was_made_again_says_nothing_of_the_second(chat, outcome):
    _enqueue(chat, "uno")

    class Overtaken(FakeGateway):
        def send(self, outgoing):
            Delivery.objects.update(attempts=2)  # looked for in vain meanwhile, and being sent once more
            return outcome

    delivery.deliver(chat.pk, gateway=Overtaken())
    assert _states(chat) == ["sending"]


@pytest.mark.parametrize("reason", ["throttled 20429", "http 503", "connection broken", "ReadTimeout", "cut short"])
def test_staff_read_no_english_in_what_became_of_a_message(reason):
    said = error_codes.explain(reason)
    assert said.endswith(".")
    assert reason not in said


def test_an_answer_that_comes_after_the_sweep_still_counts(chat):
    _enqueue(chat, "uno")

    class Slow(FakeGateway):
        def send(self, outgoing):
            Delivery.objects.update(
                state=DeliveryState.UNKNOWN, unknown_at=timezone.now()
            )  # what a sweep does with a send that takes too long
            return super().send(outgoing)

    delivery.deliver(chat.pk, gateway=Slow())
    assert _states(chat) == ["accepted"]


def test_what_is_refused_is_never_sent_again(chat):
    _enqueue(chat, "uno", "dos")
    whatsapp = FakeGateway()
    whatsapp.next_outcomes.append(Refused("63016"))
    delivery.deliver(chat.pk, gateway=whatsapp)
    _let_time_pass()
    delivery.deliver(chat.pk, gateway=whatsapp)

    assert [sent.body for sent in whatsapp.sent] == ["dos"]
    first = Delivery.objects.order_by("message_id").first()
    assert (first.state, first.error, first.attempts) == (DeliveryState.REFUSED, "63016", 1)


def test_what_may_have_been_sent_is_not_sent_blindly_again(chat):
    _enqueue(chat, "uno", "dos")
    whatsapp = FakeGateway()
    whatsapp.next_outcomes.append(Unknown("http 500"))
    delivery.deliver(chat.pk, gateway=whatsapp)
    _let_time_pass()
    delivery.deliver(chat.pk, gateway=whatsapp)

    assert _states(chat) == ["unknown", "pending"]  # for ten seconds the rest waits for a callback
    Delivery.objects.update(unknown_at=F("unknown_at") - delivery.PASSED_AFTER)
    delivery.deliver(chat.pk, gateway=whatsapp)
    assert [sent.body for sent in whatsapp.sent] == ["dos"]
    assert _states(chat) == ["unknown", "accepted"]


def test_eight_workers_at_once_send_each_message_once_and_in_order(chat):
    _enqueue(chat, *(str(number) for number in range(20)))
    whatsapp = FakeGateway()
    with ThreadPoolExecutor(8) as threads:
        sent = list(threads.map(lambda _: _deliver_in_a_thread(chat, whatsapp), range(8)))
    sent.append(delivery.deliver(chat.pk, gateway=whatsapp))  # who came second may leave the rest to the next wake

    assert sum(sent) == 20
    assert [message.body for message in whatsapp.sent] == [str(number) for number in range(20)]


def test_a_worker_that_dies_while_sending_leaves_a_row_that_says_so(chat):
    _enqueue(chat, "uno", "dos")

    class Killed(FakeGateway):
        def send(self, outgoing):
            raise SystemExit(137)

    with pytest.raises(SystemExit):
        delivery.deliver(chat.pk, gateway=Killed())
    assert _states(chat) == ["sending", "pending"]

    # Nobody sends past it while it may still be on its way …
    whatsapp = FakeGateway()
    assert delivery.deliver(chat.pk, gateway=whatsapp) == 0
    sweeping.due()
    assert _states(chat) == ["sending", "pending"]

    # … and once it cannot be, its fate is unknown, and the rest goes out.
    Delivery.objects.update(sent_at=timezone.now() - A_MINUTE_AGO)
    sweeping.due()
    Delivery.objects.update(unknown_at=F("unknown_at") - delivery.PASSED_AFTER)
    assert delivery.deliver(chat.pk, gateway=whatsapp) == 1
    assert _states(chat) == ["unknown", "accepted"]
    assert [message.body for message in whatsapp.sent] == ["dos"]


def test_a_callback_that_is_faster_than_twilios_own_answer_is_not_undone(chat):
    _enqueue(chat, "uno")

    class CallsBackFirst(FakeGateway):
        def send(self, outgoing):
            callbacks.record_status(StatusUpdate(outgoing.delivery_id, "SM1", "delivered", ""))
            return super().send(outgoing)

    delivery.deliver(chat.pk, gateway=CallsBackFirst())
    assert _states(chat) == ["delivered"]


def test_a_callback_settles_a_send_that_was_cut_short(chat):
    _enqueue(chat, "uno")
    whatsapp = FakeGateway()
    whatsapp.next_outcomes.append(Unknown("timeout"))
    delivery.deliver(chat.pk, gateway=whatsapp)
    callbacks.record_status(StatusUpdate(str(Delivery.objects.get().pk), "SM1", "sent", ""))
    assert _states(chat) == ["sent"]


def test_what_the_bot_had_not_sent_when_beto_took_over_is_never_sent(chat):
    _enqueue(chat, "uno")
    ownership.take_over(chat.pk)
    whatsapp = FakeGateway()
    assert delivery.deliver(chat.pk, gateway=whatsapp) == 0
    assert _states(chat) == ["cancelled"]


def test_nothing_but_the_confirmation_leaves_after_ana_opts_out(chat):
    _enqueue(chat, "oferta")
    cast.writes("BAJA")
    ownership.settle(chat.pk)
    whatsapp = FakeGateway()
    delivery.deliver(chat.pk, gateway=whatsapp)
    assert [sent.body for sent in whatsapp.sent] == cast.replies(chat)[1:]
    chat.refresh_from_db()
    assert chat.state == State.OPTED_OUT


# ── What the sweep finds ────────────────────────────────────────────────────────────────────────────────────────


def test_the_sweep_finds_what_nobody_was_woken_for():
    chat = cast.writes("hola")
    _enqueue(chat, "uno")
    assert sweeping.due() == []

    chat.messages.filter(direction="in").update(created_at=timezone.now() - timedelta(seconds=11))
    assert sweeping.due() == [chat.pk]


def test_the_sweep_leaves_the_terminals_chats_alone():
    chat = cast.writes("hola")
    type(chat).objects.update(channel="console")
    chat.messages.update(created_at=timezone.now() - timedelta(seconds=11))
    assert sweeping.due() == []


def test_the_sweep_finds_a_reply_that_was_never_sent(chat):
    _enqueue(chat, "uno")
    _let_time_pass()
    assert sweeping.due() == []  # whoever wrote it is about to send it
    chat.messages.update(created_at=timezone.now() - timedelta(seconds=11))
    assert sweeping.due() == [chat.pk]


def test_the_sweep_finds_a_retry_as_soon_as_it_is_due(chat):
    _enqueue(chat, "uno")
    whatsapp = FakeGateway()
    whatsapp.next_outcomes.append(Retry("throttled 20429"))
    delivery.deliver(chat.pk, gateway=whatsapp)
    assert sweeping.due() == []
    _let_time_pass()
    assert sweeping.due() == [chat.pk]


def test_a_chat_that_a_living_worker_holds_is_left_to_it():
    chat = _overdue("hola")
    lease = leases.claim(chat.pk)
    assert sweeping.due() == []
    WorkerBeat.objects.filter(owner=lease.owner).update(beaten_at=timezone.now() - timedelta(seconds=9))
    assert sweeping.due() == [chat.pk]


def test_what_a_dead_worker_held_is_found_at_once_however_young():
    chat = cast.writes("hola")
    leases.claim(chat.pk)
    assert sweeping.due() == []
    leases.bury(os.getpid())
    assert sweeping.due() == [chat.pk]


def test_burying_one_worker_leaves_the_others_alone():
    chat = cast.writes("hola")
    leases.claim(chat.pk)
    leases.bury(os.getpid() * 10)
    assert sweeping.due() == []


def test_a_chat_is_woken_once_in_fifteen_seconds_unless_somebody_took_it_up():
    chat = _overdue("hola")
    assert (sweeping.due(), sweeping.due()) == ([chat.pk], [])
    Conversation.objects.update(woken_at=timezone.now() - timedelta(seconds=16))
    assert (sweeping.due(), sweeping.due()) == ([chat.pk], [])

    leases.claim(chat.pk)
    WorkerBeat.objects.update(beaten_at=timezone.now() - timedelta(seconds=9))  # and was killed
    assert sweeping.due() == [chat.pk]


def test_a_sweep_looks_at_nothing_but_what_waits():
    cast.unmeasured()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        steps = sweeping.chats().explain()
    for table in ("conversation", "message", "delivery"):
        assert f"Seq Scan on conversations_{table} " not in steps
    assert "message_unanswered" in steps
    assert "delivery_due" in steps


def test_of_eight_sweeps_at_once_one_wakes_a_chat():
    chats = {_overdue("hola", who=f"whatsapp:+52155123400{number:02}").pk for number in range(20)}
    with ThreadPoolExecutor(8) as threads:
        woken = [chat for found in threads.map(lambda _: _swept_in_a_thread(), range(8)) for chat in found]
    assert sorted(woken) == sorted(chats)


# ── With Twilio's API ───────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def twilio(settings):
    """Twilio on loopback."""
    settings.WHATSAPP_TIMEOUT_SECONDS = 0.5
    with TwilioStandIn(account_sid=cast.ACCOUNT_SID, auth_token=cast.AUTH_TOKEN) as stand_in:
        settings.TWILIO_API_BASE_URL = stand_in.url
        yield stand_in


def test_a_reply_reaches_twilio_with_an_address_for_its_callbacks(chat, twilio):
    _enqueue(chat, "Encontré 2 autos")

    assert delivery.deliver(chat.pk) == 1

    [entry] = twilio.sent
    row = Delivery.objects.get()
    assert (entry.sender, entry.to, entry.body) == (cast.KAVAK, cast.ANA, "Encontré 2 autos")
    assert row.message.sid == entry.sid
    callback = urlsplit(entry.status_callback)
    assert f"{callback.scheme}://{callback.netloc}{callback.path}" == f"https://agente.example.com{cast.STATUS_WEBHOOK}"
    assert parse_qs(callback.query) == {"delivery": [str(row.pk)]}


@pytest.mark.parametrize(
    ("fault", "state", "error", "accepted"),
    [
        (Fault.THROTTLED, "pending", "throttled 20429", 0),
        (Fault.CHANNEL_LIMIT, "pending", "throttled 63018", 0),
        (Fault.UNAUTHORIZED, "refused", "20003", 0),
        (Fault.OPTED_OUT, "refused", "21610", 0),
        (Fault.BLOCKED, "refused", "63014", 0),
        (Fault.OUTSIDE_WINDOW, "refused", "63016", 0),
        (Fault.TOO_LONG, "refused", "21658", 0),
        (Fault.BROKEN_BEFORE, "unknown", "http 500", 0),
        (Fault.CUT_BEFORE, "unknown", "connection broken", 0),
        (Fault.BROKEN_AFTER, "unknown", "http 503", 1),
        (Fault.CUT_AFTER, "unknown", "connection broken", 1),
        (Fault.HANGS_AFTER, "unknown", "ReadTimeout", 1),
    ],
)
def test_each_fault_of_twilios_is_told_apart(chat, twilio, fault, state, error, accepted):
    _enqueue(chat, "uno")
    twilio.faults.append(fault)
    delivery.deliver(chat.pk)

    row = Delivery.objects.get()
    assert (row.state, row.error) == (state, error)
    assert len(twilio.sent) == accepted
    assert len(twilio.asked) == 1  # nobody below us repeats a request that may have been accepted


@pytest.mark.parametrize("fault", [Fault.BROKEN_AFTER, Fault.CUT_AFTER, Fault.HANGS_AFTER])
def test_a_send_of_unknown_fate_is_settled_by_its_callback_and_was_sent_once(chat, twilio, live_server, fault):
    _enqueue(chat, "uno")
    twilio.faults.append(fault)
    delivery.deliver(chat.pk)
    [entry] = twilio.sent

    assert twilio.report(entry, "delivered", base_url=live_server.url) == 200

    row = Delivery.objects.get()
    assert (row.state, row.message.sid) == (DeliveryState.DELIVERED, entry.sid)
    _let_time_pass()
    delivery.deliver(chat.pk)
    assert len(twilio.sent) == 1


def test_with_twilio_out_of_reach_a_reply_waits_to_be_sent(chat, settings):
    settings.TWILIO_API_BASE_URL = "http://127.0.0.1:9"
    _enqueue(chat, "uno")
    delivery.deliver(chat.pk)
    assert _states(chat) == ["pending"]


def test_a_message_that_twilio_posts_to_a_running_server_is_received(twilio, live_server, settings):
    form = cast.form("hola")
    public = f"{settings.PUBLIC_BASE_URL}{cast.WEBHOOK}"
    for _ in range(2):
        assert twilio.deliver_inbound(f"{live_server.url}{cast.WEBHOOK}", form, signed_for=public) == 200
    assert twilio.deliver_inbound(f"{live_server.url}{cast.WEBHOOK}", form) == 403
    assert [entry.direction for entry in twilio.ledger] == ["inbound"]


def test_only_whatsapp_goes_through_twilio(settings):
    assert isinstance(gateways.choose(channel="api", address=cast.ANA), ConsoleGateway)
    assert isinstance(gateways.choose(channel="whatsapp", address=settings.DEMO_ADDRESS), ConsoleGateway)
    assert not isinstance(gateways.choose(channel="whatsapp", address=cast.ANA), ConsoleGateway)


def _enqueue(chat, *texts):
    for text in texts:
        outbox.enqueue(chat.pk, text)


def _overdue(body, **who):
    chat = cast.writes(body, **who)
    chat.messages.update(created_at=timezone.now() - timedelta(seconds=11))
    return chat


def _swept_in_a_thread():
    try:
        return sweeping.due()
    finally:
        connection.close()


def _states(chat):
    return list(
        Delivery.objects.filter(message__conversation=chat).order_by("message_id").values_list("state", flat=True)
    )


def _let_time_pass():
    """Make everything that waits due now."""
    Delivery.objects.update(due_at=timezone.now() - timedelta(seconds=1))


def _deliver_in_a_thread(chat, gateway):
    try:
        return delivery.deliver(chat.pk, gateway=gateway)
    finally:
        connection.close()
