"""The customer's own car: noted from the chat, completed and valued by people, whose word stands."""

from collections.abc import Collection, Iterable
from datetime import timedelta
from typing import IO
from uuid import UUID

from django.contrib.auth.models import AbstractBaseUser
from django.db.models import QuerySet
from django.utils import timezone

from catalog.photos import Photo
from conversations import photo_files
from conversations.dialogue.errands import OwnCar
from conversations.dialogue.state import DialogueState
from conversations.models import Conversation, TradeIn
from conversations.models.trade_in import LONGEST_NOTES
from conversations.photo_files import Folder

OFFERED_FOR = timedelta(days=7)


def hear(conversation_id: UUID, told: OwnCar, *, described: str = "") -> TradeIn:
    """Note what the customer told, what they said of its state line by line.

    Once a person has saved it, only what they left empty, and of the same car.
    """
    trade_in, _ = TradeIn.objects.get_or_create(conversation_id=conversation_id)
    known = trade_in.own_car
    heard = told.told(known) if trade_in.checked else known.told(told)
    notes = trade_in.notes if trade_in.checked and trade_in.notes else _with_line(trade_in.notes, described)
    if (heard, notes) != (known, trade_in.notes):
        for name, value in (*vars(heard).items(), ("notes", notes)):
            setattr(trade_in, name, value)
        trade_in.save()
    return trade_in


def _with_line(notes: str, line: str) -> str:
    """Return notes with a line more, as far as there is room for it."""
    lines = [*filter(None, notes.splitlines()), *([line] if line and line not in notes else [])]
    return "\n".join(lines)[:LONGEST_NOTES]


def begin(conversation: Conversation) -> TradeIn:
    """Return the chat's car to give in, noted from the chat's memory where it is new."""
    memory = getattr(conversation, "memory", None)
    told = DialogueState.from_json(memory.data).own_car if memory is not None else None
    return hear(conversation.pk, told or OwnCar())


def offer(trade_in: TradeIn, *, by: AbstractBaseUser) -> None:
    """Sign what is offered, for a week where nobody said until when, before it is saved."""
    is_open = trade_in.offer is not None
    trade_in.offered_at = timezone.now() if is_open else None
    trade_in.offered_by_id = by.pk if is_open else None
    if is_open and trade_in.valid_until is None:
        trade_in.valid_until = timezone.localdate() + OFFERED_FOR


def arrange_photos(trade_in: TradeIn, *, add: Iterable[Photo] = (), drop: Collection[str] = ()) -> None:
    """Put photos behind those it has and take some out, before it is saved."""
    gone = [key for key in trade_in.photos if key in drop]
    photo_files.delete(Folder.TRADE_IN, map(UUID, gone))
    kept = [key for key in trade_in.photos if key not in gone]
    trade_in.photos = [*kept, *(str(photo_files.save(Folder.TRADE_IN, photo)) for photo in add)]


def open_photo(trade_in: TradeIn, key: UUID) -> IO[bytes]:
    """Open a photo of this car; raises FileNotFoundError."""
    if str(key) not in trade_in.photos:
        raise FileNotFoundError(key)
    return photo_files.open_photo(Folder.TRADE_IN, key)


def forget(trade_ins: QuerySet[TradeIn]) -> None:
    """Delete the photos of cars that are about to go."""
    for keys in trade_ins.exclude(photos=[]).values_list("photos", flat=True):
        photo_files.delete(Folder.TRADE_IN, map(UUID, keys))
