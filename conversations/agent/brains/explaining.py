"""What a word of ours means is told to who asks for it, and how one pays by the month: "¿qué es el enganche?"."""

from catalog.spelling import fold
from conversations.agent.brains import Step, Thinking, from_pages, joined, paying
from conversations.agent.brains import money_situation as money
from conversations.agent.brains import situation as when
from conversations.dialogue import glossary
from conversations.dialogue.acts import Act
from conversations.dialogue.plan import Say
from knowledge.language import reading

_ASKS_THE_LEAST = "minim"  # which is told by itself: "¿qué es el enganche y cuánto es lo mínimo?"

_OF_PAYING_MONTHLY = "credit"


def asks_what_a_word_means(thinking: Thinking) -> bool:
    """It is asked what a word means, and nothing is said of how a car would be paid, or of which."""
    said = thinking.said
    more = said.has_terms or said.names or when.says_wish(thinking) or _ASKS_THE_LEAST in fold(said.text)
    return bool(glossary.explained(said.text)) and not more


def explain(thinking: Thinking) -> Step:
    """Say what the words mean that are asked about."""
    return tuple(Say(meaning) for meaning in glossary.explained(thinking.said.text))


def asks_of_the_plan(thinking: Thinking) -> bool:
    """Paying by the month is spoken of, and neither of which car nor of how much: "plan de pagos", "a crédito"."""
    said = thinking.said
    of_it = Act.FINANCE in said.acts and reading.read(said.text).topic_names == {_OF_PAYING_MONTHLY}
    return of_it and not (said.has_terms or money.is_about_a_car(thinking) or when.says_wish(thinking))


def tell_of_the_plan(thinking: Thinking) -> Step:
    """Tell the terms on offer, and what a page surely says of how one comes to them."""
    return joined(paying.tell_terms(thinking), from_pages.told_surely(thinking, from_pages.HOW_PAID_MONTHLY))
