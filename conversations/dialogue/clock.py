"""Hears when a customer wants to come: a day, a time of day, or a part of one, in their own loose words.

The numbers of a day and the figures of a clock are no amounts, so they are read here and not by the lexer.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from catalog.spelling import fold
from conversations.dialogue import lexer, places
from conversations.dialogue.lexicon import COMING, CORRECTION, NUMBER_WORDS, THEIR_DAY
from conversations.dialogue.plan import WEEK, Day

NOON = 12
_MONTHS = (
    *("enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre"),
    *("noviembre", "diciembre"),
)
_HOURS = {word: value for word, value in NUMBER_WORDS.items() if value <= NOON and word not in {"un", "uno"}}
_DATE = re.compile(rf"(?<![\w:])(?:dia )?(?P<day>\d{{1,2}}) de (?P<month>{'|'.join(_MONTHS)})(?!\w)")
_DAY_OF_MONTH = re.compile(r"(?<!\w)(?:el )?dia (?P<day>\d{1,2})(?!\w|:)")
# "Agéndame para verla el 31", "puedo ir el 15": not "ver el 2", of a list, nor "voy el 3 de la lista".
_COMES_ON = re.compile(
    r"(?<!\w)(?:verl[oa]s?|probarl[oa]s?|manejarl[oa]s?|agend\w+|cita|visita|voy|vamos|ir|paso|pasar|caigo|iria|vaya)"
    r" (?:(?:para|pa) )?el (?P<day>[12]\d|3[01])(?![\w:.%]|,\d| ?(?:mil|k|de la lista)(?!\w))"
    r"|(?<!\w)el (?P<at>[12]\d|3[01]),? (?=(?:como )?(?:a las?|tipo|al medio|en la|por la) )"
)
_HALF = r"(?:\s*(?P<half>a\.?\s?m\b\.?|p\.?\s?m\b\.?|(?:de|d|en|por|x) la (?:manana|tarde|noche)|hrs?|horas)(?!\w))?"
_ABOUT = r"como (?=\d{1,2}\s*(?:$|[.,;!?\n]))"  # "como 12", and no more
# "Around 11 in Puebla", and not "around 6 people".
_AROUND = r"(?:around|about|like) (?=\d{1,2}\s*(?:$|[.,;!?\n](?!\d)|(?:in|at|on|if|and|[ap]\.?m)(?!\w)))"
_CLOCK = re.compile(
    rf"(?<![\w:$.,])(?P<at>a ?las? |las? |tipo |at |{_ABOUT}|{_AROUND})?(?P<hour>\d{{1,2}}|{'|'.join(_HOURS)})"
    rf"(?:(?(at)[:.]|:)(?P<minute>\d{{2}}))?(?P<more> y media| y cuarto)?{_HALF}"
    r"(?![\w:]|\s*(?:(?:an(?:i?os?|itos?)|years?|months?|meses|percent|mil|k)(?!\w)|%|,?\d))"  # "at 4 years" is a term
)
# "10 30", "miércoles 2 15": where nothing but a time can be meant.
_SPACED = re.compile(
    r"(?:(?<=^)|(?<=lunes )|(?<=martes )|(?<=miercoles )|(?<=jueves )|(?<=viernes )|(?<=sabado )|(?<=domingo )"
    r"|(?<=manana )|(?<=hoy ))(?P<hour>\d{1,2}) (?P<minute>00|15|30|45)"
    r"(?![\w.,]*\d|\s*(?:mil|k|meses|an(?:i?os?)|%)(?!\w))"
)
# "Sábado 11 puebla", "prueba jueves 5": behind a day, where nothing follows that the figure could count.
_COUNTED = (
    r"mil|k|pesos|varos|meses|an(?:i?os?)|y (?:media|cuarto)|de|d|personas|carros|autos|enganche|[ap]\.? ?m|hrs?|horas"
)
_BARE = re.compile(
    rf"(?<!\w)(?P<day>{places.DAY_NAME}) (?P<figure>\d{{1,2}}"
    rf"|{'|'.join(word for word in _HOURS if word != 'una')})(?![\w:.%]|,\d| ?\d| ?(?:{_COUNTED})(?!\w))"
)
# "Después de la 1", "antes de las dos": any time from then on, or until then.
_FROM = re.compile(r"(?<!\w)(?:despue?s|dspue?s|dsps|pasad[oa]s?|pasando|a partir|from|after)(?: del?| d| el)? $")
_UNTIL = re.compile(r"(?<!\w)(?:antes|before)(?: del?| d)? $")
# "Una hora después", "media hora antes": counted from the hour that was said before.
_LATER = re.compile(
    r"(?<!\w)(?P<hours>una|1|media|dos|2|tres|3) (?:hora|hr|horita)s? "
    r"(?:(?P<later>despue?s|mas tarde|later)|antes|mas temprano)(?! de)"
)
_HOURS_LATER = {"una": 1.0, "media": 0.5, "dos": 2.0, "tres": 3.0}
_ANOTHER_HOUR = lexer.phrases(
    *("mas tarde", "mas tardecito", "mas temprano", "mas tempranito", "otra hora", "a otra hora", "later", "earlier")
)
_ANY_DATE = date(2000, 1, 1)
_LAST_HOUR, _WEEKS_AHEAD = 20, 4
_LAST_OF_A_DAY = 24
_NEAR = (Day.TODAY, Day.TOMORROW)
# "Salgo de guardia a las 8", "hasta las 6 trabajo": when the customer is free, and not when they come.
_OF_THEIR_DAY = re.compile(
    rf"(?:{lexer.phrases(*THEIR_DAY).pattern}(?: (?!(?:{'|'.join(COMING)})(?!\w))\w+){{0,5}}?"
    r" (?:(?:como|tipo) )?(?:a )?(?:hasta )?(?:las? )?|(?<!\w)hasta las? )(?=\d)"
)
# "Saliendo del trabajo como 7", "después de clases, tipo 4": when they come, and not when they are free.
_FROM_THERE = re.compile(
    r"(?<!\w)(?:saliendo|(?:al|despues de|dsps de) salir"
    r"|(?:cuando|en cuanto|ya que|nomas|apenas) (?:salga|salgamos|termine)"
    r"|despues|dsps) del? (?:(?:la|el|mi|su|nuestr[oa]) )?\w+"
)
_THEIR_VERB = re.compile(rf" {lexer.phrases(*THEIR_DAY).pattern}")  # "a las 11 salgo de guardia"
# "Mejor jueves, el miércoles tengo congreso": a day on which they cannot come.
_ANY_DAY = r"(?:lunes|martes|miercoles|jueves|viernes|sabado|domingo|hoy|manana)"
_BUSY_DAY = re.compile(
    rf"(?<!\w){_ANY_DAY} (?:ya |ahi |siempre )?"
    r"(?:no (?:puedo|podemos|podre|voy a poder|se puede|me queda|llego)"
    r"|t(?:engo|iene|enemos)(?! (?:libre|chance|tiempo))|trabaj[oa]|me toca"
    r"|no(?=[,.;!]| (?:mejor|entonces|sino|pero)(?!\w)|$))"
    r"|(?<!\w)(?:no (?:puedo|podemos|podre|voy a poder|alcanzo|llego|voy|me queda)|en (?:vez|lugar)(?: de)?) "
    rf"(?:(?:ir|pasar|venir|llegar) )?(?:el |del |este )?{_ANY_DAY}(?!\w)"
)
_NOON = lexer.phrases("medio dia", "mediodia", "noon")
_AFTER_TOMORROW = lexer.phrases("pasado manana", "day after tomorrow")
_YESTERDAY = lexer.phrases("ayer", "antier", "yesterday")
_MORNING = lexer.phrases("en la manana", "por la manana", "de la manana", "temprano", "in the morning")
_AFTERNOON = lexer.phrases("en la tarde", "por la tarde", "de la tarde", "d la tarde", "x la tarde", "in the afternoon")


@dataclass(frozen=True)
class When:
    """What was heard: the days that may be meant, soonest first, and the times of day ("a las 4" is two of them)."""

    days: tuple[date, ...] = ()
    times: tuple[time, ...] = ()
    morning: bool | None = None  # the part of the day; None is not said
    bound: str = ""  # "after" the time, or "before" it

    def __bool__(self) -> bool:
        return bool(self.days or self.times or self.morning is not None)


def hear(text: str, *, today: date) -> When:
    """Read the day and time in a text, as seen from `today`."""
    folded = _BARE.sub(lambda match: _told_in_full(match, today), _SPACED.sub(r"\g<hour>:\g<minute>", fold(text)))
    return When(tuple(_days(folded, today)), tuple(_times(folded)), _part(folded), _bound(folded))


def hear_last(text: str, *, today: date) -> When:
    """Read the day and time that are meant in the end: "a las 10, ay no, mejor el lunes a las 5"."""
    whole, folded = hear(text, today=today), fold(text)
    ends = [match.end() for match in lexer.phrases(*CORRECTION).finditer(folded)]
    last = hear(folded[ends[-1] :], today=today) if ends else whole
    if not last:
        return whole
    said = last if last.times else whole
    return When(last.days or whole.days, said.times, last.morning, said.bound)


def moved(text: str, at: Iterable[time]) -> tuple[time, ...]:
    """Return the times that are meant instead of those said before: "una hora después"; none for "más tarde"."""
    folded = fold(text)
    if match := _LATER.search(folded):
        hours = _HOURS_LATER.get(match["hours"]) or float(match["hours"])
        apart = timedelta(hours=hours if match["later"] else -hours)
        return tuple((datetime.combine(_ANY_DATE, each) + apart).time() for each in at)
    return () if _ANOTHER_HOUR.search(folded) else tuple(at)


def says_when(text: str) -> bool:
    """Tell whether a day, a time, a part of the day or another hour than before is said."""
    return bool(hear(text, today=_ANY_DATE)) or moved(text, [time()]) != (time(),)


def says_a_time(folded: str) -> bool:
    """Tell whether a time of day is said: "a las 11", "5 de la tarde", "sábado 11"."""
    return any(_times(folded)) or any(_figure(match) <= _LAST_HOUR for match in _BARE.finditer(folded))


def blanked(folded: str) -> str:
    """Return folded text without its dates and times of day; "el 5 de diciembre" is no place of a list."""
    folded = _SPACED.sub(r"\g<hour>:\g<minute>", folded)
    folded = _BARE.sub(lambda match: f"{match['day']} {' ' * len(match['figure'])}", folded)
    folded = _blank(_blank(folded, _DATE), _DAY_OF_MONTH)
    return _CLOCK.sub(lambda match: " " * len(match.group()) if _is_clock(match) else match.group(), folded)


def _told_in_full(match: re.Match[str], today: date) -> str:
    """Write the figure behind a day's name as what it is: that day's date, "viernes 4", or else the hour."""
    [day] = places.days(match["day"])
    figure, first = _figure(match), days_after(day, today)[0]
    dates = [first + timedelta(days=len(WEEK) * weeks) for weeks in range(1 if day in _NEAR else _WEEKS_AHEAD)]
    if figure in {one.day for one in dates}:
        return f"{match['day']} dia {figure}"
    return f"{match['day']} {figure}:00" if 0 < figure <= _LAST_HOUR else match.group()


def _figure(match: re.Match[str]) -> int:
    return _HOURS.get(match["figure"]) or int(match["figure"])


def _blank(folded: str, pattern: re.Pattern[str]) -> str:
    return pattern.sub(lambda match: " " * len(match.group()), folded)


def days_after(day: Day, today: date) -> tuple[date, ...]:
    """Return the dates that a day's name may mean: today's own name is today or a week from now."""
    if day in {Day.TODAY, Day.TOMORROW}:
        return (today + timedelta(days=int(day is Day.TOMORROW)),)
    ahead = (WEEK.index(day) - today.weekday()) % len(WEEK)
    return tuple(today + timedelta(days=days) for days in ((ahead,) if ahead else (0, len(WEEK))))


def _days(folded: str, today: date) -> Iterator[date]:
    for match in _DATE.finditer(folded):
        yield from _next_date(today, int(match["day"]), _MONTHS.index(match["month"]) + 1)
        return
    if _AFTER_TOMORROW.search(folded):
        yield today + timedelta(days=2)
        return
    if _YESTERDAY.search(folded):
        yield today - timedelta(days=1)
        return
    if day_alone := _DAY_OF_MONTH.search(folded) or _COMES_ON.search(folded):
        yield from _next_date(today, int(next(filter(None, day_alone.groups()))), None)
        return
    for day in places.days(_BUSY_DAY.sub(" ", folded)) or places.days(folded):
        yield from days_after(day, today)


def _next_date(today: date, day: int, month: int | None) -> Iterator[date]:
    """Yield the next date of that day (and month); one just gone by is meant as such, not for a year from now."""
    for ahead in range(-31, 334):
        when = today + timedelta(days=ahead)
        if when.day == day and month in {None, when.month} and (month is not None or ahead >= 0):
            yield when
            return


def _times(folded: str) -> Iterator[time]:
    if _NOON.search(folded):
        yield time(NOON)
    before = {match.end(): match.start("hour") for match in _CLOCK.finditer(folded)}  # "a las 11 salgo, como 12 llego"
    from_there = _blank(folded, _FROM_THERE)
    theirs = {before.get(match.start() - 1, match.end()) for match in _OF_THEIR_DAY.finditer(from_there)}
    theirs |= {hour for end, hour in before.items() if _THEIR_VERB.match(folded, end)}
    for match in _CLOCK.finditer(_blank(_blank(folded, _DATE), _DAY_OF_MONTH)):
        if match.start("hour") in theirs:
            continue
        if not _is_clock(match):
            continue  # "2" alone is a place of a list
        hour = _HOURS.get(match["hour"]) or int(match["hour"] if match["hour"].isdecimal() else 0)
        minute = int(match["minute"] or {" y media": 30, " y cuarto": 15}.get(match["more"] or "", 0))
        if hour < 24 and minute < 60:
            yield from (time(each, minute) for each in _halves(hour, match["half"] or ""))


def _bound(folded: str) -> str:
    """Return whether a time is the first ("after") or the last ("before") that is meant."""
    said = [*_NOON.finditer(folded), *(match for match in _CLOCK.finditer(folded) if _is_clock(match))]
    before = [folded[: match.start()] for match in said]
    if any(_FROM.search(text) for text in before):
        return "after"
    return "before" if any(_UNTIL.search(text) for text in before) else ""


def _is_clock(match: re.Match[str]) -> bool:
    if match["hour"].isdecimal() and int(match["hour"]) > _LAST_OF_A_DAY:
        return False  # "como 98" thousand kilometres
    before = match.string[: match.start()]
    if match["at"] in {"la ", "las "} and (_FROM.search(before) or _UNTIL.search(before)):
        return True  # "después de la 1"
    if match["at"] == "la ":  # the first of the list
        return False
    if match["at"] == "las " and not match["hour"].isdecimal():  # "probar las dos" are cars, "las dos" alone an hour
        return bool(match["minute"] or match["half"] or match["more"]) or match.group() == match.string.strip()
    return bool(match["at"] or match["minute"] or match["half"] or match["more"])


def _halves(hour: int, half: str) -> tuple[int, ...]:
    """Return the hours that a figure of the clock may mean, the likelier first."""
    if half[:1] == "a" or half.endswith("manana"):
        return (hour % NOON,) if hour == NOON else (hour,)
    if (half[:1] == "p" and not half.startswith("por")) or half.endswith(("tarde", "noche")):
        return (hour % NOON + NOON,)
    return (hour, hour % NOON + NOON) if 0 < hour <= NOON else (hour,)


def _part(folded: str) -> bool | None:
    if _MORNING.search(folded):
        return True
    return False if _AFTERNOON.search(folded) else None
