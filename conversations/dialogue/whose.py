"""Tells whose car a name is, the customer's or one that is looked for, and what is told of theirs."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from catalog.spelling import Mention
from conversations.dialogue import lexer, lexicon
from conversations.dialogue.lexer import Kind, Tag

FILLERS = frozenset("es un una el la mi auto carro coche camioneta tengo marca modelo de del ano anos it is a".split())
UNNAMED = lexer.phrases(*(f"mi {kind}" for kind in ("auto", "carro", "coche", "camioneta", "nave", "carrito")))
_ONE = frozenset({"un", "una"})
# What ends right before a car of theirs; who gives "el versa" may as well let go of it.
_HAS = re.compile(rf"(?<!\w)(?:{'|'.join(lexicon.HAS_ONE)})$")
# "Mi esposo tiene un tsuru" tells of one to give in where it is to be changed, too.
_OF_THEIRS = re.compile(r"(?<!\w)(?:mi|nuestr[oa]) \w+ (?:tiene|trae|maneja|anda en)$")
_TO_BE_CHANGED = re.compile(r"(?<!\w)(?:(?:cambi|dej|entreg|vend)\w*|dar(?:l[oa])?|doy|damos|a cuenta)(?!\w)")
_HAVING = frozenset(lexicon.HAS_ONE)
_PERSONS = frozenset(
    "esposo esposa marido senora mujer papa mama jefe hijo hija hermano hermana primo prima tio tia amigo amiga vecino "
    "vecina cunado cunada suegro suegra novio novia compadre".split()
)
_GIVES = re.compile(rf"(?<!\w)(?<!me )(?<!nos )(?:{'|'.join(lexicon.GIVES_ONE)})$")
_ASKED_TO_GIVE = frozenset({"pueden", "puedes", "puede", "podrian", "podrias"})  # "¿me puedes dar un versa?"
_BY_THE_WAY = frozenset("ahorita ya yo tambien actualmente todavia hoy aqui".split())
_BRINGS = frozenset("dan den darian das darias dieron dieran ofrecen ofrecieron ofrecerian pagan pagarian".split())
_LEAVING, _BESIDES = frozenset({"dejo", "entrego", "damos", "doy"}), frozenset({"si", "ademas"})  # "si dejo el versa"
_OURS = [[word] for word in ("mi", "nuestro", "nuestra")]
# "Tengo un monza 96": of a car that no list knows, the words before its year.
_BEFORE_ITS_YEAR = re.compile(
    rf"(?<!\w)(?:(?:{'|'.join((*lexicon.HAS_ONE, *lexicon.GIVES_ONE, *sorted(lexicon.TAKING)))}) (?:\w+ )?(?:un|una|mi)"
    r"|mi|nuestro|nuestra) (?P<model>[a-z]\w*(?: [a-z]\w*){0,2}) $"
)
_ASKED_FOR = frozenset("tienen tienes hay busco quiero tendran manejan".split())
_DESCRIBES = lexer.phrases(
    *("es", "esta", "unico dueno", "unica duena", "factura", "todo pagado", "color"),
    *(spoken for kind in lexicon.TRANSMISSIONS.values() for spoken in kind),
    *lexicon.UNRECORDED["color"],
)
_REPLACED = lexer.phrases(*lexicon.REPLACED)
_OFFERED = lexer.phrases(*lexicon.SELLING, *lexicon.WORTH, *lexicon.GIVES_ONE)
# Where what is told of one's own car goes over into something else.
_GOES_ON = re.compile(
    rf"(?<!\w)(?:{'|'.join(lexicon.GOING_ON)})(?!\w)|[.;:!?¿¡\n]|,(?!\s*(?:{_DESCRIBES.pattern}|\d[\d.,]*\s*(?:mil|k)?\s*km))"
)
_KIND_BEFORE = re.compile(r"(?<!\w)(?:camionet\w+|troc\w+|sedan|suv|hatchback|pickup|van|carrito)(?= $)")
_OLDEST, _NEWEST = 70, 30  # figures of a year: 1970, 2030
_LONGEST_TAKING = 3  # words
_LONGEST_ASKING = 6
_LISTENED_FOR = frozenset(lexicon.every_word())
_KNOWN_ONE = (["mi"], ["el"], ["del"], ["la"], ["al"], ["este"], ["ese"])
_GUESSED = re.compile(r"(?: (?:mil|pesos|o (?:asi|que|mas|menos)|mas o menos))*\s*\?")


def is_guessed(folded: str, tag: Tag) -> bool:
    """Whether an amount is asked about, as what may be given for a car: "¿cuánto me darían? ¿unos 60?"."""
    return tag.kind in {Kind.MONEY, Kind.NUMBER} and _GUESSED.match(folded, tag.end) is not None


def is_owned(folded: str, named: Sequence[Mention]) -> bool:
    """Whether a car is named as one's own, or as one to be given in."""
    begun = [lexer.words(folded[: name.start])[-_LONGEST_TAKING:] for name in named]
    given = any(_LEAVING.intersection(words[-2:-1]) and _BESIDES.intersection(words[:1]) for words in begun)
    return given or any(is_theirs(folded, name) for name in named)


def is_theirs(folded: str, name: Mention) -> bool:
    """Whether a car is the customer's: "mi jetta", "tengo un spark", "¿me toman un tsuru?", "¿cuánto por el gol?"."""
    before = lexer.words(lexer.last_sentence(folded[: name.start]))
    if before[-1:] in _OURS or _is_called_so(folded, name) or _is_to_be_taken(folded, name):
        return True
    one = not _ONE.isdisjoint(before[-1:])
    verb = [word for word in (before[:-1] if one else before) if word not in _BY_THE_WAY]
    gives = one and _GIVES.search(" ".join(verb)) and _ASKED_TO_GIVE.isdisjoint(verb[-_LONGEST_TAKING:])
    brings = before[-2:-1] == ["por"] and not _BRINGS.isdisjoint(before[-_LONGEST_ASKING:])
    beside = one and verb[-1:] == ["y"] and not _HAVING.isdisjoint(verb[-_LONGEST_ASKING:])  # "traigo 60 y un spark"
    of_theirs = _OF_THEIRS.search(" ".join(verb)) and _TO_BE_CHANGED.search(folded)
    return bool(_HAS.search(" ".join(verb)) or gives or brings or beside or of_theirs)


def is_told_in_passing(folded: str) -> bool:
    """Whether a car of theirs is why another is looked for, and is offered to nobody: "tengo un tsuru, ya no da"."""
    rest = _REPLACED.sub(" ", folded)
    return rest != folded and not (_OFFERED.search(rest) or _TO_BE_CHANGED.search(rest))


def _is_called_so(folded: str, name: Mention) -> bool:
    """Whether it is said what one's own car is: "mi carro es un spark 2019"."""
    before = lexer.words(lexer.last_sentence(folded[: name.start]))[-_LONGEST_ASKING:]
    return "es" in before[-2:] and UNNAMED.search(" ".join(before)) is not None


def _is_to_be_taken(folded: str, name: Mention) -> bool:
    """Whether it is asked if a car is taken: "¿me toman a cuenta un tsurito 2009?"."""
    before = lexer.words(lexer.last_sentence(folded[: name.start]))[-_LONGEST_ASKING:]
    near = before if "cuenta" in before else before[-_LONGEST_TAKING:]
    return not lexicon.TAKING.isdisjoint(near)


def is_wanted(folded: str, name: Mention) -> bool:
    """Whether a car is what is given for, or asked for: "doy mi carro por el corolla", "¿qué tienen de kia rio?"."""
    before = lexer.words(lexer.last_sentence(folded[: name.start]))
    asked_for = before[-1:] != ["mi"] and not _ASKED_FOR.isdisjoint(before[-_LONGEST_TAKING:])
    return " ".join(before[-2:]) in lexicon.GIVEN_FOR or asked_for


def is_of_ours(folded: str, name: Mention) -> bool:
    """Whether other cars of the model that they have are asked for: "¿qué aveos tienen más nuevos?"."""
    of_theirs = lexer.words(folded[: name.start])[-1:] in _KNOWN_ONE
    sentence = lexer.sentence_at(folded, name.start)
    seeks = lexer.phrases(*lexicon.SEEKING).search(sentence) and not lexer.phrases(*lexicon.WORTH).search(sentence)
    return bool(seeks) and not of_theirs


def is_a_short_year(folded: str, tag: Tag, name: Mention) -> bool:
    """Whether the figures right behind its name are its year: "mi ranger 99", "un aveo 15"."""
    bare = tag.kind is Kind.NUMBER and not folded[name.end : tag.start].strip()
    return bare and tag.start >= name.end and (10 <= tag.value <= _NEWEST or _OLDEST <= tag.value < 100)


def year(tag: Tag) -> int:
    """Return the year that a figure is, said in four digits or in two."""
    value = int(tag.value)
    return value if value >= 100 else (1900 if value >= _OLDEST else 2000) + value


@dataclass(frozen=True)
class Unlisted:
    """A car of theirs that no list of names has: what it is called, and its year."""

    model: str
    year: Tag


def unlisted(folded: str, named: Sequence[Mention], tags: Sequence[Tag]) -> Unlisted | None:
    """Return the car that is told with its year by who has it, and by no name that is known: "tengo un monza 96"."""
    for tag in tags:
        dated = tag.kind is Kind.YEAR or (tag.kind is Kind.NUMBER and _OLDEST <= tag.value < 100)
        said = _BEFORE_ITS_YEAR.search(folded[: tag.start]) if dated else None
        if said is None or any(name.end > said.start("model") and name.start < tag.start for name in named):
            continue
        model = said["model"].split()
        if model[0] in FILLERS and tag.kind is Kind.YEAR:
            return Unlisted("", tag)  # "tengo un carro 2012"
        if not (_LISTENED_FOR | _PERSONS).isdisjoint(model):
            continue  # "tengo un presupuesto de 80", "como el de mi hermana 2018"
        return Unlisted(" ".join(word for word in model if word not in FILLERS).title(), tag)
    return None


def described(folded: str, name: Mention | Tag) -> Iterator[tuple[int, int]]:
    """Yield where one's own car is described, before and behind its name or year: "una *camioneta* ford *blanca*"."""
    kind = _KIND_BEFORE.search(folded[: name.start])
    if kind:
        yield kind.span()
    goes_on = _GOES_ON.search(folded, name.end)
    yield name.end, goes_on.start() if goes_on else len(folded)
