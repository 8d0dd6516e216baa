"""Posts what is due to endpoints: claimed by a moment, sent outside any transaction, tried again for a day."""

import json
import logging
from datetime import datetime, timedelta
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from conversations.models import CallState, WebhookCall
from conversations.webhooks_out import signing
from kavakbot.errors import KavakbotError
from knowledge.scraping.guard import Policy
from knowledge.scraping.posting import MAX_SECONDS, Post

# After each failed try; together a little more than a day. After the last one it is given up.
PAUSES = tuple(
    timedelta(seconds=seconds) for seconds in (5, 60, 5 * 60, 30 * 60, 2 * 3600, 5 * 3600, 10 * 3600, 10 * 3600)
)
# Who takes a row up has so long; then it is due again, since nobody knows what became of them.
CLAIMED_FOR = timedelta(seconds=60)
# A post has ended by then, or its worker has died over it.
_POSTED_FOR = timedelta(seconds=MAX_SECONDS + 5)
_LOOPBACK = "127.0.0.1"

logger = logging.getLogger(__name__)


def check_url(url: str) -> None:
    """Raise a KavakbotError for an address that is never posted to."""
    _post_to(url).check(url)


@transaction.atomic
def due(*, most: int = 100) -> list[UUID]:
    """Return the rows to send now, each claimed by the caller."""
    now = timezone.now()
    waiting = WebhookCall.objects.filter(state=CallState.PENDING, due_at__lte=now, endpoint__active=True)
    rows = waiting.order_by("due_at").select_for_update(skip_locked=True, of=("self",))
    keys = list(rows.values_list("pk", flat=True)[:most])
    WebhookCall.objects.filter(pk__in=keys).update(due_at=now + CLAIMED_FOR)
    return keys


def send(call_id: UUID) -> bool:
    """Post one row and return whether it was taken in; one that is gone, delivered or given up is left alone."""
    call = _taken_up(call_id)
    if call is None:
        return False
    body = json.dumps(call.payload, ensure_ascii=False).encode()
    secret = signing.secret_of(call.endpoint)
    marks = signing.headers(message_id=str(call.pk), seconds=int(timezone.now().timestamp()), body=body, secret=secret)
    connection.close()  # none is held while the other side is waited for
    try:
        status = _post_to(call.endpoint.url).send(
            call.endpoint.url, body, {"Content-Type": "application/json", "User-Agent": "kavakbot-webhooks/1", **marks}
        )
    except KavakbotError as error:
        _failed(call, error.code)
        return False
    if 200 <= status < 300:
        _still_pending(call).update(
            state=CallState.DELIVERED,
            attempts=call.attempts + 1,
            error="",
            posted_until=None,
            updated_at=timezone.now(),
        )
        return True
    _failed(call, f"http {status}")
    return False


def silence(contact_id: UUID) -> bool:
    """Give up what nobody was told yet of a customer, in a transaction; return whether something is just being told."""
    calls = WebhookCall.objects.select_for_update().filter(contact=contact_id, state=CallState.PENDING).order_by("pk")
    now = timezone.now()
    unsent = [call.pk for call in calls if not _is_being_posted(call, now)]
    WebhookCall.objects.filter(pk__in=unsent).update(state=CallState.DEAD, updated_at=now)
    return len(unsent) < len(calls)


def retry(calls: QuerySet[WebhookCall]) -> int:
    """Send what was given up once more, with all its tries before it; return how many there were."""
    now = timezone.now()
    dead = calls.filter(state=CallState.DEAD)
    return dead.update(state=CallState.PENDING, attempts=0, due_at=now, updated_at=now)


def _taken_up(call_id: UUID) -> WebhookCall | None:
    """Return a message that nobody else is posting, marked as ours; without that mark nothing is posted."""
    now = timezone.now()
    free = Q(posted_until=None) | Q(posted_until__lte=now)
    ours = WebhookCall.objects.filter(free, pk=call_id, state=CallState.PENDING).update(posted_until=now + _POSTED_FOR)
    return WebhookCall.objects.select_related("endpoint").filter(pk=call_id).first() if ours else None


def _is_being_posted(call: WebhookCall, now: datetime) -> bool:
    return call.posted_until is not None and call.posted_until > now


def _failed(call: WebhookCall, reason: str) -> None:
    now = timezone.now()
    changes = {"attempts": call.attempts + 1, "error": reason, "posted_until": None, "updated_at": now}
    if call.attempts < len(PAUSES):
        _still_pending(call).update(due_at=now + PAUSES[call.attempts], **changes)
        return
    if _still_pending(call).update(state=CallState.DEAD, **changes):
        logger.error("webhook %s to endpoint %s given up: %s", call.pk, call.endpoint_id, reason)


def _still_pending(call: WebhookCall) -> QuerySet[WebhookCall]:
    return WebhookCall.objects.filter(pk=call.pk, state=CallState.PENDING)


def _post_to(url: str) -> Post:
    """Return the way to an address: https to the public internet, or where settings allow it, this machine."""
    if settings.WEBHOOK_ALLOW_LOOPBACK and settings.DEBUG:
        parts = urlsplit(url)
        if parts.hostname == _LOOPBACK and parts.port:
            here = Policy(ports=frozenset({parts.port}), trusted_addresses=frozenset({_LOOPBACK}))
            return Post(here, plain_http=True)
    return Post()
