"""How the state moves: by what the customer said, then by what the bot answered."""

from collections.abc import Sequence
from dataclasses import fields, replace
from typing import Any

from catalog.criteria import CarCriteria, SearchResult
from conversations.dialogue.acts import Act
from conversations.dialogue.facts import (
    Budget,
    CarQuote,
    Comparison,
    DownPayments,
    Fact,
    FactValue,
    TradeInResult,
    VisitResult,
)
from conversations.dialogue.plan import Affordable, Cars, Compare, Quote, ReplyPlan, Slot, TradeIn, Visit
from conversations.dialogue.state import DialogueState
from conversations.dialogue.understanding import Understanding
from financing.quotation import Refusal, RefusalCode

_RANGES = tuple(
    (f"min_{field}", f"max_{field}") for field in ("price", "year", "km", "length_mm", "width_mm", "height_mm")
)


def hear(state: DialogueState, said: Understanding) -> DialogueState:
    """Return the state once a message is understood: a named car is a new wish, a bare limit refines the old one."""
    if Act.RESET in said.acts:
        return DialogueState(greeted=state.greeted)
    if Act.MORE in said.acts:
        state = replace(state, offset=len(state.shown))
    elif said.has_wish:
        state = replace(_with_wish(state, said), offset=0)
    else:
        state = replace(state, offset=0)
    if said.monthly is not None and said.wish.max_price is None:
        # What can be paid a month takes the place of what could be paid in all.
        state = replace(state, wish=replace(state.wish, min_price=said.wish.min_price, max_price=None))
    chosen = _chosen(state, said)
    if chosen is not None:
        state = replace(state, focus=chosen)
    return replace(state, **_terms(said))


def tell(state: DialogueState, plan: ReplyPlan, facts: Sequence[Fact]) -> DialogueState:
    """Return the state once a reply is planned: what was shown, what it was about, what was asked."""
    by_ref = {fact.ref: fact.value for fact in facts}
    for part in plan.parts:
        value = by_ref.get(part.ref) if isinstance(part, Quote) else None
        if isinstance(value, CarQuote | DownPayments) and value.car is not None:
            state = replace(state, focus=value.car.stock_id)
        elif isinstance(part, Affordable):
            state = _after_budget(state, by_ref.get(part.ref))
        elif isinstance(part, Cars):
            state = _after_showing(state, part.ids, facts)
        elif isinstance(part, Compare | Visit | TradeIn):
            state = _after_errand(state, by_ref.get(part.ref))
    refused = any(_asks_for_less(by_ref.get(part.ref)) for part in plan.parts if isinstance(part, Quote))
    pending = Slot.DOWN_PAYMENT if refused else plan.asked or _asked_by(plan, by_ref)
    return replace(state, pending=pending, greeted=True)


def _asked_by(plan: ReplyPlan, by_ref: dict[str, FactValue]) -> Slot | None:
    """Return what the parts about a test drive or a car to give in ask for by themselves."""
    for part in plan.parts:
        match by_ref.get(part.ref) if isinstance(part, Visit | TradeIn) else None:
            case VisitResult(asks=Slot() as slot):
                return slot
            case TradeInResult(own_car=own_car) if own_car.missing:
                return own_car.missing
    return None


def _after_errand(state: DialogueState, value: FactValue | None) -> DialogueState:
    """Remember how far a test drive, or the car to give in, has come; cars compared by name are a list of their own."""
    match value:
        case VisitResult(over=over, wish=wish, car=car):
            focus = car.stock_id if car else state.focus
            return replace(state, visit=None if over else wish, focus=focus)
        case TradeInResult(own_car=own_car):
            return replace(state, own_car=own_car)
        case Comparison(cars=cars):
            ids = tuple(car.stock_id for car in cars)
            return state if set(ids) <= set(state.shown) else replace(state, shown=ids, offset=0, total=len(ids))
    return state


def _asks_for_less(value: FactValue | None) -> bool:
    """Whether a refusal's own words ask for another down payment."""
    refusal = value.outcome if isinstance(value, CarQuote) else None
    return isinstance(refusal, Refusal) and refusal.code is not RefusalCode.TERM_NOT_OFFERED


def _with_wish(state: DialogueState, said: Understanding) -> DialogueState:
    same_names = said.wish.models == state.wish.models and said.wish.makes == state.wish.makes
    # "Perfecto, gracias. ¿Y tendrás algún Versa?" and "mejor una de 7 pasajeros" begin anew.
    starts_over = bool(said.acts & {Act.INSTEAD, Act.THANK})
    had_names = bool(state.wish.makes or state.wish.models)
    if starts_over or (said.names and had_names and not same_names):
        wish = said.wish if starts_over else replace(said.wish, **_still_unwanted(state.wish, said.wish))
        return replace(state.without_financing(), wish=wish, focus=None, shown=(), total=0)
    return replace(state, wish=_refined(state.wish, said.wish), focus=None if _narrows(said) else state.focus)


def _narrows(said: Understanding) -> bool:
    return said.wish != replace(CarCriteria(), makes=said.wish.makes, models=said.wish.models)


def _refined(old: CarCriteria, new: CarCriteria) -> CarCriteria:
    stated: dict[str, Any] = {
        field.name: getattr(new, field.name) for field in fields(new) if getattr(new, field.name) not in (None, ())
    }
    for low, high in _RANGES:
        if low in stated or high in stated:  # a new limit replaces the whole range
            stated.setdefault(low, None)
            stated.setdefault(high, None)
    return replace(_wished_still(old, new), **stated | _still_unwanted(old, new))


def _still_unwanted(old: CarCriteria, new: CarCriteria) -> dict[str, Any]:
    """Add up what was turned away; a wish for it lifts that."""
    return {
        "excluded_makes": _but(old.excluded_makes, new.makes, and_also=new.excluded_makes),
        "excluded_models": _but(old.excluded_models, new.models, and_also=new.excluded_models),
    }


def _wished_still(old: CarCriteria, new: CarCriteria) -> CarCriteria:
    """Take what is turned away now out of the wish; models do not outlive the last of the makes."""
    makes = _but(old.makes, new.excluded_makes)
    models = _but(old.models, new.excluded_models) if makes or not old.makes else ()
    return replace(old, makes=makes, models=models)


def _but(names: tuple[str, ...], without: tuple[str, ...], *, and_also: tuple[str, ...] = ()) -> tuple[str, ...]:
    return tuple(dict.fromkeys([*(name for name in names if name not in without), *and_also]))


def _chosen(state: DialogueState, said: Understanding) -> int | None:
    """Return the car that the customer points at in the list last shown."""
    if said.stock_id is not None:
        return said.stock_id
    if said.ordinal is not None and state.shown:
        index = said.ordinal if said.ordinal < 0 else said.ordinal - 1
        return state.shown[index] if index < len(state.shown) else None
    if state.focus is None and len(state.shown) == 1 and not said.names:
        return state.shown[0]
    return None


def _terms(said: Understanding) -> dict[str, Any]:
    terms: dict[str, Any] = {}
    if said.months is not None or said.several_terms:
        terms["months"] = said.months
    if said.monthly is not None:
        terms["monthly"] = said.monthly
    elif said.stated_price is not None or said.wish.max_price is not None:
        terms["monthly"] = None  # another way to say what can be paid
    if said.stated_price is not None:
        terms["stated_price"] = said.stated_price
    if said.down_payment is not None:
        terms |= {"down_payment": said.down_payment, "down_payment_percent": None}
    if said.down_payment_percent is not None:
        terms |= {"down_payment": None, "down_payment_percent": said.down_payment_percent}
    return terms


def _after_budget(state: DialogueState, value: FactValue | None) -> DialogueState:
    """Remember the numbered list of what a budget buys."""
    if not isinstance(value, Budget) or not value.quotes:
        return state
    ids = tuple(quote.car.stock_id for quote in value.quotes if quote.car)
    focus = ids[0] if value.total == 1 else None
    return replace(state, shown=state.shown[: state.offset] + ids, total=value.total, focus=focus)


def _after_showing(state: DialogueState, ids: tuple[int, ...], facts: Sequence[Fact]) -> DialogueState:
    focus = ids[0] if len(ids) == 1 else None
    page = next((f.value for f in reversed(facts) if isinstance(f.value, SearchResult) and f.value.cars), None)
    if page is None or not set(ids) <= {car.stock_id for car in page.cars} or (len(ids) == 1 and page.total > 1):
        return replace(state, focus=focus)  # one car out of a list: the list itself still stands
    # The search names only the exclusions that narrowed it; the others may matter again.
    wish = state.wish if page.relaxed else replace(page.criteria, **_still_unwanted(state.wish, page.criteria))
    return replace(state, wish=wish, shown=state.shown[: state.offset] + ids, total=page.total, focus=focus)
