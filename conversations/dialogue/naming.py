"""Writes a message as it was meant and finds the cars that it names."""

import re
from collections.abc import Iterator
from dataclasses import replace

from catalog.spelling import Mention, Vocabulary, fold
from conversations.dialogue import cues, hearing, lexer, lexicon, pointing, references, respelling
from conversations.dialogue.acts import Act
from conversations.dialogue.lexer import Kind
from conversations.dialogue.state import DialogueState

_OF_CARS = frozenset({Act.SEARCH, Act.COMPARE, Act.TEST_DRIVE})
_BEFORE_A_PLACE = [[word] for word in "en por x de desde cerca hacia junto cruzando pasando".split()]
_CERTAIN = (["el"], ["la"], ["del"], ["al"], ["ese"], ["esa"])
_ARTICLES = (["el"], ["la"], ["un"], ["una"])
_WHICH_IS = ("cual es", "cual sera", "cual seria", "which is")  # "la odyssey, ¿cuál es la más barata que tienen?"
_ANY = (["un"], ["una"])
_NAMES_ALL_THE_SAME = frozenset({"wall"})  # "Great Wall"
_FOR_ONE = ("un", "una", "algun", "alguna", "algo de")  # where a car is looked for
_IS_SAID = [[word] for word in "esta estan muy bien super tan medio re".split()]
_SEVERAL = r"(?<!\w)(?:l[oa]s|es[oa]s|est[oa]s|dos|tres|vari[oa]s|ambos|ambas|[2-9]) "
_ONE = "uno"
_CALLED_ONE = ("el uno", "del uno", "al uno", "ese uno")
_LENDERS = [[word] for word in ("credito", "credit", "financial", "financiera", "finanzas")]
_SERVICE_OF = re.compile(
    rf"(?<!\w)(?:{'|'.join(lexicon.SERVICES)}) (?:\w+ ){{0,2}}(?:de|del|para|a|en) "
    r"(?:(?:un|una|el|la|los|las|tu|su) )?$"
)
_LIMITS = frozenset({Kind.MONEY, Kind.KM, Kind.NUMBER, Kind.YEAR})  # a text that has one is most likely about cars


def normalised(text: str, state: DialogueState, vocabulary: Vocabulary) -> tuple[str, tuple[Mention, ...]]:
    """Return the message as it was meant, and the cars it names; their names are left as typed."""
    typed = vocabulary.mentions(text)
    folded = respelling.one_by_one(fold(text), typed, vocabulary)
    written = respelling.respell(folded, typed if folded == fold(text) else vocabulary.mentions(folded))
    # A text that names a car, a limit or a wish is about cars: there "un vento" is one too.
    limited = any(tag.kind in _LIMITS for tag in lexer.spoken_tags(written))
    heard = hearing.acts(written)
    seeks = Act.SEARCH in heard.all and hearing.says(_FOR_ONE, written)
    about_cars = bool(typed) or limited or seeks or bool(heard.sure & _OF_CARS) or _is_a_clause(written, vocabulary)
    about_cars = about_cars or hearing.says(lexicon.WANTING, written) or _asks_of_a_card(written)
    if not (about_cars or state.seen):
        return written, () if written == folded else vocabulary.mentions(written)
    spoken_of = {(car.make, car.model) for car in state.spoken_of()}
    likely = (*vocabulary.mentions(written, about_cars=True, spoken_of=spoken_of), *_called_one(written, state))
    likely += tuple(name for name in _in_the_plural(written, state) if name.start not in {n.start for n in likely})
    named = (name for name in likely if not _is_said_of_a_thing(written, name))
    return written, tuple(
        sorted(
            (n for n in named if about_cars or references.is_shown(state, n) or _is_pointed_at(written, n)),
            key=lambda name: name.start,
        )
    )


def _is_pointed_at(written: str, name: Mention) -> bool:
    """Whether an article stands before an everyday word that is a model, and no place: "¿y la avanza en lo mismo?"."""
    before = lexer.words(written[: name.start])
    return name.model is not None and before[-1:] in _ARTICLES and before[-2:-1] not in _BEFORE_A_PLACE


def _is_a_clause(written: str, vocabulary: Vocabulary) -> bool:
    """Whether a whole clause is "un" and a model, whatever else its name means: "es para uso personal, un march"."""
    return any(
        name.model is not None
        and lexer.words(lexer.last_clause(written[: name.start])) in _ANY
        and not lexer.words(lexer.first_clause(written[name.end :]))
        for name in vocabulary.mentions(written, about_cars=True)
    )


def of_wishes(written: str, names: tuple[Mention, ...]) -> tuple[Mention, ...]:
    """Leave out the names that are wished for by nobody: in a reason, in a fear, a make beside its own model.

    "Mejor el march, pq los nissan salen buenos"; "me vieron la cara con un tsuru"; "¿el spark es el más barato?"
    """
    afraid = hearing.says(lexicon.FEARING, written) and not hearing.says(lexicon.SEEKING, written)
    of_all = hearing.says(lexicon.IS_FIRST, written) and hearing.says(lexicon.AT_ALL, written)
    if afraid or (of_all and not hearing.says(_WHICH_IS, written)):
        return ()
    said = hearing.without_reasons(written)
    outside = tuple(name for name in names if said[name.start : name.end].strip()) or names
    of_models = {name.make for name in outside if name.model is not None}
    return tuple(name for name in outside if name.model is not None or name.make not in of_models)


def of_models_spoken_of(written: str, names: tuple[Mention, ...], state: DialogueState) -> tuple[Mention, ...]:
    """Return "el kia, pero automático" as the one model of that make that was spoken of."""
    models = dict.fromkeys((*state.weighed, *((car.make, car.model) for car in state.spoken_of())))
    found = []
    for name in names:
        alike = [model for make, model in models if make == name.make and name.model is None]
        told = pointing.kinds_said(written[name.end :])
        one = told and len(alike) == 1 and lexer.words(written[: name.start])[-1:] in _CERTAIN
        found.append(replace(name, model=alike[0]) if one else name)
    return tuple(found)


def _asks_of_a_card(written: str) -> bool:
    """Whether something that cards state is asked: "la avanza, ¿qué tan larga es?"."""
    return any(hearing.says(lexicon.ON_THE_CARD[of], written) for of in ("km", "gearbox", "size"))


def _called_one(written: str, state: DialogueState) -> Iterator[Mention]:
    """Yield "el uno" of a list that has a Fiat Uno: that, and not the first of it."""
    for car in state.looks_of(*state.shown) if len(state.shown) > 1 else state.seen:
        if fold(car.model) == _ONE:
            for match in lexer.phrases(*_CALLED_ONE).finditer(written):
                yield Mention(match.end() - len(_ONE), match.end(), car.make, car.model, 1.0, in_stock=True)
            return


def _in_the_plural(written: str, state: DialogueState) -> Iterator[Mention]:
    """Yield the models spoken of that are named in the plural, whatever else the word means: "¿los rios?"."""
    for make, model in {(car.make, car.model) for car in state.spoken_of()}:
        for match in re.finditer(rf"{_SEVERAL}({re.escape(fold(model))}e?s)(?!\w)", written):
            yield Mention(match.start(1), match.end(1), make, model, 1.0, in_stock=True)


def is_of_a_service(written: str, name: Mention) -> bool:
    """Tell whether a name says of which cars a service is asked: "¿cuánto sale el servicio de un mercedes?"."""
    return _SERVICE_OF.search(lexer.last_sentence(written[: name.start])) is not None


def _is_an_amount(written: str, name: Mention) -> bool:
    """Whether a model that is called by a number is none where it stands: "que no pase de 405"."""
    bound = cues.around(written[: name.start], "", another_follows=False).bound
    return bound is not None and written[name.start : name.end].isdigit()


def _is_said_of_a_thing(written: str, name: Mention) -> bool:
    """Whether a name is what something is said to be ("mi cochera está mini"), or no car's at all: "great!"."""
    said = lexer.words(written[name.start : name.end])
    before = lexer.words(written[: name.start])[-1:]
    if said and not lexicon.NOT_CARS.isdisjoint(said) and said[-1] not in _NAMES_ALL_THE_SAME:
        return True
    if said[:1] == ["onda"] and before == ["que"]:
        return True  # a greeting, and no Honda
    lends = lexer.words(written[name.end :])[:1] in _LENDERS  # "le debo a nissan crédito"
    return name.model is None and (lends or before in _IS_SAID)


def is_none_here(written: str, name: Mention) -> bool:
    """Whether what sounds like the name of a car wished for is none: of a service for one, or an amount."""
    return is_of_a_service(written, name) or _is_an_amount(written, name) or _is_an_end_of_a_range(written, name)


def _is_an_end_of_a_range(written: str, name: Mention) -> bool:
    """Whether what is also the name of a car is an end of what it may cost: the 200 of "entre 200 y 250"."""
    before, after = lexer.words(written[: name.start])[-3:], lexer.words(written[name.end :])[:2]
    opens = before[-1:] in (["de"], ["entre"]) and after[:1] in (["a"], ["y"]) and _is_round(after[1:])
    closes = before[:1] in (["de"], ["entre"]) and before[2:] in (["a"], ["y"]) and _is_round(before[1:2])
    return _is_round([written[name.start : name.end]]) and (opens or closes)


def _is_round(figure: list[str]) -> bool:
    return bool(figure) and figure[0].isdigit() and int(figure[0]) % 10 == 0
