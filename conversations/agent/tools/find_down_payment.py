"""Tool: how much to pay down so that a car's monthly payment stays within what the customer can pay."""

from decimal import Decimal

from pydantic import Field

from conversations.agent.tools import Tool, ToolContext
from conversations.agent.tools.calculate_financing import SubjectArgs, find_subject
from conversations.dialogue.facts import CarQuote, DownPayments, FactValue, Misuse
from financing import affordability
from financing.quotation import Refusal


class FindDownPaymentArgs(SubjectArgs):
    """A car or a price the customer wrote, and the monthly payment to stay within."""

    monthly_payment: Decimal = Field(
        ge=Decimal("-1e9"), le=Decimal("1e9"), description="MXN a month; only an amount the customer wrote."
    )
    months: int | None = Field(None, ge=0, le=1200, description="Only when the customer fixed the term.")


def run(args: FindDownPaymentArgs, context: ToolContext) -> FactValue:
    """Return the least to pay down over each term, each with its quote."""
    if args.monthly_payment not in context.customer_amounts:
        return Misuse("monthly_payment must be an amount the customer wrote")
    subject = find_subject(args, context)
    if isinstance(subject, Misuse):
        return subject
    car, price = subject
    found = affordability.needed_down_payments(price=price, monthly_payment=args.monthly_payment, months=args.months)
    if isinstance(found, Refusal):
        return DownPayments(car, args.monthly_payment, (), found)
    return DownPayments(car, args.monthly_payment, tuple(CarQuote(car, needed.quotation) for needed in found))


TOOL = Tool(
    name="find_down_payment",
    description="The least to pay down, over each term, so that a car's monthly payment stays within an amount.",
    args=FindDownPaymentArgs,
    run=run,
)
