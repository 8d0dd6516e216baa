"""Reminders of test drives: some hours before, by day, once; what no customer may be told calls people instead."""

from collections import deque
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, time, timedelta
from threading import Barrier
from zoneinfo import ZoneInfo

import pytest
from django.contrib.auth.models import Group, User
from django.core.management import call_command
from django.db import connections, transaction
from django.utils import timezone

from catalog.models import Branch
from conversations import appointments, delivery, history, reminders
from conversations.dialogue import visit_wording
from conversations.dialogue.state import DialogueState
from conversations.models import (
    Appointment,
    Channel,
    Conversation,
    Delivery,
    DialogueMemory,
    Message,
    MessageTemplate,
    Notice,
    Switchboard,
)
from conversations.tests import cast
from conversations.whatsapp.gateways.fake import FakeGateway
from conversations.whatsapp.outcome import Retry

pytestmark = pytest.mark.django_db(transaction=True)

PUEBLA = ZoneInfo("America/Mexico_City")
TOMORROW = timezone.localdate(timezone=PUEBLA) + timedelta(days=1)
APPROVED = "Tu prueba de manejo es el {{1}} a las {{2}} en {{3}}: {{4}}"


def at(hour: int, minute: int = 0) -> datetime:
    """Return a time of tomorrow, so that nothing here is over whenever it runs."""
    return datetime.combine(TOMORROW, time(hour, minute), PUEBLA)


@pytest.fixture
def norte() -> Branch:
    return Branch.objects.create(name="Norte", city="Puebla", address="Calle Uno 1, Puebla")


@pytest.fixture
def visit(norte) -> Appointment:
    """Ana's test drive, tomorrow at three."""
    return Appointment.objects.create(conversation=cast.ana_chat(), branch=norte, starts_at=at(15), call="1")


@pytest.fixture
def beto() -> User:
    """A salesperson."""
    user = User.objects.create_user("beto", is_staff=True)
    user.groups.add(Group.objects.get(name="ventas"))
    return user


def told() -> list[str]:
    return Message.objects.filter(direction="out").order_by("pk").bodies()


def moved(visit: Appointment, **to) -> None:
    Appointment.objects.filter(pk=visit.pk).update(**to)


def silent_for_a_day() -> None:
    Conversation.objects.update(window_ends_at=timezone.now() - timedelta(minutes=1))


def left(*, gateway: FakeGateway) -> list[str]:
    """Send what is due and return all that has left."""
    delivery.deliver(Conversation.objects.get().pk, gateway=gateway)
    return [message.body for message in gateway.sent]


# ── When ────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_some_hours_before_the_customer_reads_when_and_where_once(visit):
    assert reminders.send(now=at(11, 59)) == 0
    assert [reminders.send(now=at(12)) for _ in range(2)] == [1, 0]
    [text] = told()
    day = visit_wording.day_of(TOMORROW)
    assert text.splitlines() == [
        f"Te recordamos tu prueba de manejo: el {day} a las 15:00 en *Norte* (Puebla).",
        "Calle Uno 1, Puebla",
        "Si algo cambia, escríbenos por aquí.",
    ]
    assert left(gateway=FakeGateway()) == told()


def test_two_sweeps_at_once_send_one(norte):
    for number in range(20):
        chat = cast.writes("hola", who=f"whatsapp:+52155123400{number:02}")
        Appointment.objects.create(conversation=chat, branch=norte, starts_at=at(15), call="1")
    start = Barrier(2)

    def sweep(_: int) -> int:
        try:
            start.wait(timeout=30)
            return reminders.send(now=at(12))
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as workers:
        assert sum(workers.map(sweep, range(2))) == 20
    assert len(told()) == 20


def test_nobody_is_woken_for_one_early_in_the_day(visit):
    moved(visit, starts_at=at(10))
    assert [reminders.send(now=now) for now in (at(7), at(8, 59), at(9))] == [0, 0, 1]


def test_the_day_begins_on_the_clocks_of_the_branch(visit, norte):
    Branch.objects.update(time_zone="America/Tijuana")
    moved(visit, starts_at=at(12))
    assert reminders.send(now=at(9)) == 0
    norte.refresh_from_db()
    assert reminders.send(now=datetime.combine(TOMORROW, time(9), norte.zone)) == 1
    assert f" a las {norte.local(at(12)).hour}:00" in told()[0]


def test_a_moved_one_is_reminded_of_anew(visit):
    reminders.send(now=at(12))
    moved(visit, starts_at=at(18))
    assert [reminders.send(now=now) for now in (at(12), at(15), at(15, 1))] == [0, 1, 0]
    assert "a las 18:00" in told()[1]


def test_a_cancelled_or_past_one_is_never_reminded_of(visit):
    assert reminders.send(now=at(15)) == 0
    moved(visit, state="cancelled")
    assert reminders.send(now=at(12)) == 0


@pytest.mark.parametrize(("hours", "reminded"), [(1, 0), (-1, 1)])
def test_who_arranged_it_shortly_before_is_not_reminded_of_it(norte, settings, hours, reminded):
    settings.TEST_DRIVE_REMINDED_BEFORE = at(15) - timezone.now() + timedelta(hours=hours)
    chat = cast.ana_chat()
    with transaction.atomic():
        first = _booked(chat, norte, starts_at=at(15) + timedelta(days=7))
    with transaction.atomic():
        _booked(chat, norte, starts_at=at(15), moves=first.pk)
    assert reminders.send(now=at(12)) == reminded


def _booked(chat: Conversation, branch: Branch, **when) -> Appointment:
    return appointments.book(conversation_id=chat.pk, branch_id=branch.pk, car_id=None, **when)


def test_none_are_sent_where_the_setting_says_so(visit, settings):
    settings.TEST_DRIVE_REMINDED_BEFORE = timedelta(0)
    assert reminders.send(now=at(14, 59)) == 0


# ── What it leaves alone ────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("state", ["bot", "human"])
def test_it_takes_no_chat_over_and_who_waits_goes_on_waiting(visit, state):
    since = timezone.now() - timedelta(minutes=20)
    Conversation.objects.update(state=state, waiting_since=since)
    reminders.send(now=at(12))
    chat = Conversation.objects.get()
    assert (chat.state, chat.waiting_since, chat.assigned_to, chat.fence) == (state, since, None, 0)
    assert left(gateway=FakeGateway()) == told()


def test_the_bot_knows_of_it_when_the_customer_answers(visit):
    reminders.send(now=at(12))
    chat = cast.writes("sí, ahí estaré")
    assert [past.reply for past in history.load(chat.pk).turn.past][-1] == told()[0]


def test_no_audit_of_the_bots_replies_looks_for_its_sources(visit, capsys):
    reminders.send(now=at(12))
    call_command("audit_replies")
    assert "0 turns" in capsys.readouterr().out


# ── To whom ─────────────────────────────────────────────────────────────────────────────────────────────────────


def test_who_writes_english_is_reminded_in_english(visit):
    DialogueMemory.objects.create(conversation=visit.conversation, data=DialogueState(language="en").to_json())
    reminders.send(now=at(12))
    [text] = told()
    assert text.startswith("A reminder of your test drive: ")
    assert text.endswith("at 15:00 at *Norte* (Puebla).\nCalle Uno 1, Puebla\nIf anything changes, write to us here.")


def test_who_opted_out_is_never_reminded(visit):
    Conversation.objects.update(state="opted_out")
    assert (reminders.send(now=at(12)), told()) == (0, [])


@pytest.mark.parametrize("what", ["opts out", "cancels"])
def test_what_was_being_tried_when_it_became_untrue_or_unwanted_never_leaves(visit, what):
    reminders.send(now=at(12))
    whatsapp = FakeGateway(next_outcomes=deque([Retry("busy")]))
    assert left(gateway=whatsapp) == []
    if what == "opts out":
        Conversation.objects.update(state="opted_out")
    else:
        moved(visit, state="cancelled")
    Delivery.objects.update(due_at=timezone.now())
    assert left(gateway=whatsapp) == []
    assert Delivery.objects.get().state == "cancelled"


@pytest.mark.parametrize(("channel", "reminded"), [(Channel.API, 1), (Channel.PLAYGROUND, 1), (Channel.CONSOLE, 0)])
def test_other_channels_have_no_window_and_the_terminal_is_left_alone(visit, channel, reminded):
    Conversation.objects.update(channel=channel)
    silent_for_a_day()
    assert reminders.send(now=at(12)) == reminded


def test_a_paused_bot_is_silent_until_it_speaks_again(visit):
    Switchboard.objects.create(paused=True)
    assert reminders.send(now=at(12)) == 0
    Switchboard.objects.update(paused=False)
    assert reminders.send(now=at(12)) == 1


# ── Outside the window ──────────────────────────────────────────────────────────────────────────────────────────


def test_after_a_day_of_silence_the_approved_template_says_it(visit, settings):
    settings.TEST_DRIVE_REMINDER_TEMPLATE = "Recordatorio"
    MessageTemplate.objects.create(name="Recordatorio", content_sid="HX" + "a" * 32, body=APPROVED)
    silent_for_a_day()
    assert reminders.send(now=at(12)) == 1
    whatsapp = FakeGateway()
    day = str(visit_wording.day_of(TOMORROW))
    assert left(gateway=whatsapp) == [
        f"Tu prueba de manejo es el {day} a las 15:00 en Norte (Puebla): Calle Uno 1, Puebla"
    ]
    assert whatsapp.sent[0].template.variables == {
        "1": day,
        "2": "15:00",
        "3": "Norte (Puebla)",
        "4": "Calle Uno 1, Puebla",
    }


@pytest.mark.parametrize("why", ["no template", "template not in use", "blank unknown", "branch inactive"])
def test_where_no_customer_may_be_told_people_are_once(visit, beto, settings, why):
    if why != "no template":
        settings.TEST_DRIVE_REMINDER_TEMPLATE = "Recordatorio"
        body = "{{auto}}" if why == "blank unknown" else APPROVED
        active = why != "template not in use"
        MessageTemplate.objects.create(name="Recordatorio", content_sid="HX" + "a" * 32, body=body, active=active)
    if why == "branch inactive":
        Branch.objects.update(active=False)
    silent_for_a_day()
    assert [reminders.send(now=at(12)) for _ in range(2)] == [0, 0]
    assert told() == []
    assert list(Notice.objects.values_list("to__username", "kind")) == [("beto", "unreminded")]
