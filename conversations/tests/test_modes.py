"""What the bot may do: answer, propose, or nothing, chat by chat and for everybody; and what staff see of it."""

import json
import re
from datetime import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
import yaml
from django.contrib.auth.models import Permission
from django.urls import reverse
from django.utils import timezone

from catalog import search
from catalog.hours import OpeningHours, parse_week
from catalog.tests.builders import a_car
from conversations import alerts, delivery, drafts, ownership, promises, sweeping, turns
from conversations.agent import (
    Book,
    CancelVisit,
    HandOver,
    KeepQuote,
    NoteTradeIn,
    Remember,
    choose_brain,
    problems,
)
from conversations.agent.testing import ScriptedBrain
from conversations.agent.tools import ToolContext
from conversations.agent.tools.hand_over_to_person import TOOL
from conversations.dialogue.errands import OwnCar
from conversations.dialogue.facts import Fact
from conversations.dialogue.plan import Handover, HandoverKind
from conversations.dialogue.state import DialogueState
from conversations.evaluation import transcripts
from conversations.models import (
    AlertKind,
    Conversation,
    Delivery,
    Lead,
    LeadKind,
    Message,
    Mode,
    StaffAlert,
    State,
    Switchboard,
    Turn,
)
from conversations.switchboard import team_hours
from conversations.tests import cast
from conversations.whatsapp.gateways.fake import FakeGateway
from financing import quoting

pytestmark = pytest.mark.django_db(transaction=True)

DELIVERIES = reverse("admin:conversations_delivery_changelist")
ALERTS = reverse("admin:conversations_staffalert_changelist")


# ── Off, and paused ─────────────────────────────────────────────────────────────────────────────────────────────


def test_a_chat_in_which_the_bot_is_off_is_left_to_people():
    chat = _in_mode(Mode.OFF)
    cast.writes("hola")
    assert turns.answer(chat.pk, brain=cast.brain_that_says()) == 0
    assert not Message.objects.unanswered().exists()


def test_baja_is_heard_where_the_bot_is_off():
    chat = _in_mode(Mode.OFF)
    cast.writes("BAJA")
    turns.answer(chat.pk, brain=cast.brain_that_says())
    assert Conversation.objects.get().state == "opted_out"


def test_what_is_written_while_the_bot_is_paused_is_answered_afterwards():
    chat = cast.writes("hola")
    Switchboard.objects.create(paused=True)
    assert turns.answer(chat.pk, brain=cast.brain_that_says()) == 0
    Message.objects.update(created_at=timezone.now() - 2 * sweeping.OVERDUE)
    assert sweeping.due() == []

    Switchboard.objects.update(paused=False)
    assert sweeping.due() == [chat.pk]
    assert turns.answer(chat.pk, brain=cast.brain_that_says("¡Hola!")) == 1


@pytest.mark.parametrize(("silence", "waiting"), [("the chat", 0), ("everybody", 1)])
def test_a_bot_that_is_silenced_while_it_thinks_says_nothing(silence, waiting):
    chat = cast.writes("hola")

    def silenced(thinking):
        if silence == "the chat":
            Conversation.objects.update(mode=Mode.OFF)
        else:
            Switchboard.objects.create(paused=True)
        return cast.says("Llego tarde.")

    assert turns.answer(chat.pk, brain=ScriptedBrain([silenced])) == 0
    assert (cast.replies(chat), Message.objects.unanswered().count()) == ([], waiting)


# ── Drafts ──────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_draft_waits_for_a_person_and_leaves_at_their_word():
    chat = _answered_with_a_draft("Tengo dos Versa.")
    whatsapp = FakeGateway()
    assert delivery.deliver(chat.pk, gateway=whatsapp) == 0

    assert drafts.send(Turn.objects.get())
    assert delivery.deliver(chat.pk, gateway=whatsapp) == 1
    assert not drafts.send(Turn.objects.get())


def test_a_dropped_draft_never_leaves():
    chat = _answered_with_a_draft("Tengo dos Versa.")
    assert drafts.drop(Turn.objects.get())
    assert delivery.deliver(chat.pk, gateway=FakeGateway()) == 0
    assert not drafts.send(Turn.objects.get())


def test_a_customer_who_writes_on_is_answered_as_a_whole_and_the_old_draft_is_withdrawn():
    chat = _answered_with_a_draft("Tengo dos Versa.")
    cast.writes("mejor un jetta")
    brain = cast.brain_that_says("Tengo un Jetta.")
    turns.answer(chat.pk, brain=brain)

    assert brain.seen[0].turn.messages == ("busco un versa", "mejor un jetta")
    assert not any(past.reply for past in brain.seen[0].turn.past)
    assert _states() == ["cancelled", "draft"]


def test_what_was_sent_is_remembered_and_what_was_dropped_is_not():
    chat = _answered_with_a_draft("Tengo dos Versa.")
    drafts.drop(Turn.objects.get())
    cast.writes("hola?")
    brain = cast.brain_that_says("Hola.")
    turns.answer(chat.pk, brain=brain)
    assert not any(past.reply for past in brain.seen[0].turn.past)


def test_taking_over_withdraws_the_draft():
    chat = _answered_with_a_draft("Tengo dos Versa.")
    ownership.take_over(chat.pk)
    assert _states() == ["cancelled"]


def _asks_for_a_person_and_gets_a_draft() -> Conversation:
    chat = _in_mode(Mode.DRAFT)
    cast.writes("quiero hablar con una persona")
    turns.answer(chat.pk)
    return chat


def test_what_a_draft_promises_is_done_once_a_person_has_sent_it_and_before_it_leaves():
    chat = _asks_for_a_person_and_gets_a_draft()
    turn = Turn.objects.get()
    assert (Lead.objects.count(), Conversation.objects.get().state) == (0, State.BOT)
    assert [row["kind"] for row in turn.held] == ["HandOver"]
    assert promises.keep(chat.pk) == 0
    drafts.send(turn)
    whatsapp = FakeGateway()
    assert delivery.deliver(chat.pk, gateway=whatsapp) == 0
    assert (promises.keep(chat.pk), promises.keep(chat.pk)) == (1, 0)
    assert (Lead.objects.get().kind, Conversation.objects.get().state) == (LeadKind.PERSON, State.HUMAN)
    assert delivery.deliver(chat.pk, gateway=whatsapp) >= 1


def test_what_a_dropped_or_withdrawn_draft_promised_is_never_done():
    chat = _asks_for_a_person_and_gets_a_draft()
    drafts.drop(Turn.objects.get())
    assert (promises.keep(chat.pk), Lead.objects.count()) == (0, 0)


def test_promises_are_read_as_they_were_written(policy):
    car = search.snapshot(a_car(stock_id=1))
    quotation = quoting.quote(price=car.price, down_payment=Decimal(60_000))
    starts = timezone.now()
    every = [
        KeepQuote(quotation, car, "q"),
        Book("b", 1, car, starts, 7),
        CancelVisit("c", 7),
        NoteTradeIn("t", OwnCar("Nissan", "Versa", 2018, 90_000)),
        HandOver("quiero hablar", HandoverKind.COMPLAINT),
    ]
    at_once, held = promises.told_apart([*every, Remember("r", "Ana")])
    assert (at_once, held) == ([Remember("r", "Ana")], every)
    stored = json.loads(json.dumps(promises.written(held)))
    assert [promises.read(row) for row in stored] == every


# ── Proposals in the chat's page ──────────────────────────────────────────────────────────────────────────────────


def _propose(browser, chat: Conversation, **told):
    address = reverse("admin:conversations_conversation_proposal", args=[chat.pk])
    return browser.post(address, {"turn": Turn.objects.latest("pk").pk, **told}, follow=True)


def test_a_proposal_waits_in_the_composer_and_is_sent_as_it_is(admin_client):
    chat = _answered_with_a_draft("Tengo dos Versa.")
    page = admin_client.get(reverse("admin:conversations_conversation_change", args=[chat.pk]))
    assert "El bot propone" in page.content.decode()
    [proposed] = Message.objects.filter(direction="out")
    _propose(admin_client, chat, text=f"{proposed.body.replace(' ', '  ')}\r\n")
    assert _states() == ["pending"]
    assert "El bot propone" not in _propose(admin_client, chat, text="Tengo dos Versa.").content.decode()


def test_a_mended_proposal_is_sent_in_its_place_and_stands_in_the_scenarios(admin_client, admin_user):
    chat = _answered_with_a_draft("Tengo dos Versa.")
    _propose(admin_client, chat, text="Tengo tres Versa.")
    assert _states() == ["cancelled", "pending"]
    sent = Message.objects.latest("pk")
    assert (sent.author, sent.instead_of, sent.body) == (admin_user, Turn.objects.get(), "Tengo tres Versa.")
    chat.refresh_from_db()
    assert (chat.state, chat.waiting_since) == (State.BOT, None)
    assert delivery.deliver(chat.pk, gateway=FakeGateway()) == 1
    steps = yaml.safe_load(transcripts.as_yaml([chat]))["scenarios"][0]["steps"]
    assert steps[-1]["corrected"] == "Tengo tres Versa."


@pytest.mark.parametrize(("ticked", "leads"), [({"promises": "on"}, 1), ({}, 0)])
def test_a_mended_proposal_keeps_its_promises_where_they_are_still_said(admin_client, ticked, leads):
    chat = _asks_for_a_person_and_gets_a_draft()
    _propose(admin_client, chat, text="Te marco en un momento.", **ticked)
    promises.keep(chat.pk)
    assert Lead.objects.count() == leads
    assert delivery.deliver(chat.pk, gateway=FakeGateway()) == 1


def test_a_proposal_is_dropped_and_one_that_is_gone_or_empty_says_so(admin_client):
    chat = _answered_with_a_draft("Tengo dos Versa.")
    assert "Escribe algo" in _propose(admin_client, chat, text=" ").content.decode()
    _propose(admin_client, chat, drop="1")
    assert _states() == ["cancelled"]
    for told in ({"drop": "1"}, {"text": "Hola"}):
        assert "ya no está" in _propose(admin_client, chat, **told).content.decode()
    assert _propose(admin_client, chat, turn="no", text="Hola").status_code == 404


# ── The admin ───────────────────────────────────────────────────────────────────────────────────────────────────


def test_staff_send_and_drop_drafts(admin_client):
    _answered_with_a_draft("Tengo dos Versa.")
    row = Delivery.objects.get()
    page = admin_client.post(DELIVERIES, {"action": "send_drafts", "_selected_action": [row.pk]}, follow=True)
    assert "Respuestas enviadas: 1" in page.content.decode()
    assert _states() == ["pending"]
    page = admin_client.post(DELIVERIES, {"action": "drop_drafts", "_selected_action": [row.pk]}, follow=True)
    assert "Respuestas descartadas: 0" in page.content.decode()


def test_a_reader_may_not_send_drafts(client, django_user_model):
    reader = _staff(django_user_model, "view_delivery")
    _answered_with_a_draft("Tengo dos Versa.")
    client.force_login(reader)
    assert "send_drafts" not in client.get(DELIVERIES).content.decode()
    client.post(DELIVERIES, {"action": "send_drafts", "_selected_action": [Delivery.objects.get().pk]})
    assert _states() == ["draft"]


def test_an_alert_is_seen_to_once_and_leaves_the_list(admin_client, admin_user):
    chat = cast.writes("busco un auto venenoso")
    for _ in range(2):
        alerts.alert(chat.messages.get(), AlertKind.UNANSWERED)
    page = admin_client.get(ALERTS).content.decode()
    assert page.count("busco un auto venenoso") == 1

    alert = StaffAlert.objects.get()
    admin_client.post(ALERTS, {"action": "resolve", "_selected_action": [alert.pk]})
    alert.refresh_from_db()
    assert (alert.resolved_at is not None, alert.resolved_by) == (True, admin_user)
    assert "busco un auto venenoso" not in admin_client.get(ALERTS).content.decode()
    assert "busco un auto venenoso" in admin_client.get(ALERTS, {"situacion": "resueltos"}).content.decode()


def test_a_failure_is_explained_in_plain_words(admin_client):
    cast.ana_chat()
    message = Message.objects.create(conversation=Conversation.objects.get(), direction="out", body="Hola")
    Delivery.objects.create(message=message, state="refused", error="63003")
    assert "no tiene WhatsApp" in admin_client.get(DELIVERIES).content.decode()


def test_the_switch_is_one_row(admin_client):
    where = reverse("admin:conversations_switchboard_changelist")
    page = admin_client.get(where, follow=True)
    assert page.status_code == 200
    admin_client.post(page.redirect_chain[-1][0], {"paused": "on", "answer_within": "30"})
    assert Switchboard.objects.get().paused


# ── When the team is there ──────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "brain",
    [choose_brain("offline"), ScriptedBrain([cast.planned(Handover("asked"))])],
    ids=["fetched by the tool", "said by a model that called none"],
)
def test_who_asks_for_a_person_at_night_is_told_when_somebody_answers(showroom, brain):
    hour = (timezone.localtime().hour + 3) % 24
    Switchboard.objects.create(team_hours=f"lun-dom {hour}:00-{hour}:59")
    chat = cast.writes("quiero hablar con una persona")
    turns.answer(chat.pk, brain=brain)
    told = rf"no hay nadie del equipo; te responden el \w+ \d+ de \w+ a las? {hour}:00\."
    assert re.search(told, cast.replies(chat)[0])
    chat.refresh_from_db()
    assert chat.state == State.HUMAN


@pytest.mark.parametrize(
    ("now", "said"),
    [
        ("2026-11-27T12:00", None),
        ("2026-11-27T20:00", "2026-11-30T09:00"),
        ("2026-11-30T07:00", "2026-11-30T09:00"),
        ("2026-11-30T20:00", "2026-12-01T09:00"),
    ],
    ids=["while they are there", "on a Friday evening", "before they open", "in the evening"],
)
def test_the_team_is_back_when_it_opens_next(now, said):
    back = _fetched_at(now, "lun-vie 9:00-19:00").back
    assert back == (said and _local(said))


def test_nothing_is_said_of_hours_that_nobody_stated():
    assert _fetched_at("2026-11-28T03:00", "").back is None


def test_no_other_hour_of_the_team_passes_the_guard():
    facts = [Fact("f1", "hand_over_to_person", {}, _fetched_at("2026-11-27T20:00", "lun-vie 9:00-19:00"))]
    said = "A esta hora no hay nadie del equipo; te responden el lunes 30 de noviembre a las {}:00."
    checked = {hour: problems(said.format(hour), facts=facts, customer="", state=DialogueState()) for hour in (8, 9)}
    assert [bool(verdicts) for verdicts in checked.values()] == [True, False]


def test_staff_are_told_of_hours_that_cannot_be(admin_client):
    where = reverse("admin:conversations_switchboard_changelist")
    page = admin_client.post(admin_client.get(where).url, {"team_hours": "lun 19:00-9:00"}).content.decode()
    assert "No se entiende el horario" in page
    assert "before it begins" not in page
    assert team_hours() == OpeningHours()


def _fetched_at(now, hours):
    return TOOL.call({}, ToolContext(now=_local(now), team_hours=lambda: OpeningHours(parse_week(hours))))


def _local(written):
    return datetime.fromisoformat(written).replace(tzinfo=ZoneInfo("America/Mexico_City"))


def _in_mode(mode):
    chat = cast.ana_chat()
    Conversation.objects.update(mode=mode)
    return chat


def _answered_with_a_draft(text):
    chat = _in_mode(Mode.DRAFT)
    cast.writes("busco un versa")
    assert turns.answer(chat.pk, brain=cast.brain_that_says(text)) == 1
    assert _states() == ["draft"]
    return chat


def _states():
    return list(Delivery.objects.order_by("message_id").values_list("state", flat=True))


def _staff(model, *permissions):

    user = model.objects.create_user("lector", password="a-long-enough-password", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=permissions))
    return user
