"""What became of sends, as the provider's callbacks tell: forward only, in any order, as often as they come."""

from contextlib import nullcontext

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from conversations import alerts
from conversations.models import AlertKind, Delivery, DeliveryState, Message
from conversations.whatsapp import error_codes
from conversations.whatsapp.messages import StatusUpdate

STATES = {
    "queued": DeliveryState.ACCEPTED,
    "accepted": DeliveryState.ACCEPTED,
    "sending": DeliveryState.ACCEPTED,
    "sent": DeliveryState.SENT,
    "delivered": DeliveryState.DELIVERED,
    "read": DeliveryState.READ,
    "failed": DeliveryState.REFUSED,
    "undelivered": DeliveryState.REFUSED,
}
_PROGRESS = list(DeliveryState)


def record_status(update: StatusUpdate) -> bool:
    """Move the delivery forward and return whether anything changed; unknown ids and words change nothing."""
    state = STATES.get(update.status)
    if state is None or not update.delivery_id:
        return False
    behind = set(_PROGRESS[: _PROGRESS.index(state)])
    if state is DeliveryState.REFUSED:  # what the customer has received did not fail, whatever arrives late
        behind -= {DeliveryState.DELIVERED, DeliveryState.READ}
    else:  # what we took back while nobody knew its fate had been sent after all
        behind |= {DeliveryState.CANCELLED}
    try:
        # Somebody is told of what failed, or it has not failed yet; of all else there is one row to change.
        with transaction.atomic() if state is DeliveryState.REFUSED else nullcontext():
            changed = Delivery.objects.filter(pk=update.delivery_id, state__in=behind).update(
                state=state, error=update.error_code, updated_at=timezone.now()
            )
            if changed:
                _tell(update, state)
    except ValidationError:  # not an id of ours
        return False
    return bool(changed)


def _tell(update: StatusUpdate, state: DeliveryState) -> None:
    """Keep the provider's name for the message, and tell the team of one that failed."""
    messages = Message.objects.filter(delivery__pk=update.delivery_id)
    if update.sid and messages.filter(sid=None).update(sid=update.sid):  # until now nobody knew whether it had left
        alerts.withdraw(messages, AlertKind.UNCONFIRMED)
    if state is DeliveryState.REFUSED:
        for message in messages:  # none, where it was erased a moment ago
            alerts.alert(message, AlertKind.UNDELIVERED, reason=error_codes.explain(update.error_code))
