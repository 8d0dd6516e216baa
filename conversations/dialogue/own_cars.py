"""Hears of the car that a customer has, to sell it or to give it in; it is none of the cars they look for."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from catalog.spelling import Mention, fold
from conversations.dialogue import lexer, lexicon, purposes, whose
from conversations.dialogue.acts import Act
from conversations.dialogue.errands import OwnCar
from conversations.dialogue.lexer import Kind, Tag
from conversations.dialogue.plan import Slot
from conversations.dialogue.purposes import Purpose
from conversations.dialogue.reading import Reading
from conversations.dialogue.state import DialogueState

_MINE = lexer.phrases("mi", "mio", "mia", "nuestro", "nuestra", "tengo", "traigo", "tenemos", "traemos", "my", "have")
# What an answer about one's own car has nothing of.
_LOOKING = lexer.phrases(
    *("busco", "hay", "quiero un", "quiero una", "tienes", "tienen", "muestrame", "cuanto cuesta", "compro un"),
    *lexicon.TOWARDS_ANOTHER,
    *("mejor un", "algo", "querria", "quisiera", "me gustaria"),
    *(
        phrase
        for act in (Act.TEST_DRIVE, Act.COMPARE, Act.FINANCE, Act.PERSON)
        for phrase in lexicon.PHRASES[act, "sure"]
    ),
)
_BROUGHT = lexer.phrases(*lexicon.BROUGHT)
_RUN = lexer.phrases("trae", "tiene", "anda", "va", "lleva", "marca", "recorridos", "con")
_BOUGHT = lexer.phrases(
    *("me entregaron", "nos entregaron", "les compre", "les compramos", "me vendieron", "nos vendieron"),
    *("compre con ustedes", "acabo de comprar", "acabamos de comprar", "ya compre", "ya compramos", "les acabo de"),
)
_OWED = lexer.phrases("falta", "faltan", "debo", "debemos", "se debe", "deuda", "adeudo", "resta", "restan")
_OFFERED = lexer.phrases("me dan", "me darian", "me dieran", "me ofrecen", "me ofrecerian")
_STILL_OWED = lexer.phrases(
    *(
        "debo todavia",
        "todavia debo",
        "si debo",
        "debo aun",
        "aun debo",
        "lo debo",
        "la debo",
        "lo debemos",
        "la debemos",
        "lo estoy pagando",
        "la estoy pagando",
        "sigo pagando",
    ),
)
_BID = lexer.phrases("cuanto dan", "cuanto darian", "cuanto pagan", "cuanto pagarian", "que tanto dan", "a cuanto lo")
_ROUGHLY = lexer.phrases(*lexicon.ROUGHLY)
# "¿Entonces sí me dan 130?", "¿más o menos en cuánto?", "todavía lo debo", once a car to give in was told of.
_OF_THE_ONE_TOLD_OF = (_OFFERED, _ROUGHLY, _STILL_OWED)
_THEIRS = lexer.phrases("la mia", "el mio", "la nuestra", "el nuestro")  # of what was told in passing
_AND_ONE = [["y", "un"], ["y", "una"], ["y", "mi"], ["y", "otro"], ["y", "otra"]]
_GIVEN = frozenset("dan den darian doy dando".split())
_AND_NEWER = re.compile(rf"\W*(?:{'|'.join(map(re.escape, lexicon.CUES['at_least', 'after']))})(?!\w)")
_LONGEST_NAME = 3  # words
_LONGEST_TAKING = 3
_LONGEST_ASKING = 6
_FEWEST_THOUSANDS = 5
_DESCRIBING = lexer.phrases(
    "es", "esta", "tiene", "trae", "anda", "unico dueno", "unica duena", "factura", "todo pagado"
)
_BEFORE_OURS = lexicon.ARTICLE | {"un", "una", "del", "al", "por", "tienes", "tienen", "hay", "busco", "y"}
_LONGEST_ANSWER = 12
_ASKED_FOR = 2  # so many times likelier


@dataclass(frozen=True)
class Heard:
    """What a message tells of the customer's car, and the names and amounts that are spent on it."""

    car: OwnCar
    names: tuple[Mention, ...] = ()
    tags: tuple[Tag, ...] = ()
    told: tuple[tuple[int, int], ...] = ()  # where words describe it: "jetta 2014 *gli automático*"
    described: bool = False  # the message goes on about it: "es sedán automático, 88 mil km"
    in_passing: bool = False  # why another is looked for, and offered to nobody: "traigo una avanza que ya no da"

    def offered(self, *, seeks: bool) -> frozenset[Act]:
        """Return that it is to be given in, unless it is only told why another is sought."""
        return frozenset() if self.in_passing and seeks else frozenset({Act.TRADE_IN})

    def asked_of_another(self, asked: tuple[str, ...], written: str) -> tuple[str, ...]:
        """Return what is asked of the car looked for, behind theirs: "tengo un chevy, busco uno con cajuela"."""
        seeks = lexer.phrases(*lexicon.SEEKING).search(written)
        if seeks is None or any(name.start > seeks.start() for name in self.names):
            return ()
        rest = written[seeks.end() :]
        return tuple(key for key in asked if lexer.phrases(*lexicon.UNRECORDED[key]).search(rest))

    def without(
        self, written: str, named: Sequence[Mention], tags: Sequence[Tag]
    ) -> tuple[str, tuple[Mention, ...], tuple[Tag, ...]]:
        """Return what is left for the car looked for: the message without what describes theirs, names and amounts."""
        for start, end in self.told:
            written = lexer.blanked(written, start, end)
        names = tuple(name for name in named if name not in self.names)
        return written, names, tuple(tag for tag in tags if tag not in self.tags)


def hear(reading: Reading) -> Heard | None:
    """Return what is told of the customer's own car, or None where the message is about something else."""
    folded, named, tags, state = reading.folded, reading.names, reading.tags, reading.state
    asked = state.pending if state.pending is not None and state.pending.of_own_car else None
    selling = lexer.phrases(*lexicon.SELLING, *lexicon.WORTH).search(folded) is not None or whose.is_owned(
        folded, named
    )
    goes_on = (state.own_car or state.car_had) is not None and not named
    selling = selling or (state.car_had is not None and state.own_car is None and _THEIRS.search(folded) is not None)
    selling = selling or (goes_on and any(spoken.search(folded) for spoken in _OF_THE_ONE_TOLD_OF))
    told_of = _told_of(folded, named, state)
    unlisted = whose.unlisted(folded, named, tags)
    selling = selling or bool(told_of) or unlisted is not None or _is_described(folded, named, state)
    known = state.own_car is not None and bool(state.own_car.model)
    answered = () if asked is None or known else _answered(folded, named)
    told_first = _km_told_first(folded, tags, state)
    selling = selling or bool(answered or told_first)
    if not selling and (asked is None or (known and named) or _is_about_something_else(folded, tags)):
        return None
    if not selling and any(_is_in_view(name, state) for name in named):
        return None  # "apúntame para calar la Nissan", asked for the model of their own
    asked = None if _LOOKING.search(folded) else asked  # "póngale que me dan 110. ¿qué suv hay de menos de 300?"
    mine = told_of or answered or (_mine(folded, named, state) if selling else tuple(named))
    mine = () if unlisted is not None and not any(whose.is_theirs(folded, name) for name in mine) else mine
    dated = state.own_car is not None and state.own_car.year is not None  # "¿cuánto me queda el 2020?"
    years = [unlisted.year] if unlisted and not mine else _its_years(folded, named, mine, tags, dated=dated)
    bids = [tag for tag in tags if whose.is_guessed(folded, tag) and asks_for_a_value(folded[: tag.start])]
    distances = [tag for tag in tags if tag not in bids and _is_distance(reading, tag, asked)] or told_first
    name = mine[0] if mine else None
    car = OwnCar(
        make=(name.make or "") if name else "",
        model=_model_of(folded, name) if name else _model_as_written(folded, tags, asked, unlisted),
        year=whose.year(years[0]) if years else None,
        km=_kilometres(distances[0]) if distances else None,
    )
    if not selling and car == OwnCar():
        return None
    described = asked is not None and not named and _begins_to_describe(folded)
    spent = (*years[: max(1, len(mine))], *distances[: max(1, len(mine))], *bids)
    told = tuple(part for own in mine or years[:1] for part in whose.described(folded, own))
    return Heard(
        car, mine, spent, told, described, in_passing=state.own_car is None and whose.is_told_in_passing(folded)
    )


def _is_in_view(name: Mention, state: DialogueState) -> bool:
    """Whether a name is that of the car talked about."""
    car = state.in_focus
    return car is not None and name.make == car.make and name.model in {None, car.model}


def is_bought(folded: str, name: Mention) -> bool:
    """Tell whether a car is one that was bought already: "hace 4 días me entregaron un onix"."""
    before = " ".join(lexer.words(lexer.last_sentence(folded[: name.start]))[-_LONGEST_TAKING:])
    return _BOUGHT.search(before) is not None


def is_looking(folded: str) -> bool:
    """Tell whether a car is looked for too, beside what is told of one's own."""
    return _LOOKING.search(folded) is not None


def _answered(folded: str, named: Sequence[Mention]) -> tuple[Mention, ...]:
    """Return the car that is told, asked for, before others are looked for: "es un spark. quiero algo tipo kicks"."""
    looked_for = [_LOOKING.search(lexer.sentence_at(folded, name.end)) is not None for name in named]
    if not any(looked_for):
        return ()
    return tuple(name for name, looks in zip(named, looked_for, strict=True) if not looks)[:1]


def _km_told_first(folded: str, tags: Sequence[Tag], state: DialogueState) -> list[Tag]:
    """Return its kilometres, asked for and told before something else is asked: "tiene 240 mil km. ¿a 5 años?"."""
    if state.pending is not Slot.OWN_KM:
        return []
    told = (tag for tag in tags if tag.kind is Kind.KM)
    return [tag for tag in told if not _LOOKING.search(lexer.sentence_at(folded, tag.start))]


def _its_years(
    folded: str, named: Sequence[Mention], mine: Sequence[Mention], tags: Sequence[Tag], *, dated: bool
) -> list[Tag]:
    """Return the years that are said of it: right behind its name, or where nothing else could have one.

    `dated`: its year is known, so that only behind its name another one is its own.
    """
    short = [tag for tag in tags if any(whose.is_a_short_year(folded, tag, name) for name in mine)]
    years = short or [tag for tag in tags if tag.kind is Kind.YEAR and not _AND_NEWER.match(folded[tag.end :])]
    before = [
        tag for tag in years for name in mine if not folded[tag.end : name.start].strip() and tag.end <= name.start
    ]
    behind = before or [
        tag
        for name in mine
        for tag in years
        if tag.start >= name.end and len(lexer.words(folded[name.end : tag.start])) <= _LONGEST_NAME
    ]
    return behind or (years if len(named) <= len(mine) and not dated else [])


def _told_of(folded: str, named: Sequence[Mention], state: DialogueState) -> tuple[Mention, ...]:
    """Return the car that was told of, named again: "¿cuánto dan por un gol?", "con los 110 del jetta", "el mazda"."""
    own = state.own_car or OwnCar()
    of_its_make = (["el"], ["mi"], ["del"], ["la"])
    return tuple(
        name
        for name in named
        if (own.model and name.model == own.model and not whose.is_of_ours(folded, name))
        or (own.make == name.make and not name.model and lexer.words(folded[: name.start])[-1:] in of_its_make)
    )


def _is_described(folded: str, named: Sequence[Mention], state: DialogueState) -> bool:
    """Whether who only sells tells more of their car: "es automático, único dueño", with none of ours in view."""
    only_sells = state.own_car is not None and state.focus is None and not state.shown
    return only_sells and not named and "?" not in folded and _begins_to_describe(folded)


def _begins_to_describe(folded: str) -> bool:
    return _DESCRIBING.match(" ".join(lexer.words(folded))) is not None


def _is_about_something_else(folded: str, tags: Sequence[Tag]) -> bool:
    other = any(tag.kind in {Kind.PERCENT, Kind.MONTHS} for tag in tags)
    return other or "?" in folded or _LOOKING.search(folded) is not None


def describes(text: str) -> bool:
    """Tell whether something is said of its state or its papers: "trae un golpecito, factura original"."""
    return lexer.phrases(*lexicon.STATE_OF_A_CAR).search(fold(text)) is not None


def asks_for_a_value(folded: str) -> bool:
    """Tell whether the customer asks what their car may be worth."""
    return any(spoken.search(folded) for spoken in (lexer.phrases(*lexicon.WORTH), _OFFERED, _ROUGHLY, _BID))


def _mine(folded: str, named: Sequence[Mention], state: DialogueState) -> tuple[Mention, ...]:
    """Return the names said of the customer's own car: those behind "mi", or all where none is, and none is known."""
    starts = [0, *(name.end for name in named)]
    if theirs := tuple(name for name in named if whose.is_theirs(folded, name)):
        return *theirs[:1], *_and_another(folded, named, theirs)
    named = tuple(name for name in named if not whose.is_wanted(folded, name))
    mine = tuple(name for name, start in zip(named, starts, strict=False) if _MINE.search(folded[start : name.start]))
    # "¿tienes jetta? y aceptan mi carro": the first is none of theirs; nor the trax of "lo dejo a cuenta de una trax".
    known = state.own_car is not None and bool(state.own_car.model)
    of_others = any(_is_definite(folded, name) for name in named)
    spoken_of = known or (of_others and whose.UNNAMED.search(folded))
    return (*mine[:1], *_and_another(folded, named, mine)) or (() if spoken_of else tuple(named[:1]))


def _and_another(folded: str, named: Sequence[Mention], mine: Sequence[Mention]) -> tuple[Mention, ...]:
    """Return the second car told of in the same breath, which is none that is looked for: "un aveo y un march"."""
    behind = named[named.index(mine[0]) + 1 :][:1] if mine else ()
    return tuple(name for name in behind if lexer.words(folded[: name.start])[-2:] in _AND_ONE)


def _is_definite(folded: str, name: Mention) -> bool:
    """Whether a car is named as one of ours would be; "vendo mi carro. jetta 2016 con 92 mil km" is none."""
    return bool(_BEFORE_OURS.intersection(lexer.words(folded[: name.start])[-1:]))


def _is_distance(reading: Reading, tag: Tag, asked: Slot | None) -> bool:
    folded = reading.folded
    before = lexer.words(lexer.last_clause(folded[: tag.start]))
    of_money = tag.kind is Kind.MONEY and "pesos" not in folded[tag.start : tag.end]
    run = of_money and _RUN.search(" ".join(before[-_LONGEST_ASKING:])) is not None  # "trae 130 mil"
    given = not _GIVEN.isdisjoint(before[-_LONGEST_TAKING:])  # "póngale que me dan 110"
    given = given or _BROUGHT.search(" ".join(before)) is not None  # "haz de cuenta que me toman el jetta en 120"
    counts = tag.kind is Kind.MONEY or (tag.kind is Kind.NUMBER and tag.value >= _FEWEST_THOUSANDS)  # "a 3 años"
    answers = asked is Slot.OWN_KM and counts and not (given or _BUDGETS.search(folded))
    answers = answers and _is_likely_its_km(purposes.likely(reading, tag, None))
    limited = before[-2:] == ["menos", "de"] or before[-1:] in (["hasta"], ["maximo"])  # "uno con menos de 60 mil km"
    limited = limited or _DOWNWARDS.match(folded[tag.end :]) is not None  # "¿qué otra tienes de 250 para abajo?"
    owed = limited or _OWED.search(" ".join(before)) is not None  # "todavía lo debemos, faltan como 30 mil"
    return (tag.kind is Kind.KM and not limited) or ((answers or run) and not owed)


_DOWNWARDS = re.compile(r"(?: mil)?(?: o menos| (?:de )?(?:para|hacia) (?:abajo|bajo))(?!\w)")
_BUDGETS = lexer.phrases(*lexicon.BUDGETING)  # "como 200 mil, contando lo que me den por el Chevy"


def _is_likely_its_km(likely: Mapping[Purpose, float]) -> bool:
    """Whether an amount is its kilometres, which are likelier where they were asked for."""
    return likely[Purpose.OWN_KM] * _ASKED_FOR >= max(likely.values())


def _kilometres(tag: Tag) -> int:
    """Read "80" and "80 mil", asked for kilometres, as eighty thousand."""
    return int(tag.value * 1000 if tag.kind is Kind.NUMBER and tag.value < 1000 else tag.value)


def _model_of(folded: str, name: Mention) -> str:
    """Return the model named; one that is called like its make is a model of one's own car: a Chevy."""
    written = folded[name.start : name.end]
    return name.model or (written.title() if written in lexicon.MODELS_LIKE_MAKES else "")


def _model_as_written(folded: str, tags: Sequence[Tag], asked: Slot | None, unlisted: whose.Unlisted | None) -> str:
    if unlisted is not None:
        return unlisted.model
    return _as_written(folded) if asked is Slot.OWN_CAR and not tags else ""


def _as_written(folded: str) -> str:
    """Return a model that no catalogue knows, as the customer typed it."""
    words = [word for word in lexer.words(folded) if word.isalpha() and word not in whose.FILLERS]
    short = (
        len(lexer.words(folded)) <= _LONGEST_ANSWER and not asks_for_a_value(folded) and 0 < len(words) <= _LONGEST_NAME
    )
    return " ".join(words).title() if short and not set(words) & {"no", "si", "gracias", "hola"} else ""
