"""Tool: from what the customer can pay a month to the cars in stock that fit."""

from decimal import Decimal

from pydantic import Field

from conversations.agent.tools import Tool, ToolContext
from conversations.agent.tools.search_cars import PAGE, SearchCarsArgs
from conversations.dialogue.facts import Budget, CarQuote, FactValue, Misuse
from financing import affordability
from financing.quotation import Refusal


class FindAffordableCarsArgs(SearchCarsArgs):
    """What can be paid a month and at once, and, as in a search, which cars are wished for."""

    monthly_payment: Decimal = Field(
        ge=Decimal("-1e9"), le=Decimal("1e9"), description="MXN a month; only an amount the customer wrote."
    )
    down_payment: Decimal = Field(Decimal(0), ge=Decimal("-1e9"), le=Decimal("1e9"), description="MXN")
    months: int | None = Field(None, ge=0, le=1200, description="Only when the customer fixed the term.")


def run(args: FindAffordableCarsArgs, context: ToolContext) -> FactValue:
    """Return the highest price over each term and the page of cars that fit, dearest first."""
    if args.monthly_payment not in context.customer_amounts:
        return Misuse("monthly_payment must be an amount the customer wrote")
    if args.down_payment and args.down_payment not in context.customer_amounts:
        return Misuse("down_payment must be an amount the customer wrote, or left out")
    found = affordability.affordable(
        monthly_payment=args.monthly_payment,
        down_payment=args.down_payment,
        months=args.months,
        wish=args.criteria(),
        limit=PAGE,
        offset=args.offset,
    )
    asked = (args.monthly_payment, args.down_payment)
    if isinstance(found, Refusal):
        return Budget(*asked, args.criteria(), limits=(), quotes=(), total=0, refusal=found)
    quotes = tuple(CarQuote(fit.car, fit.quotation) for fit in found.cars)
    return Budget(*asked, found.wish, limits=found.limits, quotes=quotes, total=found.total)


TOOL = Tool(
    name="find_affordable_cars",
    description=(
        "What a monthly payment buys: the highest price over each term and the cars in stock that fit, each with its "
        "payment. Use it when the customer says what they can pay a month."
    ),
    args=FindAffordableCarsArgs,
    run=run,
)
