"""Reads the days, dates and times that a line of text speaks of, as a customer would.

Lines are folded (lower case, no accents).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time

_HALF = (
    r"(?:\s?(?P<half{0}>a\.?\s?m\.?|p\.?\s?m\.?|de la manana|de la tarde|de la noche)(?!\w))?"
    r"(?:\s?(?:hrs?|horas)\b\.?)?"
)
_CLOCK = r"(?P<hour{0}>\d{{1,2}})(?!\d)(?::(?P<minute{0}>\d{{2}}))?(?![.,]?\d)(?=[ap]\.?\s?m|\W|$)" + _HALF
FIGURE = re.compile(r"\d")
RANGE = re.compile(
    rf"(?<![\w:$.,])(?:de |desde )?(?:las? )?{_CLOCK.format(1)}\s*(?:a|hasta|y|-|–)\s*(?:las? )?{_CLOCK.format(2)}"
)
_OPENS = r"(?:abr\w+|apertura|desde|a partir de)"
_CLOSES = r"(?:cierr\w+|cerr\w+|hasta|cierre)"
MOMENT = re.compile(
    rf"(?<!\w)(?:(?P<opens>{_OPENS})|(?P<closes>{_CLOSES}))(?!\w)(?P<gap>(?:(?!\d)[^.;:?\n]){{0,30}}?)(?<!\w){_CLOCK.format('')}"
)
_DAYS = ("lunes", "martes", "miercoles", "jueves", "viernes", "sabado", "domingo")
_DAY = rf"(?:{'|'.join(_DAYS)})s?"
_MONTHS = (
    *("enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre"),
    *("noviembre", "diciembre"),
)
_DATE = re.compile(rf"(?<!\w)(?:{_DAY} )?(?P<day>\d{{1,2}}) de (?P<month>{'|'.join(_MONTHS)})(?!\w)(?: \([^)]*\))?")
SPAN = re.compile(rf"(?<!\w)(?P<first>{_DAY})(?:\s*(?P<link>a|al|-|–)\s*(?:los )?(?P<last>{_DAY}))?(?!\w)")
_ALL_WEEK = re.compile(r"(?<!\w)(?:todos los dias|diario|toda la semana|los 7 dias|los siete dias)(?!\w)")
_WORKDAYS = re.compile(r"(?<!\w)entre semana(?!\w)")
_WEEKEND = re.compile(r"(?<!\w)fin(?:es)? de semana(?!\w)")
_RELATIVE = re.compile(r"(?<!\w)(?P<today>hoy)(?!\w)|(?<!la )(?<!de )(?<!\w)(?P<tomorrow>manana)(?!\w)")


@dataclass(frozen=True)
class Days:
    """Days a line speaks of; each has the ranges that may be said of it, by branch."""

    start: int
    end: int
    weekdays: tuple[int, ...] = ()
    ahead: int | None = None  # today is 0
    date: tuple[int, int] | None = None  # month, day


def days_in(line: str) -> Iterator[Days]:
    """Yield the days that a folded line speaks of."""
    dates = list(_DATE.finditer(line))
    for match in dates:
        yield Days(*match.span(), date=(_MONTHS.index(match["month"]) + 1, int(match["day"])))
    for match in SPAN.finditer(line):
        if any(one.start() <= match.start() < one.end() for one in dates):
            continue
        first = weekday_of(match["first"])
        last = weekday_of(match["last"]) if match["last"] else first
        yield Days(*match.span(), weekdays=tuple((first + step) % 7 for step in range((last - first) % 7 + 1)))
    for pattern, weekdays in ((_ALL_WEEK, range(7)), (_WORKDAYS, range(5)), (_WEEKEND, (5, 6))):
        yield from (Days(*match.span(), weekdays=tuple(weekdays)) for match in pattern.finditer(line))
    for match in _RELATIVE.finditer(line):
        yield Days(*match.span(), ahead=int(match["today"] is None))


def weekday_of(word: str) -> int:
    """Return the number of the day that a word names, Monday first."""
    return next(index for index, day in enumerate(_DAYS) if word.startswith(day))


def is_day(words: str) -> bool:
    """Tell whether words begin with a day of the week."""
    return any(words.startswith(day) for day in _DAYS)


def next_date(today: date, month: int, day: int) -> date:
    """Return the next date of that month and day."""
    for year in (today.year, today.year + 1):
        try:
            when = date(year, month, day)
        except ValueError:
            continue
        if when >= today:
            return when
    return today


def times_of(match: re.Match[str], part: str) -> set[time]:
    """Return the times of day that a clock's words may mean: "7" is seven in the morning or in the evening."""
    written = match[f"hour{part}"]
    hour, minute = int(written), int(match[f"minute{part}"] or 0)
    half = match[f"half{part}"]
    hours = {hour} if half is None else {hour % 12 + (0 if half[0] == "a" or half.endswith("manana") else 12)}
    if half is None and not match[f"minute{part}"] and hour <= 12:
        hours.add(hour % 12 + 12)
    return {time(each, minute) for each in hours if each < 24 and minute < 60}
