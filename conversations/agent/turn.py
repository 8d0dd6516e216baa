"""The values a turn goes in and out by."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from catalog.criteria import CarMatch
from conversations.dialogue.attachments import Attachment
from conversations.dialogue.errands import OwnCar
from conversations.dialogue.plan import HandoverKind, ReplyPlan
from conversations.dialogue.state import DialogueState
from financing.quotation import Quotation

LONGEST_TURN = 8000


@dataclass(frozen=True)
class PastTurn:
    """One finished exchange, as the customer saw it; the reply may be a person's of the team."""

    customer: str
    reply: str
    by_person: bool = False


@dataclass(frozen=True)
class Booked:
    """The test drive that this customer has coming: its key, the branch's, the car, and an aware moment."""

    id: int
    branch: int
    stock_id: int | None
    starts_at: datetime


@dataclass(frozen=True)
class TurnInput:
    """All that a turn is answered from: the unanswered messages, the whole past turns, the memory.

    `attachments` came with the messages; `advertised` are the stock numbers that the advert they came by may name.
    `origin` names the chat to whoever keeps what it was given ("chat:<id>"); empty when nothing is kept.
    `seed` tells this turn from all others, so that two replies need not be worded alike.
    `published` is the question, answered by staff, that one of the messages asks; empty where there is none.
    """

    messages: tuple[str, ...]
    past: tuple[PastTurn, ...] = ()
    state: DialogueState = DialogueState()
    origin: str = ""
    seed: str = ""
    booked: Booked | None = None
    attachments: tuple[Attachment, ...] = ()
    advertised: tuple[int, ...] = ()
    published: str = ""

    @property
    def last(self) -> PastTurn:
        """The exchange before this one; of no words where there was none."""
        return self.past[-1] if self.past else PastTurn("", "")

    @property
    def text(self) -> str:
        """The unanswered messages as one, in order; a burst is one thing said in fragments, of which the end counts."""
        return "\n".join(self.messages)[-LONGEST_TURN:]


# ── What is to be written down with the reply. Each knows its call: one call of a turn has one effect, once. ────────


@dataclass(frozen=True)
class HandOver:
    """The conversation goes to a person."""

    reason: str
    kind: HandoverKind = HandoverKind.PERSON
    call: str = "handover"


@dataclass(frozen=True)
class KeepQuote:
    """The customer was given this quote; it is written down, to be read again as it was given, and followed up."""

    quotation: Quotation
    car: CarMatch | None
    call: str = "quote"


@dataclass(frozen=True)
class NoteQuestion:
    """Nothing answered this question; whoever curates the knowledge will see it."""

    question: str


@dataclass(frozen=True)
class Book:
    """A test drive is asked for, or the one on record (`moves`) is to be at another time, place, or of another car."""

    call: str
    branch: int
    car: CarMatch | None
    starts_at: datetime
    moves: int | None = None


@dataclass(frozen=True)
class AskForVisit:
    """A person is to arrange a test drive, no branch being on record; `wish` says when and where, as staff read it."""

    call: str
    car: CarMatch | None
    wish: str


@dataclass(frozen=True)
class CancelVisit:
    """The customer will not come: to the appointment on record, or to what a person was asked for."""

    call: str
    appointment: int | None


@dataclass(frozen=True)
class NoteTradeIn:
    """The customer has a car to sell or to give in; in their words, of having it inspected, and of its state."""

    call: str
    own_car: OwnCar
    inspection: str = ""
    described: str = ""


@dataclass(frozen=True)
class Remember:
    """The customer gave their name."""

    call: str
    name: str


@dataclass(frozen=True)
class GiveUp:
    """The message could not be answered however often it was tried; the team looks at it, the chat goes on."""

    call: str = "give_up"


Effect = HandOver | KeepQuote | NoteQuestion | Book | AskForVisit | CancelVisit | NoteTradeIn | Remember | GiveUp


@dataclass(frozen=True)
class Verdict:
    """One thing the guard found wrong with a text: a stable code and the words it is about."""

    code: str
    excerpt: str


@dataclass(frozen=True)
class ToolRecord:
    """One tool call as it is stored and shown to staff."""

    ref: str
    name: str
    args: dict[str, Any]
    ok: bool
    result: dict[str, Any]
    milliseconds: float


@dataclass(frozen=True)
class Usage:
    """Tokens a model charged for this turn."""

    input_tokens: int = 0
    output_tokens: int = 0

    @property
    def tokens(self) -> int:
        """Both together, as budgets count them."""
        return self.input_tokens + self.output_tokens

    def __add__(self, other: "Usage") -> "Usage":
        return Usage(self.input_tokens + other.input_tokens, self.output_tokens + other.output_tokens)


@dataclass(frozen=True)
class Outcome:
    """A turn answered: the text that passed the guard, how it came about, and what is to be written down."""

    text: str
    plan: ReplyPlan
    state: DialogueState
    brain: str
    model: str = ""
    prompt_version: str = ""
    tool_calls: tuple[ToolRecord, ...] = ()
    effects: tuple[Effect, ...] = ()
    verdicts: tuple[Verdict, ...] = ()
    usage: Usage = field(default_factory=Usage)
