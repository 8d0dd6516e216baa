"""What a model may put into a reply: the parts as a schema, read into the plan that rendering reads."""

from typing import Annotated, Literal

from pydantic import BaseModel, Field

from conversations.agent.tools import registry
from conversations.dialogue.plan import (
    About,
    Acquaint,
    Affordable,
    Ask,
    Branches,
    Cars,
    Compare,
    Contrast,
    Day,
    Document,
    Handover,
    HandoverKind,
    Quote,
    QuoteAbout,
    ReplyPlan,
    Say,
    Slot,
    TradeIn,
    Visit,
)

LONGEST_TEXT = 4000


class SayPart(BaseModel):
    """Short sentences; figures only if they stand in a tool's result."""

    kind: Literal["say"]
    text: str = Field(max_length=LONGEST_TEXT)

    def read(self) -> Say:
        """Return the part that rendering reads."""
        return Say(registry.storable(self.text))


class CarsPart(BaseModel):
    """Cars to show, by stock_id."""

    kind: Literal["cars"]
    ids: list[int] = Field(min_length=1, max_length=5)

    def read(self) -> Cars:
        """Return the part that rendering reads."""
        return Cars(tuple(self.ids))


class BranchesPart(BaseModel):
    """Branches to show, by the ids of a find_branches call: where they are, their hours, or whether open now."""

    kind: Literal["branches"]
    ids: list[int] = Field(min_length=1, max_length=60)
    about: About = About.PLACE
    days: list[Day] = Field([], max_length=7, description="Only days the customer asked about.")

    def read(self) -> Branches:
        """Return the part that rendering reads."""
        return Branches(tuple(self.ids), self.about, tuple(self.days))


class QuotePart(BaseModel):
    """The outcome of a calculate_financing or find_down_payment call, by its id."""

    kind: Literal["quote"]
    ref: str
    about: QuoteAbout = Field(
        QuoteAbout.PLANS,
        description="`total`: what it comes to in all, and the interest; `terms`: which term does better.",
    )

    def read(self) -> Quote:
        """Return the part that rendering reads."""
        return Quote(self.ref, self.about)


class ComparePart(BaseModel):
    """Cars side by side, by the id of a compare_cars call, and the stock_ids that it returned.

    With `advise` the system says which one to take, by what of them `matters` to the customer first.
    """

    kind: Literal["compare"]
    ref: str
    ids: list[int] = Field(min_length=2, max_length=3)
    advise: bool = False
    matters: list[Literal[Contrast.PRICE, Contrast.KM, Contrast.YEAR, Contrast.SIZE]] = Field([], max_length=4)

    def read(self) -> Compare:
        """Return the part that rendering reads."""
        return Compare(tuple(self.ids), self.ref, advise=self.advise, matters=tuple(self.matters))


class VisitPart(BaseModel):
    """What came of a book_test_drive or cancel_test_drive call, by its id; it asks for what is missing by itself."""

    kind: Literal["visit"]
    ref: str

    def read(self) -> Visit:
        """Return the part that rendering reads."""
        return Visit(self.ref)


class TradeInPart(BaseModel):
    """What is noted of the customer's own car, by the id of an offer_trade_in call; it asks for what is missing."""

    kind: Literal["trade_in"]
    ref: str

    def read(self) -> TradeIn:
        """Return the part that rendering reads."""
        return TradeIn(self.ref)


class AcquaintPart(BaseModel):
    """A greeting by the name that a remember_customer call keeps, by its id."""

    kind: Literal["acquaint"]
    ref: str

    def read(self) -> Acquaint:
        """Return the part that rendering reads."""
        return Acquaint(self.ref)


class AffordablePart(BaseModel):
    """What a find_affordable_cars call found, by its id."""

    kind: Literal["affordable"]
    ref: str

    def read(self) -> Affordable:
        """Return the part that rendering reads."""
        return Affordable(self.ref)


class DocumentPart(BaseModel):
    """The link that a get_quote_document call found, by its id."""

    kind: Literal["document"]
    ref: str

    def read(self) -> Document:
        """Return the part that rendering reads."""
        return Document(self.ref)


class AskPart(BaseModel):
    """One question."""

    kind: Literal["ask"]
    slot: Slot

    def read(self) -> Ask:
        """Return the part that rendering reads."""
        return Ask(self.slot)


class HandoverPart(BaseModel):
    """A person takes over."""

    kind: Literal["handover"]
    reason: str = "model_decided"
    about: HandoverKind = HandoverKind.PERSON

    def read(self) -> Handover:
        """Return the part that rendering reads."""
        return Handover(registry.storable(self.reason), self.about)


AnyPart = (
    SayPart
    | CarsPart
    | ComparePart
    | BranchesPart
    | QuotePart
    | AffordablePart
    | DocumentPart
    | VisitPart
    | TradeInPart
    | AcquaintPart
    | AskPart
    | HandoverPart
)


class Reply(BaseModel):
    """The reply to the customer, as parts in reading order."""

    parts: list[Annotated[AnyPart, Field(discriminator="kind")]] = Field(min_length=1, max_length=8)

    def plan(self) -> ReplyPlan:
        """Return the reply as the plan that rendering reads."""
        return ReplyPlan(tuple(part.read() for part in self.parts))
