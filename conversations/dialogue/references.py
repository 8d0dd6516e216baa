"""Which of the cars already shown a message points at: by place, price, year, name, or as "ese" and "el anterior"."""

import re
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from decimal import Decimal

from catalog.criteria import AUTOMATIC_WORDS, MANUAL_WORDS, WORDS, Body, words_of
from catalog.spelling import Mention, fold
from conversations.dialogue import exclusions, hearing, lexer, lexicon, measures, pointing
from conversations.dialogue.acts import Act
from conversations.dialogue.lexer import Kind, Tag
from conversations.dialogue.reading import Reading
from conversations.dialogue.state import DialogueState, Seen

# "El de 239" is the car of 239,999; "el de 240" may be too.
_NEAR_PRICE = Decimal(1500)
_NO_OTHER = re.compile(
    r"(?<!\w)(?:la otra|el otro|lo otro) (?:es (?:si|que|cuanto|como|lo)|cosa|pregunta|duda|vez|dia)(?!\w)"
)
_LONGEST_BARE_ORDINAL = 3
_LONGEST_VERSION = 3  # words
_HIGHEST_RANK = 9  # of a list that is shorter: what has no such place is asked about
_OR = frozenset({"o", "u", "or", "vs", "contra"})
_SEVERAL = frozenset({"los", "las"})
_ANY_OF_IT = [[word] for word in "un una otro otra algun alguna mas any another a".split()]
_OTHER = ("otro", "otra", "the other")
_KINDS = frozenset(fold(word) for kind in Body for word in WORDS[kind])  # "el sedán", of two, is none of a trim
# Words of versions that customers say of any car.
_NO_VERSION = frozenset("auto de que con un aire puertas plus pantalla".split())
_PRONOUNS = frozenset("le les se si te me".split())
_INFINITIVES = ("ar", "er", "ir", "arlo", "arla", "erlo", "erla")
_LONGEST_POINTING = 4  # words around "ese" that still only point


@dataclass(frozen=True)
class Pointing:
    """What is pointed at: places in the list as said (1-based, -1 its last), and the cars that these and others are."""

    ordinals: tuple[int, ...] = ()
    cars: tuple[int, ...] = ()
    this_one: bool = False
    by_name: bool = False
    among: bool = False  # as what comes first in the list


def read(reading: Reading) -> Pointing:
    """Return what a message points at; the first way of pointing that it uses counts."""
    folded, state = reading.folded, reading.state
    this_one = _says_this(folded)
    ordinals = _ordinals(reading)
    if ordinals:
        cars = tuple(number for number in (_at(state, place) for place in ordinals) if number is not None)
        return Pointing(ordinals, cars, this_one)
    version = _by_version(reading)
    for cars in (_by_amounts(reading), version, _before(folded, state), _this(folded, state)):
        if cars:
            named_so = len(cars) == 1 and cars[0] in called_so(state, reading.names)  # "y el otro versa con lo mismo"
            return Pointing((), cars, this_one, by_name=cars == version or named_so)
    dated = pointing.named_in_its_year(reading.names, reading.wish, state)
    named = _the_other_of_its_name(reading) or _by_name(reading) or dated
    return Pointing((), named, this_one, by_name=bool(named))


def _says_this(folded: str) -> bool:
    """Whether a car is pointed at as "este"; the one of "que no esté chocado" is a verb."""
    found = lexer.phrases(*lexicon.THIS_ONE).finditer(folded)
    return any(lexer.words(folded[: match.start()])[-1:] not in (["no"], ["que"]) for match in found)


def _at(state: DialogueState, place: int) -> int | None:
    index = place - 1 if place > 0 else place
    return state.shown[index] if -len(state.shown) <= index < len(state.shown) else None


def _ordinals(reading: Reading) -> tuple[int, ...]:
    """Return the places said, by figure, stock number or word; "el 2" alone is the second."""
    shown = reading.state.shown
    ranks = [int(tag.value) for tag in reading.tags if tag.kind is Kind.RANK and not _is_taken(reading, tag)]
    ranks += [shown.index(int(tag.value)) + 1 for tag in reading.tags if tag.value in shown]
    if ranks:
        highest = _HIGHEST_RANK if len(lexer.words(reading.folded)) <= _LONGEST_BARE_ORDINAL else 1
        return tuple(rank for rank in dict.fromkeys(ranks) if 1 <= rank <= max(len(shown), highest))
    several = pointing.first_ones(reading.folded)
    if several:
        return tuple(range(1, several + 1))
    unnamed = _without_names(reading)
    if len(reading.names) > 1:  # "el sentra y el versa, ¿el primero trae más km?"
        unnamed = lexer.blanked(unnamed, reading.names[1].end, len(unnamed))
    spoken = [(start, place) for place, words in lexicon.ORDINALS.items() for start in _places(words, unnamed)]
    if spoken:
        return tuple(dict.fromkeys(place for _, place in sorted(spoken)))
    bare = [word for word in lexer.words(reading.folded) if word not in lexicon.COURTESY | lexicon.FILLERS]
    alone = len(bare) == 1 and bare[0].isdecimal() and 1 <= int(bare[0]) <= len(shown)
    return (int(bare[0]),) if alone and not reading.money else ()  # "y a 5?" is a term


def _without_names(reading: Reading) -> str:
    """Return the text with the names in it blanked: "el uno" may be a Fiat."""
    text = reading.folded
    for name in reading.names:
        text = lexer.blanked(text, name.start, name.end)
    return text


def _places(spoken: tuple[str, ...], folded: str) -> list[int]:
    """Return where an ordinal stands for a place: "el primero", or with little else; not "puedo verlo primero"."""
    found = list(lexer.phrases(*spoken).finditer(folded))
    if len(lexer.words(folded)) <= _LONGEST_BARE_ORDINAL:
        return [match.start() for match in found]
    pointers = lexicon.ARTICLE | {"opcion", "auto", "carro"}
    return [
        match.start()
        for match in found
        if lexer.words(folded[: match.start()])[-2:-1] != ["en"]  # "el martes a las 11 en la primera" is a site
        and not pointers.isdisjoint([*lexer.words(folded[: match.start()])[-1:], *lexer.words(match[0])[:-1]])
    ]


def _is_taken(reading: Reading, tag: Tag) -> bool:
    """Whether a figure behind "el" is something else, or not wanted: "del 18 pa arriba", "el 20" for a percentage."""
    years = {reading.wish.get("min_year"), reading.wish.get("max_year")}
    other = 2000 + tag.value in years or reading.money.get("down_payment_percent") == tag.value
    return other or is_refused(reading, tag)


def is_refused(reading: Reading, tag: Tag) -> bool:
    """Whether the car that a figure tells is turned away: "la 2016 no, muy viejita"."""
    return exclusions.is_refused(reading.folded, tag.start, tag.end)


def _by_amounts(reading: Reading) -> tuple[int, ...]:
    """Return the cars that amounts pick, one each: "el de 239" by its price, "el 2019" by its year."""
    alike = (_like(tag, reading) for tag in reading.points_at if not is_refused(reading, tag))
    return tuple(dict.fromkeys(cars[0].stock_id for cars in alike if len(cars) == 1))


def _like(tag: Tag, reading: Reading) -> Sequence[Seen]:
    if tag.kind is Kind.YEAR:
        to_try = Act.TEST_DRIVE in reading.acts
        return pointing.of_the_year(int(tag.value), reading.folded, reading.state, to_try=to_try)
    cars = reading.state.looks_of(*reading.state.shown)
    if tag.kind is Kind.KM:
        return [car for car in cars if abs(car.km - tag.value) <= car.km * measures.ROUGHLY]
    price = measures.in_thousands(tag)
    alike = [car for car in cars if car.price // 1000 == price // 1000]
    alike = alike or [car for car in reading.state.seen if car.price // 1000 == price // 1000]  # of an earlier list
    alike = alike or [car for car in cars if abs(car.price - price) <= _NEAR_PRICE]
    return [car for car in alike if any(car.is_called(name) for name in reading.names)] or alike


def _by_version(reading: Reading) -> tuple[int, ...]:
    """Return the cars shown whose version has most of the words said behind an article: "el GT line", "la advance"."""
    state, folded = reading.state, reading.folded
    another = hearing.says(_OTHER, folded)
    cars = [car for car in state.looks_of(*state.shown) if not (another and car.stock_id == state.focus)]
    if another and not cars:  # "y el otro, el grand touring": of the list before this one
        cars = [car for car in state.seen if car.stock_id != state.focus]
    cars = [car for car in cars if _is_of_the_year(reading, car)]
    several = len(reading.names) > 1  # "compara el figo 2017 con el aveo": FIGO is a version's word too
    if several or hearing.says(lexicon.SEEKING, folded) or not all(is_shown(state, name) for name in reading.names):
        return ()
    pointed = set(_behind_an_article(_without_names(reading)))
    counts = {car.stock_id: _in_version(pointed, lexer.words(fold(car.version))) for car in cars}
    most = [car for car in cars if counts[car.stock_id] and counts[car.stock_id] == max(counts.values())]
    beside = {car.stock_id: _beside_its_trim(pointed, car.version) for car in most}
    plainest = [number for number, count in beside.items() if count == min(beside.values())]  # "el gt", and no GT LINE
    compared = [number for number in beside if number in state.compared]  # "¿y el sedán a 6?", of those two
    spoken_of = [number for number in beside if number == state.focus]
    by_kind = all(_KINDS.issuperset(pointed & set(lexer.words(fold(car.version)))) for car in most)
    each = (compared, spoken_of) if by_kind and len(most) > 1 else (plainest, compared, spoken_of)
    return tuple(next((found for found in each if len(found) == 1), () if by_kind else beside))


def _is_of_the_year(reading: Reading, car: Seen) -> bool:
    """Whether a car is of the one year said, where one is: "el figo 2020" is none of 2017."""
    low, high = reading.wish.get("min_year"), reading.wish.get("max_year")
    return low is None or low != high or car.year == low


def _in_version(pointed: Set[str], version: Sequence[str]) -> int:
    """Count the words that a version has, or begins one with: "el m135" is a M135I."""
    begun = {word for word in pointed if not word.isalpha() and any(one.startswith(word) for one in version)}
    return len(begun | (pointed & set(version)))


def _beside_its_trim(pointed: Set[str], version: str) -> int:
    """Count the words of a version, gearbox and figures aside, that are not said."""
    trim = {word for word in words_of(version) if word.isalpha()} - AUTOMATIC_WORDS - MANUAL_WORDS
    return len({fold(word) for word in trim} - pointed)


def _may_be_a_version(word: str) -> bool:
    return len(word) > 1 and not word.isdecimal() and word not in _NO_VERSION


def _behind_an_article(folded: str) -> Iterator[str]:
    """Yield the words that may be a version: those behind an article, as far as they tell anything."""
    words = lexer.words(folded)
    for at, word in enumerate(words):
        if word in lexicon.ARTICLE - _SEVERAL:
            behind = words[at + 1 : at + 1 + _LONGEST_VERSION]
            # "el LE" is a version, "el versa, no le hace" is none.
            yield from filter(_may_be_a_version, [*behind[:1], *(one for one in behind[1:] if one not in _PRONOUNS)])


def _before(folded: str, state: DialogueState) -> tuple[int, ...]:
    if hearing.says(lexicon.PREVIOUS, folded):
        if state.focus is not None and state.earlier and _says_this(folded) and not _OR.isdisjoint(lexer.words(folded)):
            return state.earlier[0], state.focus  # "¿el de antes o este?"
        return the_other(folded, state) or state.earlier[:1]
    only = state.shown if len(state.shown) == 1 else ()
    mentioned = (state.focus,) if state.focus is not None else only
    return mentioned if hearing.says(lexicon.MENTIONED, folded) else ()


def the_other(folded: str, state: DialogueState) -> tuple[int, ...]:
    """Return the other car of a list of two, or of its model: "no, la otra"."""
    view = state.compared if len(state.compared) > 1 and state.focus in state.compared else state.shown
    if state.focus not in view or not hearing.says(lexicon.OTHER_ONE, _NO_OTHER.sub(" ", folded)):
        return ()
    others = tuple(number for number in view if number != state.focus)
    return others if len(others) == 1 else _of_its_model(state, others)


def _the_other_of_its_name(reading: Reading) -> tuple[int, ...]:
    """Return the other car of the list of the one name said: "¿y el otro versa?", "el aveo 2017 no, ¿y el otro?"."""
    state, folded = reading.state, reading.folded
    if len(reading.names) != 1 or not hearing.says(lexicon.OTHER_ONE, folded):
        return ()
    behind = pointing.tells_the_other_behind(folded, reading.names[0].end)
    year = reading.wish.get("min_year") if behind else None
    cars = state.looks_of(*called_so(state, reading.names)) if state.focus is not None or year is not None else ()
    others = tuple(car.stock_id for car in cars if car.stock_id != state.focus and car.year != year)
    return others if len(others) == 1 else ()


def _of_its_model(state: DialogueState, others: tuple[int, ...]) -> tuple[int, ...]:
    """Return the one other car of the list that is of the model talked about: "entonces la otra" of two Odysseys."""
    focus = state.in_focus
    if focus is None:
        return ()
    alike = [one.stock_id for one in state.looks_of(*others) if (one.make, one.model) == (focus.make, focus.model)]
    return tuple(alike) if len(alike) == 1 else ()


def _this(folded: str, state: DialogueState) -> tuple[int, ...]:
    """Return the car in focus where the message takes it, or says little more than "ese"."""
    only = state.shown[0] if len(state.shown) == 1 else None
    focus = state.focus if state.focus is not None else only
    short = len(lexer.words(folded)) <= _LONGEST_POINTING and _says_this(folded)
    return (focus,) if focus is not None and (short or _takes_it(folded)) else ()


def _takes_it(folded: str) -> bool:
    """Whether a car is taken; "lo quiero liquidar" does something else with it."""
    found = lexer.phrases(*lexicon.TAKES_IT).finditer(folded)
    taken = (match for match in found if lexer.words(folded[: match.start()])[-1:] not in (["no"], ["ni"]))
    behind = (lexer.words(folded[match.end() :])[:1] for match in taken)
    return any(not word or not word[0].endswith(_INFINITIVES) for word in behind)


def _by_name(reading: Reading) -> tuple[int, ...]:
    """Return the one car shown that an article and a name mean: "el jetta", "me gusta el mazda"."""
    state = reading.state
    if len(reading.names) != 1 or reading.wish.get("min_year"):
        return ()
    seeks = hearing.says(lexicon.SEEKING, lexer.sentence_at(reading.folded, reading.names[0].end))
    if seeks or hearing.superlative(reading.folded, reading.names):
        return ()  # "el versa más nuevo" may be none of those on this page
    [name] = reading.names
    before = lexer.words(reading.folded[: name.start])
    before = before[:-1] if before[-1:] == ["de"] and not _SEVERAL.issuperset(before[-2:-1]) else before
    if before[-1:] not in [[word] for word in lexicon.ARTICLE]:  # "el jetta", "el de volkswagen"
        return pointing.of_the_two(name, state) if name.model and before[-1:] not in _ANY_OF_IT else ()
    known = dict.fromkeys((*state.shown, *filter(None, [state.focus])))
    called = [car for car in state.looks_of(*known) if car.is_called(name)]
    alike = [car.stock_id for car in pointing.of_the_kind_said(called, reading.folded[name.end :])]
    after_all = lexer.words(reading.folded[name.end :])[:1] in (["pues"], ["entonces"])  # "la avanza pues"
    if not called:  # "entonces el aveo": the one that was talked about; of a list with a sedan, none is "el hatchback"
        alike = [car.stock_id for car in state.looks_of(*state.earlier) if car.is_called(name)]
    if not (alike or called) and (after_all or hearing.says((*lexicon.SAME_TERMS, *lexicon.AFTER_ALL), reading.folded)):
        # "entonces sí el versa, con los mismos 50"
        alike = [car.stock_id for car in state.seen if car.is_called(name)]
    if state.focus in alike:
        return (state.focus,)  # "¿cuánto quedaría la cr-v?", once one of them was chosen
    compared = [number for number in alike if number in state.compared]
    alike = compared if len(compared) == 1 else alike  # "sale, el aveo": that of the two just compared
    return tuple(alike) if len(alike) == 1 else ()


def called_so(state: DialogueState, names: Sequence[Mention]) -> tuple[int, ...]:
    """Return the cars shown that have the one name said."""
    cars = state.looks_of(*state.shown) if len(names) == 1 else ()
    return tuple(car.stock_id for car in cars if car.is_called(names[0]))


def is_shown(state: DialogueState, name: Mention) -> bool:
    """Whether a name is one of a car that was shown."""
    return bool(called_so(state, (name,)))
