"""Reminds customers of their test drives: some hours before, by day, once; where nothing may be said, people come."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone

from catalog import branches
from catalog.places import MEXICAN_TIME_ZONES
from conversations import calling, outbox, switchboard
from conversations.dialogue import visit_wording
from conversations.dialogue.sentences import SPANISH, Voice
from conversations.models import (
    Appointment,
    Channel,
    Conversation,
    DialogueMemory,
    MessageTemplate,
    NoticeKind,
    State,
)

# On the clocks of the branch; whom a test drive early in the day would have woken hears of it then.
FIRST_HOUR = 9


def send(*, now: datetime | None = None, most: int = 50) -> int:
    """Put the reminders that are due into the outbox, each once, and return how many those were.

    They are the company's words, not the bot's: whoever answers the chat goes on doing so. A paused bot is silent
    altogether; what is still to come when it speaks again is reminded of then.
    """
    if switchboard.rules().paused:
        return 0
    return sum(_remind(visit) for visit in _due(now or timezone.now())[:most])


def _due(now: datetime) -> QuerySet[Appointment]:
    """Return the test drives to remind of, the next one first; the terminal is read by who sits at it."""
    by_day = [name for name, _ in MEXICAN_TIME_ZONES if now.astimezone(ZoneInfo(name)).hour >= FIRST_HOUR]
    until = now + settings.TEST_DRIVE_REMINDED_BEFORE
    soon = Appointment.objects.standing().filter(starts_at__gt=now, starts_at__lte=until, branch__time_zone__in=by_day)
    wanted = soon.exclude(conversation__state=State.OPTED_OUT).exclude(conversation__channel=Channel.CONSOLE)
    return wanted.exclude(reminded_for=F("starts_at")).select_related("branch").order_by("starts_at")


def _remind(visit: Appointment) -> bool:
    with transaction.atomic():
        # The chat is locked first, as by the turns that move its test drives: neither waits for the other for ever.
        chats = Conversation.objects.select_for_update().exclude(state=State.OPTED_OUT)
        chat = chats.filter(pk=visit.conversation_id).first()
        if chat is None or not _claim(visit):
            return False
        said = _said(visit, chat)
        if said is None:
            calling.call(chat.pk, NoticeKind.UNREMINDED)
            return False
        reminder = outbox.enqueue_reminder(chat.pk, **said)
        Appointment.objects.filter(pk=visit.pk).update(reminder=reminder)
    return True


def _claim(visit: Appointment) -> bool:
    """Take the reminder of this very time and place: of two sweeps, the one whose update counted sends it."""
    as_seen = Appointment.objects.standing().filter(pk=visit.pk, starts_at=visit.starts_at, branch=visit.branch)
    return bool(as_seen.exclude(reminded_for=visit.starts_at).update(reminded_for=visit.starts_at))


def _said(visit: Appointment, chat: Conversation) -> Mapping[str, Any] | None:
    """Return what the reminder says, or None where no customer may be told."""
    if not visit.branch.active:
        return None
    branch, starts_at = branches.snapshot(visit.branch, now=timezone.now()), visit.branch.local(visit.starts_at)
    if chat.channel == Channel.WHATSAPP and not chat.window_is_open:
        return _by_template(visit_wording.reminder_blanks(branch, starts_at))
    memory = DialogueMemory.objects.filter(conversation=chat)
    language = memory.values_list("data__language", flat=True).first() or SPANISH
    return {"body": visit_wording.reminder(branch, starts_at, Voice(language))}


def _by_template(known: Mapping[str, str]) -> Mapping[str, Any] | None:
    """Return the approved reminder, or None without one, or with a blank that nothing is known for."""
    template = MessageTemplate.objects.filter(name=settings.TEST_DRIVE_REMINDER_TEMPLATE, active=True).first()
    if template is None:
        return None
    variables = {name: known.get(name, "") for name in template.blanks}
    return outbox.approved(template, variables) if all(variables.values()) else None
