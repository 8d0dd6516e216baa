"""The deterministic brain: a policy from acts to goals, and from goals to tool calls and parts of a reply."""

from collections.abc import Callable, Iterator
from dataclasses import asdict
from functools import partial
from typing import Any

from catalog.criteria import CarCriteria, CarMatch, SearchResult
from conversations.agent.brains import Decision, Thinking, ToolRequest, about_us
from conversations.agent.brains.about_us import Step
from conversations.dialogue import places, understanding, wording
from conversations.dialogue.acts import Act
from conversations.dialogue.facts import Budget, CarDetails, CarQuote, DownPayments, FinancingTerms, Misuse
from conversations.dialogue.plan import Affordable, Ask, Cars, Document, Handover, Part, Quote, ReplyPlan, Say, Slot
from conversations.dialogue.rendering import enumeration, percent
from conversations.dialogue.understanding import ATTACHMENT
from financing.quotation import Quotation

Goal = Callable[[Thinking], Step]
# An Ask and not only words, so that the "50 mil" that follows is read as its answer.
_OFFER_A_QUOTE = (Say(wording.CARD_HINT), Ask(Slot.DOWN_PAYMENT))


class OfflineBrain:
    """Answers without a model: it understands what the dialogue package understands, and no more."""

    name = "offline"
    model = ""
    prompt_version = ""

    def next(self, thinking: Thinking) -> Decision:
        """Call what the goals still need; once they have it, answer with their parts in order."""
        steps = [goal(thinking) for goal in _goals(thinking)]
        each = [part for step in steps for part in (step if isinstance(step, tuple) else (step,))]
        calls = {request.ref: request for request in each if isinstance(request, ToolRequest)}
        if calls:
            return Decision(calls=tuple(calls.values()))
        parts = [part for part in each if not isinstance(part, ToolRequest)]
        return Decision(plan=ReplyPlan(tuple(dict.fromkeys(parts))))

    def estimate(self, thinking: Thinking) -> int:
        """Cost nothing."""
        return 0


def _goals(thinking: Thinking) -> Iterator[Goal]:
    """Choose what the reply sets out to do; several acts in one message make several goals."""
    acts, state = thinking.said.acts, thinking.state
    if set(thinking.turn.messages) == {ATTACHMENT}:
        yield _cannot_open
        return
    more = _show_affordable if state.monthly is not None and state.focus is None else _show_cars
    for act, alone in ((Act.PERSON, _hand_over), (Act.RESET, _start_again), (Act.MORE, more)):
        if act in acts:
            yield alone
            return
    if not state.greeted or (acts == {Act.GREET}):
        yield _introduce if Act.GREET in acts or not acts else _say_who_answers
    main = _main_goal(thinking)
    if main is not None:
        yield main
    questions = list(_questions_about_us(thinking, main))
    for question in questions:
        yield partial(about_us.answer, question=question)
    if main is None and not questions:
        yield _small_talk


def _questions_about_us(thinking: Thinking, main: Goal | None) -> Iterator[str]:
    """Yield what is asked of the company, each fragment of a burst by itself; the main goal may answer it already."""
    said, messages = thinking.said, thinking.turn.messages
    quoting_only = main is _quote and len(messages) == 1
    listing_only = main is _show_cars and not said.names and not _asked(said.text)
    about_places = main is None and places.asks(said.text)
    if not (Act.KNOWLEDGE in said.acts or about_places) or quoting_only or listing_only:
        return
    asked = [message for message in messages if understanding.asks_about_us(message)]
    yield from asked or [said.text]


def _asked(text: str) -> bool:
    return "?" in text or "¿" in text


def _main_goal(thinking: Thinking) -> Goal | None:
    acts, said, state = thinking.said.acts, thinking.said, thinking.state
    about_money = _money_goal(thinking)
    if about_money is not None:
        return about_money
    if _points_nowhere(thinking):
        return _ask_which
    if state.focus is not None and not (said.has_wish or said.superlative) and acts & {Act.SELECT, Act.DETAILS}:
        return _show_details
    about_us_only = Act.KNOWLEDGE in acts and Act.SEARCH in acts and not _names_a_wish(thinking)
    if (said.has_wish or said.superlative or Act.COUNT in acts) and not about_us_only:
        return _show_cars
    return None


def _money_goal(thinking: Thinking) -> Goal | None:
    acts, said = thinking.said.acts, thinking.said
    if Act.QUOTE_DOCUMENT in acts and not _gives_terms(thinking):
        return _send_document
    if said.monthly is not None or _changes_the_budget(thinking):
        return _by_monthly_payment(thinking)
    if Act.FINANCING_TERMS in acts and said.down_payment is None and said.months is None:
        return _tell_terms
    if _chose_for_a_quote(thinking) and thinking.state.monthly is not None:
        return _find_down_payment
    return _quote if Act.FINANCE in acts or _chose_for_a_quote(thinking) else None


def _gives_terms(thinking: Thinking) -> bool:
    """Whether the message says what to quote: a quote that is asked for with its PDF has to be given first."""
    said = thinking.said
    return any(term is not None for term in (said.down_payment, said.down_payment_percent, said.months, said.monthly))


def _changes_the_budget(thinking: Thinking) -> bool:
    """Whether, while cars are looked for by what can be paid a month, another down payment or term is given."""
    said, state = thinking.said, thinking.state
    terms = (said.down_payment, said.down_payment_percent, said.months)
    about_no_car = state.focus is None and said.ordinal is None and not said.superlative
    return state.monthly is not None and about_no_car and any(term is not None for term in terms)


def _by_monthly_payment(thinking: Thinking) -> Goal:
    """Choose what a monthly payment is aimed at: the down payment, the term, or the cars themselves."""
    said, state = thinking.said, thinking.state
    about_a_car = state.focus is not None or bool(said.names or said.superlative) or said.stated_price is not None
    if about_a_car and Act.FIND_DOWN_PAYMENT in said.acts:
        return _find_down_payment
    if about_a_car and Act.FIND_TERM in said.acts:
        return _quote
    if state.focus is not None and not said.has_wish and not said.superlative:
        return _quote if _has_down_payment(thinking) else _find_down_payment
    return _show_affordable


def _has_down_payment(thinking: Thinking) -> bool:
    return thinking.state.down_payment is not None or thinking.state.down_payment_percent is not None


def _chose_for_a_quote(thinking: Thinking) -> bool:
    """Whether the customer, asked for which car the terms they gave are, has picked one."""
    state = thinking.state
    terms = (state.down_payment, state.down_payment_percent, state.months, state.monthly)
    chose = thinking.said.ordinal is not None and state.focus is not None and not _points_nowhere(thinking)
    return chose and state.pending is Slot.CAR and any(term is not None for term in terms)


def _points_nowhere(thinking: Thinking) -> bool:
    """Whether the customer points at a place that the list last shown does not have."""
    ordinal, shown = thinking.said.ordinal, thinking.state.shown
    return ordinal is not None and not thinking.said.names and (not shown or ordinal > len(shown))


def _names_a_wish(thinking: Thinking) -> bool:
    said, wish = thinking.said, thinking.said.wish
    return bool(said.names or wish.excluded_makes or wish.excluded_models) or wish.max_price is not None


# ── Goals ───────────────────────────────────────────────────────────────────────────────────────────────────────


def _cannot_open(thinking: Thinking) -> Step:
    return (Say(wording.MEDIA),)


def _hand_over(thinking: Thinking) -> Step:
    return (Handover("customer_asked"),)


def _start_again(thinking: Thinking) -> Step:
    return Say(wording.RESET), Ask(Slot.WISH)


def _ask_which(thinking: Thinking) -> Step:
    return (Ask(Slot.CAR if thinking.state.shown else Slot.WISH),)


def _introduce(thinking: Thinking) -> Step:
    return (Say(wording.HELLO_AGAIN if thinking.state.greeted else wording.GREETING),)


def _say_who_answers(thinking: Thinking) -> Step:
    return (Say(wording.WHO_ANSWERS),)


def _small_talk(thinking: Thinking) -> Step:
    """Answer what needs no tool; what is left may still be a question the knowledge base holds."""
    acts, state = thinking.said.acts, thinking.state
    if state.focus is not None and Act.YES in acts:
        return (Ask(Slot.DOWN_PAYMENT),)
    if state.focus is None and acts & {Act.SELECT, Act.DETAILS, Act.YES}:
        return (Ask(Slot.CAR if state.shown else Slot.WISH),)
    if acts & {Act.SEARCH, Act.GREET}:
        return (Ask(Slot.WISH),)
    if acts & {Act.THANK, Act.NO}:
        return (Say(wording.THANKS),)
    if not any(character.isalpha() for character in thinking.said.text):
        return (Say(wording.NOT_UNDERSTOOD),)
    return about_us.small_talk(thinking, thinking.said.text)


def _show_cars(thinking: Thinking) -> Step:
    result = _search(thinking)
    if isinstance(result, ToolRequest):
        return result
    if result.suggestions and not result.total:
        return Say(wording.did_you_mean([_name(pair) for pair in result.suggestions])), Ask(Slot.WISH)
    if not result.cars:
        return _no_cars(thinking)
    return _shown(result, thinking)


def _shown(result: SearchResult, thinking: Thinking) -> tuple[Part, ...]:
    cars = Cars(tuple(car.stock_id for car in result.cars))
    if thinking.said.superlative or len(result.cars) == 1:
        return Cars(cars.ids[:1]), *_OFFER_A_QUOTE
    more = result.total > thinking.state.offset + len(result.cars)
    return cars, Say(wording.MORE_HINT if more else wording.PICK_HINT)


def _no_cars(thinking: Thinking) -> tuple[Part, ...]:
    if Act.MORE in thinking.said.acts:
        return (Say(wording.NO_MORE),)
    return Say(wording.NO_CARS), Ask(Slot.WISH)


def _show_details(thinking: Thinking) -> Step:
    found = thinking.found("get_car_details")
    if found is None:
        return ToolRequest.once("get_car_details", stock_id=thinking.state.focus)
    if isinstance(found, CarDetails) and found.car is not None:
        return Cars((found.car.stock_id,)), *_OFFER_A_QUOTE
    return (Say(wording.NO_SUCH_CAR),)


def _tell_terms(thinking: Thinking) -> Step:
    terms = thinking.found("calculate_financing")
    if terms is None:
        return ToolRequest.once("calculate_financing")
    if not isinstance(terms, FinancingTerms):
        return (Say(wording.NO_DATUM),)
    years = enumeration([str(year) for year in terms.offered_years])
    text = wording.TERMS.format(years=years, rate=percent(terms.annual_rate))
    return Say(text), Ask(_missing(thinking))


def _show_affordable(thinking: Thinking) -> Step:
    """Show what the monthly payment buys; a percentage is of a price that is not known yet, so pesos are asked for."""
    said, state = thinking.said, thinking.state
    if state.down_payment_percent is not None:
        return (Say(wording.DOWN_PAYMENT_IN_PESOS),)
    found = thinking.found("find_affordable_cars")
    if found is None:
        wish = {name: value for name, value in asdict(state.wish).items() if value not in (None, ())}
        terms = {"monthly_payment": state.monthly, "down_payment": state.down_payment, "months": state.months}
        return ToolRequest.once("find_affordable_cars", **wish, **terms, offset=state.offset)
    if not isinstance(found, Budget):
        return (Ask(Slot.WISH),)
    if Act.MORE in said.acts and not found.quotes:
        return (Say(wording.NO_MORE),)
    shown = Affordable("find_affordable_cars")
    if found.refusal is not None:
        return (shown,)
    if not found.quotes or not (found.down_payment or state.offset):
        return shown, Say(wording.MORE_DOWN_PAYMENT), Ask(Slot.DOWN_PAYMENT)
    more = found.total > state.offset + len(found.quotes)
    return shown, Say(wording.MORE_HINT if more else wording.PICK_HINT)


def _find_down_payment(thinking: Thinking) -> Step:
    subject = _subject(thinking)
    if isinstance(subject, ToolRequest | tuple):
        return subject
    found = thinking.found("find_down_payment")
    if found is None:
        terms = {"monthly_payment": thinking.state.monthly, "months": thinking.state.months}
        return ToolRequest.once("find_down_payment", **subject, **terms)
    if isinstance(found, DownPayments) and (found.quotes or found.refusal):
        return (Quote("find_down_payment"),)
    return (Say(wording.NO_SUCH_CAR if isinstance(found, Misuse) else wording.NO_DATUM),)


def _send_document(thinking: Thinking) -> Step:
    if thinking.found("get_quote_document") is None:
        return ToolRequest.once("get_quote_document")
    return (Document("get_quote_document"),)


def _missing(thinking: Thinking) -> Slot:
    if thinking.state.focus is not None:
        return Slot.DOWN_PAYMENT
    return Slot.CAR if thinking.state.shown else Slot.WISH


def _quote(thinking: Thinking) -> Step:
    """Quote one car, or the price the customer stated; ask for what is missing, one thing at a time."""
    subject = _subject(thinking)
    if isinstance(subject, ToolRequest | tuple):
        return subject
    terms = {"down_payment": thinking.state.down_payment, "down_payment_percent": thinking.state.down_payment_percent}
    if not _has_down_payment(thinking):
        shown = Cars((subject["stock_id"],)) if "stock_id" in subject and _found_now(thinking) else None
        return (*((shown,) if shown else ()), Ask(Slot.DOWN_PAYMENT))
    done = thinking.found("calculate_financing")
    if done is None:
        at_most = thinking.said.monthly
        months = None if at_most is not None else thinking.state.months
        return ToolRequest.once("calculate_financing", **subject, **terms, months=months, at_most=at_most)
    if isinstance(done, CarQuote):
        wanted = Act.QUOTE_DOCUMENT in thinking.said.acts and isinstance(done.outcome, Quotation)
        return Quote("calculate_financing"), *((Say(wording.DOCUMENT_NEXT),) if wanted else ())
    return (Say(wording.NO_SUCH_CAR if isinstance(done, Misuse) else wording.NO_DATUM),)


def _subject(thinking: Thinking) -> Step | dict[str, Any]:
    """Find what is to be financed: a car pointed at, one named, or a price stated; else the step that finds it."""
    said, state = thinking.said, thinking.state
    if said.stated_price is not None:
        return {"stated_price": said.stated_price}
    if state.focus is not None and not said.superlative and not said.names:
        return {"stock_id": state.focus}
    if said.superlative or said.names:
        result = _search(thinking)
        if isinstance(result, ToolRequest):
            return result
        car = _only(result, first=bool(said.superlative))
        return {"stock_id": car.stock_id} if car else _which_car(thinking, result)
    if state.stated_price is not None:
        return {"stated_price": state.stated_price}
    if state.shown:
        return (Ask(Slot.CAR),)
    if said.has_wish:
        return _show_cars(thinking)
    return _tell_terms(thinking)


def _which_car(thinking: Thinking, result: SearchResult) -> tuple[Part, ...]:
    shown = _show_cars(thinking)
    parts = shown if isinstance(shown, tuple) else ()
    asks = len(result.cars) > 1
    return (*(part for part in parts if isinstance(part, Cars) or not asks), *((Ask(Slot.CAR),) if asks else ()))


def _only(result: SearchResult, *, first: bool) -> CarMatch | None:
    exact = result.relaxed is None and result.cars and (first or result.total == 1)
    return result.cars[0] if exact else None


# ── Calls and what they found ───────────────────────────────────────────────────────────────────────────────────


def _search(thinking: Thinking) -> ToolRequest | SearchResult:
    found = thinking.found("search_cars")
    if isinstance(found, SearchResult):
        return found
    wish: CarCriteria = thinking.state.wish
    args = {name: value for name, value in asdict(wish).items() if value not in (None, ())}
    if thinking.said.superlative:
        args["ordering"] = thinking.said.superlative
    if Act.MORE in thinking.said.acts:
        args["offset"] = thinking.state.offset
    return ToolRequest.once("search_cars", **args)


def _found_now(thinking: Thinking) -> bool:
    return thinking.found("search_cars") is not None


def _name(pair: tuple[str, str | None]) -> str:
    make, model = pair
    return make if model is None else f"{make} {model}"
