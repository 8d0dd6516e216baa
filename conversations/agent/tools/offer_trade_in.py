"""Tool: note the car that the customer wants to sell or give in; a person looks at it, nobody values it here."""

from pydantic import Field

from conversations.agent.tools import Tool, ToolArgs, ToolContext
from conversations.dialogue.errands import OwnCar
from conversations.dialogue.facts import FactValue, TradeInResult


class OfferTradeInArgs(ToolArgs):
    """What the customer told of their car, in this message; what they said before is remembered."""

    make: str = Field("", max_length=60)
    model: str = Field("", max_length=60)
    year: int | None = Field(None, ge=1950, le=2100)
    km: int | None = Field(None, ge=0, le=2_000_000)
    described: str = Field(
        "", max_length=1000, description="What else they tell of it, in their words: knocks, papers, debts, owners."
    )
    inspection: str = Field("", max_length=1000, description="When and where it is to be looked at, in their words.")


def run(args: OfferTradeInArgs, context: ToolContext) -> FactValue:
    """Return what is noted by now."""
    own_car = context.own_car.told(OwnCar(args.make, args.model, args.year, args.km))
    return TradeInResult(own_car, inspection=args.inspection, described=args.described)


TOOL = Tool(
    name="offer_trade_in",
    description=(
        "Note the car that the customer wants to sell or leave as part of the payment, and learn what to ask next. "
        "Never say what it may be worth; show its result with the `trade_in` part."
    ),
    args=OfferTradeInArgs,
    run=run,
)
