"""A report of 30 days among 100,000 chats with 1,000,000 messages: it reads those days, not half a year."""

from collections.abc import Iterator

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from catalog.tests.builders import a_car
from conversations import reporting
from conversations.reporting import Period

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

# Ten messages a chat, one after the other over half a year: each second one answers, of five answers three searched.
FILL = """
    SET LOCAL session_replication_role = replica;  -- nothing here needs its foreign keys checked

    INSERT INTO conversations_contact (id, name, created_at) VALUES (gen_random_uuid(), 'Ana', now());

    INSERT INTO conversations_conversation (id, contact_id, channel, key, address, state, mode, created_at, lease_owner,
                                            fence, attempts)
    SELECT lpad(to_hex(n), 32, '0')::uuid, (SELECT id FROM conversations_contact), 'whatsapp', n, '', 'bot', 'auto',
           now() - interval '180 days' * (1 - n / 100000.0), '', 0, 0
    FROM generate_series(1, 100000) n;

    INSERT INTO conversations_turn (id, conversation_id, fence, brain, model, prompt_version, plan, verdicts,
                                    input_tokens, output_tokens, latency_ms, created_at, asked_at)
    SELECT n, lpad(to_hex((n + 4) / 5), 32, '0')::uuid, n, 'model', 'gpt-5-mini', '1',
           CASE WHEN n % 50 = 0 THEN '[{"part": "handover", "reason": "customer_asked", "kind": "person"}]'::jsonb
                ELSE jsonb_build_array(jsonb_build_object('part', 'cars', 'ids', jsonb_build_array(n % 40, n % 7))) END,
           '[]', 4000, 300, 3000, now() - interval '180 days' * (1 - n / 500000.0),
           now() - interval '180 days' * (1 - n / 500000.0) - interval '3 seconds'
    FROM generate_series(1, 500000) n;

    INSERT INTO conversations_toolcall (turn_id, position, ref, name, args, ok, result, milliseconds)
    SELECT n, 0, 'call', 'search_cars', '{"models": ["versa"]}', true,
           jsonb_build_object(
               'kind', 'SearchResult', 'total', n % 4,
               'criteria', jsonb_build_object('makes', jsonb_build_array('Make' || n % 20),
                                              'models', jsonb_build_array('Model' || n % 40), 'max_price', '250000.00'),
               'cars', (SELECT jsonb_agg(jsonb_build_object(
                   'id', md5(n || '.' || m)::uuid, 'stock_id', n * m, 'make', 'Make' || n % 20,
                   'model', 'Model' || n % 40, 'version', md5(n || ' ' || m), 'year', 2010 + m, 'price', n || '.00',
                   'km', n * 7 % 150000, 'bluetooth', true, 'car_play', false, 'length_mm', '4500.0',
                   'width_mm', '1700.0', 'height_mm', '1500.0', 'status', 'available')) FROM generate_series(1, 5) m)
           ) || CASE WHEN n % 4 = 0 THEN '{"relaxed": "price"}'::jsonb ELSE '{}'::jsonb END, 5
    FROM generate_series(1, 500000) n WHERE n % 5 < 3;

    INSERT INTO conversations_message (id, conversation_id, direction, body, media, raw, turn_id, settled, created_at)
    SELECT n, lpad(to_hex((n + 9) / 10), 32, '0')::uuid, CASE WHEN n % 2 = 1 THEN 'in' ELSE 'out' END,
           'busco un versa barato ' || n, '[]', '{}', (n + 1) / 2, false,
           now() - interval '180 days' * (1 - n / 1000000.0)
    FROM generate_series(1, 1000000) n;

    INSERT INTO conversations_delivery (id, message_id, state, attempts, error, due_at, looks, resends, updated_at)
    SELECT gen_random_uuid(), id, CASE WHEN id % 500 = 0 THEN 'refused' ELSE 'read' END, 1,
           CASE WHEN id % 500 = 0 THEN '63016' ELSE '' END, created_at, 0, 0, created_at
    FROM conversations_message WHERE direction = 'out';
"""
TABLES = ("contact", "conversation", "turn", "toolcall", "message", "delivery")


@pytest.fixture(scope="module", autouse=True)
def half_a_year(django_db_setup, django_db_blocker) -> Iterator[None]:
    """Fill the tables once, outside of any test's transaction, so that they can be vacuumed."""
    with django_db_blocker.unblock():
        with connection.cursor() as cursor:
            with transaction.atomic():
                cursor.execute(FILL)
            for table in TABLES:
                cursor.execute(f"VACUUM ANALYZE conversations_{table}")
        yield
        with connection.cursor() as cursor:
            cursor.execute("TRUNCATE conversations_contact CASCADE")


def read(period: Period) -> None:
    for figures in (reporting.talk, reporting.speed_of_bot, reporting.handovers, reporting.failures, reporting.cost):
        figures(period)
    reporting.demand(period, most=15)


def test_thirty_days_are_read_by_their_days():
    for number in range(1, 41):
        a_car(stock_id=number)
    with CaptureQueriesContext(connection) as queries:
        read(Period.latest(30))
    big = [query["sql"] for query in queries if "conversations_turn" in query["sql"] or "_message" in query["sql"]]
    assert len(big) >= 6
    with connection.cursor() as cursor:
        for sql in big:
            cursor.execute("EXPLAIN " + sql.replace("%", "%%"), [])
            plan = "\n".join(line for (line,) in cursor.fetchall())
            assert "Seq Scan on conversations_message" not in plan, plan
            assert "Seq Scan on conversations_turn " not in plan, plan
    assert reporting.talk(Period.latest(30)).active in range(16_100, 16_700)
