"""Finds numbers and their units in folded text; the only home of regular expressions in the dialogue."""

import re
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import cache
from itertools import pairwise

from conversations.dialogue.lexicon import NUMBER_WORDS


class Kind(StrEnum):
    """What a number counts."""

    MONEY = "money"
    NUMBER = "number"
    PERCENT = "percent"
    MONTHS = "months"
    YEAR = "year"
    KM = "km"
    LENGTH = "length"
    RANK = "rank"
    PHONE = "phone"


@dataclass(frozen=True)
class Tag:
    """A number in the text: its span, what it counts, and its value (MXN, months, km, mm, percent, ...)."""

    start: int
    end: int
    kind: Kind
    value: Decimal


_WORD_NUMBER = "|".join(sorted(NUMBER_WORDS, key=len, reverse=True))
_WORDS = rf"(?P<words>(?:{_WORD_NUMBER})(?:\s+(?:y\s+)?(?:{_WORD_NUMBER}))*)"
_DIGITS = r"(?P<currency>\$\s?)?(?P<digits>\d{1,3}(?:[,.]\d{3})+(?![\d])|\d+)(?:\.(?P<cents>\d{1,2})(?!\d))?"
_UNITS = r"millon(?:es)?|mdp|mil|k|%|por\s?ciento|kms?|kilometros|anos?|years?|meses|months?|mensualidades|pesos|mxn"
_UNIT = rf"(?P<unit>{_UNITS})"
# The units that may follow another: "300 mil pesos", "80 mil km".
_SECOND = r"(?:\s*(?P<second>pesos|mxn|kms?|kilometros))?"
_NUMBER = re.compile(rf"(?<![\w.,])(?:{_DIGITS}(?:\s*{_UNIT}{_SECOND}(?!\w)|(?!\w)))")
_SPELLED = re.compile(rf"(?<!\w){_WORDS}\s+{_UNIT}{_SECOND}(?!\w)")
# A bare "m" is a metre only behind a fraction or before the side it measures: "320i m sport", "300m".
_LENGTH = re.compile(
    r"(?<![\w.,])(?P<figure>\d{1,2}(?:,\d{3})+(?:\.\d+)?|\d+(?:[.,]\d+)?)\s*"
    r"(?P<unit>metros?|mts|cms?|centimetros?|mm|milimetros?|(?:(?<=[.,]\d)|(?<=[.,]\d\s)|(?<=[.,]\d\d)|(?<=[.,]\d\d\s))m"
    r"|m(?=\s+(?:de\s+)?(?:largo|ancho|alto|altura|longitud)))(?!\w)"
)
_MILLIMETRES = {"m": 1000, "c": 10}
_HALF_MILLION = re.compile(r"(?<!\w)medio millon(?!\w)")
_POINTER = r"(?<!\w)(?:el|la|opcion|numero|num|no\.|cotiza|auto|carro|del|al)\s+(?:numero\s+)?|#"
_RANK = re.compile(rf"(?:{_POINTER})(?P<rank>\d{{1,2}})(?![\w.,]*\d|\s*(?:mil|k|anos?|meses|%|km))")
_SCALE = {"mil": 1000, "k": 1000, "millon": 1_000_000, "millones": 1_000_000, "mdp": 1_000_000}
_KM = {"km", "kms", "kilometros"}
_YEARS = {"ano", "anos", "year", "years"}
_MONTHS = {"meses", "month", "months", "mensualidades"}


def tags(folded: str) -> tuple[Tag, ...]:
    """Return every number of `folded` text in order; overlapping readings keep the first."""
    found = [_rank(match) for match in _RANK.finditer(folded)]
    found += [_tag(match) for pattern in (_NUMBER, _SPELLED) for match in pattern.finditer(folded)]
    found += [_length(match) for match in _LENGTH.finditer(folded)]
    found += [Tag(m.start(), m.end(), Kind.MONEY, Decimal(500_000)) for m in _HALF_MILLION.finditer(folded)]
    kept: list[Tag] = []
    for tag in sorted(found, key=lambda tag: (tag.start, -tag.end)):
        if not kept or tag.start >= kept[-1].end:
            kept.append(tag)
    return tuple(_ranges_share_their_unit(kept, folded))


@cache
def phrases(*alternatives: str) -> re.Pattern[str]:
    """Compile phrases into one whole-word pattern; a `*` at the end of a phrase lets the word go on."""
    parts = (re.escape(phrase[:-1]) + r"\w*" if phrase.endswith("*") else re.escape(phrase) for phrase in alternatives)
    return re.compile(rf"(?<!\w)(?:{'|'.join(parts)})(?!\w)")


def last_clause(folded: str) -> str:
    """Return what stands behind the last punctuation mark."""
    return re.split(r"[,.;:!?¿¡\n]", folded)[-1]


def first_clause(folded: str) -> str:
    """Return what stands before the first punctuation mark."""
    return re.split(r"[,.;:!?¿¡\n]", folded, maxsplit=1)[0]


def words(folded: str) -> list[str]:
    """Return the bare words of folded text."""
    return re.findall(r"\w+", folded)


def _tag(match: re.Match[str]) -> Tag:
    groups = match.groupdict()
    value = _spelled_value(groups["words"]) if groups.get("words") else _digit_value(groups)
    unit, second = groups["unit"] or "", groups["second"] or ""
    kind = _kind(unit, second, groups)
    if kind is Kind.MONTHS and unit in _YEARS:
        value *= 12
    return Tag(match.start(), match.end(), kind, value * _SCALE.get(unit, 1))


def _kind(unit: str, second: str, groups: dict[str, str | None]) -> Kind:
    if unit in _KM or second in _KM:
        return Kind.KM
    if unit == "%" or unit.startswith("por"):
        return Kind.PERCENT
    if unit in _YEARS | _MONTHS:
        return Kind.MONTHS
    if unit or groups.get("currency") or groups.get("cents") or re.search(r"[,.]", groups.get("digits") or ""):
        return Kind.MONEY
    return _bare_kind(groups.get("digits") or "")


def _bare_kind(digits: str) -> Kind:
    if len(digits) >= 9:
        return Kind.PHONE
    if len(digits) == 4 and 1990 <= int(digits) <= 2035:
        return Kind.YEAR
    return Kind.MONEY if len(digits) >= 5 else Kind.NUMBER


def _digit_value(groups: dict[str, str | None]) -> Decimal:
    digits = re.sub(r"[,.]", "", groups["digits"] or "")
    return Decimal(f"{digits}.{groups['cents']}" if groups["cents"] else digits)


def _spelled_value(text: str) -> Decimal:
    return Decimal(sum(NUMBER_WORDS[word] for word in text.split() if word != "y"))


def _rank(match: re.Match[str]) -> Tag:
    return Tag(match.start("rank"), match.end("rank"), Kind.RANK, Decimal(match["rank"]))


def _length(match: re.Match[str]) -> Tag:
    """Read a length in millimetres; "4,801 mm" has thousands and "4,5 metros" a fraction."""
    figure, unit = match["figure"], match["unit"]
    thousands = re.fullmatch(r"\d{1,2}(?:,\d{3})+(?:\.\d+)?", figure)
    value = Decimal(figure.replace(",", "" if thousands else "."))
    scale = 1 if unit.startswith(("mm", "mi")) else _MILLIMETRES[unit[0]]
    return Tag(match.start(), match.end(), Kind.LENGTH, value * scale)


def _ranges_share_their_unit(found: list[Tag], folded: str) -> list[Tag]:
    """Read "entre 150 y 250 mil" and "de 200 a 300k" as two amounts of the second one's size."""
    shared = list(found)
    for index, (tag, following) in enumerate(pairwise(found)):
        between = folded[tag.end : following.start].strip()
        bare = tag.kind is Kind.NUMBER and following.kind in {Kind.MONEY, Kind.KM}
        if bare and between in {"y", "a", "-", "o"} and tag.value < 1000 <= following.value:
            shared[index] = Tag(tag.start, tag.end, following.kind, tag.value * 1000)
    return shared
