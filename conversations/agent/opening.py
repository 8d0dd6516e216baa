"""Traces every opening hour, open day and address of a finished text to the branch it is said of.

It reads the text as a customer would, with patterns of its own, and shares nothing with what writes hours. Lines are
folded (lower case, no accents). What no branch of the facts states is left in the text, for others to object to.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, time, timedelta

from catalog.branch_names import telling_words
from catalog.hours import TimeRange
from catalog.places import BranchMatch
from catalog.spelling import fold
from conversations.agent import clauses
from conversations.agent.turn import Verdict
from conversations.dialogue.facts import BranchesFound, Fact, branches_in
from conversations.dialogue.lexicon import NUMBER_WORDS
from knowledge.language.places import places_in

_WORDS = {word: value for word, value in NUMBER_WORDS.items() if 1 <= value <= 12 and word not in {"un", "uno"}}
_HALF = (
    r"(?:\s?(?P<half{0}>a\.?\s?m\.?|p\.?\s?m\.?|de la manana|de la tarde|de la noche)(?!\w))?"
    r"(?:\s?(?:hrs?|horas)\b\.?)?"
)
_CLOCK = (
    rf"(?P<hour{{0}}>\d{{{{1,2}}}}|{'|'.join(_WORDS)})(?!\d)(?::(?P<minute{{0}}>\d{{{{2}}}}))?(?!\w|[.,]\d)" + _HALF
)
_FIGURE = re.compile(rf"\d|(?<!\w)(?:{'|'.join(_WORDS)})(?!\w)")
_RANGE = re.compile(
    rf"(?<![\w:$.,])(?:de |desde )?(?:las? )?{_CLOCK.format(1)}\s*(?:a|hasta|y|-|–)\s*(?:las? )?{_CLOCK.format(2)}"
)
_OPENS = r"(?:abr\w+|apertura|desde|a partir de)"
_CLOSES = r"(?:cierr\w+|cerr\w+|hasta|cierre)"
_MOMENT = re.compile(
    rf"(?<!\w)(?:(?P<opens>{_OPENS})|(?P<closes>{_CLOSES}))(?!\w)(?P<gap>(?:(?!\d)[^.;:?\n]){{0,30}}?)(?<!\w){_CLOCK.format('')}"
)
_DAYS = ("lunes", "martes", "miercoles", "jueves", "viernes", "sabado", "domingo")
_DAY = rf"(?:{'|'.join(_DAYS)})s?"
_MONTHS = (
    *("enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre"),
    *("noviembre", "diciembre"),
)
_DATE = re.compile(rf"(?<!\w)(?:{_DAY} )?(?P<day>\d{{1,2}}) de (?P<month>{'|'.join(_MONTHS)})(?!\w)(?: \([^)]*\))?")
_SPAN = re.compile(rf"(?<!\w)(?P<first>{_DAY})(?:\s*(?P<link>a|al|-|–)\s*(?:los )?(?P<last>{_DAY}))?(?!\w)")
_ALL_WEEK = re.compile(r"(?<!\w)(?:todos los dias|diario|toda la semana|los 7 dias|los siete dias)(?!\w)")
_WORKDAYS = re.compile(r"(?<!\w)entre semana(?!\w)")
_WEEKEND = re.compile(r"(?<!\w)fin(?:es)? de semana(?!\w)")
_RELATIVE = re.compile(r"(?<!\w)(?P<today>hoy)(?!\w)|(?<!la )(?<!de )(?<!\w)(?P<tomorrow>manana)(?!\w)")
_NOW = re.compile(r"(?<!\w)(?:ahora(?: mismo)?|ahorita|en este momento)(?!\w)")
_CLOSED = re.compile(
    r"(?<!\w)(?:no (?:abr\w+|atend\w+|atiend\w+|trabaj\w+)"
    r"|(?:esta\w* )?cerrad[oa]s?|cerramos|cierran?|descansa\w*)(?!\w)"
)
_OPEN = re.compile(r"(?<!\w)(?:abrimos|abren?|(?:esta\w* )?abiert[oa]s?|atendemos|atienden?|trabajamos)(?!\w)")
_STATE = re.compile(r"esta\w* (?:abiert|cerrad)")
_NOT_KNOWN = re.compile(
    r"(?<!\w)(?:se|sabe\w*|saber|decirte|confirmar\w*|verific\w+|revis\w+|registrado|dato de) si [^.;]*$"
)
_ELSEWHERE = re.compile(r"\b(?:[Ee]n|[Ss]ucursal|[Ss]ede|[Tt]ienda|[Aa]gencia|Kavak) ((?:[A-ZÁÉÍÓÚÑ]\w+ ?)+)")


@dataclass
class Reading:
    """What came of reading a text: the text with all that was traced blanked out, and what is plainly untrue."""

    rest: str
    verdicts: list[Verdict] = field(default_factory=list)


@dataclass(frozen=True)
class _Days:
    """Days a line speaks of; each has the ranges that may be said of it, by branch."""

    start: int
    end: int
    weekdays: tuple[int, ...] = ()
    ahead: int | None = None  # today is 0
    date: tuple[int, int] | None = None  # month, day


@dataclass(frozen=True)
class _Named:
    start: int
    end: int
    branches: frozenset[int]


def read(text: str, own_words: str, facts: Sequence[Fact]) -> Reading:
    """Trace the hours of `own_words` (`text` with quotations blanked out, letter under letter) to the branches."""
    reader = _Reader(facts)
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


class _Reader:
    """The branches of the facts and how they are named."""

    def __init__(self, facts: Sequence[Fact]) -> None:
        self.branches = branches_in(facts)
        values = [fact.value for fact in facts if isinstance(fact.value, BranchesFound)]
        self.elsewhere = {
            name: _variants(name) for value in values for name in value.elsewhere if name not in self._ours()
        }
        self._patterns = {b.id: _any_of(_variants(b.name, b.city)) for b in self.branches.values()}

    def _ours(self) -> set[str]:
        return {branch.name for branch in self.branches.values()}

    def names(self, line: str) -> list[_Named]:
        """Return where a folded line names branches of ours; a name of several counts for all."""
        found: dict[tuple[int, int], set[int]] = {}
        for number, pattern in self._patterns.items():
            for match in pattern.finditer(line):
                found.setdefault(match.span(), set()).add(number)
        longest = [at for at in found if not any(o != at and o[0] <= at[0] and at[1] <= o[1] for o in found)]
        return [_Named(*at, frozenset(found[at])) for at in sorted(longest)]

    def names_another(self, line: str) -> bool:
        """Tell whether a folded line names a branch that was not found."""
        return any(_any_of(variants).search(line) for variants in self.elsewhere.values())


class _Line:
    """One line, read for the hours and the open days it states."""

    def __init__(self, reader: _Reader, line: str, own: str, names: list[_Named], carried: frozenset[int]) -> None:
        self._reader, self._names, self._carried = reader, names, carried
        self._written, self._own = own, fold(own).translate(_EMPHASIS)
        self._days = sorted(_days(self._own), key=lambda days: days.start)
        self._times: list[tuple[int, int]] = []

    def traced(self) -> str:
        """Return the line without the hours and dates that are true of their branches."""
        spans = [match.span() for match in _RANGE.finditer(self._own) if self._is_range(match)]
        rest = _blank(self._own, spans)
        spans += [match.span() for match in _MOMENT.finditer(rest) if self._is_moment(match)]
        spans += [(days.start, days.end) for days in self._days if days.date and self._is_date(days)]
        self._times = spans
        return _blank(self._written, spans)

    def untrue(self) -> Iterator[Verdict]:
        """Find days and moments called open or closed that no branch states so."""
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

    def _gap(self, one: _Named, two: _Named) -> str:
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
        return not named and any(place not in fold(where) and not _is_day(place) for place in meant)

    def _days_at(self, start: int, end: int) -> _Days | None:
        """Return the days said with what stands there: those before it, or behind it where the line begins with it."""
        before = [days for days in self._days if days.end <= start]
        behind = [days for days in self._days if days.start >= start]
        begins = not self._days or not _FIGURE.search(self._own, 0, self._days[0].start)
        if before and begins:
            return before[-1]
        return behind[0] if behind else (before[-1] if before else None)

    def _ranges(self, branch: BranchMatch, days: _Days | None) -> Iterator[Sequence[tuple[TimeRange, ...] | None]]:
        """Yield, day by day, what may truly be said of it: the usual week, and the date that comes next."""
        hours, today = branch.hours, branch.now.date()
        if days is None:
            yield from ([parts] for parts in hours.week if parts)
            yield from () if hours.stated else ([None],)
        elif days.date is not None:
            yield [hours.on(_next_date(today, *days.date))]
        elif days.ahead is not None:
            yield [hours.on(today + timedelta(days=days.ahead))]
        else:
            for weekday in days.weekdays:
                coming = hours.on(today + timedelta(days=(weekday - today.weekday()) % 7))
                yield [hours.week[weekday] if hours.stated else None, coming]

    # ── What is true ────────────────────────────────────────────────────────────────────────────────────────────

    def _is_range(self, match: re.Match[str]) -> bool:
        opens, closes = (_clock(match, part) for part in ("1", "2"))
        return self._holds(match.span(), lambda part: part.opens in opens and part.closes in closes)

    def _is_moment(self, match: re.Match[str]) -> bool:
        moments = _clock(match, "")
        if match["opens"]:
            return self._holds(match.span(), lambda part: part.opens in moments) or self._is_next(match, moments)
        return self._holds(match.span(), lambda part: part.closes in moments)

    def _is_next(self, match: re.Match[str], moments: set[time]) -> bool:
        """Tell whether it is said when a branch opens next, on the day said."""
        days, about = self._day_inside(match), self._about(match.start())
        openings = [branch.hours.next_opening(branch.now) for branch in about]
        return (
            bool(about)
            and days is not None
            and all(
                opening is not None
                and opening[1] in moments
                and (days.ahead == (opening[0] - b.now.date()).days or opening[0].weekday() in days.weekdays)
                for b, opening in zip(about, openings, strict=True)
            )
        )

    def _day_inside(self, match: re.Match[str]) -> _Days | None:
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

    def _is_date(self, days: _Days) -> bool:
        about = self._about(days.start)
        return bool(about) and all(self._is_near(branch, days) for branch in about)

    def _is_near(self, branch: BranchMatch, days: _Days) -> bool:
        when = _next_date(branch.now.date(), *(days.date or (1, 1)))
        named = _SPAN.match(self._own, days.start)
        if named and _weekday(named["first"]) != when.weekday():
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

    def _day_at(self, start: int, end: int) -> _Days | None:
        """Return the days a claim is about: the last before it, if nothing ended in between, or those in its clause."""
        before = [
            days for days in self._days if days.end <= start and not re.search(r"[.;!?]", self._own[days.end : start])
        ]
        if before:
            return before[-1]
        clause_end = end + len(re.split(r"[,.;:!?]", self._own[end:])[0])
        return next((days for days in self._days if end <= days.start < clause_end), None)

    def _timed(self, start: int, end: int) -> bool:
        """Whether the claim goes on with a time of day, which is looked at as such."""
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


def misplaced(text: str, own_words: str, facts: Sequence[Fact]) -> Iterator[Verdict]:
    """Find branches said to be where they are not: in another city, or at another's address."""
    reader = _Reader(facts)
    if not reader.branches:
        return
    for line, own in zip(fold(text).split("\n"), fold(own_words).split("\n"), strict=True):
        for name in reader.names(line):
            where = fold(
                " ".join(f"{b.name} {b.city} {b.address}" for b in map(reader.branches.get, name.branches) if b)
            )
            said = places_in(clauses.around(own, name.start, name.end))
            if said and said.isdisjoint(places_in(where)) and not clauses.negative(own, name.start, name.end):
                yield Verdict("foreign_site", line[name.start : name.end])
    yield from _addresses_of_others(text, reader)


def _addresses_of_others(text: str, reader: _Reader) -> Iterator[Verdict]:
    """Find an address of one branch that is said of another, named last before it in its paragraph."""
    for paragraph in fold(text).split("\n\n"):
        line = paragraph.replace("\n", " ").translate(_EMPHASIS)
        named = reader.names(line)
        for branch in reader.branches.values():
            street = fold(branch.address).split(",")[0].strip()
            shared = {other.id for other in reader.branches.values() if fold(other.address).startswith(street)}
            for match in re.finditer(rf"(?<!\w){re.escape(street)}(?!\w)", line) if street else ():
                before = [name for name in named if name.end <= match.start()]
                if before and before[-1].branches.isdisjoint(shared):
                    yield Verdict("address_of_another", match.group())


def quotable(branch: BranchMatch) -> Iterator[str]:
    """Return what may be repeated of a branch to the letter: its names, and its address whole or from its street on."""
    yield from (branch.name, branch.name.removeprefix("Kavak "))
    parts = [part for part in branch.address.split(", ") if part]
    yield from (", ".join(parts[:count]) for count in range(1, len(parts) + 1))


# ── Words ───────────────────────────────────────────────────────────────────────────────────────────────────────

_EMPHASIS = str.maketrans("_*~`", "    ")  # WhatsApp's marks


def _variants(name: str, city: str = "") -> set[str]:
    """Return the ways a branch is named, folded: whole, without "Kavak", and by the words that tell it."""
    folded = fold(name)
    bare = folded.removeprefix("kavak ")
    telling = " ".join(telling_words(name, city))
    return {folded, bare, *([telling] if telling in folded else [])}


def _any_of(variants: set[str]) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, sorted(variants, key=len, reverse=True)))})(?!\w)")


def _days(line: str) -> Iterator[_Days]:
    dates = list(_DATE.finditer(line))
    for match in dates:
        yield _Days(*match.span(), date=(_MONTHS.index(match["month"]) + 1, int(match["day"])))
    for match in _SPAN.finditer(line):
        if any(one.start() <= match.start() < one.end() for one in dates):
            continue
        first = _weekday(match["first"])
        last = _weekday(match["last"]) if match["last"] else first
        yield _Days(*match.span(), weekdays=tuple((first + step) % 7 for step in range((last - first) % 7 + 1)))
    for pattern, weekdays in ((_ALL_WEEK, range(7)), (_WORKDAYS, range(5)), (_WEEKEND, (5, 6))):
        yield from (_Days(*match.span(), weekdays=tuple(weekdays)) for match in pattern.finditer(line))
    for match in _RELATIVE.finditer(line):
        yield _Days(*match.span(), ahead=int(match["today"] is None))


def _weekday(word: str) -> int:
    return next(index for index, day in enumerate(_DAYS) if word.startswith(day))


def _is_day(words: str) -> bool:
    return any(words.startswith(day) for day in _DAYS)


def _next_date(today: date, month: int, day: int) -> date:
    for year in (today.year, today.year + 1):
        try:
            when = date(year, month, day)
        except ValueError:
            continue
        if when >= today:
            return when
    return today


def _clock(match: re.Match[str], part: str) -> set[time]:
    """Return the times of day that a clock's words may mean: "7" is seven in the morning or in the evening."""
    written = match[f"hour{part}"]
    hour, minute = _WORDS.get(written) or int(written if written.isdecimal() else 0), int(match[f"minute{part}"] or 0)
    half = match[f"half{part}"]
    hours = {hour} if half is None else {hour % 12 + (0 if half[0] == "a" or half.endswith("manana") else 12)}
    if half is None and not match[f"minute{part}"] and hour <= 12:
        hours.add(hour % 12 + 12)
    return {time(each, minute) for each in hours if each < 24 and minute < 60}


def _blank(line: str, spans: Sequence[tuple[int, int]]) -> str:
    for start, end in spans:
        line = line[:start] + " " * (end - start) + line[end:]
    return line
