"""What may hold when others sell for less, or badly, and when theirs is given in: conditions of the policy's rows."""

from conversations.agent.brains import Thinking
from conversations.agent.brains import situation as when
from conversations.dialogue import hearing, lexicon, questions, weighing
from conversations.dialogue.acts import Act


def was_cheated_elsewhere(thinking: Thinking) -> bool:
    """Others did badly by the customer, who asks how we would not."""
    return weighing.was_cheated_elsewhere(questions.respelled(thinking.said.text))


def is_outbid(thinking: Thinking) -> bool:
    """Others are said to have the like of the car talked about for less."""
    written = questions.respelled(thinking.said.text)
    outbid = hearing.says(lexicon.OUTBID, written) and hearing.says(lexicon.OUTBID_FOR, written)
    return thinking.state.focus is not None and outbid and not thinking.said.names


def asks_for_the_surplus(thinking: Thinking) -> bool:
    """The question is whether they are paid what their car is worth more than ours."""
    written = questions.respelled(thinking.said.text)
    theirs = thinking.state.own_car is not None or hearing.says(lexicon.THEIRS_UNNAMED, written)
    return theirs and hearing.says(lexicon.SURPLUS, written)


def has_a_reply_of_its_own(thinking: Thinking) -> bool:
    """Something is asked that a page alone would not do justice to: trust, the surplus, whether a car lasts."""
    asked = (was_cheated_elsewhere, doubts_a_used_car, asks_whether_it_lasts, asks_for_the_surplus, when.fears_fraud)
    return any(condition(thinking) for condition in asked)


def wants_another_for_theirs(thinking: Thinking) -> bool:
    """A car of ours is looked for beside the one to give in."""
    return Act.TRADE_IN in thinking.said.acts and thinking.said.has_wish


def asks_how_that_goes(thinking: Thinking) -> bool:
    """The question is how giving a car in works."""
    return Act.TRADE_IN in thinking.said.acts and when.asks_how(thinking)


def doubts_a_used_car(thinking: Thinking) -> bool:
    """The customer asks whether one can trust a used car at all: "¿es seguro comprar usado?", "¿y si me sale malo?"."""
    return hearing.says(lexicon.DOUBTING_USED, questions.respelled(thinking.said.text)) and not when.says_wish(thinking)


def asks_whether_it_lasts(thinking: Thinking) -> bool:
    """It is asked whether a car will turn out well, which no row says, and none is looked for or put beside another."""
    beside = Act.COMPARE in thinking.said.acts or when.says_wish(thinking)
    return "reliability" in thinking.said.unrecorded and not beside
