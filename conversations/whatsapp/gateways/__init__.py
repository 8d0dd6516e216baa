"""How a message leaves: gateways are siblings behind one protocol, chosen by channel and setting."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Protocol

from django.conf import settings

from conversations.whatsapp.gateways.console import ConsoleGateway
from conversations.whatsapp.gateways.twilio import TwilioGateway
from conversations.whatsapp.messages import Listed
from conversations.whatsapp.outcome import SendOutcome


@dataclass(frozen=True)
class Template:
    """A text that WhatsApp has approved, by its Content SID, and what its blanks are filled in with."""

    sid: str
    variables: dict[str, str]


@dataclass(frozen=True)
class Outgoing:
    """One message to send: words, files or a template; `delivery_id` comes back with the provider's callbacks."""

    delivery_id: str
    address: str
    body: str
    media: tuple[str, ...] = ()
    template: Template | None = None


class Gateway(Protocol):
    """Sends one message and says what became of it; it never raises for what the provider does."""

    def send(self, outgoing: Outgoing) -> SendOutcome:
        """Send and classify."""
        ...

    def list_sent(self, address: str, *, since: datetime) -> Sequence[Listed]:
        """Return what the provider made for this address since then; raises ListingUnavailable."""
        ...


def choose(*, channel: str, address: str) -> Gateway:
    """Return Twilio for WhatsApp where it is configured; everything else is read where it was asked."""
    if channel == "whatsapp" and address != settings.DEMO_ADDRESS:
        return twilio() or ConsoleGateway()
    return ConsoleGateway()


def twilio() -> TwilioGateway | None:
    """Return the gateway to Twilio where an account and a sender are configured."""
    configured = settings.TWILIO_ACCOUNT_SID and settings.TWILIO_AUTH_TOKEN and settings.TWILIO_PHONE_NUMBER
    return _twilio() if configured else None


@cache
def _twilio() -> TwilioGateway:
    return TwilioGateway(
        account_sid=settings.TWILIO_ACCOUNT_SID,
        auth_token=settings.TWILIO_AUTH_TOKEN,
        sender=settings.TWILIO_PHONE_NUMBER,
        status_url=f"{settings.PUBLIC_BASE_URL}/api/v1/chat/webhooks/twilio/status",
        api_base_url=settings.TWILIO_API_BASE_URL,
        timeout_seconds=settings.WHATSAPP_TIMEOUT_SECONDS,
        most_per_second=settings.WHATSAPP_MESSAGES_PER_SECOND,
    )
