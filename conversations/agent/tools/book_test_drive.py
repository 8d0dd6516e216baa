"""Tool: arrange a test drive from the customer's own words, or move the one on record; it says what is missing."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from django.utils import timezone
from pydantic import Field

from catalog import branch_names, branches, search
from catalog.criteria import CarMatch
from catalog.hours import Slot as Drive
from catalog.places import BranchMatch
from conversations.agent.tools import Tool, ToolArgs, ToolContext
from conversations.agent.tools.find_branches import branches_there, sites_there
from conversations.dialogue import clock, lexer, lexicon
from conversations.dialogue.clock import NOON, When
from conversations.dialogue.errands import VisitWish
from conversations.dialogue.facts import FactValue, VisitResult, VisitStep
from knowledge import sites
from knowledge.language import districts, reading
from knowledge.language.folding import fold
from knowledge.language.places import PLACE_BY_NAME, Place, Site, places_in

_LOOK_AHEAD = 14  # days
_DAY_IS_OVER = 17  # o'clock: nobody can be asked any more for today, its name is next week's day
_MOST_DAYS = 4
_MOST_TIMES = 8
_EITHER = lexer.phrases(*lexicon.EITHER_DAY)


class BookTestDriveArgs(ToolArgs):
    """Which car, and the customer's words on where and when; what they said before is remembered."""

    stock_id: int | None = Field(None, ge=1, le=2**31 - 1, description="From an earlier result.")
    before: str = Field("", max_length=2000, description="What they said before of where they are, if they did.")
    words: str = Field("", max_length=2000, description="The customer's own words: 'el sábado a las 11 en Mirador'.")


def run(args: BookTestDriveArgs, context: ToolContext) -> FactValue:
    """Return what is noted, or what keeps it from being noted and what there is to choose from."""
    args = args.model_copy(update={"words": _first_choice(args.words, context)})
    booked = context.booked
    stock_id = args.stock_id or context.visit.stock_id or (booked.stock_id if booked else None)
    car = search.find_car(stock_id=stock_id) if stock_id else None
    wish = replace(_noted(context.visit, args.words, context), stock_id=stock_id)
    if stock_id and (car is None or car.status in {"sold", "withdrawn"}):
        return VisitResult(VisitStep.CAR_GONE, car, wish=replace(wish, stock_id=None))
    step, found = _place(args.words, context)
    nowhere = step is VisitStep.PLACE and not found
    wish = replace(wish, place=_where(args, wish.place)) if nowhere else wish
    if stock_id is None:
        return VisitResult(VisitStep.CAR, wish=replace(wish, branch=found[0].id if step is None else None))
    if nowhere:
        return _left_to_people(wish, car, context)
    if step is not None:
        return VisitResult(step, car, found, wish=replace(wish, branch=None))
    return _Arrangement(found[0], car, replace(wish, branch=found[0].id), context).at(args.words)


def _first_choice(words: str, context: ToolContext) -> str:
    """Return what is asked for first of two days at two places: "hoy en Artz o si no el domingo en Puebla"."""
    folded, today = fold(words), timezone.localtime(context.now).date()
    told = _Told(sites.all_sites(), sites.cities())
    for either in _EITHER.finditer(folded):
        each = folded[: either.start()], folded[either.end() :]
        if all(clock.hear(one, today=today).days and _names_a_place(one, told, context) for one in each):
            return each[0]
    return words


def _names_a_place(words: str, told: "_Told", context: ToolContext) -> bool:
    known = branches.all_branches(now=context.now)
    there, elsewhere = branches_there(words, known)
    return bool(elsewhere or there or branch_names.named_in(words, known) or told.site_in(words))


def _noted(wish: VisitWish, words: str, context: ToolContext) -> VisitWish:
    """Keep what is said of when while something else is still to be asked."""
    now = timezone.localtime(context.now)
    when = _on_another_day(clock.hear_last(words, today=now.date()), wish, context)
    gone = now.hour >= _DAY_IS_OVER or (bool(when.times) and max(when.times) <= now.time())
    over = len(when.days) > 1 and when.days[0] == now.date() and gone  # "el domingo a las 9", said on one at noon
    day = when.days[over].isoformat() if when.days else wish.day
    kept = clock.moved(words, map(time.fromisoformat, wish.at)) if when.morning is None else ()
    bound = when.bound if when.times or not kept else wish.bound
    return replace(wish, day=day, at=tuple(f"{at:%H:%M}" for at in when.times or kept), bound=bound)


def _is_too_late(wish: VisitWish, now: datetime) -> bool:
    """Whether the wish is for today, and no such hour is left of it: "hoy" at night, "hoy a las 5" at six."""
    times = wish.times_of_day[:1] if wish.bound != "after" else ()
    gone = times[0] <= now.time() if times else now.hour >= _DAY_IS_OVER
    return wish.day == now.date().isoformat() and gone


def _on_another_day(when: When, wish: VisitWish, context: ToolContext) -> When:
    """Leave out the day that was said before where another is named: "mejor el viernes, el jueves tiene doctor"."""
    booked = context.booked
    known = (
        date.fromisoformat(wish.day) if wish.day else timezone.localtime(booked.starts_at).date() if booked else None
    )
    others = tuple(day for day in when.days if known is None or day.weekday() != known.weekday())
    return replace(when, days=others or when.days)


def _left_to_people(wish: VisitWish, car: CarMatch | None, context: ToolContext) -> VisitResult:
    """Return what is still to be told where no branch is on record, or that a person is asked to settle the rest."""
    if _is_too_late(wish, timezone.localtime(context.now)):
        return VisitResult(VisitStep.OPEN_PAST, car, wish=replace(wish, day=None))
    if wish.day is None or not wish.at:
        return VisitResult(VisitStep.OPEN_TIME if wish.day else VisitStep.OPEN_DAY, car, wish=wish)
    there = tuple(site.name for site in sites.all_sites() if site.city == wish.place)
    places = there if wish.place else sites.cities()
    return VisitResult(VisitStep.OPEN, car, wish=wish, places=places, back=context.team_is_back())


def _where(args: BookTestDriveArgs, known: str) -> str:
    """Return the site or the city meant, where none is on record but on a page: the one said last, the site first."""
    told = _Told(sites.all_sites(), sites.cities())
    city = next(iter(told.cities_in(args.words)), "")
    if named := told.site_in(args.words):
        return named.name
    if known:
        return told.only_site(city) or known
    before, cities = told.site_in(f"{args.before}\n{city}"), told.cities_in(args.before)  # which "San Jerónimo" it is
    if before and city in {"", before.city}:
        return before.name  # "me queda mejor Revolución", and then "el sábado"
    return told.only_site(city or (cities[0] if len(cities) == 1 else ""))


@dataclass(frozen=True)
class _Told:
    """The sites and the cities that pages tell of, read once."""

    everywhere: tuple[Site, ...]
    cities: tuple[str, ...]

    def site_in(self, words: str) -> Site | None:
        """Return the one site that words mean, whatever city was spoken of before."""
        found = sites_there(words, self.everywhere) or sites.near(words, self.everywhere)
        return found[0] if len(found) == 1 else None

    def cities_in(self, words: str) -> list[str]:
        """Return the cities that words name, or that serve the places they name."""
        return [city for city in self.cities if not places_in(city).isdisjoint(_served(words))]

    def only_site(self, city: str) -> str:
        """Return the site of a city that has but one, else the city."""
        there = [site.name for site in self.everywhere if site.city == city]
        return there[0] if len(there) == 1 else city


def _served(words: str) -> tuple[Place, ...]:
    """Return the cities that a text names, and those that serve the places it names."""
    read = reading.read(words)
    served = (*read.places, *read.nearest_places)
    return served or tuple(filter(None, [PLACE_BY_NAME.get(districts.city_of(words))]))


# ── Where ───────────────────────────────────────────────────────────────────────────────────────────────────────


def _place(words: str, context: ToolContext) -> tuple[VisitStep | None, tuple[BranchMatch, ...]]:
    """Return the one branch meant; or why it is not known, and those to choose from."""
    known = branches.all_branches(now=context.now)
    there, elsewhere = branches_there(words, known)
    if elsewhere and known:
        return VisitStep.UNKNOWN_PLACE, known
    nearest = sites.nearest(words, there or known)
    named = branch_names.named_in(words, there or known) or (nearest if len(nearest) == 1 else ())
    meant = named or there or _remembered(known, context)
    if len(meant) == 1:
        return None, meant
    return VisitStep.PLACE, meant or known


def _remembered(known: Sequence[BranchMatch], context: ToolContext) -> tuple[BranchMatch, ...]:
    """Return the branch spoken of before, or the one of the test drive on record, or the only one there is."""
    number = context.visit.branch or (context.booked.branch if context.booked else None)
    return tuple(branch for branch in known if branch.id == number) or (tuple(known) if len(known) == 1 else ())


# ── When ────────────────────────────────────────────────────────────────────────────────────────────────────────


class _Arrangement:
    """A test drive at one branch."""

    def __init__(self, branch: BranchMatch, car: CarMatch | None, wish: VisitWish, context: ToolContext) -> None:
        self._branch, self._car, self._wish, self._context = branch, car, wish, context
        self._today = branch.now.date()

    def at(self, words: str) -> VisitResult:
        """Return what comes of the customer's words on when."""
        when = _on_another_day(clock.hear(words, today=self._today), self._context.visit, self._context)
        ahead = [self._today + timedelta(days=days) for days in range(_LOOK_AHEAD)]
        days = self._days(when)
        free = self._free([*ahead, *days])
        open_days = tuple(day for day in ahead if free[day])[:_MOST_DAYS]
        if not open_days:
            return self._result(VisitStep.NO_SCHEDULE)
        if not days:
            return self._result(VisitStep.DAY, days=open_days)
        day = next((day for day in days if free[day]), days[-1])
        if not free[day]:
            return self._result(self._refused(day), day=day, days=open_days)
        return self._on(day, when, free[day])

    def _days(self, when: When) -> tuple[date, ...]:
        """Return the days that may be meant: said now, said before, or that of the test drive to be moved."""
        if when.days:
            return when.days
        if self._wish.day:
            return (date.fromisoformat(self._wish.day),)
        booked = self._context.booked
        return (booked.starts_at.astimezone(self._branch.now.tzinfo).date(),) if booked else ()

    def _free(self, days: Sequence[date]) -> dict[date, tuple[Drive, ...]]:
        offered = branches.drives(self._branch.id, days=days, after=self._context.now)
        return {day: tuple(self._with_places(day, slots)) for day, slots in offered.items()}

    def _with_places(self, day: date, slots: Sequence[Drive]) -> Iterator[Drive]:
        taken = self._context.diary.taken(self._branch.id, day) if slots else {}
        booked = self._context.booked
        for slot in slots:
            mine = booked is not None and (booked.branch, booked.starts_at) == (self._branch.id, slot.starts)
            if taken.get(slot.starts, 0) - mine < slot.cars:
                yield slot

    def _refused(self, day: date) -> VisitStep:
        """Say why a day has nothing free: it is over, the branch is closed, or others were quicker."""
        if day < self._today:
            return VisitStep.PAST
        offered = branches.drives(
            self._branch.id, days=[day], after=datetime.combine(day, time(), self._context.now.tzinfo)
        )
        if not offered[day]:
            return VisitStep.CLOSED
        return VisitStep.PAST if day == self._today else VisitStep.TAKEN

    def _on(self, day: date, when: When, free: Sequence[Drive]) -> VisitResult:
        """Return the slot that is meant on a day, or those to choose from."""
        times = when.times or self._times_said(when)
        if within := [slot for slot in free if self._is_within(slot.starts.time())]:
            return self._result(VisitStep.TIME, day=day, times=tuple(slot.starts for slot in within[:_MOST_TIMES]))
        chosen = next((slot for at in times for slot in free if slot.starts.time() == at), None)
        if chosen is None:
            offered = [slot.starts for slot in free if when.morning in {None, slot.starts.hour < NOON}]
            starts = _nearest(offered or [slot.starts for slot in free], times)
            step = VisitStep.TAKEN if when.times or self._wish.at else VisitStep.TIME
            return self._result(step, day=day, times=starts)
        booked = self._context.booked
        done = VisitStep.MOVED if booked else VisitStep.NOTED
        return self._result(done, day=day, starts_at=chosen.starts, appointment=booked.id if booked else None)

    def _is_within(self, at: time) -> bool:
        """Whether a time is one of those that are meant, where only its bound was said: "después de la 1"."""
        said = self._wish.times_of_day[:1] if self._wish.bound else ()
        return any(at >= one if self._wish.bound == "after" else at < one for one in said)

    def _times_said(self, when: When) -> tuple[time, ...]:
        """Return the time said before, or that of the test drive that is moved to another day or place."""
        if when.morning is None and self._wish.at:
            return tuple(map(time.fromisoformat, self._wish.at))
        booked = self._context.booked
        keeps = booked is not None and when.morning is None
        return (booked.starts_at.astimezone(self._branch.now.tzinfo).time(),) if booked and keeps else ()

    def _result(self, step: VisitStep, *, day: date | None = None, **more: object) -> VisitResult:
        asks_when = step in {VisitStep.TIME, VisitStep.TAKEN}
        wish = replace(
            self._wish,
            day=day.isoformat() if day and step not in _NO_DAY else None,
            at=() if asks_when else self._wish.at,
        )
        return VisitResult(step, self._car, (self._branch,), day=day, wish=wish, **more)  # type: ignore[arg-type]


_NO_DAY = {VisitStep.CLOSED, VisitStep.PAST}


def _nearest(starts: Sequence[datetime], times: Sequence[time]) -> tuple[datetime, ...]:
    """Return the moments to choose from, those around the time that was asked for."""
    if not times:
        return tuple(starts[:_MOST_TIMES])
    asked = [_minute(at) for at in times]
    nearest = sorted(starts, key=lambda start: min(abs(_minute(start) - minute) for minute in asked))
    return tuple(sorted(nearest[:3]))


def _minute(at: time | datetime) -> int:
    return at.hour * 60 + at.minute


TOOL = Tool(
    name="book_test_drive",
    description=(
        "Ask for a test drive, or move the one on record: give the car and the customer's own words on branch, day and "
        "time. It says what is still missing or not possible; show its result with the `visit` part."
    ),
    args=BookTestDriveArgs,
    run=run,
)
