"""Amounts of a message that ask for nothing of ours: a wage, an age, what a car has run, what others ask."""

from collections.abc import Callable

from conversations.dialogue import hearing, lexer, lexicon, measures
from conversations.dialogue.cues import Cue, Cues
from conversations.dialogue.lexer import Kind, Tag
from conversations.dialogue.measures import in_thousands
from conversations.dialogue.reading import Reading

_COSTS = frozenset("cuesta cuestan vale valen sale salen costs".split())
_REACH_OF_COSTING = 3  # words
_EARNING = frozenset("saco sacamos gano ganamos facturo facturamos percibo cobro sacando ganando".split())
_TOO_MANY = (
    "no es mucho",
    "no son muchos",
    "ya no son muchos",
    "no sera mucho",
    "es mucho",
    "son muchos",
    "ya es mucho",
    "es un buen",
    "es un chorro",
    "ya son muchos",
    "es demasiado",
)
_THE_TWO = (["los"], ["las"], ["esos"], ["esas"], ["ambos"])
_FEW = 5
_YOUNGEST, _OLDEST, _FORTY = 15, 85, 40
_LAST_MONTH = 72
_OLDEST_YOUTH = 30
_LONGEST_TERM = 8  # years


def is_none_of_ours(reading: Reading, tag: Tag, said: Cues) -> bool:
    """Whether an amount is a wage, a rate, a car's number or what it has run: "tiene muchos km, ¿no? 99 mil"."""
    if said.part in {Cue.ASIDE, Cue.RATE} or tag.value in reading.state.shown:
        return True
    return _is_what_was_run(reading, tag, said) or any(holds(reading, tag) for holds in _OF_SOMETHING_ELSE)


def _is_what_was_run(reading: Reading, tag: Tag, said: Cues) -> bool:
    """Whether an amount tells the kilometres of the car talked about again: "99 mil km, ¿no?", "100 mil es mucho"."""
    told = reading.state.focus is not None or said.bound is None  # "no más de 70 mil" limits those of a list
    of_km = lexer.phrases(*lexicon.ON_THE_CARD["km"]).search(reading.folded[: tag.start])
    behind = " ".join(lexer.words(lexer.first_clause(reading.folded[tag.end :])))
    spoken_of = (told and of_km is not None) or behind.startswith(_TOO_MANY) or wonders(reading)
    return spoken_of and measures.is_what_it_has_run(reading, in_thousands(tag))


def wonders(reading: Reading) -> bool:
    """Whether a price is wondered at, and no car looked for: "¿100 mil km y en ese precio?"."""
    return reading.state.focus is not None and hearing.says(lexicon.WONDERING, reading.folded)


def _is_an_age(reading: Reading, tag: Tag) -> bool:
    """Whether a bare figure is how old somebody is: "a nombre de mi hijo, tiene 18"."""
    said, behind = lexer.words(reading.before(tag))[-1:], lexer.words(reading.folded[tag.end :])
    of_someone = said in (["tiene"], ["cumple"], ["cumplio"]) and tag.value <= _OLDEST_YOUTH
    told_of = behind[behind[:1] in (["y"], ["apenas"]) :][:1]  # "tengo 19 y estudio", but "tengo 60 y trabajo"
    as_likely_paid = tag.value >= _FORTY and tag.value % 10 == 0
    own = said in (["tengo"], ["cumpli"]) and _YOUNGEST <= tag.value <= _OLDEST and not as_likely_paid
    return tag.kind is Kind.NUMBER and (of_someone or (own and not lexicon.OF_ONES_LIFE.isdisjoint(told_of)))


def _is_earned(reading: Reading, tag: Tag) -> bool:
    """Whether an amount is what somebody earns, and not what they would pay: "saco como 25 al mes"."""
    clause = lexer.words(lexer.last_clause(reading.before(tag)))[-_REACH_OF_COSTING:]
    return not _EARNING.isdisjoint(clause)


def _counts_something(reading: Reading, tag: Tag) -> bool:
    """Whether a figure counts cars or months: "180 por los 2", "si liquido al mes 24"."""
    before = lexer.words(lexer.last_clause(reading.before(tag)))[-1:]
    few = tag.kind is Kind.NUMBER and tag.value <= _FEW and before in _THE_TWO
    a_month = tag.kind is Kind.NUMBER and _LONGEST_TERM < tag.value <= _LAST_MONTH and before == ["mes"]
    return few or a_month


def _is_their_model(reading: Reading, tag: Tag) -> bool:
    """Whether a figure answers what their own car is: "es 1500 SLT", of a Ram."""
    asked = reading.state.pending is not None and reading.state.pending.of_own_car
    return asked and tag.kind is Kind.NUMBER and lexer.words(reading.before(tag))[-1:] in (["es"], ["modelo"])


def is_a_difference(reading: Reading, tag: Tag) -> bool:
    """Whether an amount is what one car costs more than another: "¿por qué cuesta 13 mil más?"."""
    behind = lexer.words(lexer.first_clause(reading.folded[tag.end :]))
    costs = not _COSTS.isdisjoint(lexer.words(lexer.last_clause(reading.before(tag)))[-_REACH_OF_COSTING:])
    return costs and behind[:1] in (["mas"], ["menos"]) and behind[1:3] != ["o", "menos"]


_OF_SOMETHING_ELSE: tuple[Callable[[Reading, Tag], bool], ...] = (
    is_a_difference,
    _is_an_age,
    _is_earned,
    _counts_something,
    _is_their_model,
    measures.is_said_of_elsewhere,
)
