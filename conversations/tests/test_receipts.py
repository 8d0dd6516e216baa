"""Receipts: what was sent is proved again from stored turns; a figure without a source fails the command."""

import json

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from conversations import outbox, receipts, turns
from conversations.agent.receipts import UnreadableRecordError, value_of
from conversations.agent.tools import ToolContext, registry
from conversations.agent.tools.registry import TOOLS, as_json
from conversations.models import Conversation, Message, ToolCall, Turn
from conversations.tests import cast

pytestmark = pytest.mark.django_db(transaction=True)

CALLS = (
    ("search_cars", {"makes": ["nisan"], "max_price": 400_000}),
    ("search_cars", {"makes": ["tesla"]}),
    ("get_car_details", {"stock_id": 1}),
    ("calculate_financing", {}),
    ("calculate_financing", {"stated_price": 200_000, "down_payment": 20_000}),
    ("calculate_financing", {"stated_price": 200_000, "down_payment": 200_000}),
    ("find_affordable_cars", {"monthly_payment": 6_000, "down_payment": 20_000}),
    ("find_down_payment", {"stated_price": 200_000, "monthly_payment": 6_000}),
    ("get_quote_document", {}),
    ("find_branches", {"place": "puebla"}),
)


@pytest.fixture
def branches(settings):
    call_command("import_branches", str(settings.BASE_DIR / "catalog" / "sample" / "branches.csv"))


@pytest.mark.parametrize(("name", "args"), CALLS)
def test_a_stored_result_reads_as_the_value_it_was(showroom, branches, name, args):
    amounts = frozenset(map(registry.Decimal, (200_000, 20_000, 6_000)))
    value = TOOLS[name].call(args, ToolContext(amounts))
    stored = json.loads(json.dumps(as_json(value)))
    assert as_json(value_of(stored)) == stored
    assert value_of(stored) == value


def test_a_result_of_no_known_kind_is_said_to_be_unreadable():
    with pytest.raises(UnreadableRecordError):
        value_of({"kind": "Horoscope"})


def a_chat() -> Conversation:
    """Let Ana find a car, quote it and ask for a branch; the offline brain answers."""
    for text in ("busco un versa", "el primero", "con 60 mil de enganche", "a 4 años", "ver más"):
        conversation = cast.writes(text)
        turns.answer(conversation.pk)
    return conversation


def test_all_that_was_sent_is_proved(showroom, capsys):
    a_chat()
    call_command("audit_replies")
    printed = capsys.readouterr().out
    assert printed.startswith("5 turns, ")
    assert ", 0 unproved" in printed
    assert int(printed.split()[2]) > 20


def test_a_figure_that_was_altered_since_is_unproved_and_named(showroom, capsys):
    conversation = a_chat()
    message = Message.objects.filter(turn__isnull=False, direction="out", body__contains="al mes").first()
    message.body = message.body.replace("al mes", "al mes; con descuento $1,234.56 al mes", 1)
    message.save()
    with pytest.raises(CommandError):
        call_command("audit_replies", "--json")
    report = json.loads(capsys.readouterr().out)
    [receipt] = report["receipts"]
    assert receipt["conversation_id"] == str(conversation.pk)
    assert receipt["turn_id"] == message.turn_id
    assert any("1,234.56" in what for what in receipt["unproved"])


def test_a_result_that_was_altered_since_proves_nothing(showroom):
    a_chat()
    call = ToolCall.objects.filter(name="calculate_financing", result__has_key="outcome").first()
    call.result["outcome"]["price"] = "1.00"
    call.save()
    assert [receipt.turn_id for receipt in receipts.audit() if receipt.unproved] == [call.turn_id]


def test_what_a_person_wrote_is_not_audited(showroom):
    conversation = a_chat()
    outbox.enqueue(conversation.pk, "Te lo dejo en $100,000, palabra de Beto.")
    assert not [receipt for receipt in receipts.audit() if receipt.unproved]


def test_only_turns_since_a_date_are_audited(showroom):
    a_chat()
    Turn.objects.filter(pk=Turn.objects.earliest("pk").pk).update(
        created_at=timezone.now() - timezone.timedelta(days=3)
    )
    assert len(list(receipts.audit(since=timezone.now() - timezone.timedelta(days=1)))) == 4


def test_the_audit_writes_nothing(showroom):
    a_chat()
    before = list(Turn.objects.values()), list(ToolCall.objects.values()), list(Message.objects.values())
    call_command("audit_replies")
    assert before == (list(Turn.objects.values()), list(ToolCall.objects.values()), list(Message.objects.values()))


def test_a_date_that_is_none_is_refused(db):
    with pytest.raises(CommandError):
        call_command("audit_replies", since="ayer")
