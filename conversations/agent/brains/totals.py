"""Goals about what a plan comes to in the end: the total, its interest, and whether anything is left to pay."""

from catalog.spelling import fold
from conversations.agent.brains import Step, Thinking, ToolRequest, paying
from conversations.dialogue import hearing, lexicon, wording
from conversations.dialogue.facts import CarQuote
from conversations.dialogue.plan import Part, Quote, QuoteAbout, Say


def tell_totals(thinking: Thinking) -> Step:
    """Say what the quote at hand comes to in all, and how much of it is interest, from a fresh quote."""
    with_payments = hearing.says(lexicon.CUES["monthly", "after"], fold(thinking.said.text))  # "¿y al mes?" beside it
    return paying.quoted(thinking, about=QuoteAbout.PLANS if with_payments else QuoteAbout.TOTAL)


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
