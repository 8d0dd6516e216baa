"""Runs past conversations again through today's brain and tells what is answered otherwise; it only reads.

What a chat remembered between turns is not kept per turn, so each chat is run from its beginning and carries today's
memory along: a turn that differs may pull later ones of its chat with it, which is told apart. Tools answer as of
today: prices and cars may have moved since.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from catalog import search
from conversations import history
from conversations.agent import Brain, Deps, PastTurn, TurnInput, respond
from conversations.dialogue.state import DialogueState
from conversations.dialogue.understanding import ATTACHMENT
from conversations.models import Direction, Turn, origin_of

_FIGURE = re.compile(r"\$\s?[\d,]+(?:\.\d+)?|\d[\d,.]*\s*(?:km|%|meses|años|months|years)")
ASPECTS = ("plan", "cars", "figures")

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Answered:
    """What one turn came to: the kinds of its plan's parts, the cars and the figures in it, and its words."""

    plan: tuple[str, ...]
    cars: frozenset[int]
    figures: frozenset[str]
    text: str


@dataclass(frozen=True)
class Replayed:
    """One turn, then and now; `follows` says that an earlier turn of its chat had already come out otherwise."""

    turn_id: int
    said: str
    then: Answered
    now: Answered
    follows: bool = False

    @property
    def changed(self) -> tuple[str, ...]:
        """What is otherwise now: plan, cars, figures."""
        return tuple(name for name in ASPECTS if getattr(self.then, name) != getattr(self.now, name))

    def as_json(self) -> dict[str, Any]:
        """Return plain data."""
        told = {"turn": self.turn_id, "say": self.said, "changed": list(self.changed), "follows": self.follows}
        return told | {name: _plain(answered) for name, answered in (("then", self.then), ("now", self.now))}


def choose(*, since: datetime | None = None, limit: int | None = None) -> list[Turn]:
    """Return the turns to replay, the newest `limit` of those since then, oldest first."""
    turns = Turn.objects.order_by("-pk")
    if since is not None:
        turns = turns.filter(created_at__gte=since)
    return list(reversed(turns[:limit]))


def replay(turns: Sequence[Turn], brain: Brain, *, progress: Progress | None = None) -> list[Replayed]:
    """Run these turns again, each after all that was said before it, and return every one then and now."""
    wanted = {turn.pk for turn in turns}
    found: list[Replayed] = []
    deps = Deps(brain, search.vocabulary())
    for conversation_id in dict.fromkeys(turn.conversation_id for turn in turns):
        with reading_only():
            for one in _chat(conversation_id, max(wanted), deps):
                if one.turn_id in wanted:
                    found.append(one)
                    if progress:
                        progress(len(found), len(turns))
    return found


def counts(replayed: Iterable[Replayed]) -> dict[str, int]:
    """Return in how many turns each aspect is otherwise."""
    counted = Counter(name for one in replayed for name in one.changed)
    return {name: counted[name] for name in ASPECTS}


@contextmanager
def reading_only() -> Iterator[None]:
    """Let the database refuse whatever would be written meanwhile; of a session, a pooler would tell everybody."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION READ ONLY")
        yield


def _chat(conversation_id: UUID, last: int, deps: Deps) -> Iterator[Replayed]:
    state, past, follows = DialogueState(), list[PastTurn](), False
    turns = Turn.objects.filter(conversation_id=conversation_id, pk__lte=last).order_by("pk")
    for turn in turns.prefetch_related("messages", "tool_calls"):
        said, replied = _bodies(turn, Direction.IN), _bodies(turn, Direction.OUT)
        recent, origin = tuple(past[-history.PAST_TURNS :]), origin_of(conversation_id)
        outcome = respond(TurnInput(tuple(said), recent, state, origin), deps)
        results = {record.ref: record.result for record in outcome.tool_calls}
        parts = [{"part": type(part).__name__.lower(), **asdict(part)} for part in outcome.plan.parts]
        now = _answered(parts, results, outcome.text)
        then = _answered(turn.plan, {call.ref: call.result for call in turn.tool_calls.all()}, "\n".join(replied))
        one = Replayed(turn.pk, "\n".join(said), then, now, follows)
        yield one
        state, follows = outcome.state, follows or bool(one.changed)
        past.append(PastTurn(customer=one.said, reply=then.text))


def _bodies(turn: Turn, direction: Direction) -> list[str]:
    said = sorted(
        (message for message in turn.messages.all() if message.direction == direction), key=lambda one: one.pk
    )
    return [message.body.strip() or ATTACHMENT for message in said]


def _answered(parts: Sequence[Mapping[str, Any]], results: Mapping[str, Any], text: str) -> Answered:
    shown = {number for part in parts if part["part"] == "cars" for number in part["ids"]}
    pointed = {number for part in parts for number in _stock_ids(results.get(part.get("ref", ""), {}))}
    figures = frozenset(re.sub(r"\s+", " ", found) for found in _FIGURE.findall(text))
    return Answered(tuple(part["part"] for part in parts), frozenset(shown | pointed), figures, text)


def _stock_ids(result: Any) -> Iterator[int]:
    """Yield the stock numbers anywhere in a stored tool result."""
    if isinstance(result, Mapping):
        for name, value in result.items():
            if name == "stock_id" and isinstance(value, int):
                yield value
            yield from _stock_ids(value)
    elif isinstance(result, list | tuple):
        for value in result:
            yield from _stock_ids(value)


def _plain(answered: Answered) -> dict[str, Any]:
    return {
        "plan": list(answered.plan),
        "cars": sorted(answered.cars),
        "figures": sorted(answered.figures),
        "reply": answered.text,
    }
