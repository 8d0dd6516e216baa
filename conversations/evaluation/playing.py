"""Plays a scenario as one customer: receive, answer, deliver, as every channel does, and grades each reply."""

import time
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from conversations import delivery, inbox, turns
from conversations.agent import Brain
from conversations.evaluation import world
from conversations.evaluation.graders import grade
from conversations.evaluation.graders.choosing import WrongExpectation
from conversations.evaluation.hearing import Call, Heard
from conversations.evaluation.scenarios import Scenario, Step
from conversations.models import Channel, Conversation, DialogueMemory, Direction, Message, Turn
from conversations.whatsapp.messages import Inbound, clean


@dataclass(frozen=True)
class Failure:
    """A step that went wrong: what was said, what was replied, and every complaint about it."""

    step: int
    said: tuple[str, ...]
    replied: str
    complaints: tuple[str, ...]


@dataclass(frozen=True)
class Played:
    """A scenario as it went, once; it goes on after a failure, since customers do too."""

    scenario: Scenario
    failures: tuple[Failure, ...]
    seconds: float

    @property
    def passed(self) -> bool:
        """Whether every reply was as expected."""
        return not self.failures


def play(scenario: Scenario, brain: Brain) -> Played:
    """Play a scenario with a customer of its own; the world is as before afterwards."""
    started, failures = time.perf_counter(), []
    address, before = f"console:{uuid.uuid4().hex}", tuple[Heard, ...]()
    with world.given(scenario.given):
        for number, step in enumerate(scenario.steps, 1):
            heard, complaints = _take(step, address, brain, before)
            before = (*before, heard)
            if complaints:
                failures.append(Failure(number, step.says, heard.text, tuple(complaints)))
    return Played(scenario, tuple(failures), time.perf_counter() - started)


def _take(step: Step, address: str, brain: Brain, before: tuple[Heard, ...]) -> tuple[Heard, list[str]]:
    try:
        world.happen(step.meanwhile, before)
    except WrongExpectation as error:  # the list it speaks of was never shown: the step before has failed
        return Heard(step.says, (), before=before), [f"meanwhile: {error}"]
    heard = say(step.says, address=address, brain=brain, before=before)
    try:
        return heard, grade(heard, step.expects)
    except WrongExpectation as error:
        return heard, [f"the expectation cannot be met: {error}"]


def say(texts: Sequence[str], *, address: str, brain: Brain, before: tuple[Heard, ...] = ()) -> Heard:
    """Send a burst of messages as the customer at `address` and return what is heard in return."""
    for text in texts:
        inbound = Inbound(sid=f"console-{uuid.uuid4().hex}", address=address, body=clean(text))
        message = inbox.accept(inbound, channel=Channel.CONSOLE)
    if message is None:
        raise RuntimeError("a message with a new sid was taken for a repeated one")
    turns.answer(message.conversation_id, brain=brain)
    delivery.deliver(message.conversation_id)
    return _heard(tuple(texts), message, before)


def _heard(texts: tuple[str, ...], message: Message, before: tuple[Heard, ...]) -> Heard:
    chat = Conversation.objects.get(pk=message.conversation_id)
    memory = DialogueMemory.objects.filter(conversation=chat).first()
    out = Message.objects.filter(conversation=chat, direction=Direction.OUT, pk__gt=message.pk).order_by("pk")
    made = Turn.objects.filter(conversation=chat, messages__pk=message.pk).prefetch_related("tool_calls")
    return Heard(
        said=texts,
        bubbles=tuple(out.values_list("body", flat=True)),
        calls=tuple(Call(call.name, call.args, call.ok) for turn in made for call in turn.tool_calls.all()),
        state=chat.state,
        memory=memory.data if memory else {},
        before=before,
    )
