"""Stand-ins for what decides: a scripted brain, and an OpenAI-compatible model on loopback with a script."""

import hashlib
import json
import struct
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from threading import Lock
from types import TracebackType
from typing import Any, Self

from conversations.agent.brains import Decision, Thinking
from kavakbot.loopback import HOST, Answered, Asked, ConnectionCut, LoopbackServer, as_json

DIMENSIONS = 512

# What the model does when it is asked: a ready answer, or a function of the request that makes one.
Step = Answered | Callable[[dict[str, Any]], Answered]


@dataclass
class ScriptedBrain:
    """A brain that decides what the script says; a step may be a function, to look at or meddle with the turn."""

    steps: Iterable[Decision | Callable[[Thinking], Decision]]
    name: str = "scripted"
    model: str = "scripted"
    prompt_version: str = "none"
    seen: list[Thinking] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._steps = iter(self.steps)

    def next(self, thinking: Thinking) -> Decision:
        """Return the next step; a script that is too short is a mistake of the test, and says so."""
        self.seen.append(thinking)
        step = next(self._steps, None)
        if step is None:
            raise AssertionError(f"the script has no step {len(self.seen)}")
        return step(thinking) if callable(step) else step

    def estimate(self, thinking: Thinking) -> int:
        """Cost nothing."""
        return 0


# ── What a model may answer ─────────────────────────────────────────────────────────────────────────────────────


def says(text: str | None, *, finish_reason: str = "stop") -> Answered:
    """Answer in plain words."""
    return _completion({"role": "assistant", "content": text}, finish_reason)


def spoken(text: str) -> Answered:
    """Hear this in a voice note."""
    return as_json(200, {"text": text, "usage": {"type": "tokens", "total_tokens": 50}})


def calls(*wanted: tuple[str, dict[str, Any]]) -> Step:
    """Call tools, each named with its arguments; the ids are new with every request."""
    return lambda request: _calling([(name, json.dumps(args)) for name, args in wanted], request)


def calls_raw(name: str, arguments: str) -> Step:
    """Call a tool with arguments exactly as written, right or wrong."""
    return lambda request: _calling([(name, arguments)], request)


def replies(*parts: dict[str, Any]) -> Step:
    """Call the `reply` tool with these parts."""
    return calls(("reply", {"parts": list(parts)}))


def refuses(status: int, code: str, message: str = "injected by the test") -> Answered:
    """Answer with one of OpenAI's errors."""
    return as_json(status, {"error": {"message": message, "type": code, "param": None, "code": code}})


def raw(body: bytes, *, status: int = 200) -> Answered:
    """Answer with bytes that need not mean anything."""
    return Answered(status, body)


def cuts(request: dict[str, Any]) -> Answered:
    """Close the connection without an answer."""
    raise ConnectionCut


def results(request: dict[str, Any]) -> list[dict[str, Any]]:
    """Return what the tools answered so far in this turn, oldest first, each with the `ref` of its call."""
    return [json.loads(message["content"]) for message in request["messages"] if message["role"] == "tool"]


class ModelStandIn:
    """An OpenAI-compatible service: use it as a block; `url` is its base, `requests` what it was asked.

    Each chat request takes the next step of the script; after the last one, `then` answers for ever.
    """

    def __init__(self, *steps: Step, then: Step | None = None, host: str = HOST, port: int = 0) -> None:
        self.steps: deque[Step] = deque(steps)
        self.then: Step = then or refuses(400, "script_over", "the script is over")
        self.requests: list[dict[str, Any]] = []
        self.hears: Answered = refuses(400, "nothing_to_hear", "the test says nothing")
        self.recordings: list[bytes] = []
        self._lock = Lock()
        self._server = LoopbackServer(self._answer, host=host, port=port)

    @property
    def url(self) -> str:
        """The base address, for OPENAI_BASE_URL."""
        return f"{self._server.url}/v1"

    def __enter__(self) -> Self:
        self._server.__enter__()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._server.__exit__(kind, error, at)

    def _answer(self, asked: Asked) -> Answered:
        if not asked.headers.get("Authorization", "").startswith("Bearer "):
            return refuses(401, "invalid_api_key")
        match asked.method, asked.path:
            case "POST", "/v1/chat/completions":
                return self._chat(asked.json())
            case "POST", "/v1/audio/transcriptions":
                return self._transcription(asked)
            case "POST", "/v1/embeddings":
                return self._embed(asked.json())
            case _:
                return refuses(404, "not_found")

    def _transcription(self, asked: Asked) -> Answered:
        """Answer with what the test says is heard; the recording itself is kept as it arrived."""
        with self._lock:
            self.recordings.append(asked.body)
        return self.hears

    def _embed(self, request: dict[str, Any]) -> Answered:
        """Embed each text as the sum of its words' own directions, so that shared words mean nearness."""
        return _embeddings(request)

    def _chat(self, request: dict[str, Any]) -> Answered:
        with self._lock:
            self.requests.append(request)
            step = self.steps.popleft() if self.steps else self.then
        return step(request) if callable(step) else step


def _calling(wanted: list[tuple[str, str]], request: dict[str, Any]) -> Answered:
    number = len(request["messages"])
    tool_calls = [
        {"id": f"call_{number}_{index}", "type": "function", "function": {"name": name, "arguments": arguments}}
        for index, (name, arguments) in enumerate(wanted)
    ]
    return _completion({"role": "assistant", "content": None, "tool_calls": tool_calls}, "tool_calls")


def _completion(message: dict[str, Any], finish_reason: str) -> Answered:
    body = {
        "id": "chatcmpl-stand-in",
        "object": "chat.completion",
        "created": 1_700_000_000,
        "model": "stand-in",
        "choices": [{"index": 0, "message": message, "finish_reason": finish_reason, "logprobs": None}],
        "usage": {"prompt_tokens": 100, "completion_tokens": 10, "total_tokens": 110},
    }
    return as_json(200, body)


# ── Embeddings ──────────────────────────────────────────────────────────────────────────────────────────────────


def _embeddings(request: dict[str, Any]) -> Answered:
    texts = [request["input"]] if isinstance(request["input"], str) else request["input"]
    rows = [{"object": "embedding", "index": index, "embedding": _vector(text)} for index, text in enumerate(texts)]
    usage = {"prompt_tokens": len(texts), "total_tokens": len(texts)}
    return as_json(200, {"object": "list", "model": request["model"], "data": rows, "usage": usage})


def _vector(text: str) -> list[float]:
    total = [0.0] * DIMENSIONS
    for word in text.lower().split():
        stream = hashlib.shake_128(word.encode()).digest(DIMENSIONS)
        total = [value + byte for value, byte in zip(total, struct.unpack(f"{DIMENSIONS}b", stream), strict=True)]
    length = sum(value * value for value in total) ** 0.5 or 1.0
    return [value / length for value in total]
