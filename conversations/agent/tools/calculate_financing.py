"""Tool: quote monthly payments; the price is the catalogue's, or one the customer wrote, never the model's."""

from decimal import Decimal

from pydantic import Field

from catalog import search
from catalog.criteria import CarMatch
from conversations.agent.tools import Tool, ToolArgs, ToolContext
from conversations.dialogue.facts import CarQuote, FactValue, FinancingTerms, Misuse
from financing import quoting
from financing.amortization import MONTHS_PER_YEAR


class SubjectArgs(ToolArgs):
    """What is to be financed: a car of the catalogue, or a price the customer wrote."""

    stock_id: int | None = Field(None, ge=1, le=2**31 - 1)
    stated_price: Decimal | None = Field(
        None, gt=0, le=Decimal("1e9"), description="MXN; only an amount the customer wrote."
    )


class CalculateFinancingArgs(SubjectArgs):
    """A car or a price the customer wrote, and the terms; without either, the terms on offer are returned."""

    down_payment: Decimal | None = Field(None, ge=Decimal("-1e9"), le=Decimal("1e9"), description="MXN")
    down_payment_percent: Decimal | None = Field(None, ge=0, le=1000, description="20 means 20 % of the price.")
    least_down_payment: bool = Field(
        default=False, description="True for 'lo mínimo', 'lo que sea': the policy's least."
    )
    years: int | None = Field(None, ge=0, le=100)
    months: int | None = Field(None, ge=0, le=1200)
    at_most: Decimal | None = Field(
        None, gt=0, le=Decimal("1e9"), description="MXN a month the customer wants to stay within: which term does?"
    )


def run(args: CalculateFinancingArgs, context: ToolContext) -> FactValue:
    """Return a quote or its refusal; without a subject, the terms on offer."""
    if args.stock_id is None and args.stated_price is None:
        policy = quoting.current_policy()
        years, least = quoting.offered_years(policy), policy.minimum_down_payment_ratio
        return FinancingTerms(policy.annual_rate, years, least, policy.legal_line)
    subject = find_subject(args, context)
    if isinstance(subject, Misuse):
        return subject
    car, price = subject
    down_payment = _down_payment(args, price)
    if down_payment is None:
        return Misuse("the down payment is missing: ask the customer for it")
    months = args.months if args.months is not None else args.years and args.years * MONTHS_PER_YEAR
    at_most = args.at_most if args.at_most in context.customer_amounts else None
    return CarQuote(car, quoting.quote(price=price, down_payment=down_payment, months=months), at_most)


def find_subject(args: SubjectArgs, context: ToolContext) -> tuple[CarMatch | None, Decimal] | Misuse:
    """Return the car, when one was named, and the price to finance; the price is never the model's own."""
    if args.stock_id is not None:
        car = search.find_car(stock_id=args.stock_id)
        return (car, car.price) if car else Misuse(f"there is no car {args.stock_id}")
    if args.stated_price is None or args.stated_price not in context.customer_amounts:
        return Misuse("stated_price must be an amount the customer wrote; use stock_id for a car")
    return None, args.stated_price


def _down_payment(args: CalculateFinancingArgs, price: Decimal) -> Decimal | None:
    if args.least_down_payment:
        return quoting.minimum_down_payment(quoting.current_policy(), price)
    if args.down_payment_percent is not None:
        return price * args.down_payment_percent / 100
    return args.down_payment


TOOL = Tool(
    name="calculate_financing",
    description=(
        "Exact monthly payments for a car (stock_id) or a price the customer wrote (stated_price). Leave years and "
        "months out for all terms. Call it with nothing to learn the rate and the terms on offer."
    ),
    args=CalculateFinancingArgs,
    run=run,
)
