"""What is left for a person of the team to look at, written down once."""

import logging

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from conversations import calling, webhooks_out
from conversations.models import AlertKind, Message, NoticeKind, StaffAlert

logger = logging.getLogger(__name__)


@transaction.atomic
def alert(message: Message, kind: AlertKind, *, reason: str = "") -> None:
    """Put a message on the team's list and call somebody; what is on it already stays as it is."""
    _, is_new = StaffAlert.objects.get_or_create(
        message=message, kind=kind, defaults={"conversation_id": message.conversation_id, "reason": reason[:200]}
    )
    if not is_new:
        return
    logger.error("conversation %s: %s: %s", message.conversation_id, kind.value, reason)
    if kind == AlertKind.UNANSWERED:
        calling.call(message.conversation_id, NoticeKind.ALERT)
        return
    # A reply of several bubbles fails as a whole: one call for it.
    if not calling.is_called(message.conversation_id, NoticeKind.UNDELIVERED):
        webhooks_out.undelivered(message, kind=kind, reason=reason)
    calling.call(message.conversation_id, NoticeKind.UNDELIVERED)


def withdraw(messages: QuerySet[Message], kind: AlertKind) -> None:
    """Take messages off the team's list: what was not known of them is known after all."""
    StaffAlert.objects.filter(message__in=messages, kind=kind, resolved_at=None).update(resolved_at=timezone.now())
