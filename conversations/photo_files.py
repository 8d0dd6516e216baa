"""Files of photos that belong to one customer: drawn anew, under random names, deleted once that is certain."""

import uuid
from collections.abc import Iterable
from enum import StrEnum
from functools import partial
from typing import IO

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction

from catalog.photos import Photo


class Folder(StrEnum):
    """What the photos are of."""

    SENT = "chat-photos"
    TRADE_IN = "trade-in-photos"


def save(folder: Folder, photo: Photo) -> uuid.UUID:
    """Keep a photo and return the random name of its file."""
    key = uuid.uuid4()
    default_storage.save(_name(folder, key), ContentFile(photo.full))
    return key


def open_photo(folder: Folder, key: uuid.UUID) -> IO[bytes]:
    """Open a file; raises FileNotFoundError."""
    return default_storage.open(_name(folder, key))


def delete(folder: Folder, keys: Iterable[uuid.UUID]) -> None:
    """Delete files once the transaction that wants it is committed."""
    for key in keys:
        transaction.on_commit(partial(default_storage.delete, _name(folder, key)))


def _name(folder: Folder, key: uuid.UUID) -> str:
    return f"{folder}/{key}.jpg"
