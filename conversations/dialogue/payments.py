"""Tells what is asked of a plan by words put together: how much is to be paid down, and for which payment."""

import re

from conversations.dialogue import lexer, lexicon
from conversations.dialogue.acts import Act
from conversations.dialogue.cues import Cue, Cues
from conversations.dialogue.lexer import Tag
from conversations.dialogue.measures import in_thousands
from conversations.dialogue.reading import Reading

BUYS_NO_CAR = 100_000  # who has less looks for something to pay down, whatever they look for
_FINANCING_TERMS = lexer.phrases(*lexicon.FINANCING_TERMS)
_HOW_MUCH_DOWN = re.compile(  # "¿con cuánto le entro?", "¿cuánto más tendría que dar?"
    rf"{lexer.phrases(*lexicon.HOW_MUCH_DOWN).pattern}"
    rf"(?: {lexer.phrases(*lexicon.BEFORE_PAYING_DOWN).pattern}){{0,3}} {lexer.phrases(*lexicon.PAYING_DOWN).pattern}"
)


def asked(written: str) -> set[Act]:
    """Return what is asked of terms in general, or of a down payment, as far as words tell by themselves."""
    found = {Act.FINANCING_TERMS: _FINANCING_TERMS, Act.FIND_DOWN_PAYMENT: _HOW_MUCH_DOWN}
    return {act for act, pattern in found.items() if pattern.search(written)}


def is_saved_up(reading: Reading, tag: Tag, said: Cues) -> bool:
    """Whether savings are to be paid down: they are beside a payment, or buy no car and are not said to be all."""
    around = f"{lexer.last_clause(reading.before(tag))} {lexer.first_clause(reading.folded[tag.end :])}"
    if not lexer.phrases(*lexicon.SAVED).search(around):
        return False
    at_once = lexer.phrases(*lexicon.IN_CASH, *lexicon.ANY_CAR, *lexicon.BUDGETING).search(reading.folded)
    little = in_thousands(tag) < BUYS_NO_CAR and not at_once and said.bound is not Cue.AT_MOST
    return little or reading.says_a_payment or "monthly" in reading.money


def asks_what_it_buys(reading: Reading) -> bool:
    """Whether it is asked what an amount buys at once: "de contado, ¿qué me alcanza con 90?"."""
    return all(lexer.phrases(*spoken).search(reading.folded) for spoken in (lexicon.IN_CASH, lexicon.ANY_CAR))


def is_spent_at_once(reading: Reading) -> bool:
    """Whether it is asked what an amount buys, and no more of the model talked about: "¿y de contado con 90?"."""
    most = reading.wish.get("max_price") is not None
    return most and lexer.phrases(*lexicon.IN_CASH).search(reading.folded) is not None
