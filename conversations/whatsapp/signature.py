"""Twilio's request signature: HMAC-SHA1 over the exact public URL and all sorted parameters."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.crypto import salted_hmac
from twilio.request_validator import RequestValidator

from conversations.whatsapp.messages import PLAYGROUND

FORM = "application/x-www-form-urlencoded"
_HEADER = "X-Twilio-Signature"


def key_for(sender: str) -> str:
    """Return the key that messages from an address are signed with; empty where none is configured."""
    return next(iter(keys_for(sender)), "")


def keys_for(sender: str) -> list[str]:
    """Return the keys that a message from an address may be signed with: ours, and the one it is just taking over from.

    Twilio's way runs all parameters together without a sign between them, so one signature fits every form that reads
    the same in a row. Staff choose what made-up customers write: signed with Twilio's own key, it could be cut into
    another form and pass for a real customer's.
    """
    keys = [settings.TWILIO_WEBHOOK_SECRET or settings.TWILIO_AUTH_TOKEN, settings.TWILIO_AUTH_TOKEN_FALLBACK]
    return [_made_up(key) if sender.startswith(PLAYGROUND) else key for key in keys if key]


def _made_up(key: str) -> str:
    return salted_hmac(PLAYGROUND, "webhook", secret=key, algorithm="sha256").hexdigest()


def is_valid(request: HttpRequest, *, public_base_url: str, key: str) -> bool:
    """Whether the request was signed with `key` for the address it was published under.

    The URL is built from the configured public address, never from the Host header. Only forms are
    accepted: the parameters of another content type would not be part of what was signed.
    """
    if not key or not is_there(request):
        return False
    url = public_base_url + request.get_full_path()
    return bool(RequestValidator(key).validate(url, request.POST, request.headers[_HEADER]))


def is_there(request: HttpRequest) -> bool:
    """Whether it is a form under some signature; nothing else is even read."""
    return bool(request.headers.get(_HEADER)) and request.content_type == FORM


def sign(url: str, params: Mapping[str, Any], key: str) -> str:
    """Return the signature Twilio would send for a form posted to `url`."""
    return str(RequestValidator(key).compute_signature(url, dict(params)))
