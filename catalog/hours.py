"""Opening hours and test-drive slots as values: when a place is open, what its week reads like, and back again."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from itertools import groupby, pairwise
from typing import TypeVar

T = TypeVar("T")

DAYS = ("lun", "mar", "mie", "jue", "vie", "sab", "dom")
_LONGER = {"lunes": 0, "martes": 1, "miercoles": 2, "jueves": 3, "viernes": 4, "sabado": 5, "domingo": 6}
_SHOWN = ("lun", "mar", "mié", "jue", "vie", "sáb", "dom")
_LOOK_AHEAD_DAYS = 14
_ENTRY = re.compile(r"(?P<days>[a-z]+(?:\s*[-,]\s*[a-z]+)*)\s+(?P<rest>\S.*)")
_RANGE = re.compile(r"(?P<opens>\d{1,2}:\d{2})\s*-\s*(?P<closes>\d{1,2}:\d{2})")
_SLOTS = re.compile(r"(?P<ranges>.*?)\s+cada\s+(?P<minutes>\d{1,4})\s*min(?:\s+x\s*(?P<cars>\d{1,3}))?")


class HoursError(ValueError):
    """The hours cannot be: not written as they should be, ending before they begin, or overlapping."""


@dataclass(frozen=True, order=True)
class TimeRange:
    """From one time of a day to a later one of the same day, the end not included."""

    opens: time
    closes: time

    def __post_init__(self) -> None:
        if self.opens >= self.closes:
            raise HoursError(f"{self} ends before it begins")

    def __str__(self) -> str:
        return f"{self.opens:%H:%M}-{self.closes:%H:%M}"

    def holds(self, moment: time) -> bool:
        """Tell whether the moment lies in it."""
        return self.opens <= moment < self.closes


# Seven days, Monday first, each with its ranges in order.
Week = tuple[tuple[TimeRange, ...], ...]
NOT_STATED: Week = ((),) * 7


@dataclass(frozen=True, order=True)
class Holiday:
    """A date that is not like others: closed, or open at hours of its own."""

    date: date
    name: str = ""
    open: TimeRange | None = None


@dataclass(frozen=True)
class OpeningHours:
    """A week and its exceptions. A week without any range was never stated, and then nobody knows open from closed."""

    week: Week = NOT_STATED
    holidays: tuple[Holiday, ...] = ()

    @property
    def stated(self) -> bool:
        """Whether anybody stated the week."""
        return any(self.week)

    def holiday_on(self, day: date) -> Holiday | None:
        """Return the exception of that date, if it is one."""
        return next((holiday for holiday in self.holidays if holiday.date == day), None)

    def on(self, day: date) -> tuple[TimeRange, ...] | None:
        """Return the ranges of a date; none of them means closed, None means not stated."""
        holiday = self.holiday_on(day)
        if holiday is not None:
            return (holiday.open,) if holiday.open else ()
        return self.week[day.weekday()] if self.stated else None

    def is_open(self, local: datetime) -> bool | None:
        """Tell whether it is open at a moment, given in the place's own time zone; None is not stated."""
        ranges = self.on(local.date())
        return None if ranges is None else any(part.holds(local.time()) for part in ranges)

    def closing(self, local: datetime) -> time | None:
        """Return when the range that holds this moment ends."""
        return next((part.closes for part in self.on(local.date()) or () if part.holds(local.time())), None)

    def next_opening(self, local: datetime) -> tuple[date, time] | None:
        """Return the first opening after a moment, within two weeks."""
        for ahead in range(_LOOK_AHEAD_DAYS):
            day = local.date() + timedelta(days=ahead)
            for part in self.on(day) or ():
                if ahead or part.opens > local.time():
                    return day, part.opens
        return None


@dataclass(frozen=True, order=True)
class DriveWindow:
    """When cars can be tried on a day of the week: a slot every so many minutes, so many cars at once."""

    weekday: int
    hours: TimeRange
    minutes: int
    cars: int = 1

    def __post_init__(self) -> None:
        if self.minutes < 1 or self.cars < 1:
            raise HoursError("a slot needs at least one minute and one car")


@dataclass(frozen=True, order=True)
class Slot:
    """One test drive that may be taken: aware, in the place's own time zone."""

    starts: datetime
    ends: datetime
    cars: int


def slots_on(day: date, *, windows: Iterable[DriveWindow], hours: OpeningHours, zone: tzinfo) -> tuple[Slot, ...]:
    """Return the slots of a date, in order: inside the opening hours where these are stated, none on a closed day."""
    ranges = hours.on(day)
    found = (slot for window in windows if window.weekday == day.weekday() for slot in _cut(day, window, zone))
    return tuple(sorted(slot for slot in found if ranges is None or any(_inside(slot, part) for part in ranges)))


def _cut(day: date, window: DriveWindow, zone: tzinfo) -> Iterator[Slot]:
    # Counted in UTC, so that a slot lasts its minutes also on the night the clocks change.
    starts, last = (datetime.combine(day, at, zone).astimezone(UTC) for at in (window.hours.opens, window.hours.closes))
    length = timedelta(minutes=window.minutes)
    while starts + length <= last:
        yield Slot(starts.astimezone(zone), (starts + length).astimezone(zone), window.cars)
        starts += length


def _inside(slot: Slot, part: TimeRange) -> bool:
    return part.opens <= slot.starts.time() and slot.ends.time() <= part.closes


# ── Hours as text ───────────────────────────────────────────────────────────────────────────────────────────────


def week_of(ranges: Iterable[tuple[int, TimeRange]]) -> Week:
    """Return the week made of ranges by weekday; raises HoursError where two of a day overlap."""
    days: list[list[TimeRange]] = [[] for _ in DAYS]
    for weekday, part in ranges:
        days[weekday].append(part)
    for name, parts in zip(DAYS, days, strict=True):
        parts.sort()
        clash = next(((one, two) for one, two in pairwise(parts) if two.opens < one.closes), None)
        if clash:
            raise HoursError(f"{name} {clash[0]} and {clash[1]} overlap")
    return tuple(map(tuple, days))


def parse_week(text: str) -> Week:
    """Read `lun-vie 09:00-19:00; sab 10:00-14:00, 16:00-18:00`; raises HoursError with the part that is wrong.

    A day that is left out, or `dom cerrado`, is closed.
    """
    stated: list[tuple[int, TimeRange]] = []
    for weekdays, rest in _entries(text):
        parts = [] if rest == "cerrado" else _ranges(rest)
        stated += [(weekday, part) for weekday in weekdays for part in parts]
    week = week_of(stated)
    if text.strip() and not any(week):
        raise HoursError("no day is open; leave it empty when the hours are not known")
    return week


def parse_windows(text: str) -> tuple[DriveWindow, ...]:
    """Read `lun-vie 10:00-18:00 cada 60 min x2; sab 10:00-13:00 cada 30 min`; raises HoursError."""
    windows: list[DriveWindow] = []
    for weekdays, rest in _entries(text):
        match = _SLOTS.fullmatch(rest)
        if match is None:
            raise HoursError(f"{rest!r} should read like 10:00-18:00 cada 60 min x2")
        minutes, cars = int(match["minutes"]), int(match["cars"] or 1)
        for part in _ranges(match["ranges"]):
            windows += [DriveWindow(weekday, part, minutes, cars) for weekday in weekdays]
    week_of((window.weekday, window.hours) for window in windows)
    return tuple(sorted(windows))


def week_text(week: Week) -> str:
    """Write a week so that `parse_week` reads the same."""
    return "; ".join(f"{days} {', '.join(map(str, parts))}" for days, parts in _runs(week, DAYS, "-") if parts)


def windows_text(windows: Iterable[DriveWindow]) -> str:
    """Write test-drive windows so that `parse_windows` reads the same."""
    by_day = [tuple(sorted(window for window in windows if window.weekday == day)) for day in range(len(DAYS))]
    kinds = [tuple((w.hours, w.minutes, w.cars) for w in day) for day in by_day]
    entries = [
        f"{days} {hours} cada {minutes} min{f' x{cars}' if cars > 1 else ''}"
        for days, kind in _runs(kinds, DAYS, "-")
        for hours, minutes, cars in kind
    ]
    return "; ".join(entries)


def week_label(week: Week) -> str:
    """Write a week as staff read it: `lun–vie 9:00–19:00, sáb 10:00–14:00`."""
    shown = ((days, " y ".join(map(_short, parts))) for days, parts in _runs(week, _SHOWN, "–") if parts)
    return ", ".join(f"{days} {parts}" for days, parts in shown)


def _short(part: TimeRange) -> str:
    return f"{part.opens.hour}:{part.opens:%M}–{part.closes.hour}:{part.closes:%M}"


def runs(days: Sequence[object]) -> Iterator[tuple[int, int]]:
    """Yield first and last weekday of each run of days that are alike."""
    first = 0
    for _, run in groupby(days):
        length = len(list(run))
        yield first, first + length - 1
        first += length


def _runs(days: Sequence[T], names: Sequence[str], dash: str) -> Iterator[tuple[str, T]]:
    for first, last in runs(days):
        yield names[first] if first == last else f"{names[first]}{dash}{names[last]}", days[first]


def _entries(text: str) -> Iterator[tuple[list[int], str]]:
    decomposed = unicodedata.normalize("NFKD", text.lower()).replace("–", "-")
    plain = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    for entry in filter(None, (" ".join(part.split()) for part in plain.split(";"))):
        match = _ENTRY.fullmatch(entry)
        if match is None:
            raise HoursError(f"{entry!r} should read like lun-vie 09:00-19:00")
        yield list(_weekdays(match["days"])), match["rest"]


def _weekdays(text: str) -> Iterator[int]:
    for item in text.split(","):
        first, *more = (_weekday(word.strip()) for word in item.split("-"))
        last = more[0] if more else first
        if len(more) > 1 or last < first:
            raise HoursError(f"{item.strip()!r} is no run of days")
        yield from range(first, last + 1)


def _weekday(word: str) -> int:
    if word in DAYS:
        return DAYS.index(word)
    if word in _LONGER:
        return _LONGER[word]
    raise HoursError(f"{word!r} is no day (write {', '.join(DAYS)})")


def _ranges(text: str) -> list[TimeRange]:
    return [_range(part.strip()) for part in text.split(",")]


def _range(text: str) -> TimeRange:
    match = _RANGE.fullmatch(text)
    if match is None:
        raise HoursError(f"{text!r} should read like 09:00-19:00")
    return TimeRange(_time(match["opens"]), _time(match["closes"]))


def _time(text: str) -> time:
    hour, minute = map(int, text.split(":"))
    if hour > 23 or minute > 59:
        raise HoursError(f"{text!r} is no time of day (the last is 23:59)")
    return time(hour, minute)
