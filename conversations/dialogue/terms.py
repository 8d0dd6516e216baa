"""Tells amounts by their shape: terms, what stands beside one, a range of prices, a thousand in its own message."""

from catalog.spelling import fold
from conversations.dialogue import lexer, lexicon
from conversations.dialogue.cues import Cue, Cues
from conversations.dialogue.lexer import Kind, Tag
from conversations.dialogue.reading import TERMS, Reading

_LONGEST_YEARS = 8
_LOWEST_SPOKEN, _HIGHEST_SPOKEN = 80, 1000  # thousands
_EITHER, _BETWEEN = frozenset({"o", "u", "y", "e", "or", "and", "vs"}), frozenset({"a", "de", "el", "los", "en", "la"})
_WEIGHED = lexer.phrases(*lexicon.JUDGING, *lexicon.WEIGHING_TERMS)
_THOUSANDS, _LONGEST_BARE = frozenset({"mil", "miles", "k"}), 3  # figures


def is_one_of_two(reading: Reading, tag: Tag, said: Cues) -> bool:
    """Whether a bare figure is a term beside another: "¿3 o 5 años?", "¿cuál me deja menos deuda, 48 o 60?"."""
    bare = tag.kind is Kind.NUMBER and said.part in {None, Cue.OVER}
    if not bare or not reading.quoting or not (tag.value in TERMS or tag.value <= _LONGEST_YEARS):
        return False
    others = (other for other in (reading.earlier.get(tag), reading.later.get(tag)) if other is not None)
    weighed = tag.value in TERMS and _WEIGHED.search(reading.folded) is not None
    return any(
        _are_joined(reading, *sorted((tag, other), key=lambda one: one.start))
        and (other.kind is Kind.MONTHS or (weighed and other.kind is Kind.NUMBER and other.value in TERMS))
        for other in others
    )


def _are_joined(reading: Reading, one: Tag, other: Tag) -> bool:
    between = set(lexer.words(reading.folded[one.end : other.start]))
    return bool(between & _EITHER) and between <= _EITHER | _BETWEEN


def is_paid_down_before_one(reading: Reading, tag: Tag, said: Cues) -> bool:
    """Whether a term stands right behind an amount, while one car is talked about: "supón 200 mil a 72"."""
    later, other_parts = reading.later.get(tag), {Cue.PAY, Cue.CAN} & {*said.before, *said.after}
    if later is None or reading.state.focus is None or reading.names or said.part or said.bound or other_parts:
        return False
    term = later.kind is Kind.MONTHS or (later.kind is Kind.NUMBER and later.value in TERMS)
    return term and lexer.words(reading.folded[tag.end : later.start]) == ["a"] and not reading.closes_a_range(later)


def is_end_of_a_price_range(reading: Reading, tag: Tag, said: Cues) -> bool:
    """Whether a bare figure is an end of what a car may cost, no other thing being talked about: "de 200 a 250"."""
    ends = reading.closes_a_range(tag) or reading.opens_a_range(tag)
    spoken = tag.kind is Kind.NUMBER and _LOWEST_SPOKEN <= tag.value < _HIGHEST_SPOKEN
    return ends and spoken and said.part is None and not (reading.quoting or reading.finances)


def completed(text: str, before: str) -> str:
    """Return a message that begins with a thousand behind the figure that ended the one before: "doy 40", "mil"."""
    words, last = lexer.words(fold(text)), lexer.words(fold(before))[-1:]
    bare = bool(last) and last[0].isdigit() and len(last[0]) <= _LONGEST_BARE
    return f"{before.rstrip(' .,;!?')} {text}" if words and words[0] in _THOUSANDS and bare else text
