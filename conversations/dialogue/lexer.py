"""Finds numbers and their units in folded text; the only home of regular expressions in the dialogue."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from functools import cache
from itertools import pairwise

from conversations.dialogue.lexicon import COUNTED, HUNDREDS, NUMBER_WORDS, TENS


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


def _any(words: Iterable[str]) -> str:
    return "|".join(sorted(words, key=len, reverse=True))


# "ciento ochenta y cinco", "ochenta y cinco", "quince": hundreds, tens, units, each once and in this order, so that
# "entre doscientos y trescientos" is two numbers.
_SMALL = _any(word for word in NUMBER_WORDS if word not in HUNDREDS)
_UP_TO_99 = rf"(?:(?:{_any(TENS)})\s+y\s+(?:{_SMALL})|{_SMALL})"
_WORDS = rf"(?P<words>(?:{_any(HUNDREDS)})(?:\s+{_UP_TO_99})?|{_UP_TO_99})"
_DIGITS = (
    r"(?P<currency>\$\s?)?(?P<digits>\d{1,3}(?:[,.]\d{3})+(?!\d)|\d{2,3} 000(?!\d)|\d+)(?:\.(?P<cents>\d{1,2})(?!\d))?"
)
_PESOS = r"pesos|pesitos|pesotes|varos|baros|varitos|baritos|bolas|lanas|morlacos|mxn|mn"
_KMS = r"kms?|kilometros"
_GRAND = r"grand(?! (?:touring|cherokee|caravan|vitara|voyager|marquis))"  # a thousand, and no part of a car's name
_UNITS = (
    rf"millon(?:es)?|millions?|mdp|mil(?:es)?|k|thousand|{_GRAND}|%|por\s?ciento|percent|{_KMS}"
    r"|an(?:i?os?|itos?)|years?|yrs?"
    rf"|meses|mses|mesecitos|months?|mths?|mos|mensualidades|{_PESOS}"
)
_UNIT = rf"(?P<unit>{_UNITS})"
# The units that may follow another: "300 mil pesos", "80 mil km"; "6 mil 500" and "un millon y medio" go on.
_REST = rf"(?:\s+(?P<rest>\d{{3}}|(?:{_any(HUNDREDS)})(?:\s+{_UP_TO_99})?)(?![\w,.]*\d|\s*(?:mil|k|{_KMS})\b))?"
_HALF = r"(?P<half>\s+y\s+medi[oa])?"
_SECOND = rf"(?:\s*(?:de\s+)?(?P<second>{_PESOS}|{_KMS}))?"
_TAIL = rf"{_UNIT}{_HALF}{_REST}{_SECOND}(?!\w)"
_NUMBER = re.compile(rf"(?<![\w.,])(?:{_DIGITS}(?:\s*{_TAIL}|(?!\w)))")
_SPELLED = re.compile(rf"(?<!\w){_WORDS}\s+{_TAIL}")
_SINCE_2001 = _any(word for word, value in NUMBER_WORDS.items() if 0 < value < 30)
_SPELLED_YEAR = re.compile(rf"(?<!\w)dos mil (?P<words>{_SINCE_2001})(?!\w|\s+(?:y|mil|{_PESOS}|{_KMS})(?!\w))")
# A number word alone counts only from twenty up, or behind a word that makes it one: "a cuatro", "numero dos".
_SPOKEN = re.compile(rf"(?<!\w){_WORDS}(?!\w)")
_BEHIND_A = re.compile(r"(?<!\w)(?:a|en|over|numero|num|opcion|el|la) $")
# A bare "m" is a metre only behind a fraction or before the side it measures: "320i m sport", "300m".
_LENGTH = re.compile(
    r"(?<![\w.,])(?P<figure>\d{1,2}(?:,\d{3})+(?:\.\d+)?|\d+(?:[.,]\d+)?)\s*"
    r"(?P<unit>metros?|mts|cms?|centimetros?|mm|milimetros?|(?:(?<=[.,]\d)|(?<=[.,]\d\s)|(?<=[.,]\d\d)|(?<=[.,]\d\d\s))m"
    r"|m(?=\s+(?:de\s+)?(?:largo|ancho|alto|altura|longitud)))(?!\w)(?:\s+(?:(?:con|y)\s+)?(?P<centimetres>\d\d)(?!\w|[.,]\d|\s*(?:mil|k|%)))?"
)
_BARE_LENGTH = re.compile(
    r"(?<![\w.,$])(?P<figure>[1-6][.,]\d{1,2})(?=\s+de\s+(?:largo|fondo|ancho|alto|altura)(?!\w))"
)
# "¿Cabe en 4.40?", "mi cochera es de 4.80"
_ROOM = re.compile(
    r"(?<!\w)(?:cabe|cabra|quepa|entra|mide|cochera|cajon|garage|garaje|estacionamiento)(?: \w+){0,3}? "
    r"(?P<figure>[2-6][.,]\d{1,2})(?![\w%]|,\d| ?mil)"
)
_MILLIMETRES = {"m": 1000, "c": 10}
_CENT = Decimal("0.01")
_FRACTIONS: tuple[tuple[re.Pattern[str], Kind, Decimal], ...] = (
    (re.compile(r"(?<!\w)(?:medio|half a) mill?ion(?!\w)|(?<!\w)medio millon(?!\w)"), Kind.MONEY, Decimal(500_000)),
    (re.compile(r"(?<!\w)(?:un )?cuarto de millon(?!\w)"), Kind.MONEY, Decimal(250_000)),
    (re.compile(r"(?<!\w)an?o y medio(?!\w)"), Kind.MONTHS, Decimal(18)),
)
_SHARE = re.compile(r"(?<![\w/])(?P<part>[1-9])/(?P<whole>[2-9])(?= (?:parte )?(?:de|del|down)(?!\w))")
_SPOKEN_SHARES: tuple[tuple[re.Pattern[str], Decimal], ...] = (
    (re.compile(r"(?<!\w)(?:un tercio|(?:la|una) tercera parte|a third)(?!\w)"), Decimal("33.33")),
    (re.compile(r"(?<!\w)(?:dos tercios|two thirds)(?!\w)"), Decimal("66.67")),
    (re.compile(r"(?<!\w)(?:(?:la|una) cuarta parte|a quarter)(?!\w)"), Decimal(25)),
)
_HALVES = re.compile(
    r"(?<!\w)(?:la mitad|mitad (?:y )?mitad|50 ?[/-] ?50|50 y 50|half)(?!\w)"
    r"(?! (?:de|del) (?:los |el |su )?(?:km|kilomet|recorri|uso|tamano))"
)
_POINTER = (
    r"(?<!\w)(?:el|la|opcion|numero|num|no\.|cotiza|cotizame|cotizar|compara|auto|carro|del|al|number|option)"
    r"\s+(?:numero\s+)?|#"
)
_RANK = re.compile(
    rf"(?:{_POINTER})(?P<rank>\d{{1,2}})(?![\w.,]*\d|\s*(?:mil|k|an(?:i?os?|itos?)|meses|por\s?ciento|%|km|pesos)(?!\w))"
)
_JOINS_RANKS = frozenset({"y", "o", "con", "vs", ",", "y la", "y el"})
_SCALE = {"mil": 1000, "miles": 1000, "k": 1000, "thousand": 1000, "grand": 1000} | dict.fromkeys(
    ("millon", "millones", "million", "millions", "mdp"), 1_000_000
)
_KM = {"km", "kms", "kilometros"}
_YEARS = {"ano", "anos", "anio", "anios", "anito", "anitos", "year", "years", "yr", "yrs"}
_MONTHS = {"meses", "mses", "mesecitos", "month", "months", "mth", "mths", "mos", "mensualidades"}
_BARE_FRACTION = re.compile(r"\d{1,2}[.,]\d{1,2}")
_COUNTED = re.compile(rf"\s*(?:{_any(COUNTED)})(?!\w)")


def tags(folded: str) -> tuple[Tag, ...]:
    """Return every number of `folded` text in order; overlapping readings keep the first."""
    found = [_bare_length(match) for pattern in (_BARE_LENGTH, _ROOM) for match in pattern.finditer(folded)]
    found += [_rank(match) for match in _RANK.finditer(folded)]
    found += [_tag(match) for pattern in (_NUMBER, _SPELLED) for match in pattern.finditer(folded)]
    found += [_length(match) for match in _LENGTH.finditer(folded)]
    years = [(match.span(), 2000 + _spelled_value(match["words"])) for match in _SPELLED_YEAR.finditer(folded)]
    found += [Tag(*span, Kind.YEAR, year) for span, year in years]
    for pattern, kind, value in _FRACTIONS:
        found += [Tag(match.start(), match.end(), kind, value) for match in pattern.finditer(folded)]
    return tuple(_ranges_share_their_unit(_first_ones(found), folded))


def spoken_tags(folded: str) -> tuple[Tag, ...]:
    """Return the numbers of a customer's message: beside `tags`, number words without a unit, "la mitad", "1 y 3"."""
    found = [tag for tag in tags(folded) if not (tag.kind is Kind.NUMBER and _COUNTED.match(folded, tag.end))]
    found += _shares(folded)
    found += filter(None, (_spoken(match, folded) for match in _SPOKEN.finditer(folded)))
    return tuple(_ranges_share_their_unit(_ranks_go_on(_first_ones(found), folded), folded))


def _shares(folded: str) -> Iterator[Tag]:
    """Yield the parts of a price said as such, in percent: "la mitad", "un tercio", "1/3 de enganche"."""
    for pattern, share in ((_HALVES, Decimal(50)), *_SPOKEN_SHARES):
        yield from (Tag(match.start(), match.end(), Kind.PERCENT, share) for match in pattern.finditer(folded))
    for match in _SHARE.finditer(folded):
        part, whole = int(match["part"]), int(match["whole"])
        if part < whole:
            yield Tag(match.start(), match.end(), Kind.PERCENT, (Decimal(100 * part) / whole).quantize(_CENT))


@cache
def phrases(*alternatives: str) -> re.Pattern[str]:
    """Compile phrases into one whole-word pattern; a `*` at the end of a phrase lets the word go on."""
    parts = (re.escape(phrase[:-1]) + r"\w*" if phrase.endswith("*") else re.escape(phrase) for phrase in alternatives)
    return re.compile(rf"(?<!\w)(?:{'|'.join(parts)})(?!\w)")


def phrases_of(cell: str) -> re.Pattern[str]:
    """Compile the phrases of a table's cell, parted by commas."""
    return phrases(*(phrase.strip() for phrase in cell.split(",")))


def last_clause(folded: str) -> str:
    """Return what stands behind the last punctuation mark."""
    return re.split(r"[,.;:!?¿¡\n]", folded)[-1]


def last_sentence(folded: str) -> str:
    """Return what stands behind the end of the last sentence that is over."""
    return re.split(r"[.?!;¿¡\n](?!\d)", folded)[-1]


def sentence_at(folded: str, at: int) -> str:
    """Return the sentence that stands around a place: "El Sentra. ¿Hay descuento?" looks for no other Sentra."""
    return last_sentence(folded[:at]) + first_sentence(f"{folded[at:]} ")


def first_sentence(folded: str) -> str:
    """Return what stands before the end of the first sentence, its question mark included."""
    return re.split(r"(?<=[.?!\n])\s*(?=\w)", folded.strip(), maxsplit=1)[0]


def sentences(text: str) -> list[str]:
    """Return the sentences of a text as it is printed, each with its mark: the next one begins with a capital."""
    return re.split(r"(?<=[.!?])\s+(?=[A-ZÁÉÍÓÚÑ¿¡])", text.strip())


def first_clause(folded: str) -> str:
    """Return what stands before the first punctuation mark."""
    return re.split(r"[,.;:!?¿¡\n]", folded, maxsplit=1)[0]


def blanked(text: str, start: int, end: int) -> str:
    """Blank a part of a text: all that stands elsewhere stays where it is."""
    return text[:start] + " " * (end - start) + text[end:]


def without_first(folded: str, count: int) -> str:
    """Return what stands behind the first words."""
    return re.sub(rf"^(?:\W*\w+){{{count}}}", "", folded)


def is_a_bare_fraction(tag: Tag, folded: str) -> bool:
    """Whether a number has a fraction and no unit: litres, or metres, and no amount: "es el 2.5, ¿no?"."""
    return _BARE_FRACTION.fullmatch(folded, tag.start, tag.end) is not None


def words(folded: str) -> list[str]:
    """Return the bare words of folded text."""
    return re.findall(r"\w+", folded)


def _first_ones(found: list[Tag]) -> list[Tag]:
    kept: list[Tag] = []
    for tag in sorted(found, key=lambda tag: (tag.start, -tag.end)):
        if not kept or tag.start >= kept[-1].end:
            kept.append(tag)
    return kept


def _tag(match: re.Match[str]) -> Tag:
    groups = match.groupdict()
    value = _spelled_value(groups["words"]) if groups.get("words") else _digit_value(groups)
    unit, second, rest = groups["unit"] or "", groups["second"] or "", groups["rest"]
    kind = _kind(unit, second, groups)
    value = (value + (Decimal("0.5") if groups["half"] else 0)) * _SCALE.get(unit, 12 if unit in _YEARS else 1)
    if rest and _SCALE.get(unit) == 1000:
        value += Decimal(rest) if rest.isdecimal() else _spelled_value(rest)
    return Tag(match.start(), match.end() if not rest or _SCALE.get(unit) else match.start("rest"), kind, value)


def _kind(unit: str, second: str, groups: dict[str, str | None]) -> Kind:
    if unit in _KM or second in _KM:
        return Kind.KM
    if unit in {"%", "percent"} or unit.startswith("por"):
        return Kind.PERCENT
    if unit in _YEARS | _MONTHS:
        return Kind.MONTHS
    if unit or groups.get("currency") or groups.get("cents") or re.search(r"[,. ]", groups.get("digits") or ""):
        return Kind.MONEY
    return _bare_kind(groups.get("digits") or "")


def _bare_kind(digits: str) -> Kind:
    if len(digits) >= 9 or (digits.startswith("0") and len(digits) > 1):
        return Kind.PHONE
    if len(digits) == 4 and 1990 <= int(digits) <= 2035:
        return Kind.YEAR
    return Kind.MONEY if len(digits) >= 5 else Kind.NUMBER


def _digit_value(groups: dict[str, str | None]) -> Decimal:
    digits = re.sub(r"[,. ]", "", groups["digits"] or "")
    return Decimal(f"{digits}.{groups['cents']}" if groups["cents"] else digits)


def _spelled_value(text: str) -> Decimal:
    return Decimal(sum(NUMBER_WORDS[word] for word in text.split() if word != "y"))


def _spoken(match: re.Match[str], folded: str) -> Tag | None:
    value = _spelled_value(match["words"])
    behind_a = _BEHIND_A.search(folded[max(0, match.start() - 10) : match.start()])
    if _COUNTED.match(folded, match.end()) or not (value >= 20 or (behind_a and value > 1)):
        return None
    rank = behind_a is not None and behind_a[0].startswith(("num", "opc", "el", "la"))
    return Tag(match.start(), match.end(), Kind.RANK if rank else Kind.NUMBER, value)


def _rank(match: re.Match[str]) -> Tag:
    return Tag(match.start("rank"), match.end("rank"), Kind.RANK, Decimal(match["rank"]))


def _ranks_go_on(found: list[Tag], folded: str) -> list[Tag]:
    """Read the 3 of "el 1 y 3" as a place in the list too."""
    ranked = list(found)
    for index, following in enumerate(found[1:], start=1):
        before = ranked[index - 1]
        joined = folded[before.end : following.start].strip() in _JOINS_RANKS
        if before.kind is Kind.RANK and following.kind is Kind.NUMBER and joined and following.value < 20:
            ranked[index] = replace(following, kind=Kind.RANK)
    return ranked


def _length(match: re.Match[str]) -> Tag:
    """Read a length in millimetres; "4,801 mm" has thousands and "4,5 metros" a fraction."""
    figure, unit = match["figure"], match["unit"]
    thousands = re.fullmatch(r"\d{1,2}(?:,\d{3})+(?:\.\d+)?", figure)
    value = Decimal(figure.replace(",", "" if thousands else "."))
    if match["centimetres"]:
        value += Decimal(match["centimetres"]) / 100
    scale = 1 if unit.startswith(("mm", "mi")) else _MILLIMETRES[unit[0]]
    return Tag(match.start(), match.end(), Kind.LENGTH, value * scale)


def _bare_length(match: re.Match[str]) -> Tag:
    """Read the metres of "mide 4.30 de largo" in millimetres."""
    metres = Decimal(match["figure"].replace(",", "."))
    return Tag(match.start("figure"), match.end("figure"), Kind.LENGTH, metres * _MILLIMETRES["m"])


def _ranges_share_their_unit(found: list[Tag], folded: str) -> list[Tag]:
    """Read "entre 150 y 250 mil" and "de 200 a 300k" as two amounts of the second one's size."""
    shared = list(found)
    for index, (tag, following) in enumerate(pairwise(found)):
        between = folded[tag.end : following.start].strip()
        bare = tag.kind is Kind.NUMBER and following.kind in {Kind.MONEY, Kind.KM}
        if bare and between in {"y", "a", "-", "o"} and tag.value < 1000 <= following.value:
            shared[index] = Tag(tag.start, tag.end, following.kind, tag.value * 1000)
    return shared
