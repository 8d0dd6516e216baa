"""Growth: what a turn costs among few messages and among very many, in a short talk and in a very long one."""

from collections.abc import Iterator, Sequence
from time import perf_counter
from uuid import UUID

from django.db import connection

from catalog.benchmarks import names_and_cars
from conversations import inbox
from conversations.agent import choose_brain
from conversations.benchmarks import many_chats
from conversations.benchmarks.thinking import whole_turn
from conversations.faults.schedule import address
from conversations.whatsapp.messages import Inbound
from kavakbot.benchmarking import Goal, Measurement, Spread, benchmark

FLAT = Goal("ratio", 1.2, at_least=False)
_ASKED = ("hola, ando buscando un nisan verza", "que garantia dan?", "el primero, a 48 meses en cuanto me sale?")
_SHORT, _LONG = address(71), address(72)
# A talk of so many messages, every second one ours and sent; its rows are like those of a turn.
_TALK = """
    WITH turn AS (
        INSERT INTO conversations_turn (conversation_id, fence, brain, model, prompt_version, plan, verdicts,
                                        input_tokens, output_tokens, latency_ms, created_at, asked_at)
        SELECT %(chat)s, -n, 'offline', '', '', '[]', '[]', 0, 0, 5, now() - n * interval '1 minute', now()
        FROM generate_series(1, %(messages)s / 2) n RETURNING id, created_at
    ), said AS (
        INSERT INTO conversations_message (conversation_id, direction, body, media, raw, turn_id, settled, created_at)
        SELECT %(chat)s, way, 'busco un versa barato', '[]', '{}', turn.id, false, turn.created_at
        FROM turn CROSS JOIN unnest(ARRAY['in', 'out']) AS way RETURNING id, direction, created_at
    )
    INSERT INTO conversations_delivery (id, message_id, state, attempts, error, due_at, looks, resends, updated_at)
    SELECT gen_random_uuid(), id, 'read', 1, '', created_at, 0, 0, created_at FROM said WHERE direction = 'out'
"""


@benchmark("growth", database=True)
def growth(quick: bool) -> Iterator[Measurement]:
    """Time whole turns, rows and all, with 1,000 messages stored and 1,000,000, and in chats of 2 and of 2,000."""
    names_and_cars.fill(1_000)
    rounds, most = (10, 10_000) if quick else (40, 100_000)
    medians = []
    for chats in (100, most):
        many_chats.fill(chats)
        _begin(_SHORT, messages=0)
        _took([_SHORT], rounds=3)
        medians.append(_took([_SHORT], rounds=rounds)[_SHORT])
    few, many = medians
    yield Measurement(f"a turn, {most * 10:,} messages stored", many, "ms", few, "1,000 stored", FLAT)
    _begin(_LONG, messages=2_000)
    took = _took([_SHORT, _LONG], rounds=rounds)
    yield Measurement("a turn, 2,000 messages in its chat", took[_LONG], "ms", took[_SHORT], "a short chat", FLAT)


def _begin(whose: str, *, messages: int) -> None:
    message = inbox.accept(Inbound(sid="", address=whose, body="hola"))
    if message is None:
        raise ValueError("the message was not taken")
    with connection.cursor() as cursor:
        cursor.execute(_TALK, {"chat": message.conversation_id, "messages": messages})
        cursor.execute("ANALYZE conversations_message, conversations_turn, conversations_delivery")
    whole_turn(message.conversation_id, choose_brain("offline"))


def _took(addresses: Sequence[str], *, rounds: int) -> dict[str, Spread]:
    """Return the milliseconds of a turn of each chat, taken in turns."""
    taken: dict[str, list[float]] = {one: [] for one in addresses}
    for number in range(rounds):
        for one in addresses:
            body = _ASKED[number % len(_ASKED)]
            message = inbox.accept(Inbound(sid="", address=one, body=f"{body} {number}o"))
            started = perf_counter()
            whole_turn(message.conversation_id if message else UUID(int=0), choose_brain("offline"))
            taken[one].append((perf_counter() - started) * 1000)
    return {one: Spread(milliseconds) for one, milliseconds in taken.items()}
