"""The graders: each looks at one reply for one thing and returns what is wrong with it, nothing when all is well.

They read the finished text as a customer would, ask the catalogue and do sums by themselves, and share no code with
whatever wrote the text.
"""

from collections.abc import Callable, Mapping
from typing import Any

from conversations.evaluation.graders import always, calling, cars, money, standing, words
from conversations.evaluation.hearing import Heard

Grader = Callable[[Heard, Any], list[str]]

GRADERS: Mapping[str, Grader] = {
    "cars": cars.shows,
    "card": cars.shows_only,
    "nearest": cars.offers_nearest,
    "mentions": cars.mentions,
    "quote": money.quotes,
    "affordable": money.tells_what_is_affordable,
    "down_payment_for": money.tells_down_payments,
    "says": words.says_all,
    "says_any": words.says_any,
    "never": words.never_says,
    "asks": words.asks,
    "declines": words.declines,
    "unknown": words.admits_not_knowing,
    "english": words.is_english,
    "tools": calling.calls,
    "no_tools": calling.does_not_call,
    "hands_over": standing.hands_over,
    "state": standing.stands,
    "silent": standing.is_silent,
    "memory": standing.remembers,
}


def grade(heard: Heard, expects: Mapping[str, Any]) -> list[str]:
    """Return everything that is wrong with a reply: what was expected of it, and what is expected of all."""
    complaints = [] if "silent" in expects else always.wrong_with(heard)
    for name, argument in expects.items():
        complaints += [f"{name}: {complaint}" for complaint in GRADERS[name](heard, argument)]
    return complaints
