"""The one place that knows how the dialogue's understanding is called: a text in a context -> acts and slots."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from catalog.criteria import CarCriteria
from catalog.models import Car
from catalog.spelling import Vocabulary
from conversations.dialogue import understanding
from conversations.dialogue.plan import Slot
from conversations.dialogue.state import DialogueState
from conversations.dialogue.understanding import Understanding

# What decides the reply; a greeting, a thank-you or a yes beside it does not.
DECIDING = frozenset(
    "search more count select details finance financing_terms find_down_payment find_term quote_document knowledge "
    "person reset".split()
)
_ABOUT_CAR = ("min_price", "max_price", "min_year", "max_year", "min_km", "max_km", "transmission")
# Slots that wish for a car.
WISHES = frozenset({"make", "model", "excluded_make", "order", *_ABOUT_CAR})
_TERMS = ("ordinal", "stated_price", "down_payment", "monthly", "months")


@dataclass(frozen=True)
class Reading:
    """What was understood: the deciding acts, and slots with their values as text."""

    acts: frozenset[str]
    slots: frozenset[tuple[str, str]]


def read(text: str, context: str, vocabulary: Vocabulary) -> Reading:
    """Understand a text after a list, a card or a quote was shown, or nothing."""
    said = understanding.understand(text, state=_states()[context], vocabulary=vocabulary)
    return Reading(frozenset(str(act) for act in said.acts) & DECIDING, frozenset(_slots(said)))


def forget() -> None:
    """Forget the cars of the contexts; the next reading looks them up again."""
    _states.cache_clear()


@cache
def _states() -> dict[str, DialogueState]:
    """Return what is remembered in each context, with cars that are in the catalogue."""
    cars = list(Car.objects.filter(status="available", deleted_at=None, make="Nissan").order_by("price")[:8])
    ids = tuple(car.stock_id for car in cars)
    wish = CarCriteria(makes=("Nissan",))
    card = DialogueState(
        wish=CarCriteria(makes=("Nissan",), models=(cars[0].model,)), shown=ids[:1], total=1, focus=ids[0], greeted=True
    )
    return {
        "new": DialogueState(greeted=True),
        "listed": DialogueState(wish=wish, shown=ids[:5], total=len(ids), greeted=True),
        "card": _with(card, pending=Slot.DOWN_PAYMENT),
        "quoted": _with(card, down_payment=Decimal(50_000), months=48),
    }


def _with(state: DialogueState, **values: object) -> DialogueState:
    return DialogueState(**{**{name: getattr(state, name) for name in state.__dataclass_fields__}, **values})


def _slots(said: Understanding) -> Iterator[tuple[str, str]]:
    wish = said.wish
    # A model says its make; who named the model did not have to.
    names = {"model": wish.models, "excluded_make": wish.excluded_makes} | ({} if wish.models else {"make": wish.makes})
    yield from ((slot, name) for slot, found in names.items() for name in found)
    told = {name: getattr(wish, name) for name in _ABOUT_CAR} | {name: getattr(said, name) for name in _TERMS}
    told |= {"percent": said.down_payment_percent, "order": said.superlative or wish.ordering}
    yield from ((name, _plain(value)) for name, value in told.items() if value is not None)


def _plain(value: object) -> str:
    return f"{value.normalize():f}" if isinstance(value, Decimal) else str(value)
