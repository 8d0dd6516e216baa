"""Photos that people of the team send: kept where WhatsApp fetches them, and gone with their message."""

import re
import uuid
from typing import IO

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse

from catalog.photos import Photo
from conversations import photo_files
from conversations.models import Direction, Message
from conversations.photo_files import Folder

_ADDRESS = re.compile(r"/photos/chat/([0-9a-f-]{36})\.jpg$")


def keep(photo: Photo) -> str:
    """Keep a photo and return the address that WhatsApp is given."""
    key = photo_files.save(Folder.SENT, photo)
    return f"{settings.PUBLIC_BASE_URL}{reverse('sent-photo', args=[key])}"


def open_photo(key: uuid.UUID) -> IO[bytes]:
    """Open the file of a photo; raises FileNotFoundError."""
    return photo_files.open_photo(Folder.SENT, key)


def forget(messages: QuerySet[Message]) -> None:
    """Delete the files of messages; photos of cars are the showroom's and stay."""
    sent = messages.filter(direction=Direction.OUT).exclude(media=[]).values_list("media", flat=True)
    found = [_ADDRESS.search(file.get("url", "")) for media in sent for file in media]
    photo_files.delete(Folder.SENT, [uuid.UUID(address[1]) for address in found if address])
