"""Hears what a customer asks of a place: where it is, when it opens, on which days, or whether it is open now."""

import re
from dataclasses import dataclass

from catalog.sounds import sound
from catalog.spelling import fold
from conversations.dialogue import lexer, lexicon, respelling
from conversations.dialogue.plan import WEEK, About, Day
from knowledge.language import districts, reading
from knowledge.language.places import PLACE_BY_NAME
from knowledge.language.topics import HOURS, SITE

# Compared by sound: "orario", "avren", "sierran" are heard too.
_HOURS_WORDS = (
    "horario horarios hora horas abren abre abrir abriran abierto abiertos abierta abiertas cierran cierra cierre "
    "cerrar cerrado cerrados cerrada cerradas atienden atendian open close hours opening"
).split()
_OPENING_WORDS = tuple(word for word in _HOURS_WORDS if word not in {"hora", "horas"})  # "me queda a una hora"
_LIVING = re.compile(
    r"(?<!\w)(?:vivo|vivimos|vive|ando|andamos|estoy|toy|estamos|trabajo|trabajamos|soy|somos)(?: \w+)? "
    r"(?:por|en|de|cerca de|x|rumbo a)(?: (?:la|el))? $"
)
# "Voy seguido a santa fe", "de santa fe a polanco", "probarlo en santa fe": a car has an article.
_GOING = re.compile(
    r"(?<!\w)(?:(?:voy|vamos|ir|vengo|salgo|queda|quedaria|verlo|verla|manejarlo|manejarla|probarlo|probarla|sucursal|kavak|tienda)"
    r"(?: \w+){0,3}? (?:en|de)|a|por|x|hasta|hacia|desde|para|pa|cerca de) $"
)
_CHANGING = re.compile(r"(?<!\w)(?:cambi|compar)\w+ (?:\w+ ){0,3}(?:a|por) $")
# As a day stands before its hour, shortened or not: "mier 12".
DAY_NAME = r"lun(?:es)?|martes|mier?c?(?:oles)?|jue(?:v(?:es)?)?|vie(?:r(?:nes)?)?|sab(?:ado)?|dom(?:ingo)?|hoy|manana"
_DAY_AND_HOUR = re.compile(rf"(?<!\w)(?:{DAY_NAME})(?: \w+){{0,6}}? (?:(?:a las?|tipo) )?\d{{1,2}}(?!\d)")
_OF_A_CAR = (["la"], ["el"], ["una"], ["un"], ["hyundai"], ["las"], ["los"])
# "Boca del Río" is no Kia: a name that is but a part of a place's.
_LONG_NAMES = lexer.phrases(*(name for name in PLACE_BY_NAME if " " in name))
_OF_A_PLACE = re.compile(
    r"(?<!\w)(?:(?:puerto|paseo|calle|col|colonia|fracc|fraccionamiento|ejido|av|avenida|calzada|municipio|barrio|cd"
    r"|boca|san juan|villa)(?: (?:de|del|de la))?|(?:cerca|frente|enfrente|junto|atras|orillas?|lado) (?:del|al)"
    r"|(?:pasando|cruzando) el) $"
)
_NEAR_ME = re.compile(r"\s+(?:si |no )?(?:me queda|me cae|nos queda|queda a|esta a)(?!\w)")
_WHAT_HOUR = lexer.phrases(
    *("que hora", "que horas", "what time", "abren a esa hora", "abren tan temprano", "estan abiertos a esa hora"),
    *("atienden a esa hora", "abren antes", "abren mas temprano", "cierran mas tarde", "abren desde temprano"),
)
_SITE_WORDS = (
    "sucursal sucursales sede sedes donde ubicacion ubicaciones direccion direcciones ubicados ubicada ubican"
).split()
_NOW = lexer.phrases(
    *("ahorita", "ahora", "ahora mismo", "en este momento", "a esta hora", "siguen abiertos", "sigue abierto"),
    *("sigue abierta", "ya cerraron", "ya abrieron", "ya cerro", "ya abrio", "todavia abren", "todavia estan"),
    *("aun estan abiertos", "right now", "open now"),
)
_DAYS: dict[Day, tuple[str, ...]] = {
    Day.TODAY: ("hoy", "today"),
    Day.TOMORROW: ("tomorrow",),
    Day.MONDAY: ("lunes", "lun", "monday", "mon"),
    Day.TUESDAY: ("martes", "tuesday", "tue"),
    Day.WEDNESDAY: ("miercoles", "mierc", "mier", "mie", "wednesday", "wed"),
    Day.THURSDAY: ("jueves", "juev", "jue", "thursday", "thu"),
    Day.FRIDAY: ("viernes", "vier", "vie", "friday", "fri"),
    Day.SATURDAY: (
        "sabado",
        "sabados",
        "savado",
        "savados",
        "saturday",
        "saturdays",
        "sab",
        "sat",
        "fin de semana",
        "weekend",
    ),
    Day.SUNDAY: (
        "domingo",
        "domingos",
        "domigo",
        "sunday",
        "sundays",
        "dom",
        "fin de semana",
        "fines de semana",
        "weekend",
    ),
}
_HOLIDAYS = lexer.phrases(*lexicon.HOLIDAYS)
_SITES = frozenset(
    "sucursal sucursales sede sedes tienda tiendas agencia agencias horario horarios direccion ubicacion".split()
)
_FILLERS = frozenset("de del en la las los".split())
_LONGEST_NAMING = 14  # words
_SENTENCE = re.compile(r"[.?!;]+ ")
_BEFORE_A_PLACE = lexer.phrases(*lexicon.BEFORE_A_PLACE)
_ABOUT_A_DAY = lexer.phrases("fines de semana", "fin de semana", "weekend", "este fin", "este finde", "el finde")
_TOMORROW = lexer.phrases("manana")
_MORNING = lexer.phrases("la manana", "de manana", "en la manana", "por la manana", "mananas")


@dataclass(frozen=True)
class PlaceQuestion:
    """What is asked of the places named."""

    about: About
    days: tuple[Day, ...] = ()


def names_a_site(folded: str, start: int, end: int) -> bool:
    """Tell whether the name that stands there is a site's or a city's: "sucursal Santa Fe" is no Hyundai."""
    if _is_part_of_a_place(folded, start, end):
        return True
    words = lexer.words(folded[:start])
    before = [word for word in words if word not in _FILLERS]
    in_a_city = words[-1:] == ["en"] and folded[start:end] in PLACE_BY_NAME  # "en león" is no Cupra
    coming = words[-1:] == ["en"] and bool(days(folded))  # "el domingo a las 12 en santa fe"
    meets = districts.is_one(folded[start:end]) and words[-1:] not in _OF_A_CAR
    coming = coming or (meets and _DAY_AND_HOUR.search(folded) is not None)  # "jueves 5 santa fe"
    coming = coming or _LIVING.search(folded[:start]) is not None  # "vivo por santa fe"
    coming = coming or _NEAR_ME.match(folded, end) is not None  # "santa fe me queda a 40 min"
    goes = _GOING.search(folded[:start]) is not None and _CHANGING.search(folded[:start]) is None
    goes = goes and bool(districts.named(f"en {folded[start:end]}"))
    return in_a_city or coming or goes or (bool(before) and before[-1] in _SITES)


def _is_part_of_a_place(folded: str, start: int, end: int) -> bool:
    """Whether a name stands inside a longer one, or behind what begins one: "boca del rio", "la calle leon"."""
    longer = any(
        m.start() <= start and end <= m.end() for m in _LONG_NAMES.finditer(folded) if m[0] != folded[start:end]
    )
    return longer or _OF_A_PLACE.search(folded[:start]) is not None


def is_of_hours(word: str) -> bool:
    """Tell whether a word is one of opening hours, or sounds like one."""
    return _hears(word, _HOURS_WORDS)


def asks_of_hours(question: str) -> bool:
    """Tell whether opening hours are asked for."""
    return HOURS in reading.read(question).topic_names


def says_hours(question: str) -> bool:
    """Tell whether opening hours are asked for by name, and not merely a day or an hour: "¿puedo ir el sábado?"."""
    return _hears(question, _OPENING_WORDS) or bool(_WHAT_HOUR.search(fold(question)))


def says_holidays(text: str) -> bool:
    """Tell whether holidays are spoken of, of which a usual week says nothing: "¿abren los días festivos?"."""
    return _HOLIDAYS.search(fold(text)) is not None


def says_where(question: str) -> bool:
    """Tell whether an address is asked for by name: "¿dónde es?", "¿en qué sucursal?"."""
    return _hears(question, _SITE_WORDS)


def asks(question: str) -> bool:
    """Tell whether a question is about our places and their hours, and nothing else."""
    read = reading.read(question)
    named = bool(read.places or districts.named(question))
    return not read.topic_names - {SITE, HOURS} and (named or says_what_of(question))


def names_a_city(message: str) -> bool:
    """Whether a city is named, a district of one, or its people: "soy tapatío"."""
    written = respelling.respell(fold(message), ())
    return bool(districts.named(message)) or any(reading.read(text).places for text in (message, written))


def may_name_one(message: str) -> bool:
    """Whether words are there that stand before the name of a place: "trabajo por", "me queda mejor", "la de"."""
    written = respelling.respell(fold(message), ())
    sentences = (part for part in _SENTENCE.split(written) if len(lexer.words(part)) <= _LONGEST_NAMING)
    return bool(districts.named(message)) or any(_BEFORE_A_PLACE.search(part) for part in sentences)


def says_what_of(question: str) -> bool:
    """Tell whether hours or an address are asked for, and not merely a place named: it may rain there."""
    return bool(reading.read(question).topic_names & {SITE, HOURS}) or _hears(question, (*_HOURS_WORDS, *_SITE_WORDS))


def hear(question: str) -> PlaceQuestion:
    """Read what a question about places asks for."""
    folded = fold(question)
    asked = days(folded)
    timed = bool(asked) or HOURS in reading.read(question).topic_names or _hears(question, _HOURS_WORDS)
    if _NOW.search(folded) and not asked:
        return PlaceQuestion(About.NOW)
    return PlaceQuestion(About.HOURS, asked) if timed else PlaceQuestion(About.PLACE)


def days(folded: str) -> tuple[Day, ...]:
    """Return the days that folded text names, today first."""
    found = [day for day, spoken in _DAYS.items() if lexer.phrases(*spoken).search(folded)]
    if _ABOUT_A_DAY.search(folded):
        found += [Day.SATURDAY, Day.SUNDAY]
    if _TOMORROW.search(_MORNING.sub(" ", folded)):
        found.append(Day.TOMORROW)
    if {Day.MONDAY, Day.FRIDAY} <= set(found):
        return ()  # "de lunes a viernes" asks for the week
    return tuple(day for day in (Day.TODAY, Day.TOMORROW, *WEEK) if day in found)


def _hears(question: str, words: tuple[str, ...] | list[str]) -> bool:
    heard = {sound(word) for word in lexer.words(fold(question))}
    return not heard.isdisjoint(map(sound, words))
