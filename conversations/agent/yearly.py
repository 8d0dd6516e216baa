"""Traces how far a car is said to have gone in a year: "103,561 km en unos 11 años, alrededor de 9,400 km por año"."""

import re
from collections.abc import Sequence

from conversations.agent.binding import Line
from conversations.dialogue.facts import CarDetails, Fact
from conversations.dialogue.lexer import Kind, Tag

# English is read as `reading.plain` leaves it: "km a year" as "km anual".
_A_YEAR = re.compile(
    r"\s*(?:km|kms|kilometros)?\s*(?:(?:por|al|cada|a|per|each|every) (?:ano|year)|anual(?:es|mente)?)(?!\w)"
)
_YEARS = re.compile(
    r"(?:km|kms|kilometros) (?:en|in) (?:unos |about )?(?P<years>\d+) (?:anos|years), (?:alrededor de|around) "
)
_MONTHS = 12


def is_told(line: Line, tag: Tag) -> bool:
    """Whether a figure is said to be that of a year, or the years that it is told over."""
    of_a_year = tag.kind in {Kind.KM, Kind.NUMBER} and _A_YEAR.match(line.own, tag.end)
    return bool(of_a_year) or _is_of_the_years(line, tag)


def holds(line: Line, tag: Tag, facts: Sequence[Fact]) -> bool:
    """Whether every car that may be meant was looked up, and goes so far in a year, or is so old."""
    about = line.about(tag)
    known = {one.car.stock_id: one for one in (fact.value for fact in facts) if isinstance(one, CarDetails) and one.car}
    if not about or not about <= known.keys():
        return False
    if _is_of_the_years(line, tag):
        return all((known[car].years or 0) * _MONTHS == tag.value for car in about)
    return all(known[car].km_a_year == tag.value for car in about)


def _is_of_the_years(line: Line, tag: Tag) -> bool:
    each = _YEARS.finditer(line.own)
    return tag.kind is Kind.MONTHS and any(tag.start <= match.start("years") < tag.end for match in each)
