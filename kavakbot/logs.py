"""Log lines: which request, chat and turn each is of; never a phone number, in production not a word of anybody's."""

import json
import logging
import traceback
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from itertools import islice
from typing import Any

from kavakbot import request_ids
from kavakbot.masking import mask_phones

# Of errors that led to each other, so many are told.
_MOST_ERRORS = 5
_ids: ContextVar[Mapping[str, str]] = ContextVar("log_ids", default={})  # noqa: B039  replaced, never changed


@contextmanager
def about(**ids: object) -> Iterator[None]:
    """Have every line of the block say what it is about; what is None says nothing."""
    before = _ids.set({**_ids.get(), **{name: str(value) for name, value in ids.items() if value is not None}})
    try:
        yield
    finally:
        _ids.reset(before)


class WithIds(logging.Filter):
    """Let log lines say which request, chat and turn they belong to."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Name them; every line passes."""
        request = request_ids.current()
        ids = {**({"request": request} if request else {}), **_ids.get()}
        record.ids, record.about = ids, "".join(f" {name}={value}" for name, value in ids.items())
        return True


class PrivateFormatter(logging.Formatter):
    """Masks phone numbers in the finished line, exceptions included."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line to write."""
        return mask_phones(super().format(record))


class JsonFormatter(logging.Formatter):
    """Writes an object for machines; of an exception kind and place, for its words may quote what a customer wrote."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line to write."""
        error = record.exc_info[1] if record.exc_info else None
        message = record.getMessage()
        if error is not None:  # Celery repeats in a message what its error says
            message = message.replace(repr(error), type(error).__name__)
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": mask_phones(message),
            "process": record.process,
            **getattr(record, "ids", {}),
        }
        if error is not None:
            line["errors"] = list(islice(_errors(error), _MOST_ERRORS))
        return json.dumps(line, ensure_ascii=False)


def _errors(error: BaseException | None) -> Iterator[dict[str, Any]]:
    """Yield the error, what it was raised from, and so on."""
    while error is not None:
        frames = traceback.extract_tb(error.__traceback__)
        yield {
            "type": f"{type(error).__module__}.{type(error).__qualname__}",
            "stack": [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames],
        }
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
