"""What a price is wondered at, or held against another, where no car is looked for by it."""

from conversations.dialogue import hearing, lexer, lexicon
from conversations.dialogue.lexer import Tag
from conversations.dialogue.reading import Reading

_COSTS = frozenset("cuesta cuestan vale valen sale salen costs".split())
_REACH_OF_COSTING = 3  # words


def wonders(reading: Reading) -> bool:
    """Whether a price is wondered at, and no car looked for: "¿100 mil km y en ese precio?"."""
    return reading.state.focus is not None and hearing.says(lexicon.WONDERING, reading.folded)


def is_a_difference(reading: Reading, tag: Tag) -> bool:
    """Whether an amount is what one car costs more than another: "¿por qué cuesta 13 mil más?"."""
    behind = lexer.words(lexer.first_clause(reading.folded[tag.end :]))
    costs = not _COSTS.isdisjoint(lexer.words(lexer.last_clause(reading.before(tag)))[-_REACH_OF_COSTING:])
    return costs and behind[:1] in (["mas"], ["menos"]) and behind[1:3] != ["o", "menos"]
