"""Somebody comes: who of the team is called for a chat, whose it becomes, and who is called when nobody came."""

import logging
from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.contrib.auth.models import User
from django.core.mail import send_mail
from django.db import transaction
from django.db.models import Count, F, Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from catalog.hours import OpeningHours
from conversations import switchboard, webhooks_out
from conversations.models import TRIALS, Conversation, Notice, NoticeKind, State

# Who comes, and who is called when they did not: names of roles.
_TEAM, _ABOVE = "ventas", "gerencia"
# An e-mail that could not be sent is tried again after so long, for so long.
_MAIL_AGAIN, _MAIL_FOR = timedelta(minutes=5), timedelta(hours=12)

logger = logging.getLogger(__name__)


def call(conversation_id: UUID, kind: NoticeKind) -> None:
    """Call whose chat it is, inside the transaction of what happened.

    A chat of nobody becomes somebody's by the rule of the switchboard; without such a rule the whole team is called.
    Nobody comes for what is only tried out.
    """
    chat = Conversation.objects.select_related("assigned_to").get(pk=conversation_id)
    if chat.channel in TRIALS:
        return
    whose = chat.assigned_to if chat.assigned_to is not None and chat.assigned_to.is_active else None
    if whose is None and (whose := _least_busy()) is not None:
        Conversation.objects.filter(pk=conversation_id).update(assigned_to=whose)
    _tell([whose] if whose is not None else _members(_TEAM), chat, kind)


def is_called(conversation_id: UUID, kind: NoticeKind) -> bool:
    """Whether somebody was called for this already and has not looked yet."""
    return Notice.objects.filter(conversation_id=conversation_id, kind=kind, seen_at=None).exists()


def come(conversation_id: UUID) -> None:
    """Take everybody's calls for a chat back: somebody has come."""
    Notice.objects.filter(conversation_id=conversation_id, seen_at=None).update(seen_at=timezone.now())


def seen(*, by: int, conversation_id: UUID | None = None) -> int:
    """Take a person's own calls off their list, of one chat or all of them; return how many there were."""
    mine = Notice.objects.filter(to=by, seen_at=None)
    if conversation_id is not None:
        mine = mine.filter(conversation_id=conversation_id)
    return mine.update(seen_at=timezone.now())


def escalate(*, now: datetime | None = None, most: int = 50) -> int:
    """Call those above for who has waited for a person for too long, once a wait; return for how many chats.

    Only hours of the team count: overnight nobody is late, and after opening there is the whole promised time again.
    """
    rules, now = switchboard.rules(), now or timezone.now()
    late = now - timedelta(minutes=rules.answer_within)
    opened = _opened_at(rules.hours, now)
    if opened is None or opened > late:
        return 0
    with transaction.atomic():
        anew = Q(escalated_at=None) | Q(escalated_at__lt=F("waiting_since"))
        waiting = Conversation.objects.for_people().filter(anew, waiting_since__lte=late).order_by("waiting_since")
        chats = list(waiting.select_for_update(of=("self",), skip_locked=True)[:most])
        Conversation.objects.filter(pk__in=[chat.pk for chat in chats]).update(escalated_at=now)
        for chat in chats:
            _tell(_called_late(chat), chat, NoticeKind.OVERDUE)
            webhooks_out.overdue(chat.pk, since=chat.waiting_since or now)
    return len(chats)


def mail(*, most: int = 20) -> int:
    """Send what is due by e-mail and return how much that was; it names no customer, only where to look."""
    now = timezone.now()
    with transaction.atomic():
        due = Notice.objects.filter(mail_due_at__lte=now).order_by("mail_due_at")
        notices = list(due.select_for_update(skip_locked=True).values_list("pk", flat=True)[:most])
        Notice.objects.filter(pk__in=notices).update(mail_due_at=now + _MAIL_AGAIN)
    sent = 0
    for notice in Notice.objects.filter(pk__in=notices).select_related("to"):
        is_over = notice.seen_at is not None or notice.created_at < now - _MAIL_FOR
        if is_over or _mailed(notice):
            Notice.objects.filter(pk=notice.pk).update(mail_due_at=None)
            sent += not is_over
    return sent


def _mailed(notice: Notice) -> bool:
    page = reverse("admin:conversations_conversation_change", args=[notice.conversation_id])
    said = f"{notice.get_kind_display()}.\n\n{settings.PUBLIC_BASE_URL}{page}\n"
    try:
        send_mail(notice.get_kind_display(), said, None, [notice.to.email])
    except OSError as error:  # SMTP's own errors are among them
        logger.warning("a notice could not be sent by e-mail: %s", type(error).__name__)
        return False
    return True


def _tell(people: Iterable[User], chat: Conversation, kind: NoticeKind) -> None:
    now = timezone.now()
    Notice.objects.bulk_create(
        (
            Notice(
                to=one, conversation=chat, kind=kind, mail_due_at=now if settings.STAFF_EMAILS and one.email else None
            )
            for one in people
        ),
        ignore_conflicts=True,  # who has not seen the last call is not called again
    )


def _least_busy() -> User | None:
    """Return who of the team has the fewest chats to themselves, where chats are shared out at all."""
    if not switchboard.rules().assigning:
        return None
    theirs = Count("conversation", filter=Q(conversation__state=State.HUMAN))
    return _members(_TEAM).annotate(chats=theirs).order_by("chats", "pk").first()


def _called_late(chat: Conversation) -> QuerySet[User]:
    """Return those above, and whose chat it is; the whole team, where it is nobody's."""
    if chat.assigned_to_id is None:
        return _members(_ABOVE, _TEAM)
    whose = Q(groups__name=_ABOVE, is_staff=True) | Q(conversation=chat)
    return User.objects.filter(whose, is_active=True).distinct()


def _members(*roles: str) -> QuerySet[User]:
    return User.objects.filter(groups__name__in=roles, is_active=True, is_staff=True).distinct()


def _opened_at(hours: OpeningHours, now: datetime) -> datetime | None:
    """Return since when the team has been there today; for ever, where nobody said when it is; None while it is not."""
    local = timezone.localtime(now)
    parts = hours.on(local.date())
    if parts is None:
        return datetime.min.replace(tzinfo=local.tzinfo)
    since = next((part.opens for part in parts if part.holds(local.time())), None)
    return None if since is None else datetime.combine(local.date(), since, local.tzinfo)
