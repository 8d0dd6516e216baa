"""How voice notes are heard and photos seen: an OpenAI-compatible service, where one is configured."""

import base64
import json
import time
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import httpx2
import openai
from django.conf import settings

from conversations.agent import untrusted
from conversations.agent.brains.deadline import DeadlineTransport
from conversations.dialogue.attachments import Kind
from kavakbot.errors import KavakbotError

_TOKENS = 4000
_LONGEST = 1500
_PROMPT = Path(__file__).parent / "prompts" / "photo.es-MX.md"
_WORDS = "Kavak, seminuevo, enganche, mensualidad, Nissan Versa, Chevrolet Aveo, Volkswagen Jetta, Kia Rio, Mazda 3."
_ENDINGS = {"ogg": "ogg", "mpeg": "mp3", "mp4": "m4a", "aac": "m4a", "amr": "amr", "webm": "webm", "wav": "wav"}
_SEEN = {
    "type": "object",
    "properties": {
        "kind": {"type": "string", "enum": ["car", "identity_document", "other"]},
        "car": {"type": "string", "description": "Marca, modelo y año que se reconocen; vacío si no es un auto."},
    },
    "required": ["kind", "car"],
    "additionalProperties": False,
}


class NotSensed(KavakbotError):
    """The service could not hear or see it."""

    code = "not_sensed"


@dataclass(frozen=True)
class Sensed:
    """What was heard or seen, as what kind of thing, and the tokens that it cost."""

    kind: Kind
    text: str
    tokens: int


def sense(kind: Kind, content: bytes, content_type: str) -> Sensed:
    """Hear a voice note or look at a photo; raises NotSensed."""
    started = time.monotonic()
    try:
        sensed = _heard(content, content_type) if kind is Kind.VOICE else _seen(content, content_type)
    except (openai.OpenAIError, ValueError, TypeError, KeyError, IndexError, AttributeError) as error:
        raise NotSensed(f"{type(error).__name__} after {time.monotonic() - started:.1f} s") from error
    if not sensed.text and sensed.kind is Kind.VOICE:
        raise NotSensed("nothing was heard")
    return sensed


def sensing_tokens() -> int:
    """Return what one voice note or photo is reserved for; it is settled by what the service says."""
    return _TOKENS


def can_sense(kind: Kind) -> bool:
    """Whether a service is configured that hears or sees this."""
    return bool(settings.OPENAI_API_KEY) and kind in {Kind.VOICE, Kind.PHOTO}


def _heard(content: bytes, content_type: str) -> Sensed:
    sub = content_type.partition(";")[0].rpartition("/")[2]
    file = (f"voz.{_ENDINGS.get(sub, 'ogg')}", content, content_type.partition(";")[0])
    answer = _client().audio.transcriptions.create(
        model=settings.OPENAI_TRANSCRIPTION_MODEL, file=file, prompt=_WORDS, response_format="json"
    )
    usage = getattr(answer, "usage", None)
    return Sensed(Kind.VOICE, _plain(answer.text), getattr(usage, "total_tokens", None) or _TOKENS)


def _seen(content: bytes, content_type: str) -> Sensed:
    """Look at a photo; nothing of an identity paper but that it is one leaves this function."""
    address = f"data:{content_type.partition(';')[0]};base64,{base64.b64encode(content).decode()}"
    messages: Any = [
        {"role": "system", "content": _PROMPT.read_text(encoding="utf-8")},
        {"role": "user", "content": [{"type": "image_url", "image_url": {"url": address, "detail": "low"}}]},
    ]
    answer = _client().chat.completions.create(
        model=settings.OPENAI_MODEL,
        messages=messages,
        max_completion_tokens=settings.AGENT_MAX_OUTPUT_TOKENS,
        response_format={"type": "json_schema", "json_schema": {"name": "photo", "schema": _SEEN, "strict": True}},
    )
    seen = json.loads(answer.choices[0].message.content or "")
    tokens = answer.usage.total_tokens if answer.usage else _TOKENS
    if seen["kind"] == "identity_document":
        return Sensed(Kind.IDENTITY, "", tokens)
    return Sensed(Kind.PHOTO, _plain(seen["car"]) if seen["kind"] == "car" else "", tokens)


def _plain(text: str) -> str:
    return " ".join(untrusted.visible(text).split())[:_LONGEST]


def _client() -> openai.OpenAI:
    return openai.OpenAI(
        api_key=settings.OPENAI_API_KEY,
        base_url=settings.OPENAI_BASE_URL or None,
        timeout=settings.AGENT_MODEL_TIMEOUT_SECONDS,
        max_retries=0,
        http_client=_http_client(),
    )


@cache
def _http_client() -> httpx2.Client:
    return httpx2.Client(transport=DeadlineTransport())
