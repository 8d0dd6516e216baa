"""One turn: the CPU of its thinking and of the whole of it, beside the plain SDK that asks the same of a model."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from time import process_time, thread_time
from typing import Any
from uuid import UUID

import openai
from django.test import override_settings

import knowledge.benchmarks as passages
from catalog import search
from catalog.benchmarks import names_and_cars
from conversations import agent, delivery, inbox, turns
from conversations.agent import Deps, TurnInput, choose_brain
from conversations.agent.bare import bare
from conversations.agent.testing import ModelStandIn, calls, replies, results
from conversations.dialogue.state import DialogueState
from conversations.faults.schedule import address
from conversations.models import Conversation
from conversations.whatsapp.gateways.console import ConsoleGateway
from conversations.whatsapp.messages import Inbound
from kavakbot.benchmarking import Goal, Measurement, Spread, benchmark
from kavakbot.loopback import Answered
from knowledge.embeddings.local import LocalEmbedder

FAST_REQUEST = Goal("ratio", 0.8, at_least=False)
STOCK_CLIENT = Goal("ratio", 1.8, at_least=False)
FOUR_TIMES = Goal("ratio", 4, at_least=False)
FIVE_MS = Goal("ours", 5, at_least=False)
ASKED = "hola, ando buscando un nisan verza de menos de 250"
# What customers of a day write: each is understood, answered and checked without a model.
_SAID = (
    "hola buenas tardes",
    "ando buscando un nisan verza de menos de 250",
    "tienen camionetas automaticas por debajo de 400 mil?",
    "el primero, con 60 de enganche a 48 meses en cuanto me sale?",
    "y a 6 años?",
    "que garantia dan?",
    "donde estan en puebla",
    "el segundo cuantos km tiene",
    "muestrame mas",
    "quiero agendar una prueba de manejo el sabado",
    "me pasas con una persona porfa",
    "gracias",
)


@benchmark("thinking", database=True)
def thinking(quick: bool) -> Iterator[Measurement]:
    """Answer one question over and over: two model calls and a search among many cars, then without any model."""
    names_and_cars.fill(10_000 if quick else 100_000)
    passages.stock()
    passages.grow_to(2_000 if quick else 10_000)
    rounds = 40 if quick else 200
    with _model() as model:
        yield from _beside_the_sdk(model, rounds)
    yield from _offline(3 if quick else 12)


# ── With a model ────────────────────────────────────────────────────────────────────────────────────────────────


@contextmanager
def _model() -> Iterator[ModelStandIn]:
    """Stand in for a model that thinks for no time: it looks for cars, and then shows what was found."""
    with (
        ModelStandIn(then=_next_step) as model,
        override_settings(OPENAI_API_KEY="sk-of-the-bench", OPENAI_BASE_URL=model.url),
    ):
        yield model


def _next_step(request: dict[str, Any]) -> Answered:
    found = results(request)
    if not found:
        step = calls(("search_cars", {"makes": ["nisan"], "models": ["verza"], "max_price": "250000"}))
    else:
        step = replies({"kind": "cars", "ids": [car["stock_id"] for car in found[-1]["cars"][:5]]})
    return step(request) if callable(step) else step


def _beside_the_sdk(model: ModelStandIn, rounds: int) -> Iterator[Measurement]:
    brain = choose_brain("openai")
    deps = Deps(brain, search.vocabulary(), guess=agent.guess)
    turn = TurnInput((ASKED,), state=DialogueState(greeted=True))
    agent.respond(turn, deps)
    bodies = list(model.requests)
    plain = openai.OpenAI(api_key="sk-of-the-bench", base_url=model.url, max_retries=0)

    def sdk() -> None:
        for body in bodies:
            plain.chat.completions.create(**body)

    for client, direct, goal in (("fast", True, FAST_REQUEST), ("stock", False, STOCK_CLIENT)):
        with override_settings(OPENAI_DIRECT_REQUESTS=direct):
            alone = bare(turn, Deps(choose_brain("openai"), deps.vocabulary))
        theirs, ours = _in_turns(sdk, alone, rounds)
        yield Measurement(f"graph and {client} client alone, CPU", ours, "ms", theirs, "plain SDK", goal)
    theirs, ours = _in_turns(sdk, lambda: agent.respond(turn, deps), rounds)
    yield Measurement("a turn thought over, CPU", ours, "ms", theirs, "plain SDK")
    chat = _chat()
    theirs, ours = _in_turns(sdk, lambda: whole_turn(chat, brain), rounds, before=_write)
    yield Measurement("a whole turn with its rows, CPU", ours, "ms", theirs, "plain SDK", FOUR_TIMES)


# ── The whole of it ─────────────────────────────────────────────────────────────────────────────────────────────


def _chat() -> UUID:
    for _ in range(3):  # a chat that has gone on for a while
        _write()
        chat: UUID = Conversation.objects.latest("created_at").pk
        whole_turn(chat, choose_brain("offline"))
    return chat


def _write() -> None:
    inbox.accept(Inbound(sid="", address=address(77), body=ASKED))


def whole_turn(chat_id: UUID, brain: agent.Brain) -> None:
    """Answer what waits in the chat and send it, without the pause for fragments."""
    with override_settings(AGENT_SETTLE_SECONDS=0):
        if turns.answer(chat_id, brain=brain) != 1 or delivery.deliver(chat_id, gateway=ConsoleGateway()) < 1:
            raise ValueError("the turn was not answered")


# ── Without a model ─────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class _Cost:
    whole: float
    vectors: float
    tools: float


def _offline(rounds: int) -> Iterator[Measurement]:
    deps = Deps(choose_brain("offline"), search.vocabulary(), guess=agent.guess)
    costs = [cost for number in range(rounds) for cost in _day(deps, number)]
    whole, rest = Spread([c.whole for c in costs]), Spread([c.whole - c.vectors - c.tools for c in costs])
    yield Measurement("without a model: a turn thought over, CPU", whole, "ms")
    yield Measurement("without a model: its tools", Spread([c.tools for c in costs]), "ms")
    yield Measurement("without a model: its vector", Spread([c.vectors for c in costs]), "ms")
    yield Measurement("without a model: understanding, composing, checking, CPU", rest, "ms", goal=FIVE_MS)


def _day(deps: Deps, number: int) -> Iterator[_Cost]:
    """Talk as a customer does; a number that nobody said before keeps what is remembered of texts out of it."""
    state = DialogueState(greeted=True)
    for said in _SAID:
        text = f"{said} {'!' * (number % 3)} {number}o"
        started = process_time()
        outcome = agent.respond(TurnInput((text,), state=state, seed=str(number)), deps)
        whole = (process_time() - started) * 1000
        started = process_time()
        LocalEmbedder().embed([text])
        yield _Cost(whole, (process_time() - started) * 1000, sum(call.milliseconds for call in outcome.tool_calls))
        state = outcome.state


# ── Measuring ───────────────────────────────────────────────────────────────────────────────────────────────────


def _in_turns(
    reference: Callable[[], object],
    ours: Callable[[], object],
    rounds: int,
    *,
    before: Callable[[], object] = lambda: None,
) -> tuple[Spread, Spread]:
    """Return the CPU milliseconds of this thread in each; what comes `before` ours is not counted."""
    taken: tuple[list[float], list[float]] = ([], [])
    for _ in range(rounds):
        taken[0].append(_cpu(reference))
        before()
        taken[1].append(_cpu(ours))
    return Spread(taken[0]), Spread(taken[1])


def _cpu(work: Callable[[], object]) -> float:
    started = thread_time()
    work()
    return (thread_time() - started) * 1000
