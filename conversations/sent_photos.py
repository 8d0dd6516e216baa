"""Photos that people of the team send: drawn anew, kept where WhatsApp fetches them, and gone with their message."""

import re
import uuid
from functools import partial
from typing import IO

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse

from catalog.photos import Photo
from conversations.models import Direction, Message

_ADDRESS = re.compile(r"/photos/chat/([0-9a-f-]{36})\.jpg$")


def keep(photo: Photo) -> str:
    """Keep a photo under a random name and return the address that WhatsApp is given."""
    key = uuid.uuid4()
    default_storage.save(_name(key), ContentFile(photo.full))
    return f"{settings.PUBLIC_BASE_URL}{reverse('sent-photo', args=[key])}"


def open_photo(key: uuid.UUID) -> IO[bytes]:
    """Open the file of a photo; raises FileNotFoundError."""
    return default_storage.open(_name(key))


def forget(messages: QuerySet[Message]) -> None:
    """Delete the files of messages once that these go is certain; photos of cars are the showroom's and stay."""
    for media in messages.filter(direction=Direction.OUT).exclude(media=[]).values_list("media", flat=True):
        for file in media:
            if found := _ADDRESS.search(file.get("url", "")):
                transaction.on_commit(partial(default_storage.delete, _name(uuid.UUID(found[1]))))


def _name(key: uuid.UUID) -> str:
    return f"chat-photos/{key}.jpg"
