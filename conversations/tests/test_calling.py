"""Somebody comes: people are called at once, chats are shared out, and what nobody took calls those above."""

from collections import deque
from datetime import datetime, time, timedelta

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group, User
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from catalog.tests.pages import text
from conversations import alerts, calling, delivery, drafts, outbox, settling, turns, writing
from conversations.models import (
    AlertKind,
    Conversation,
    Delivery,
    Mode,
    Notice,
    NoticeKind,
    StaffAlert,
    State,
    Switchboard,
    Turn,
    WebhookCall,
    WebhookEndpoint,
)
from conversations.tests import cast
from conversations.whatsapp.gateways.fake import FakeGateway
from conversations.whatsapp.outcome import Refused, Retry

pytestmark = pytest.mark.django_db(transaction=True)
INBOX = reverse("admin:conversations_conversation_changelist")


def one_of(role: str, name: str, **about) -> User:
    user = User.objects.create_user(name, is_staff=True, **about)
    user.groups.add(Group.objects.get(name=role))
    return user


@pytest.fixture
def beto():
    return one_of("ventas", "beto", email="beto@example.com")


@pytest.fixture
def gina():
    return one_of("gerencia", "gina")


def asks_for_a_person(who: str = cast.ANA) -> Conversation:
    chat = cast.writes("quiero hablar con una persona", who=who)
    turns.answer(chat.pk)
    chat.refresh_from_db()
    return chat


def called(user: User) -> list[str]:
    return list(Notice.objects.filter(to=user, seen_at=None).order_by("pk").values_list("kind", flat=True))


def waited(chat: Conversation, minutes: int) -> None:
    Conversation.objects.filter(pk=chat.pk).update(waiting_since=timezone.now() - timedelta(minutes=minutes))


# ── Called ──────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_chat_that_the_bot_hands_over_becomes_somebodys_and_calls_them_until_they_come(beto, gina):
    chat = asks_for_a_person()
    assert (chat.assigned_to, called(beto), called(gina)) == (beto, ["handover"], [])
    office = Client()
    office.force_login(beto)
    assert "Te llaman" in text(office.get(INBOX), "#inbox-notices")
    office.get(reverse("admin:conversations_conversation_change", args=[chat.pk]))
    assert called(beto) == []
    assert not BeautifulSoup(office.get(INBOX).content, "html.parser").select("#inbox-notices li")


def test_who_has_the_fewest_chats_gets_the_next_one(beto):
    carlos = one_of("ventas", "carlos")
    one_of("ventas", "gone", is_active=False)
    assert [asks_for_a_person(who).assigned_to for who in (cast.ANA, cast.CARLA)] == [beto, carlos]


def test_where_chats_are_not_shared_out_the_whole_team_is_called_and_is_done_once_anybody_has_written(beto):
    Switchboard.objects.create(assigning=False)
    carlos = one_of("ventas", "carlos")
    chat = asks_for_a_person()
    assert (chat.assigned_to, called(beto), called(carlos)) == (None, ["handover"], ["handover"])
    writing.write(chat.pk, "Hola, soy Carlos", author=carlos)
    assert (called(beto), called(carlos)) == ([], [])


def test_a_message_that_failed_calls_as_well_and_the_same_thing_once_until_it_was_seen(beto):
    chat = cast.writes("hola")
    for _ in range(2):
        alerts.alert(cast.writes("¿sigues ahí?").messages.last(), AlertKind.UNANSWERED)
    assert called(beto) == ["alert"]
    calling.seen(by=beto.pk)
    calling.call(chat.pk, NoticeKind.ALERT)
    assert called(beto) == ["alert"]


@pytest.mark.parametrize(
    ("fails", "kind"),
    [
        ([Refused("63003")] * 3, AlertKind.UNDELIVERED),
        ([Retry("busy"), Refused("63003"), Refused("63003"), Refused("63003")], AlertKind.UNDELIVERED),
    ],
)
def test_a_reply_that_did_not_arrive_calls_once_and_is_told_to_others_once(beto, settings, fails, kind):
    settings.STAFF_EMAILS = True
    WebhookEndpoint.objects.create(name="CRM", url="https://crm.example.com", topics=["message.undelivered"])
    chat = cast.ana_chat()
    outbox.enqueue(chat.pk, "uno", photos=["https://a.example.com/1.jpg", "https://a.example.com/2.jpg"])
    whatsapp = FakeGateway(next_outcomes=deque(fails))
    for _ in range(2):
        Delivery.objects.filter(state="pending").update(due_at=timezone.now())
        delivery.deliver(chat.pk, gateway=whatsapp)
    assert (StaffAlert.objects.filter(kind=kind).count(), called(beto), calling.mail()) == (3, ["undelivered"], 1)
    told = WebhookCall.objects.get().payload
    assert (told["type"], told["data"]["message"]["reason"]) == (
        "message.undelivered",
        "El número del cliente no tiene WhatsApp.",
    )


def test_a_later_failure_calls_anew_once_somebody_has_looked(beto):
    WebhookEndpoint.objects.create(name="CRM", url="https://crm.example.com", topics=["message.undelivered"])
    chat = cast.ana_chat()
    for _ in range(2):
        outbox.enqueue(chat.pk, "hola")
        delivery.deliver(chat.pk, gateway=FakeGateway(next_outcomes=deque([Refused("63003")])))
        assert called(beto) == ["undelivered"]
        calling.seen(by=beto.pk)
    assert WebhookCall.objects.count() == 2


def test_a_message_that_may_not_have_arrived_calls_somebody_who_reads_why(beto):
    chat = cast.ana_chat()
    outbox.enqueue(chat.pk, "hola")
    Delivery.objects.update(
        state="unknown", unknown_at=timezone.now(), looks=1, resends=settling.MOST_RESENDS, due_at=timezone.now()
    )
    settling.resolve(chat.pk, gateway=FakeGateway())
    assert (called(beto), StaffAlert.objects.get().kind) == (["undelivered"], AlertKind.UNCONFIRMED)
    office = Client()
    office.force_login(beto)
    assert "Un mensaje nuestro no llegó" in text(office.get(INBOX), "#inbox-notices")


def test_nobody_is_called_for_what_is_tried_out_or_only_proposed(beto):
    chat = cast.writes("quiero hablar con una persona")
    Conversation.objects.update(mode=Mode.DRAFT)
    turns.answer(chat.pk)
    assert called(beto) == []
    drafts.drop(Turn.objects.get())
    Conversation.objects.update(channel="playground")
    calling.call(chat.pk, NoticeKind.HANDOVER)
    assert called(beto) == []


def test_all_that_was_seen_is_taken_off_the_list_at_once(beto):
    asks_for_a_person()
    office = Client()
    office.force_login(beto)
    office.post(reverse("admin:conversations_conversation_seen"))
    assert called(beto) == []


# ── Nobody came ─────────────────────────────────────────────────────────────────────────────────────────────────


def test_who_waits_for_too_long_calls_those_above_once_a_wait(beto, gina):
    WebhookEndpoint.objects.create(name="CRM", url="https://crm.example.com", topics=["conversation.overdue"])
    chat = asks_for_a_person()
    assert calling.escalate() == 0
    waited(chat, 31)
    assert [calling.escalate(), calling.escalate()] == [1, 0]
    assert (called(beto), called(gina)) == (["handover", "overdue"], ["overdue"])
    assert WebhookCall.objects.get().payload["type"] == "conversation.overdue"
    writing.write(chat.pk, "Ya estoy aquí", author=beto)
    assert (called(gina), calling.escalate()) == ([], 0)
    cast.writes("¿hola?")
    waited(chat, -1)
    assert calling.escalate() == 0


def test_what_is_nobodys_calls_everybody_and_what_the_bot_answers_calls_nobody(gina):
    chat, other = asks_for_a_person(), cast.writes("hola", who=cast.CARLA)
    beto = one_of("ventas", "beto")
    for one in (chat, other):
        waited(one, 31)
    assert calling.escalate() == 1
    assert (called(beto), called(gina), other.state) == (["overdue"], ["overdue"], State.BOT)


@pytest.mark.parametrize(("clock", "late"), [("08:59", 0), ("09:29", 0), ("09:31", 1), ("18:59", 1), ("19:01", 0)])
def test_only_the_hours_of_the_team_count(gina, clock, late):
    Switchboard.objects.create(team_hours="lun-dom 9:00-19:00")
    chat = asks_for_a_person()
    waited(chat, 60 * 24)
    tomorrow = timezone.localdate() + timedelta(days=1)
    now = timezone.make_aware(datetime.combine(tomorrow, time.fromisoformat(clock)))
    assert calling.escalate(now=now) == late


# ── By e-mail ───────────────────────────────────────────────────────────────────────────────────────────────────


def test_an_email_says_where_to_look_and_names_nobody(beto, settings):
    settings.STAFF_EMAILS = True
    chat = asks_for_a_person()
    assert [calling.mail(), calling.mail()] == [1, 0]
    [sent] = mail.outbox
    assert sent.to == ["beto@example.com"]
    assert str(chat.pk) in sent.body
    assert "55" not in sent.subject


def test_what_could_not_be_sent_is_sent_later_and_what_was_seen_not_at_all(beto, settings):
    settings.STAFF_EMAILS = True
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    asks_for_a_person()
    assert (calling.mail(), Notice.objects.get().mail_due_at > timezone.now()) == (0, True)
    calling.seen(by=beto.pk)
    Notice.objects.update(mail_due_at=timezone.now())
    assert (calling.mail(), Notice.objects.get().mail_due_at) == (0, None)


def test_without_a_mail_server_nothing_is_due(beto):
    asks_for_a_person()
    assert (calling.mail(), mail.outbox) == (0, [])
