"""A real conversation as a scenario for review: what was said, what was replied, what to expect; nobody's name in it.

What it expects is what was answered then: whoever reviews it keeps what was right, mends what was wrong, and drops the
rest. It imports no agent, so that the web may offer it.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

import yaml

from conversations.models import Conversation, Direction, Message, State

CATEGORY = "from chats"
_PHONE = re.compile(r"\+?\d(?:[\s().-]{0,2}\d){8,14}(?!\d)")
_MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
# CURP (18) and RFC (12 or 13): letters of the name, then the day of birth.
_IDENTITY = re.compile(r"\b[A-ZÑ&]{3,4}\d{6}[A-Z0-9]{2,8}\b", re.IGNORECASE)
# What a name ends at, where somebody writes it in lower case: "me llamo ana torres y busco".
_NOT_OF_A_NAME = (
    "y|e|and|de|del|busco|quiero|quisiera|necesito|tengo|vivo|ando|soy|estoy|me|mi|les?|un|una|el|la|i|en|para|por|oye"
)
_INTRODUCED = re.compile(
    r"(?P<before>\b(?i:me llamo|mi nombre es|my name is|a nombre de|atte\.?)\s+)"
    rf"(?P<name>[^\W\d_]+(?:\s+(?!(?i:{_NOT_OF_A_NAME})\b)[^\W\d_]+){{0,3}})"
    r"|(?P<vaguely>\b(?i:soy|habla|le habla|i am|i'm)\s+)(?P<perhaps>[^\W\d_]+(?:\s+[A-ZÁÉÍÓÚÑ][^\W\d_]+){0,3})"
)
_PLACE_OF_NAME = "[nombre]"
# "soy de Puebla" and "soy nuevo en esto" introduce nobody.
_NO_NAMES = frozenset(
    "de del la el los las un una muy nuevo nueva cliente alguien yo otra otro quien interesado interesada looking "
    "interested not just".split()
)


def as_yaml(conversations: Sequence[Conversation]) -> str:
    """Return the conversations as one suite of scenarios, in the format of conversations/evaluation/suite."""
    scenarios = [_scenario(conversation) for conversation in conversations]
    suite = {"category": CATEGORY, "scenarios": scenarios}
    return yaml.safe_dump(suite, allow_unicode=True, sort_keys=False, width=110)


def without_names(text: str, names: Sequence[str] = ()) -> str:
    """Return the text without telephone numbers, mail addresses, identity codes, introductions and these names."""
    for pattern, instead in ((_MAIL, "[correo]"), (_PHONE, "[teléfono]"), (_IDENTITY, "[clave]")):
        text = pattern.sub(instead, text)
    text = _INTRODUCED.sub(_anonymous, text)
    for name in names:
        text = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", _PLACE_OF_NAME, text, flags=re.IGNORECASE)
    return text


def _anonymous(found: re.Match[str]) -> str:
    if found["before"]:
        return f"{found['before']}{_PLACE_OF_NAME}"
    if found["perhaps"].split()[0].lower() in _NO_NAMES:
        return found.group()
    return f"{found['vaguely']}{_PLACE_OF_NAME}"


def _scenario(conversation: Conversation) -> dict[str, Any]:
    names = [word for word in conversation.contact.name.split() if len(word) > 2]
    steps = list(_steps(conversation, names))
    day = conversation.created_at.date().isoformat()
    return {"name": f"chat of {day}, {conversation.pk.hex[:8]}", "steps": steps}


def _steps(conversation: Conversation, names: Sequence[str]) -> Iterator[dict[str, Any]]:
    """Yield a step for each burst; bubbles that no turn wrote are a person's, or ours on opting out."""
    messages = conversation.messages.select_related("turn").prefetch_related("turn__tool_calls").order_by("pk")
    bursts = [(key, list(mine)) for key, mine in groupby(messages, key=_belongs)]
    step: dict[str, Any] | None = None
    for (direction, _), mine in bursts:
        bodies = [without_names(message.body, names) for message in mine]
        if direction == Direction.IN:
            if step:
                yield step
            step = {"say": bodies[0] if len(bodies) == 1 else bodies} | _expected(mine[-1], names)
        elif step:
            written = _written(mine[0])
            step[written] = "\n".join([*step.get(written, "").splitlines(), *bodies])
    if step:
        yield step | ({} if conversation.state == State.BOT else {"state": str(conversation.state)})


def _written(message: Message) -> str:
    """Return what a reply is in a scenario: the bot's, what a person made of it, or a person's own."""
    if message.turn_id:
        return "replied"
    return "corrected" if message.instead_of_id else "note"


_OF_THE_NAME = "remember_customer"


def _belongs(message: Message) -> tuple[str, int | None]:
    return message.direction, message.turn_id


def _expected(message: Message, names: Sequence[str]) -> dict[str, Any]:
    """Return what the turn that answered a message did: its tools, each once, and the cars it showed."""
    turn = message.turn
    if turn is None:
        return {"silent": True}
    calls = {
        call.name: _args(call.args, names)
        for call in turn.tool_calls.all()
        if call.ok and call.name != _OF_THE_NAME  # which is left out, so that nobody can be called by it
    }
    shown = [number for part in turn.plan if part["part"] == "cars" for number in part["ids"]]
    expected: dict[str, Any] = {"tools": calls} if calls else {}
    return expected | ({"cars": {"where": {"stock_id__in": shown}}} if shown else {})


def _args(args: Any, names: Sequence[str]) -> Any:
    if isinstance(args, dict):
        return {name: _args(value, names) for name, value in args.items()}
    if isinstance(args, list):
        return [_args(value, names) for value in args]
    return without_names(args, names) if isinstance(args, str) else args
