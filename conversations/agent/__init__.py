"""The agent: from what a customer wrote to a checked reply; it knows no database row and no channel."""

from conversations.agent.brains import Brain
from conversations.agent.brains.choice import choose_brain
from conversations.agent.checking import problems
from conversations.agent.graph import respond
from conversations.agent.nodes import Deps, apologise
from conversations.agent.receipts import prove
from conversations.agent.turn import (
    Book,
    Booked,
    CancelVisit,
    Effect,
    HandOver,
    KeepQuote,
    NoteQuestion,
    NoteTradeIn,
    Outcome,
    PastTurn,
    Remember,
    ToolRecord,
    TurnInput,
)

__all__ = [
    "Book",
    "Booked",
    "Brain",
    "CancelVisit",
    "Deps",
    "Effect",
    "HandOver",
    "KeepQuote",
    "NoteQuestion",
    "NoteTradeIn",
    "Outcome",
    "PastTurn",
    "Remember",
    "ToolRecord",
    "TurnInput",
    "apologise",
    "choose_brain",
    "problems",
    "prove",
    "respond",
]
