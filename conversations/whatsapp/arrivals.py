"""What came with a message beside its words, read from the channel's form: files, a place, the advert it came by."""

import re
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal, InvalidOperation

from conversations.dialogue.attachments import Attachment, Kind, kind_of

_LONGEST_TEXT = 2000
_MOST_CARS = 3
# A link of ours, or the text that a wa.me link of ours begins a chat with: "Hola, me interesa el auto 287196".
_LINKED = re.compile(r"\b(?:stock_id|stock|auto|folio)\s*(?:=|:|#|no\.?)?\s*(\d{3,9})\b", re.IGNORECASE)
_NUMBER = re.compile(r"(?<![\d.,$])\d{5,9}(?![\d.,])")
_ADVERT = ("ReferralSourceUrl", "ReferralHeadline", "ReferralBody", "ReferralSourceId")


def attachments(media: Iterable[Mapping[str, str]], raw: Mapping[str, str]) -> tuple[Attachment, ...]:
    """Return the files of a message, each with what was heard or seen of it, and the place it shares."""
    files = [
        Attachment(Kind(file.get("kind") or kind_of(file.get("type", ""))), file.get("heard", "")[:_LONGEST_TEXT])
        for file in media
    ]
    return (*files, *_places(raw))


def words(body: str, media: Iterable[Mapping[str, str]]) -> str:
    """Return what the customer wrote, said aloud, or showed a photo of."""
    said = (file.text for file in attachments(media, {}) if file.kind in {Kind.VOICE, Kind.PHOTO})
    return "\n".join(filter(None, (body.strip(), *said)))


def cars_linked(raw: Mapping[str, str], body: str) -> tuple[int, ...]:
    """Return the stock numbers that a link or an advert may point at, the surest first; nobody has looked them up."""
    advert = " ".join(raw.get(name, "") for name in _ADVERT)
    found = [*_LINKED.findall(body), *_LINKED.findall(advert), *_NUMBER.findall(advert)]
    return tuple(dict.fromkeys(int(number) for number in found))[:_MOST_CARS]


def quoted(raw: Mapping[str, str]) -> str:
    """Return the sid of the message that this one replies to, if it quotes one."""
    return raw.get("OriginalRepliedMessageSid", "")


def _places(raw: Mapping[str, str]) -> Iterator[Attachment]:
    try:
        latitude, longitude = Decimal(raw["Latitude"]), Decimal(raw["Longitude"])
    except (KeyError, InvalidOperation):
        return
    finite = latitude.is_finite() and longitude.is_finite()  # "NaN" is a Decimal too
    if finite and abs(latitude) <= 90 and abs(longitude) <= 180:
        address = ", ".join(filter(None, (raw.get("Label"), raw.get("Address"))))
        yield Attachment(Kind.PLACE, address[:_LONGEST_TEXT], latitude, longitude)
