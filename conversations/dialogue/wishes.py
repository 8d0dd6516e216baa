"""What a message says of the car wanted, amounts aside: names, version, kind, gearbox, equipment, order."""

import re
from collections.abc import Mapping
from typing import TypeVar

from catalog.criteria import WORDS, Body, Ordering, Traction, Transmission
from catalog.spelling import Mention, Vocabulary
from conversations.dialogue import (
    asking,
    cargo,
    contrasts,
    exclusions,
    hearing,
    lexer,
    lexicon,
    likeness,
    measures,
    sizes,
)
from conversations.dialogue.acts import Act
from conversations.dialogue.reading import Reading

Value = TypeVar("Value")
# "Esa camioneta" is a car already spoken of, "mi camioneta" one's own.
_NOT_ANY = frozenset("esa ese esta este aquella aquel mi mis tu su nuestra".split())
_BEING = frozenset({"es", "esta", "sera", "son"})
_ASKS_SEATS = lexer.phrases(*lexicon.UNRECORDED["seats"])
_OF_NONE = r"(?<!\w)(?:nada de|ni|sin|que no sea|no quiero)(?: (?:el|la|los|las|un|una))? \w+"
_NEED_NOT_BE = (
    r"(?<!\w)(?:no (?:tiene|tienen|tendria|tendrian) (?:que|q|k|ke) ser|no (?:necesaria|forzosa)mente)"
    r"(?: (?:un|una))? \w+(?: \w+)?"
)
_UNWANTED = re.compile(rf"{_OF_NONE}|{_NEED_NOT_BE}|{_ASKS_SEATS.pattern}")
_TOO_DEAR = (*lexicon.DEAR, *lexicon.COSTS_MORE, *lexicon.OUT_OF_REACH)
_GEARBOXES = tuple(lexicon.TRANSMISSIONS.values())
_DISLIKED = (
    "no se manejar",
    "no me gusta",
    "no me late",
    "no quiero",
    "no me convence",
    "no por favor",
    "ni de chiste",
    "ni de broma",
)
_ASKS_TRACTION = tuple(spoken for spoken in lexicon.UNRECORDED["traction"] if spoken.startswith(("es ", "is it ")))
_SENTENCE_ENDS = re.compile(r"[.?!;\n]+(?!\d)")
_CLUTCH = r"(?:clutch|clotch|cloch|embrague)"
_NO_SHIFTING = re.compile(  # "que no tenga que meter cambios", "que cambie solo", "sin clutch"
    r"(?<!\w)(?:no|sin|odio|hart[ao]|cans\w+)(?: \w+){0,4}? (?:meter\w*|metiendo\w*|haciendo|pisar|pisando|usar) "
    rf"(?:(?:los|el|tantos?|puros?) )?(?:cambios?|velocidad(?:es)?|{_CLUTCH})(?!\w)"
    rf"|(?<!\w)cambi[ae] sol(?:o|a|ito|ita)(?!\w)|(?<!\w)(?:sin|no (?:traiga|tenga)) {_CLUTCH}(?!\w)"
    r"|(?<!\w)no (?:quiero|quisiera|puedo|se|me (?:gusta|late)) manejar(?: \w+){0,2}? "
    r"(?:estandar|manual|velocidades)(?!\w)"
    r"|(?<!\w)(?:estandar|manual|velocidades|palanca),? (?:(?:la verdad|aun|todavia|pues|ps) )*(?:no|nunca)"
    r"(?: (?:lo|la|le|les|me))? (?:se|manejo|maneje|manejado|puedo|aprendi|hallo|entiendo)(?!\w| (?:si|que|cual)(?!\w))"
)
_OR_NEWER = lexer.phrases("o mas nuev*", "o mas recient*")  # behind a year, which they make the earliest
_OF_ITS_YEAR = lexer.phrases(
    "de ese ano", "de ese mismo ano", "del mismo ano", "de este ano", "of that year", "of the same year"
)
_KINDS = frozenset(word for spoken in lexicon.BODIES.values() for word in spoken)
_DENYING = (["no"], ["nel"], ["nada"], ["ni"])
_SMALL = frozenset("el la los las lo de del si es".split())  # between "no importa" and what does not matter


def read(reading: Reading, unwanted: tuple[Mention, ...], named: tuple[Mention, ...], vocabulary: Vocabulary) -> None:
    """Fill in `reading.wish`; `named` are all the names that stand in the message, `unwanted` those turned away."""
    _settle_names(reading, unwanted, vocabulary)
    _settle_version(reading, vocabulary, named)
    if not hearing.superlative(reading.folded, reading.names):
        reading.wish["ordering"] = _ordering(reading)
    likeness.settle(reading)
    _read_its_year(reading)
    if hearing.says(lexicon.OTHER_MAKES, reading.folded):
        reading.wish["excluded_makes"] = (*(reading.wish.get("excluded_makes") or ()), *reading.state.wish.makes)
    free = dropped(reading.folded) | asking.beside(reading)
    asks, focused = Act.DETAILS in reading.acts, reading.state.focus is not None
    narrows = _narrows(reading) or _asks_for_one_gearbox(reading)
    asks_of_it = asks and (focused or bool(reading.state.shown)) and not narrows  # "¿tiene bluetooth?"
    if (asks and focused) or hearing.says(_ASKS_TRACTION, reading.folded):
        reading.wish["traction"] = None  # "¿y es 4x4?"
    if "body" in free | asking.aspects(reading, of_one=False):  # "para cargar, aunque no sea pickup", "¿el 2 es sedán?"
        reading.wish["body"] = Body.UTILITY if cargo.is_meant(reading.folded) else None
    if not asks_of_it and not _is_of_the_car_quoted(reading):
        of_these = asking.either(reading.folded) or reading.asks_of_these  # "¿es estándar o automático?"
        other = None if of_these or "transmission" in free else _gearbox_instead(reading.folded)
        asked = of_these or not free.isdisjoint({"transmission", "gearbox"})
        reading.wish["transmission"] = other if asked else _transmission(reading.folded)
        if "equipment" not in free and not reading.asks_of_these:
            _read_equipment(reading)
        refused = reading.wish["body"] is None and bool(_spoken_of(lexicon.BODIES, reading.folded))
        sizes.read(reading, of_any_kind=refused)


def _narrows(reading: Reading) -> bool:
    """Whether those of a list that keep within a limit are asked for: "de esos, ¿con carplay y menos de 50 mil km?"."""
    return hearing.says(lexicon.OF_THESE, reading.folded) and measures.is_limited(reading.wish)


def _read_its_year(reading: Reading) -> None:
    """Hear that another of the year of the car talked about is looked for: "¿no hay otra cosa de ese año?"."""
    car = reading.state.in_focus
    if car is not None and _OF_ITS_YEAR.search(reading.folded) and reading.wish.get("min_year") is None:
        reading.wish |= {"min_year": car.year, "max_year": car.year}


def _asks_for_one_gearbox(reading: Reading) -> bool:
    """Whether those of a list that have one gearbox are asked for: "¿y de esos cuál es estándar?"."""
    which = not lexicon.WHICH.isdisjoint(lexer.words(reading.folded)) and reading.state.focus is None
    of_many = len(reading.state.shown) > 1 and len(reading.state.compared) < 2 and not reading.names
    return which and of_many and len(_spoken_of(lexicon.TRANSMISSIONS, reading.folded)) == 1


def _is_of_the_car_quoted(reading: Reading) -> bool:
    """Whether terms are given for the car talked about: "sí sé manejar estándar, ¿cuánto al mes con 30?"."""
    terms = not reading.money.keys().isdisjoint({"down_payment", "down_payment_percent", "months"})
    others = reading.names or hearing.says(lexicon.REFINING, _without_terms(reading))
    return terms and reading.state.focus is not None and not others


def _without_terms(reading: Reading) -> str:
    """Return the message up to its first amount: "con 30" refines no wish."""
    words = lexer.words(reading.folded[: reading.tags[0].start]) if reading.tags else []
    return " ".join(words[:-1])


def _ordering(reading: Reading) -> Ordering | None:
    """Hear in which order cars are to be shown; "¿cuánto gasta por km?" asks for none."""
    if hearing.says(lexicon.UNRECORDED["why_priced"], reading.folded):
        return None  # "¿por qué tan barato?"
    order = hearing.first(lexicon.ORDERINGS, exclusions.without_refused(_OR_NEWER.sub(" ", reading.folded)))
    if order is None and cargo.is_meant(reading.folded):
        return Ordering.LONGEST
    if order is None and _begins_for_work(reading):
        return Ordering.CHEAPEST
    per_km = order is Ordering.FEWEST_KM and hearing.says(lexicon.UNRECORDED["consumption"], reading.folded)
    return None if per_km or contrasts.confirmed(reading.folded) else order


def ordering_beside(relative: Ordering, folded: str) -> Ordering | None:
    """Hear in which order cars are to be shown, whatever else they are to be: "más baratos y de pocos km"."""
    others = {order: spoken for order, spoken in lexicon.ORDERINGS.items() if order is not relative}
    return hearing.first(others, exclusions.without_refused(folded))


def _begins_for_work(reading: Reading) -> bool:
    """Whether any car is looked for to work with, or to deliver what is light: who does wants it cheap."""
    works = hearing.says(lexicon.PURPOSES["work"], reading.folded) and Act.SEARCH in reading.acts
    return works and not (reading.names or reading.state.shown or reading.state.focus)


def dropped(folded: str) -> frozenset[str]:
    """Return the conditions that are taken back: "quítale lo de automático", "el año no importa"."""
    conceded = {"price"} if hearing.says(lexicon.CONCEDING, folded) else set()
    needless = is_dropped(tuple(_KINDS), folded, by=lexicon.NEED_NOT_BE)  # "aunque no sea pickup"
    conceded |= {"body"} if needless else set()
    conceded |= {"names"} if origins(folded) else set()
    return frozenset(aspect for aspect, words in lexicon.ASPECTS.items() if is_dropped(words, folded)) | conceded


_BOUNDS = {Ordering.NEWEST: "year", Ordering.CHEAPEST: "price", Ordering.DEAREST: "price"}


def limits(wish: Mapping[str, object], order: Ordering) -> bool:
    """Whether a wish itself states how new, how cheap or how little driven a car should be."""
    part = _BOUNDS.get(order, "km")
    return wish.get(f"min_{part}") is not None or wish.get(f"max_{part}") is not None


def is_dropped(words: tuple[str, ...], folded: str, *, by: Mapping[str, tuple[str, ...]] = lexicon.DROPPING) -> bool:
    """Whether what these words are about is said not to matter: "el color da igual"."""
    for match in lexer.phrases(*words).finditer(folded):
        before = lexer.words(lexer.last_clause(folded[: match.start()]))
        while before and before[-1] in _SMALL:
            before.pop()
        after = " ".join(lexer.words(lexer.first_clause(folded[match.end() :])))
        freed = any(before[-len(phrase) :] == phrase for phrase in map(str.split, by["before"]))
        if freed or after.startswith(by.get("after", ())):
            return True
    return False


def _settle_names(reading: Reading, unwanted: tuple[Mention, ...], vocabulary: Vocabulary) -> None:
    of_origin = () if reading.names else origins(reading.folded)
    refused = {make for makes, away in of_origin if away for make in makes}
    meant = [set(makes) for makes, away in of_origin if not away]
    makes = [make for group in lexicon.ORIGINS for make in group if meant and make in set.intersection(*meant)]
    in_stock = [make for make in makes if vocabulary.written(make, None)]
    wish = {
        "makes": [name.make for name in reading.names] or in_stock or makes,
        "models": [name.model for name in reading.names],
        "excluded_makes": [
            *(name.make for name in unwanted if name.model is None),
            *(make for make in sorted(refused) if vocabulary.written(make, None)),
        ],
        "excluded_models": [name.model for name in unwanted],
    }
    reading.wish |= {part: tuple(dict.fromkeys(filter(None, said))) or None for part, said in wish.items()}


def origins(folded: str) -> tuple[tuple[tuple[str, ...], bool], ...]:
    """Return the makes of each origin or class spoken of, and whether they are turned away: "alemán premium"."""
    found, folded = [], hearing.without_idioms(folded)
    for makes, spoken in lexicon.ORIGINS.items():
        for match in lexer.phrases(*spoken).finditer(folded):
            before = folded[: match.start()]
            if not _BEING.intersection(lexer.words(before)[-1:]):  # "¿ese es americano?"
                found.append((makes, exclusions.turned_away(before)))
    return tuple(found)


def _settle_version(reading: Reading, vocabulary: Vocabulary, named: tuple[Mention, ...]) -> None:
    """Hear the traction and the kind of car, names aside, and then the words of a version."""
    free = reading.folded
    for name in named:
        free = free[: name.start] + "_" * (name.end - name.start) + free[name.end :]
    traction, body = _wanted(lexicon.TRACTIONS, free), _body(_ASKS_SEATS.sub(" ", free))
    if body is Body.UTILITY and reading.state.wish.body is Body.SEVEN_SEATS and hearing.says(lexicon.ALL_FIT, free):
        body = Body.SEVEN_SEATS  # "somos 6", "una camioneta donde quepamos todos"
    literal = [word for word in lexicon.LITERALLY if word in lexer.words(free) and vocabulary.version_word(word)]
    kinds: list[Traction | Body] = [*_spoken_of(lexicon.TRACTIONS, free), *_spoken_of(lexicon.BODIES, free)]
    if reading.names and {Body.SEDAN, Body.HATCHBACK} <= set(kinds) and not _UNWANTED.search(free):
        body = None  # "el mazda sedán y el hatchback"
    said = {word for value in kinds for entry in WORDS[value] for word in entry.split()}
    found = vocabulary.version_words_in(_UNWANTED.sub(" ", reading.folded)) if reading.names else ()
    said |= {word.upper() for word in lexicon.UNRECORDED["equipment"]} if "?" in reading.folded else set()
    words = [word for word in found if word.upper() not in said]  # "¿trae la pantalla del celular?"
    version = " ".join([*words, *(word.upper() for word in literal)]) or None
    reading.wish |= {"traction": None if literal else traction, "body": body, "version": version}


def _body(free: str) -> Body | None:
    """Hear the kind that is looked for: "mi esposo quiere camioneta y yo sedán. ¿En camioneta qué hay?"."""
    pedal = re.search(_CLUTCH, free) or hearing.says(lexicon.TRANSMISSIONS[Transmission.MANUAL], free)
    free = free.replace("rodilla", "") if pedal else free  # it is that which hurts
    looked_for = [part for part in _SENTENCE_ENDS.split(free) if hearing.says(lexicon.SEEKING, part)]
    last = _wanted(lexicon.BODIES, looked_for[-1]) if looked_for else None
    found = last or _wanted(lexicon.BODIES, free)
    return Body.UTILITY if found is None and cargo.is_meant(free) else found


def _spoken_of(table: Mapping[Value, tuple[str, ...]], folded: str) -> list[Value]:
    return [value for value, spoken in table.items() if hearing.says(spoken, folded)]


def _transmission(folded: str) -> Transmission | None:
    """Hear which gearbox is wanted; of the two, not wanting one is wanting the other."""
    if (stands := _gearbox_that_stands(folded)) is not None:
        return stands
    wanted = Transmission.AUTOMATIC if _NO_SHIFTING.search(folded) else _wanted(lexicon.TRANSMISSIONS, folded)
    if wanted is None and (unwanted := hearing.first(lexicon.TRANSMISSIONS, folded)):
        return next(other for other in Transmission if other is not unwanted)
    return wanted


def _gearbox_that_stands(folded: str) -> Transmission | None:
    """Return the one of two gearboxes that is not taken back: "automático no, estándar", "el automático sale caro"."""
    each = lexicon.TRANSMISSIONS.items()
    said = sorted((m.start(), m.end(), one) for one, spoken in each for m in lexer.phrases(*spoken).finditer(folded))
    starts = [start for start, *_ in said[1:]] + [len(folded)]
    standing = {
        one
        for (start, end, one), following in zip(said, starts, strict=False)
        if not _is_taken_back(folded[:start], folded[end:], folded[end:following])
    }
    both = len({one for *_, one in said}) == len(Transmission)
    return standing.pop() if both and len(standing) == 1 else None


def _is_taken_back(before: str, after: str, between: str) -> bool:
    """Whether a gearbox is turned away, misspoken before the next, or called too dear."""
    clause = f"{lexer.last_clause(before)} _ {lexer.first_clause(after)}"
    dear = hearing.says(_TOO_DEAR, clause) and not any(hearing.says(one, clause) for one in _GEARBOXES)
    away = exclusions.is_refused(before + after, len(before), len(before))
    disliked = " ".join(lexer.words(after)).startswith(_DISLIKED)
    return away or disliked or dear or (between != after and hearing.says(lexicon.MISSPOKEN, between))


def _gearbox_instead(folded: str) -> Transmission | None:
    """Return the gearbox wanted in place of the one that is told of a car: "es estándar. otro, pero automático"."""
    each = {one: list(lexer.phrases(*spoken).finditer(folded)) for one, spoken in lexicon.TRANSMISSIONS.items()}
    if not all(each.values()) or not hearing.says((*lexicon.ANOTHER, *lexicon.SEEKING), folded):
        return None
    return max(each, key=lambda one: each[one][-1].start())


def _read_equipment(reading: Reading) -> None:
    for name, spoken in lexicon.EQUIPMENT.items():
        without = lexer.phrases(*(f"sin {word}" for word in spoken)).search(reading.folded)
        if without is not None:  # "sin carplay no" wants it
            reading.wish[name] = lexer.words(reading.folded[without.end() :])[:1] in _DENYING
        elif hearing.says(spoken, reading.folded):
            reading.wish[name] = True


def _wanted(table: Mapping[Value, tuple[str, ...]], folded: str) -> Value | None:
    """Return what is wished for; what is only said of the reason ("porque los automáticos salen caros") if no other."""
    asked = hearing.without_reasons(folded)
    found = _spoken_well_of(table, asked)
    return found if found is not None or asked == folded else _spoken_well_of(table, folded)


def _spoken_well_of(table: Mapping[Value, tuple[str, ...]], folded: str) -> Value | None:
    """Return the first of the table that is spoken of, of any car, and not turned away ("que no sea sedán")."""
    for value, spoken in table.items():
        for match in lexer.phrases(*spoken).finditer(folded):
            before, after = folded[: match.start()], " ".join(lexer.words(folded[match.end() :]))
            away = exclusions.is_refused(folded, match.start(), match.end())
            if not (away or after.startswith(_DISLIKED)) and not _NOT_ANY.intersection(lexer.words(before)[-1:]):
                return value
    return None
