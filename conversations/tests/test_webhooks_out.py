"""Outgoing webhooks: told with the effect or not at all, signed, tried again for a day, to public addresses only."""

import io
import json
import re
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest
from django.conf import settings
from django.contrib.auth.models import Permission
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.db import connection, transaction
from django.urls import reverse
from django.utils import timezone
from redis import Redis

from catalog.models import Branch, Car
from conversations import appointments, leads, privacy, tasks, turns, webhooks_out, worker
from conversations.agent import choose_brain
from conversations.models import (
    CallState,
    Channel,
    Conversation,
    LeadKind,
    Topic,
    Turn,
    WebhookCall,
    WebhookEndpoint,
)
from conversations.tests import cast
from conversations.webhooks_out import sending
from conversations.webhooks_out.sending import PAUSES
from financing.models import Quote
from kavakbot import celery, env
from kavakbot.loopback import Answered, LoopbackServer

pytestmark = pytest.mark.django_db(transaction=True)
CALLS = reverse("admin:conversations_webhookcall_changelist")
ENDPOINTS = reverse("admin:conversations_webhookendpoint_changelist")
ADD = reverse("admin:conversations_webhookendpoint_add")


class Crm(LoopbackServer):
    """Somebody's CRM: takes everything in, unless it is told how to answer."""

    def __init__(self) -> None:
        self.heard, self.answers, self.meanwhile = [], [], lambda: None
        super().__init__(self._hear)

    def _hear(self, asked) -> Answered:
        self.heard.append(asked)
        self.meanwhile()
        return self.answers.pop(0) if self.answers else Answered(204, b"")


@pytest.fixture
def crm(settings):
    """A CRM on loopback that wants to hear of everything."""
    settings.DEBUG = settings.WEBHOOK_ALLOW_LOOPBACK = True
    with Crm() as server:
        WebhookEndpoint.objects.create(name="CRM", url=f"{server.url}/hook?of=kavak", topics=Topic.values)
        yield server


def told(crm) -> list:
    """Send all that is due and return what arrived."""
    for call in sending.due():
        tasks.tell(str(call))
    return [asked.json() for asked in crm.heard]


def a_turn(**more) -> Turn:
    chat = cast.ana_chat()
    Conversation.objects.filter(pk=chat.pk).update(**more)
    return Turn.objects.create(conversation=chat, fence=Turn.objects.count(), brain="offline")


def a_lead(kind=LeadKind.PERSON, **more):
    with transaction.atomic():
        turn = a_turn(**more)
        return leads.note(conversation_id=turn.conversation_id, turn=turn, call="1", kind=kind, reason="quiere hablar")


def make_due() -> None:
    WebhookCall.objects.update(due_at=timezone.now() - timedelta(seconds=1))


# ── What is told ────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_chat_that_the_bot_leaves_to_a_person_is_told_with_its_lead(crm, showroom):
    chat = cast.writes("quiero hablar con una persona")
    turns.answer(chat.pk, brain=choose_brain("offline"))

    by_topic = {message["type"]: message for message in told(crm)}

    assert set(by_topic) == {"lead.created", "conversation.handed_over"}
    for message in by_topic.values():
        assert message["version"] == 1
        assert message["data"]["conversation"] == {"id": str(chat.pk), "channel": "whatsapp"}
        assert message["data"]["contact"]["phone"] == "+525512345678"
    assert by_topic["lead.created"]["data"]["lead"]["kind_name"] == "Pide una persona"
    assert by_topic["conversation.handed_over"]["data"]["handover"]["kind"] == "person"


def test_a_lead_names_its_car_and_is_told_once_however_much_is_added_to_it(crm, showroom):
    turn = a_turn()
    for call in ("1", "2"):
        with transaction.atomic():
            leads.note(
                conversation_id=turn.conversation_id,
                turn=turn,
                call=call,
                kind=LeadKind.PURCHASE,
                car_id=Car.objects.get(stock_id=101).pk,
            )
    [message] = told(crm)
    assert message["data"]["lead"]["car"] == {"stock_id": 101, "name": "Nissan Versa 2018"}


def test_a_lead_that_was_quoted_names_its_quote(crm, showroom):
    chat = cast.writes("¿en cuánto me sale el versa 2018 con 60 mil de enganche a 48 meses?")
    assert turns.answer(chat.pk, brain=choose_brain("offline")) == 1
    [message] = told(crm)
    [quote] = Quote.objects.all()
    assert message["data"]["lead"]["quote_id"] == str(quote.pk)


def test_a_test_drive_and_its_new_time_are_told(crm, showroom):
    branch = Branch.objects.create(name="Norte", city="Puebla", address="Calle 1", time_zone="America/Mexico_City")
    turn, when = a_turn(), timezone.now().replace(microsecond=0) + timedelta(days=1)
    with transaction.atomic():
        first = appointments.book(
            conversation_id=turn.conversation_id, turn=turn, call="1", branch_id=branch.pk, car_id=None, starts_at=when
        )
    with transaction.atomic():
        later = when + timedelta(hours=2)
        appointments.book(
            conversation_id=turn.conversation_id,
            turn=turn,
            call="2",
            branch_id=branch.pk,
            car_id=None,
            starts_at=later,
            moves=first.pk,
        )
    booked = [message["data"]["appointment"] for message in told(crm)]
    assert sorted((it["id"], it["moved"]) for it in booked) == [(first.pk, False), (first.pk, True)]
    assert {datetime.fromisoformat(it["starts_at"]) for it in booked} == {when, later}
    assert booked[0]["branch"] == {"id": branch.pk, "name": "Norte", "city": "Puebla"}


def test_what_is_rolled_back_is_told_to_nobody(crm):
    turn = a_turn()
    with transaction.atomic():
        leads.note(conversation_id=turn.conversation_id, turn=turn, call="1", kind=LeadKind.PERSON)
        transaction.set_rollback(True)
    assert told(crm) == []


def test_nobody_hears_of_the_terminal_or_of_what_they_did_not_ask_for(crm):
    WebhookEndpoint.objects.update(topics=[Topic.APPOINTMENT_BOOKED])
    a_lead()
    WebhookEndpoint.objects.update(topics=Topic.values, active=False)
    a_lead(LeadKind.COMPLAINT)
    WebhookEndpoint.objects.update(active=True)
    a_lead(LeadKind.TRADE_IN, channel=Channel.CONSOLE)
    assert told(crm) == []
    a_lead(LeadKind.TRADE_IN)  # of another chat, over WhatsApp
    assert len(told(crm)) == 1


# ── How ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_documented_ten_lines_verify_what_arrives_and_nothing_else(crm):
    page = (env.BASE_DIR / "docs" / "operations.md").read_text(encoding="utf-8")
    [lines] = re.findall(r"```python\n(.+?)```", page, re.DOTALL)
    exec(compile(lines, "operations.md", "exec"), verify := {})
    a_lead()
    told(crm)
    [asked] = crm.heard
    secret = webhooks_out.secret_of(WebhookEndpoint.objects.get())
    assert verify["is_ours"](asked.headers, asked.body, secret)
    assert not verify["is_ours"](asked.headers, asked.body + b" ", secret)
    assert not verify["is_ours"](asked.headers, asked.body, "whsec_" + "A" * 44)
    late = {**dict(asked.headers.items()), "webhook-timestamp": "1"}
    assert not verify["is_ours"](late, asked.body, secret)
    assert asked.path == "/hook"
    assert asked.query == {"of": "kavak"}


def test_the_secret_stands_nowhere_in_the_database(crm):
    endpoint = WebhookEndpoint.objects.get()
    secret = webhooks_out.secret_of(endpoint)
    assert secret.startswith("whsec_")
    assert all(secret.removeprefix("whsec_") not in str(value) for value in vars(endpoint).values())


def test_what_is_refused_is_sent_again_under_the_same_id_ever_later_and_then_given_up(crm):
    a_lead()
    crm.answers = [Answered(500, b"") for _ in range(len(PAUSES) + 1)]
    for pause in PAUSES:
        told(crm)
        call = WebhookCall.objects.get()
        assert abs(call.due_at - timezone.now() - pause) < timedelta(seconds=5)
        assert sending.due() == []
        make_due()
    told(crm)
    call = WebhookCall.objects.get()
    assert (call.state, call.attempts, call.error) == (CallState.DEAD, len(PAUSES) + 1, "http 500")
    assert {asked.headers["webhook-id"] for asked in crm.heard} == {str(call.pk)}
    make_due()
    assert sending.due() == []


def test_a_redirect_is_not_followed(crm):
    a_lead()
    crm.answers = [Answered(307, b"", {"Location": f"{crm.url}/elsewhere"})]
    told(crm)
    assert len(crm.heard) == 1
    assert WebhookCall.objects.get().error == "http 307"


def test_a_private_address_is_never_asked(crm, settings):
    a_lead()
    settings.WEBHOOK_ALLOW_LOOPBACK = False
    told(crm)
    settings.WEBHOOK_ALLOW_LOOPBACK, settings.DEBUG = True, False
    make_due()
    told(crm)
    assert crm.heard == []
    assert WebhookCall.objects.get().attempts == 2


def test_of_eight_sweeps_at_once_one_takes_a_message_and_who_dies_over_it_loses_nothing(crm):
    a_lead()

    def sweep(_):
        found = sending.due()
        connection.close()
        return found

    with ThreadPoolExecutor(8) as threads:
        assert sum(map(len, threads.map(sweep, range(8)))) == 1
    WebhookCall.objects.update(due_at=timezone.now() - timedelta(seconds=1))  # the minute is over
    assert len(told(crm)) == 1


def test_a_workers_round_has_what_is_due_sent(crm, monkeypatch):
    monkeypatch.setattr(celery._silent, "until", 0.0)  # another test may have found its broker hanging
    a_lead()
    with Redis.from_url(settings.REDIS_URL) as redis:
        redis.delete("delivery")
        worker.tell()
        [waiting] = redis.lrange("delivery", 0, -1)
        redis.delete("delivery")
    assert json.loads(waiting)["headers"]["argsrepr"] == f"('{WebhookCall.objects.get().pk}',)"


def test_while_the_broker_is_down_it_waits_for_the_minute_to_be_over_or_for_a_sweep_by_hand(crm, broker_down):
    a_lead()
    worker.tell()
    assert sending.due() == []
    make_due()
    call_command("sweep", stdout=(out := io.StringIO()))
    assert out.getvalue() == "tended=0 told=1\n"
    assert len(crm.heard) == 1


def test_what_was_delivered_is_not_sent_again_by_a_late_wake(crm):
    a_lead()
    [call] = sending.due()
    assert sending.send(call)
    assert not sending.send(call)
    assert len(crm.heard) == 1


def test_an_erasure_waits_for_what_is_being_told_and_nothing_follows(crm):
    a_lead(), a_lead(LeadKind.COMPLAINT)
    told_now, told_later = sending.due()
    ended = []

    def erase():
        privacy.erase(Conversation.objects.get().contact, by="a test")
        ended.append("erased")
        connection.close()

    eraser = threading.Thread(target=erase)

    def meanwhile():
        eraser.start()
        eraser.join(0.5)
        ended.append("told")

    crm.meanwhile = meanwhile
    assert sending.send(told_now)
    eraser.join()
    assert ended == ["told", "erased"]
    assert not sending.send(told_later)
    assert len(crm.heard) == 1
    assert not WebhookCall.objects.exists()


def test_two_workers_post_nothing_twice_and_one_that_died_holds_up_nobody(crm):
    a_lead()
    [call] = sending.due()
    crm.meanwhile = lambda: ended.append(sending.send(call))
    ended = []
    assert sending.send(call)
    assert ended == [False]
    crm.meanwhile = lambda: None
    WebhookCall.objects.update(state=CallState.PENDING, posted_until=timezone.now())
    assert sending.send(call)


# ── The back office ─────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.django_db(transaction=False)
def test_an_endpoints_secret_is_shown_once_and_can_be_changed(admin_client):
    given = {"name": "CRM", "url": "https://crm.example.com/hook", "topics": ["lead.created"], "active": "on"}
    added = admin_client.post(ADD, given)
    endpoint = WebhookEndpoint.objects.get()
    before = webhooks_out.secret_of(endpoint)
    assert before in added.content.decode()
    page = reverse("admin:conversations_webhookendpoint_change", args=[endpoint.pk])
    assert before not in admin_client.get(page).content.decode()

    rotated = admin_client.post(ENDPOINTS, {"action": "rotate", "_selected_action": [endpoint.pk]})
    after = webhooks_out.secret_of(WebhookEndpoint.objects.get())
    assert after != before
    assert after in rotated.content.decode()
    for answer in (added, rotated):
        assert "no-store" in answer["Cache-Control"]
        assert "whsec_" not in str(answer.cookies)
    assert "whsec_" not in str([session.get_decoded() for session in Session.objects.all()])


@pytest.mark.django_db(transaction=False)
def test_addresses_that_are_not_public_are_refused_in_the_form(admin_client):
    private = ["http://crm.example.com", "https://127.0.0.1", "https://localhost", "https://10.0.0.1", "ftp://a.mx"]
    for url in [*private, "https://[::1]/", "https://crm.example.com:8443", "https://user@crm.example.com", "crm"]:
        page = admin_client.post(ADD, {"name": "CRM", "url": url, "topics": ["lead.created"], "active": "on"})
        assert "Tiene que ser una dirección pública con https://." in page.content.decode(), url
    assert not WebhookEndpoint.objects.exists()


def test_what_was_given_up_is_sent_again_by_whoever_may_change_endpoints(crm, admin_client, client, django_user_model):
    a_lead()
    WebhookCall.objects.update(state=CallState.DEAD, attempts=9, error="http 500")
    again = {"action": "retry", "_selected_action": [WebhookCall.objects.get().pk]}
    beto = django_user_model.objects.create_user("beto", is_staff=True)
    beto.user_permissions.set(Permission.objects.filter(codename="view_webhookcall"))
    client.force_login(beto)
    client.post(CALLS, again)
    assert told(crm) == []

    page = admin_client.get(CALLS).content.decode()
    assert "Abandonado" in page
    assert "Contestó con el error 500" in page
    admin_client.post(CALLS, again)
    assert len(told(crm)) == 1
    assert WebhookCall.objects.get().state == CallState.DELIVERED
