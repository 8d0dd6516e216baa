"""The inbox of the back office among many chats: how long the server takes for a page, whole and drawn."""

from collections.abc import Iterator
from time import perf_counter

from django.contrib.auth import get_user_model
from django.db import connection
from django.test import Client
from django.urls import reverse

from kavakbot.benchmarking import Goal, Measurement, benchmark

SOON_ENOUGH = Goal("ours", 300, at_least=False)
_PAGES = {
    "the list": "",
    "those who wait for a person": "?turno=personas",
    "the last page listed": "?p=40",
    "a name": "?q=cliente+777",
    "words of a chat": "?q=garantia+extendida",
}
# Each chat has ten messages; every fiftieth customer waits, of those every other for a person.
_FILL = """
    TRUNCATE conversations_contact CASCADE;
    INSERT INTO conversations_contact (id, name, phone, created_at)
    SELECT gen_random_uuid(), 'Cliente ' || n, '+5255' || lpad(n::text, 8, '0'), now()
    FROM generate_series(1, {chats}) n;
    INSERT INTO conversations_conversation
        (id, contact_id, channel, key, address, state, mode, created_at, last_message_at, waiting_since, lease_owner,
         fence, attempts)
    SELECT gen_random_uuid(), id, 'whatsapp', phone, 'whatsapp:' || phone,
           CASE WHEN n % 100 = 0 THEN 'human' ELSE 'bot' END, 'auto', now() - n * interval '1 minute',
           now() - n * interval '1 minute', CASE WHEN n % 50 = 0 THEN now() - n * interval '1 minute' END, '', 0, 0
    FROM (SELECT id, phone, row_number() OVER (ORDER BY phone) AS n FROM conversations_contact) AS numbered;
    INSERT INTO conversations_message
        (conversation_id, direction, body, media, raw, settled, created_at)
    SELECT id, CASE WHEN m % 2 = 0 THEN 'out' ELSE 'in' END,
           CASE WHEN m = 3 AND n % 2000 = 0 THEN '¿Dan garantía extendida?' ELSE 'Busco un versa, mensaje ' || m END,
           '[]', '{{}}', true, now()
    FROM (SELECT id, row_number() OVER () AS n FROM conversations_conversation) AS numbered, generate_series(1, 10) m;
    ANALYZE conversations_contact, conversations_conversation, conversations_message;
"""


@benchmark("inbox", database=True)
def inbox(quick: bool) -> Iterator[Measurement]:
    """Time the pages of the inbox among 100,000 chats and a million messages; the short version has a tenth."""
    yield from inbox_among(10_000 if quick else 100_000, rounds=20)


def inbox_among(chats: int, *, rounds: int) -> Iterator[Measurement]:
    """Measure among that many chats."""
    with connection.cursor() as cursor:
        cursor.execute(_FILL.format(chats=int(chats)))
    office = Client(headers={"host": "127.0.0.1"})
    office.force_login(get_user_model().objects.create_superuser("bench"))
    for what, query in _PAGES.items():
        address = reverse("admin:conversations_conversation_changelist") + query
        taken = sorted(_milliseconds(office, address) for _ in range(rounds))
        slowest_but_one = taken[min(int(len(taken) * 0.95), len(taken) - 1)]
        yield Measurement(f"{chats:,} chats, {what}, p95", slowest_but_one, "ms", goal=SOON_ENOUGH)


def _milliseconds(office: Client, address: str) -> float:
    started = perf_counter()
    answer = office.get(address)
    taken = (perf_counter() - started) * 1000
    if answer.status_code != 200:
        raise ValueError(f"{address} answered {answer.status_code}")
    return taken
