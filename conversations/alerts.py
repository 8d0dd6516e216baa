"""What is left for a person of the team to look at, written down once."""

import logging

from django.db.models import QuerySet
from django.utils import timezone

from conversations import calling
from conversations.models import AlertKind, Message, NoticeKind, StaffAlert

logger = logging.getLogger(__name__)


def alert(message: Message, kind: AlertKind, *, reason: str = "") -> None:
    """Put a message on the team's list; what is on it already stays as it is."""
    _, is_new = StaffAlert.objects.get_or_create(
        message=message, kind=kind, defaults={"conversation_id": message.conversation_id, "reason": reason[:200]}
    )
    if is_new:
        calling.call(message.conversation_id, NoticeKind.ALERT)
        logger.error("conversation %s: %s: %s", message.conversation_id, kind.value, reason)


def withdraw(messages: QuerySet[Message], kind: AlertKind) -> None:
    """Take messages off the team's list: what was not known of them is known after all."""
    StaffAlert.objects.filter(message__in=messages, kind=kind, resolved_at=None).update(resolved_at=timezone.now())
