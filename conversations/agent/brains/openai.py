"""The brain behind any OpenAI-compatible service: it chooses tools and parts; it writes no figure."""

import hashlib
import json
import time
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import httpx2
import openai
from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, SystemMessage, ToolMessage
from langchain_openai import ChatOpenAI
from pydantic import BaseModel, SecretStr, ValidationError

from conversations.agent import untrusted
from conversations.agent.brains import BrainError, Decision, Thinking, ToolRequest
from conversations.agent.brains.deadline import DeadlineTransport
from conversations.agent.brains.direct_chat import DirectChat
from conversations.agent.brains.reply import LONGEST_TEXT, Reply
from conversations.agent.tools import registry
from conversations.agent.turn import Usage
from conversations.dialogue.plan import ReplyPlan, Say

PROMPT = Path(__file__).parent.parent / "prompts" / "system.es-MX.md"
_LONGEST_NAME = 60
_BY_PERSON = "(Lo escribió una persona del equipo:)"
_PAUSE_SECONDS = 0.5
# Troubles that may be over in a moment; each is tried once more, while the turn has time.
_PASSING = (openai.RateLimitError, openai.InternalServerError, openai.APIConnectionError)
# Of Spanish and JSON a token is three or four; counted high, so that a budget is not overrun.
_BYTES_PER_TOKEN = 3
_REASONING_MODELS = ("gpt-5", "o3", "o4")


class OpenAIBrain:
    """A chat model with the tools bound; built once per process, safe to share between threads."""

    name = "openai"

    def __init__(
        self,
        *,
        api_key: str,
        model: str,
        base_url: str = "",
        timeout_seconds: float = 12,
        most_output: int = 2000,
        direct: bool = True,
    ) -> None:
        self.model = model
        self._most_output = most_output
        self._timeout_seconds = timeout_seconds
        self.prompt_version = hashlib.sha256(_prompt().encode()).hexdigest()[:12]
        effort = {"reasoning_effort": "low"} if model.startswith(_REASONING_MODELS) else {}
        chat = (DirectChat if direct else ChatOpenAI)(
            model=model,
            api_key=SecretStr(api_key),
            base_url=base_url or None,
            http_client=_http_client(),
            max_retries=0,  # ours alone: the SDK's own waits know no deadline
            use_responses_api=False,
            max_completion_tokens=most_output,
            **effort,  # type: ignore[arg-type]
        )
        self._chat = chat.bind_tools(_tool_schemas())
        _schema_bytes()  # counted before workers are forked, not by each of them

    def next(self, thinking: Thinking) -> Decision:
        """Ask the model for its next step; raises BrainError whatever goes wrong with it."""
        started = time.monotonic()
        try:
            return self._ask(thinking, thinking.seconds_left)
        except BrainError as error:
            left = thinking.seconds_left - (time.monotonic() - started) - _PAUSE_SECONDS
            if not error.retryable or left <= 0:
                raise
            first = error.usage
        time.sleep(_PAUSE_SECONDS)
        try:
            decision = self._ask(thinking, left)
        except BrainError as error:
            error.usage += first
            raise
        return replace(decision, usage=decision.usage + first)

    def estimate(self, thinking: Thinking) -> int:
        """Return the input's tokens, counted high, and all the output that the model may write."""
        return self._input_tokens(thinking) + self._most_output

    def _input_tokens(self, thinking: Thinking) -> int:
        written = sum(len(str(message.content).encode()) for message in _messages(thinking))
        return (written + _schema_bytes()) // _BYTES_PER_TOKEN

    def _ask(self, thinking: Thinking, seconds_left: float) -> Decision:
        try:
            answer = self._chat.invoke(_messages(thinking), timeout=min(self._timeout_seconds, seconds_left))
        except openai.APITimeoutError as error:
            # Nobody says what an answer cost that did not come in time: at least what it was asked.
            asked = Usage(input_tokens=self._input_tokens(thinking))
            raise BrainError(type(error).__name__, retryable=True, usage=asked) from error
        except _PASSING as error:
            raise BrainError(type(error).__name__, retryable=_may_pass(error)) from error
        except (openai.OpenAIError, ValueError, TypeError, KeyError, IndexError, AttributeError) as error:
            # Besides its own errors the client lets through whatever a garbled answer makes Python raise.
            raise BrainError(type(error).__name__) from error
        if not isinstance(answer, AIMessage):
            raise BrainError("the answer is not a message")
        try:
            return _decision(answer, thinking)
        except BrainError as error:
            error.usage = _usage(answer)
            raise


def _may_pass(error: Exception) -> bool:
    """Whether to try once more: not where the account has run out of money."""
    return getattr(error, "code", None) != "insufficient_quota"


@cache
def _http_client() -> httpx2.Client:
    """One pool of connections per process, however many brains it makes."""
    return httpx2.Client(transport=DeadlineTransport())


@cache
def _prompt() -> str:
    return PROMPT.read_text(encoding="utf-8")


@cache
def _schema_bytes() -> int:
    return len(json.dumps(_tool_schemas()).encode())


@cache
def _tool_schemas() -> list[dict[str, Any]]:
    tools = [_schema(tool.name, tool.description, tool.args) for tool in registry.TOOLS.values()]
    return [*tools, _schema("reply", "Answer the customer. Always the last call of a turn.", Reply)]


def _schema(name: str, description: str, args: type[BaseModel]) -> dict[str, Any]:
    parameters = args.model_json_schema()
    return {"type": "function", "function": {"name": name, "description": description, "parameters": parameters}}


def _messages(thinking: Thinking) -> list[BaseMessage]:
    messages: list[BaseMessage] = [SystemMessage(f"{_prompt()}\n\n# Lo que recuerdas\n\n{_memory(thinking)}")]
    for past in thinking.turn.past:
        reply = f"{_BY_PERSON} {past.reply}" if past.by_person else past.reply
        messages += [HumanMessage(untrusted.marked(past.customer)), AIMessage(reply)]
    messages.append(HumanMessage(untrusted.marked(thinking.turn.text)))
    for fact in thinking.facts:
        call = {"id": fact.ref, "name": fact.tool, "args": registry.as_json(fact.args)}
        result = json.dumps({"ref": fact.ref, **untrusted.shown(registry.as_json(fact.value))}, ensure_ascii=False)
        messages += [AIMessage("", tool_calls=[call]), ToolMessage(result, tool_call_id=fact.ref)]
    if thinking.complaints:
        reasons = "; ".join(thinking.complaints)
        messages.append(SystemMessage(f"Tu respuesta no se envió: {reasons}. Corrígela y usa `reply` otra vez."))
    return messages


def _memory(thinking: Thinking) -> str:
    state = thinking.state
    remembered = {
        "lista_mostrada": [f"{index}: stock_id {number}" for index, number in enumerate(state.shown, 1)],
        "auto_en_foco": state.focus,
        "enganche": state.down_payment,
        "enganche_porcentaje": state.down_payment_percent,
        "plazo_meses": state.months,
        "pago_mensual_posible": state.monthly,
        "pregunta_pendiente": state.pending,
        "filtros": {k: v for k, v in registry.as_json(state.wish).items() if k != "kind"},
        "ya_saludaste": state.greeted,
        "hoy": f"{thinking.now:%Y-%m-%d}",
        "prueba_de_manejo_en_curso": state.visit,
        "prueba_de_manejo_anotada": thinking.turn.booked,
        "auto_del_cliente": state.own_car,
    }
    return json.dumps(untrusted.shown(registry.as_json(remembered)), ensure_ascii=False)


def _decision(answer: AIMessage, thinking: Thinking) -> Decision:
    usage = _usage(answer)
    for call in answer.tool_calls:
        if call["name"] == "reply":
            try:
                return Decision(plan=Reply.model_validate(call["args"]).plan(), usage=usage)
            except ValidationError as error:
                raise BrainError("the reply's parts are malformed") from error
    if answer.tool_calls:
        return Decision(calls=tuple(_request(call, thinking) for call in answer.tool_calls), usage=usage)
    return Decision(plan=ReplyPlan((_plain(answer),)), usage=usage)


def _request(call: Any, thinking: Thinking) -> ToolRequest:
    """Name the call for the turn; services that repeat an id get one that does not."""
    taken = {fact.ref for fact in thinking.facts}
    name = registry.storable(call["name"])[:_LONGEST_NAME]
    ref = registry.storable(call["id"] or name)[:_LONGEST_NAME]
    return ToolRequest(ref=f"{ref}-{len(taken)}" if ref in taken else ref, name=name, args=call["args"])


def _plain(answer: AIMessage) -> Say:
    """Read an answer in plain words as one `say` over everything found; the guard checks it like any other."""
    text = registry.storable(answer.text).strip()
    if not text or answer.invalid_tool_calls:
        raise BrainError("the answer is empty or cut")
    if len(text) > LONGEST_TEXT:
        raise BrainError("the answer is too long")
    return Say(text)


def _usage(answer: AIMessage) -> Usage:
    counted = answer.usage_metadata
    return Usage(counted["input_tokens"], counted["output_tokens"]) if counted else Usage()
