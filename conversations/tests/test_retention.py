"""Retention: what is old enough ends, what is younger stays, and nothing that ends wakes the bot."""

import io
from datetime import timedelta

import pytest
from django.contrib.admin.models import CHANGE, LogEntry
from django.core.management import call_command
from django.utils import timezone

from catalog.models import Branch
from conversations import inbox, retention, turns
from conversations.models import (
    Appointment,
    AuditAction,
    AuditEntry,
    Channel,
    Contact,
    Conversation,
    ErasedMessage,
    Lead,
    LeadKind,
    Message,
    OptOutMark,
    State,
    ToolCall,
    Turn,
)
from conversations.tests import cast
from conversations.whatsapp.messages import Inbound
from financing.models import Quote
from kavakbot import checks
from knowledge import curation
from knowledge.models import MissedQuestion

pytestmark = pytest.mark.django_db
NOBODY = dict.fromkeys(retention.KINDS, 0)


@pytest.fixture(autouse=True)
def days(settings):
    """Ten days for everything but the terminal, which has five."""
    settings.RETENTION_DAYS = {**dict.fromkeys(retention.KINDS, 10), "console": 5}


def aged(rows, *fields, days) -> None:
    """Make rows so many days old."""
    rows.update(**dict.fromkeys(fields, timezone.now() - timedelta(days=days)))


def answered(chat) -> Turn:
    """Return a turn of a chat that answered its messages, with a tool call."""
    turn = Turn.objects.create(conversation=chat, fence=Turn.objects.count() + 1, brain="offline")
    ToolCall.objects.create(turn=turn, position=0, name="search_cars", ok=True, milliseconds=1)
    Message.objects.filter(conversation=chat, turn=None).update(turn=turn)
    return turn


def test_what_is_younger_stays(policy):
    chat = cast.ana_chat()
    answered(chat)
    aged(Turn.objects.all(), "created_at", days=9)
    assert retention.apply() == NOBODY


def test_how_a_reply_came_about_goes_before_what_was_said(showroom):
    chat = cast.ana_chat()
    turn = answered(chat)
    lead = Lead.objects.create(conversation=chat, kind=LeadKind.PERSON, turn=turn, call="1")
    aged(Turn.objects.all(), "created_at", days=11)

    assert retention.apply() == {**NOBODY, "turns": 1}

    assert not ToolCall.objects.exists()
    assert Message.objects.get().body == "hola"
    lead.refresh_from_db()
    assert lead.turn is None
    assert turns.answer(chat.pk, brain=cast.brain_that_says()) == 0, "an old message is not answered again"


def test_a_chat_of_which_nothing_is_left_goes_with_its_customer_and_silence_stays_asked_for():
    chat = cast.ana_chat(State.OPTED_OUT)
    cast.ana_chat(State.OPTED_OUT)
    aged(Message.objects.all(), "created_at", days=11)
    aged(Conversation.objects.all(), "last_message_at", days=11)
    aged(Contact.objects.all(), "created_at", days=11)
    assert retention.apply() == {**NOBODY, "messages": 3}
    assert not Contact.objects.filter(pk=chat.contact_id).exists()
    assert OptOutMark.objects.exists()


def test_a_customer_with_a_lead_or_a_visit_on_record_stays():
    for who, keep in ((cast.ANA, _a_lead), (cast.CARLA, _a_visit)):
        keep(cast.writes("hola", who=who))
    aged(Message.objects.all(), "created_at", days=11)
    aged(Conversation.objects.all(), "last_message_at", days=11)
    aged(Contact.objects.all(), "created_at", days=11)
    assert retention.apply() == {**NOBODY, "messages": 2}
    assert Contact.objects.count() == 2


def test_a_customer_who_wrote_yesterday_keeps_what_is_young_of_it():
    chat = cast.writes("hace mucho")
    aged(Message.objects.all(), "created_at", days=11)
    aged(Contact.objects.all(), "created_at", days=11)
    cast.writes("ayer")
    retention.apply()
    assert chat.messages.bodies() == ["ayer"]


def test_leads_visits_and_quotes_end(policy):
    chat = cast.writes("hola")
    _a_lead(chat)
    _a_visit(chat)
    Quote.objects.create(
        origin="chat:1", policy=policy, price=1, down_payment=0, annual_rate=0, opening_fee=0, plans=[],
        valid_until=timezone.now(),
    )  # fmt: skip
    for rows, field in ((Lead, "updated_at"), (Appointment, "starts_at"), (Quote, "given_at")):
        aged(rows.objects.all(), field, days=11)
    assert retention.apply() == {**NOBODY, "leads": 3}


def test_chats_of_the_terminal_end_whole_unless_the_customer_writes_elsewhere_too():
    for address in ("console:1", "+525512345678"):
        inbox.accept(Inbound("", address, "hola"), channel=Channel.CONSOLE)
    cast.writes("hola")
    aged(Conversation.objects.filter(channel=Channel.CONSOLE), "last_message_at", days=6)
    aged(Contact.objects.all(), "created_at", days=6)
    assert retention.apply() == {**NOBODY, "console": 1}
    assert set(Conversation.objects.values_list("channel", flat=True)) == {"console", "whatsapp"}


def test_questions_and_looks_end():
    curation.record_missed(question="¿tienen grúa?", origin="chat:1")
    chat = cast.writes("hola")
    AuditEntry.objects.create(action=AuditAction.READ, actor="beto", contact_ids=[chat.contact_id])
    aged(MissedQuestion.objects.all(), "last_asked_at", days=11)
    aged(AuditEntry.objects.all(), "happened_at", days=11)
    assert retention.apply() == {**NOBODY, "questions": 1, "audit": 1}


def test_what_staff_did_to_a_row_names_nobody_once_the_row_has_ended(admin_user):
    chat = cast.ana_chat()
    old = Lead.objects.create(conversation=chat, kind=LeadKind.PERSON, turn=answered(chat), call="1")
    young = Lead.objects.create(conversation=chat, kind=LeadKind.COMPLAINT, turn=answered(chat), call="2")
    for lead in (old, young):
        LogEntry.objects.log_actions(admin_user.pk, [lead], CHANGE, "Ana dijo que sí", single_object=True)
    key = old.pk
    aged(Lead.objects.filter(pk=key), "updated_at", days=11)
    assert retention.apply()["leads"] == 1
    ended, kept = LogEntry.objects.get(object_id=key), LogEntry.objects.get(object_id=young.pk)
    assert (ended.object_repr, ended.change_message, ended.user) == ("(borrado)", "", admin_user)
    assert kept.object_repr == str(young)


def test_erased_messages_are_remembered_for_as_long_as_twilio_lists_them():
    ErasedMessage.objects.create(digest="a")
    retention.apply()
    assert ErasedMessage.objects.exists()
    aged(ErasedMessage.objects.all(), "erased_at", days=3)
    retention.apply()
    assert not ErasedMessage.objects.exists()


def test_more_than_a_batch_ends_too(settings):
    chat = cast.writes("hola")
    more = retention.BATCH + 1
    Message.objects.bulk_create(Message(conversation=chat, direction="in", settled=True) for _ in range(more))
    aged(Message.objects.all(), "created_at", days=11)
    assert retention.apply()["messages"] == more + 1


def test_a_dry_run_counts_and_changes_nothing(settings):
    cast.writes("hola")
    aged(Message.objects.all(), "created_at", days=11)
    out = io.StringIO()
    call_command("apply_retention", dry_run=True, stdout=out)
    assert out.getvalue() == "console=0 turns=0 leads=0 messages=1 questions=0 webhooks=0 audit=0\n"
    assert Message.objects.exists()
    settings.RETENTION_DAYS["messages"] = 0
    assert retention.apply() == NOBODY, "0 keeps it for ever"


def test_a_negative_number_of_days_is_refused(settings):
    assert checks.retention_looks_back(None) == []
    settings.RETENTION_DAYS["messages"] = -1
    [error] = checks.retention_looks_back(None)
    assert error.msg == "RETENTION_MESSAGES_DAYS is negative."


def _a_lead(chat) -> None:
    Lead.objects.create(conversation=chat, kind=LeadKind.PERSON, turn=answered(chat), call="1")


def _a_visit(chat) -> None:
    branch = Branch.objects.create(name="Lerma", city="Lerma", address="Calle 1")
    Appointment.objects.create(
        conversation=chat, branch=branch, starts_at=timezone.now(), turn=answered(chat), call="1"
    )
