"""Tool: a person takes the conversation over: asked for, or for a complaint or a warranty claim."""

from pydantic import Field

from conversations.agent.tools import Tool, ToolArgs, ToolContext
from conversations.dialogue.facts import FactValue, HandedOver
from conversations.dialogue.plan import HandoverKind


class HandOverToPersonArgs(ToolArgs):
    """What it is about, for whoever reads it."""

    reason: str = Field("", max_length=1000, description="In the customer's own words.")
    kind: HandoverKind = HandoverKind.PERSON


def run(args: HandOverToPersonArgs, context: ToolContext) -> FactValue:
    """Return why a person is fetched, and when somebody is there for it."""
    return HandedOver(args.kind, args.reason, context.team_is_back())


TOOL = Tool(
    name="hand_over_to_person",
    description="Give the conversation to a person: the customer asks for one, complains, or claims a warranty.",
    args=HandOverToPersonArgs,
    run=run,
)
