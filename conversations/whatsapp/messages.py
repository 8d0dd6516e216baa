"""Twilio's webhook forms, parsed into frozen values on the first line of the view."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

MOST_MEDIA = 10
LONGEST_BODY = 4096
LONGEST_SID = 64
# What the address of a made-up customer begins with; no provider has such addresses.
PLAYGROUND = "playground:"
_INVISIBLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


class MissingSenderError(ValueError):
    """The form names no sender."""


@dataclass(frozen=True)
class Inbound:
    """One message as it reached us; `address` is exactly what a reply must be sent to.

    `written_at` is the provider's moment, of one that reaches us late.
    """

    sid: str
    address: str
    body: str
    profile_name: str = ""
    media: tuple[dict[str, str], ...] = ()
    raw: dict[str, str] = field(default_factory=dict)
    written_at: datetime | None = None


@dataclass(frozen=True)
class StatusUpdate:
    """One status callback about a message we sent; `delivery_id` is our own id, which the address carried."""

    delivery_id: str
    sid: str
    status: str
    error_code: str


@dataclass(frozen=True)
class Listed:
    """One message as the provider lists it; `files` counts them, and the moment is the provider's, to the second."""

    sid: str
    sender: str
    recipient: str
    body: str
    files: int
    status: str
    error_code: str
    created_at: datetime


def parse_inbound(form: Mapping[str, Any]) -> Inbound:
    """Read an inbound message; raises MissingSenderError without a From."""
    raw = {clean(name): clean(str(value)) for name, value in form.items()}
    if not raw.get("From"):
        raise MissingSenderError
    return Inbound(
        sid=(raw.get("MessageSid") or raw.get("SmsMessageSid") or "")[:LONGEST_SID],
        address=raw["From"][:120],
        body=raw.get("Body", "")[:LONGEST_BODY],
        profile_name=raw.get("ProfileName", "")[:200],
        media=tuple(_media(raw)),
        raw=raw,
    )


def parse_status(form: Mapping[str, Any], delivery_id: str) -> StatusUpdate:
    """Read a status callback."""
    return StatusUpdate(
        delivery_id=delivery_id,
        sid=clean(str(form.get("MessageSid", "")))[:LONGEST_SID],
        status=clean(str(form.get("MessageStatus", "")))[:32],
        error_code=clean(str(form.get("ErrorCode", "")))[:16],
    )


def clean(text: str) -> str:
    """Drop what PostgreSQL refuses (NUL, lone surrogates) and what hides words (zero-width, bidi controls)."""
    return _INVISIBLE.sub("", text).encode("utf-8", "ignore").decode("utf-8")


def normalised_phone(address: str) -> str | None:
    """Return the E.164 number of an address, Mexico's +521 as +52; None for a business-scoped id."""
    number = re.sub(r"[\s().-]", "", address.removeprefix("whatsapp:"))
    if not re.fullmatch(r"\+?\d{8,15}", number):
        return None
    number = "+" + number.lstrip("+")
    return re.sub(r"^\+521(\d{10})$", r"+52\1", number)


def _media(raw: Mapping[str, str]) -> list[dict[str, str]]:
    count = raw.get("NumMedia", "0")
    number = min(int(count), MOST_MEDIA) if re.fullmatch(r"[0-9]{1,3}", count) else 0
    return [
        {"url": raw[f"MediaUrl{index}"], "type": raw.get(f"MediaContentType{index}", "")}
        for index in range(number)
        if f"MediaUrl{index}" in raw
    ]
