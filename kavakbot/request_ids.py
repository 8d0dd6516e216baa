"""One id for everything a request does: the caller's or a new one, in the answer, in problems and in log lines."""

import logging
import re
import uuid
from collections.abc import Callable
from contextvars import ContextVar

from django.http import HttpRequest
from django.http.response import HttpResponseBase

HEADER = "X-Request-ID"
_SANE = re.compile(r"[A-Za-z0-9._-]{8,64}")
_current: ContextVar[str] = ContextVar("request_id", default="-")


def current() -> str:
    """Return the id of the request that is being answered, or was answered last; "-" before any."""
    return _current.get()


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


class WithRequestId(logging.Filter):
    """Let log lines say which request they belong to."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Name it; every line passes."""
        record.request_id = current()
        return True
