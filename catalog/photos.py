"""Keep the photos of cars: take uploads in safely, put them in order, and take them out with their files."""

import io
import struct
import uuid
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import PurePosixPath
from typing import IO, Any

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Max
from PIL import Image, ImageOps, UnidentifiedImageError

from catalog import inventory
from catalog.inventory import UNKNOWN, Author
from catalog.models import Car, CarPhoto
from kavakbot.errors import KavakbotError

FORMATS = ("JPEG", "PNG", "WEBP")
MOST_BYTES = settings.PHOTO_MAX_MB * 1024 * 1024
MOST_PIXELS = 40_000_000
LONGEST_SIDE, THUMBNAIL_SIDE = 1600, 320
# What Pillow raises over a broken file, whichever part of it is broken.
_BROKEN = (OSError, SyntaxError, ValueError, TypeError, EOFError, OverflowError, struct.error, zlib.error)


class UnacceptablePhoto(KavakbotError):
    """The file cannot be a photo of a car."""

    code = "photo_unreadable"


class PhotoTooHeavy(UnacceptablePhoto):
    """The file is larger than `PHOTO_MAX_MB`."""

    code = "photo_too_heavy"


class PhotoTooLarge(UnacceptablePhoto):
    """The image has more than 40 megapixels."""

    code = "photo_too_large"


class NotAPhoto(UnacceptablePhoto):
    """The file is not a JPEG, PNG or WebP image."""

    code = "photo_type"


@dataclass(frozen=True)
class Photo:
    """A photo ready to be kept: JPEG in two sizes, upright, without anything of the camera's in it."""

    full: bytes
    thumbnail: bytes


def read_photo(upload: IO[bytes]) -> Photo:
    """Decode an upload and draw it anew, so that nothing of the file itself (place, tricks) is ever served.

    Raises UnacceptablePhoto.
    """
    content = upload.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise PhotoTooHeavy
    try:
        with Image.open(io.BytesIO(content), formats=FORMATS) as image:
            if image.width * image.height > MOST_PIXELS:
                raise PhotoTooLarge
            image.verify()  # leaves the image unusable, so it is opened once more
        with Image.open(io.BytesIO(content), formats=FORMATS) as image:
            image.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))  # a large JPEG need not be decoded in full
            upright = _on_white(ImageOps.exif_transpose(image))
    except UnidentifiedImageError as error:
        raise NotAPhoto from error
    except Image.DecompressionBombError as error:
        raise PhotoTooLarge from error
    except _BROKEN as error:
        raise UnacceptablePhoto from error
    return Photo(_jpeg(upright, LONGEST_SIDE), _jpeg(upright, THUMBNAIL_SIDE))


def add_photos(*, car: Car, photos: Sequence[Photo], author: Author = UNKNOWN) -> list[CarPhoto]:
    """Keep the photos behind those the car has, in the order given."""
    if not photos:
        return []
    with transaction.atomic():
        inventory.lock(car)
        first = (car.photos.aggregate(last=Max("position"))["last"] or 0) + 1
        kept = [
            CarPhoto.objects.create(car=car, position=position, image=_stored(photo))
            for position, photo in enumerate(photos, first)
        ]
        inventory.note(car=car, author=author)
    return kept


def arrange(*, car: Car, order: Sequence[CarPhoto], removed: Sequence[CarPhoto] = (), author: Author = UNKNOWN) -> None:
    """Put the car's photos in this order, new ones at somebody else's address among them, and take some out.

    The first is the main one. A photo that is in neither list stays, behind them. Files go once that is certain.
    """
    with transaction.atomic():
        inventory.lock(car)
        before = _arrangement(car)
        _remove(car, removed)
        stored = {photo.pk for photo in car.photos.all()}
        named = [photo for photo in order if photo.pk in stored or photo.pk is None]
        rest = car.photos.exclude(pk__in=[photo.pk for photo in named if photo.pk])
        for position, photo in enumerate([*named, *rest], 1):
            photo.car, photo.position = car, position
            photo.save()
        if before != _arrangement(car):
            inventory.note(car=car, author=author)


def open_photo(key: uuid.UUID, *, thumbnail: bool = False) -> IO[bytes]:
    """Open the file of a photo; raises FileNotFoundError."""
    return default_storage.open(_name(str(key), thumbnail=thumbnail))


def addresses(stock_id: int, *, most: int) -> list[str]:
    """Return where anybody finds the first photos of a car, the main one first; none of a car that is not sold here."""
    cars = Car.objects.live().filter(stock_id=stock_id)
    return [photo.address for photo in CarPhoto.objects.filter(car__in=cars)[:most]]


def _on_white(image: Image.Image) -> Image.Image:
    if not image.has_transparency_data:
        return image.convert("RGB")
    white = Image.new("RGBA", image.size, "white")
    return Image.alpha_composite(white, image.convert("RGBA")).convert("RGB")


def _jpeg(image: Image.Image, longest_side: int) -> bytes:
    small = image.copy()
    small.thumbnail((longest_side, longest_side), Image.Resampling.LANCZOS)
    out = io.BytesIO()
    small.save(out, "JPEG", quality=85, optimize=True, progressive=True, exif=b"")
    return out.getvalue()


def _stored(photo: Photo) -> str:
    key = str(uuid.uuid4())
    default_storage.save(_name(key, thumbnail=True), ContentFile(photo.thumbnail))
    return default_storage.save(_name(key), ContentFile(photo.full))


def _forget(name: str) -> None:
    key = PurePosixPath(name).stem
    default_storage.delete(_name(key))
    default_storage.delete(_name(key, thumbnail=True))


def _name(key: str, *, thumbnail: bool = False) -> str:
    return f"photos/{key}-thumb.jpg" if thumbnail else f"photos/{key}.jpg"


def _remove(car: Car, removed: Iterable[CarPhoto]) -> None:
    for photo in car.photos.filter(pk__in=[photo.pk for photo in removed]):
        photo.delete()
        if photo.image:
            transaction.on_commit(partial(_forget, str(photo.image)))


def _arrangement(car: Car) -> list[tuple[Any, ...]]:
    return list(car.photos.values_list("pk", "position", "url"))
