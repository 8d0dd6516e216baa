"""The graph's nodes: each reads the work done so far and returns what it adds."""

import logging
import math
import operator
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any, Literal, NotRequired, TypedDict

from django.conf import settings
from django.utils import timezone
from langgraph.runtime import Runtime

from catalog.spelling import Vocabulary
from conversations.agent import checking
from conversations.agent.brains import Brain, BrainError, Decision, Thinking, ToolRequest
from conversations.agent.brains.offline import OfflineBrain
from conversations.agent.tools import ToolContext, registry
from conversations.agent.turn import (
    Effect,
    HandOver,
    KeepQuote,
    NoteQuestion,
    Outcome,
    ToolRecord,
    TurnInput,
    Usage,
    Verdict,
)
from conversations.dialogue import memory, rendering, understanding, wording
from conversations.dialogue.facts import BranchesFound, CarQuote, Excerpts, Fact
from conversations.dialogue.plan import Handover, Quote, ReplyPlan, Say
from conversations.dialogue.state import DialogueState
from conversations.dialogue.understanding import Guess, Understanding
from financing.quotation import Quotation

logger = logging.getLogger(__name__)

OFFLINE = OfflineBrain()


@dataclass(frozen=True)
class Deps:
    """What a turn is given: the brain that decides, the catalogue's words, and how to let go of the database."""

    brain: Brain
    vocabulary: Vocabulary
    # Called before every wait for a brain: no connection is held while a model thinks.
    release: Callable[[], None] = lambda: None
    clock: Callable[[], float] = time.monotonic
    now: Callable[[], datetime] = timezone.now  # the time of day, for opening hours
    think_until: float = math.inf
    guess: Guess | None = None  # what an unclear message is likely to mean; without it, it stays unclear


class Work(TypedDict):
    """A turn in progress; annotated lists grow, the rest is replaced."""

    turn: TurnInput
    brain: str  # the name of the brain that decides now; `offline` once the model has failed
    said: NotRequired[Understanding]
    state: NotRequired[DialogueState]  # as heard, before the reply
    think_until: float  # by the clock; past it the offline brain answers
    steps: int  # decisions of the brain in charge
    blocked: int  # texts of the brain in charge that the guard refused
    facts: list[Fact]  # what the brain in charge has found
    calls: tuple[ToolRequest, ...]
    plan: ReplyPlan | None
    text: str
    problems: tuple[Verdict, ...]  # of the text in hand
    all_facts: Annotated[list[Fact], operator.add]
    all_verdicts: Annotated[list[Verdict], operator.add]
    usage: Annotated[Usage, operator.add]


def begin(turn: TurnInput, deps: Deps) -> Work:
    """Return the work of a turn on which nothing has been done."""
    return Work(
        turn=turn,
        brain=deps.brain.name,
        think_until=deps.think_until,
        steps=0,
        blocked=0,
        facts=[],
        calls=(),
        plan=None,
        text="",
        problems=(),
        all_facts=[],
        all_verdicts=[],
        usage=Usage(),
    )


def understand(work: Work, runtime: Runtime[Deps]) -> dict[str, Any]:
    """Read the messages the same way for both brains."""
    turn, deps = work["turn"], runtime.context
    said = understanding.understand(
        turn.text, state=turn.state, vocabulary=deps.vocabulary, this_year=deps.now().year, guess=deps.guess
    )
    return {"said": said, "state": memory.hear(turn.state, said)}


def think(work: Work, runtime: Runtime[Deps]) -> dict[str, Any]:
    """Ask the brain in charge for its next step; a model that fails gives way to the offline brain, here."""
    complaints = tuple(f"{verdict.code}: {verdict.excerpt}" for verdict in work["problems"])
    left = work["think_until"] - runtime.context.clock()
    thinking = Thinking(work["turn"], work["said"], work["state"], tuple(work["facts"]), complaints, left)
    if work["brain"] == OFFLINE.name:
        return _step(work, OFFLINE.next(thinking))
    if work["steps"] >= settings.AGENT_MAX_STEPS or left <= 0:
        logger.warning("brain %s took %d steps and has %.1f s left", work["brain"], work["steps"], left)
        return _in_charge(OFFLINE)
    runtime.context.release()
    try:
        return _step(work, runtime.context.brain.next(thinking))
    except BrainError as error:
        logger.warning("brain %s gave up: %s", work["brain"], error.detail)
        return _in_charge(OFFLINE)


def _step(work: Work, decision: Decision) -> dict[str, Any]:
    return {"calls": decision.calls, "plan": decision.plan, "usage": decision.usage, "steps": work["steps"] + 1}


def _in_charge(brain: Brain) -> dict[str, Any]:
    """Hand the turn to `brain`, which starts from what was said and finds its own facts."""
    return {"brain": brain.name, "steps": 0, "blocked": 0, "facts": [], "calls": (), "plan": None, "problems": ()}


def after_thinking(work: Work) -> Literal["think", "act", "render"]:
    """Go on to the tools or to the words; neither means that another brain has just taken over."""
    if work["calls"]:
        return "act"
    return "think" if work["plan"] is None else "render"


def act(work: Work, runtime: Runtime[Deps]) -> dict[str, Any]:
    """Run the calls the brain asked for; a tool may wait for a provider before it needs the database."""
    amounts = understanding.amounts(work["turn"].text, work["state"])
    context = ToolContext(amounts, work["turn"].origin, runtime.context.now())
    found = []
    for call in work["calls"]:
        runtime.context.release()
        found.append(registry.run(call, context))
    return {"facts": [*work["facts"], *found], "all_facts": found, "calls": ()}


def render(work: Work) -> dict[str, Any]:
    """Turn the plan into words; a plan that points at nothing is a problem like any other."""
    try:
        text = rendering.render(work["plan"] or ReplyPlan(()), facts=work["facts"], state=work["state"])
    except rendering.UnrenderablePlanError as error:
        return {"text": "", "problems": (Verdict("unrenderable", str(error)),)}
    return {"text": text, "problems": ()}


def guard(work: Work, runtime: Runtime[Deps]) -> dict[str, Any]:
    """Check the text by another way than it was written."""
    problems = work["problems"] or checking.problems(
        work["text"],
        facts=work["facts"],
        customer=work["turn"].text,
        state=work["state"],
        vocabulary=runtime.context.vocabulary,
    )
    return {"problems": problems, "all_verdicts": list(problems), "blocked": work["blocked"] + bool(problems)}


def after_guarding(work: Work) -> Literal["done", "think", "fall_back", "safe"]:
    """Send what passed; a model may mend its text once, then the offline brain answers, then the fixed words."""
    if not work["problems"]:
        return "done"
    if work["brain"] == OFFLINE.name:
        return "safe"
    return "think" if work["blocked"] < 2 else "fall_back"


def fall_back(work: Work) -> dict[str, Any]:
    """Take the turn from a model whose texts were refused twice."""
    return _in_charge(OFFLINE)


def safe(work: Work) -> dict[str, Any]:
    """Answer with words that hold no figure at all, and fetch a person."""
    plan = ReplyPlan((Say(wording.CANNOT_ANSWER), Handover("no_safe_answer")))
    return {"plan": plan, "text": wording.CANNOT_ANSWER}


def outcome(work: Work, deps: Deps) -> Outcome:
    """Return what the finished work comes to."""
    plan = work["plan"] or ReplyPlan(())
    deciding = deps.brain if work["brain"] == deps.brain.name else OFFLINE
    return Outcome(
        text=work["text"],
        plan=plan,
        state=memory.tell(work["state"], plan, work["facts"]),
        brain=work["brain"],
        model=deciding.model,
        prompt_version=deciding.prompt_version,
        tool_calls=tuple(_record(fact) for fact in work["all_facts"]),
        effects=tuple(_effects(plan, work["facts"])),
        verdicts=tuple(work["all_verdicts"]),
        usage=work["usage"],
    )


def apologise(turn: TurnInput) -> Outcome:
    """Return the fixed words for a message that could not be answered however often it was tried."""
    plan = ReplyPlan((Say(wording.CANNOT_ANSWER), Handover("failed_repeatedly")))
    effects = tuple(_effects(plan, ()))
    return Outcome(text=wording.CANNOT_ANSWER, plan=plan, state=turn.state, brain=OFFLINE.name, effects=effects)


def _record(fact: Fact) -> ToolRecord:
    args, result = registry.as_json(fact.args), registry.as_json(fact.value)
    return ToolRecord(fact.ref, fact.tool, args, fact.ok, result, fact.milliseconds)


def _effects(plan: ReplyPlan, facts: Sequence[Fact]) -> Iterator[Effect]:
    by_ref = {fact.ref: fact.value for fact in facts}
    for part in plan.parts:
        match part:
            case Handover(reason=reason):
                yield HandOver(reason)
            case Quote(ref=ref):
                match by_ref.get(ref):
                    case CarQuote(car=car, outcome=Quotation() as quotation):
                        yield KeepQuote(quotation, car)
    yield from _questions_without_answer(facts)


def _questions_without_answer(facts: Sequence[Fact]) -> Iterator[NoteQuestion]:
    """Note what the knowledge was asked in vain; where it or the branches answered in other words, nothing was."""
    asked = [fact.value for fact in facts if isinstance(fact.value, Excerpts)]
    answered = any(isinstance(fact.value, Excerpts | BranchesFound) and fact.value.found for fact in facts)
    if asked and not answered:
        yield NoteQuestion(asked[0].question)
