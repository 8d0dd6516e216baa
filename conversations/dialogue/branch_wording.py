"""Writes branches in es-MX: addresses, weeks, special dates, open or closed; each line names whose hours they are."""

from collections.abc import Iterator, Sequence
from datetime import date, time, timedelta

from catalog.hours import Holiday, OpeningHours, TimeRange, runs
from catalog.places import BranchMatch
from conversations.dialogue import wording
from conversations.dialogue.plan import WEEK, About, Day
from conversations.dialogue.sentences import Sentence
from knowledge.language.places import Site

BRANCHES_BY_CITY = Sentence("Estas son nuestras sucursales:")
PICK_A_BRANCH = Sentence("Dime cuál te interesa y te paso su dirección y su horario.")
NEAREST_SITE = Sentence(
    "De las sedes que tengo registradas, por esa zona la más cercana, en línea recta aproximada:",
    en="Of the branches I have on record, the nearest to that area, roughly as the crow flies:",
)
NEAREST_TO_TOWN = Sentence(
    "No tengo registrada una sucursal en ese lugar. La más cercana de las que tengo, en línea recta aproximada:",
    en="I have no branch on record there. The nearest one I have, roughly as the crow flies:",
)
NEAREST_SITES = Sentence(
    "De las sedes que tengo registradas, por esa zona las más cercanas, en línea recta aproximada:",
    en="Of the branches I have on record, those nearest to that area, roughly as the crow flies:",
)
NEAREST_OF_EACH_CITY = Sentence(
    "Hay una zona llamada así en más de una ciudad. La sede más cercana que tengo en cada una:",
    en="There is an area called so in more than one city. The nearest branch I have in each:",
)
NONE_ELSEWHERE = Sentence(
    "De lo demás que mencionas no tengo registrada ninguna sucursal.",
    en="In the other places you mention I have no branch on record.",
)
HOLIDAYS_UNKNOWN = Sentence(
    "No tengo registrado el horario de los días festivos. El de siempre es este:",
    en="I have no opening hours on record for holidays. The usual ones are:",
)
_MOST_CARDS = 5
_MOST_LINES = 10
_NOTICE_DAYS = 7  # special dates so near belong to the answer
_DAYS = ("lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo")
_MONTHS = (
    *("enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre"),
    *("noviembre", "diciembre"),
)


def write(branches: Sequence[BranchMatch], about: About, days: Sequence[Day] = ()) -> str:
    """Return the text about these branches; many of them are only named, city by city."""
    if about is About.PLACE:
        return "\n\n".join(map(_card, branches)) if len(branches) <= _MOST_CARDS else _by_city(branches)
    unknown = [branch for branch in branches if _is_unknown(branch, about, days)]
    told = [branch for branch in branches if branch not in unknown]
    if len(told) > _MOST_LINES:
        return _by_city(branches)
    lines = [_line(branch, about, days) for branch in told]
    if unknown:
        lines.append(no_hours([_named(branch) for branch in unknown], any_known=bool(told)))
    return "\n\n".join(lines)


def no_hours(names: list[str], *, any_known: bool) -> str:
    """Say of which branches nobody stated the hours, and offer a person where that was all that was asked."""
    these = " y ".join(filter(None, [", ".join(names[:-1]), names[-1]]))
    unknown = f"no está registrado el horario de {these}"
    if any_known:
        return f"{unknown[0].upper()}{unknown[1:]}."
    return f"No tengo ese dato: {unknown}. Si quieres, te comunico con una persona del equipo."


def _is_unknown(branch: BranchMatch, about: About, days: Sequence[Day]) -> bool:
    if about is About.NOW:
        return branch.open_now is None
    return not branch.hours.stated and all(branch.hours.on(_date(branch, day)) is None for day in days)


def _named(branch: BranchMatch) -> str:
    return f"*{branch.name}* ({branch.city})"


def _card(branch: BranchMatch) -> str:
    hours = [f"Horario: {week(branch.hours)}", *_special_dates(branch)] if branch.hours.stated else []
    address = branch.address or ("" if hours else f"Dirección: {wording.NOT_STATED}")
    return "\n".join(filter(None, [_named(branch), address, *hours]))


def _by_city(branches: Sequence[BranchMatch]) -> str:
    cities = dict.fromkeys(branch.city for branch in branches)
    lines = [f"*{city}*: {', '.join(b.name for b in branches if b.city == city)}" for city in cities]
    return "\n".join([BRANCHES_BY_CITY, *lines, PICK_A_BRANCH])


def _line(branch: BranchMatch, about: About, days: Sequence[Day]) -> str:
    if about is About.NOW:
        return f"{_named(branch)}: {_now(branch)}"
    if days:
        return f"{_named(branch)}: {'; '.join(_on(branch, day) for day in days)}"
    return "\n".join([f"{_named(branch)}: {week(branch.hours)}", *_special_dates(branch)])


# ── Hours ───────────────────────────────────────────────────────────────────────────────────────────────────────


def week(hours: OpeningHours) -> str:
    """Write a week: `lunes a viernes de 9:00 a 19:00; sábado de 10:00 a 14:00; domingo cerrado`."""
    return "; ".join(f"{_span(first, last)} {_ranges(hours.week[first])}" for first, last in runs(hours.week))


def _span(first: int, last: int) -> str:
    if last - first == len(_DAYS) - 1:
        return "todos los días"
    if first == last:
        return _DAYS[first]
    return f"{_DAYS[first]} {'y' if last == first + 1 else 'a'} {_DAYS[last]}"


def _ranges(ranges: Sequence[TimeRange]) -> str:
    return " y ".join(f"de {_time(part.opens)} a {_time(part.closes)}" for part in ranges) or "cerrado"


def _time(moment: time) -> str:
    return f"{moment.hour}:{moment:%M}"


def _special_dates(branch: BranchMatch) -> Iterator[str]:
    today = branch.now.date()
    for holiday in branch.hours.holidays:
        if today <= holiday.date <= today + timedelta(days=_NOTICE_DAYS):
            yield f"El {_dated(holiday)}: {_ranges((holiday.open,) if holiday.open else ())}"


def _dated(holiday: Holiday) -> str:
    day = holiday.date
    written = f"{_DAYS[day.weekday()]} {day.day} de {_MONTHS[day.month - 1]}"
    return f"{written} ({holiday.name})" if holiday.name else written


def _on(branch: BranchMatch, day: Day) -> str:
    """Say whether and when a branch opens on a day asked about."""
    when = _date(branch, day)
    holiday, ranges = branch.hours.holiday_on(when), branch.hours.on(when)
    name = _relative(branch, when) if day in {Day.TODAY, Day.TOMORROW} else f"el {_DAYS[when.weekday()]}"
    name = f"el {_dated(holiday)}" if holiday else name
    if ranges is None:
        return f"{name}: horario {wording.NOT_STATED}"
    return f"{name} abre {_ranges(ranges)}" if ranges else f"{name} no abre"


def _date(branch: BranchMatch, day: Day) -> date:
    today = branch.now.date()
    if day in {Day.TODAY, Day.TOMORROW}:
        return today + timedelta(days=int(day is Day.TOMORROW))
    return today + timedelta(days=(WEEK.index(day) - today.weekday()) % len(WEEK))


def _now(branch: BranchMatch) -> str:
    closing, opening = branch.hours.closing(branch.now), branch.hours.next_opening(branch.now)
    if closing:
        return f"abierta ahora; hoy cierra {_at(closing)}"
    if opening is None:
        return "cerrada ahora"
    day, moment = opening
    return f"cerrada ahora; abre {_relative(branch, day)} {_at(moment)}"


def _at(moment: time) -> str:
    return f"a la{'' if moment.hour == 1 else 's'} {_time(moment)}"


def _relative(branch: BranchMatch, day: date) -> str:
    ahead = (day - branch.now.date()).days
    if ahead < len(_DAYS):
        return ("hoy", "mañana")[ahead] if ahead in {0, 1} else f"el {_DAYS[day.weekday()]}"
    return f"el {_DAYS[day.weekday()]} {day.day} de {_MONTHS[day.month - 1]}"


def of_each_city(sites: Sequence[Site]) -> str:
    """Write the sites that pages tell of, each with its address; of several cities, city by city."""
    cities = dict.fromkeys(site.city for site in sites)
    each = {city: "\n".join(_of_a_page(site) for site in sites if site.city == city) for city in cities}
    return "\n\n".join(f"*{city}*\n{told}" if len(each) > 1 else told for city, told in each.items())


def _of_a_page(site: Site) -> str:
    return f"{site.name}: {site.address or wording.NOT_STATED}"


def branches_are_in(cities: Sequence[str]) -> Sentence:
    """Say in which cities there are branches, where a car may be seen."""
    named = ", ".join(cities)
    return Sentence(f"Tengo sucursales en {named}. ¿Cuál te queda?", en=f"I have branches in {named}. Which suits you?")
