"""Tells how often somebody travels from how often they pay: "salimos cada quincena a Veracruz" asks for no payment."""

import re

from conversations.dialogue import lexer, lexicon

_TRAVEL = lexer.phrases(*lexicon.TRAVELLING).pattern
_OFTEN = lexer.phrases(*lexicon.WEEKLY, *lexicon.FORTNIGHTLY, *lexicon.BY_THE_MONTH).pattern
_NOT_PAID = r"(?: (?!pag|dar|dando|abon|liquid|deposit|gast|pay)[a-z]+)"
_HABIT = re.compile(
    rf"{_TRAVEL}{_NOT_PAID}{{0,5}}? (?:una vez |dos veces |cada )?{_OFTEN}"
    rf"|(?:cada )?{_OFTEN}{_NOT_PAID}{{0,2}}? {_TRAVEL}"
)


def without_habits(folded: str) -> str:
    """Return folded text with what tells how often one travels blanked; what is left stays where it was."""
    return _HABIT.sub(lambda match: " " * len(match[0]), folded)
