"""Tool: read one car as it stands now, sold or reserved ones included."""

from pydantic import Field

from catalog import search
from conversations.agent.tools import Tool, ToolArgs, ToolContext
from conversations.dialogue.facts import CarDetails, FactValue


class GetCarDetailsArgs(ToolArgs):
    """The car's stock number, from an earlier result."""

    stock_id: int = Field(ge=1, le=2**31 - 1)


_FEWEST_YEARS = 2  # of one in its first year nobody knows how many months it ran


def run(args: GetCarDetailsArgs, context: ToolContext) -> FactValue:
    """Return the car, or None in its place when there is none with that number."""
    car = search.find_car(stock_id=args.stock_id)
    years = context.now.year - car.year if car else 0
    return CarDetails(args.stock_id, car, years if years >= _FEWEST_YEARS else None)


TOOL = Tool(
    name="get_car_details",
    description="Read one car by its stock_id: version, price, km, equipment, sizes and status.",
    args=GetCarDetailsArgs,
    run=run,
)
