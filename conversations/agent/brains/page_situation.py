"""What may hold once pages were quoted: more conditions for the policy's rows."""

from conversations.agent import limits
from conversations.agent.brains import Thinking
from conversations.agent.brains import situation as when
from conversations.dialogue import hearing, lexicon, questions
from conversations.dialogue.facts import Excerpt


def says_what_went_by(thinking: Thinking) -> bool:
    """After a reply that told of a limit, days or kilometres are said to have gone by: "apenas le metí 120 km"."""
    said = thinking.said
    last = thinking.turn.past[-1].reply if thinking.turn.past else ""
    told = limits.stated(Excerpt(last, "", ""))
    if not told or said.names or said.wish.max_price is not None or said.down_payment is not None:
        return False
    pays = hearing.says(lexicon.DOWN_PAYMENT, questions.respelled(said.text)) or said.monthly is not None
    return bool(limits.gone_by(said.text, told)) and not (pays or when.introduces_themselves(thinking))
