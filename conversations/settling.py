"""Status callbacks into delivery states: forward only, whatever order they arrive in."""

from django.core.exceptions import ValidationError
from django.utils import timezone

from conversations.models import Delivery, DeliveryState, Message
from conversations.whatsapp.messages import StatusUpdate

_STATES = {
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
    state = _STATES.get(update.status)
    if state is None or not update.delivery_id:
        return False
    behind = set(_PROGRESS[: _PROGRESS.index(state)]) - {DeliveryState.CANCELLED}
    if state is DeliveryState.REFUSED:  # what the customer has received did not fail, whatever arrives late
        behind -= {DeliveryState.DELIVERED, DeliveryState.READ}
    try:
        changed = Delivery.objects.filter(pk=update.delivery_id, state__in=behind).update(
            state=state, error=update.error_code, updated_at=timezone.now()
        )
    except ValidationError:  # not an id of ours
        return False
    if changed and update.sid:
        Message.objects.filter(delivery__pk=update.delivery_id, sid=None).update(sid=update.sid)
    return bool(changed)
