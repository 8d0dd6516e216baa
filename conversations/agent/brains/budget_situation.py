"""What may hold while cars are looked for by what can be paid a month: more conditions for the policy's rows."""

from catalog.spelling import fold
from conversations.agent.brains import Thinking
from conversations.agent.brains import situation as when
from conversations.dialogue import lexer, lexicon

_ASKS_WHICH, _NARROWING = lexer.phrases(*lexicon.ASKS_WHICH), lexer.phrases(*lexicon.NARROWING)

_SHORT = 4  # words; what is longer asks something of it


def chose_what_can_be_paid(thinking: Thinking) -> bool:
    """One of the cars that a monthly payment buys is picked."""
    by_payment = thinking.turn.state.monthly is not None and thinking.turn.state.focus is None
    return by_payment and when.points(thinking) and when.has_focus(thinking) and not thinking.said.among


def asks_which_cars(thinking: Thinking) -> bool:
    """While cars are looked for by what can be paid a month, the question is which ones: "a 48 meses ¿cuáles?"."""
    pointed = thinking.said.ordinal is not None or when.points(thinking) or bool(thinking.said.names)
    by_monthly = thinking.state.monthly is not None and not pointed
    return by_monthly and bool(_ASKS_WHICH.search(fold(thinking.said.text)))


def narrows_what_can_be_paid(thinking: Thinking) -> bool:
    """The list at hand is of what a monthly payment buys, and some of it is left out: "solo Honda", "automáticos"."""
    said = thinking.said
    narrows = not said.names or bool(_NARROWING.search(fold(said.text)))
    return looks_by_monthly(thinking) and narrows and said.superlative is None and said.relative is None


def looks_by_monthly(thinking: Thinking) -> bool:
    """The list at hand is of what a monthly payment buys."""
    return thinking.state.monthly is not None and thinking.state.focus is None


def remembers_monthly(thinking: Thinking) -> bool:
    """What can be paid a month is known from before."""
    return thinking.state.monthly is not None


def names_what_can_be_paid(thinking: Thinking) -> bool:
    """One model is picked by its name, on this page of what can be paid or on another: "el onix"."""
    said, before = thinking.said, thinking.turn.state
    words = lexer.words(fold(said.text))
    picked = len(said.names) == 1 and said.names[0].model is not None and words[:1] in (["el"], ["la"])
    by_payment = before.monthly is not None and before.focus is None and bool(before.shown)
    return picked and by_payment and len(words) <= _SHORT
