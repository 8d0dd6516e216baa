"""Which amounts say again what was said before, and which come on top of it: "con los mismos 60", "y otros 20"."""

import re
from decimal import Decimal

from conversations.dialogue import lexer, lexicon
from conversations.dialogue.cues import Cue, Cues
from conversations.dialogue.lexer import Kind, Tag
from conversations.dialogue.measures import in_thousands, monthly_amount
from conversations.dialogue.reading import Reading
from conversations.dialogue.state import DialogueState, Part

_PLUS = re.compile(r"\+\s*(?:los|las|mis|unos|otros)?$")


def exactly(state: DialogueState, tag: Tag) -> Part | None:
    """Return what an amount that was said before is for: the 4 mil of "¿ese sí me queda en los 4 mil?"."""
    said = {
        Part.MONTHLY: (state.monthly, monthly_amount(tag)),
        Part.DOWN_PAYMENT: (state.down_payment, in_thousands(tag)),
    }
    return next((one for one, (before, value) in said.items() if before == value != 0), None)


def recalls(reading: Reading, tag: Tag, said: Cues) -> bool:
    """Whether an amount is one that was said before, and nothing gives it another part: "¿me queda en los 4 mil?"."""
    same = lexer.words(reading.before(tag))[-1:] in (["mismos"], ["mismas"])  # "con los mismos 60"
    of_money = tag.kind is Kind.MONEY or (tag.kind is Kind.NUMBER and same)
    paid = of_money and said.part is None and (reading.quoting or reading.state.monthly is not None)
    return paid and (same or not reading.names_before(tag)) and exactly(reading.state, tag) is not None


def comes_on_top(reading: Reading, tag: Tag, said: Cues) -> bool:
    """Whether an amount is paid down besides the one before: "¿y si doy otros 20?", "con 15 más"."""
    if said.part not in {None, Cue.DOWN_PAYMENT, Cue.OFFER, Cue.PRICE} or on_top_of(reading, tag) is None:
        return False
    before = " ".join(lexer.words(lexer.last_clause(reading.before(tag))))
    after = " ".join(lexer.words(reading.folded[tag.end :]))
    own = lexicon.ADDING["beside"] if reading.paid_down else ()  # "60 por el mío y yo pongo 40"
    added = (*lexicon.ADDING["after"], *(lexicon.ADDING["theirs"] if reading.paid_down else ()))
    behind = any(after == phrase or after.startswith(f"{phrase} ") for phrase in added)
    ahead = any(before == phrase or before.endswith(f" {phrase}") for phrase in (*lexicon.ADDING["before"], *own))
    ahead = ahead or _PLUS.search(reading.before(tag)) is not None  # "130 + los 120 que tengo"
    return ahead or (behind and not after.startswith("mas o menos"))


def on_top_of(reading: Reading, tag: Tag) -> Decimal | None:
    """Return the down payment that another is added to: the one said just before it, or else the remembered one.

    With "o" between the two, or "y si", they are one or the other.
    """
    if reading.paid_down:
        part, value = reading.paid_down[-1]
        either = lexer.phrases(*lexicon.EITHER).search(reading.before(tag))
        return value if part == "down_payment" and not either else None
    return reading.state.down_payment
