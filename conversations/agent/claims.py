"""Finds what a finished text promises or says of a car that no fact states: commitments, equipment, other cars."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import cache, lru_cache
from pathlib import Path

from catalog.bodies import bodies_of
from catalog.criteria import Body, CarCriteria, CarMatch, SearchResult, Traction, Transmission, says
from catalog.spelling import Mention, Vocabulary, fold
from conversations.agent import binding, clauses, topics
from conversations.agent.binding import Line
from conversations.agent.turn import Verdict
from conversations.dialogue.facts import (
    BranchesFound,
    Excerpts,
    Fact,
    QuoteDocument,
    VisitResult,
    branches_in,
    cars_in,
)
from conversations.dialogue.lexer import Kind, Tag
from conversations.dialogue.state import DialogueState
from knowledge.language.places import places_in

PROMPTS = Path(__file__).parent / "prompts"
_LEAK = 8  # words in a row
_SUCH: dict[str, Transmission | Traction] = {
    "automatic": Transmission.AUTOMATIC,
    "manual": Transmission.MANUAL,
    "drive": Traction.FOUR_WHEELS,
}

_FITTED = re.compile(
    r"(?<!\w)(?P<name>bluetooth|car ?play)(?!\w)(?:(?P<listed>: si(?!\w))|(?P<lacks>: no(?! registrado)(?!\w)))?"
)
_LACKS = re.compile(r"(?<!\w)(?:no (?:tienen?|traen?|cuentan?|incluyen?|vienen?)|sin)(?!\w)[^.;:!?]*$")
_GEARBOX = re.compile(
    r"(?<!\w)(?:(?P<automatic>automatic[oa]s?|cvt|dct)|(?P<manual>estandar|manual(?:es)?))(?!\w)|(?<!\w)(?P<drive>4x4|awd|4wd)(?!\w)"
)
_FREE = re.compile(r"(?<!\w)(?:disponibles?|a la venta|en venta)(?!\w)")
_TAKEN = re.compile(r"(?<!\w)(?:apartad|reservad|vendid|no (?:esta |sigue )?disponible|ya no)")
_HAS = re.compile(r"(?<!\w)(?:tienen?|traen?|con|incluyen?|cuentan?|equipad[oa]s?)(?!\w)[^.;:!?]*$")
_WISHED = re.compile(r"(?<!\w)(?:quier\w+|prefier\w+|busc\w+|gustaria|interesa|importa|necesitas)(?!\w)")
_OFFERED = re.compile(r"(?<!\w)(?:tengo|tenemos|hay|disponibles?|contamos con|encontre|manejamos|te muestro)(?!\w)")
_SITE = re.compile(
    r"\b(?i:sedes?|sucursal(?:es)?|showrooms?|tiendas?|agencias?|ubicad[oa]s?|oficinas?|estamos|visitanos) (?:en|de) "
    r"((?:[A-ZÁÉÍÓÚ]\w+ ?)+)"
    r"|\bKavak ((?!M[ée]xico\b)[A-ZÁÉÍÓÚ]\w+)"
)
_AMOUNT = re.compile(r"\$?\d[\d,.]{3,}\d|\$\d+")  # no part of a car's name, and never the same twice
_AN_AMOUNT = " ¤ "
_SURE = 90.0  # a name that is barely misspelt; weaker ones may be everyday words


def leaks(own_words: str) -> Iterator[Verdict]:
    """Find pieces of what the model was told; our fixed sentences are no longer in `own_words`."""
    words = re.findall(r"\w+", fold(own_words))
    for at in range(len(words) - _LEAK + 1):
        if tuple(words[at : at + _LEAK]) in _told():
            yield Verdict("prompt_text", " ".join(words[at : at + _LEAK]))
            return


@cache
def _told() -> frozenset[tuple[str, ...]]:
    """Return every run of words of the prompts that is long enough to be nobody's own."""
    texts = (path.read_text(encoding="utf-8") for path in PROMPTS.glob("*.md"))
    words = [re.findall(r"\w+", fold(text)) for text in texts]
    return frozenset(tuple(one[at : at + _LEAK]) for one in words for at in range(len(one) - _LEAK + 1))


# "Tu prueba no está confirmada" denies what it names.
_DENIED_INSIDE = re.compile(r"(?<!\w)no (?:esta|queda|quedo|sera|es)(?!\w)")


def commitments(lines: Sequence[Line], facts: Sequence[Fact]) -> Iterator[Verdict]:
    """Find promises; one that is denied in its own clause ("no manejo descuentos") promises nothing."""
    cars = cars_in(facts)
    for line in lines:
        for topic, pattern in topics.COMMITMENTS.items():
            for match in pattern.finditer(line.own):
                open_ = clauses.denied(line.text, match.start()) or clauses.asked(line.text, match.end())
                open_ = (
                    open_ or clauses.deferred(line.text, *match.span()) or bool(_DENIED_INSIDE.search(match.group()))
                )
                if not open_ and not (_TAKEN.match(match.group()) and _is_taken(line, match, cars)):
                    yield Verdict("commitment", f"{topic}: {match.group()}")


def availability(lines: Sequence[Line], facts: Sequence[Fact]) -> Iterator[Verdict]:
    """Find cars that cannot be bought and are spoken of as if they could: it must be said somewhere, and not denied."""
    cars = cars_in(facts)
    gone = {number for number, car in cars.items() if car.status != "available"}
    if not gone:
        return
    said = any(_TAKEN.search(line.text) for line in lines)
    for line in lines:
        meant = {number for name in line.named if len(name.cars) == 1 for number in name.cars}
        for match in _FREE.finditer(line.text):
            if gone & line.about(_at(match)) and not clauses.negative(line.text, *match.span()):
                yield Verdict("not_available", match.group())
        if gone & meant and not said:
            yield Verdict("not_available", line.text[line.named[0].start : line.named[0].end])


def _is_taken(line: Line, match: re.Match[str], cars: dict[int, CarMatch]) -> bool:
    about = line.about(_at(match))
    return bool(about) and all(cars[number].status == "reserved" for number in about)


def _at(match: re.Match[str]) -> Tag:
    return Tag(*match.span(), Kind.NUMBER, Decimal(0))


_OF_ITS_MODEL = re.compile(
    r"su modelo esta entre los de 7 pasajeros$|its model is among those of 7 (?:seats|pasajeros)$"
)


def equipment(lines: Sequence[Line], facts: Sequence[Fact]) -> Iterator[Verdict]:
    """Find equipment, colours and histories that nothing states, or that the car in question is not stated to have."""
    cars = cars_in(facts)
    written = " ".join(_written(facts, list(cars.values())))
    for line in lines:
        for match in topics.UNSTATED.finditer(line.own):
            if not (_is_open(line, match) or _is_stated(match, line, cars, written)):
                yield Verdict("unstated_equipment", match.group())
        for match in _FITTED.finditer(line.own):
            if _is_false(match, line, cars):
                yield Verdict("unstated_equipment", match.group())
        for match in _GEARBOX.finditer(line.own):
            if not _is_open(line, match) and not _is_such(match, line, cars, facts):
                yield Verdict("unstated_equipment", match.group())


def _is_stated(match: re.Match[str], line: Line, cars: dict[int, CarMatch], written: str) -> bool:
    """Whether it is written of cars; told of a model, whether searches find all cars meant among those of its seats."""
    if not _OF_ITS_MODEL.search(line.own[: match.end()]):
        return re.search(rf"(?<!\w){re.escape(match.group())}(?!\w)", written) is not None
    about = line.about(_at(match))
    return bool(about) and all(Body.SEVEN_SEATS in bodies_of(cars[one].make, cars[one].model) for one in about)


def _is_false(match: re.Match[str], line: Line, cars: dict[int, CarMatch]) -> bool:
    """Whether a car is said to have, or not to have, what it is not stated to have, or not."""
    before = line.text[: match.start()]
    if _is_open(line, match):
        return False
    if match["listed"] or (_HAS.search(before) and not clauses.negative(line.text, *match.span())):
        return not _has(match, line, cars, value=True)
    return bool(_LACKS.search(before) or match["lacks"]) and not _has(match, line, cars, value=False)


def _is_such(match: re.Match[str], line: Line, cars: dict[int, CarMatch], facts: Sequence[Fact]) -> bool:
    """Whether every car that is meant is so by its version, or all that was searched for had to be."""
    wanted = next(_SUCH[name] for name, value in match.groupdict().items() if value)
    about = line.about(_at(match))
    if about:
        return all(says(cars[number].version, wanted) for number in about)
    return any(wanted in {found.criteria.transmission, found.criteria.traction} for found in _searches(facts))


def _written(facts: Sequence[Fact], cars: list[CarMatch]) -> Iterator[str]:
    yield from (fold(car.version) for car in cars)
    yield from ("7 pasajeros" for car in cars if says(car.version, Body.SEVEN_SEATS))
    for fact in facts:
        match fact.value:
            case SearchResult(criteria=CarCriteria(version=str(version))):
                yield fold(version)
            case Excerpts(found=found) if not cars:
                yield from (fold(excerpt.text) for excerpt in found)


def _is_open(line: Line, match: re.Match[str]) -> bool:
    """Whether it is called unknown, asked for, spoken of as a wish, or read back as a filter of the search."""
    if clauses.echoes_filter(line.text, match.start()) or clauses.asked(line.text, match.end()):
        return True
    clause = clauses.around(line.text, *match.span())
    return clauses.unknown(line.text, *match.span()) or _WISHED.search(clause) is not None


def _has(match: re.Match[str], line: Line, cars: dict[int, CarMatch], *, value: bool) -> bool:
    """Whether every car that is meant is stated to have it, or not to; said of no car, whether any is."""
    about = line.about(_at(match))
    fitted = {number: car.bluetooth if match["name"] == "bluetooth" else car.car_play for number, car in cars.items()}
    if about:
        return all(fitted[number] is value for number in about)
    return any(one is value for one in fitted.values())


def sites(own_words: str, facts: Sequence[Fact], customer: str) -> Iterator[Verdict]:
    """Find places of ours that neither a branch nor an excerpt names; to deny one is no claim."""
    found = [excerpt for fact in facts if isinstance(fact.value, Excerpts) for excerpt in fact.value.found]
    known = fold(" ".join([*(f"{excerpt.heading} {excerpt.text}" for excerpt in found), *_of_branches(facts)]))
    for match in _SITE.finditer(own_words):
        line_start = own_words.rfind("\n", 0, match.start()) + 1
        place = fold(match[1] or match[2]).strip()
        if place not in known and not clauses.denied(fold(own_words[line_start:]), match.start() - line_start):
            yield Verdict("foreign_site", match.group())
    ours, theirs = places_in(known), places_in(customer)
    for clause in clauses.split(fold(own_words)):
        named = places_in(clause) - ours
        if named and not (clauses.negative(clause, 0, len(clause)) or named <= theirs):
            yield Verdict("foreign_site", clause.strip())


def _of_branches(facts: Sequence[Fact]) -> Iterator[str]:
    yield from (f"{branch.name} {branch.city} {branch.address}" for branch in branches_in(facts).values())
    for fact in facts:
        match fact.value:
            case BranchesFound(elsewhere=elsewhere, cities=cities, listed=listed):
                yield from (*elsewhere, *cities, *(f"{site.name} {site.address}" for site in listed))
            case VisitResult(wish=wish, places=places):
                yield from (wish.place, *places)  # of which a page tells


def foreign_cars(
    own_words: str, facts: Sequence[Fact], customer: str, state: DialogueState, vocabulary: Vocabulary
) -> Iterator[Verdict]:
    """Find cars that no fact holds; one that was asked for may be named, but not offered when a search had none."""
    ours = _names(_held(facts), vocabulary)
    asked = ours | _names([*_asked(facts, state), customer], vocabulary)
    missing = _names([name for result in _searches(facts) for name in result.unknown], vocabulary) - ours
    for line in map(binding.without_list_number, _AMOUNT.sub(_AN_AMOUNT, own_words).split("\n")):
        for mention in vocabulary.mentions(line, about_cars=True):
            written = line[mention.start : mention.end]
            # No name goes on behind a comma: in "Chevrolet, hasta" there is no Astra.
            if "," in written or written.isdecimal() or mention.score < _SURE or _is_among(mention, ours):
                continue
            offered = _is_among(mention, missing) and _offers(fold(line), mention)
            if offered or not _is_among(mention, asked) or _has_figures(fold(line), mention):
                yield Verdict("foreign_car", written)


def _has_figures(line: str, mention: Mention) -> bool:
    """Whether a price or a distance is said of a car that was asked for and not found: it is another's."""
    start, end = mention.start, mention.end
    if _AN_AMOUNT.strip() not in clauses.around(line, start, end) or clauses.negative(line, start, end):
        return False
    return not (clauses.repeats_customer(line, start, end) or clauses.echoes_filter(line, start))


def _offers(line: str, mention: Mention) -> bool:
    clause = clauses.around(line, mention.start, mention.end)
    return bool(_OFFERED.search(clause)) and not clauses.negative(line, mention.start, mention.end)


def _is_among(mention: Mention, names: set[str]) -> bool:
    return _key(mention.model or mention.make or "") in names


def _names(texts: Sequence[str], vocabulary: Vocabulary) -> set[str]:
    """Return the makes and the models that these texts name."""
    return {name for text in texts for name in _names_in(text, vocabulary)}


@lru_cache(maxsize=1024)
def _names_in(text: str, vocabulary: Vocabulary) -> frozenset[str]:
    mentions = vocabulary.mentions(text, about_cars=True)
    return frozenset(_key(part) for mention in mentions for part in (mention.make, mention.model) if part)


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
