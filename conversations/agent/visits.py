"""The guard's eyes for what is arranged: days and times of test drives, bound to branch and day, and what was done.

It reads the text by patterns of its own and shares nothing with what writes it. What no arrangement states is left in
the text, for others to object to. Lines are folded (lower case, no accents).
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, time

from catalog.spelling import fold
from conversations.agent import branch_mentions, clauses
from conversations.agent.branch_mentions import EMPHASIS
from conversations.agent.turn import Verdict
from conversations.dialogue import lexer
from conversations.dialogue.facts import Fact, TradeInResult, VisitResult, VisitStep

_MONTHS = (
    *("enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre"),
    *("noviembre", "diciembre"),
)
_ENGLISH_MONTHS = (
    *("january", "february", "march", "april", "may", "june", "july", "august", "september", "october"),
    *("november", "december"),
)
_WEEKDAYS = ("lunes", "martes", "miercoles", "jueves", "viernes", "sabado", "domingo")
_ENGLISH_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_DATE = re.compile(
    rf"(?<!\w)(?:(?P<weekday>{'|'.join(_WEEKDAYS)}) )?(?P<day>\d{{1,2}}) de (?P<month>{'|'.join(_MONTHS)})(?!\w)"
)
_ENGLISH_DATE = re.compile(
    rf"(?<!\w)(?:(?P<weekday>{'|'.join(_ENGLISH_WEEKDAYS)}),? )?"
    rf"(?P<month>{'|'.join(_ENGLISH_MONTHS)}) (?P<day>\d{{1,2}})(?!\w)"
)
_CLOCK = re.compile(r"(?<![\w:$.,])(?P<hour>\d{1,2}):(?P<minute>\d{2})(?!\d)(?!\s?[ap]\.?\s?m)")
_TEST_DRIVE = r"(?:prueba|cita|visita|test drive|appointment)"
_NOTED = "anote|anotamos|anotad[oa]|registre|registrad[oa]|programe|programad[oa]|noted|booked"
_DONE = {
    VisitStep.CANCELLED: re.compile(rf"(?<!\w)(?:cancel(?:e|amos|ad[oa]|l?ed))(?!\w).*{_TEST_DRIVE}"),
    VisitStep.NOTED: re.compile(
        rf"(?<!\w)(?:{_NOTED})(?!\w).*{_TEST_DRIVE}|{_TEST_DRIVE}.*(?<!\w)(?:quedo|esta lista|{_NOTED})(?!\w)"
    ),
    VisitStep.MOVED: re.compile(rf"(?<!\w)(?:cambie|movi|cambiamos|movimos|cambiada|moved)(?!\w).*{_TEST_DRIVE}"),
}
_CONFIRMED = re.compile(rf"{_TEST_DRIVE}.*(?<!\w)confirmad[oa]s?(?!\w)|confirm(?:e|amos|ed) .*{_TEST_DRIVE}")

_NO_BRANCH = 0


@dataclass(frozen=True)
class _Moment:
    """A day, or a time on a day, that may be said of a branch."""

    branch: int
    day: date | None  # None is not said yet
    at: time | None = None


def read(text: str, own_words: str, facts: Sequence[Fact]) -> str:
    """Return `own_words` without the days and times that are true of a test drive, letter under letter."""
    moments = set(_moments(facts))
    if not moments:
        return own_words
    names = branch_mentions.Branches(facts)
    rest = []
    for line, own in zip(text.split("\n"), own_words.split("\n"), strict=True):
        here = {number for name in names.names(fold(line).translate(EMPHASIS)) for number in name.branches}
        true = {moment for moment in moments if not here or moment.branch in here}
        rest.append(own if names.names_another(fold(line)) else _without_true(own, true))
    return "\n".join(rest)


def problems(text: str, own_words: str, facts: Sequence[Fact]) -> Iterator[Verdict]:
    """Find days that nobody stated beside a test drive, and claims of things that were not done."""
    steps = {fact.value.step for fact in facts if isinstance(fact.value, VisitResult)}
    if steps:
        for line in fold(own_words).translate(EMPHASIS).split("\n"):
            dates = (*_DATE.finditer(line), *_ENGLISH_DATE.finditer(line)) if re.search(_TEST_DRIVE, line) else ()
            yield from (Verdict("invented_day", match.group()) for match in dates)
    for line in fold(text).translate(EMPHASIS).split("\n"):
        for step, claim in _DONE.items():
            claimed = claim.search(line)
            if claimed and step not in steps and not clauses.negative(line, *claimed.span()):
                yield Verdict("not_done", claimed.group())
        confirmed = _CONFIRMED.search(line)
        if confirmed and not clauses.negative(line, *confirmed.span()):
            yield Verdict("not_done", confirmed.group())


def quotable(facts: Sequence[Fact]) -> Iterator[str]:
    """Return what may be repeated of the customer's own car, and of the place that they want to come to."""
    for fact in facts:
        if isinstance(fact.value, VisitResult):
            yield from (fact.value.wish.place, *fact.value.places)
        if isinstance(fact.value, TradeInResult):
            own_car = fact.value.own_car
            yield own_car.title
            yield from (f"{km} km" for km in [f"{own_car.km:,}" if own_car.km is not None else ""] if km)


def _moments(facts: Sequence[Fact]) -> Iterator[_Moment]:
    for visit in (fact.value for fact in facts if isinstance(fact.value, VisitResult)):
        if visit.wish.day and not visit.branches:  # asked for, and no branch is on record
            day = date.fromisoformat(visit.wish.day)
            yield from (_Moment(_NO_BRANCH, day, at) for at in (None, *visit.wish.times_of_day))
        elif not visit.branches:
            yield from (_Moment(_NO_BRANCH, None, at) for at in visit.wish.times_of_day)
        starts = [*visit.times, *([visit.starts_at] if visit.starts_at else [])]
        days = [*visit.days, *([visit.day] if visit.day else []), *(start.date() for start in starts)]
        for branch in visit.branches:
            yield from (_Moment(branch.id, day) for day in days)
            yield from (_Moment(branch.id, start.date(), start.time()) for start in starts)


def _without_true(line: str, moments: set[_Moment]) -> str:
    """Blank out true days, and the times that are true on the day said last before them."""
    folded = fold(line).translate(EMPHASIS)
    said: list[tuple[int, date | None]] = []
    spans: list[tuple[int, int]] = []
    for pattern, months, weekdays in ((_DATE, _MONTHS, _WEEKDAYS), (_ENGLISH_DATE, _ENGLISH_MONTHS, _ENGLISH_WEEKDAYS)):
        for match in pattern.finditer(folded):
            key = (months.index(match["month"]) + 1, int(match["day"]))
            named = weekdays.index(match["weekday"]) if match["weekday"] else None
            day = next((m.day for m in moments if m.day and (m.day.month, m.day.day) == key), None)
            day = day if day is not None and named in {None, day.weekday()} else None
            said.append((match.start(), day))
            spans += [match.span()] if day else []
    for match in _CLOCK.finditer(folded):
        before = [day for start, day in sorted(said, key=lambda one: one[0]) if start < match.start()]
        days = {before[-1]} if before else {moment.day for moment in moments}
        clock = (int(match["hour"]), int(match["minute"]))
        if any(m.at and (m.at.hour, m.at.minute) == clock and m.day in days for m in moments):
            spans.append(match.span())
    for start, end in spans:
        line = lexer.blanked(line, start, end)
    return line
