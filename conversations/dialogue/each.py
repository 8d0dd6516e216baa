"""What is said of each of the cars named: its year, version and kind, or that it comes first in something."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from catalog.criteria import Body, CarCriteria, Ordering, Transmission
from catalog.spelling import Mention, Vocabulary, fold
from conversations.dialogue import choosing, contrasts, hearing, lexer, lexicon, measures, pointing
from conversations.dialogue.acts import Act
from conversations.dialogue.lexer import Kind, Tag
from conversations.dialogue.reading import Reading

if TYPE_CHECKING:
    from conversations.dialogue.understanding import Understanding

_KINDS = frozenset(word for spoken in lexicon.BODIES.values() for word in spoken)
_LONGEST_VERSION = 3  # words between a name and its year
_BOTH = 2
_ARTICLES = frozenset("the a el la un una".split())
_SENTENCE = re.compile(r"[^.?!;\n]+(?:\.(?=\d)[^.?!;\n]+)*")
_LONGEST_ORDER = 3  # words: "automático más barato"
_AND_SO_ON = frozenset("o u y con contra vs cual que q".split())


def told_of_each(said: "Understanding", reading: Reading, vocabulary: Vocabulary) -> "Understanding":
    """Return what is said with what of it belongs to one each of the cars to compare, by their names or their years."""
    cars = _of_each(_as_asked(reading), vocabulary) if reading.names else ()
    if len(cars) > 1:
        dated = [car.min_year for car in cars if car.min_year == car.max_year]
        own = len(dated) == len(cars) and len(set(dated)) > 1 and None not in dated  # "la crv 2017 y la cx5 2018"
        if Act.COMPARE in said.acts or own:
            acts = said.acts - {Act.SEARCH} | {Act.COMPARE} if own else said.acts
            said = contrasts.without_those_of_each(said, cars)
            return replace(said, of_each=cars, wish=_of_all(said.wish), acts=acts)
        if len({car.version for car in cars}) > 1:
            return replace(said, of_each=cars)  # "la tracker ls, ¿qué caja trae? ¿y la kicks cuántos km?"
    if together := _of_those_weighed(said, reading):
        acts = said.acts - {Act.SEARCH, Act.SELECT, Act.MORE} | {Act.COMPARE}
        said = replace(contrasts.without_those_of_each(said, together), pointed=(), among=False, dropped=frozenset())
        return replace(said, of_each=together, wish=CarCriteria(), relative=None, acts=acts)
    if Act.COMPARE in said.acts and any(car.ordering for car in cars):  # "compárala con la mazda más nueva"
        return replace(contrasts.without_those_of_each(said, cars), of_each=cars)
    if weighed := choosing.years(reading):
        acts = said.acts - {Act.SEARCH} | {Act.COMPARE}
        wish = replace(_of_all(said.wish), min_price=None, max_price=None)  # "la 2015 de 314 y la 2016 de 253"
        return replace(said, of_each=_of_years(reading, weighed), wish=wish, acts=acts)
    return said


def _as_asked(reading: Reading) -> Reading:
    """Return a message with the names to choose from alone, where one sentence asks that: "…, la trax o la captur?"."""
    asking = [s for s in _SENTENCE.finditer(reading.folded) if choosing.is_left_to_us(s[0])]
    for sentence in asking[-1:]:
        names = tuple(name for name in reading.names if sentence.start() <= name.start < sentence.end())
        if 1 < len(names) < len(reading.names):
            return replace(reading, names=names)
    return reading


def _of_each(reading: Reading, vocabulary: Vocabulary) -> tuple[CarCriteria, ...]:
    """Return each car named with what is said right behind its name: "cx5 2018 vs crv 2017", "la rav4 más nueva"."""
    each = []
    low, high = reading.wish.get("min_year"), reading.wish.get("max_year")
    ahead = {name: tag for name in reading.names for tag in reading.tags if _is_ahead_of(reading, tag, name)}
    bounded = low != high  # "2020 en adelante" is said of them all
    ends = [name.start for name in reading.names[1:]] + [len(reading.folded)]
    for name, end in zip(reading.names, ends, strict=True):
        free = [tag for tag in reading.tags if tag not in ahead.values()]
        dating = ahead.get(name) or next((tag for tag in free if _is_its_year(reading, tag, name.end, end)), None)
        year = measures.year_of(dating) if dating else None
        behind = lexer.first_clause(reading.folded[name.end : end])
        words = vocabulary.version_words_in(behind)
        version = " ".join(word for word in words if fold(word) not in _KINDS)  # "el mazda 3 2021 sedán"
        dated = (low, high) if bounded else (year, year)
        kinds = pointing.kinds_said(behind)
        car = replace(_named(name), version=version or None, min_year=dated[0], max_year=dated[1])
        body = next((kind for kind in kinds if isinstance(kind, Body)), None)
        gearbox = next((kind for kind in kinds if isinstance(kind, Transmission)), None)
        each.append(replace(car, body=body, transmission=gearbox, ordering=_order(reading.folded, name, behind)))
    return tuple(each)


def _of_those_weighed(said: "Understanding", reading: Reading) -> tuple[CarCriteria, ...]:
    """Return the models spoken of together, where all are meant: "la más nueva de cada una", "¿cuál de los dos?"."""
    state = reading.state
    in_view = {(car.make, car.model): None for car in state.looks_of(*pointing.in_view(state))}
    of_each = hearing.says(lexicon.OF_EACH_MODEL, reading.folded)
    models = tuple(in_view) if of_each and len(in_view) > 1 and state.compared else state.weighed
    points = said.ordinals or (said.pointed and not (of_each and said.among))
    if said.names or points or len(models) < 2 or models[-1][1] not in state.wish.models:
        return ()
    if of_each:
        order = next(iter(contrasts.orders_said(reading.folded)), None)
        return tuple(CarCriteria((make,), (model,), ordering=order) for make, model in models) if order else ()
    these = hearing.says(lexicon.OF_THESE, reading.folded)
    meant = pointing.says_both(reading.folded) or (hearing.says(lexicon.JUDGING, reading.folded) and not these)
    both = pointing.says_both(reading.folded) and len(pointing.in_view(state)) == _BOTH  # shown last
    if both or Act.COMPARE not in said.acts or said.has_wish or not meant or set(models) <= in_view.keys():
        return ()
    return tuple(CarCriteria((make,), (model,)) for make, model in models)


def _of_years(reading: Reading, years: Sequence[int]) -> tuple[CarCriteria, ...]:
    """Return the one model named in each of these years: "la escape 16 o la 19"."""
    [name] = reading.names
    return tuple(replace(_named(name), min_year=year, max_year=year) for year in years)


def _of_all(wish: CarCriteria) -> CarCriteria:
    """Return the wish that is left when the years and versions named belong to one car each."""
    return replace(wish, version=None, min_year=None, max_year=None)


def _named(name: Mention) -> CarCriteria:
    return CarCriteria(tuple(filter(None, [name.make])), tuple(filter(None, [name.model])))


def _order(folded: str, name: Mention, behind: str) -> Ordering | None:
    """Return in what the one car of a name is to come first: "el mercedes más barato"."""
    words = lexer.words(behind)[:_LONGEST_ORDER]
    end = next((at for at, word in enumerate(words) if word in _AND_SO_ON), len(words))
    before = lexer.words(lexer.last_clause(folded[: name.start]))[-_LONGEST_ORDER:]
    return hearing.superlative(" ".join([*before, *words[:end]]), ())


def _is_ahead_of(reading: Reading, tag: Tag, name: Mention) -> bool:
    """Whether a year stands between an article and a name: "the 2018 Captur"."""
    before = lexer.words(reading.folded[: tag.start])[-1:]
    joined = tag.end <= name.start and not reading.folded[tag.end : name.start].strip()
    return tag.kind is Kind.YEAR and joined and bool(before) and before[0] in _ARTICLES


def _is_its_year(reading: Reading, tag: Tag, start: int, end: int) -> bool:
    between = lexer.words(reading.folded[start : tag.start])
    dated = tag.kind is Kind.YEAR or measures.is_short_year(reading, tag, reading.cues(tag))  # "el aveo del 16"
    return dated and start <= tag.start < end and len(between) <= _LONGEST_VERSION
