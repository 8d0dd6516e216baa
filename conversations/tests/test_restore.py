"""After backup, wipe and restore a conversation goes on: it knows its memory, and nobody is answered twice."""

from email.utils import format_datetime

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from conversations import catching_up, turns
from conversations.models import Conversation, Delivery, DeliveryState, Direction, Message, State
from conversations.tasks import tend
from conversations.tests import cast
from conversations.whatsapp.testing import LedgerEntry, TwilioStandIn
from kavakbot import backups

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def twilio(settings, tmp_path, showroom):
    """Twilio on loopback, which remembers whatever becomes of us."""
    settings.MEDIA_ROOT = tmp_path / "media"
    with TwilioStandIn(account_sid=cast.ACCOUNT_SID, auth_token=cast.AUTH_TOKEN) as stand_in:
        settings.TWILIO_API_BASE_URL = stand_in.url
        cast.forget_gateway()
        yield stand_in


@pytest.fixture
def archive(twilio, tmp_path):
    """A backup of Ana's chat: she was shown two cars."""
    _writes(twilio, "busco un nissan")
    _answer(twilio)
    path = tmp_path / "monday.tar"
    backups.back_up(path)
    return path


def test_a_conversation_goes_on_where_the_backup_left_it(twilio, archive):
    before = backups.count_rows()

    call_command("restore", str(archive), "--force")

    assert backups.count_rows() == before
    _writes(twilio, "¿en cuánto me sale el primero a 4 años con 60 mil de enganche?")
    _answer(twilio)
    reply = _sent(twilio)[-1]
    assert "*Nissan Versa 2018*: precio $220,999, enganche $60,000." in reply, "it knows what the first one was"
    assert "4 años (48" in reply


def test_what_was_answered_after_the_backup_is_not_answered_again(twilio, archive):
    _writes(twilio, "¿y uno rojo?")
    _writes(twilio, "hola", who=cast.CARLA)
    _answer(twilio)
    ours = _sent(twilio)

    call_command("restore", str(archive), "--force")
    _answer(twilio)

    assert _sent(twilio) == ours
    chats = {chat.address: chat for chat in Conversation.objects.all()}
    assert [_said_by_them(chats[who]) for who in (cast.ANA, cast.CARLA)] == [
        ["busco un nissan", "¿y uno rojo?"],
        ["hola"],
    ]
    assert [it for who in (cast.ANA, cast.CARLA) for it in _said_by_us(chats[who])] == ours
    assert not Conversation.objects.filter(waiting_since__isnull=False).exists()


def test_what_nobody_had_answered_when_all_was_lost_is_answered_once(twilio, archive):
    _writes(twilio, "¿cuál tiene menos kilómetros?")  # and then the machine burnt down
    ours = _sent(twilio)

    call_command("restore", str(archive), "--force")
    for _ in range(3):
        _answer(twilio)

    assert len(_sent(twilio)) == len(ours) + 1
    assert "Nissan" in _sent(twilio)[-1]


def test_a_reply_that_left_right_after_the_backup_does_not_leave_again(twilio, tmp_path):
    _writes(twilio, "busco un nissan")
    [chat] = Conversation.objects.all()
    turns.answer(chat.pk)
    backups.back_up(tmp_path / "between.tar")
    _answer(twilio)
    ours = _sent(twilio)
    assert ours

    call_command("restore", str(tmp_path / "between.tar"), "--force")
    _answer(twilio)

    assert _sent(twilio) == ours
    assert set(Delivery.objects.values_list("state", flat=True)) == {DeliveryState.SENT}
    assert Message.objects.filter(direction=Direction.OUT, sid=None).count() == 0


def test_who_asked_for_silence_after_the_backup_has_it(twilio, archive):
    _writes(twilio, "BAJA")
    _answer(twilio)

    call_command("restore", str(archive), "--force")
    _answer(twilio)

    assert Conversation.objects.get().state == State.OPTED_OUT


def test_while_twilio_is_away_the_operator_is_told_to_start_no_worker(twilio, archive, settings):
    settings.TWILIO_API_BASE_URL = "http://127.0.0.1:9"
    cast.forget_gateway()
    with pytest.raises(CommandError, match=r"start no worker before: manage\.py catch_up --since 20"):
        call_command("restore", str(archive), "--force")


def test_without_an_account_there_is_nothing_to_catch_up_with(settings, db):
    settings.TWILIO_AUTH_TOKEN = ""
    assert catching_up.catch_up(since=timezone.now()) is None


def _writes(twilio, body, *, who=cast.ANA):
    """A customer writes, a moment ago; Twilio keeps it, and its webhook reaches us."""
    form = cast.form(body, From=who)
    date = format_datetime(timezone.now())
    twilio.ledger.append(LedgerEntry(form["MessageSid"], who, cast.KAVAK, body, "inbound", "received", date=date))
    assert cast.post(form).status_code == 200


def _answer(twilio):
    """What the workers do, without their pauses; Twilio passes on at once what it is given."""
    for chat in Conversation.objects.all():
        tend(chat.pk)
    for entry in twilio.ledger:
        entry.status = "sent" if entry.status == "queued" else entry.status


def _sent(twilio) -> list[str]:
    return [entry.body for entry in twilio.ledger if entry.direction != "inbound"]


def _said_by_them(chat) -> list[str]:
    return chat.messages.filter(direction=Direction.IN).bodies()


def _said_by_us(chat) -> list[str]:
    return chat.messages.filter(direction=Direction.OUT).bodies()
