"""What the metrics tell of chats: who waits, what turns took, what became of sends, who is at work, what is spent."""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from math import nan
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.models import Count, Min, Q, QuerySet, Sum
from django.utils import timezone
from prometheus_client.core import Metric

from conversations import leases
from conversations.models import (
    TRIALS,
    AlertKind,
    CallState,
    Channel,
    Conversation,
    DayUsage,
    Delivery,
    DeliveryState,
    Direction,
    Message,
    Mode,
    Reconciliation,
    StaffAlert,
    State,
    Switchboard,
    Turn,
    WebhookCall,
    WorkerBeat,
)
from conversations.models.worker_beat import CLOCK
from kavakbot import counters
from kavakbot.metrics import RECENT, counter, gauge, measures

_QUANTILES = (0.5, 0.95, 0.99)
_ON_THEIR_WAY = (DeliveryState.PENDING, DeliveryState.SENDING)
_TWILIOS = re.compile(r"\d{5}")  # a code of an error; all other reasons are ours, and told together
_DUTIES = ("turns", "delivery", "ingestion", "default", CLOCK)
# The newest turns are enough to tell how long turns take, and cost the same at any rate.
_STAGES = """
    WITH answered AS MATERIALIZED (
        SELECT turn.asked_at, turn.created_at, turn.latency_ms / 1000.0 AS thinking,
               (SELECT sum(milliseconds) / 1000 FROM conversations_toolcall WHERE turn_id = turn.id) AS tools,
               (SELECT min(sent_at) FROM conversations_message AS said
                JOIN conversations_delivery ON message_id = said.id WHERE said.turn_id = turn.id) AS sent_at
        FROM conversations_turn AS turn JOIN conversations_conversation AS chat ON chat.id = turn.conversation_id
        WHERE turn.created_at > now() - make_interval(secs => %(recent)s) AND turn.asked_at IS NOT NULL
          AND chat.mode = 'auto' AND chat.channel <> ALL(%(trials)s)
        ORDER BY turn.created_at DESC LIMIT 1000
    )
    SELECT stage, percentile_cont(%(quantiles)s::float[]) WITHIN GROUP (ORDER BY seconds)
    FROM answered, LATERAL (VALUES
        ('waiting', extract(epoch FROM created_at - asked_at) - thinking),
        ('thinking', thinking),
        ('tools', tools),
        ('sending', extract(epoch FROM sent_at - created_at)),
        ('whole', extract(epoch FROM sent_at - asked_at))
    ) AS taken (stage, seconds)
    WHERE seconds IS NOT NULL GROUP BY stage
"""
_STAGE_NAMES = ("waiting", "thinking", "tools", "sending", "whole")
_BLOCKS = """
    SELECT verdict ->> 'code', count(DISTINCT turn.id)
    FROM conversations_turn AS turn, jsonb_array_elements(verdicts) AS verdict
    WHERE created_at > now() - make_interval(secs => %(recent)s) AND verdicts <> '[]' GROUP BY 1
"""


@measures("waiting")
def waiting() -> Iterator[Metric]:
    """Count the customers who wait, by who must act, and how long the longest has."""
    people, bot = Conversation.objects.for_people(), Conversation.objects.for_the_bot()
    stands = {who: _oldest(chats, "waiting_since") for who, chats in (("bot", bot), ("person", people))}
    yield gauge(
        "kavakbot_conversations_waiting",
        "Chats whose customer waits, by who must act.",
        {who: count for who, (count, _) in stands.items()},
        by="for",
    )
    yield gauge(
        "kavakbot_longest_wait_seconds",
        "How long the customer has waited who has waited longest, by who must act.",
        {who: age for who, (_, age) in stands.items()},
        by="for",
    )
    paused = Switchboard.objects.filter(paused=True).exists()
    yield gauge("kavakbot_bot_paused", "Whether staff have stopped the whole bot.", paused)


@measures("queues")
def queues() -> Iterator[Metric]:
    """Count what is to be done, as rows say it, and how old the oldest is."""
    inbox = Message.objects.unanswered().filter(conversation__state=State.BOT).exclude(conversation__mode=Mode.OFF)
    stands = {
        "inbox": _oldest(inbox.exclude(conversation__channel=Channel.CONSOLE), "created_at"),
        "outbox": _oldest(Delivery.objects.filter(state__in=_ON_THEIR_WAY), "message__created_at"),
        "unconfirmed": _oldest(Delivery.objects.filter(state=DeliveryState.UNKNOWN), "unknown_at"),
        "webhooks": _oldest(WebhookCall.objects.filter(state=CallState.PENDING), "created_at"),
    }
    yield gauge(
        "kavakbot_queue_length",
        "Unanswered messages, messages to send, sends of unknown fate, messages to webhooks of others.",
        {queue: count for queue, (count, _) in stands.items()},
        by="queue",
    )
    yield gauge(
        "kavakbot_queue_oldest_seconds",
        "How old the oldest of them is.",
        {queue: age for queue, (_, age) in stands.items()},
        by="queue",
    )


@measures("turns")
def turns() -> Iterator[Metric]:
    """Tell how long turns took, who thought, what it cost, and what the guard did not let through."""
    told = "How long turns of five minutes took by stage: half, 95 and 99 of 100 of them at most."
    took = Metric("kavakbot_turn_seconds", told, "summary")
    with connection.cursor() as cursor:
        cursor.execute(
            _STAGES, {"recent": RECENT.total_seconds(), "trials": list(TRIALS), "quantiles": list(_QUANTILES)}
        )
        found = dict(cursor.fetchall())
        cursor.execute(_BLOCKS, {"recent": RECENT.total_seconds()})
        blocks = dict(cursor.fetchall())
    for stage in _STAGE_NAMES:
        for quantile, seconds in zip(_QUANTILES, found.get(stage, (nan,) * len(_QUANTILES)), strict=True):
            took.add_sample(took.name, {"stage": stage, "quantile": str(quantile)}, float(seconds))
    yield took
    yield gauge("kavakbot_guard_blocks_5m", "Turns of which the guard refused a text, by reason.", blocks, by="code")
    brains = dict.fromkeys(("offline", "openai"), 0) | _counts(_recent(Turn.objects.all()), "brain")
    yield gauge("kavakbot_turns_5m", "Turns by the brain that decided.", brains, by="brain")


@measures("sends")
def sends() -> Iterator[Metric]:
    """Tell where the messages of five minutes stand, and which failed since."""
    written = _recent(Message.objects.filter(direction=Direction.OUT)).exclude(conversation__channel__in=TRIALS)
    states = _counts(written, "delivery__state")
    told = "Our messages of five minutes by where they stand."
    yield gauge("kavakbot_sends_5m", told, {state: states.get(state, 0) for state in DeliveryState.values}, by="state")
    failed = Delivery.objects.filter(state__in=(DeliveryState.REFUSED, DeliveryState.NEEDS_STAFF))
    codes: Counter[str] = Counter()
    for error, count in _counts(_recent(failed, "updated_at"), "error").items():
        codes[error if _TWILIOS.fullmatch(error) else "other"] += count
    told = "Messages that failed within five minutes, by Twilio's code."
    yield gauge("kavakbot_sends_failed_5m", told, {"other": 0} | codes, by="code")
    told = "Webhooks that were turned away, by reason."
    refused = dict.fromkeys(("signature", "malformed", "database"), 0) | counters.counted("webhook_refusals")
    yield counter("kavakbot_webhook_refusals", told, refused, by="reason")
    channels = _counts(_recent(Message.objects.filter(direction=Direction.IN)), "conversation__channel")
    told = "Messages that customers wrote within five minutes, by channel."
    yield gauge("kavakbot_received_5m", told, {it: channels.get(it, 0) for it in Channel.values}, by="channel")


@measures("staff")
def staff() -> Iterator[Metric]:
    """Count what is left for a person to look at."""
    kinds = _counts(StaffAlert.objects.filter(resolved_at=None), "kind")
    told = "Alerts that nobody of the team has resolved: unanswered messages are the dead letters."
    yield gauge("kavakbot_staff_alerts_open", told, {kind: kinds.get(kind, 0) for kind in AlertKind.values}, by="kind")


@measures("workers")
def workers() -> Iterator[Metric]:
    """Tell who is at work, how they stand with their connections, and who holds chats."""
    alive = list(WorkerBeat.objects.alive())
    duties = Counter(duty for worker in alive for duty in worker.duties.split(","))
    told = "Processes alive, by what they do: the queues they take from, or the clock."
    yield gauge("kavakbot_workers", told, {duty: duties[duty] for duty in _DUTIES}, by="duty")
    in_use, waiting = sum(it.pool_in_use for it in alive), sum(it.pool_waiting for it in alive)
    yield gauge("kavakbot_pool_connections_in_use", "Connections that threads of workers hold.", in_use)
    yield gauge("kavakbot_pool_threads_waiting", "Threads of workers that wait for a connection.", waiting)
    busy = Message.objects.unanswered().order_by().values("conversation_id")
    held = Conversation.objects.filter(pk__in=busy).exclude(lease_owner="")
    counts = held.aggregate(held=Count("pk", filter=~leases.is_free()), abandoned=Count("pk", filter=leases.is_free()))
    told = "Chats with something to answer that a worker holds, or held when it died."
    yield gauge("kavakbot_leases", told, counts, by="state")


@measures("reconciliation")
def reconciliation() -> Iterator[Metric]:
    """Tell how far the inbox has been compared with Twilio's list, where there is one."""
    row = Reconciliation.objects.filter(sender=settings.TWILIO_PHONE_NUMBER).first()
    told = "Age of the moment until which the inbox is known to be complete."
    yield gauge("kavakbot_reconciliation_age_seconds", told, _age(row.complete_until) if row else nan)
    found = Reconciliation.objects.aggregate(found=Sum("found", default=0))["found"]
    yield counter("kavakbot_reconciled_messages", "Messages that no webhook had brought.", found)


@measures("model")
def model() -> Iterator[Metric]:
    """Tell what models are spent on, of what budget."""
    used = DayUsage.objects.aggregate(tokens=Sum("spent", default=0), calls=Sum("calls", default=0))
    yield counter("kavakbot_model_tokens", "Tokens of all model calls ever.", used["tokens"])
    yield counter("kavakbot_model_calls", "All model calls ever.", used["calls"])
    today = DayUsage.objects.filter(day=timezone.localdate()).first() or DayUsage()
    share = (today.spent + today.reserved) / settings.AGENT_DAILY_TOKENS
    yield gauge("kavakbot_model_budget_used_ratio", "Share of the day's tokens that is spent or promised.", share)
    yield gauge("kavakbot_model_configured", "Whether a model is to answer.", bool(settings.OPENAI_API_KEY))
    sums = {"read": Sum("input_tokens", default=0), "written": Sum("output_tokens", default=0)}
    tokens = _recent(Turn.objects.all()).aggregate(**sums)
    yield gauge("kavakbot_turn_tokens_5m", "Tokens that turns took.", tokens, by="direction")
    prices = {"read": settings.AGENT_INPUT_PRICE, "written": settings.AGENT_OUTPUT_PRICE}
    pesos = sum(count * prices[way] for way, count in tokens.items()) / 1_000_000
    told = "What they cost in MXN; NaN where no prices are set."
    yield gauge("kavakbot_turn_pesos_5m", told, float(pesos) if any(prices.values()) else nan)


def _counts(rows: QuerySet[Any], column: str) -> dict[str, int]:
    """Return how many rows there are of each value."""
    return dict(rows.order_by().values_list(column).annotate(count=Count("pk")))


def _oldest(rows: QuerySet[Any], moment: str) -> tuple[int, float]:
    """Return how many rows there are, and the age of the oldest, 0 of none."""
    found = rows.order_by().aggregate(count=Count("pk"), since=Min(moment))
    return found["count"], _age(found["since"]) if found["since"] else 0.0


def _age(moment: datetime) -> float:
    return max((timezone.now() - moment).total_seconds(), 0.0)


def _recent(rows: QuerySet[Any], moment: str = "created_at") -> QuerySet[Any]:
    return rows.filter(Q(**{f"{moment}__gt": timezone.now() - RECENT}))
