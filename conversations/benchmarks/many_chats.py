"""Half a year of a busy team, made in SQL: chats with ten messages each, and what comes of them in every table."""

from django.apps import apps
from django.core.management.color import no_style
from django.db import connection, transaction

# The nth row of each has n for its key, so that what belongs together is told by counting. Each second message answers;
# of five answers three searched; every fiftieth customer waits, and of those every other for a person.
_FILL = """
    SET LOCAL session_replication_role = replica;  -- nothing here needs its foreign keys checked

    INSERT INTO conversations_contact (id, name, phone, created_at)
    SELECT lpad(to_hex(n), 32, '0')::uuid, 'Cliente ' || n, '+5255' || lpad(n::text, 8, '0'),
           now() - interval '180 days' * (1 - n / {chats}.0)
    FROM generate_series(1, {chats}) n;

    INSERT INTO conversations_conversation (id, contact_id, channel, key, address, state, mode, created_at,
                                            last_message_at, waiting_since, lease_owner, fence, attempts)
    SELECT id, id, 'whatsapp', phone, 'whatsapp:' || phone, CASE WHEN n % 100 = 0 THEN 'human' ELSE 'bot' END, 'auto',
           created_at, created_at, CASE WHEN n % 50 = 0 THEN created_at END, '', 0, 0
    FROM (SELECT *, row_number() OVER (ORDER BY id) AS n FROM conversations_contact) AS numbered;

    INSERT INTO conversations_turn (id, conversation_id, fence, brain, model, prompt_version, plan, verdicts,
                                    input_tokens, output_tokens, latency_ms, created_at, asked_at)
    SELECT n, lpad(to_hex((n + 4) / 5), 32, '0')::uuid, n, 'model', 'gpt-5-mini', '1',
           CASE WHEN n % 50 = 0 THEN '[{{"part": "handover", "reason": "customer_asked", "kind": "person"}}]'::jsonb
                ELSE jsonb_build_array(jsonb_build_object('part', 'cars', 'ids', jsonb_build_array(n % 40, n % 7))) END,
           '[]', 4000, 300, 3000, now() - interval '180 days' * (1 - n / ({chats} * 5.0)),
           now() - interval '180 days' * (1 - n / ({chats} * 5.0)) - interval '3 seconds'
    FROM generate_series(1, {chats} * 5) n;

    INSERT INTO conversations_toolcall (turn_id, position, ref, name, args, ok, result, milliseconds)
    SELECT n, 0, 'call', 'search_cars', '{{"models": ["versa"]}}', true,
           jsonb_build_object(
               'kind', 'SearchResult', 'total', n % 4,
               'criteria', jsonb_build_object('makes', jsonb_build_array('Make' || n % 20),
                                              'models', jsonb_build_array('Model' || n % 40), 'max_price', '250000.00'),
               'cars', (SELECT jsonb_agg(jsonb_build_object(
                   'id', md5(n || '.' || m)::uuid, 'stock_id', n * m, 'make', 'Make' || n % 20,
                   'model', 'Model' || n % 40, 'version', md5(n || ' ' || m), 'year', 2010 + m, 'price', n || '.00',
                   'km', n * 7 % 150000, 'bluetooth', true, 'car_play', false, 'length_mm', '4500.0',
                   'width_mm', '1700.0', 'height_mm', '1500.0', 'status', 'available')) FROM generate_series(1, 5) m)
           ) || CASE WHEN n % 4 = 0 THEN '{{"relaxed": "price"}}'::jsonb ELSE '{{}}'::jsonb END, 5
    FROM generate_series(1, {chats} * 5) n WHERE n % 5 < 3;

    INSERT INTO conversations_message (id, conversation_id, direction, body, media, raw, turn_id, settled, created_at)
    SELECT n, lpad(to_hex((n + 9) / 10), 32, '0')::uuid, CASE WHEN n % 2 = 1 THEN 'in' ELSE 'out' END,
           CASE WHEN n % 20003 = 0 THEN '¿Dan garantía extendida?' ELSE 'busco un versa barato ' || n END,
           '[]', '{{}}', (n + 1) / 2, false, now() - interval '180 days' * (1 - n / ({chats} * 10.0))
    FROM generate_series(1, {chats} * 10) n;

    INSERT INTO conversations_delivery (id, message_id, state, attempts, error, due_at, looks, resends, updated_at)
    SELECT gen_random_uuid(), id, CASE WHEN id % 500 = 0 THEN 'refused' ELSE 'read' END, 1,
           CASE WHEN id % 500 = 0 THEN '63016' ELSE '' END, created_at, 0, 0, created_at
    FROM conversations_message WHERE direction = 'out';

    INSERT INTO conversations_staffalert (conversation_id, message_id, kind, reason, created_at, resolved_at)
    SELECT conversation_id, id, 'undelivered', '63016', created_at, CASE WHEN id % 20 = 2 THEN created_at END
    FROM conversations_message WHERE id % 10 = 2;

    INSERT INTO conversations_dialoguememory (conversation_id, data, updated_at)
    SELECT id, '{{"version": 1, "wish": {{"max_price": "250000"}}, "down_payment": "60000"}}', created_at
    FROM conversations_conversation;

    INSERT INTO conversations_lead (conversation_id, kind, state, lost_reason, next_action, next_at, reason, call,
                                    created_at, updated_at)
    SELECT lpad(to_hex(n), 32, '0')::uuid, 'purchase',
           (ARRAY['new', 'qualified', 'visit', 'reserved', 'won', 'lost'])[n % 6 + 1],
           CASE WHEN n % 6 = 5 THEN 'price' ELSE '' END, 'Llamarle', now() + interval '1 hour' * (n % 100 - 50), '',
           '1', now() - interval '180 days' * (1 - n / {chats}.0), now() - interval '180 days' * (1 - n / {chats}.0)
    FROM generate_series(1, {chats}) n;

    INSERT INTO conversations_tradein (conversation_id, make, model, year, version, km, condition, invoice, notes,
                                       photos, checked, created_at, updated_at)
    SELECT id, 'Chevrolet', 'Aveo', 2015, '', 90000, '', '', '', '[]', false, created_at, created_at
    FROM conversations_conversation;

    INSERT INTO conversations_note (conversation_id, text, created_at)
    SELECT id, 'Paga de contado', created_at FROM conversations_conversation;

    INSERT INTO conversations_tag (id, name) VALUES (1, 'contado');

    INSERT INTO conversations_tagging (conversation_id, tag_id) SELECT id, 1 FROM conversations_conversation;

    INSERT INTO conversations_auditentry (action, actor, contact_ids, page, happened_at)
    SELECT 'read', 'beto', ARRAY[id], 'conversation', created_at FROM conversations_contact;

    INSERT INTO conversations_customerusage (contact_id, day, spent, reserved, calls)
    SELECT id, created_at::date, 12000, 0, 3 FROM conversations_contact;

    INSERT INTO conversations_webhookendpoint (id, name, url, topics, active, salt, created_at)
    VALUES (1, 'CRM', 'https://crm.example.com', ARRAY['lead.created'], true, '1', now());

    INSERT INTO conversations_webhookcall (id, endpoint_id, contact_id, topic, payload, state, attempts, error, due_at,
                                           created_at, updated_at)
    SELECT gen_random_uuid(), 1, id, 'lead.created', '{{}}', 'delivered', 1, '', created_at, created_at, created_at
    FROM conversations_contact;

    INSERT INTO catalog_branch (id, name, city, state, address, time_zone, notes, active, updated_at)
    VALUES (1, 'Midtown', 'Guadalajara', 'Jalisco', '', 'America/Mexico_City', '', true, now());

    INSERT INTO conversations_appointment (conversation_id, branch_id, starts_at, state, call, created_at, updated_at)
    SELECT id, 1, created_at, 'requested', '1', created_at, created_at FROM conversations_conversation;

    INSERT INTO financing_financingpolicy (annual_rate, terms_months, minimum_down_payment_ratio, opening_fee_ratio,
                                           quote_days, legal_line, valid_from)
    SELECT 0.1, '{{36}}', 0, 0, 7, '', now() WHERE NOT EXISTS (SELECT FROM financing_financingpolicy);

    INSERT INTO financing_quote (id, origin, policy_id, stock_id, car_title, price, down_payment, annual_rate,
                                 opening_fee, plans, legal_line, created_at, given_at, valid_until)
    SELECT gen_random_uuid(), 'chat:' || id, (SELECT min(id) FROM financing_financingpolicy), 1, 'Nissan Versa 2019',
           229999, 60000, 0.1, 0, '[{{"months": 36, "monthly_payment": "5485.39", "total_amount": "197474.04",
           "interest_amount": "27475.04"}}]', '', created_at, created_at, created_at + interval '7 days'
    FROM conversations_conversation;

    INSERT INTO knowledge_missedquestion (id, text, folded, state, last_asked_at, created_at)
    SELECT n, '¿Tienen ' || n || '?', n, 'open', now() - n * interval '1 minute', now()
    FROM generate_series(1, ({chats} + 9) / 10) n;

    INSERT INTO knowledge_asking (question_id, origin, asked_at)
    SELECT n % (({chats} + 9) / 10) + 1, 'chat:' || n, now() FROM generate_series(1, {chats}) n;

    INSERT INTO catalog_car (id, stock_id, make, model, version, year, price, km, status, created_at, updated_at)
    SELECT gen_random_uuid(), n, 'Make' || n % 20, 'Model' || n % 40, 'Advance', 2010 + n % 14,
           150000 + n, n, 'available', now(), now()
    FROM generate_series(1, {chats}) n;
"""
_TABLES = """
    conversations_contact, conversations_conversation, conversations_turn, conversations_toolcall,
    conversations_message, conversations_delivery, conversations_staffalert, conversations_dialoguememory,
    conversations_lead, conversations_tradein, conversations_note, conversations_tag, conversations_tagging,
    conversations_auditentry, conversations_customerusage, conversations_webhookendpoint,
    conversations_webhookcall, catalog_branch, conversations_appointment, financing_quote, knowledge_missedquestion,
    knowledge_asking, catalog_car
"""


def fill(chats: int) -> None:
    """Empty these tables, write so many chats and what belongs to them, and let the database learn what it has."""
    with connection.cursor() as cursor:
        with transaction.atomic():
            cursor.execute(f"TRUNCATE {_TABLES} CASCADE")
            cursor.execute(_FILL.format(chats=int(chats)))
            for statement in connection.ops.sequence_reset_sql(no_style(), list(apps.get_models())):
                cursor.execute(statement)  # what is written next goes on counting
        cursor.execute(f"VACUUM ANALYZE {_TABLES}")


def empty() -> None:
    """Leave nothing of it behind."""
    with connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {_TABLES} CASCADE")
