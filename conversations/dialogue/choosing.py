"""Tells when a customer weighs cars against each other: "¿el kicks o la t-cross?", "¿el primero o el tercero?"."""

import re
from itertools import pairwise

from conversations.dialogue import lexer, lexicon, pointing
from conversations.dialogue.lexer import Kind
from conversations.dialogue.reading import Reading

_DEFINITE = frozenset({"el", "la", "este", "esta", "ese", "esa", "the", "del"})
_OR = frozenset({"o", "u", "or", "vs", "contra"})
_WHICH = frozenset({"cual", "cuales", "quien", "which"})
_TERMS = frozenset({"down_payment", "down_payment_percent", "months"})
_APART = lexer.phrases("diferencia", "diferencias", "cambia", "cambian", "difference", "compara", "comparar")
_ASKS_WHICH_THERE_ARE = lexer.phrases(
    *(f"cuales {have}" for have in ("tienen", "tienes", "hay", "manejan", "manejas", "tendran", "tendras", "te quedan"))
)
_THIS = r"(?:es[ea]|est[ea]|this one|that one)"
_THIS_OR = re.compile(rf"(?<!\w){_THIS} (?:o|u|or|vs|contra|versus) (?:(?:mejor|el|la|de plano|the) ){{0,2}}$")
_OR_THIS = re.compile(rf" (?:o|u|or|vs|contra|versus) (?:mejor )?{_THIS}(?!\w| \d)")
_MANY = 3  # cars named at once
_LEFT_TO_US = re.compile(
    rf"(?<!\w)(?:cual|which)(?:,? {lexer.phrases(*lexicon.WITHIN_A_CHOICE).pattern})*?,?"
    rf" {lexer.phrases(*lexicon.TO_CHOOSE).pattern}"
    rf"|{lexer.phrases(*lexicon.WORTH_IT).pattern}"
)
_YEARS = frozenset({Kind.YEAR, Kind.RANK, Kind.NUMBER})


def between(reading: Reading, pointed: tuple[int, ...], *, by_order: bool) -> bool:
    """Whether two cars, named or pointed at, are weighed, and not looked for: "¿un jetta o un versa?" looks for both.

    `by_order` says that one thing tells them apart ("¿cuál tiene menos km?"): asked of two, both are told.
    """
    if len(pointed) > 1 and asked_why(reading):
        return True
    if len(reading.names) > 1 and _ASKS_WHICH_THERE_ARE.search(reading.folded):
        return False
    if len(reading.names) >= _MANY and not lexer.phrases(*lexicon.SEEKING).search(reading.folded):
        return True  # "ponme la captiva, la br-v y la odyssey barata"
    if len(reading.names) > 1 and pointing.says_both(reading.folded):
        return True  # "la captiva y la odyssey más barata, los datos de las 2"
    if _this_or(reading) or of_those_compared(reading):
        return True
    if by_order:
        joined = all(_are_joined(reading, a.end, b.start) for a, b in pairwise(reading.names))
        asks = not _WHICH.isdisjoint(lexer.words(reading.folded))
        return asks and ((len(reading.names) == 2 and joined) or len(pointed) == 2)
    judged = bool(lexer.phrases(*lexicon.JUDGING).search(reading.folded))
    if len(reading.names) > 1:
        seeks = bool(lexer.phrases(*lexicon.SEEKING).search(reading.folded))
        return (
            judged
            or _weighs_terms(reading)
            or (not seeks and all(_or_the(reading, a.end, b.start) for a, b in pairwise(reading.names)))
        )
    words = lexer.words(reading.folded)
    return len(pointed) > 1 and (judged or not _OR.isdisjoint(words))


def is_left_to_us(folded: str) -> bool:
    """Whether it is asked which one to take: "¿usted cuál de las dos agarraría?", "¿vale la pena pagar más?"."""
    return _LEFT_TO_US.search(folded) is not None


def of_those_compared(reading: Reading) -> bool:
    """Whether the choice is left to us between cars just compared: "¿cuál de las dos agarro? ella dice la captiva"."""
    state = reading.state
    these = pointing.says_both(reading.folded) or (state.focus is None and not (reading.names or reading.money))
    return len(state.compared) > 1 and these and is_left_to_us(reading.folded)


def _this_or(reading: Reading) -> bool:
    """Whether the car talked about stands against another that is named: "¿mejor esa o la avanza?"."""
    focus = reading.state.in_focus
    if len(reading.names) != 1 or focus is None or focus.is_called(reading.names[0]):
        return False
    [name] = reading.names
    before, after = reading.folded[: name.start], reading.folded[name.end :]
    return _THIS_OR.search(before) is not None or _OR_THIS.match(after) is not None


def asked_why(reading: Reading) -> tuple[int, ...]:
    """Return the few cars just shown, of which it is asked why one is dearer, or newer, than another."""
    shown = pointing.just_shown(reading.state)
    cars = reading.state.looks_of(*shown)
    named = tuple(car.stock_id for car in cars if any(car.is_called(name) for name in reading.names))
    shown = named if reading.names else shown  # "¿por qué la odyssey más vieja cuesta más?", of a longer list
    years = {tag.value for tag in reading.tags if tag.kind is Kind.YEAR}
    dated = tuple(car.stock_id for car in reading.state.looks_of(*shown) if car.year in years)
    shown = dated if len(dated) > 1 else shown  # "¿por qué uno de los 2019 cuesta más?"
    asks = 1 < len(shown) <= pointing.MOST and lexer.phrases(*lexicon.WHY).search(reading.folded)
    return shown if asks else ()


def asks_why_of_a_name(reading: Reading) -> bool:
    """Whether it is asked why of a car that is named: "¿y las odyssey? ¿por qué la más vieja cuesta más?"."""
    return bool(reading.names) and lexer.phrases(*lexicon.WHY).search(reading.folded) is not None


def _weighs_terms(reading: Reading) -> bool:
    """Whether terms are asked of one car or the other, or they stand behind "entre": "sentra o versa a 4 años"."""
    before = lexer.words(reading.folded[: reading.names[0].start])[-1:]
    joined = [set(lexer.words(reading.folded[a.end : b.start])) for a, b in pairwise(reading.names)]
    paid = not reading.money.keys().isdisjoint(_TERMS) and all(not words.isdisjoint({*_OR, "y"}) for words in joined)
    return paid or before == ["entre"]


def years(reading: Reading) -> tuple[int, ...]:
    """Return the years of one model that are weighed: "la escape 16 o la 19", "¿el versa 2018 o el 2020?"."""
    if len(reading.names) != 1 or reading.has_term:
        return ()
    behind = [tag for tag in reading.tags if tag.kind in _YEARS and tag.start >= reading.names[0].end]
    whole = [tag for tag in behind if tag.kind is Kind.YEAR]
    dated = whole if len(whole) == 2 else behind
    if len(dated) != 2:
        return ()
    found = tuple(int(tag.value) if tag.value >= 100 else 2000 + int(tag.value) for tag in dated)
    weighed = _APART.search(reading.folded) or lexer.phrases(*lexicon.COSTS_MORE).search(reading.folded)
    if weighed and dated == whole:
        return found  # "¿qué diferencia hay de la captur 2018 a la 2020?", "¿por qué la 2015 es más cara que la 2016?"
    joined = _or_the(reading, dated[0].end, dated[1].start)
    return found if joined and {reading.wish.get("min_year"), reading.wish.get("max_year")} == set(found) else ()


def _are_joined(reading: Reading, end: int, start: int) -> bool:
    return not {*_OR, "y", "al", "con"}.isdisjoint(lexer.words(reading.folded[end:start]))


def _or_the(reading: Reading, end: int, start: int) -> bool:
    """Whether "o el" stands between two: one certain car or the other."""
    between = lexer.words(reading.folded[end:start])
    return any(one in _OR and two in _DEFINITE for one, two in pairwise(between))
