"""The agent: from what a customer wrote to a checked reply; it knows no database row and no channel."""

from conversations.agent.brains import Brain
from conversations.agent.brains.choice import choose_brain
from conversations.agent.graph import respond
from conversations.agent.nodes import Deps, apologise
from conversations.agent.purse import Purse
from conversations.agent.senses import NotSensed, can_sense, sense, sensing_tokens
from conversations.agent.turn import Effect, HandOver, KeepQuote, NoteQuestion, Outcome, PastTurn, ToolRecord, TurnInput

__all__ = [
    "Brain",
    "Deps",
    "Effect",
    "HandOver",
    "KeepQuote",
    "NotSensed",
    "NoteQuestion",
    "Outcome",
    "PastTurn",
    "Purse",
    "ToolRecord",
    "TurnInput",
    "apologise",
    "can_sense",
    "choose_brain",
    "respond",
    "sense",
    "sensing_tokens",
]
