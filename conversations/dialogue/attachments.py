"""What a customer sent that is not words: voice, photos, places, contacts; with what could be heard or seen of it."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class Kind(StrEnum):
    """What an attachment is; an identity paper is a photo of one, known only once it was looked at."""

    VOICE = "voice"
    PHOTO = "photo"
    IDENTITY = "identity"
    VIDEO = "video"
    STICKER = "sticker"
    CONTACT = "contact"
    DOCUMENT = "document"
    PLACE = "place"


@dataclass(frozen=True)
class Attachment:
    """One attachment: `text` is what was heard in it or seen on it, empty where nothing was; a place has a position."""

    kind: Kind
    text: str = ""
    latitude: Decimal | None = None
    longitude: Decimal | None = None


def kind_of(content_type: str) -> Kind:
    """Return what a file is, by the content type that the channel states; what WhatsApp sends as WebP is a sticker."""
    main, _, sub = content_type.partition(";")[0].strip().lower().partition("/")
    if "vcard" in sub:
        return Kind.CONTACT
    if sub == "webp":
        return Kind.STICKER
    return {"audio": Kind.VOICE, "image": Kind.PHOTO, "video": Kind.VIDEO}.get(main, Kind.DOCUMENT)
