"""Turns a reply plan into words; every price, payment, kilometre and year is written here, from facts."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

from catalog.criteria import SearchResult
from conversations.dialogue import branch_wording, own_car_wording, plans_wording, visit_wording, wording
from conversations.dialogue.car_wording import CarWriter
from conversations.dialogue.facts import (
    Budget,
    CarQuote,
    Comparison,
    CustomerNamed,
    DownPayments,
    Fact,
    HandedOver,
    QuoteDocument,
    TradeInResult,
    VisitResult,
    branches_in,
    cars_in,
)
from conversations.dialogue.money_wording import MoneyWriter
from conversations.dialogue.plan import (
    Acquaint,
    Affordable,
    Ask,
    Branches,
    CarFacts,
    Cars,
    Compare,
    Document,
    Handover,
    Part,
    Quote,
    QuoteAbout,
    ReplyPlan,
    Say,
    TradeIn,
    Visit,
)
from conversations.dialogue.sentences import Voice, told
from conversations.dialogue.state import DialogueState
from financing.quotation import Quotation

T = TypeVar("T")


class UnrenderablePlanError(ValueError):
    """The plan points at a car, a branch or a call that no tool returned."""


def render(plan: ReplyPlan, *, facts: Sequence[Fact], state: DialogueState, voice: Voice | None = None) -> str:
    """Return the reply's text; raises UnrenderablePlanError when a part points at nothing.

    `state` is what was remembered before this reply: it numbers a second page after the first.
    """
    renderer = _Renderer(facts, state, voice or Voice())
    return "\n\n".join(paragraph for paragraph in map(renderer.written, plan.parts) if paragraph)


class _Renderer:
    """Writes the parts of one reply."""

    def __init__(self, facts: Sequence[Fact], state: DialogueState, voice: Voice) -> None:
        self._facts, self._state, self._voice = facts, state, voice
        self._by_ref: Mapping[str, Fact] = {fact.ref: fact for fact in facts}
        self._cars, self._money = CarWriter(voice), MoneyWriter(voice)

    def written(self, part: Part) -> str:
        match part:
            case Say(text=text):
                return told(text, self._voice)
            case Ask(slot=slot):
                return wording.ASK[slot].told(self._voice)
            case Handover(kind=kind, by_phone=by_phone):
                said = wording.HANDED_OVER_TO_CALL if by_phone else wording.HANDED_OVER[kind]
                return " ".join([said.told(self._voice), *self._nobody_in()])
            case Cars() | CarFacts() | Compare() | Branches():
                return self._shown(part)
            case Quote() | Affordable() | Document():
                return self._financed(part)
            case Visit() | TradeIn() | Acquaint():
                return self._arranged(part)

    def _nobody_in(self) -> list[str]:
        """Say when the team is back, where it is known to be away."""
        backs = [fact.value.back for fact in self._facts if isinstance(fact.value, HandedOver) and fact.value.back]
        return [visit_wording.nobody_in(back).told(self._voice) for back in backs[-1:]]

    def _shown(self, part: Cars | CarFacts | Compare | Branches) -> str:
        match part:
            case CarFacts(id=number, about=about):
                self._demand([number], cars_in(self._facts))
                return self._cars.facts(cars_in(self._facts)[number], about)
            case Cars(ids=ids, with_size=with_size):
                known = cars_in(self._facts)
                self._demand(ids, known)
                cars = [known[number] for number in ids]
                return self._cars.listed(cars, self._page(ids), self._state, with_size=with_size)
            case Compare(ref=ref):
                return self._cars.compared(
                    _over_terms(self._found(ref, Comparison), part.terms), self._state.shown, part
                )
            case Branches(ids=ids, about=about, days=days):
                branches = branches_in(self._facts)
                self._demand(ids, branches)
                return branch_wording.write([branches[number] for number in ids], about, days)

    def _financed(self, part: Quote | Affordable | Document) -> str:
        match part:
            case Affordable(ref=ref):
                return self._money.budget(self._found(ref, Budget), self._state)
            case Document(ref=ref):
                return self._money.document(self._found(ref, QuoteDocument))
            case Quote():
                return self._quote(part)

    def _quote(self, part: Quote) -> str:
        fact = self._by_ref.get(part.ref)
        match fact.value if fact else None:
            case CarQuote() as quote:
                quote = _over(quote, part.terms)
                told = self._money.quoted(quote) if part.about is QuoteAbout.PLANS else self._money.totals(quote)
                return "\n\n".join(filter(None, ["\n".join(self._apart(quote, part)), told]))
            case DownPayments() as needed if needed.quotes or needed.refusal:
                return self._money.needed(needed, in_all=part.about is QuoteAbout.TOTAL)
        raise UnrenderablePlanError(f"no financing call has the id {part.ref}")

    def _apart(self, quote: CarQuote, part: Quote) -> Iterator[str]:
        """Yield what tells the plans of a quote apart, where that is asked."""
        beside = self._by_ref.get(part.beside)
        other = beside.value.outcome if beside and isinstance(beside.value, CarQuote) else None
        if not isinstance(quote.outcome, Quotation):
            return
        if isinstance(other, Quotation):
            yield from plans_wording.beside(quote.outcome, other, self._voice)
        if part.about is QuoteAbout.TERMS:
            yield from plans_wording.weighed(quote.outcome.plans, self._voice)
        if part.about is QuoteAbout.WITH_DOWN_PAYMENT and quote.outcome.down_payment:
            yield from plans_wording.with_down_payment(quote.outcome, self._voice)

    def _arranged(self, part: Visit | TradeIn | Acquaint) -> str:
        match part:
            case Visit(ref=ref):
                return visit_wording.write(self._found(ref, VisitResult), self._voice)
            case TradeIn(ref=ref):
                return own_car_wording.write(self._found(ref, TradeInResult).own_car, self._voice)
            case Acquaint(ref=ref):
                return wording.NICE_TO_MEET.filled(name=self._found(ref, CustomerNamed).name).told(self._voice)

    def _page(self, ids: Sequence[int]) -> SearchResult | None:
        """Return the search that found these cars, exactly if one did, to say what they were found for."""
        pages = [fact.value for fact in self._facts if isinstance(fact.value, SearchResult)]
        pages = sorted(pages, key=lambda page: page.relaxed is not None)
        return next((page for page in pages if set(ids) <= {car.stock_id for car in page.cars}), None)

    def _found(self, ref: str, kind: type[T]) -> T:
        fact = self._by_ref.get(ref)
        if fact is None or not isinstance(fact.value, kind):
            raise UnrenderablePlanError(f"no call of this kind has the id {ref}")
        return fact.value

    def _demand(self, ids: Sequence[int], known: Mapping[int, object]) -> None:
        missing = [number for number in ids if number not in known]
        if missing or not ids:
            raise UnrenderablePlanError(f"no tool returned {missing}")


def _over_terms(comparison: Comparison, terms: Sequence[int]) -> Comparison:
    """Return cars side by side with the plans over these months alone."""
    return replace(comparison, quotes=tuple(_over(quote, terms) for quote in comparison.quotes))


def _over(quote: CarQuote, terms: Sequence[int]) -> CarQuote:
    """Return a quote with the plans over these months alone; with all of them where one of the terms is not offered."""
    plans = quote.outcome.plans if isinstance(quote.outcome, Quotation) else ()
    asked = tuple(plan for plan in plans if plan.months in terms)
    if not isinstance(quote.outcome, Quotation) or len(asked) < len(set(terms)) or not terms:
        return quote
    return replace(quote, outcome=replace(quote.outcome, plans=asked))
