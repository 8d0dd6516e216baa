"""Tells what is asked of a plan by words put together: how much is to be paid down, and for which payment."""

import re

from conversations.dialogue import lexer, lexicon
from conversations.dialogue.acts import Act
from conversations.dialogue.cues import Cue, Cues
from conversations.dialogue.reading import Reading

_FINANCING_TERMS = lexer.phrases(*lexicon.FINANCING_TERMS)
_HOW_MUCH_DOWN = re.compile(  # "¿con cuánto le entro?", "¿cuánto más tendría que dar?"
    rf"{lexer.phrases(*lexicon.HOW_MUCH_DOWN).pattern}"
    rf"(?: {lexer.phrases(*lexicon.BEFORE_PAYING_DOWN).pattern}){{0,3}} {lexer.phrases(*lexicon.PAYING_DOWN).pattern}"
)


def asked(written: str) -> set[Act]:
    """Return what is asked of terms in general, or of a down payment, as far as words tell by themselves."""
    found = {Act.FINANCING_TERMS: _FINANCING_TERMS, Act.FIND_DOWN_PAYMENT: _HOW_MUCH_DOWN}
    return {act for act, pattern in found.items() if pattern.search(written)}


def is_aimed_at(reading: Reading, said: Cues) -> bool:
    """Whether an amount is the payment that a down payment is asked for: "¿cuánto doy para que quede en 5?"."""
    return Cue.PAY in said and Act.FIND_DOWN_PAYMENT in reading.acts


def is_beside_the_question(reading: Reading, said: Cues) -> bool:
    """Whether it is asked how much to pay down, so that no amount is it: "¿cuánto doy para llegar a 4500?"."""
    return Act.FIND_DOWN_PAYMENT in reading.acts and {Cue.WITH, Cue.HAVE}.isdisjoint(said.before)
