"""Twilio's request signature: HMAC-SHA1 over the exact public URL and all sorted parameters."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from twilio.request_validator import RequestValidator

FORM = "application/x-www-form-urlencoded"


def is_valid(request: HttpRequest, *, public_base_url: str, key: str) -> bool:
    """Whether the request was signed with `key` for the address it was published under.

    The URL is built from the configured public address, never from the Host header. Only forms are
    accepted: the parameters of another content type would not be part of what was signed.
    """
    signature = request.headers.get("X-Twilio-Signature", "")
    if not key or not signature or request.content_type != FORM:
        return False
    url = public_base_url + request.get_full_path()
    return bool(RequestValidator(key).validate(url, request.POST, signature))


def sign(url: str, params: Mapping[str, Any], key: str) -> str:
    """Return the signature Twilio would send for a form posted to `url`."""
    return str(RequestValidator(key).compute_signature(url, dict(params)))
