"""What a plan entails: the effects to be written down with the reply, and that none of them is left unsaid."""

from collections.abc import Iterator, Sequence

from conversations.agent.turn import (
    AskForVisit,
    Book,
    CancelVisit,
    Effect,
    HandOver,
    KeepQuote,
    NoteQuestion,
    NoteTradeIn,
    Remember,
)
from conversations.dialogue import page_wording, unknown_wording, visit_wording
from conversations.dialogue.facts import (
    BranchesFound,
    CarQuote,
    Comparison,
    CustomerNamed,
    Excerpts,
    Fact,
    FactValue,
    HandedOver,
    TradeInResult,
    VisitResult,
    VisitStep,
)
from conversations.dialogue.plan import Compare, Handover, Part, Quote, ReplyPlan, Say, TradeIn, Visit
from financing.quotation import Quotation


def all_told(plan: ReplyPlan, facts: Sequence[Fact]) -> ReplyPlan:
    """Add to the plan what a call will write down and the plan does not say: nothing is done behind a customer's back.

    Of two calls of one kind the last is what the customer is told, and what is done.
    """
    told = {type(part) for part in plan.parts}
    last = {type(part): part for fact in facts if (part := _telling(fact)) is not None}
    return ReplyPlan((*plan.parts, *(part for kind, part in last.items() if kind not in told)))


def _telling(fact: Fact) -> Part | None:
    match fact.value:
        case VisitResult(settled=True):
            return Visit(fact.ref)
        case TradeInResult():
            return TradeIn(fact.ref)
        case HandedOver(kind=kind, reason=reason):
            return Handover(reason, kind)
    return None


def effects(plan: ReplyPlan, facts: Sequence[Fact], *, said: str = "", by_model: bool = False) -> Iterator[Effect]:
    """Yield what is to be written down of the reply to what was `said`, and the name that was given."""
    by_ref = {fact.ref: fact.value for fact in facts}
    for part in dict.fromkeys(plan.parts):
        match part:
            case Handover(reason=reason, kind=kind):
                yield HandOver(reason, kind)
            case Quote(ref=ref) | Visit(ref=ref) | TradeIn(ref=ref) | Compare(ref=ref):
                yield from _of(ref, by_ref.get(ref))
    names = [fact for fact in facts if isinstance(fact.value, CustomerNamed)]
    yield from (Remember(fact.ref, fact.value.name) for fact in names[-1:] if isinstance(fact.value, CustomerNamed))
    yield from _question_without_answer(plan, facts, said, by_model=by_model)


def _of(ref: str, value: FactValue | None) -> Iterator[Effect]:
    match value:
        case CarQuote(car=car, outcome=Quotation() as quotation):
            yield KeepQuote(quotation, car, ref)
        case VisitResult(settled=True):
            yield from _of_visit(ref, value)
        case TradeInResult(own_car=own_car, inspection=inspection, described=described):
            yield NoteTradeIn(ref, own_car, inspection, described)
        case Comparison(quotes=quotes):
            for quote in quotes:
                yield from _of(f"{ref}:{quote.car.stock_id}" if quote.car else ref, quote)


def _of_visit(ref: str, visit: VisitResult) -> Iterator[Effect]:
    if visit.step in {VisitStep.CANCELLED, VisitStep.WITHDRAWN}:
        yield CancelVisit(ref, visit.appointment)
    elif visit.step is VisitStep.OPEN:
        yield AskForVisit(ref, visit.car, visit_wording.asked_of_people(visit.wish))
    elif visit.starts_at is not None and visit.branches:
        yield Book(ref, visit.branches[0].id, visit.car, visit.starts_at, visit.appointment)


def _question_without_answer(
    plan: ReplyPlan, facts: Sequence[Fact], said: str, *, by_model: bool
) -> Iterator[NoteQuestion]:
    """Note what the reply owns up to not knowing of us, and what it told but the nearest of.

    A model says so in words of its own: there it is what it looked up in vain, unless a branch answers.
    """
    asked = [fact.value for fact in facts if isinstance(fact.value, Excerpts)]
    by_branches = any(isinstance(fact.value, BranchesFound) and fact.value.found for fact in facts)
    in_vain = by_model and bool(asked) and not by_branches and not any(one.sure for each in asked for one in each.found)
    said_so = (part.text for part in plan.parts if isinstance(part, Say))
    if in_vain or any(unknown_wording.is_of_us(text) or text in page_wording.BUT_NEAREST for text in said_so):
        yield NoteQuestion(asked[0].question if asked else said)
