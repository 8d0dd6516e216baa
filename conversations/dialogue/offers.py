"""Which amounts are what a customer would pay in all for a car of ours: "te doy 200 de contado", "y 205?"."""

from decimal import Decimal

from conversations.dialogue import lexer, lexicon
from conversations.dialogue.cues import Cue, Cues
from conversations.dialogue.lexer import Tag
from conversations.dialogue.measures import in_thousands
from conversations.dialogue.reading import Reading
from conversations.dialogue.state import Part

MOST_PAID_DOWN = Decimal("0.6")  # of the price; more than that is rather another price


def is_offer(reading: Reading, tag: Tag, said: Cues) -> bool:
    """Whether an amount is a price that the customer names for the car talked about."""
    if reading.state.focus is None or reading.names or reading.has_term or Cue.DOWN_PAYMENT in said:
        return False
    low = is_within(reading, tag, MOST_PAID_DOWN)
    if not low and lexer.phrases(*lexicon.CLOSING).search(reading.folded):
        return True  # "120 y es trato"
    if Cue.OFFER in said:
        return not low or bool(lexer.phrases(*lexicon.IN_CASH).search(reading.folded[tag.end :]))
    return reading.state.last_part is Part.OFFER and said.part is None and said.bound is None and not low


def is_within(reading: Reading, tag: Tag, share: Decimal) -> bool:
    """Whether an amount is at most this share of the price of the car talked about."""
    car = reading.state.looks_of(*filter(None, [reading.state.focus]))
    return bool(car) and in_thousands(tag) <= car[0].price * share
