"""Traces every opening hour, open day and address of a finished text to the branch it is said of.

It reads the text as a customer would, with patterns of its own, and shares nothing with what writes hours. Lines are
folded (lower case, no accents). What no branch of the facts states is left in the text, for others to object to.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import time, timedelta

from catalog.hours import TimeRange
from catalog.places import BranchMatch
from catalog.spelling import fold
from conversations.agent import branch_mentions, clauses, moments
from conversations.agent.branch_mentions import EMPHASIS, Named
from conversations.agent.moments import Days
from conversations.agent.turn import Verdict
from conversations.dialogue import lexer
from conversations.dialogue.facts import Fact
from knowledge.language.places import places_in

_NOW = re.compile(r"(?<!\w)(?:ahora(?: mismo)?|ahorita|en este momento)(?!\w)")
_CLOSED = re.compile(
    r"(?<!\w)(?:no (?:abr\w+|atend\w+|atiend\w+|trabaj\w+)"
    r"|(?:(?:esta|sigue)\w* )?cerrad[oa]s?|cerramos|cierran?|descansa\w*)(?!\w)"
)
_OPEN = re.compile(
    r"(?<!\w)(?:abrimos|abren?|(?:(?:esta|sigue)\w* )?abiert[oa]s?|atendemos|atienden?|trabajamos)(?!\w)"
)
_THIS = re.compile(r"(?<!\w)(?:el|este|proximo) (?:proximo )?$")  # "los jueves" is every one
_STATE = re.compile(r"(?:esta|sigue)\w* (?:abiert|cerrad)")
_NOT_KNOWN = re.compile(r"(?<!\w)(?:se|sabe\w*|saber|decirte|confirmar\w*|verific\w+|registrado|dato de) si [^.,:;]*$")
_ELSEWHERE = re.compile(r"\b(?:[Ee]n|[Ss]ucursal|[Ss]ede|[Tt]ienda|[Aa]gencia|Kavak) ((?:[A-ZÁÉÍÓÚÑ]\w+ ?)+)")


_UNIT = re.compile(r"\s*(?:anos?|meses|mensualidades|dias?|mil|k|kms?|%|pesos|mxn|autos?|opciones|personas)(?!\w)")


@dataclass
class Reading:
    """What came of reading a text: the text with all that was traced blanked out, and what is plainly untrue."""

    rest: str
    verdicts: list[Verdict] = field(default_factory=list)


def read(text: str, own_words: str, facts: Sequence[Fact]) -> Reading:
    """Trace the hours of `own_words` (`text` with quotations blanked out, letter under letter) to the branches."""
    reader = branch_mentions.Branches(facts)
    rest: list[str] = []
    verdicts: list[Verdict] = []
    carried: frozenset[int] = frozenset()
    for line, own in zip(text.split("\n"), own_words.split("\n"), strict=True):
        if not line.strip():
            carried = frozenset()
        names = reader.names(fold(line))
        one = _Line(reader, line, own, names, carried)
        rest.append(one.traced())
        verdicts += one.untrue()
        carried = names[-1].branches if names else carried
    return Reading("\n".join(rest), verdicts)


class _Line:
    """One line, read for the hours and the open days it states."""

    def __init__(
        self, reader: branch_mentions.Branches, line: str, own: str, names: list[Named], carried: frozenset[int]
    ) -> None:
        self._reader, self._names, self._carried = reader, names, carried
        self._written, self._own = own, fold(own).translate(EMPHASIS)
        self._days = sorted(moments.days_in(self._own), key=lambda days: days.start)

    def traced(self) -> str:
        """Return the line without the hours and dates that are true of their branches."""
        spans = [match.span() for match in moments.RANGE.finditer(self._own) if self._is_range(match)]
        rest = _blank(self._own, spans)
        spans += [match.span() for match in moments.MOMENT.finditer(rest) if self._is_moment(match)]
        spans += [(days.start, days.end) for days in self._days if days.date and self._is_date(days)]
        return _blank(self._written, spans)

    def untrue(self) -> Iterator[Verdict]:
        """Find days and moments called open or closed that no branch states so."""
        for match in moments.RANGE.finditer(self._own):
            said = self._days and not clauses.asked(self._own, match.end()) and not _UNIT.match(self._own, match.end())
            if said and not self._is_range(match):
                yield Verdict("invented_hour", match.group())
        closed = [match.span() for match in _CLOSED.finditer(self._own)]
        opened = [m.span() for m in _OPEN.finditer(self._own) if not any(a <= m.start() < b for a, b in closed)]
        for spans, is_open in ((closed, False), (opened, True)):
            for start, end in spans:
                if not self._is_said(start, end) or self._timed(start, end):
                    continue
                if not self._is_so(start, end, is_open=is_open):
                    yield Verdict("invented_opening", self._own[start:end])

    # ── Whose, and on which days ────────────────────────────────────────────────────────────────────────────────

    def _about(self, at: int) -> list[BranchMatch]:
        """Return the branches that what stands at `at` is said of; none where another place is meant."""
        before = [name for name in self._names if name.start <= at]
        numbers = before[-1].branches if before else self._carried
        if len(before) > 1 and re.fullmatch(r"[\s*(),\w]{0,30}?\s*(?:,|y|e)\s*\W*", self._gap(before[-2], before[-1])):
            numbers |= before[-2].branches
        if not numbers and self._names:
            numbers = self._names[0].branches
        ours = self._reader.branches
        chosen = [ours[number] for number in numbers] if numbers else self._in_a_city() or list(ours.values())
        return [] if self._means_another_place(chosen, named=bool(numbers)) else chosen

    def _gap(self, one: Named, two: Named) -> str:
        return self._own[one.end : two.start] if one.end <= two.start else ""

    def _in_a_city(self) -> list[BranchMatch]:
        said = places_in(self._own)
        return [b for b in self._reader.branches.values() if said and not places_in(b.city).isdisjoint(said)]

    def _means_another_place(self, chosen: list[BranchMatch], *, named: bool) -> bool:
        """Whether the line speaks of a place that is none of those it names and we found."""
        beside = [self._reader.branches[number] for name in self._names for number in name.branches]
        where = " ".join(f"{b.name} {b.city} {b.address}" for b in (*chosen, *beside))
        if self._reader.names_another(self._own) or not places_in(self._own) <= places_in(where):
            return True
        meant = (fold(match[1]).strip() for match in _ELSEWHERE.finditer(self._written))
        return not named and any(place not in fold(where) and not moments.is_day(place) for place in meant)

    def _days_at(self, start: int, end: int) -> Days | None:
        """Return the days that hours are said of: the nearest, counting what stands between; in doubt those before."""
        before = [(self._distance(days.end, start), 0, -days.end, days) for days in self._days if days.end <= start]
        behind = [(self._distance(end, days.start), 1, days.start, days) for days in self._days if days.start >= end]
        return min([*before, *behind], key=lambda one: one[:3])[3] if before or behind else None

    def _distance(self, start: int, end: int) -> int:
        """Count what keeps hours from days: other hours, and more than those the marks that end a clause."""
        between = self._own[start:end]
        hours = len(moments.RANGE.findall(between)) or bool(moments.FIGURE.search(between))
        return 2 * len(re.findall(r"[.;](?!\d)", between)) + between.count(",") + hours

    def _ranges(self, branch: BranchMatch, days: Days | None) -> Iterator[Sequence[tuple[TimeRange, ...] | None]]:
        """Yield, day by day, what may truly be said of it: the usual week, and the date that comes next."""
        hours, today = branch.hours, branch.now.date()
        if days is None:
            yield from ([parts] for parts in hours.week if parts)
            yield from () if hours.stated else ([None],)
        elif days.date is not None:
            yield [hours.on(moments.next_date(today, *days.date))]
        elif days.ahead is not None:
            yield [hours.on(today + timedelta(days=days.ahead))]
        else:
            coming = _THIS.search(self._own[: days.start]) is not None and len(days.weekdays) == 1
            for weekday in days.weekdays:
                when = today + timedelta(days=(weekday - today.weekday()) % 7)
                yield [hours.on(when) if coming else (hours.week[weekday] if hours.stated else None)]

    # ── What is true ────────────────────────────────────────────────────────────────────────────────────────────

    def _is_range(self, match: re.Match[str]) -> bool:
        opens, closes = (moments.times_of(match, part) for part in ("1", "2"))
        return self._holds(match.span(), lambda part: part.opens in opens and part.closes in closes)

    def _is_moment(self, match: re.Match[str]) -> bool:
        times = moments.times_of(match, "")
        if match["opens"]:
            return self._holds(match.span(), lambda part: part.opens in times) or self._is_next(match, times)
        return self._holds(match.span(), lambda part: part.closes in times)

    def _is_next(self, match: re.Match[str], times: set[time]) -> bool:
        """Tell whether it is said when a branch opens next, on the day said."""
        days, about = self._day_inside(match), self._about(match.start())
        openings = [branch.hours.next_opening(branch.now) for branch in about]
        return (
            bool(about)
            and days is not None
            and all(
                opening is not None
                and opening[1] in times
                and (days.ahead == (opening[0] - b.now.date()).days or opening[0].weekday() in days.weekdays)
                for b, opening in zip(about, openings, strict=True)
            )
        )

    def _day_inside(self, match: re.Match[str]) -> Days | None:
        return next((days for days in self._days if match.start() <= days.start < match.end()), None)

    def _holds(self, span: tuple[int, int], fits: Callable[[TimeRange], bool]) -> bool:
        start, end = span
        inside = next((days for days in self._days if start <= days.start < end), None)
        days = inside or self._days_at(start, end)
        about = self._about(start)
        return bool(about) and all(
            any(ranges and any(fits(part) for part in ranges) for ranges in alternatives)
            for branch in about
            for alternatives in self._ranges(branch, days)
        )

    def _is_date(self, days: Days) -> bool:
        about = self._about(days.start)
        return bool(about) and all(self._is_near(branch, days) for branch in about)

    def _is_near(self, branch: BranchMatch, days: Days) -> bool:
        when = moments.next_date(branch.now.date(), *(days.date or (1, 1)))
        named = moments.SPAN.match(self._own, days.start)
        if named and moments.weekday_of(named["first"]) != when.weekday():
            return False
        return branch.hours.holiday_on(when) is not None or (when - branch.now.date()).days <= 14

    def _is_said(self, start: int, end: int) -> bool:
        """Whether the words claim anything: with a day or "now", and neither asked nor called unknown."""
        clause_end = re.search(r"[.;!?\n]", self._own[end:])
        if clause_end and clause_end.group() == "?":
            return False
        if _NOT_KNOWN.search(self._own[:start]):
            return False
        return self._now_at(start, end) or self._day_at(start, end) is not None

    def _now_at(self, start: int, end: int) -> bool:
        clause = clauses.around(self._own, start, end)
        return _NOW.search(clause) is not None or _STATE.match(self._own, start) is not None

    def _day_at(self, start: int, end: int) -> Days | None:
        """Return the days a claim is about: those of its own clause, or else the last before it in its sentence."""
        first = max((match.end() for match in re.finditer(r"[,.;:!?]", self._own[:start])), default=0)
        last = end + len(re.split(r"[,.;:!?]", self._own[end:])[0])
        before = [
            days for days in self._days if days.end <= start and not re.search(r"[.;!?]", self._own[days.end : start])
        ]
        here = [days for days in self._days if first <= days.start < last]
        right_behind = [days for days in here if re.fullmatch(r" (?:los |el )?", self._own[end : days.start])]
        if right_behind:  # "cierra los sábados y el domingo ..."
            return right_behind[0]
        return next((days for days in [*reversed(here), *reversed(before)] if days.end <= start or days in here), None)

    def _timed(self, start: int, end: int) -> bool:
        """Whether the claim goes on with a time of day, which is looked at as such."""
        if re.match(r"no |.*cerrad", self._own[start:end]):
            # "cerrado y sábado de 10 a 14": the hours are another day's.
            other = min((days.start for days in self._days if days.start >= end), default=len(self._own))
            here = re.split(r"[,;]", self._own[end:other])[0]
            return "cerrad" not in self._own[start:end] and re.search(r"\d", here) is not None
        following = re.split(r"[.;!?]", self._own[start:])[0]
        return re.search(r"\d", following.split(",")[0]) is not None

    def _is_so(self, start: int, end: int, *, is_open: bool) -> bool:
        about = self._about(start)
        if not about:
            return False
        days = self._day_at(start, end)
        if days is None or (self._now_at(start, end) and _NOW.search(clauses.around(self._own, start, end))):
            return all(branch.open_now is is_open for branch in about)
        return all(
            any(ranges is not None and bool(ranges) is is_open for ranges in alternatives)
            for branch in about
            for alternatives in self._ranges(branch, days)
        )


def _blank(line: str, spans: Sequence[tuple[int, int]]) -> str:
    for start, end in spans:
        line = lexer.blanked(line, start, end)
    return line
