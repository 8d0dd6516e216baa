"""A model that is named and what is like it: "una CR-V o algo así", the one before the others of its kind."""

from catalog.criteria import CarCriteria, SearchResult
from catalog.spelling import fold
from conversations.agent.brains import Step, Thinking, ToolRequest
from conversations.agent.brains.searching import search, wish_args
from conversations.agent.brains.showing import show_cars
from conversations.dialogue import lexer, purpose_wording, wording
from conversations.dialogue.plan import Cars, Say
from conversations.dialogue.state import Seen

_MOST = 5  # a page
_OTHER = frozenset("otro otra otros otras another".split())


def wants_its_like_too(thinking: Thinking) -> bool:
    """A model is named, and others of its kind are wished for as well."""
    wish = thinking.said.wish
    return any(name.model for name in thinking.said.names) and wish.body is not None and not wish.models


def show_it_and_its_like(thinking: Thinking) -> Step:
    """List the cars of the model named first, and behind them the others of the wish."""
    alike = search(thinking)
    ref = "search_cars: the one named"
    named = thinking.found(ref)
    if named is None:
        names = [name for name in thinking.said.names if name.model]
        of_it = {"makes": [name.make for name in names], "models": [name.model for name in names]}
        call = ToolRequest(ref, "search_cars", wish_args(thinking.state.wish) | of_it)
        return (call, alike) if isinstance(alike, ToolRequest) else call
    if isinstance(alike, ToolRequest):
        return alike
    if not isinstance(named, SearchResult) or not named.cars or named.relaxed or alike.relaxed:
        return show_cars(thinking)
    ids = tuple(dict.fromkeys(car.stock_id for car in (*named.cars, *alike.cars)))[:_MOST]
    return (
        Say(purpose_wording.NAMED_AND_ALIKE),
        Cars(ids),
        Say(wording.MORE_HINT if alike.total > _MOST else wording.PICK_HINT),
    )


def asks_for_another_of_its_name(thinking: Thinking) -> bool:
    """Another of the make, or the model, of the car talked about is asked for: "¿no hay otra Toyota?"."""
    said, car = thinking.said, thinking.turn.state.in_focus
    of_its_name = car is not None and (said.same_make or any(car.is_called(name) for name in said.names))
    return of_its_name and len(said.names) < 2 and not _OTHER.isdisjoint(lexer.words(fold(said.text)))


def show_another_of_its_name(thinking: Thinking) -> Step:
    """Show the others; where there is but the one talked about, say so, and show what else there is of its make."""
    result, car = search(thinking), thinking.turn.state.in_focus
    if isinstance(result, ToolRequest):
        return result
    if car is None or [one.stock_id for one in result.cars] != [car.stock_id]:
        return show_cars(thinking)
    ref = "search_cars: of its name"
    found = thinking.found(ref)
    if found is None:
        return ToolRequest(ref, "search_cars", wish_args(_of_its_name(thinking, car)))
    only = Say(purpose_wording.THE_ONLY_ONE.filled(title=result.cars[0].title))
    if not isinstance(found, SearchResult) or not found.cars or found.relaxed == "make":
        return only, Cars((car.stock_id,))
    more = found.total > len(found.cars)
    hint = wording.MORE_HINT if more else (wording.PICK_HINT if len(found.cars) > 1 else wording.CARD_HINT)
    return only, Cars(tuple(one.stock_id for one in found.cars)), Say(hint)


def _of_its_name(thinking: Thinking, car: Seen) -> CarCriteria:
    """Return the wish for all of the model that is named, or else for the other models of its make."""
    if any(name.model for name in thinking.said.names):
        return CarCriteria(makes=(car.make,), models=(car.model,))
    most = thinking.state.wish.max_price
    return CarCriteria(makes=(car.make,), excluded_models=(car.model,), max_price=most)
