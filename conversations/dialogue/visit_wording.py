"""Writes test drives: what was noted, what is still missing and what there is to choose from; days and times of day."""

from collections.abc import Sequence
from datetime import date, datetime

from catalog.places import BranchMatch
from conversations.dialogue import branch_wording, wording
from conversations.dialogue.errands import VisitWish
from conversations.dialogue.facts import VisitResult, VisitStep
from conversations.dialogue.plan import Slot
from conversations.dialogue.sentences import Sentence, Voice
from conversations.dialogue.writing import all_of

_DAYS = ("lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo")
_MONTHS = (
    *("enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre"),
    *("noviembre", "diciembre"),
)
_ENGLISH_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_ENGLISH_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July", "August", "September", "October"),
    *("November", "December"),
)
_OF_CAR = Sentence(" del *{title}*", en=" of the *{title}*")
_AT = Sentence("{day} a las {time}", en="{day} at {time}")
_AT_ONE = Sentence("{day} a la {time}", en="{day} at {time}")

_SAID: dict[VisitStep, Sentence] = {
    VisitStep.NOTED: Sentence(
        "Anoté tu prueba de manejo{car}: {moment} en {branch}. Una persona de la sucursal te la confirma por aquí. "
        "Si algo cambia, escríbeme y la muevo o la cancelo.",
        en="I've noted your test drive{car}: {moment} at {branch}. A person at the branch will confirm it here. If "
        "anything changes, write to me and I'll move or cancel it.",
    ),
    VisitStep.MOVED: Sentence(
        "Cambié tu prueba de manejo{car}: ahora es el {moment} en {branch}. Una persona de la sucursal te la confirma "
        "por aquí.",
        en="I've moved your test drive{car}: it is now {moment} at {branch}. A person at the branch will confirm it "
        "here.",
    ),
    VisitStep.CANCELLED: Sentence(
        "Cancelé tu prueba de manejo{car} del {moment} en {branch}. Si quieres otra fecha, dime cuál.",
        en="I've cancelled your test drive{car} on {moment} at {branch}. If you want another date, tell me which.",
    ),
    VisitStep.NOTHING_TO_CANCEL: Sentence(
        "No tienes ninguna prueba de manejo pendiente conmigo. Si la pediste por otro medio, te comunico con una "
        "persona del equipo; si quieres una, dime qué auto y qué día.",
        en="You have no test drive coming with me. If you arranged one elsewhere, I can put you through to a person "
        "on the team; if you want one, tell me which car and which day.",
    ),
    VisitStep.CAR_GONE: Sentence(
        "Ese auto ya no está disponible para probarlo. ¿Cuál otro te interesa?",
        en="That car can no longer be tried. Which other one would you like?",
    ),
    VisitStep.CAR: Sentence(
        "¿Qué auto quieres probar{wished}? Dime el número de la lista o el modelo.",
        en="Which car would you like to try{wished}? Tell me the number on the list or the model.",
    ),
    VisitStep.OPEN_DAY: Sentence("Va, probar el *{title}*{wished}.", en="All right, to try the *{title}*{wished}."),
    VisitStep.OPEN_TIME: Sentence("Va, probar el *{title}*{wished}.", en="All right, to try the *{title}*{wished}."),
    VisitStep.OPEN_PAST: Sentence(
        "Hoy ya no alcanza, pero va otro día: probar el *{title}*{wished}.",
        en="It is too late for today, but another day will do: to try the *{title}*{wished}.",
    ),
    VisitStep.OPEN: Sentence(
        "Le paso tu solicitud a una persona del equipo: probar el *{title}*{wished}. Te confirma por aquí el lugar y "
        "la hora. Si algo cambia o tienes otra duda, escríbeme.",
        en="I'm passing your request to a person on our team: to try the *{title}*{wished}. They will confirm the "
        "place and the time here. If anything changes or you have another question, write to me.",
    ),
    VisitStep.WITHDRAWN: Sentence(
        "De acuerdo, le aviso a la persona del equipo que ya no vienes a probar el *{title}*{wished}. Si quieres otra "
        "fecha, dime cuál.",
        en="All right, I'll let the person on our team know that you are not coming to try the *{title}*{wished}. If "
        "you want another date, tell me which.",
    ),
    VisitStep.PLACE: Sentence(
        "Claro, vamos a ver cuándo puedes probarlo{car}.", en="Sure, let's see when you can try it{car}."
    ),
    VisitStep.UNKNOWN_PLACE: Sentence(
        "No tengo registrada una sucursal en ese lugar.", en="I have no branch on record there."
    ),
    VisitStep.NO_SCHEDULE: Sentence(
        "No tengo registrado el horario de pruebas de manejo de {branch}. Dime si te queda otra sucursal, o te "
        "comunico con una persona.",
        en="I have no test-drive schedule on record for {branch}. Tell me if another branch suits you, or I can put "
        "you through to a person.",
    ),
    VisitStep.DAY: Sentence("En {branch} hay lugar el {days}.", en="At {branch} there is room on {days}."),
    VisitStep.CLOSED: Sentence(
        "El {day} no hay pruebas de manejo en {branch}. Hay lugar el {days}.",
        en="On {day} there are no test drives at {branch}. There is room on {days}.",
    ),
    VisitStep.PAST: Sentence(
        "Ese día ya no se puede. En {branch} hay lugar el {days}.",
        en="That day is no longer possible. At {branch} there is room on {days}.",
    ),
    VisitStep.TIME: Sentence(
        "En {branch}, el {day} hay lugar a las {times}.", en="At {branch}, on {day} there is room at {times}."
    ),
    VisitStep.TAKEN: Sentence(
        "A esa hora no hay lugar. En {branch}, el {day} hay lugar a las {times}.",
        en="There is no room at that time. At {branch}, on {day} there is room at {times}.",
    ),
}
_ON, _ON_AT = Sentence(", el {day}", en=", on {day}"), Sentence(", el {day} a las {time}", en=", on {day} at {time}")
_ON_TIMES = {
    "": _ON_AT,
    "after": Sentence(", el {day} después de las {time}", en=", on {day} after {time}"),
    "before": Sentence(", el {day} antes de las {time}", en=", on {day} before {time}"),
}
_AT_TIMES = {  # where no day is said yet
    "": Sentence(", a las {time}", en=", at {time}"),
    "after": Sentence(", después de las {time}", en=", after {time}"),
    "before": Sentence(", antes de las {time}", en=", before {time}"),
}
_PLACED = Sentence(", en {place}", en=", in {place}")
_SITES = Sentence(
    "En {city} están {sites}. ¿Cuál te queda mejor?", en="In {city} there are {sites}. Which suits you best?"
)
_WHERE_TOO = Sentence("Dime también en qué ciudad o sucursal.", en="Tell me the city or branch too.")
_DAY_FULL = Sentence(
    "El {day} ya no hay lugar en {branch}. Hay lugar el {days}.",
    en="On {day} there is no room left at {branch}. There is room on {days}.",
)
_REMINDER = Sentence(
    "Te recordamos tu prueba de manejo: el {moment} en {branch}.",
    en="A reminder of your test drive: {moment} at {branch}.",
)
REMINDER_BLANKS = ("1", "2", "3", "4")  # of an approved one: the day, the time, the branch, its address
_ANY_CHANGE = Sentence("Si algo cambia, escríbenos por aquí.", en="If anything changes, write to us here.")
_OPEN = {
    VisitStep.OPEN_DAY,
    VisitStep.OPEN_TIME,
    VisitStep.OPEN_PAST,
}  # no branch is on record: a person settles the place
_WITH_CHOICES = {VisitStep.PLACE, VisitStep.UNKNOWN_PLACE}


def write(visit: VisitResult, voice: Voice) -> str:
    """Return the text about a test drive, with the one question that is still open."""
    full = visit.step is VisitStep.TAKEN and not visit.times
    sentence = _DAY_FULL if full else _SAID[visit.step]
    values: dict[str, object] = {
        "car": _OF_CAR.filled(title=visit.car.title) if visit.car and visit.step is not VisitStep.PLACE else "",
        "branch": _named(visit.branches[0]) if visit.branches else "",
        "moment": moment(visit.starts_at) if visit.starts_at else "",
        "day": day_of(visit.day) if visit.day else "",
        "days": all_of_days(visit.days),
        "times": all_of([time_of(start) for start in visit.times]),
        "title": visit.car.title if visit.car else "",
        "wished": _wished(visit.wish, voice),
    }
    slot = visit.asks
    lines = [sentence.filled(**values).told(voice)]
    if visit.step in _OPEN and not visit.wish.place:
        lines[0] += f" {_WHERE_TOO.told(voice)}"
    if visit.step in _WITH_CHOICES:
        lines += _by_city(visit.branches)
    if visit.places:
        which = _SITES.filled(city=visit.wish.place, sites=all_of(visit.places)) if visit.wish.place else None
        lines.append((which or branch_wording.branches_are_in(visit.places)).told(voice))
    elif slot is not None and visit.step not in {VisitStep.NO_SCHEDULE, VisitStep.CAR}:
        lines.append(wording.ASK[Slot.VISIT_DAY if full else slot].told(voice))
    if visit.step in {VisitStep.NOTED, VisitStep.MOVED}:
        lines += [branch.address for branch in visit.branches if branch.address]
    if visit.back is not None:
        lines[0] += f" {nobody_in(visit.back).told(voice)}"
    return "\n".join(lines)


def asked_of_people(wish: VisitWish) -> str:
    """Return for the team when and where a test drive is wished for: `el sábado 5 de diciembre a las 9:30, en León`."""
    return _wished(wish, Voice()).removeprefix(", ")


def _wished(wish: VisitWish, voice: Voice) -> str:
    """Return when and where a test drive is wished for, as far as that is known."""
    times = wish.times_of_day
    time = f"{times[0].hour}:{times[0]:%M}" if times else ""
    day = day_of(date.fromisoformat(wish.day)) if wish.day else None
    moment = (_ON_TIMES if day else _AT_TIMES)[wish.bound] if times else _ON
    said = moment.filled(day=day or "", time=time).told(voice) if day or times else ""
    return said + (_PLACED.filled(place=wish.place).told(voice) if wish.place else "")


def reminder(branch: BranchMatch, starts_at: datetime, voice: Voice) -> str:
    """Return the reminder of a test drive, its start as the branch's own clocks show it."""
    when = _REMINDER.filled(moment=moment(starts_at), branch=_named(branch)).told(voice)
    return "\n".join(filter(None, [when, branch.address, _ANY_CHANGE.told(voice)]))


def reminder_blanks(branch: BranchMatch, starts_at: datetime) -> dict[str, str]:
    """Return what the blanks of an approved reminder stand for, in Spanish as it was approved."""
    values = (str(day_of(starts_at.date())), time_of(starts_at), f"{branch.name} ({branch.city})", branch.address)
    return dict(zip(REMINDER_BLANKS, values, strict=True))


def day_of(day: date) -> Sentence:
    """Write a date: `sábado 5 de diciembre`."""
    return Sentence(
        f"{_DAYS[day.weekday()]} {day.day} de {_MONTHS[day.month - 1]}",
        en=f"{_ENGLISH_DAYS[day.weekday()]}, {_ENGLISH_MONTHS[day.month - 1]} {day.day}",
    )


def all_of_days(days: Sequence[date]) -> Sentence:
    """Write several dates as alternatives."""
    written = [day_of(day) for day in days]
    spanish, english = [str(day) for day in written], [day.english for day in written]
    joined = " o el ".join(filter(None, [", el ".join(spanish[:-1]), *spanish[-1:]]))
    return Sentence(joined, en=" or ".join(filter(None, ["; ".join(english[:-1]), *english[-1:]])))


def moment(start: datetime) -> Sentence:
    """Return a day and a time as they are said, "lunes 30 de noviembre a las 9:00"."""
    return (_AT_ONE if start.hour == 1 else _AT).filled(day=day_of(start.date()), time=time_of(start))


def time_of(start: datetime) -> str:
    """Write a time of day: `9:00`."""
    return f"{start.hour}:{start:%M}"


def nobody_in(back: datetime) -> Sentence:
    """Say when the team is back."""
    return wording.NOBODY_IN.filled(back=moment(back))


def _named(branch: BranchMatch) -> str:
    return f"*{branch.name}* ({branch.city})"


def _by_city(branches: Sequence[BranchMatch]) -> list[str]:
    cities = dict.fromkeys(branch.city for branch in branches)
    return [f"*{city}*: {', '.join(b.name for b in branches if b.city == city)}" for city in cities]
