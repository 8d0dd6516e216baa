"""What a message means: its acts, the wish in it, and the amounts, each in its role.

Normalise (`respelling`), find numbers (`lexer`), give them roles (`roles`), hear acts (`hearing`), see what is pointed
at (`references`), and settle what of it counts. Pure: the same message and state are always understood the same.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import NamedTuple, TypeVar

from catalog.criteria import CarCriteria, Ordering
from catalog.spelling import Mention, Vocabulary, fold
from conversations.dialogue import (
    asides,
    asking,
    cargo,
    choosing,
    clock,
    contrasts,
    each,
    exclusions,
    fragments,
    hearing,
    lexer,
    lexicon,
    likeness,
    measures,
    naming,
    other_kinds,
    own_cars,
    payments,
    picking,
    places,
    references,
    relatives,
    respelling,
    retractions,
    roles,
    weighing,
    whereabouts,
    wishes,
)
from conversations.dialogue.acts import Act
from conversations.dialogue.errands import OwnCar
from conversations.dialogue.lexer import Kind, Tag
from conversations.dialogue.likelihoods import Likelihood
from conversations.dialogue.plan import Contrast
from conversations.dialogue.pointing import MOST
from conversations.dialogue.reading import Reading
from conversations.dialogue.references import Pointing
from conversations.dialogue.state import DialogueState, Part

T = TypeVar("T")

ATTACHMENT = "[archivo adjunto]"  # stands for a message without words: a voice note, a photo, a place
_LIKE_THAT = "asi"
_SCREEN, _WHY_SOLD = "pantalla", "why_sold"
_OF_THE_CAR = re.compile(r"(?<!\w)que tenga (?=menos|mas|poc)")  # "la que tenga menos km", and not all that we have
_OF_LOADS = ("inside", "payload")  # "¿cabemos 5 con carreola?" is asked with a load
WHEREABOUTS = "whereabouts"
TRACTION, SEATS = "traction", "seats"  # no column states them, but a version may
_NOT_OF_ONES_OWN = frozenset({Act.FINANCE, Act.FINANCING_TERMS, Act.SEARCH})  # "cotización de mi mazda"
_MEASURES = frozenset({Kind.NUMBER, Kind.YEAR, Kind.RANK})


@dataclass(frozen=True)
class Understanding:
    """One message, read. Money is in MXN; `ordinal` is 1-based in the shown list, -1 its last; `pointed` are the cars.

    `among` says that the one pointed at is the first of those shown in something ("¿cuál trae menos km?").
    `relative` asks for another car than the ones shown (cheaper, newer), `dropped` names the conditions taken back
    (year, price, ...), `asked` what of its card is asked of a car, `unrecorded` what no row says (color, ...).
    `space` is where the car or the few meant should fit, by side, in mm.
    `takes_up_terms` goes back to the terms, or the car, of before. `contrast` are the things in which cars are to be
    told apart, `of_each` what is said of each car to compare.
    `term_end` asks for the "longest" or "shortest" term, whichever that is; `terms` are the months of several,
    `each_down_payment` several down payments, by what each is a figure of. `confident` is False where nothing in the
    message was sure to mean something.
    """

    text: str
    acts: frozenset[Act] = frozenset()
    names: tuple[Mention, ...] = ()
    wish: CarCriteria = CarCriteria()
    ordinal: int | None = None
    ordinals: tuple[int, ...] = ()
    pointed: tuple[int, ...] = ()
    among: bool = False
    superlative: Ordering | None = None
    contrast: tuple[Contrast, ...] = ()
    relative: Ordering | None = None
    this_one: bool = False
    other_one: bool = False
    same_kind: bool = False
    same_make: bool = False
    alike: bool = False
    at_that_price: bool = False
    follows_on: bool = False
    takes_up_terms: bool = False
    another_kind: bool = False
    of_anything: bool = False
    any_car: bool = False
    pays_at_once: bool | None = None
    dropped: frozenset[str] = frozenset()
    asked: frozenset[str] = frozenset()
    unrecorded: tuple[str, ...] = ()
    space: tuple[tuple[str, Decimal], ...] = ()
    stated_price: Decimal | None = None
    down_payment: Decimal | None = None
    down_payment_percent: Decimal | None = None
    monthly: Decimal | None = None
    months: int | None = None
    several_terms: bool = False
    terms: tuple[int, ...] = ()
    each_down_payment: tuple[tuple[str, Decimal], ...] = ()
    term_end: str | None = None
    of_each: tuple[CarCriteria, ...] = ()
    stock_id: int | None = None
    own_car: OwnCar | None = None
    last_part: Part | None = None
    language: str = "es"
    confident: bool = True
    foreign: float = 0.0  # how likely it is nothing that we do
    unheard: tuple[str, ...] = ()  # its questions that mean nothing by themselves

    @property
    def has_wish(self) -> bool:
        """Whether the message says anything about the car wanted."""
        return self.wish != CarCriteria() or bool(self.dropped) or self.relative is not None or self.same_make

    @property
    def has_terms(self) -> bool:
        """Whether the message says how a car would be paid."""
        terms = (self.stated_price, self.down_payment, self.down_payment_percent, self.monthly, self.months)
        return any(term is not None for term in terms) or bool(self.terms or self.each_down_payment)


# Returns how likely each act is to be what a message does.
Guess = Callable[[str], Likelihood]


def understand(
    text: str,
    *,
    state: DialogueState,
    vocabulary: Vocabulary,
    this_year: int | None = None,
    guess: Guess | None = None,
) -> Understanding:
    """Read one customer message (possibly several fragments joined by line breaks) against what is remembered.

    `this_year` is what the age of a car ("no mayor a 5 años") is counted from; without it ages are not understood.
    `guess` tells what is likely before any phrase does; without it, phrases alone are heard.
    """
    text = fragments.joined(text)
    asked = hearing.without_reasons(text)
    likely = guess(asked if lexer.words(asked) else text) if guess is not None and lexer.words(text) else {}
    return replace(_read(text, state, vocabulary, this_year, likely), foreign=likely.get(None, 0.0))


def _read(
    text: str, state: DialogueState, vocabulary: Vocabulary, this_year: int | None, likely: Likelihood
) -> Understanding:
    begun = _begin(text, state, vocabulary, this_year, likely)
    reading, own = begun.reading, begun.own
    roles.give(reading)
    pointing = references.read(reading)
    if pointing.by_name:  # "el jetta" of the list is that car, and no wish for others
        reading.names = ()
    if asking.of_the_card(reading, of_one=_is_one(state, pointing), placed=len(pointing.ordinals) == 1 and "?" in text):
        reading.acts = {*reading.acts - {Act.SEARCH, Act.KNOWLEDGE}, Act.DETAILS}
    space = _space_to_fit(reading, state, pointing)
    wishes.read(reading, exclusions.narrowing(reading.names, begun.unwanted), begun.named, vocabulary)
    pointing = picking.meant(reading, pointing)
    reading.wish |= picking.told_of_it(reading, pointing)
    said = replace(_settled(reading, pointing, text), space=space)
    said = each.told_of_each(said, reading, vocabulary)
    return said if own is None else _of_their_own(said, reading, own)


def unread(
    text: str, *, state: DialogueState, vocabulary: Vocabulary, this_year: int | None = None
) -> tuple[Reading, Reading]:
    """Return a message before its amounts have roles, whole and without what is told of the own car.

    What learns the roles begins here; acts are as phrases alone hear them.
    """
    begun = _begin(text, state, vocabulary, this_year, {})
    return begun.whole, begun.reading


class _Begun(NamedTuple):
    """A message before its amounts have roles: its cars' names, those not wanted, and what is of the own car."""

    whole: Reading
    reading: Reading
    named: tuple[Mention, ...]
    unwanted: tuple[Mention, ...]
    own: own_cars.Heard | None


def _begin(
    text: str, state: DialogueState, vocabulary: Vocabulary, this_year: int | None, likely: Likelihood
) -> _Begun:
    written, found = naming.normalised(text, state, vocabulary)
    tags = _spoken_tags(written)
    named = _names_of_cars(written, found, tags)
    free = tuple(tag for tag in tags if not any(_overlaps(tag, name) for name in named))
    whole = Reading(written, state, set(), named, free, this_year)
    own = own_cars.hear(whole)
    if own is not None:  # what is said of the customer's own car is no part of what they look for
        written, named, free = own.without(written, named, free)
    named, free = _without_refused(written, named, free)
    names, unwanted = exclusions.split(written, named, state)
    names = naming.of_models_spoken_of(written, naming.of_wishes(written, names), state)
    free, instead = retractions.split(written, free, state)
    heard = weighing.weigh(written, likely, weighing.impossible(state, names))
    reading = Reading(written, state, set(heard.all - heard.guessed), names, free, this_year, instead, heard)
    return _Begun(whole, reading, named, unwanted, own)


def _names_of_cars(written: str, found: Sequence[Mention], tags: Sequence[Tag]) -> tuple[Mention, ...]:
    """Return the names that are cars': "300k" is an amount, "208" beside no unit is one; "santa fe" may be a site."""
    amounts_with_units = [tag for tag in tags if tag.kind not in _MEASURES]
    return tuple(
        name
        for name in found
        if not any(_overlaps(tag, name) for tag in amounts_with_units)
        and not places.names_a_site(written, name.start, name.end)
        and not (own_cars.is_bought(written, name) or naming.is_none_here(written, name))
    )


def _spoken_tags(written: str) -> list[Tag]:
    """Return the numbers of a message, without hours of the day and litres."""
    spoken = lexer.spoken_tags(clock.blanked(hearing.without_idioms(written)))  # "jala al cien" is no amount
    return [tag for tag in spoken if tag.kind is Kind.LENGTH or not lexer.is_a_bare_fraction(tag, written)]


def _without_refused(
    written: str, named: tuple[Mention, ...], free: tuple[Tag, ...]
) -> tuple[tuple[Mention, ...], tuple[Tag, ...]]:
    """Return the names and numbers without those of cars that are not wanted in the year said."""
    refused = exclusions.refused_in_a_year(written, named)
    years = {next((tag for tag in free if tag.start >= name.end), None) for name in refused}
    return tuple(n for n in named if n not in refused), tuple(tag for tag in free if tag not in years)


def _space_to_fit(reading: Reading, state: DialogueState, pointing: Pointing) -> tuple[tuple[str, Decimal], ...]:
    """Return the space, by side, in mm, that the one car meant, or the few, have to fit in: no limit of a search."""
    sides = {side: reading.wish.get(f"max_{side}_mm") for side in lexicon.SIDES}
    space = tuple((side, size) for side, size in sides.items() if size is not None)
    fits = hearing.says(lexicon.FITTING, reading.folded) and not hearing.says(lexicon.SEEKING, reading.folded)
    few = not pointing.cars and 1 < len(state.shown) == state.total <= MOST
    if not (space and fits and (_is_one(state, pointing) or few)) or reading.names:
        return ()
    reading.acts = {*reading.acts - {Act.SEARCH, Act.KNOWLEDGE}, Act.DETAILS}
    for side, _ in space:
        del reading.wish[f"max_{side}_mm"]
    return space


def _of_their_own(said: Understanding, reading: Reading, own: own_cars.Heard) -> Understanding:
    """Return what is said together with what is told of the customer's own car."""
    acts = said.acts - (reading.heard.guessed - ({Act.FINANCE} if said.has_terms else set()))
    if own.names or own.tags or not (said.names or reading.state.shown):  # "una tornado blanca, única dueña" is theirs
        said = replace(said, unrecorded=own.asked_of_another(said.unrecorded, reading.folded))
    if own.described or not (said.names or said.wish.body or own_cars.is_looking(reading.folded)):
        said, acts = replace(said, wish=CarCriteria()), acts - {Act.SEARCH}  # "tiene 140 mil km, es estándar"
    if own.tags and not said.names and "?" not in reading.folded:
        said, acts = replace(said, asked=frozenset()), acts - {Act.DETAILS}  # "tiene 190 mil km"
    if said.names and not hearing.says(lexicon.AGAINST_US, reading.folded):
        acts -= {Act.COMPLAINT}  # "traigo un tsuru y ya me dejó tirado, ¿qué versas tienes?"
    acts -= _NOT_OF_ONES_OWN if own.names and not (said.has_wish or reading.money) else set()
    acts = (acts if said.unrecorded else acts - {Act.UNRECORDED}) - {Act.TRADE_IN} | own.offered(seeks=said.has_wish)
    return replace(said, own_car=own.car, acts=acts, confident=True)


def _is_one(state: DialogueState, pointing: Pointing) -> bool:
    """Whether one car is meant: the one pointed at, in focus, or alone in the list."""
    if pointing.ordinals or pointing.cars:
        return len(pointing.cars) == 1
    return state.focus is not None or len(state.shown) == 1


def amounts(text: str, state: DialogueState) -> frozenset[Decimal]:
    """Return every amount of money the customer wrote, now or as remembered, in MXN; bare hundreds as thousands too."""
    tags = lexer.spoken_tags(respelling.respell(fold(text), ()))
    money = [tag for tag in tags if tag.kind in {Kind.MONEY, Kind.NUMBER, Kind.YEAR}]
    remembered = (state.stated_price, state.down_payment, state.monthly, state.wish.min_price, state.wish.max_price)
    return frozenset(
        [
            *(tag.value for tag in money),
            *(measures.in_thousands(tag) for tag in money),
            *(value for tag in money for value in measures.each_by_the_month(tag)),
            *(value for value in remembered if value),
        ]
    )


def _settled(reading: Reading, pointing: Pointing, text: str) -> Understanding:
    """Put together what was read, and let the amounts and names found decide between acts that share words."""
    wish = CarCriteria(**{name: value for name, value in reading.wish.items() if value is not None})
    relative = relatives.relative(reading)
    if relative is not None and (wishes.limits(reading.wish, relative) or picking.is_told_of_it(reading, pointing)):
        relative = None  # "2018 o más nuevo" is newer than that, not than what was shown
    superlative = None if pointing.among else hearing.superlative(reading.folded, reading.names)
    if Act.TRADE_IN in reading.acts and wish == CarCriteria(ordering=wish.ordering) and superlative is None:
        wish = CarCriteria()  # "lo dejo a cuenta por algo más nuevo" is newer than theirs
    elif relative is not None and superlative is None:
        wish = replace(wish, ordering=wishes.ordering_beside(relative, reading.folded))
    why = choosing.asked_why(reading) if relative is not None or _costs_more(reading) else ()
    weighs_those_named = not why and _costs_more(reading) and choosing.asks_why_of_a_name(reading)
    if why and len(pointing.cars) < 2:
        pointing = replace(pointing, cars=why)
    relative = None if weighs_those_named or why else relative
    understood = Understanding(
        text=text,
        names=reading.names,
        wish=wish,
        ordinal=next(iter(pointing.ordinals), None),
        ordinals=pointing.ordinals,
        pointed=pointing.cars,
        among=pointing.among,
        superlative=superlative,
        contrast=contrasts.hear(reading, superlative),
        relative=relative if superlative is None and not pointing.among else None,
        this_one=pointing.this_one,
        other_one=hearing.says(lexicon.OTHER_ONE, reading.folded),
        at_that_price=hearing.says(lexicon.THAT_PRICE, reading.folded) and not asides.wonders(reading),
        same_kind=hearing.says(lexicon.SAME_KIND, reading.folded),
        same_make=not reading.names
        and hearing.says(lexicon.SAME_MAKE, reading.folded)
        and bool(relatives.reference(reading.state)),
        alike=hearing.says(lexicon.ALIKE, reading.folded) or likeness.is_but_measured_by(reading),
        follows_on=hearing.follows_on(reading.folded),
        takes_up_terms=hearing.says((*lexicon.SAME_TERMS, *lexicon.PREVIOUS), reading.folded),
        another_kind=other_kinds.is_sought(reading, wish),
        of_anything=other_kinds.is_of_anything(reading.folded),
        any_car=_seeks_any(reading, pointing),
        pays_at_once=hearing.pays_at_once(reading.folded),
        dropped=_dropped(reading, superlative),
        asked=asking.aspects(reading, of_one=_is_one(reading.state, pointing)),
        unrecorded=_unrecorded(reading, wish),
        several_terms=reading.several_terms or hearing.asks_other_terms(reading.folded),
        terms=_several(reading.terms),
        each_down_payment=_several(reading.paid_down),
        term_end=hearing.term_end(reading),
        last_part=reading.last_part,
        language=hearing.language(reading.folded, reading.state),
        **reading.money,
    )
    if len(understood.contrast) > 1 and hearing.says(lexicon.OF_THESE, reading.folded):
        understood = replace(understood, names=(), wish=CarCriteria())  # "de esas, ¿la más nueva? él dice que la honda"
    weighed = choosing.between(reading, pointing.cars, by_order=superlative is not None)
    if len(pointing.cars) > 1 and weighed:
        understood = replace(understood, names=() if why else understood.names, wish=CarCriteria())
    understood = replace(understood, **hearing.settle(reading, understood))
    if pointing.by_name and len(pointing.cars) > 1:
        return replace(understood, acts=understood.acts - {Act.SELECT} | {Act.COMPARE})  # "la honda y la kia, ¿traen…?"
    return replace(understood, acts=understood.acts | {Act.COMPARE}) if weighs_those_named else understood


def _costs_more(reading: Reading) -> bool:
    """Whether one car is said to be dearer than another, by how much or not."""
    by_so_much = any(asides.is_a_difference(reading, tag) for tag in reading.tags)
    return by_so_much or hearing.says(lexicon.COSTS_MORE, reading.folded)


def _several(said: Sequence[T]) -> tuple[T, ...]:
    """Return what was said, each once, where it is more than one."""
    each = tuple(dict.fromkeys(said))
    return each if len(each) > 1 else ()


def _dropped(reading: Reading, superlative: Ordering | None) -> frozenset[str]:
    """Return the conditions taken back; "el más caro que tienes" is meant of all cars there are."""
    within = hearing.says((*lexicon.OF_THESE, _LIKE_THAT), reading.folded)  # "lo más barato que tengas así"
    of_all = superlative is not None and not reading.names and not within
    of_all = of_all and hearing.says(lexicon.AT_ALL, _OF_THE_CAR.sub(" ", reading.folded))
    of_its_model = frozenset({"year", "names"} if reading.wish.get("models") and not reading.names else ())
    return frozenset(lexicon.ASPECTS) if of_all else wishes.dropped(reading.folded) | of_its_model


def _unrecorded(reading: Reading, wish: CarCriteria) -> tuple[str, ...]:
    """Return what is asked of a car that no column states; the traction is, where no certain one is wished for."""
    # "En libro azul dicen 150" is no colour, "donde quepan mis bocinas" no equipment.
    folded = cargo.without_loads(hearing.without_idioms(hearing.without_reasons(reading.folded)))
    whole = (_WHY_SOLD, "upkeep", *_OF_LOADS)  # the first of them begins as a reason does
    unblanked = dict.fromkeys(whole, reading.folded) | reading.not_of_a_car
    consumed = unblanked.get("consumption", folded)
    unblanked["consumption"] = lexer.phrases(*lexicon.UNRECORDED["fuel"]).sub(" ", consumed)  # "¿gasolina o diesel?"
    asked = [key for key, spoken in lexicon.UNRECORDED.items() if hearing.says(spoken, unblanked.get(key, folded))]
    asked = [key for key in asked if not wishes.is_dropped(lexicon.UNRECORDED[key], folded)]
    shown = [car.model for car in reading.state.seen]
    stands = WHEREABOUTS not in asked and whereabouts.are_asked(reading.folded, reading.names, shown)
    asked += [WHEREABOUTS] if stands else []
    mapped = wish.car_play and _SCREEN in lexer.words(folded)  # "pantalla con el mapa del celular"
    return tuple(k for k in asked if not (mapped and k == "equipment") and (k != TRACTION or wish.traction is None))


def _seeks_any(reading: Reading, pointing: Pointing) -> bool:
    """Whether it is asked what a monthly payment buys, and no certain car: "¿cuáles me alcanzan con 4 mil al mes?"."""
    certain = reading.names or pointing.cars or pointing.ordinals or Act.TEST_DRIVE in reading.acts
    certain = certain or Act.FIND_DOWN_PAYMENT in hearing.acts(reading.folded).sure
    by_payment = "monthly" in reading.money or reading.state.monthly is not None or payments.is_spent_at_once(reading)
    another = reading.state.focus is not None and hearing.says(lexicon.ANOTHER, reading.folded)
    return by_payment and not certain and (another or hearing.says(lexicon.ANY_CAR, reading.folded))


def _overlaps(tag: Tag, name: Mention) -> bool:
    return tag.start < name.end and name.start < tag.end
