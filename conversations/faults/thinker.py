"""The stand-in for a model: it looks for cars, answers with the marks it was given, and fails by chance."""

import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from conversations.agent.testing import ModelStandIn, Step, calls, calls_raw, cuts, raw, refuses, replies, says
from conversations.faults import chance, nonces
from conversations.faults.record import Record, Thought
from kavakbot.loopback import HOST, Answered, ConnectionCut

_HANG_SECONDS = 60.0
_DRIP_SECONDS = 5.0


class ModelFault(Enum):
    """What may go wrong with one request."""

    THROTTLED = "429"
    NO_MONEY = "insufficient_quota"
    BROKEN = "5xx"
    HANGS = "hangs"
    DRIPS = "a byte every 5 s"
    GARBAGE = "garbage JSON"
    CUT = "cut"
    EMPTY = "empty choice"
    UNKNOWN_TOOL = "unknown tool"
    BAD_ARGUMENTS = "bad arguments"
    LOOP = "50 tool loops"
    LONG = "100 KB answer"


@dataclass(frozen=True)
class Mood:
    """How often the model fails in which way (shares of all requests), and how long it thinks (seconds, from-to)."""

    faults: Mapping[ModelFault, float] = field(default_factory=dict)
    seconds: tuple[float, float] = (0.05, 0.3)
    calm_seconds: float = 0.0  # before the first fault
    embeddings: ModelFault | None = None  # what becomes of every request for vectors after the calm
    always_looks_up: bool = False  # asks what we know about Kavak before it answers anything
    victims: Callable[[str], bool] = field(default=lambda _: True)


class FaultyModel(ModelStandIn):
    """Answers every turn with the marks of all the customer's messages in it."""

    def __init__(self, record: Record, mood: Mood, seed: int, *, host: str = HOST) -> None:
        super().__init__(host=host)
        self.mood = mood
        self._record = record
        self._began: float | None = None
        self._chance = chance.stream("model", seed)

    def _chat(self, request: dict[str, Any]) -> Answered:
        marks = _asked(request)
        self._began = self._began or time.monotonic()
        with self._lock:
            fault = self._fault(marks)
            pause = self._chance.uniform(*self.mood.seconds)
            if marks:
                self._record.thoughts.append(Thought(marks, time.monotonic(), failed=fault is not None))
        time.sleep(pause)
        step = self._failing(fault) if fault else self._answering(request, marks)
        return step(request) if callable(step) else step

    def _embed(self, request: dict[str, Any]) -> Answered:
        fault = None if self._is_calm() else self.mood.embeddings
        self._record.embeddings.append(fault is not None)
        if fault is None:
            return super()._embed(request)
        step = self._failing(fault)
        return step(request) if callable(step) else step

    def _fault(self, marks: tuple[str, ...]) -> ModelFault | None:
        """Draw a fault, if it is time and this turn is among the victims."""
        if self._is_calm() or not any(map(self.mood.victims, marks)):
            return None
        return chance.draw(self._chance, self.mood.faults)

    def _is_calm(self) -> bool:
        """Tell whether the first question is so fresh, or yet to come, that nothing may fail."""
        return self._began is None or time.monotonic() - self._began < self.mood.calm_seconds

    def _answering(self, request: dict[str, Any], marks: tuple[str, ...]) -> Step:
        """Look for cars first in every third turn, or for what we know in every one; then answer."""
        has_looked = request["messages"][-1]["role"] == "tool"
        if self.mood.always_looks_up and not has_looked:
            return calls(("search_knowledge_base", {"question": "¿Qué garantía tienen los autos?"}))
        if marks and not has_looked and sum(map(ord, marks[0])) % 3 == 0:
            return calls(("search_cars", {"max_price": "300000"}))
        return replies({"kind": "say", "text": f"Con gusto le ayudo. Folio {' '.join(marks)}"})

    def _failing(self, fault: ModelFault) -> Step:
        return _failing(fault, self._server.stopping.wait)


def _asked(request: dict[str, Any]) -> tuple[str, ...]:
    """Return the marks of the messages that this turn answers: those of the last thing the customer said."""
    said = [message["content"] for message in request["messages"] if message["role"] == "user"]
    return nonces.find(str(said[-1])) if said else ()


def _failing(fault: ModelFault, wait: Callable[[float], bool]) -> Step:
    """Return what the model does wrong."""

    def hangs(request: dict[str, Any]) -> Answered:
        wait(_HANG_SECONDS)
        raise ConnectionCut

    drip = Answered(200, json.dumps({"choices": []}).encode(), pause_seconds=_DRIP_SECONDS)
    steps: dict[ModelFault, Step] = {
        ModelFault.THROTTLED: refuses(429, "rate_limit_exceeded"),
        ModelFault.NO_MONEY: refuses(429, "insufficient_quota"),
        ModelFault.BROKEN: refuses(503, "server_error"),
        ModelFault.HANGS: hangs,
        ModelFault.DRIPS: drip,
        ModelFault.GARBAGE: raw(b'{"choices": [{"mess'),
        ModelFault.CUT: cuts,
        ModelFault.EMPTY: says(None),
        ModelFault.UNKNOWN_TOOL: calls(("sell_car_for_free", {})),
        ModelFault.BAD_ARGUMENTS: calls_raw("search_cars", '{"max_price": "muchísimo", "colour":'),
        ModelFault.LOOP: calls(("search_cars", {"max_price": "300000"})),
        ModelFault.LONG: says("palabra " * 12_800),
    }
    return steps[fault]
