"""What the offline brain searches for: the wish of a chat, and the kind of what we do not sell."""

from dataclasses import asdict

from catalog.bodies import bodies_of
from catalog.criteria import Body, CarCriteria, CarMatch, SearchResult
from conversations.agent.brains import Thinking, ToolRequest
from conversations.dialogue.acts import Act

_TOLD_APART = (Body.PICKUP, Body.VAN, Body.COUPE, Body.CONVERTIBLE)  # who wants one is not shown a sedan


def only(result: SearchResult, *, first: bool) -> CarMatch | None:
    """Return the one car that matches, or the first where that is what was asked for."""
    exact = result.relaxed is None and result.cars and (first or result.total == 1)
    return result.cars[0] if exact else None


def search(thinking: Thinking) -> ToolRequest | SearchResult:
    """Return what the search for the wish found, or its call."""
    found = thinking.found("search_cars")
    if isinstance(found, SearchResult):
        return found
    args = wish_args(thinking.state.wish)
    if thinking.said.superlative:
        args["ordering"] = thinking.said.superlative
    if Act.MORE in thinking.said.acts:
        args["offset"] = thinking.state.offset
    return ToolRequest.once("search_cars", **args)


def wish_args(wish: CarCriteria) -> dict[str, object]:
    """Return a wish as the arguments of a search."""
    return {name: value for name, value in asdict(wish).items() if value not in (None, ())}


def name_of(pair: tuple[str, str | None]) -> str:
    """Return a make and a model as they are said."""
    make, model = pair
    return make if model is None else f"{make} {model}"


def of_the_kind_not_sold(thinking: Thinking, result: SearchResult) -> ToolRequest | SearchResult | None:
    """Return what there is of the kind of a model that we do not sell, where the nearest cars are of another.

    "¿Una hilux o np300 de 350?" asks for a pickup.
    """
    models = [(name.make, name.model) for name in thinking.said.names if name.make and name.model]
    kinds = frozenset[Body]().union(*(bodies_of(make, model) for make, model in models))
    kind = next((one for one in _TOLD_APART if one in kinds), None)
    if kind is None or not result.unknown or any(kind in bodies_of(car.make, car.model) for car in result.cars):
        return None
    ref = "search_cars: of its kind"
    found = thinking.found(ref)
    if found is None:
        named = {"makes", "models", "version"}
        wish = {name: value for name, value in wish_args(thinking.state.wish).items() if name not in named}
        return ToolRequest(ref, "search_cars", wish | {"body": kind})
    return found if isinstance(found, SearchResult) and found.cars and found.relaxed != "body" else None
