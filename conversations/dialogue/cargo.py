"""Tells when a car is to carry things: by a phrase, or by a verb of carrying and a load, "donde quepa la lavadora"."""

import re

from conversations.dialogue import lexer, lexicon

_LOAD = lexer.phrases(*lexicon.LOADS).pattern
_SOME = rf"(?:[^\W\d]+ |\d{{1,2}} ){{0,3}}?{_LOAD}"
_CARRIES = re.compile(rf"{lexer.phrases(*lexicon.CARRYING).pattern} {_SOME}(?:(?: y|,| e|, y) {_SOME})*")
_SAID_SO = lexer.phrases(*lexicon.PURPOSES["cargo"])


def is_meant(folded: str) -> bool:
    """Whether things are to be carried."""
    return bool(_SAID_SO.search(folded) or _CARRIES.search(folded))


def without_loads(folded: str) -> str:
    """Return the text without the loads to be carried: "donde quepan mis bocinas" asks for no equipment."""
    return _CARRIES.sub(" ", folded)
