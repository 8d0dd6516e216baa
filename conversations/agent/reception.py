"""What is answered before a brain is asked, the same for both: attachments without words, adverts, what is not ours."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from conversations.agent import scope
from conversations.agent.brains import Thinking, ToolRequest
from conversations.agent.scope import Ruling
from conversations.agent.tools import ToolContext, registry
from conversations.dialogue import places, wording
from conversations.dialogue.attachments import Attachment, Kind
from conversations.dialogue.facts import BranchesFound, CarDetails, Excerpts, Fact
from conversations.dialogue.plan import Ask, Branches, Cars, ReplyPlan, Say, Slot
from conversations.dialogue.understanding import ATTACHMENT
from knowledge.language import districts, reading

_LONGEST_QUESTION = 2000
_FEW_WORDS = 4
# What says nothing of whose place is asked about.
_OF_ANY_SITE = frozenset(
    "aqui aca ahi hoy manana tarde noche semana fin dia llegan llega mandan entregan kavak".split()
)
_MOST_ADVERTISED = 3  # stock numbers that one advert may name


@dataclass(frozen=True)
class Received:
    """What was found on the way, and the plan where no brain is needed."""

    facts: tuple[Fact, ...] = ()
    plan: ReplyPlan | None = None


def receive(thinking: Thinking, context: ToolContext) -> Received:
    """Return the first answer that needs no brain, with what was looked up for it."""
    facts: list[Fact] = []
    for answer in (_papers, _place, _advertised, _wordless, _not_ours):
        for step in answer(thinking, context):
            if isinstance(step, ReplyPlan):
                return Received(tuple(facts), step)
            facts.append(step)
    return Received(tuple(facts))


# What an answer comes to: what it looked up, and then its plan if it has one.
Steps = Iterator[Fact | ReplyPlan]
Answer = Callable[[Thinking, ToolContext], Steps]


def _papers(thinking: Thinking, context: ToolContext) -> Steps:
    if any(attachment.kind is Kind.IDENTITY for attachment in thinking.turn.attachments):
        yield ReplyPlan((Say(wording.NO_PAPERS),))


def _place(thinking: Thinking, context: ToolContext) -> Steps:
    """Answer a position with the branches nearest to it."""
    place = _last_place(thinking.turn.attachments)
    if place is None:
        return
    position = {"latitude": place.latitude, "longitude": place.longitude}
    fact = registry.run(ToolRequest.once("find_branches", **position), context)
    yield fact
    if isinstance(fact.value, BranchesFound) and fact.value.found:
        yield ReplyPlan((Say(wording.NEAREST), Branches(tuple(branch.id for branch in fact.value.found))))
    elif _is_wordless(thinking):
        yield ReplyPlan((Say(wording.NO_NEAREST),))


def _advertised(thinking: Thinking, context: ToolContext) -> Steps:
    """Open on the car of the advert that the customer came by, unless they wish for something of their own."""
    if thinking.said.names:
        return
    for stock_id in thinking.turn.advertised[:_MOST_ADVERTISED]:
        fact = registry.run(
            ToolRequest(f"get_car_details: {stock_id}", "get_car_details", {"stock_id": stock_id}), context
        )
        yield fact
        if isinstance(fact.value, CarDetails) and fact.value.car is not None:
            yield ReplyPlan((Cars((stock_id,)), Say(wording.CARD_HINT)))


def _wordless(thinking: Thinking, context: ToolContext) -> Steps:
    """Answer what cannot be read with what can be done instead."""
    kinds = [attachment.kind for attachment in thinking.turn.attachments]
    if _is_wordless(thinking) and kinds:
        yield ReplyPlan(tuple(Say(wording.UNREAD[kind]) for kind in dict.fromkeys(kinds)))


def _asks_of_our_sites(thinking: Thinking) -> bool:
    """Whether a city is named with our hours or sites, or with nothing else, or a district: "por Coapa"."""
    question = thinking.turn.text[:_LONGEST_QUESTION]
    if districts.named(question) and len(question.split()) <= _FEW_WORDS:
        return True
    read = reading.read(question)
    return bool(read.places) and places.asks(question) and _OF_ANY_SITE.issuperset(read.terms)


def _asks_of_a_branch(thinking: Thinking, context: ToolContext, ruling: Ruling) -> bool:
    """Whether a place is asked about by a name that staff gave it: "¿abren mañana en Los Volcanes?".

    Where the message is merely in doubt, the city of a branch is enough: "a que hora cierra la de mty".
    """
    question = thinking.turn.text[:_LONGEST_QUESTION]
    if not places.asks(question):
        return False
    asked = registry.run(ToolRequest("find_branches: named", "find_branches", {"place": question}), context).value
    if not isinstance(asked, BranchesFound) or not (asked.found or asked.sites):
        return False
    return (
        bool(asked.sites)
        or asked.by_name
        or (asked.by_city and ruling is Ruling.DOUBTFUL and places.says_what_of(question))
    )


def _not_ours(thinking: Thinking, context: ToolContext) -> Steps:
    """Decline what is not ours; what is in doubt is looked up first."""
    ruling = scope.judge(thinking.said, thinking.turn.state)
    if ruling is not Ruling.OURS and (_asks_of_our_sites(thinking) or _asks_of_a_branch(thinking, context, ruling)):
        return
    if ruling is Ruling.DOUBTFUL:
        question = thinking.turn.text[:_LONGEST_QUESTION]
        fact = registry.run(ToolRequest.once("search_knowledge_base", question=question), context)
        yield fact
        if scope.names_us(question) or _surely_answers(fact):
            return
    if ruling is not Ruling.OURS:
        yield ReplyPlan((Say(wording.OFF_TOPIC), Ask(Slot.WISH)))


def _surely_answers(fact: Fact) -> bool:
    """Whether a page holds more than what is nearest by chance."""
    return isinstance(fact.value, Excerpts) and any(excerpt.sure for excerpt in fact.value.found)


def _last_place(attachments: tuple[Attachment, ...]) -> Attachment | None:
    return next((attachment for attachment in reversed(attachments) if attachment.kind is Kind.PLACE), None)


def _is_wordless(thinking: Thinking) -> bool:
    return set(thinking.turn.messages) <= {ATTACHMENT}
