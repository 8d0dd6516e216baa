"""Finds what a finished text promises or says of a car that no fact states: commitments, equipment, other cars."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from catalog.criteria import CarCriteria, CarMatch, SearchResult
from catalog.spelling import Mention, Vocabulary, fold
from conversations.agent import binding, clauses
from conversations.agent.binding import Line
from conversations.agent.turn import Verdict
from conversations.dialogue import lexer
from conversations.dialogue.facts import BranchesFound, Excerpts, Fact, QuoteDocument, branches_in, cars_in
from conversations.dialogue.lexer import Kind, Tag
from conversations.dialogue.state import DialogueState

# Words that would bind the seller; none of them is ours to say, unless it is denied.
_COMMITMENTS = lexer.phrases(
    *("descuento*", "rebaja*", "bonific*", "promocion*", "gratis", "sin costo", "de regalo", "precio final"),
    *("te lo dejo en", "te lo dejamos en", "te lo damos en", "te lo doy en", "te lo vendo en", "es tuyo", "es tuya"),
    *("te lo puedo bajar", "te lo bajo", "son meses sin intereses"),
    *("te aparto", "te aparte", "te lo aparto", "te lo aparte", "te lo reservo", "te reservo", "te reserve"),
    *("apartamos", "apartarlo", "apartartelo", "queda apartado", "agendad*", "agendo", "trato hecho"),
    *("legalmente", "oferta vinculante", "aprobad*", "pre aprobad*", "preaprobad*", "te aprobamos", "te aprueban"),
    *("autoriz*", "preautoriz*", "pre autoriz*", "sin buro", "sin checar buro", "sin revisar buro"),
    *("sin consultar buro", "un solo dueno", "unico dueno", "nunca ha chocado", "nunca chocado"),
    *("te garantizo", "garantizamos", "garantizado", "te prometo", "prometemos", "te aseguro"),
    *("ultima oportunidad", "solo por hoy", "solo hoy"),
)
_COLOURS = (
    r"(?:roj|blanc|negr|amarill|dorad|platead)[oa]s?|gris(?:es)?|azul(?:es)?|verdes?"
    r"|beige|plata|vino|cafe|arena|naranja"
)
# What no field of the catalogue states; a version or an excerpt may.
_UNSTATED = re.compile(
    rf"(?<!\w)(?:colou?r(?:es)? (?:{_COLOURS})|(?:es|en|auto|coche|carro|version) (?:{_COLOURS})"
    r"|quemacocos|sunroof|techo (?:panoramico|corredizo)|(?:de|en) piel|vestiduras?|camara (?:de reversa|trasera|360)"
    r"|sensores? de \w+|bolsas? de aire|air ?bags?|rines|faros|gps|naveg(?:acion|ador)|pantalla (?:tactil|touch)"
    r"|android auto|aire acondicionado|clima|control (?:de )?crucero|abs|isofix|llave inteligente|keyless"
    r"|boton de (?:encendido|arranque)|asientos (?:calefact\w+|electricos)|vidrios electricos)(?!\w)"
)
_FITTED = re.compile(r"(?<!\w)(?P<name>bluetooth|car ?play)(?!\w)(?P<listed>: si(?!\w))?")
_HAS = re.compile(r"(?<!\w)(?:tienen?|traen?|con|incluyen?|equipad[oa]s?)(?!\w)[^.;:!?]*$")
_WISHED = re.compile(r"(?<!\w)(?:quier\w+|prefier\w+|busc\w+|gustaria|interesa|importa|necesitas)(?!\w)")
_OFFERED = re.compile(r"(?<!\w)(?:tengo|tenemos|hay|disponibles?|contamos con|encontre|manejamos|te muestro)(?!\w)")
_SITE = re.compile(
    r"\b(?i:sedes?|sucursal(?:es)?|showrooms?|tiendas?|agencias?|ubicad[oa]s?|oficinas?|estamos) en "
    r"((?:[A-ZÁÉÍÓÚ]\w+ ?)+)"
    r"|\bKavak ((?!M[ée]xico\b)[A-ZÁÉÍÓÚ]\w+)"
)
_SURE = 90.0  # a name that is barely misspelt; weaker ones may be everyday words


def commitments(text: str, own_words: str) -> Iterator[Verdict]:
    """Find promises; one that is denied in its own clause ("no manejo descuentos") promises nothing."""
    for line, own in zip(fold(text).split("\n"), fold(own_words).split("\n"), strict=True):
        for match in _COMMITMENTS.finditer(own):
            if not clauses.denied(line, match.start()):
                yield Verdict("commitment", match.group())


def equipment(text: str, own_words: str, facts: Sequence[Fact]) -> Iterator[Verdict]:
    """Find equipment and colours that nothing states, or that the car in question is not stated to have."""
    cars = cars_in(facts)
    written = " ".join(_written(facts, list(cars.values())))
    for line in binding.lines(text, own_words, cars.values()):
        for match in _UNSTATED.finditer(line.own):
            if not _is_open(line, match) and not re.search(rf"(?<!\w){re.escape(match.group())}(?!\w)", written):
                yield Verdict("unstated_equipment", match.group())
        for match in _FITTED.finditer(line.own):
            claimed = match["listed"] or _HAS.search(line.text[: match.start()])
            if claimed and not _is_open(line, match) and not _has(match, line, cars):
                yield Verdict("unstated_equipment", match.group())


def _written(facts: Sequence[Fact], cars: list[CarMatch]) -> Iterator[str]:
    yield from (fold(car.version) for car in cars)
    for fact in facts:
        match fact.value:
            case SearchResult(criteria=CarCriteria(version=str(version))):
                yield fold(version)
            case Excerpts(found=found) if not cars:
                yield from (fold(excerpt.text) for excerpt in found)


def _is_open(line: Line, match: re.Match[str]) -> bool:
    """Whether equipment is denied, spoken of as a wish, or read back as a filter of the search."""
    if clauses.echoes_filter(line.text, match.start()):
        return True
    clause = clauses.around(line.text, *match.span())
    return clauses.negative(line.text, *match.span()) or _WISHED.search(clause) is not None


def _has(match: re.Match[str], line: Line, cars: dict[int, CarMatch]) -> bool:
    """Whether every car that is meant has it; said of no car, whether any has."""
    about = line.about(Tag(match.start(), match.end(), Kind.NUMBER, Decimal(0)))
    fitted = {number: car.bluetooth if match["name"] == "bluetooth" else car.car_play for number, car in cars.items()}
    return all(fitted[number] for number in about) if about else any(fitted.values())


def sites(own_words: str, facts: Sequence[Fact]) -> Iterator[Verdict]:
    """Find places of ours that neither a branch nor an excerpt names; to deny one is no claim."""
    found = [excerpt for fact in facts if isinstance(fact.value, Excerpts) for excerpt in fact.value.found]
    known = fold(" ".join([*(f"{excerpt.heading} {excerpt.text}" for excerpt in found), *_of_branches(facts)]))
    for match in _SITE.finditer(own_words):
        line_start = own_words.rfind("\n", 0, match.start()) + 1
        place = fold(match[1] or match[2]).strip()
        if place not in known and not clauses.denied(fold(own_words[line_start:]), match.start() - line_start):
            yield Verdict("foreign_site", match.group())


def _of_branches(facts: Sequence[Fact]) -> Iterator[str]:
    yield from (f"{branch.name} {branch.city} {branch.address}" for branch in branches_in(facts).values())
    for fact in facts:
        if isinstance(fact.value, BranchesFound):
            yield from (*fact.value.elsewhere, *fact.value.cities)


def foreign_cars(
    own_words: str, facts: Sequence[Fact], customer: str, state: DialogueState, vocabulary: Vocabulary
) -> Iterator[Verdict]:
    """Find cars that no fact holds; one that was asked for may be named, but not offered when a search had none."""
    ours = _names(_held(facts), vocabulary)
    asked = ours | _names([*_asked(facts, state), customer], vocabulary)
    missing = _names([name for result in _searches(facts) for name in result.unknown], vocabulary) - ours
    for line in map(binding.without_list_number, own_words.split("\n")):
        for mention in vocabulary.mentions(line, about_cars=True):
            bare = line[mention.start : mention.end].isdecimal()
            if bare or mention.score < _SURE or _is_among(mention, ours):
                continue
            offered = _is_among(mention, missing) and _offers(fold(line), mention)
            if offered or not _is_among(mention, asked):
                yield Verdict("foreign_car", line[mention.start : mention.end])


def _offers(line: str, mention: Mention) -> bool:
    clause = clauses.around(line, mention.start, mention.end)
    return bool(_OFFERED.search(clause)) and not clauses.negative(line, mention.start, mention.end)


def _is_among(mention: Mention, names: set[str]) -> bool:
    return _key(mention.model or mention.make or "") in names


def _names(texts: Sequence[str], vocabulary: Vocabulary) -> set[str]:
    """Return the makes and the models that these texts name."""
    mentions = [mention for text in texts for mention in vocabulary.mentions(text, about_cars=True)]
    return {_key(part) for mention in mentions for part in (mention.make, mention.model) if part}


def _held(facts: Sequence[Fact]) -> list[str]:
    """Return the names of the cars that were found or suggested, and what excerpts say."""
    names = [f"{car.make} {car.model}" for car in cars_in(facts).values()]
    for fact in facts:
        match fact.value:
            case SearchResult(suggestions=suggestions):
                names += [" ".join(filter(None, pair)) for pair in suggestions]
            case Excerpts(found=found):
                names += [excerpt.text for excerpt in found]
            case QuoteDocument(title=title):
                names.append(title)
    return names


def _asked(facts: Sequence[Fact], state: DialogueState) -> Iterator[str]:
    """Return the names that were searched for, found or not."""
    found = _searches(facts)
    for criteria in (state.wish, *(result.criteria for result in found)):
        yield from (*criteria.makes, *criteria.models, *criteria.excluded_makes, *criteria.excluded_models)
    for result in found:
        yield from result.unknown


def _searches(facts: Sequence[Fact]) -> list[SearchResult]:
    return [fact.value for fact in facts if isinstance(fact.value, SearchResult)]


def _key(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "", fold(name))
