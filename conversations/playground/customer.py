"""The made-up customer of one member of staff: what Twilio would post for them, signed as Twilio signs."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.conf import settings
from django.urls import reverse

from conversations.models import Conversation
from conversations.whatsapp import signature
from conversations.whatsapp.messages import LONGEST_BODY, PLAYGROUND, clean

# What a customer may send beside words: the fields of Twilio's form, and a file that nobody can fetch.
_NO_FILE = "https://playground.invalid/"
KINDS: Mapping[str, Mapping[str, str]] = {
    "text": {},
    "voice": {"NumMedia": "1", "MediaContentType0": "audio/ogg", "MediaUrl0": f"{_NO_FILE}voz.ogg"},
    "photo": {"NumMedia": "1", "MediaContentType0": "image/jpeg", "MediaUrl0": f"{_NO_FILE}foto.jpg"},
    "location": {
        "MessageType": "location",
        "Latitude": "19.3900",
        "Longitude": "-99.2837",
        "Label": "Santa Fe",
        "Address": "Santa Fe, Ciudad de México",
    },
    "button": {"MessageType": "button"},
}


@dataclass(frozen=True)
class Signed:
    """A form and its signature, ready to be posted to `address` as often and as late as somebody likes."""

    address: str
    form: str
    signature: str


@dataclass(frozen=True)
class MadeUpCustomer:
    """Who writes, by an address that no provider has: whose they are is in it."""

    address: str
    name: str

    @property
    def conversation(self) -> Conversation | None:
        """The chat, once they have written."""
        return Conversation.objects.filter(channel="playground", key=self.address).first()

    def write(self, text: str, kind: str = "text") -> Signed:
        """Return the signed form of one message; KeyError for a kind that there is not."""
        sid = f"SM{secrets.token_hex(16)}"
        form = {
            "MessageSid": sid,
            "SmsMessageSid": sid,
            "AccountSid": settings.TWILIO_ACCOUNT_SID,
            "From": self.address,
            "To": f"whatsapp:{settings.TWILIO_PHONE_NUMBER.removeprefix('whatsapp:')}",
            "ProfileName": self.name,
            "Body": clean(text)[:LONGEST_BODY],
            "NumMedia": "0",
            **KINDS[kind],
        }
        if kind == "button":
            form |= {"ButtonText": form["Body"], "ButtonPayload": form["Body"]}
        path = reverse("twilio-inbound")
        mark = signature.sign(f"{settings.PUBLIC_BASE_URL}{path}", form, signature.key_for(self.address))
        return Signed(path, urlencode(form), mark)


def can_write() -> bool:
    """Tell whether there is a key to sign with."""
    return bool(signature.key_for(PLAYGROUND))


def invent(user_id: int) -> MadeUpCustomer:
    """Return somebody new, who has never written."""
    return MadeUpCustomer(f"{PLAYGROUND}{user_id}-{secrets.token_hex(4)}", "Cliente de prueba")
