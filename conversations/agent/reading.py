"""How a finished text reads before it is checked: numbers in words become figures, English what it says in Spanish.

What is checked afterwards need then know one spelling of a number and one language.
"""

import re
from functools import lru_cache

from catalog.spelling import fold

_ONES = (
    "_ uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciseis diecisiete "
    "dieciocho diecinueve veinte veintiuno veintidos veintitres veinticuatro veinticinco veintiseis veintisiete "
    "veintiocho veintinueve"
).split()
_TENS = "treinta cuarenta cincuenta sesenta setenta ochenta noventa".split()
_HUNDREDS = (
    "cien doscientos trescientos cuatrocientos quinientos seiscientos setecientos ochocientos novecientos".split()
)
_ENGLISH_ONES = (
    "_ one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
).split()
_ENGLISH_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()

_VALUES: dict[str, int] = {
    **{word: value for words in (_ONES, _ENGLISH_ONES) for value, word in enumerate(words) if value},
    **{word: 30 + 10 * index for index, word in enumerate(_TENS)},
    **{word: 20 + 10 * index for index, word in enumerate(_ENGLISH_TENS)},
    **{word: 100 * index for index, word in enumerate(_HUNDREDS, 1)},
    **{f"{word[:-2]}as": 100 * index for index, word in enumerate(_HUNDREDS, 1) if index > 1},
    "ciento": 100,
    "veintiun": 21,
    "veintiuna": 21,
    "un": 1,
    "una": 1,
}
_SCALES = {"mil": 1000, "thousand": 1000, "hundred": 100}
# An article is no number, but before a measure of time or a thousand it is one.
_ARTICLES = frozenset("un uno una one".split())
_LETTER = "a-záéíóúñü"
_NUMBER_WORD = "|".join(
    # Written with or without its accent.
    re.sub("[aeiou]", lambda match: f"[{match.group()}{dict(zip('aeiou', 'áéíóú', strict=True))[match.group()]}]", word)
    for word in sorted([*_VALUES, *_SCALES], key=len, reverse=True)
)
_NUMBER = re.compile(
    rf"(?<![\w.,$])(?<!\d\s)(?:{_NUMBER_WORD})(?:(?:\s+(?:y\s+|and\s+)?|-)(?:{_NUMBER_WORD}))*(?![\w])"
    r"(?!\s+(?:gracias|disculpas|perdones))",
    re.IGNORECASE,
)
_LABEL = re.compile(r"(?:[:$]|\b(?:cuesta|vale|precio))[\s*_]*$", re.IGNORECASE)
_MEASURE = re.compile(r"\s+(?:ano|mes|dia|hora|semana|quincena|millon|peso|dolar|year|month|day|hour|week)(?!\w)")


@lru_cache(maxsize=1024)
def with_figures(text: str) -> str:
    """Return the text with its number words as figures: "cuarenta y ocho meses" is "48 meses"."""
    return _NUMBER.sub(lambda match: _figure(match.group(), text[: match.start()], text[match.end() :]), text)


def _figure(words: str, before: str, following: str) -> str:
    tokens = [token for token in re.split(r"[\s-]+", fold(words)) if token not in {"y", "and"}]
    measured = tokens[0] != "uno" and _MEASURE.match(fold(following[:12]))  # "Fiat Uno año 2019" counts no years
    is_article = tokens[0] in _ARTICLES and not (measured or _LABEL.search(before))
    if len(tokens) == 1 and (is_article or (tokens[0] == "ciento" and before.endswith("por "))):
        return words
    return " ".join(map(str, _numbers(tokens)))


def _numbers(tokens: list[str]) -> list[int]:
    """Add up words that go on from one another; where they do not ("cuatro quinientos"), a new number begins."""
    found, total, group, last = [], 0, 0, 10**9
    for token in tokens:
        scale = _SCALES.get(token)
        if scale == 100:
            group, last = (group or 1) * 100, 100
        elif scale:
            total, group, last = total + (group or 1) * scale, 0, 10**9
        elif (value := _VALUES[token]) >= last:
            found.append(total + group)
            total, group, last = 0, value, _step(value)
        else:
            group, last = group + value, _step(value)
    return [*found, total + group]


def _step(value: int) -> int:
    """Return what a following word must stay below: units behind tens, tens behind hundreds."""
    if value >= 100:
        return 100
    return 10 if value >= 30 or value == 20 else 1


_LONG_DAYS = {
    "lun": "lunes",
    "mar": "martes",
    "mie": "miércoles",
    "jue": "jueves",
    "vie": "viernes",
    "sab": "sábado",
    "dom": "domingo",
}
_A_DAY = r"(lun|mar|mi[eé]|jue|vie|s[aá]b|dom)"
# Short days only where another day or an hour follows: "mar" is also the sea.
_SHORT_DAY = re.compile(
    rf"\b{_A_DAY}\b\.?(?=\s*(?:-|–|a|al|y|,|:|de)?\s*(?:las? )?(?:\d|{_A_DAY[:-1]}|lunes|martes|viernes|domingo)))",
    re.IGNORECASE,
)
_SHORT = (
    (re.compile(r"\bL\s?(?:-|–|a)\s?V\b"), "lunes a viernes"),
    (re.compile(r"\bL\s?(?:-|–|a)\s?S\b"), "lunes a sábado"),
    (re.compile(r"\bL\s?(?:-|–|a)\s?D\b"), "lunes a domingo"),
    (re.compile(r"\b(?:un )?año y medio\b", re.IGNORECASE), "18 meses"),
    (re.compile(r"\bmedio año\b", re.IGNORECASE), "6 meses"),
    (re.compile(r"\b(\d+)-(year|month|day)s?\b", re.IGNORECASE), r"\1 \2s"),
)

# ── English ─────────────────────────────────────────────────────────────────────────────────────────────────────

_IS_ENGLISH = re.compile(
    r"\b(?:the|is|are|you|your|with|for|we|and|it|has|have|this|that|these|our|can|here|there|would|from|to|price|costs?"
    r"|difference|cheapest|newest|car|found|address|closed|opens?|call|kilometers|mileage|months|years|monday|tuesday|wednesday|thursday|friday"
    r"|saturday|sunday)\b",
    re.IGNORECASE,
)
_DAYS = dict(
    zip(
        "monday tuesday wednesday thursday friday saturday sunday".split(),
        "lunes martes miercoles jueves viernes sabado domingo".split(),
        strict=True,
    )
)
_PHRASES: dict[str, str] = {
    **{rf"(?:on )?{day}s?": spanish for day, spanish in _DAYS.items()},
    r"(?:the )?monthly payments?(?: (?:is|are|of|would be))*": "mensualidad de",
    r"I (?:did not|didn't) find(?: cars)?": "No encontré",
    r"I found": "Encontré",
    r"cars(?= \()": "autos",
    r"(?:per|a|each|every) month|monthly": "al mes",
    r"(?:(?<=\d )|(?<=\d\* )|(?<=pesos )|(?<=MXN ))down ?payments?": "de enganche",
    r"down ?payments?(?: of)?": "enganche de",
    r"down(?= on|[.,:;]|$)": "de enganche",
    r"put down": "dar de enganche",
    r"(?:total )?prices?|priced": "precio",
    r"costs?": "cuesta",
    r"(?:a )?difference(?: in \w+)?(?: of)?": "diferencia de",
    r"cheap(?:er|est)(?: than)?": "más barato que",
    r"more expensive(?: than)?": "más caro que",
    r"new(?:er|est)(?: than)?": "más nuevo que",
    r"(?:lowest mileage|less mileage|fewer (?:km|kilometers|miles))(?: than)?": "menos km que",
    r"more mileage(?: than)?": "más km que",
    r"older(?: than)?": "más antiguo que",
    r"longer(?: than)?": "más largo que",
    r"shorter(?: than)?": "más corto que",
    r"more than": "más que",
    r"in total": "en total",
    r"in interests?": "de intereses",
    r"interests?": "intereses",
    r"financed?": "financiar",
    r"(?:can )?afford up to|up to": "hasta",
    r"(?:less than|under|below)": "menos de",
    r"budget": "presupuesto",
    r"(?:interest )?rate": "tasa",
    r"a year|yearly": "anual",
    r"kilomet(?:er|re)s": "km",
    r"days?": "dias",
    r"weeks?": "semanas",
    r"hours?": "horas",
    r"every day|daily": "todos los dias",
    r"opens?|opened": "abre",
    r"closed": "cerrado",
    r"closes?": "cierra",
    r"today": "hoy",
    r"tomorrow": "manana",
    r"right now|now": "ahora",
    r"to pay": "para pagar",
    r"paying": "pagando",
    r"to(?= \$?\d| (?:mon|tues|wednes|thurs|fri|satur|sun)day)": "a",
    r"from(?= \$?\d)": "de",
    r"and": "y",
    r"not|cannot|can't|don't|doesn't|didn't|isn't|aren't|won't|no": "no",
    r"without": "sin",
    r"with": "con",
    r"has|have|comes with": "tiene",
    r"you (?:said|mentioned|asked(?: for)?)": "mencionaste",
    r"looking for": "buscas",
    r"prefer": "prefieres",
    r"automatic": "automatico",
    r"(?:branch|store|shop|office)(?:es|s)? in": "sucursal en",
    r"(?:is|are|located) in(?= [A-Z])": "esta en",
    r"discounts?|lower the price|special price|better price": "descuento",
    r"free": "gratis",
    r"promot\w+": "promocion",
    r"(?:pre-?)?approv\w+": "aprobado",
    r"warranty": "garantia",
    r"guarante\w+": "te garantizo",
    r"promis\w+": "te prometo",
    r"reserv\w+|hold it": "te aparto",
    r"deliver\w*|ship\w*": "entregamos",
    r"legally binding|binding": "vinculante",
    r"contract": "contrato",
    r"deal": "trato hecho",
    r"last (?:one|unit|chance)": "ultimo disponible",
    r"hurry(?: up)?": "apurate",
    r"owners?": "dueno",
    r"accidents?": "accidentes",
    r"sunroof": "quemacocos",
    r"leather": "de piel",
    r"colou?r": "color",
    r"white": "blanco",
    r"black": "negro",
    r"red": "rojo",
    r"blue": "azul",
    r"gr[ae]y": "gris",
    r"silver": "plata",
    r"available": "disponible",
    r"reserved": "apartado",
    r"sold": "vendido",
}
_GROUPS = {f"g{index}": spanish for index, spanish in enumerate(_PHRASES.values())}
_ENGLISH = re.compile(
    rf"(?<![\w'])(?:{'|'.join(f'(?P<g{index}>{phrase})' for index, phrase in enumerate(_PHRASES))})(?![\w'])",
    re.IGNORECASE,
)


def in_spanish(text: str) -> str:
    """Return a text of which every line that is English says in Spanish what it claims."""
    return "\n".join(_ENGLISH.sub(_translated, line) if _IS_ENGLISH.search(line) else line for line in text.split("\n"))


def _translated(match: re.Match[str]) -> str:
    groups = match.groupdict()
    return next(spanish for name, spanish in _GROUPS.items() if groups[name] is not None)


def plain(text: str) -> str:
    """Return a reply as it is checked."""
    return with_figures(_with_days(in_spanish(text)))


def _with_days(text: str) -> str:
    """Return the text with days and half years in full: "L-V", "lun a vie", "medio año"."""
    for pattern, whole in _SHORT:
        text = pattern.sub(whole, text)
    return _SHORT_DAY.sub(lambda match: _LONG_DAYS[fold(match.group(1))], text)
