"""A model that is named and what is like it: "una CR-V o algo así", the one before the others of its kind."""

from catalog.criteria import SearchResult
from conversations.agent.brains import Step, Thinking, ToolRequest
from conversations.agent.brains.searching import search, wish_args
from conversations.agent.brains.showing import show_cars
from conversations.dialogue import purpose_wording, wording
from conversations.dialogue.plan import Cars, Say

_MOST = 5  # a page


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
