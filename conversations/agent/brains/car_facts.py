"""What is told of a car where it is asked: lines of its card, what only its version says, and what is not on record."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal

from catalog.bodies import bodies_of
from catalog.criteria import Body, CarMatch, Traction, Transmission, engine_in, says, traction_in
from conversations.agent.brains import Step, Thinking, ToolRequest
from conversations.agent.brains import situation as when
from conversations.dialogue import car_wording, hearing, lexicon, questions, unknown_wording, version_wording, wording
from conversations.dialogue.facts import CarDetails, CarQuote, FactValue, VisitResult
from conversations.dialogue.plan import CarFacts, Say
from conversations.dialogue.understanding import SEATS, TRACTION
from conversations.dialogue.writing import all_of, kilometres, miles

BY_VERSION: dict[str, Callable[[str], Traction | Body | None]] = {
    TRACTION: traction_in,
    SEATS: lambda version: Body.SEVEN_SEATS if says(version, Body.SEVEN_SEATS) else None,
}
INSIDE = "inside"
# Of these something is told of a car that is known; of all else that is on no row, of none.
TOLD_OF_ONE = frozenset({*BY_VERSION, INSIDE})
_KINDS_STATED = (Body.SEDAN, Body.HATCHBACK, Body.COUPE, Body.CONVERTIBLE, Body.WAGON)
_ANY = Decimal(0)
_MOST_LISTED = 5  # cars of a page
_FITS_WHERE = re.compile(
    r"(?<!\w)(?:cab|quep|cup|entr)\w* (?:\w+ ){0,4}"
    r"(?:cochera|garage|garaje|cajon|estacionamiento|zaguan|porton|lugar)(?!\w)"
)
# "¿Ya trae muchos km?", "95 mil km es mucho, ¿no?"
_MUCH = (
    r"(?:muy|much\w*|bastant\w*|demasiad\w*|poc[oa]s?|tant[oa]s?|buen\w* de|normal\w*"
    r"|a lot(?: of)?|lots(?: of)?|too (?:many|much)|high)"
)
_DRIVEN = r"(?:kms?|kilometr\w+|millas|miles|mileage|rodad\w+|recorrid\w+|caminad\w+|corrid\w+|trotad\w+|millaje)"
_DRIVEN_MUCH = re.compile(
    rf"(?<!\w){_MUCH} (?:\w+ )?{_DRIVEN}(?!\w)|(?<!\w){_DRIVEN}(?: \w+){{0,4}}? (?:es|son|is|are|isn t) {_MUCH}(?!\w)"
)
_SENTENCE_ENDS = re.compile(r"(?<=[.?!\n])\s*")
_LINES = ("km", "equipment", "size")  # of a card, which are told alone


def tell_what_is_asked(thinking: Thinking) -> Step:
    """Tell of the car quoted, about to be, or to be tried, what is asked of it beside that."""
    said, car = thinking.said, _car_told_of(thinking)
    if car is None:
        return (Say(unknown_wording.not_on_record(said.unrecorded)),) if said.unrecorded else ()
    told = lines_asked(thinking)
    by_version = (*of_what_is_unrecorded(thinking, car), *by_its_version(thinking, car))
    return *by_version, *whether_it_fits(thinking, car), *((CarFacts(car.stock_id, told),) if told else ())


def lines_asked(thinking: Thinking) -> tuple[str, ...]:
    """Return the lines of a card that are asked for; with its price, which is on the whole card alone, none."""
    if questions.asks_for_the_price_too(thinking.said.text):
        return ()
    sized = {"size"} if thinking.said.space or when.asks_its_size(thinking) else set()
    in_miles = {"km"} if _asks_for_miles(thinking) else set()
    return tuple(one for one in _LINES if one in (thinking.said.asked | sized) - in_miles)


def where_it_is_not_stated(thinking: Thinking, car: CarMatch) -> tuple[Say, ...]:
    """Say what it means that the equipment asked for is not registered: neither yes nor no."""
    stated = {"bluetooth": car.bluetooth, "car_play": car.car_play}
    written = questions.respelled(thinking.said.text)
    asked = [key for key, spoken in lexicon.EQUIPMENT.items() if hearing.says(spoken, written)]
    lacking = "equipment" in thinking.said.asked and any(stated.get(key, True) is None for key in asked)
    return (Say(version_wording.NOT_REGISTERED),) if lacking else ()


def _car_told_of(thinking: Thinking) -> CarMatch | None:
    """Return the one car of the quote, the card or the test drive of this reply."""
    refs = ("calculate_financing", "get_car_details", "book_test_drive")
    found = (value for value in map(thinking.found, refs) if isinstance(value, CarQuote | CarDetails | VisitResult))
    return next((value.car for value in found if value.car is not None), None)


def of_what_is_unrecorded(thinking: Thinking, car: CarMatch | None) -> tuple[Say, ...]:
    """Say what of what is asked no row states; of traction and seats what the car's version says, where it says any."""
    asked = thinking.said.unrecorded
    stated = {key: value for key, look in BY_VERSION.items() if car and key in asked and (value := look(car.version))}
    by_model = _seats_of_its_model(car) if car and SEATS not in stated and {SEATS, INSIDE}.intersection(asked) else ()
    lacking = tuple(key for key in asked if key not in stated and not (by_model and key == SEATS))
    unknown = (Say(unknown_wording.not_on_record(lacking)),) if lacking else ()
    return *(_version_says(car, value) for value in stated.values() if car), *by_model, *unknown


def tell_what_is_unrecorded(thinking: Thinking) -> Step:
    """Say what is on no row; of the car talked about what its version or its model says, where that says any."""
    if TOLD_OF_ONE.isdisjoint(thinking.said.unrecorded) or thinking.state.focus is None:
        return (Say(unknown_wording.not_on_record(thinking.said.unrecorded)),)
    found = thinking.found("get_car_details")
    if found is None:
        return ToolRequest.once("get_car_details", stock_id=thinking.state.focus)
    return of_what_is_unrecorded(thinking, found.car if isinstance(found, CarDetails) else None)


def tell_how_far_in_a_year(thinking: Thinking) -> Step:
    """Say of the car talked about, or of each of the list just shown, how far it went in a year."""
    focus, shown = thinking.state.focus, thinking.state.shown
    refs = {"get_car_details": focus} if focus else {f"get_car_details: {one}": one for one in shown[:_MOST_LISTED]}
    calls = tuple(
        ToolRequest(ref, "get_car_details", {"stock_id": one}) for ref, one in refs.items() if not thinking.found(ref)
    )
    found = (thinking.found(ref) for ref in refs)
    return calls or tuple(said for details in found for said in _in_a_year(details))


def _seats_of_its_model(car: CarMatch) -> tuple[Say, ...]:
    """Say that a model is found among those of so many seats, where it is: a list that has it said so."""
    if Body.SEVEN_SEATS not in bodies_of(car.make, car.model):
        return ()
    return (Say(version_wording.OF_SEVEN_SEATS.filled(title=car.title, kind=car_wording.SAID[Body.SEVEN_SEATS])),)


def _version_says(car: CarMatch, said: Transmission | Traction | Body) -> Say:
    return Say(version_wording.VERSION_SAYS[said].filled(title=car.title))


def _asks_for_miles(thinking: Thinking) -> bool:
    return "km" in thinking.said.asked and hearing.says(lexicon.MILES, questions.respelled(thinking.said.text))


def by_its_version(thinking: Thinking, car: CarMatch) -> tuple[Say, ...]:
    """Say, where they are asked, its miles, and by its version its gearbox, engine and body, or that nobody knows."""
    told: list[Say] = []
    if _asks_for_miles(thinking):
        distance = {"km": kilometres(car.km), "miles": miles(car.km)}
        told.append(Say(version_wording.MILES.filled(title=car.title, **distance)))
    told += how_far_in_a_year(thinking, car)
    if "gearbox" in thinking.said.asked:
        told.append(_version_says(car, car.transmission) if car.transmission else Say(unknown_wording.GEARBOX_UNKNOWN))
    if "engine" in thinking.said.asked:
        litres = engine_in(car.version)
        known = version_wording.ENGINE.filled(title=car.title, litres=litres)
        told.append(Say(known if litres else unknown_wording.NOT_ON_RECORD["engine"]))
    if "body" in thinking.said.asked:
        told.append(_what_kind_it_is(car))
    return tuple(told)


def how_far_in_a_year(thinking: Thinking, car: CarMatch) -> tuple[Say, ...]:
    """Say, where it is asked whether it was driven much, how far it went in a year; whether that is much is theirs."""
    details = thinking.found("get_car_details")
    of_it = isinstance(details, CarDetails) and details.car == car
    return _in_a_year(details) if of_it and asks_whether_driven_much(thinking) else ()


def _in_a_year(details: FactValue | None) -> tuple[Say, ...]:
    if not isinstance(details, CarDetails) or details.car is None or details.km_a_year is None:
        return ()
    distance = {"km": kilometres(details.car.km), "each": kilometres(details.km_a_year)}
    return (Say(version_wording.A_YEAR.filled(title=details.car.title, years=details.years, **distance)),)


def asks_whether_driven_much(thinking: Thinking) -> bool:
    """It is asked whether a car was driven much for its age: "95 mil km es mucho, ¿no?"."""
    each = _SENTENCE_ENDS.split(questions.respelled(thinking.said.text))
    return any("?" in sentence and _DRIVEN_MUCH.search(sentence) for sentence in each)


def _what_kind_it_is(car: CarMatch) -> Say:
    """Say by its version which body a car has, or by its model, where that comes as one kind alone."""
    kinds = bodies_of(car.make, car.model) - {Body.SEVEN_SEATS}
    stated = next((kind for kind in _KINDS_STATED if says(car.version, kind)), None)
    if stated is not None:
        return _version_says(car, stated)
    if len(kinds) == 1:
        [kind] = kinds
        return Say(version_wording.KNOWN_AS.filled(title=car.title, kind=car_wording.SAID[kind]))
    return Say(wording.KIND_UNSURE.filled(cars=car.title))


def of_their_gearboxes(thinking: Thinking, cars: Sequence[CarMatch]) -> Iterator[Say]:
    """Say of each of a list, where it is asked, what its version says of its gearbox."""
    if not when.asks_which_gearbox(thinking):
        return
    yield from (_version_says(car, car.transmission) for car in cars if car.transmission is not None)
    unsure = list(dict.fromkeys(car.title for car in cars if car.transmission is None))
    if unsure:
        yield Say(wording.GEARBOX_UNSURE.filled(cars=all_of(unsure)))


def whether_it_fits(thinking: Thinking, car: CarMatch) -> tuple[Say, ...]:
    """Say whether the car has room where the customer says; of a side that nobody stated, that it is not known."""
    space = _space_asked_about(thinking)
    if not space:
        return ()
    fitting = fits(car, space)
    if fitting is None:
        return (Say(unknown_wording.not_on_record([side for side, _ in space if fits(car, [(side, _ANY)]) is None])),)
    return (Say((wording.FITS if fitting else wording.FITS_NOT).filled(title=car.title)),)


def _space_asked_about(thinking: Thinking) -> tuple[tuple[str, Decimal], ...]:
    """Return the space of a question, also where it is as well a limit: "el swift mide menos de 4 metros, ¿verdad?"."""
    said, wish = thinking.said, thinking.said.wish
    if said.space or not when.asks_its_size(thinking):
        return said.space
    limits = {"length": wish.max_length_mm, "width": wish.max_width_mm, "height": wish.max_height_mm}
    return tuple((side, most) for side, most in limits.items() if most is not None)


def asks_whether_it_fits(thinking: Thinking) -> bool:
    """It is asked whether the car talked about fits where they keep it, and not how large that is."""
    said = thinking.said
    asked = when.has_focus(thinking) and _FITS_WHERE.search(questions.respelled(said.text)) is not None
    return asked and not (said.space or said.unrecorded or when.says_wish(thinking))


def says_how_much_room(thinking: Thinking) -> bool:
    """It is asked whether the car fits in so much: "¿cabe en un cajón de 3.90?"."""
    return bool(thinking.said.space)


def ask_for_the_room(thinking: Thinking) -> Step:
    """Tell the measures of the car talked about, and ask for those of the place where it is to stand."""
    found = thinking.found("get_car_details")
    if found is None:
        return ToolRequest.once("get_car_details", stock_id=thinking.state.focus)
    if not isinstance(found, CarDetails) or found.car is None:
        return ()
    return CarFacts(found.car.stock_id, ("size",)), Say(car_wording.HOW_MUCH_ROOM)


def fits(car: CarMatch, space: Iterable[tuple[str, Decimal]]) -> bool | None:
    """Tell whether a car has room in a space of these sides, in mm; None where nobody stated a side of the car."""
    sides = {"length": car.length_mm, "width": car.width_mm, "height": car.height_mm}
    room = [(sides[side], size) for side, size in space]
    if any(side is None for side, _ in room):
        return None
    return all(side <= size for side, size in room if side is not None)


def whether_it_is_there(thinking: Thinking) -> tuple[Say, ...]:
    """Say, where it is asked, that the car can be bought: what is sold or on hold is never found here."""
    return (Say(wording.AVAILABLE),) if "there" in thinking.said.asked else ()


def say_it_is_there(thinking: Thinking) -> Step:
    """Say, before a quote beside which it is asked, that the car can be bought."""
    car = _car_told_of(thinking)
    is_there = car is not None and car.status == "available" and "there" in thinking.said.asked
    return (Say(wording.STILL_AVAILABLE),) if is_there else ()
