"""What a word of ours means is told to who asks for it: "¿qué es el enganche?"."""

from catalog.spelling import fold
from conversations.agent.brains import Step, Thinking
from conversations.agent.brains import situation as when
from conversations.dialogue import glossary
from conversations.dialogue.plan import Say

_ASKS_THE_LEAST = "minim"  # which is told by itself: "¿qué es el enganche y cuánto es lo mínimo?"


def asks_what_a_word_means(thinking: Thinking) -> bool:
    """It is asked what a word means, and nothing is said of how a car would be paid, or of which."""
    said = thinking.said
    more = said.has_terms or said.names or when.says_wish(thinking) or _ASKS_THE_LEAST in fold(said.text)
    return bool(glossary.explained(said.text)) and not more


def explain(thinking: Thinking) -> Step:
    """Say what the words mean that are asked about."""
    return tuple(Say(meaning) for meaning in glossary.explained(thinking.said.text))
