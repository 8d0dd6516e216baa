"""Tool: two to five cars side by side, with what each costs a month under the same terms when these are known."""

from decimal import Decimal

from pydantic import Field

from catalog import search
from catalog.criteria import CarMatch
from conversations.agent.tools import Tool, ToolArgs, ToolContext
from conversations.dialogue.facts import CarQuote, Comparison, FactValue, Misuse
from financing import quoting

MOST = 5


class CompareCarsArgs(ToolArgs):
    """The cars, from earlier results, and the terms the customer gave, if any."""

    stock_ids: list[int] = Field(min_length=2, max_length=MOST, description="Two to five, by stock_id.")
    down_payment: Decimal | None = Field(None, ge=0, le=Decimal("1e9"), description="MXN")
    down_payment_percent: Decimal | None = Field(None, ge=0, le=100, description="20 means 20 % of each price.")
    months: int | None = Field(None, ge=1, le=1200)


def run(args: CompareCarsArgs, context: ToolContext) -> FactValue:
    """Return the cars as they stand now, in the order asked for."""
    found = {number: search.find_car(stock_id=number) for number in dict.fromkeys(args.stock_ids)}
    cars = tuple(car for car in found.values() if car is not None)
    if not cars:
        return Misuse("none of these cars is on record")
    gone = tuple(number for number, car in found.items() if car is None)
    quotes = tuple(quote for car in cars if (quote := _quote(car, args)) is not None)
    return Comparison(cars, quotes, gone)


def _quote(car: CarMatch, args: CompareCarsArgs) -> CarQuote | None:
    """Quote one of the cars, when a down payment is known and the car can be bought."""
    percent, amount = args.down_payment_percent, args.down_payment
    down_payment = car.price * percent / 100 if percent is not None else amount
    if down_payment is None or car.status != "available":
        return None
    return CarQuote(car, quoting.quote(price=car.price, down_payment=down_payment, months=args.months))


TOOL = Tool(
    name="compare_cars",
    description=(
        "Two to five cars side by side: price, year, km, equipment, size, and the monthly payment over the same terms "
        "when the customer gave a down payment."
    ),
    args=CompareCarsArgs,
    run=run,
)
