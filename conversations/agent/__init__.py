"""The agent: from what a customer wrote to a checked reply; it knows no database row and no channel."""

from conversations.agent.brains import Brain
from conversations.agent.brains.choice import choose_brain
from conversations.agent.checking import problems
from conversations.agent.graph import respond
from conversations.agent.guessing import guess
from conversations.agent.nodes import Deps, apologise
from conversations.agent.purse import Purse
from conversations.agent.receipts import prove
from conversations.agent.senses import NotSensed, can_sense, sense, sensing_tokens
from conversations.agent.turn import (
    AskForVisit,
    Book,
    Booked,
    CancelVisit,
    Effect,
    GiveUp,
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
from conversations.agent.warming import rehearse, warm

__all__ = [
    "AskForVisit",
    "Book",
    "Booked",
    "Brain",
    "CancelVisit",
    "Deps",
    "Effect",
    "GiveUp",
    "HandOver",
    "KeepQuote",
    "NotSensed",
    "NoteQuestion",
    "NoteTradeIn",
    "Outcome",
    "PastTurn",
    "Purse",
    "Remember",
    "ToolRecord",
    "TurnInput",
    "apologise",
    "can_sense",
    "choose_brain",
    "guess",
    "problems",
    "prove",
    "rehearse",
    "respond",
    "sense",
    "sensing_tokens",
    "warm",
]
