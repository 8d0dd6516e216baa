"""Goals about what a plan comes to in the end: the total, its interest, and whether anything is left to pay."""

from dataclasses import replace

from catalog.spelling import fold
from conversations.agent.brains import Step, Thinking, ToolRequest, each_of, paying
from conversations.agent.brains import money_situation as money
from conversations.dialogue import hearing, lexicon, plans_wording, wording
from conversations.dialogue.facts import CarQuote
from conversations.dialogue.plan import Ask, Part, Quote, QuoteAbout, Say, Slot


def tell_totals(thinking: Thinking) -> Step:
    """Say what the quote at hand comes to in all, and how much of it is interest, from a fresh quote."""
    written = fold(thinking.said.text)
    if hearing.says(lexicon.WITH_DOWN_PAYMENT, written):
        return paying.quoted(thinking, about=QuoteAbout.WITH_DOWN_PAYMENT)
    return paying.quoted(thinking, about=QuoteAbout.TOTAL)


def weigh_terms(thinking: Thinking) -> Step:
    """Say over which of the terms less is paid a month, and over which in all: "¿cuál me conviene, 4 o 6 años?"."""
    return paying.quoted(thinking, about=QuoteAbout.TERMS)


def tell_what_changes(thinking: Thinking) -> Step:
    """Quote with the other down payment, and say by how much that is less a month than with the one before."""
    before, ref = thinking.turn.state, "calculate_financing: before"
    done = paying.quoted(thinking)
    if thinking.found(ref) is None and isinstance(done, ToolRequest) and done.name == "calculate_financing":
        return done, ToolRequest(ref, done.name, {**done.args, **money.paid_down(before)})
    parts = (part for part in each_of(done) if not isinstance(part, ToolRequest))
    told = tuple(replace(part, beside=ref) if isinstance(part, Quote) else part for part in parts)
    return told or done


def tell_totals_of_found(thinking: Thinking) -> Step:
    """Say it of the plan whose down payment was just found: "¿y así cuánto es de puros intereses?"."""
    return paying.find_down_payment(thinking, about=QuoteAbout.TOTAL)


def tell_totals_of_each(thinking: Thinking) -> Step:
    """Say it of each of the few cars that are spoken of together."""
    state = thinking.state
    terms = {"down_payment": state.down_payment, "down_payment_percent": state.down_payment_percent}
    refs = {f"calculate_financing: {number}": number for number in state.compared or state.shown}
    calls = tuple(
        ToolRequest(ref, "calculate_financing", {"stock_id": number, **terms, "months": state.months})
        for ref, number in refs.items()
        if thinking.found(ref) is None
    )
    told: list[Part] = [Quote(ref, QuoteAbout.TOTAL) for ref in refs if isinstance(thinking.found(ref), CarQuote)]
    return calls or tuple(told) or paying.tell_terms(thinking)


def say_that_nothing_is_left(thinking: Thinking) -> Step:
    """Say that the payments cover all that is financed, as every plan that is calculated here does."""
    return (Say(wording.NOTHING_LEFT),)


def quote_without_down_payment(thinking: Thinking) -> Step:
    """Show what the payments are without a down payment, and ask for one: who was asked before did not say."""
    done = paying.quoted(thinking, least=True)
    parts = tuple(part for part in each_of(done) if not isinstance(part, ToolRequest))
    return (Say(plans_wording.FROM_NOTHING), *parts, Ask(Slot.DOWN_PAYMENT)) if parts else done


OF_ONE = (tell_totals, weigh_terms, tell_what_changes)  # goals about the one car, or price, at hand
