"""How the state moves: by what the customer said, then by what the bot answered."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from catalog.criteria import CarCriteria, SearchResult
from catalog.spelling import fold
from conversations.dialogue import hearing, lexicon, payments, pointing, wishing, wording
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
    cars_in,
    is_of_no_such_term,
)
from conversations.dialogue.plan import Affordable, Cars, Compare, Contrast, Quote, ReplyPlan, Say, Slot, TradeIn, Visit
from conversations.dialogue.state import MOST_SEEN, DialogueState, Seen
from conversations.dialogue.understanding import Understanding
from financing.quotation import Refusal, RefusalCode


def hear(state: DialogueState, said: Understanding) -> DialogueState:
    """Return the state once a message is understood: a named car is a new wish, a bare limit refines the old one."""
    state = replace(state, language=said.language, last_part=said.last_part or state.last_part)
    if Act.RESET in said.acts:
        return DialogueState(greeted=state.greeted, language=state.language)
    state = replace(state, weighed=_weighed(state, said))
    state = wishing.of_any(state) if said.any_car else wishing.with_room(state, said)
    only_one = state.total <= 1 and state.focus is not None  # there is no other page
    if Act.MORE in said.acts and only_one and not said.names:
        state = replace(wishing.like_it(state), offset=0)
    elif Act.MORE in said.acts and not only_one:
        state = replace(state, offset=len(state.shown))
    elif said.has_wish or said.another_kind or Act.INSTEAD in said.acts:
        state = replace(wishing.after(state, said), offset=0)
    else:
        state = replace(state, offset=0)
    if said.monthly is not None and said.wish.max_price is None:
        # What can be paid a month takes the place of what could be paid in all.
        # Had they too little for any car, it is what they pay down.
        has = state.wish.max_price if (state.wish.max_price or payments.BUYS_NO_CAR) < payments.BUYS_NO_CAR else None
        paid = state.down_payment if state.down_payment is not None else has
        wish = replace(state.wish, min_price=said.wish.min_price, max_price=None)
        state = replace(state, wish=wish, down_payment=paid if state.down_payment_percent is None else None)
    pays_at_once = state.pays_at_once if said.pays_at_once is None else said.pays_at_once
    pays_over_time = said.has_terms or Act.FINANCE in said.acts
    state = replace(state, pays_at_once=pays_at_once and not pays_over_time)
    if said.own_car is not None and Act.TRADE_IN not in said.acts:
        state = replace(state, car_had=said.own_car)
    chosen = _chosen(state, said)
    if chosen is not None:
        state = state.with_focus(chosen)
    takes_up = said.takes_up_terms or hearing.says(
        lexicon.HOW_MUCH_APART, fold(said.text)
    )  # "¿cuánto menos que el rio?"
    return replace(state.with_former_terms() if takes_up else state, **_terms(said))


def _weighed(state: DialogueState, said: Understanding) -> tuple[tuple[str, str], ...]:
    """Return the models that may be weighed from now on: those named together, or one after another: "¿o el ibiza?"."""
    named = [(name.make, name.model) for name in said.names if name.make and name.model]
    if not named or set(named) <= set(state.weighed):
        return state.weighed
    wish = state.wish
    of_wish = zip(wish.makes, wish.models, strict=True) if len(wish.makes) == len(wish.models) else ()
    before = (state.weighed or of_wish) if said.follows_on else ()
    return tuple(dict.fromkeys((*before, *named)))[-pointing.MOST :]


def tell(state: DialogueState, plan: ReplyPlan, facts: Sequence[Fact]) -> DialogueState:
    """Return the state once a reply is planned: what was shown, what it was about, what was asked."""
    by_ref = {fact.ref: fact.value for fact in facts}
    for part in plan.parts:
        value = by_ref.get(part.ref) if isinstance(part, Quote) else None
        if isinstance(value, CarQuote | DownPayments) and value.car is not None:
            state = state.with_focus(value.car.stock_id)
        elif isinstance(part, Affordable):
            state = _after_budget(state, by_ref.get(part.ref))
        elif isinstance(part, Cars):
            state = _after_showing(state, part.ids, facts)
        elif isinstance(part, Compare | Visit | TradeIn):
            state = _after_errand(state, by_ref.get(part.ref))
            state = state.with_focus(part.best) if isinstance(part, Compare) and part.best is not None else state
    if any(is_of_no_such_term(by_ref.get(part.ref)) for part in plan.parts if isinstance(part, Quote)):
        state = replace(state, months=None)  # or every later quote would be refused too
    state = replace(state, seen=_seen(state, facts))
    refused = any(_asks_for_less(by_ref.get(part.ref)) for part in plan.parts if isinstance(part, Quote))
    pending = (
        Slot.DOWN_PAYMENT
        if refused
        else (
            plan.asked
            or _asked_by(plan, by_ref)
            or _still_open(state, plan)
            or _offered(plan)
            or _left_to_choose(state, plan)
        )
    )
    return replace(state, pending=pending, greeted=True)


def _still_open(state: DialogueState, plan: ReplyPlan) -> Slot | None:
    """Return the down payment where it was asked for and the reply only told something: "depende" is no answer yet.

    Below the card of one car it is what a bare amount is for, asked for or not.
    """
    told_only = all(isinstance(part, Say) for part in plan.parts)
    card = any(isinstance(part, Cars) and len(part.ids) == 1 for part in plan.parts)
    return Slot.DOWN_PAYMENT if card or (told_only and state.pending is Slot.DOWN_PAYMENT) else None


def _offered(plan: ReplyPlan) -> Slot | None:
    """Return a person where one was offered at the end of what was told."""
    last = plan.parts[-1] if plan.parts else None
    return Slot.PERSON if isinstance(last, Say) and wording.OFFERS_A_PERSON in last.text else None


def _left_to_choose(state: DialogueState, plan: ReplyPlan) -> Slot | None:
    """Return the car where several were told with their payments: the one picked next is quoted alone."""
    paid = state.down_payment is not None or state.down_payment_percent is not None
    return (
        Slot.CAR
        if paid and any(isinstance(part, Compare) and set(part.about) <= {Contrast.PAYMENT} for part in plan.parts)
        else None
    )


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
            state = state.with_focus(car.stock_id) if car else state
            return replace(state, visit=None if over else wish)
        case TradeInResult(own_car=own_car):
            return replace(state, own_car=own_car)
        case Comparison(cars=cars):
            ids = tuple(car.stock_id for car in cars)
            state = replace(state, compared=ids)
            return state if set(ids) <= set(state.shown) else replace(state, shown=ids, offset=0, total=len(ids))
    return state


def _asks_for_less(value: FactValue | None) -> bool:
    """Whether a refusal's own words ask for another down payment."""
    refusal = value.outcome if isinstance(value, CarQuote) else None
    return isinstance(refusal, Refusal) and refusal.code is not RefusalCode.TERM_NOT_OFFERED


def _chosen(state: DialogueState, said: Understanding) -> int | None:
    """Return the car that the customer points at in the list last shown."""
    if said.stock_id is not None:
        return said.stock_id
    if said.pointed:
        return said.pointed[0] if len(said.pointed) == 1 else None
    if said.ordinal is not None:
        return None
    another = said.any_car or said.names or _is_another(state, said)
    if state.focus is None and len(state.shown) == 1 and not another:
        return state.shown[0]
    return None


def _is_another(state: DialogueState, said: Understanding) -> bool:
    """Whether the year, or the price, that is said is not that of the one car shown: "¿y el 2021?", "el de 249"."""
    wish = said.wish
    return any(
        not (wish.min_year or car.year) <= car.year <= (wish.max_year or car.year)
        or car.price < (wish.min_price or car.price)
        for car in state.looks_of(*state.shown)
    )


def _terms(said: Understanding) -> dict[str, Any]:
    terms: dict[str, Any] = {}
    if said.months is not None or said.several_terms:
        terms |= {"months": said.months, "terms": said.terms if said.months is None else ()}
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
    return replace(state, shown=state.shown[: state.offset] + ids, total=value.total).with_focus(focus)


def _after_showing(state: DialogueState, ids: tuple[int, ...], facts: Sequence[Fact]) -> DialogueState:
    focus = ids[0] if len(ids) == 1 else None
    page = next((f.value for f in reversed(facts) if isinstance(f.value, SearchResult) and f.value.cars), None)
    state = replace(state, compared=state.compared if set(ids) <= set(state.compared) else ())
    if len(ids) > 1 and not any(set(ids) <= one for one in _pages(facts)):  # put together of two searches
        return replace(state, shown=ids, offset=0, total=len(ids)).with_focus(None)
    one_of_more = page is not None and len(ids) == 1 and page.total > 1 and bool(state.shown)
    if page is None or not set(ids) <= {car.stock_id for car in page.cars} or one_of_more:
        return state.with_focus(focus)  # one car out of a list: the list itself still stands
    # The search names only the exclusions that narrowed it; the others may matter again.
    by_version = page.criteria.version != state.wish.version  # a word that nobody said
    wish = (
        state.wish
        if page.relaxed or by_version
        else replace(page.criteria, **wishing.still_unwanted(state.wish, page.criteria))
    )
    shown = state.shown[: state.offset] + ids
    focus = _named_outright(state.wish, page) if page.relaxed and focus is None else focus
    state = replace(state, not_sold=bool(page.unknown), unmet=page.relaxed or "")
    return replace(state, wish=wish, shown=shown, total=page.total).with_focus(focus)


def _pages(facts: Sequence[Fact]) -> Iterator[set[int]]:
    """Yield the cars that each search found."""
    yield from ({car.stock_id for car in f.value.cars} for f in facts if isinstance(f.value, SearchResult))


def _named_outright(wish: CarCriteria, page: SearchResult) -> int | None:
    """Return the one car of a list of the nearest that is of the model and year asked for, only dearer, say."""
    if not wish.models or wish.min_year is None or wish.min_year != wish.max_year:
        return None
    alike = [car.stock_id for car in page.cars if car.model in wish.models and car.year == wish.min_year]
    return alike[0] if len(alike) == 1 else None


def _seen(state: DialogueState, facts: Sequence[Fact]) -> tuple[Seen, ...]:
    """Remember what the cars spoken of look like, the latest of them."""
    cars = {car.stock_id: car for car in state.seen} | {car.stock_id: Seen.of(car) for car in cars_in(facts).values()}
    spoken_of = dict.fromkeys((*state.earlier, state.focus, *state.shown))
    latest = dict.fromkeys((*(number for number in cars if number not in spoken_of), *spoken_of))
    return tuple(cars[number] for number in latest if number in cars)[-MOST_SEEN:]
