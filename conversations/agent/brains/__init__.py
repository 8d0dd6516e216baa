"""What decides: given what was said and found, call tools or answer with a plan; two siblings, one protocol."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from django.utils import timezone

from conversations.agent.turn import TurnInput, Usage
from conversations.dialogue.facts import Fact, FactValue
from conversations.dialogue.plan import Part, ReplyPlan
from conversations.dialogue.state import DialogueState
from conversations.dialogue.understanding import Understanding
from kavakbot.errors import KavakbotError


@dataclass(frozen=True)
class Thinking:
    """What a brain sees at one step: the turn, what it was understood to say, what the tools found so far."""

    turn: TurnInput
    said: Understanding
    state: DialogueState
    facts: tuple[Fact, ...] = ()
    complaints: tuple[str, ...] = ()
    seconds_left: float = 30.0  # of the time that the turn has for thinking
    now: datetime = field(default_factory=timezone.now)

    def found(self, ref: str) -> FactValue | None:
        """Return what the call of this id found, or None before it was made."""
        return next((fact.value for fact in self.facts if fact.ref == ref), None)


@dataclass(frozen=True)
class ToolRequest:
    """A wish to call one tool; `ref` names the call for the rest of the turn."""

    ref: str
    name: str
    args: dict[str, Any]

    @classmethod
    def once(cls, name: str, /, **args: Any) -> "ToolRequest":
        """Ask for a tool that a turn needs once, so that its name is the call's id; what is None is left out."""
        return cls(ref=name, name=name, args={key: value for key, value in args.items() if value is not None})


# What a goal comes to: the parts of its answer, or one call or several that it takes first.
Step = ToolRequest | tuple[ToolRequest, ...] | tuple[Part, ...]


def each_of(step: Step) -> tuple[ToolRequest, ...] | tuple[Part, ...]:
    """Return the calls or parts of a step, be it one call alone."""
    return step if isinstance(step, tuple) else (step,)


def joined(*steps: Step) -> tuple[ToolRequest, ...] | tuple[Part, ...]:
    """Return the calls that any of the steps still needs, or else their parts in order, each once."""
    each = [part for step in steps for part in each_of(step)]
    calls = tuple(part for part in each if isinstance(part, ToolRequest))
    return calls or tuple(dict.fromkeys(part for part in each if not isinstance(part, ToolRequest)))


@dataclass(frozen=True)
class Decision:
    """One step of a brain: calls to make, or else the plan of the reply."""

    calls: tuple[ToolRequest, ...] = ()
    plan: ReplyPlan | None = None
    usage: Usage = Usage()


class Brain(Protocol):
    """Decides the next step of a turn."""

    name: str
    model: str
    prompt_version: str

    def next(self, thinking: Thinking) -> Decision:
        """Return the next step; raises BrainError when the provider cannot give one."""
        ...

    def estimate(self, thinking: Thinking) -> int:
        """Return how many tokens the next step may cost at most; none where no model is asked."""
        ...


class BrainError(KavakbotError):
    """The model could not decide; `usage` is what it charged all the same."""

    code = "brain_failed"

    def __init__(self, message: str, *, retryable: bool = False, usage: Usage | None = None) -> None:
        super().__init__(message)
        self.retryable = retryable
        self.usage = usage or Usage()
