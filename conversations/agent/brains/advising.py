"""When the choice between a few cars is left to us, and what of them matters to who leaves it."""

from collections.abc import Iterator

from catalog.criteria import Body, Ordering
from conversations.agent.brains import Thinking
from conversations.agent.brains import money_situation as money
from conversations.dialogue import choosing, contrasts, hearing, lexicon, questions
from conversations.dialogue.acts import Act
from conversations.dialogue.plan import Contrast

_CARED_FOR = {Ordering.CHEAPEST: Contrast.PRICE, Ordering.NEWEST: Contrast.YEAR, Ordering.FEWEST_KM: Contrast.KM}


def asks_to_choose(thinking: Thinking) -> bool:
    """Whether it is asked which one to take, and not what tells them apart: "¿usted cuál agarraría?"."""
    return choosing.is_left_to_us(questions.respelled(thinking.said.text))


def again(thinking: Thinking, ids: tuple[int, ...]) -> bool:
    """Whether the choice is asked of cars that stood side by side already: nothing but which one is told then."""
    said, compared = thinking.said, thinking.turn.state.compared
    paid = Act.FINANCE in said.acts and money.has_down_payment(thinking)
    more = said.contrast or said.space or said.has_terms or paid or Act.DETAILS in said.acts
    return set(ids) <= set(compared) and asks_to_choose(thinking) and not more


def what_matters(thinking: Thinking) -> tuple[Contrast, ...]:
    """Return what the customer says to care for now; else what was asked and looked for until now."""
    now = dict.fromkeys(_cared_for(thinking.said.text))
    before = (about for past in thinking.turn.past for about in _cared_for(past.customer))
    return tuple(now or dict.fromkeys((*before, *_looked_for(thinking))))


def _cared_for(text: str) -> Iterator[Contrast]:
    written = questions.respelled(text)
    yield from (_CARED_FOR[order] for order in contrasts.orders_said(written) if order in _CARED_FOR)
    if hearing.says(lexicon.PURPOSES["economy"], written):
        yield Contrast.PRICE
    if hearing.says(lexicon.PURPOSES["family"], written):
        yield Contrast.SIZE


def _looked_for(thinking: Thinking) -> Iterator[Contrast]:
    wish = thinking.state.wish
    if wish.ordering in _CARED_FOR:
        yield _CARED_FOR[wish.ordering]
    if thinking.state.monthly is not None:
        yield Contrast.PRICE
    if wish.max_km is not None:
        yield Contrast.KM
    if wish.body is Body.SEVEN_SEATS and wish.max_length_mm is None:
        yield Contrast.SIZE
