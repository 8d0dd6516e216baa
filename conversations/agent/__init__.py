"""The agent: from what a customer wrote to a checked reply; it knows no database row and no channel."""

from conversations.agent.brains import Brain
from conversations.agent.brains.choice import choose_brain
from conversations.agent.graph import respond
from conversations.agent.guessing import guess
from conversations.agent.nodes import Deps, apologise
from conversations.agent.turn import Effect, HandOver, KeepQuote, NoteQuestion, Outcome, PastTurn, ToolRecord, TurnInput

__all__ = [
    "Brain",
    "Deps",
    "Effect",
    "HandOver",
    "KeepQuote",
    "NoteQuestion",
    "Outcome",
    "PastTurn",
    "ToolRecord",
    "TurnInput",
    "apologise",
    "choose_brain",
    "guess",
    "respond",
]
