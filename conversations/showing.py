"""Which photos go with a reply: those of the one car it shows as a card, once a chat, where anybody can fetch them."""

from django.conf import settings

from catalog import photos
from conversations.agent import Outcome
from conversations.models import Channel, Conversation, Direction, Message

_MOST_PHOTOS = 3


def photos_for(outcome: Outcome, conversation: Conversation) -> list[str]:
    """Return the addresses of the photos to send after the text, none that this chat has had."""
    cars = outcome.plan.cars
    if (
        conversation.channel != Channel.WHATSAPP
        or len(cars) != 1
        or not settings.PUBLIC_BASE_URL.startswith("https://")
    ):
        return []
    found = [url for url in photos.addresses(cars[0], most=_MOST_PHOTOS) if url.startswith("https://")]
    return [url for url in found if not _was_sent(conversation, url)]


def _was_sent(conversation: Conversation, url: str) -> bool:
    sent = Message.objects.filter(conversation=conversation, direction=Direction.OUT)
    return sent.filter(media__contains=[{"url": url}]).exists()
