"""The branches: which there are, when they are open, when a car can be tried there; and every change, signed."""

from collections.abc import Iterable
from datetime import date, datetime
from enum import Enum
from typing import Any

from django.db import models, transaction

from catalog.hours import DriveWindow as Window
from catalog.hours import Slot, Week, slots_on
from catalog.inventory import UNKNOWN, Author
from catalog.models import Branch, BranchHours, DriveWindow
from catalog.places import BranchMatch

_MINUTES, _NO_LIMIT = 60, 1_000


class Saved(Enum):
    """What became of a branch that was to be saved."""

    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"


def all_branches(*, now: datetime, inactive_too: bool = False) -> tuple[BranchMatch, ...]:
    """Return the branches that customers may be told of, or all on record, as they stand at an aware moment."""
    rows = Branch.objects.all() if inactive_too else Branch.objects.active()
    return tuple(snapshot(branch, now=now) for branch in rows.with_times())


def snapshot(branch: Branch, *, now: datetime) -> BranchMatch:
    """Return the model-free value of a branch at an aware moment."""
    hours, local = branch.opening_hours, branch.local(now)
    return BranchMatch(
        id=branch.pk,
        name=branch.name,
        city=branch.city,
        address=branch.address,
        hours=hours,
        now=local,
        open_now=hours.is_open(local),
        latitude=branch.latitude,
        longitude=branch.longitude,
        active=branch.active,
    )


def drive_slots(branch: Branch, *, day: date, after: datetime | None = None) -> tuple[Slot, ...]:
    """Return the test drives of a date in the branch's own time, those that begin after an aware moment if given."""
    slots = slots_on(day, windows=branch.windows, hours=branch.opening_hours, zone=branch.zone)
    return tuple(slot for slot in slots if after is None or slot.starts > after)


def drives(branch_id: int, *, days: Iterable[date], after: datetime) -> dict[date, tuple[Slot, ...]]:
    """Return the test drives of each date that begin after an aware moment, at an active branch.

    A branch that states its hours and no slots takes one every hour, without a limit of its own; one that states
    neither has none.
    """
    branch = Branch.objects.active().with_times().filter(pk=branch_id).first()
    if branch is None:
        return dict.fromkeys(days, ())
    hours = branch.opening_hours
    windows = branch.windows or tuple(
        Window(weekday, part, _MINUTES, _NO_LIMIT) for weekday, parts in enumerate(hours.week) for part in parts
    )
    cut = {day: slots_on(day, windows=windows, hours=hours, zone=branch.zone) for day in days}
    return {day: tuple(slot for slot in slots if slot.starts > after) for day, slots in cut.items()}


def save_branch(
    *,
    city: str,
    name: str,
    week: Week | None = None,
    windows: tuple[Window, ...] | None = None,
    author: Author = UNKNOWN,
    **stated: Any,
) -> Saved:
    """Put a branch in, or correct the one of that name in that city; what is not stated stays as it is."""
    with transaction.atomic():
        branch = Branch.objects.select_for_update().filter(city__iexact=city, name__iexact=name).first()
        if branch is None:
            branch = Branch(city=city, name=name, **stated)
            _sign(branch, author).save()
            saved = Saved.CREATED
        else:
            changed = [field for field, value in stated.items() if getattr(branch, field) != value]
            for field in changed:
                setattr(branch, field, stated[field])
            if changed:
                _sign(branch, author).save(update_fields=[*changed, "updated_at"])
            saved = Saved.UPDATED if changed else Saved.UNCHANGED
        if _set_times(branch, week=week, windows=windows, author=author) and saved is Saved.UNCHANGED:
            saved = Saved.UPDATED
    return saved


def _set_times(branch: Branch, *, week: Week | None, windows: tuple[Window, ...] | None, author: Author) -> bool:
    """Replace the hours and windows that are stated and differ; return whether any did."""
    differs = False
    if week is not None and week != branch.opening_hours.week:
        wanted = ((day, part) for day, parts in enumerate(week) for part in parts)
        rows = [BranchHours(branch=branch, weekday=day, opens=part.opens, closes=part.closes) for day, part in wanted]
        _replace(branch.hours.all(), rows, author)
        differs = True
    if windows is not None and windows != branch.windows:
        _replace(branch.drive_windows.all(), [_row(branch, window) for window in windows], author)
        differs = True
    return differs


def _row(branch: Branch, window: Window) -> DriveWindow:
    return DriveWindow(
        branch=branch,
        weekday=window.weekday,
        starts=window.hours.opens,
        ends=window.hours.closes,
        minutes=window.minutes,
        cars=window.cars,
    )


def _replace(old: Iterable[models.Model], new: Iterable[models.Model], author: Author) -> None:
    for row in old:
        _sign(row, author).delete()
    for row in new:
        _sign(row, author).save()


def _sign(row: Any, author: Author) -> Any:
    """Tell simple-history, by the attributes it reads, who is about to write this row."""
    row._history_user = author.user  # noqa: SLF001
    row._change_reason = author.reason  # noqa: SLF001
    return row
