"""What is left for a person of the team to look at, written down once."""

import logging

from conversations.models import AlertKind, Message, StaffAlert

logger = logging.getLogger(__name__)


def alert(message: Message, kind: AlertKind, *, reason: str = "") -> None:
    """Put a message on the team's list; what is on it already stays as it is."""
    _, is_new = StaffAlert.objects.get_or_create(
        message=message, kind=kind, defaults={"conversation_id": message.conversation_id, "reason": reason[:200]}
    )
    if is_new:
        logger.error("conversation %s: %s: %s", message.conversation_id, kind.value, reason)
