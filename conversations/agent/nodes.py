"""The graph's nodes: each reads the work done so far and returns what it adds."""

import logging
import math
import operator
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from typing import Annotated, Any, Literal, NotRequired, TypedDict

from django.conf import settings
from django.utils import timezone
from langgraph.runtime import Runtime

from catalog.hours import OpeningHours
from catalog.spelling import Vocabulary
from conversations.agent import checking, consequences, reception
from conversations.agent.brains import Brain, BrainError, Decision, Thinking, ToolRequest
from conversations.agent.brains.offline import OfflineBrain
from conversations.agent.purse import OpenPurse, Purse
from conversations.agent.tools import Diary, EmptyDiary, ToolContext, registry
from conversations.agent.turn import GiveUp, Outcome, ToolRecord, TurnInput, Usage, Verdict
from conversations.dialogue import memory, notice, questions, rendering, terms, understanding, unheard, wording
from conversations.dialogue.errands import OwnCar, VisitWish
from conversations.dialogue.facts import Fact, HandedOver
from conversations.dialogue.plan import NO_SAFE_ANSWER, Handover, ReplyPlan, Say
from conversations.dialogue.sentences import SPANISH, Voice, told
from conversations.dialogue.state import DialogueState
from conversations.dialogue.understanding import Guess, Understanding
from kavakbot import tracing

logger = logging.getLogger(__name__)

OFFLINE = OfflineBrain()


@dataclass(frozen=True)
class Deps:
    """What a turn is given: the brain that decides, the catalogue's words, and how to let go of the database."""

    brain: Brain
    vocabulary: Vocabulary
    diary: Diary = field(default_factory=EmptyDiary)  # which test drives are taken
    team_hours: Callable[[], OpeningHours] = OpeningHours  # of the people who take chats over
    # Called before every wait for a brain: no connection is held while a model thinks.
    release: Callable[[], None] = lambda: None
    clock: Callable[[], float] = time.monotonic
    now: Callable[[], datetime] = timezone.now  # the time of day, for opening hours
    think_until: float = math.inf
    purse: Purse = field(default_factory=OpenPurse)
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
    language: NotRequired[str]  # the text's, where it is not the customer's
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
    guess = None if questions.asks_on(turn.text, turn.last.customer) else deps.guess  # what it is about was just said
    read = partial(understanding.understand, state=turn.state, vocabulary=deps.vocabulary, this_year=deps.now().year)
    text = terms.completed(turn.text, turn.last.customer)
    said = replace(read(text, guess=guess), unheard=unheard.questions(turn.text, read))
    return {"said": said, "state": memory.hear(turn.state, said)}


def receive(work: Work, runtime: Runtime[Deps]) -> dict[str, Any]:
    """Answer what needs no brain, before any is asked."""
    runtime.context.release()
    thinking = Thinking(work["turn"], work["said"], work["state"])
    received = reception.receive(thinking, ToolContext(now=runtime.context.now()))
    found = list(received.facts)
    if received.plan is None:
        return {"all_facts": found}
    return {**_in_charge(OFFLINE), "plan": received.plan, "facts": found, "all_facts": found}


def after_receiving(work: Work) -> Literal["think", "render"]:
    """Go on to a brain, or say what was decided."""
    return "think" if work["plan"] is None else "render"


def think(work: Work, runtime: Runtime[Deps]) -> dict[str, Any]:
    """Ask the brain in charge for its next step; a model that fails gives way to the offline brain, here."""
    complaints = tuple(f"{verdict.code}: {verdict.excerpt}" for verdict in work["problems"])
    left = work["think_until"] - runtime.context.clock()
    known = (work["turn"], work["said"], work["state"], tuple(work["facts"]))
    thinking = Thinking(*known, complaints, left, runtime.context.now())
    if work["brain"] == OFFLINE.name:
        return _step(work, OFFLINE.next(thinking))
    if work["steps"] >= settings.AGENT_MAX_STEPS or _calls_left(work) <= 0 or left <= 0:
        logger.warning("brain %s took %d steps and has %.1f s left", work["brain"], work["steps"], left)
        return _in_charge(OFFLINE)
    return _ask_the_model(work, thinking, runtime.context)


def _ask_the_model(work: Work, thinking: Thinking, deps: Deps) -> dict[str, Any]:
    """Ask within the budgets; whatever a call cost is charged, also where nothing came of it."""
    if not deps.purse.reserve(deps.brain.estimate(thinking)):
        return _in_charge(OFFLINE)
    deps.release()
    try:
        with tracing.span("model"):
            decision = deps.brain.next(thinking)
    except BrainError as error:
        logger.warning("brain %s gave up: %s", work["brain"], error.detail)
        deps.purse.settle(error.usage.tokens)
        return {**_in_charge(OFFLINE), "usage": error.usage}
    deps.purse.settle(decision.usage.tokens)
    return _step(work, decision)


def _calls_left(work: Work) -> int:
    return settings.AGENT_MAX_TOOL_CALLS - len(work["facts"])


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
    context = _tool_context(work, runtime.context)
    found = []
    offline = work["brain"] == OFFLINE.name
    for call in work["calls"] if offline else work["calls"][: _calls_left(work)]:
        runtime.context.release()
        found.append(registry.run(call, context))
    return {"facts": [*work["facts"], *found], "all_facts": found, "calls": ()}


def _tool_context(work: Work, deps: Deps) -> ToolContext:
    turn, state = work["turn"], work["state"]
    return ToolContext(
        customer_amounts=understanding.amounts(turn.text, state),
        origin=turn.origin,
        now=deps.now(),
        visit=state.visit or VisitWish(),
        own_car=state.own_car or state.car_had or OwnCar(),
        booked=turn.booked,
        diary=deps.diary,
        team_hours=deps.team_hours,
    )


def render(work: Work, runtime: Runtime[Deps]) -> dict[str, Any]:
    """Turn the plan into words; a plan that points at nothing is a problem like any other."""
    plan = consequences.all_told(work["plan"] or ReplyPlan(()), work["facts"])
    found = [registry.run(call, _tool_context(work, runtime.context)) for call in _left_out(plan, work["facts"])]
    facts = [*work["facts"], *found]
    rendered = {"plan": plan, "facts": facts, "all_facts": found}
    try:
        text = rendering.render(plan, facts=facts, state=work["state"], voice=_voice(work))
    except rendering.UnrenderablePlanError as error:
        return {**rendered, "text": "", "problems": (Verdict("unrenderable", str(error)),)}
    return {**rendered, "text": text, "problems": ()}


def _left_out(plan: ReplyPlan, facts: Sequence[Fact]) -> Iterator[ToolRequest]:
    """Yield the call that knows when people are there, where a plan fetches one without having made it."""
    if any(isinstance(fact.value, HandedOver) for fact in facts):
        return
    for part in plan.parts:
        if isinstance(part, Handover):
            yield ToolRequest.once("hand_over_to_person", kind=part.kind, reason=part.reason)
            return


def _voice(work: Work) -> Voice:
    return Voice(work.get("language") or work["state"].language, work["turn"].seed)


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


def after_guarding(work: Work) -> Literal["done", "think", "fall_back", "in_spanish", "safe"]:
    """Send what passed; a model may mend its text once, then the offline brain answers, then the fixed words.

    The guard reads Spanish best: what it cannot trace in another language is said in Spanish before it is given up.
    """
    if not work["problems"]:
        return "done"
    if work["brain"] == OFFLINE.name:
        return "safe" if _voice(work).language == SPANISH else "in_spanish"
    return "think" if work["blocked"] < 2 else "fall_back"


def in_spanish(work: Work) -> dict[str, Any]:
    """Say the same plan in Spanish."""
    return {"language": SPANISH}


def fall_back(work: Work) -> dict[str, Any]:
    """Take the turn from a model whose texts were refused twice."""
    return _in_charge(OFFLINE)


def safe(work: Work) -> dict[str, Any]:
    """Answer with words that hold no figure at all, and fetch a person."""
    plan = ReplyPlan((Say(wording.CANNOT_ANSWER), Handover(NO_SAFE_ANSWER)))
    return {"plan": plan, "text": told(wording.CANNOT_ANSWER, _voice(work))}


def outcome(work: Work, deps: Deps) -> Outcome:
    """Return what the finished work comes to."""
    plan = work["plan"] or ReplyPlan(())
    deciding = deps.brain if work["brain"] == deps.brain.name else OFFLINE
    effects = consequences.effects(plan, work["facts"], said=work["turn"].text, by_model=work["brain"] != OFFLINE.name)
    return Outcome(
        text=_opened(work["text"], work["turn"], _voice(work)),
        plan=plan,
        state=memory.tell(work["state"], plan, work["facts"]),
        brain=work["brain"],
        model=deciding.model,
        prompt_version=deciding.prompt_version,
        tool_calls=tuple(_record(fact) for fact in work["all_facts"]),
        effects=tuple(effects),
        verdicts=tuple(work["all_verdicts"]),
        usage=work["usage"],
    )


def apologise(turn: TurnInput) -> Outcome:
    """Return the fixed words for a message that could not be answered however often it was tried."""
    plan = ReplyPlan((Say(wording.CANNOT_ANSWER),))
    voice = Voice(turn.state.language, turn.seed)
    text, state = _opened(told(wording.CANNOT_ANSWER, voice), turn, voice), replace(turn.state, greeted=True)
    return Outcome(text=text, plan=plan, state=state, brain=OFFLINE.name, effects=(GiveUp(),))


def _opened(text: str, turn: TurnInput, voice: Voice) -> str:
    """Say once a conversation who answers, whatever brain and whatever fixed words do."""
    if turn.state.greeted:
        return text
    return notice.opened(text, voice=voice, privacy_url=settings.PRIVACY_NOTICE_URL)


def _record(fact: Fact) -> ToolRecord:
    args, result = registry.as_json(fact.args), registry.as_json(fact.value)
    return ToolRecord(fact.ref, fact.tool, args, fact.ok, result, fact.milliseconds)
