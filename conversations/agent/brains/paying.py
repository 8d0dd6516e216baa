"""Goals about money: quotes, what they come to, what a monthly payment buys, terms, documents."""

from typing import Any

from catalog.criteria import CarMatch
from catalog.spelling import fold
from conversations.agent.brains import Step, Thinking, ToolRequest, searching, several, showing
from conversations.agent.brains import money_situation as money
from conversations.agent.brains import situation as when
from conversations.dialogue import budget_wording, hearing, lexicon, unknown_wording, wording
from conversations.dialogue.acts import Act
from conversations.dialogue.facts import (
    Budget,
    CarDetails,
    CarQuote,
    DownPayments,
    FinancingTerms,
    Misuse,
    QuoteDocument,
    is_of_no_such_term,
)
from conversations.dialogue.plan import Affordable, Ask, Cars, Document, Quote, QuoteAbout, Say, Slot
from conversations.dialogue.sentences import Sentence
from conversations.dialogue.writing import enumeration, percent
from financing.quotation import Quotation

_MOST = 3  # down payments that are quoted at once


def tell_terms(thinking: Thinking) -> Step:
    """Say the rate and the terms on offer, and ask for what a quote lacks."""
    terms = thinking.found("calculate_financing")
    if terms is None:
        return ToolRequest.once("calculate_financing")
    if not isinstance(terms, FinancingTerms):
        return (Say(unknown_wording.NOTHING_KNOWN),)
    years = enumeration([str(year) for year in terms.offered_years])
    told = Say(wording.TERMS.filled(years=years, rate=percent(terms.annual_rate)))
    least = (Say(_minimum(terms)),) if Act.LEAST_DOWN_PAYMENT in thinking.said.acts else ()
    explained = (Say(wording.TOTAL_COST),) if hearing.says(lexicon.TOTAL_COST, fold(thinking.said.text)) else ()
    said, of_a_car = thinking.said, thinking.state.focus is not None
    given = said.down_payment if not of_a_car else None
    noted = (Say(budget_wording.noted(given, said.months)),) if given is not None else ()
    known = of_a_car and money.has_down_payment(thinking)
    return *noted, *least, *explained, told, *(() if known else (Ask(_missing(thinking)),))


def _minimum(terms: FinancingTerms) -> Sentence:
    ratio = terms.minimum_down_payment
    return wording.MINIMUM.filled(share=percent(ratio)) if ratio else wording.NO_MINIMUM


def _missing(thinking: Thinking) -> Slot:
    if thinking.state.focus is not None:
        return Slot.DOWN_PAYMENT
    return Slot.CAR if thinking.state.shown else Slot.WISH


def ask_down_payment(thinking: Thinking) -> Step:
    """Ask for the one thing that a quote of the car in focus lacks."""
    return (Ask(Slot.DOWN_PAYMENT),)


def say_monthly(thinking: Thinking) -> Step:
    """Say to who is paid by the fortnight what is known of paying so."""
    return (Say(wording.MONTHLY_ONLY),)


def say_what_is_paid_down(thinking: Thinking) -> Step:
    """Say for what the savings of who looks for a car are taken, so that it can be said otherwise."""
    return (Say(budget_wording.TAKEN_AS_DOWN_PAYMENT),)


def offer_next(thinking: Thinking) -> Step:
    """Say what a customer who is content with a quote can do next: have it in writing, or try the car."""
    return Say(wording.DOCUMENT_NEXT), Say(wording.TEST_DRIVES)


def show_affordable(thinking: Thinking) -> Step:
    """Show what the monthly payment buys; a percentage is of a price that is not known yet, so pesos are asked for."""
    state = thinking.state
    if state.down_payment_percent is not None:
        return (Say(wording.DOWN_PAYMENT_IN_PESOS),)
    found = thinking.found("find_affordable_cars")
    if found is None:
        terms = {"monthly_payment": state.monthly, "down_payment": state.down_payment, "months": state.months}
        return ToolRequest.once("find_affordable_cars", **searching.wish_args(state.wish), **terms, offset=state.offset)
    return _affordable(thinking, found) if isinstance(found, Budget) else (Ask(Slot.WISH),)


def _affordable(thinking: Thinking, found: Budget) -> Step:
    said, state = thinking.said, thinking.state
    if Act.MORE in said.acts and not found.quotes:
        return (Say(wording.NO_MORE),)
    shown = Affordable("find_affordable_cars")
    if found.refusal is not None:
        return (shown,)
    if not found.quotes and (longer := _affordable_over_any_term(thinking)):
        return longer
    if not found.quotes or not (found.down_payment or state.offset):
        return shown, Say(wording.MORE_DOWN_PAYMENT), Ask(Slot.DOWN_PAYMENT)
    more = found.total > state.offset + len(found.quotes)
    return shown, Say(wording.MORE_HINT if more else wording.PICK_HINT)


def _affordable_over_any_term(thinking: Thinking) -> Step | None:
    """Look for what the payment buys over other terms than that of the last quote: "¿no hay forma?"."""
    ref, state = "find_affordable_cars: any term", thinking.state
    if state.months is None or thinking.said.months is not None:
        return None
    found = thinking.found(ref)
    if found is None:
        terms = {"monthly_payment": state.monthly, "down_payment": state.down_payment}
        return ToolRequest(ref, "find_affordable_cars", {**searching.wish_args(state.wish), **terms})
    return (Affordable(ref), Say(wording.PICK_HINT)) if isinstance(found, Budget) and found.quotes else None


def find_down_payment(thinking: Thinking, *, about: QuoteAbout = QuoteAbout.PLANS) -> Step:
    """Say how much to pay down so that the monthly payment stays within what can be paid."""
    subject = _subject(thinking)
    if isinstance(subject, ToolRequest | tuple):
        return subject
    found = thinking.found("find_down_payment")
    if found is None:
        terms = {"monthly_payment": thinking.state.monthly, "months": thinking.state.months}
        return ToolRequest.once("find_down_payment", **subject, **terms)
    if isinstance(found, DownPayments) and _is_gone(found.car):
        return showing.say_gone(thinking, found.car)
    if isinstance(found, DownPayments) and (found.quotes or found.refusal):
        return (Quote("find_down_payment", about),)
    return (Say(wording.NO_SUCH_CAR if isinstance(found, Misuse) else unknown_wording.NOTHING_KNOWN),)


def send_document(thinking: Thinking) -> Step:
    """Give the link of the last quote; where none was made and all for one is known, make it."""
    found = thinking.found("get_quote_document")
    if found is None:
        return ToolRequest.once("get_quote_document")
    if isinstance(found, QuoteDocument) and found.link is None and money.can_be_quoted(thinking):
        return quoted(thinking)
    return (Document("get_quote_document"),)


# ── Quotes ──────────────────────────────────────────────────────────────────────────────────────────────────────


def quote(thinking: Thinking) -> Step:
    """Quote one car, or the price the customer stated; ask for what is missing, one thing at a time."""
    return _quoted_with_each(thinking) if thinking.said.each_down_payment else quoted(thinking)


def quote_least(thinking: Thinking) -> Step:
    """Quote with the least that the policy lets one pay down; who asks how much that is, is told first."""
    ref = "calculate_financing: least"
    terms = thinking.found(ref) if when.asks(thinking) else None
    done = quoted(thinking, least=True)
    if when.asks(thinking) and terms is None and isinstance(done, ToolRequest):
        return ToolRequest(ref, "calculate_financing", {}), done
    return (Say(_minimum(terms)), *done) if isinstance(terms, FinancingTerms) and isinstance(done, tuple) else done


def quoted(thinking: Thinking, *, about: QuoteAbout = QuoteAbout.PLANS, least: bool = False) -> Step:
    subject = _subject(thinking)
    if isinstance(subject, ToolRequest | tuple):
        return subject
    state = thinking.state
    terms: dict[str, Any] = {"down_payment": state.down_payment, "down_payment_percent": state.down_payment_percent}
    least = least or (state.down_payment == 0 and thinking.said.down_payment == 0)
    if least:
        terms = {"least_down_payment": True}
    elif state.down_payment is None and state.down_payment_percent is None:
        return _down_payment_first(thinking, subject)
    done = thinking.found("calculate_financing")
    if done is None:
        at_most = money.at_most(thinking)
        over_all = at_most is not None or thinking.said.term_end or about is QuoteAbout.TERMS
        months = None if over_all else state.months
        return ToolRequest.once("calculate_financing", **subject, **terms, months=months, at_most=at_most)
    if isinstance(done, CarQuote):
        if is_of_no_such_term(done):
            return _over_all_terms(thinking, subject | terms)
        over = _over_the_end(thinking, done, subject | terms)
        return over if isinstance(over, ToolRequest) else _told(thinking, *over, about=about, least=least)
    return _not_quoted(thinking, subject, done)


def _quoted_with_each(thinking: Thinking) -> Step:
    """Quote with each of several down payments: "¿y con 50 o con 80?"."""
    subject = _subject(thinking)
    if isinstance(subject, ToolRequest | tuple):
        return subject
    at_most = money.at_most(thinking)
    over = {"months": thinking.state.months} if at_most is None else {"at_most": at_most}
    each = {f"calculate_financing: {value}": {part: value} for part, value in thinking.said.each_down_payment[:_MOST]}
    calls = tuple(
        ToolRequest(ref, "calculate_financing", {**subject, **paid, **over})
        for ref, paid in each.items()
        if thinking.found(ref) is None
    )
    if calls:
        return calls
    found = {ref: thinking.found(ref) for ref in each}
    quotes = {ref: done for ref, done in found.items() if isinstance(done, CarQuote)}
    if not quotes:
        return _not_quoted(thinking, subject, next(iter(found.values())))
    if any(_is_gone(done.car) for done in quotes.values()):
        return showing.say_gone(thinking, next(iter(quotes.values())).car)
    return tuple(Quote(ref, terms=thinking.state.terms) for ref in quotes)


def _over_the_end(thinking: Thinking, done: CarQuote, terms: dict[str, Any]) -> ToolRequest | tuple[CarQuote, str]:
    """Return the quote and its call; of the longest or the shortest term alone where that is asked for."""
    end = thinking.said.term_end
    if end is None or not isinstance(done.outcome, Quotation):
        return done, "calculate_financing"
    ref = f"calculate_financing: {end}"
    found = thinking.found(ref)
    plan = done.outcome.plans[-1 if end == "longest" else 0]
    if found is None:
        return ToolRequest(ref, "calculate_financing", {**terms, "months": plan.months})
    return (found, ref) if isinstance(found, CarQuote) else (done, "calculate_financing")


def _over_all_terms(thinking: Thinking, terms: dict[str, Any]) -> Step:
    """Say that there is no such term, and quote over those that there are."""
    ref = "calculate_financing: all terms"
    refused = Quote("calculate_financing")
    found = thinking.found(ref)
    if found is None:
        return ToolRequest(ref, "calculate_financing", terms)
    return (refused, Quote(ref)) if isinstance(found, CarQuote) and isinstance(found.outcome, Quotation) else (refused,)


def _told(thinking: Thinking, done: CarQuote, ref: str, *, about: QuoteAbout, least: bool) -> Step:
    if _is_gone(done.car):
        return showing.say_gone(thinking, done.car)
    quoted = isinstance(done.outcome, Quotation)
    wanted = Act.QUOTE_DOCUMENT in thinking.said.acts and quoted
    raised = least and isinstance(done.outcome, Quotation) and done.outcome.down_payment > 0
    return (
        *((Say(wording.LEAST_DOWN_PAYMENT),) if raised else ()),
        Quote(ref, about, thinking.state.terms),
        *((Say(wording.DOCUMENT_NEXT),) if wanted else ()),
    )


def _not_quoted(thinking: Thinking, subject: dict[str, Any], done: object) -> Step:
    """Say why there is no quote: the car is not on record any more, or something is not known."""
    if isinstance(done, Misuse) and "stock_id" in subject:
        return showing.say_gone(thinking, None)
    return (Say(unknown_wording.NOTHING_KNOWN),)


def _down_payment_first(thinking: Thinking, subject: dict[str, Any]) -> Step:
    """Ask for the down payment, once; a car that was only just named, or is sold by now, is shown with that."""
    if "stock_id" not in subject:
        return (Ask(Slot.DOWN_PAYMENT),)
    number = subject["stock_id"]
    if thinking.found("search_cars") is not None:
        return Cars((number,)), Ask(Slot.DOWN_PAYMENT)
    details = thinking.found("get_car_details")
    if details is None:
        return ToolRequest.once("get_car_details", stock_id=number)
    car = details.car if isinstance(details, CarDetails) else None
    if car is None or _is_gone(car):
        return showing.say_gone(thinking, car)
    only_named = when.points(thinking) or when.asks_price(thinking)
    return (*((Cars((number,)),) if only_named else ()), Ask(Slot.DOWN_PAYMENT))


def _is_gone(car: CarMatch | None) -> bool:
    """Whether the car was sold, put on hold or taken back since it was shown."""
    return car is not None and car.status != "available"


def _subject(thinking: Thinking) -> Step | dict[str, Any]:
    """Find what is to be financed: a car pointed at, one named, or a price stated; else the step that finds it."""
    said, state = thinking.said, thinking.state
    if said.stated_price is not None:
        return {"stated_price": said.stated_price}
    if state.focus is not None and not said.superlative and not said.names:
        return {"stock_id": state.focus}
    if said.superlative or said.names:
        named = showing.one_car(thinking)
        return {"stock_id": named} if isinstance(named, int) else several.quoted(thinking) or named
    if state.stated_price is not None:
        return {"stated_price": state.stated_price}
    another = said.has_wish and (said.follows_on or state.wish.models)  # "¿y el 2018?" of the model just quoted
    if another or (state.wish.models and not state.shown):  # a model named before its terms
        named = showing.the_one_wished(thinking)
        return {"stock_id": named} if isinstance(named, int) else several.quoted(thinking) or named
    if state.shown and said.wish.max_price is None:
        unknown = (Say(unknown_wording.not_on_record(said.unrecorded)),) if said.unrecorded else ()
        return *unknown, Ask(Slot.CAR)  # "el rojo": nothing tells which one that is
    if said.has_wish:
        return showing.show_cars(thinking)
    return tell_terms(thinking)
