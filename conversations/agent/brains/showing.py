"""Goals about cars: what was found, one car's details, several side by side, and what to say of one that is gone."""

from collections.abc import Sequence
from dataclasses import replace

from catalog.bodies import bodies_of
from catalog.criteria import Body, CarCriteria, CarMatch, SearchResult, says
from conversations.agent.brains import Step, Thinking, ToolRequest, car_facts, from_pages
from conversations.agent.brains import money_situation as money
from conversations.agent.brains import selling_situation as selling
from conversations.agent.brains import situation as when
from conversations.agent.brains.searching import name_of, of_the_kind_not_sold, only, search, wish_args
from conversations.dialogue import budget_wording, hearing, pointing, questions, unknown_wording, wording
from conversations.dialogue.acts import Act
from conversations.dialogue.car_wording import NOT_SOLD, RELAXED
from conversations.dialogue.facts import CarDetails
from conversations.dialogue.plan import Ask, CarFacts, Cars, Part, Say, Slot
from conversations.dialogue.sentences import Sentence
from conversations.dialogue.writing import all_of

OFFER_A_QUOTE = (Say(wording.CARD_HINT),)  # below a card the "50 mil" that follows is a down payment
_GONE = {"sold": wording.SOLD_SINCE, "reserved": wording.RESERVED_SINCE}


def show_cars(thinking: Thinking) -> Step:
    """Search, and show what was found; a name that is nearly clear is taken for the likeliest, and that is said."""
    result = search(thinking)
    if isinstance(result, ToolRequest):
        return result
    if result.suggestions and not result.total:
        return _guessed(result, thinking)
    if not result.cars:
        return _no_cars(thinking)
    of_its_kind = of_the_kind_not_sold(thinking, result)
    if isinstance(of_its_kind, ToolRequest):
        return of_its_kind
    if of_its_kind is not None:
        names = Sentence(" ni ".join(result.unknown), en=" or ".join(result.unknown))
        return Say(NOT_SOLD.filled(names=names)), *_shown(of_its_kind, thinking)
    nearly = _of_the_model_left_out(result, thinking)
    return nearly if isinstance(nearly, ToolRequest) else (nearly or _shown(result, thinking))


def _of_the_model_left_out(result: SearchResult, thinking: Thinking) -> ToolRequest | tuple[Part, ...]:
    """Show, where one of several models named has none that is all so, what comes nearest of it beside the others."""
    wish = thinking.state.wish
    left = [model for model in wish.models if model not in {car.model for car in result.cars}]
    whole = result.total == len(result.cars) and result.relaxed is None and not thinking.said.superlative
    if len(left) != 1 or not whole or len(wish.models) < 2:
        return ()
    ref = f"search_cars: {left[0]}"
    found = thinking.found(ref)
    if found is None:
        pairs = dict(zip(wish.models, wish.makes, strict=True)) if len(wish.models) == len(wish.makes) else {}
        plain = any(car.models == (left[0],) and car.version is None for car in thinking.said.of_each)
        wish = replace(wish, version=None) if plain else wish  # "la tracker ls y la kicks"
        wish = replace(wish, models=(left[0],), makes=(pairs[left[0]],) if pairs else wish.makes)
        return ToolRequest(ref, "search_cars", wish_args(wish))
    if not isinstance(found, SearchResult) or {car.model for car in found.cars} != set(left):
        return ()
    nearly = [wording.NOT_QUITE_SO.filled(name=left[0], relaxed=RELAXED[found.relaxed])] if found.relaxed else []
    cars = (*result.cars, *found.cars)
    told: tuple[Part, ...] = (Cars(tuple(car.stock_id for car in cars)), *car_facts.of_their_gearboxes(thinking, cars))
    return *map(Say, nearly), *told, Say(wording.PICK_HINT)


def _guessed(result: SearchResult, thinking: Thinking) -> Step:
    """Search for the one name that may be meant; only between several there is something to ask."""
    names = [name_of(pair) for pair in result.suggestions]
    if len(names) > 1:
        return Say(wording.did_you_mean(names)), Ask(Slot.WISH)
    [(make, model)] = result.suggestions
    ref = "search_cars: guess"
    found = thinking.found(ref)
    if found is None:
        args = wish_args(thinking.state.wish) | {"makes": (make,), "models": (model,) if model else ()}
        return ToolRequest(ref, "search_cars", args)
    if isinstance(found, SearchResult) and found.cars:
        return Say(wording.took_it_for(names)), *_shown(found, thinking)
    return Say(wording.did_you_mean(names)), Ask(Slot.WISH)


def _shown(result: SearchResult, thinking: Thinking) -> tuple[Part, ...]:
    sized = when.asks_its_size(thinking) or result.relaxed == "size" or result.is_too_big
    cars = Cars(tuple(car.stock_id for car in result.cars), with_size=sized)
    if thinking.said.superlative or len(result.cars) == 1:
        first = Cars(cars.ids[:1], with_size=sized)
        offer = OFFER_A_QUOTE if _may_offer_a_quote(thinking) else ()
        comes_first = say_in_what_it_comes_first(thinking) if result.relaxed is None else ()
        told = (
            *comes_first,
            *car_facts.by_its_version(thinking, result.cars[0]),
            *car_facts.whether_it_is_there(thinking),
            *(() if result.is_too_big else car_facts.whether_it_fits(thinking, result.cars[0])),
        )
        besides = (*_of_the_price(result), *_of_unsure_kind(result.cars[:1], thinking), *_of_its_photos(thinking))
        return *told, first, *besides, *offer
    more = result.total > thinking.state.offset + len(result.cars)
    told = (
        *_of_the_price(result),
        *_of_unsure_kind(result.cars, thinking),
        *car_facts.of_their_gearboxes(thinking, result.cars),
    )
    return cars, *told, Say(wording.MORE_HINT if more else wording.PICK_HINT)


def _of_the_price(result: SearchResult) -> tuple[Say, ...]:
    """Say that all there is costs more than was said; of the whole stock, that the first is the cheapest there is."""
    wish, most = result.criteria, result.criteria.max_price
    if result.relaxed is None or most is None or any(car.price <= most for car in result.cars):
        return ()
    of_all = replace(wish, max_price=None, ordering=None) == CarCriteria()
    if result.relaxed == "price":
        return (Say(budget_wording.CHEAPEST_OF_ALL),) if of_all and len(result.cars) > 1 else ()
    return (Say(budget_wording.ABOVE_WHAT_WAS_SAID),)


def _of_unsure_kind(cars: Sequence[CarMatch], thinking: Thinking) -> tuple[Say, ...]:
    """Name the cars whose model comes as a sedan and as a hatchback, where their version does not say which."""
    wanted = thinking.state.wish.body
    if wanted not in {Body.SEDAN, Body.HATCHBACK}:
        return ()
    unsure = [car.title for car in cars if len(bodies_of(car.make, car.model)) > 1 and not says(car.version, wanted)]
    return (Say(wording.KIND_UNSURE.filled(cars=all_of(list(dict.fromkeys(unsure))))),) if unsure else ()


def _no_cars(thinking: Thinking) -> tuple[Part, ...]:
    if Act.MORE in thinking.said.acts:
        return (Say(wording.NO_MORE),)
    return Say(wording.NO_CARS), Ask(Slot.WISH)


def tell_unrecorded(thinking: Thinking) -> Step:
    """Say that the catalogue does not state what is asked (a colour, the consumption); a car may still be picked."""
    if not car_facts.TOLD_OF_ONE.isdisjoint(thinking.said.unrecorded) and thinking.state.focus is not None:
        return car_facts.tell_what_is_unrecorded(thinking)
    unknown = Say(unknown_wording.not_on_record(thinking.said.unrecorded))
    if thinking.said.has_wish:
        shown = show_cars(thinking)
        return shown if isinstance(shown, ToolRequest) else (*_of_the_one_found(thinking, unknown), *shown)
    by_version = not car_facts.TOLD_OF_ONE.isdisjoint(thinking.said.unrecorded)  # all else is told of no car
    of_both = pointing.says_both(thinking.said.text) or len(thinking.state.compared) > 1
    asks = thinking.state.focus is None and not (of_both or selling.asks_whether_it_lasts(thinking))
    return unknown, *(ask_which(thinking) if asks and (by_version or not thinking.state.shown) else ())


def tell_how_checked(thinking: Thinking) -> Step:
    """Say that nobody stated whether a car is stolen or was in an accident, and what a page surely tells of checks."""
    told = from_pages.told_surely(thinking, from_pages.HOW_CHECKED)
    unknown = Say(unknown_wording.not_on_record(thinking.said.unrecorded))
    return told if isinstance(told, ToolRequest) else (unknown, *told)


def _of_the_one_found(thinking: Thinking, unknown: Say) -> tuple[Say, ...]:
    """Say of the only car found what its version says of what is asked; else what is unknown."""
    result = thinking.found("search_cars")
    one = isinstance(result, SearchResult) and len(result.cars) == 1
    return (
        car_facts.of_what_is_unrecorded(thinking, result.cars[0])
        if isinstance(result, SearchResult) and one
        else (unknown,)
    )


def ask_which(thinking: Thinking) -> tuple[Part, ...]:
    """Ask which car is meant."""
    return (Ask(Slot.CAR if thinking.state.shown else Slot.WISH),)


def show_details(thinking: Thinking) -> Step:
    """Show the car in focus as it stands now; one that was sold or put on hold meanwhile is called so."""
    found = thinking.found("get_car_details")
    if found is None:
        return ToolRequest.once("get_car_details", stock_id=thinking.state.focus)
    car = found.car if isinstance(found, CarDetails) else None
    if car is None or car.status != "available":
        return say_gone(thinking, car)
    card = Cars((car.stock_id,), with_size=when.asks_its_size(thinking))
    told = (*say_in_what_it_comes_first(thinking), *car_facts.of_what_is_unrecorded(thinking, car))
    told += car_facts.by_its_version(thinking, car)
    told += (*car_facts.whether_it_is_there(thinking), *car_facts.whether_it_fits(thinking, car))
    lines = car_facts.lines_asked(thinking)
    neither = car_facts.where_it_is_not_stated(thinking, car)
    if lines and _was_just_shown(thinking, car.stock_id) and Act.PHOTOS not in thinking.said.acts:
        in_a_year = car_facts.how_far_in_a_year(thinking, car) and lines == ("km",)  # which says how far in all
        alone: tuple[Part, ...] = (*told, *(() if in_a_year else (CarFacts(car.stock_id, lines),)), *neither)
        return alone
    next_step: tuple[Part, ...] = _of_its_photos(thinking) or (OFFER_A_QUOTE if _may_offer_a_quote(thinking) else ())
    return *told, card, *neither, *next_step


def _of_its_photos(thinking: Thinking) -> tuple[Say, ...]:
    """Say to who asks for photos of the car shown that they come with its card, where there are any."""
    return (Say(wording.PHOTOS),) if Act.PHOTOS in thinking.said.acts else ()


def _was_just_shown(thinking: Thinking, stock_id: int) -> bool:
    """Whether the last reply had the card of this car, which ends in its number."""
    return f": {stock_id}" in thinking.turn.last.reply


def say_in_what_it_comes_first(thinking: Thinking) -> tuple[Say, ...]:
    """Say in what the one car told of comes first, where that was asked: "¿cuál tiene menos km?"."""
    said = thinking.said
    among = hearing.superlative(questions.respelled(said.text), said.names) if said.among else None
    order = said.superlative or among
    return (Say(wording.FIRST_IN[order]),) if order is not None else ()


def _may_offer_a_quote(thinking: Thinking) -> bool:
    """Whether the down payment is the next thing to ask: not who gave it, pays at once, or asks something else."""
    asks_else = when.heard(Act.KNOWLEDGE, Act.TRADE_IN, Act.UNRECORDED)(thinking)
    same = thinking.turn.state.focus == thinking.state.focus and bool(thinking.said.asked)
    return not (money.pays_cash(thinking) or money.has_down_payment(thinking) or asks_else or same)


def hold_the_price(thinking: Thinking) -> Step:
    """Show the car at its price, and say that nobody moves it here."""
    details = show_details(thinking)
    if isinstance(details, ToolRequest):
        return details
    card = next((part for part in details if isinstance(part, Cars)), None)
    if card is None or card.ids != (thinking.state.focus,):
        return details
    held = (wording.NO_HAGGLING, wording.TO_WHO_PAYS_AT_ONCE.get(wording.NO_HAGGLING) or wording.NO_HAGGLING)
    if any(one in thinking.turn.last.reply for one in held):
        return from_pages.hold_the_price(thinking)
    return Say(wording.NO_HAGGLING), card


# ── A car that cannot be bought any more ────────────────────────────────────────────────────────────────────────


def say_gone(thinking: Thinking, car: CarMatch | None) -> Step:
    """Say that the car is gone, and show what else there is of its model, or else the nearest to what was wished."""
    ref = "search_cars: instead"
    found = thinking.found(ref)
    if found is None:
        same = {"makes": (car.make,), "models": (car.model,)} if car else {}
        return ToolRequest(ref, "search_cars", wish_args(thinking.state.wish) | same)
    if not isinstance(found, SearchResult) or not found.cars:
        return Say(wording.NO_SUCH_CAR), Ask(Slot.WISH)
    sentence = _GONE.get(car.status) if car else None
    gone = sentence.filled(title=car.title) if sentence and car else wording.GONE_SINCE
    others = Cars(tuple(other.stock_id for other in found.cars))
    return Say(gone), others, *(OFFER_A_QUOTE if len(others.ids) == 1 else (Say(wording.PICK_HINT),))


# ── Calls and what they found ───────────────────────────────────────────────────────────────────────────────────


def one_car(thinking: Thinking) -> Step | int:
    """Return the stock number of the one car that is named; else the step that finds it, or asks for it."""
    if not (thinking.said.superlative or thinking.said.names):
        return ask_which(thinking)
    return the_one_wished(thinking)


def the_one_wished(thinking: Thinking) -> Step | int:
    """Return the stock number of the only car that the wish leaves, or the first; else the step that comes to it."""
    result = search(thinking)
    if isinstance(result, ToolRequest):
        return result
    car = only(result, first=bool(thinking.said.superlative))
    if car is None and result.relaxed is not None and any(name.model for name in thinking.said.names):
        by_name = _by_what_is_said(thinking)
        if isinstance(by_name, ToolRequest):
            return by_name
        car = only(by_name, first=bool(thinking.said.superlative)) if by_name else None
    return car.stock_id if car else which_car(thinking, result)


def _by_what_is_said(thinking: Thinking) -> ToolRequest | SearchResult | None:
    """Search for what this message says of the model it names, without what was looked for before."""
    ref = "search_cars: by name"
    found = thinking.found(ref)
    if found is None:
        return ToolRequest(ref, "search_cars", wish_args(thinking.said.wish))
    return found if isinstance(found, SearchResult) else None


def which_car(thinking: Thinking, result: SearchResult) -> Step:
    """Show what was found, and ask which of them."""
    shown = show_cars(thinking)
    if isinstance(shown, ToolRequest):
        return shown
    asks = len(result.cars) > 1
    kept = (part for part in shown if isinstance(part, Cars | ToolRequest) or not asks)
    parts = [part for part in kept if not isinstance(part, ToolRequest)]
    return (*parts, *((Ask(Slot.CAR),) if asks else ()))
