"""Tool: read one car as it stands now, sold or reserved ones included."""

from pydantic import Field

from catalog import search
from conversations.agent.tools import Tool, ToolArgs, ToolContext
from conversations.dialogue.facts import CarDetails, FactValue


class GetCarDetailsArgs(ToolArgs):
    """The car's stock number, from an earlier result."""

    stock_id: int = Field(ge=1, le=2**31 - 1)


def run(args: GetCarDetailsArgs, context: ToolContext) -> FactValue:
    """Return the car, or None in its place when there is none with that number."""
    return CarDetails(stock_id=args.stock_id, car=search.find_car(stock_id=args.stock_id))


TOOL = Tool(
    name="get_car_details",
    description="Read one car by its stock_id: version, price, km, equipment, sizes and status.",
    args=GetCarDetailsArgs,
    run=run,
)
