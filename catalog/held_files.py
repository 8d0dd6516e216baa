"""Uploaded files that wait for somebody's decision, in the storage that all web processes share."""

import uuid
from contextlib import suppress
from datetime import timedelta
from typing import IO

from django.core.files.base import File
from django.core.files.storage import default_storage
from django.utils import timezone

_FOLDER = "held"
_KEPT = timedelta(hours=24)


def hold(content: File[bytes]) -> str:
    """Keep a file for a day and return its key; what nobody decided about for longer is thrown away."""
    _throw_away_old()
    return default_storage.save(f"{_FOLDER}/{uuid.uuid4()}", content).removeprefix(f"{_FOLDER}/")


def reopen(key: str) -> IO[bytes]:
    """Open a kept file; raises FileNotFoundError."""
    return default_storage.open(_name(key))


def release(key: str) -> None:
    """Throw a kept file away."""
    default_storage.delete(_name(key))


def _name(key: str) -> str:
    return f"{_FOLDER}/{uuid.UUID(key)}"


def _throw_away_old() -> None:
    if not default_storage.exists(_FOLDER):
        return
    oldest = timezone.now() - _KEPT
    for name in default_storage.listdir(_FOLDER)[1]:
        # Another request may throw it away just now.
        with suppress(FileNotFoundError):
            if default_storage.get_modified_time(f"{_FOLDER}/{name}") < oldest:
                default_storage.delete(f"{_FOLDER}/{name}")
