"""Which car comes first in what is asked, of those side by side or of all that were found."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from catalog.criteria import RANKED_BY, CarMatch, Ordering, SearchResult
from catalog.spelling import fold
from conversations.agent.brains import Step, Thinking, ToolRequest
from conversations.agent.brains.searching import wish_args
from conversations.dialogue import apart, chosen_wording, contrasts, hearing, lexicon, pointing, questions, wording
from conversations.dialogue.acts import Act
from conversations.dialogue.facts import Comparison
from conversations.dialogue.plan import Cars, Compare, Contrast, Part, Say, Side

_THAN = ("que el", "que la", "q el", "q la", "than the")  # the car named is the other one
_SIDED = {
    ("length", False): Ordering.LONGEST,
    ("length", True): Ordering.SHORTEST,
    ("height", False): Ordering.TALLEST,
    ("height", True): Ordering.LOWEST,
    ("width", False): Ordering.WIDEST,
    ("width", True): Ordering.NARROWEST,
}


def whether_it_is_so(thinking: Thinking, done: Comparison) -> tuple[Say, ...]:
    """Say whether the car asked about does come first in what it is supposed to: "trae menos km, ¿no?"."""
    order = contrasts.confirmed(questions.respelled(thinking.said.text))
    if order is None:
        return ()
    values = {car.stock_id: RANKED_BY[order](car) for car in done.cars}
    first = [number for number, value in values.items() if value == min(values.values())]
    return (Say(wording.SO if first == [_asked_about(thinking, done)] else wording.NOT_SO),)


def _asked_about(thinking: Thinking, done: Comparison) -> int | None:
    """Return the car that is named, else the one pointed at or talked about."""
    against = hearing.says(_THAN, questions.respelled(thinking.said.text)) and thinking.turn.state.focus
    if thinking.said.names and not against:
        return done.cars[-1].stock_id
    return thinking.turn.state.focus if against else thinking.state.focus


def best(thinking: Thinking, done: Comparison) -> int | None:
    """Return the car that comes first in what is asked ("¿cuál tiene menos km?"): it is talked about from then on."""
    if contrasts.confirmed(questions.respelled(thinking.said.text)) is not None:
        return _asked_about(thinking, done)
    if thinking.said.contrast == (Contrast.EQUIPMENT,):
        return _the_one_that_has_it(thinking, done)
    values = dict(_in_what_is_asked(thinking, done.cars))
    best = [number for number, value in values.items() if value == min(values.values())]
    return best[0] if len(best) == 1 else None


def _the_one_that_has_it(thinking: Thinking, done: Comparison) -> int | None:
    """Return the only car that is stated to have what is asked for: "¿cuál trae CarPlay?"."""
    written = questions.respelled(thinking.said.text)
    asked = [name for name, spoken in lexicon.EQUIPMENT.items() if hearing.says(spoken, written)]
    having = [car.stock_id for car in done.cars if asked and all(getattr(car, name) for name in asked)]
    return having[0] if len(having) == 1 else None


def _in_what_is_asked(thinking: Thinking, cars: Sequence[CarMatch]) -> Iterator[tuple[int, Decimal]]:
    """Yield what each car has of what is asked, the least of it coming first; of a size that is not known, nothing."""
    order, sized = thinking.said.superlative, contrasts.size_asked(fold(thinking.said.text))
    sized = None if contrasts.asks_several_sides(fold(thinking.said.text)) else sized
    if order is not None:
        yield from ((car.stock_id, RANKED_BY[order](car)) for car in cars)
    elif sized is not None and thinking.said.contrast == (Contrast.SIZE,):
        sizes = [(car.stock_id, apart.size_of(car, sized)) for car in cars]
        if all(size is not None for _, size in sizes):
            yield from ((number, size if sized.least else -size) for number, size in sizes if size is not None)


def side_told(thinking: Thinking, done: Comparison) -> Side | None:
    """Return the side that is asked about, where it is stated of all the cars; else all their sizes are told."""
    written = questions.respelled(thinking.said.text)
    side = None if contrasts.asks_several_sides(written) else contrasts.size_asked(written)
    return side if side and all(apart.size_of(car, side) is not None for car in done.cars) else None


def asks_of_all_found(thinking: Thinking) -> bool:
    """The question is which is longest, say, of more cars than were shown: of all found, or looked for."""
    said, before = thinking.said, thinking.turn.state
    certain = said.names or said.pointed or said.ordinals or pointing.says_both(said.text)
    certain = certain or (len(before.compared) > 1 and not said.has_wish)
    of_many = said.has_wish or before.total > len(before.shown) > 1
    sized = contrasts.size_asked(questions.respelled(said.text)) is not None
    return sized and said.contrast == (Contrast.SIZE,) and of_many and not certain


def of_all_found(thinking: Thinking) -> Step:
    """Show which of all that were found is longest, or shortest, and not only of the page that was shown."""
    side = contrasts.size_asked(questions.respelled(thinking.said.text))
    ordering = _SIDED[(side.name, side.least) if side else ("length", False)]
    ref = "search_cars: by size"
    found = thinking.found(ref)
    if found is None:
        return ToolRequest(ref, "search_cars", wish_args(thinking.state.wish) | {"ordering": ordering})
    if not isinstance(found, SearchResult) or not found.cars:
        return (Say(wording.NO_CARS),)
    return Say(wording.FIRST_IN[ordering]), Cars((found.cars[0].stock_id,), with_size=True)


def asks_for_the_first_of_each(thinking: Thinking) -> bool:
    """The question is which comes first in several things, of more cars than were shown, or of those of a name."""
    said, before = thinking.said, thinking.turn.state
    written = questions.respelled(said.text)
    certain = said.pointed or said.ordinals or len(said.names) > 1 or hearing.says(lexicon.OF_THESE, written)
    beside_it = before.focus is not None and bool(said.names) and Act.COMPARE in hearing.acts(written).sure
    of_many = (before.total > len(before.shown) > 1 or bool(said.names)) and not beside_it  # "si la comparas con la …"
    return said.superlative is not None and len(contrasts.orders_said(written)) > 1 and of_many and not certain


def first_of_each(thinking: Thinking) -> Step:
    """Put side by side the cars that come first in each thing asked, of all that were found."""
    orders = contrasts.orders_said(questions.respelled(thinking.said.text))
    wish = wish_args(thinking.state.wish)
    calls = [ToolRequest(f"search_cars: by {order}", "search_cars", wish | {"ordering": order}) for order in orders]
    if missing := tuple(call for call in calls if thinking.found(call.ref) is None):
        return missing
    found = [value for call in calls if isinstance(value := thinking.found(call.ref), SearchResult) and value.cars]
    first = tuple(dict.fromkeys(result.cars[0].stock_id for result in found))
    if not first:
        return (Say(wording.NO_CARS),)
    if len(first) < 2:
        told: tuple[Part, ...] = (Say(chosen_wording.first_in(orders)), Cars(first))
        return told
    if thinking.found("compare_cars") is None:
        return ToolRequest.once("compare_cars", stock_ids=first)
    return Compare(first, about=thinking.said.contrast), Say(wording.PICK_HINT)
