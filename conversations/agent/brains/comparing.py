"""Goals about cars side by side: what tells them apart, in all or in the one thing that is asked."""

from collections.abc import Sequence

from catalog.spelling import fold
from conversations.agent.brains import (
    Step,
    Thinking,
    ToolRequest,
    advising,
    car_facts,
    coming_first,
    joined,
    named,
    paying,
)
from conversations.agent.brains import money_situation as money
from conversations.agent.brains import situation as when
from conversations.agent.brains.car_facts import fits
from conversations.agent.brains.showing import show_cars
from conversations.dialogue import (
    budget_wording,
    chosen_wording,
    hearing,
    lexer,
    lexicon,
    pointing,
    references,
    unknown_wording,
    wording,
)
from conversations.dialogue.acts import Act
from conversations.dialogue.facts import Comparison
from conversations.dialogue.plan import Ask, Cars, Compare, Contrast, Part, Say, Slot
from conversations.dialogue.writing import all_of

_ADVISING = tuple(spoken for spoken in lexicon.JUDGING if spoken not in {"cual", "which"})
_ON_A_CARD = {"year": Contrast.YEAR, "km": Contrast.KM, "size": Contrast.SIZE, "equipment": Contrast.EQUIPMENT}
_MOST_ABOUT_ONE = 5  # a line each


def compare(thinking: Thinking) -> Step:
    """Put the cars pointed at or named side by side; of each model named, the cheapest."""
    if _narrows_them(thinking):
        return show_cars(thinking)
    ids = _with_the_one_in_focus(thinking, _pointed_at(thinking))
    by_name = named.look_up(thinking, ids) if len(ids) < 2 or _names_one_more(thinking, ids) else named.NOTHING
    if by_name.calls:
        return by_name.calls
    if by_name.list:
        return Cars(by_name.list), Say(wording.PICK_HINT)
    pointed, ids = ids, tuple(dict.fromkeys([*ids, *by_name.cars]))[: _most(thinking)]
    stand_out = _that_stand_out(thinking) if not ids else ()
    ids = ids or stand_out
    if len(ids) < 2:
        return _cannot_compare(thinking, ids)
    done = thinking.found("compare_cars")
    if done is None:
        return ToolRequest.once("compare_cars", stock_ids=ids, **_terms(thinking))
    if not isinstance(done, Comparison) or len(done.cars) < 2:
        return Say(wording.COMPARE_WHICH), Ask(Slot.CAR)
    if alone := _without_their_cards(thinking, ids, done):
        return *alone, Say(wording.PICK_HINT)
    about = (Contrast.ADVICE,) if advising.again(thinking, ids) else _told_apart_in(thinking)
    return (
        *((Say(unknown_wording.not_on_record(thinking.said.unrecorded)),) if thinking.said.unrecorded else ()),
        *_how_chosen(thinking, by_name.chosen, of_all=not pointed),
        *((Say(wording.THAT_STAND_OUT),) if stand_out else ()),
        *((Say(wording.NO_REASON),) if when.asks_why_it_costs_more(thinking) else ()),
        *coming_first.whether_it_is_so(thinking, done),
        Compare(
            tuple(car.stock_id for car in done.cars),
            about=about,
            terms=thinking.state.terms,
            best=coming_first.best(thinking, done),
            advise=hearing.says(lexicon.JUDGING, fold(thinking.said.text)),
            matters=advising.what_matters(thinking),
            side=coming_first.side_told(thinking, done) if about == (Contrast.SIZE,) else None,
        ),
        *_that_fit(thinking, done),
        *_above_what_was_said(thinking, done),
        *car_facts.of_their_gearboxes(thinking, done.cars),
        Say(wording.PICK_HINT),
    )


def _without_their_cards(thinking: Thinking, ids: tuple[int, ...], done: Comparison) -> tuple[Part, ...]:
    """Return the answer to what is asked of cars that were read before, where it is none of their cards."""
    if _asks_the_gearboxes_alone(thinking, ids):
        return tuple(car_facts.of_their_gearboxes(thinking, done.cars))
    if thinking.said.asked == {"there"} and all(car.status == "available" for car in done.cars):
        return (Say(wording.THESE_ARE_AVAILABLE.filled(cars=all_of([f"*{car.title}*" for car in done.cars]))),)
    if thinking.said.unrecorded and _were_read_before(thinking, ids):
        return (Say(unknown_wording.not_on_record(thinking.said.unrecorded)),)
    return ()


def _were_read_before(thinking: Thinking, ids: tuple[int, ...]) -> bool:
    """Whether nothing that is on record is asked of cars that stood side by side already."""
    said = thinking.said
    more = said.contrast or said.has_terms or said.space or said.asked or advising.asks_to_choose(thinking)
    return set(ids) <= set(thinking.turn.state.compared) and not (more or said.names)


def _asks_the_gearboxes_alone(thinking: Thinking, ids: tuple[int, ...]) -> bool:
    """Whether nothing but their gearboxes is asked of cars that were read before: "¿las dos son automáticas?"."""
    said = thinking.said
    more = said.contrast or said.has_terms or said.space or said.unrecorded or advising.asks_to_choose(thinking)
    return said.asked == {"gearbox"} and set(ids) <= set(thinking.turn.state.compared) and not more


def _how_chosen(thinking: Thinking, models: Sequence[str], *, of_all: bool) -> tuple[Say, ...]:
    """Say of which models one car stands for several, and which; "of each" where none was pointed at."""
    told = chosen_wording.OF_EACH if of_all else chosen_wording.OF_THESE
    said = told.get(named.first_asked(thinking), told[Contrast.PRICE])
    return (Say(said.filled(models=all_of(list(models)))),) if models else ()


def _told_apart_in(thinking: Thinking) -> tuple[Contrast, ...]:
    """Return what of the cars is told: who asks for their payments alone is not shown their cards again."""
    said = thinking.said
    if alone := (Contrast.SIZE,) if said.space else money.together(thinking):
        return alone
    weighs = hearing.says(lexicon.JUDGING, fold(said.text)) or Act.DETAILS in said.acts
    if when.asks_its_size(thinking) and not (weighs or said.contrast):
        return (Contrast.SIZE,)  # "¿cuánto mide?", of the two shown
    spoken_of = Act.FINANCE in said.acts or said.months is not None or money.asks_how_much_apart(thinking)
    paid = spoken_of and money.has_down_payment(thinking)
    if money.asks_how_much_apart(thinking):  # "¿cuánto me ahorro?"
        return tuple(dict.fromkeys((Contrast.PRICE, *said.contrast, *([Contrast.PAYMENT] if paid else ()))))
    if paid and said.contrast:
        return tuple(dict.fromkeys((*said.contrast, Contrast.PAYMENT)))  # "y el onix con lo mismo? trae menos km no"
    if said.contrast:
        return said.contrast
    return (Contrast.PAYMENT,) if paid and not (weighs or said.names) else _asked_of_their_cards(thinking)


def asks_of_their_cards(thinking: Thinking) -> bool:
    """The question is what the card of a car states, and not of "ese", or of the other one, whichever that is."""
    said = thinking.said
    return Act.DETAILS in said.acts and not (said.this_one or said.other_one)


def _asked_of_their_cards(thinking: Thinking) -> tuple[Contrast, ...]:
    """Return what is asked of cars that the card of each states: "¿traen CarPlay?", "precio de las dos"."""
    said = thinking.said
    if Act.DETAILS not in said.acts:
        return ()
    price = (Contrast.PRICE,) if when.asks_price(thinking) else ()
    return price + tuple(about for key, about in _ON_A_CARD.items() if key in said.asked)


def _that_fit(thinking: Thinking, done: Comparison) -> tuple[Say, ...]:
    """Say which of them fit where they are to stand: "¿cuál es más larga? mi cochera mide 4.90"."""
    room = thinking.said.wish.max_length_mm
    space = thinking.said.space or ((("length", room),) if room is not None else ())
    if not space:
        return ()
    said = {True: wording.THESE_FIT, False: wording.THESE_DO_NOT_FIT, None: wording.THESE_MAY_FIT}
    each = [(fits(car, space), f"*{car.title}*") for car in done.cars]
    told = ((sentence, [title for fit, title in each if fit is kind]) for kind, sentence in said.items())
    return tuple(Say(sentence.filled(cars=all_of(titles))) for sentence, titles in told if titles)


def _above_what_was_said(thinking: Thinking, done: Comparison) -> tuple[Say, ...]:
    """Say which of them, told now for the first time, costs more than was to be spent."""
    before = thinking.turn.state
    seen = {car.stock_id for car in before.seen}
    most = before.wish.max_price
    dear = [f"*{car.title}*" for car in done.cars if most is not None and car.price > most and car.stock_id not in seen]
    return (Say(budget_wording.THIS_IS_ABOVE_IT.filled(cars=all_of(dear))),) if dear else ()


def _that_stand_out(thinking: Thinking) -> tuple[int, ...]:
    """Return those of a long list that are worth weighing, where the choice is left to us: "¿cuál me conviene?"."""
    said, state = thinking.said, thinking.turn.state
    if said.names or said.pointed or said.contrast or not hearing.says(lexicon.JUDGING, fold(said.text)):
        return ()
    if said.unrecorded and not hearing.says(_ADVISING, fold(said.text)):
        return ()  # "¿cuál rinde más por litro?"
    by_price = sorted(state.looks_of(*pointing.just_shown(state)), key=lambda car: (car.price, car.km))
    if len(by_price) < 2:
        return ()
    newest, least_driven = max(by_price, key=lambda car: car.year), min(by_price, key=lambda car: car.km)
    found = dict.fromkeys(car.stock_id for car in (by_price[0], newest, least_driven))
    return tuple(found) if len(found) > 1 else (by_price[0].stock_id, by_price[1].stock_id)


def _narrows_them(thinking: Thinking) -> bool:
    """Whether, of several models compared, only some are asked about: "las de 2020 para arriba nada más"."""
    said, state = thinking.said, thinking.state
    limited = said.wish.min_year is not None or said.wish.max_price is not None or said.wish.transmission is not None
    return limited and not said.names and len(state.wish.models) > 1 and len(thinking.turn.state.compared) > 1


def _most(thinking: Thinking) -> int:
    return _MOST_ABOUT_ONE if thinking.said.contrast else pointing.MOST


def _with_the_one_in_focus(thinking: Thinking, ids: tuple[int, ...]) -> tuple[int, ...]:
    """Add the car talked about where but one other is meant: "¿esta o la CX-5?", "¿y comparada con la 2016?"."""
    focus, view = thinking.turn.state.focus, pointing.in_view(thinking.turn.state)
    if ids == (focus,) and not thinking.said.names and money.asks_what_another_car_changes(thinking):
        return (*ids, *_the_one_before(thinking))  # "ese me late, ¿qué diferencia tiene con el gt line?"
    if named.means_both_of_a_name(thinking):
        return ids
    if focus is None and not ids and len(thinking.said.names) == 1 and len(view) < pointing.MOST:
        return view  # "compáralos con el jetta"
    one_other = len(ids) + len(thinking.said.names) == 1 or (not ids and named.other_year(thinking) is not None)
    return tuple(dict.fromkeys((focus, *ids))) if focus is not None and one_other else ids


def _the_one_before(thinking: Thinking) -> tuple[int, ...]:
    """Return the car talked about before, most of whose version is said; else the last of them."""
    state, words = thinking.turn.state, set(lexer.words(fold(thinking.said.text)))
    before = state.looks_of(*state.earlier)
    best = max(before, key=lambda car: len(words & set(lexer.words(fold(car.version)))), default=None)
    return (best.stock_id,) if best is not None else ()


def _names_one_more(thinking: Thinking, ids: tuple[int, ...]) -> bool:
    """Whether a car that was not shown is named beside those meant: "compáralos con el jetta"."""
    names = thinking.said.names
    return len(names) == 1 and len(ids) < pointing.MOST and not references.is_shown(thinking.turn.state, names[0])


def _pointed_at(thinking: Thinking) -> tuple[int, ...]:
    said, state = thinking.said, thinking.turn.state
    alike = references.called_so(state, said.names)
    if not said.pointed and 1 < len(alike) <= pointing.MOST and not said.of_each:
        return alike  # "compara los versas"
    if (len(said.names) > 1 or named.means_both_of_a_name(thinking)) and not said.pointed:
        return ()  # the 3 of "el rio o el mazda 3" is a name's
    if said.of_each and not said.names:
        return ()  # "¿cuál me conviene?", of two models
    of_a_year = _of_the_year_said(thinking)
    if of_a_year and not said.pointed:
        return of_a_year
    many = _counted(thinking)
    if len(many) < 2 and not said.names and (meant := _of_those_before(thinking)):
        return meant
    alone = not many and not said.names and named.other_year(thinking) is None
    return (_all_in_view(thinking) if alone else ()) or many[: _most(thinking)]


def _counted(thinking: Thinking) -> tuple[int, ...]:
    """Return the cars meant by their places, or the one beside that talked about: "compárala con la captiva"."""
    said, state = thinking.said, thinking.turn.state
    figures = not said.has_terms  # the 3 of "a 3" is a term
    counted = pointing.pointed_at(said.text, state, names=said.names, figures=figures)
    if counted == (state.focus,) and said.pointed:  # "¿y la honda esa?"
        counted = said.pointed
    beside = state.focus not in {None, *said.pointed} and pointing.says_both(said.text)
    one = len(said.pointed) + len(said.names) == 1
    if len(said.pointed) > 1 or (one and beside):  # "¿y la trax? ¿cuál es más alta de las dos?"
        return said.pointed
    return counted or tuple(number for number in said.pointed if state.focus not in {None, number})


def _of_those_before(thinking: Thinking) -> tuple[int, ...]:
    """Return the cars just compared, where they are gone on about, or the one pointed at and the other as it is said.

    "¿Cuál es más grande? tenemos 2 perros" points at no second car.
    """
    said, state = thinking.said, thinking.turn.state
    if len(said.pointed) == 1 and (other := _other_as_said(thinking, said.pointed[0])):
        return said.pointed[0], other
    wish = said.wish
    left = tuple(
        car.stock_id
        for car in state.looks_of(*state.compared)
        if car.model not in wish.excluded_models and car.make not in wish.excluded_makes
    )
    if 1 < len(left) < len(state.compared):
        return left  # "descarto la koleos; de las otras dos, ¿cuál?"
    return state.compared if len(state.compared) > 1 and not said.pointed and _goes_on(thinking) else ()


def _all_in_view(thinking: Thinking) -> tuple[int, ...]:
    """Return the few cars shown ("¿cuál es más largo?"), or the two last talked about."""
    state = thinking.turn.state
    shown = pointing.in_view(state)
    if 1 < len(shown) <= _most(thinking):
        return shown
    return (state.earlier[0], state.focus) if state.focus is not None and state.earlier else ()


def _other_as_said(thinking: Thinking, one: int) -> int | None:
    """Return the one car shown beside another that is as said: "el de 236 contra el 2020 de 19 mil km"."""
    wish, state = thinking.said.wish, thinking.turn.state
    if wish.min_year is None and wish.max_km is None:
        return None
    alike = [
        car
        for car in state.looks_of(*state.shown)
        if car.stock_id != one and (wish.min_year or car.year) <= car.year <= (wish.max_year or car.year)
    ]
    if wish.max_km is not None:
        alike = sorted(alike, key=lambda car: abs(car.km - (wish.max_km or 0)))[:1]
    return alike[0].stock_id if len(alike) == 1 else None


def _of_the_year_said(thinking: Thinking) -> tuple[int, ...]:
    """Return the cars shown of the one year that is said: "los dos 2019"."""
    said, state = thinking.said, thinking.turn.state
    year = said.wish.min_year if said.wish.min_year == said.wish.max_year and not said.names else None
    alike = tuple(car.stock_id for car in state.looks_of(*state.shown) if car.year == year)
    return alike if 1 < len(alike) <= pointing.MOST else ()


def _goes_on(thinking: Thinking) -> bool:
    """Whether the cars just compared are meant: "¿cuánta diferencia hay entre esos dos?", "¿y en km?"."""
    return bool(thinking.said.contrast) or pointing.says_both(thinking.said.text)


def _cannot_compare(thinking: Thinking, ids: tuple[int, ...]) -> Step:
    """Show what there is of the cars named, where one of them is not there to be compared; else ask which."""
    asked = thinking.said.unrecorded  # "¿cuál tiene la cajuela más grande?"
    unknown = (Say(unknown_wording.not_on_record(asked)),) if asked else ()
    if unknown or thinking.said.names:
        return joined(unknown, show_cars(thinking) if thinking.said.names else ())
    quotes = Act.FINANCE in thinking.said.acts and thinking.state.focus is not None
    return paying.quote(thinking) if quotes else (Say(wording.COMPARE_WHICH),)


def _terms(thinking: Thinking) -> dict[str, object]:
    state = thinking.state
    return {
        "down_payment": state.down_payment,
        "down_payment_percent": state.down_payment_percent,
        "months": state.months,
    }
