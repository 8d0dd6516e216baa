"""Tool: the customer will not come to the test drive on record."""

from catalog import branches, search
from conversations.agent.tools import Tool, ToolArgs, ToolContext
from conversations.dialogue.errands import VisitWish
from conversations.dialogue.facts import FactValue, VisitResult, VisitStep


class CancelTestDriveArgs(ToolArgs):
    """Nothing to say: it is always the one coming next."""


def run(args: CancelTestDriveArgs, context: ToolContext) -> FactValue:
    """Return what is cancelled, or that there is nothing to cancel."""
    booked = context.booked
    if booked is None:
        return _withdrawn(context.visit)
    there = tuple(b for b in branches.all_branches(now=context.now, inactive_too=True) if b.id == booked.branch)
    car = search.find_car(stock_id=booked.stock_id) if booked.stock_id else None
    starts_at = booked.starts_at.astimezone(there[0].now.tzinfo) if there else booked.starts_at
    return VisitResult(VisitStep.CANCELLED, car, there, starts_at=starts_at, appointment=booked.id)


def _withdrawn(wish: VisitWish) -> VisitResult:
    """Return what a person was asked for and is not to happen; a wish that was not told to the end asked nobody."""
    car = search.find_car(stock_id=wish.stock_id) if wish.stock_id and wish.day and wish.at else None
    return VisitResult(VisitStep.NOTHING_TO_CANCEL) if car is None else VisitResult(VisitStep.WITHDRAWN, car, wish=wish)


TOOL = Tool(
    name="cancel_test_drive",
    description="Cancel the test drive on record; show its result with the `visit` part.",
    args=CancelTestDriveArgs,
    run=run,
)
