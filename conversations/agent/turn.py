"""The values a turn goes in and out by."""

from dataclasses import dataclass, field
from typing import Any

from catalog.criteria import CarMatch
from conversations.dialogue.attachments import Attachment
from conversations.dialogue.plan import ReplyPlan
from conversations.dialogue.state import DialogueState
from financing.quotation import Quotation

LONGEST_TURN = 8000


@dataclass(frozen=True)
class PastTurn:
    """One finished exchange, as the customer saw it."""

    customer: str
    reply: str


@dataclass(frozen=True)
class TurnInput:
    """All that a turn is answered from: the unanswered messages, the whole past turns, the memory.

    `attachments` came with the messages; `advertised` are the stock numbers that the advert they came by may name.
    `origin` names the chat to whoever keeps what it was given ("chat:<id>"); empty when nothing is kept.
    """

    messages: tuple[str, ...]
    past: tuple[PastTurn, ...] = ()
    state: DialogueState = DialogueState()
    origin: str = ""
    attachments: tuple[Attachment, ...] = ()
    advertised: tuple[int, ...] = ()

    @property
    def text(self) -> str:
        """The unanswered messages as one, in order; a burst is one thing said in fragments, of which the end counts."""
        return "\n".join(self.messages)[-LONGEST_TURN:]


@dataclass(frozen=True)
class HandOver:
    """The conversation goes to a person."""

    reason: str


@dataclass(frozen=True)
class KeepQuote:
    """The customer was given this quote; it is written down, to be read again as it was given."""

    quotation: Quotation
    car: CarMatch | None


@dataclass(frozen=True)
class NoteQuestion:
    """Nothing answered this question; whoever curates the knowledge will see it."""

    question: str


Effect = HandOver | KeepQuote | NoteQuestion


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
