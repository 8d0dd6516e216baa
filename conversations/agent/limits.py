"""The limits that a passage states ("7 días o 300 km" of trial), and what a customer says has gone by of them."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from catalog.spelling import fold
from conversations.agent import reading
from conversations.dialogue import lexer
from conversations.dialogue.facts import Excerpt
from conversations.dialogue.sentences import Sentence


class LimitOf(StrEnum):
    """What a limit is set to; the names are those of `knowledge.language.topics`."""

    TRIAL = "trial"
    WARRANTY = "warranty"


@dataclass(frozen=True)
class Amount:
    """So many days, or kilometres, as they are written: "2 semanas" are 14 days."""

    written: Sentence
    size: int
    is_distance: bool


@dataclass(frozen=True)
class Limit:
    """How long, or how far, something goes."""

    of: LimitOf
    amount: Amount


_CALLED = {LimitOf.TRIAL: r"prueba|devol\w+|devuelv\w+|regres\w+", LimitOf.WARRANTY: r"garantia\w*"}
_ENGLISH = {LimitOf.TRIAL: "trial period", LimitOf.WARRANTY: "warranty"}
_A_NAME = re.compile("|".join(rf"(?P<{of}>(?<!\w)(?:{called})(?!\w))" for of, called in _CALLED.items()))
_DAYS = {"dia": 1, "day": 1, "semana": 7, "week": 7, "quincena": 15, "mes": 30, "month": 30, "ano": 365, "year": 365}
_METRES_OF_A_MILE = 1609
_ROUNDED_BY = 1000  # km
_WRITTEN = {
    1: ("día", "días", "day"),
    7: ("semana", "semanas", "week"),
    15: ("quincena", "quincenas", "fortnight"),
    30: ("mes", "meses", "month"),
    365: ("año", "años", "year"),
}
_AMOUNT = re.compile(
    rf"(?<![\w.,$])(?P<count>\d[\d,]*)(?P<thousand> mil)? ?"
    rf"(?P<unit>km|kilometr|kms|milla|mile|{'|'.join(_DAYS)})(?:o?s|es|e|ros|ro|eters?)?(?!\w)"
    r"(?P<more> mas(?!\w))?"
)
_ONE = re.compile(r"(?<!\w)(?:al|a la) (?=(?:semana|mes)(?!\w))")  # "si al mes truena"
_WENT_BY = re.compile(
    r"(?<!\w)(?:pas\w+|llev\w+|hace|tengo|tiene|van|despues|a los|al|a las|meti|recorri|hice|hago|drove|after)(?!\w)"
)
# "¿La garantía de 6 meses?" supposes a limit, and nothing that went by.
_SUPPOSES = re.compile(r"(?:garantia|prueba|warranty|trial)(?: \w+)? (?:de|por|of|for) $")
_SUPPOSED = re.compile(r"\s*(?:de|of) (?:garantia|prueba|warranty|trial)")


def stated(excerpt: Excerpt) -> tuple[Limit, ...]:
    """Return the limits of a passage; one that is named nowhere in its sentence is of what the heading names."""
    return tuple(dict.fromkeys(_stated(excerpt)))


def _stated(excerpt: Excerpt) -> Iterator[Limit]:
    above = _names(fold(excerpt.heading))
    for sentence in lexer.sentences(excerpt.text):
        folded = fold(reading.with_figures(sentence))
        names = _names(folded)
        for match in _AMOUNT.finditer(folded):
            before = [of for at, of in names if at < match.start()]
            of = next(iter([*reversed(before), *(of for _, of in names), *(of for _, of in above)]), None)
            if of is not None and match["more"] is None:
                yield Limit(of, _amount(match))


def in_english(excerpt: Excerpt) -> str:
    """Say in English which figures a passage gives, those that are limits by what they are set to."""
    by_name: dict[LimitOf, list[str]] = {}
    for limit in stated(excerpt):
        by_name.setdefault(limit.of, []).append(limit.amount.written.english)
    named = [f"a {_ENGLISH[of]} of {' or '.join(amounts)}" for of, amounts in by_name.items()]
    found = _AMOUNT.finditer(fold(reading.with_figures(excerpt.text)))
    figures = named or list(dict.fromkeys(_amount(match).written.english for match in found))
    return f" It speaks of {', '.join(figures)}." if figures else ""


def gone_by(said: str, limits: Iterable[Limit], cars: Iterable[int] = ()) -> tuple[Amount, ...]:
    """Return what a customer says has gone by: none of it is one of these limits, said again, or another supposed.

    Nor is it what one of the cars shown has on its clock, in km, as people round it: "95 mil km es mucho, ¿no?".
    """
    clocks = tuple(cars)
    known = {(limit.amount.size, limit.amount.is_distance) for limit in limits}
    folded = fold(reading.plain(_ONE.sub("a 1 ", fold(said))))
    amounts = [
        _amount(match)
        for match in _AMOUNT.finditer(folded)
        if not (_SUPPOSES.search(folded[: match.start()]) or _SUPPOSED.match(folded, match.end()))
    ]
    amounts = [one for one in amounts if not any(_is_on_its_clock(one, km) for km in clocks)]
    return tuple(dict.fromkeys(one for one in amounts if (one.size, one.is_distance) not in known))


def _is_on_its_clock(amount: Amount, km: int) -> bool:
    return amount.is_distance and abs(amount.size - km) < _ROUNDED_BY <= amount.size


def said_again(said: str, limits: Iterable[Limit]) -> tuple[Limit, ...]:
    """Return the limits that a customer asks about by their own figures: "entonces, ¿son 3 meses?"."""
    folded = fold(reading.plain(said))
    asked = "?" in said and not _WENT_BY.search(folded)
    amounts = [_amount(match) for match in _AMOUNT.finditer(folded)] if asked else []
    sizes = {(one.size, one.is_distance) for one in amounts}
    return tuple(limit for limit in limits if (limit.amount.size, limit.amount.is_distance) in sizes)


def _names(folded: str) -> list[tuple[int, LimitOf]]:
    return [(match.start(), LimitOf(str(match.lastgroup))) for match in _A_NAME.finditer(folded)]


def _amount(match: re.Match[str]) -> Amount:
    count = int(match["count"].replace(",", "")) * (1000 if match["thousand"] else 1)
    if match["unit"].startswith("mil"):
        return Amount(
            Sentence(f"{count:,} millas", en=f"{count:,} miles"), count * _METRES_OF_A_MILE // 1000, is_distance=True
        )
    if match["unit"].startswith("k"):
        return Amount(Sentence(f"{count:,} km"), count, is_distance=True)
    days = next(days for name, days in _DAYS.items() if match["unit"].startswith(name))
    one, several, english = _WRITTEN[days]
    written = Sentence(f"{count} {one if count == 1 else several}", en=f"{count} {english}{'' if count == 1 else 's'}")
    return Amount(written, count * days, is_distance=False)
