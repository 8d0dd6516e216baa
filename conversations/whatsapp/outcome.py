"""What became of a send: accepted, safe to retry, refused, or unknown; pure classification, no I/O."""

from dataclasses import dataclass

# Twilio's code for a free message when the customer has not written for a day.
OUTSIDE_WINDOW = "63016"
# Our own: it was due so long ago that it is not sent any more.
TOO_LATE = "too late"
_TOO_MANY_REQUESTS = 429


@dataclass(frozen=True)
class Accepted:
    """The provider took the message and named it."""

    sid: str


@dataclass(frozen=True)
class Retry:
    """The message was certainly not processed; it may be sent again later."""

    reason: str


@dataclass(frozen=True)
class Refused:
    """The provider will not send it, now or later."""

    code: str


@dataclass(frozen=True)
class Unknown:
    """It may or may not have been sent: only a callback or the provider's list can tell."""

    reason: str


SendOutcome = Accepted | Retry | Refused | Unknown


def of_status(status: int, code: int | None) -> SendOutcome:
    """Classify an HTTP error answer: 429 was never processed, 5xx may have been, the rest is a refusal."""
    if status == _TOO_MANY_REQUESTS:
        return Retry(f"throttled {code or status}")
    if status >= 500:
        return Unknown(f"http {status}")
    return Refused(str(code or status))
