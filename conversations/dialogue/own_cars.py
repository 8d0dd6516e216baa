"""Hears of the car that a customer has, to sell it or to give it in; it is none of the cars they look for."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from catalog.spelling import Mention
from conversations.dialogue import lexer, lexicon
from conversations.dialogue.acts import Act
from conversations.dialogue.errands import OwnCar
from conversations.dialogue.lexer import Kind, Tag
from conversations.dialogue.plan import Slot
from conversations.dialogue.state import DialogueState

_MINE = lexer.phrases("mi", "mio", "mia", "nuestro", "nuestra", "tengo", "traigo", "tenemos", "traemos", "my", "have")
# What an answer about one's own car has nothing of.
_LOOKING = lexer.phrases(
    *("busco", "hay", "quiero un", "quiero una", "tienes", "tienen", "muestrame", "cuanto cuesta", "compro un"),
    *("mejor un", "algo"),
    *(
        phrase
        for act in (Act.TEST_DRIVE, Act.COMPARE, Act.FINANCE, Act.PERSON)
        for phrase in lexicon.PHRASES[act, "sure"]
    ),
)
_RUN = lexer.phrases("trae", "tiene", "anda", "va", "lleva", "marca", "recorridos", "con")
_OFFERED = lexer.phrases("me dan", "me darian", "me dieran", "me ofrecen", "me ofrecerian")
_UNNAMED = lexer.phrases(*(f"mi {kind}" for kind in ("auto", "carro", "coche", "camioneta", "nave", "carrito")))
_FILLERS = frozenset("es un una el la mi auto carro coche camioneta tengo marca modelo de del ano anos it is a".split())
_HAS_ONE = [[verb, one] for verb in ("tengo", "traigo", "tenemos", "traemos") for one in ("un", "una")]
_OURS = [[word] for word in ("mi", "nuestro", "nuestra")]
_GIVEN = frozenset("dan den darian doy dando".split())
_ASKED_FOR = frozenset("tienen tienes hay busco quiero tendran manejan".split())
_AND_NEWER = re.compile(rf"\W*(?:{'|'.join(map(re.escape, lexicon.CUES['at_least', 'after']))})(?!\w)")
_LONGEST_NAME = 3  # words
_LONGEST_TAKING = 3
_LONGEST_ANSWER = 12


@dataclass(frozen=True)
class Heard:
    """What a message tells of the customer's car, and the names and amounts that are spent on it."""

    car: OwnCar
    names: tuple[Mention, ...] = ()
    tags: tuple[Tag, ...] = ()

    def without(self, named: Sequence[Mention], tags: Sequence[Tag]) -> tuple[tuple[Mention, ...], tuple[Tag, ...]]:
        """Return the names and amounts that are left for what the customer looks for."""
        return tuple(name for name in named if name not in self.names), tuple(
            tag for tag in tags if tag not in self.tags
        )


def hear(folded: str, named: Sequence[Mention], tags: Sequence[Tag], state: DialogueState) -> Heard | None:
    """Return what is told of the customer's own car, or None where the message is about something else."""
    asked = state.pending if state.pending is not None and state.pending.of_own_car else None
    selling = lexer.phrases(*lexicon.SELLING, *lexicon.WORTH).search(folded) is not None or _is_owned(folded, named)
    # "¿Entonces sí me dan 130?", once a car to give in was told of
    selling = selling or (state.own_car is not None and not named and _OFFERED.search(folded) is not None)
    told_of = _told_of(folded, named, state)
    selling = selling or bool(told_of)
    if not selling and (asked is None or _is_about_something_else(folded, tags)):
        return None
    asked = None if _LOOKING.search(folded) else asked  # "póngale que me dan 110. ¿qué suv hay de menos de 300?"
    mine = told_of or (_mine(folded, named) if selling else tuple(named))
    years = _its_years(folded, named, mine, tags)
    distances = [tag for tag in tags if _is_distance(folded, tag, asked)]
    name = mine[0] if mine else None
    car = OwnCar(
        make=(name.make or "") if name else "",
        model=(name.model or "") if name else (_as_written(folded) if asked is Slot.OWN_CAR and not tags else ""),
        year=int(years[0].value) if years else None,
        km=_kilometres(distances[0]) if distances else None,
    )
    if not selling and car == OwnCar():
        return None
    return Heard(car, mine, (*years[:1], *distances[:1]))


def is_looking(folded: str) -> bool:
    """Tell whether a car is looked for too, beside what is told of one's own."""
    return _LOOKING.search(folded) is not None


def _its_years(folded: str, named: Sequence[Mention], mine: Sequence[Mention], tags: Sequence[Tag]) -> list[Tag]:
    """Return the years that are said of it: right behind its name, or where nothing else could have one."""
    years = [tag for tag in tags if tag.kind is Kind.YEAR and not _AND_NEWER.match(folded[tag.end :])]
    behind = [
        tag
        for name in mine[:1]
        for tag in years
        if tag.start >= name.end and len(lexer.words(folded[name.end : tag.start])) <= _LONGEST_NAME
    ]
    return behind or (years if len(named) <= len(mine) else [])


def _is_owned(folded: str, named: Sequence[Mention]) -> bool:
    """Whether a car is named as one's own, or as one to be taken: "mi jetta 2014", "¿me toman un tsuru?"."""
    before = [lexer.words(folded[: name.start])[-_LONGEST_TAKING:] for name in named]
    has_one = any(words[-2:] in _HAS_ONE for words in before) and len(named) > 1  # "traigo un jetta, quiero la cx5"
    return has_one or any(words[-1:] in _OURS or not lexicon.TAKING.isdisjoint(words) for words in before)


def _told_of(folded: str, named: Sequence[Mention], state: DialogueState) -> tuple[Mention, ...]:
    """Return the car that was told of, named again: "¿cuánto dan por un gol?", "con los 110 del jetta"."""
    model = state.own_car.model if state.own_car is not None else ""
    return tuple(name for name in named if model and name.model == model)


def _is_about_something_else(folded: str, tags: Sequence[Tag]) -> bool:
    other = any(tag.kind in {Kind.PERCENT, Kind.MONTHS} for tag in tags)
    return other or "?" in folded or _LOOKING.search(folded) is not None


def asks_for_a_value(folded: str) -> bool:
    """Tell whether the customer asks what their car may be worth."""
    return bool(lexer.phrases(*lexicon.WORTH).search(folded) or _OFFERED.search(folded))


def _mine(folded: str, named: Sequence[Mention]) -> tuple[Mention, ...]:
    """Return the names said of the customer's own car: those behind "mi", or all where none is."""
    starts = [0, *(name.end for name in named)]
    named = tuple(name for name in named if not _is_wanted(folded, name))
    mine = tuple(name for name, start in zip(named, starts, strict=False) if _MINE.search(folded[start : name.start]))
    spoken_of = _UNNAMED.search(folded)  # "¿tienes jetta? y aceptan mi carro": the first is none of theirs
    return mine[:1] or (() if spoken_of else tuple(named[:1]))


def _is_wanted(folded: str, name: Mention) -> bool:
    """Whether a car is what is given for, or asked for: "doy mi carro por el corolla", "¿qué tienen de kia rio?"."""
    before = lexer.words(folded[: name.start])
    asked_for = before[-1:] != ["mi"] and not _ASKED_FOR.isdisjoint(before[-_LONGEST_TAKING:])
    return " ".join(before[-2:]) in lexicon.GIVEN_FOR or asked_for


def _is_distance(folded: str, tag: Tag, asked: Slot | None) -> bool:
    run = _RUN.search(lexer.last_clause(folded[: tag.start])) is not None and tag.kind is Kind.MONEY  # "trae 130 mil"
    given = not _GIVEN.isdisjoint(lexer.words(folded[: tag.start])[-_LONGEST_TAKING:])  # "póngale que me dan 110"
    answers = asked is Slot.OWN_KM and tag.kind in {Kind.NUMBER, Kind.MONEY} and not given
    return tag.kind is Kind.KM or answers or run


def _kilometres(tag: Tag) -> int:
    """Read "80" and "80 mil", asked for kilometres, as eighty thousand."""
    return int(tag.value * 1000 if tag.kind is Kind.NUMBER and tag.value < 1000 else tag.value)


def _as_written(folded: str) -> str:
    """Return a model that no catalogue knows, as the customer typed it."""
    words = [word for word in lexer.words(folded) if word.isalpha() and word not in _FILLERS]
    short = len(lexer.words(folded)) <= _LONGEST_ANSWER and 0 < len(words) <= _LONGEST_NAME
    return " ".join(words).title() if short and not set(words) & {"no", "si", "gracias", "hola"} else ""
