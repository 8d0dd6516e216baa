"""Twilio's webhooks: verify, parse, receive, wake, answer."""

import logging
from typing import Any

from django.conf import settings
from django.db import InterfaceError, OperationalError, connection
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from conversations import callbacks, inbox
from conversations.models import Channel, Message
from conversations.whatsapp import messages, signature
from conversations.whatsapp.messages import Inbound, MissingSenderError
from kavakbot import counters
from kavakbot.celery import wake

EMPTY_TWIML = '<?xml version="1.0" encoding="UTF-8"?><Response/>'

logger = logging.getLogger(__name__)


@csrf_exempt
@require_POST
def inbound(request: HttpRequest) -> HttpResponse:
    """Receive one message; the answer is sent later, by a worker."""
    received = _parsed(request)
    # Asked of the sender as it was read, whatever other fields look like a sender.
    if not (_is_signed(request, sender=received.address if received else "") and _is_for_us(request)):
        return _refused("signature", status=403)
    if received is None:
        return _refused("malformed", "From is missing", status=400, content_type="text/plain")
    try:
        message = _accept(received)
    except (OperationalError, InterfaceError) as error:
        return _unavailable(error)
    if message is not None:
        wake("conversations.answer", str(message.conversation_id))
    return HttpResponse(EMPTY_TWIML, content_type="application/xml")


@csrf_exempt
@require_POST
def status(request: HttpRequest) -> HttpResponse:
    """Receive what became of a message we sent."""
    if not _is_signed(request):
        return _refused("signature", status=403)
    update = messages.parse_status(request.POST.dict(), request.GET.get("delivery", ""))
    try:
        changed = callbacks.record_status(update)
    except (OperationalError, InterfaceError) as error:
        return _unavailable(error)
    if not changed:
        logger.debug("status %s of %s changed nothing", update.status, update.sid)
    return HttpResponse(EMPTY_TWIML, content_type="application/xml")


def _accept(received: Inbound) -> Message | None:
    """Accept a message, at the second try where the database has just restarted under the first."""
    made_up = received.address.startswith(messages.PLAYGROUND)
    channel = Channel.PLAYGROUND if made_up else Channel.WHATSAPP
    try:
        return inbox.accept(received, channel=channel)
    except (OperationalError, InterfaceError):
        connection.close()
        return inbox.accept(received, channel=channel)


def _unavailable(error: Exception) -> HttpResponse:
    """Say that the database is away: reconciliation will find what Twilio could not leave here."""
    logger.error("the database does not answer: %s", type(error).__name__)
    return _refused("database", status=503, headers={"Retry-After": "5"})


def _refused(reason: str, *answer: Any, **answered: Any) -> HttpResponse:
    """Turn a webhook away and count it: of those that are taken in, the rows tell."""
    counters.count("webhook_refusals", reason)
    return HttpResponse(*answer, **answered)


def _parsed(request: HttpRequest) -> Inbound | None:
    """Return what came in; None without a sender, or where nothing is signed and nothing worth reading."""
    try:
        return messages.parse_inbound(request.POST.dict()) if signature.is_there(request) else None
    except MissingSenderError:
        return None


def _is_signed(request: HttpRequest, *, sender: str = "") -> bool:
    """Whether the form is signed, by Twilio or for a made-up customer, and about our account."""
    base, keys = settings.PUBLIC_BASE_URL, signature.keys_for(sender)
    if not any(signature.is_valid(request, public_base_url=base, key=key) for key in keys):
        return False
    account = request.POST.get("AccountSid")
    return not (account and settings.TWILIO_ACCOUNT_SID) or account == settings.TWILIO_ACCOUNT_SID


def _is_for_us(request: HttpRequest) -> bool:
    """Whether the message was written to our sender; one account may have several."""
    to, ours = request.POST.get("To"), settings.TWILIO_PHONE_NUMBER
    return not (to and ours) or messages.normalised_phone(to) == messages.normalised_phone(ours)
