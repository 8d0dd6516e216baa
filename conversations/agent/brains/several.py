"""Quotes the two or three cars of the one model named side by side, where nothing tells which of them is meant."""

from catalog.criteria import SearchResult
from conversations.agent.brains import Step, Thinking, ToolRequest
from conversations.agent.brains import money_situation as money
from conversations.dialogue import pointing, wording
from conversations.dialogue.facts import Comparison
from conversations.dialogue.plan import Compare, Contrast, Say


def quoted(thinking: Thinking) -> Step | None:
    """Return each car of the model with its payments; None where there are more of it, or terms are not known."""
    result, state = thinking.found("search_cars"), thinking.state
    of_one = isinstance(result, SearchResult) and len(state.wish.models) == 1 and result.relaxed is None
    if not (of_one and isinstance(result, SearchResult) and money.has_down_payment(thinking)):
        return None
    ids = tuple(car.stock_id for car in result.cars)
    if not 1 < len(ids) == result.total <= pointing.MOST:
        return None
    done = thinking.found("compare_cars")
    if done is None:
        terms = {"down_payment": state.down_payment, "down_payment_percent": state.down_payment_percent}
        return ToolRequest.once("compare_cars", stock_ids=ids, months=state.months, **terms)
    if not isinstance(done, Comparison) or len(done.cars) < len(ids):
        return None
    return Compare(ids, about=(Contrast.PAYMENT,), terms=state.terms), Say(wording.PICK_HINT)
