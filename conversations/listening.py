"""Hears the voice notes and looks at the photos that wait for an answer; only words are kept of them, never a file."""

import logging
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import connection

from conversations.agent import NotSensed, Purse, can_sense, sense, sensing_tokens
from conversations.dialogue.attachments import Kind, kind_of
from conversations.models import Message
from conversations.whatsapp import media
from conversations.whatsapp.media import MediaRefused, MediaUnavailable

_MOST_FILES = 3  # of one turn; the customer waits for each

logger = logging.getLogger(__name__)


def listen(message_ids: Sequence[int], purse: Purse) -> bool:
    """Write down what can be heard and seen in these messages; return whether anything was tried.

    Each file is tried once, whatever comes of it: a turn that is computed again finds what the first one heard.
    """
    tried = 0
    for message in Message.objects.filter(pk__in=message_ids).exclude(media=[]).order_by("pk"):
        for index, file in enumerate(message.media):
            if tried < _MOST_FILES and _is_new(file):
                _keep(message, index, _sensed(file, purse))
                tried += 1
    return tried > 0


def _is_new(file: Mapping[str, str]) -> bool:
    return bool(file.get("url")) and "heard" not in file and can_sense(kind_of(file.get("type", "")))


def _sensed(file: Mapping[str, str], purse: Purse) -> dict[str, str]:
    """Return what is to be kept of a file."""
    if not purse.reserve(sensing_tokens()):
        return {"heard": ""}
    connection.close()  # none is held while others are waited for
    spent = 0
    try:
        found = media.fetch(file["url"])
        sensed = sense(kind_of(file["type"]), found.content, found.content_type or file["type"])
        spent = sensed.tokens
    except (MediaRefused, MediaUnavailable, NotSensed) as error:
        logger.warning("a file was not heard or seen: %s", error.detail)
        return {"heard": ""}
    finally:
        purse.settle(spent)
    if sensed.kind is Kind.IDENTITY:
        _forget(file["url"])
    return {"heard": sensed.text, "kind": sensed.kind.value}


def _keep(message: Message, index: int, kept: Mapping[str, str]) -> None:
    """Write down what was heard; of an identity paper not even where it was is kept."""
    file: dict[str, Any] = {**message.media[index], **kept}
    raw = dict(message.raw)
    if kept.get("kind") == Kind.IDENTITY:
        file.pop("url")
        raw.pop(f"MediaUrl{index}", None)
    message.media[index] = file
    Message.objects.filter(pk=message.pk).update(media=message.media, raw=raw)
    message.raw = raw


def _forget(url: str) -> None:
    """Have Twilio delete it; where that fails, staff are told, since nobody else would ever know."""
    try:
        media.forget(url)
    except (MediaRefused, MediaUnavailable):
        logger.exception("an identity paper could not be deleted at Twilio")
