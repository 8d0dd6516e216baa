"""One id for all that a request does, in workers too: the caller's or a new one, in answers, problems and log lines."""

import re
import uuid
from collections.abc import Callable
from contextvars import ContextVar

from django.http import HttpRequest
from django.http.response import HttpResponseBase

HEADER = "X-Request-ID"
_SANE = re.compile(r"[A-Za-z0-9._-]{8,64}")
_current: ContextVar[str] = ContextVar("request_id", default="")


def current() -> str:
    """Return the id of the request that is being answered, or was answered last; empty before any."""
    return _current.get()


def carry(request_id: str | None) -> None:
    """Go on under the name of the request that this work was asked for in, or under none."""
    _current.set(request_id or "")


def named(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable[[HttpRequest], HttpResponseBase]:
    """Name every request, and say its name in the answer."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        given = request.headers.get(HEADER, "")
        # Kept until the thread's next request: Django logs an answer's status after the last middleware.
        _current.set(given if _SANE.fullmatch(given) else uuid.uuid4().hex)
        response = get_response(request)
        response.headers[HEADER] = current()
        return response

    return answer
