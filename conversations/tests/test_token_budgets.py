"""What a model may cost: nothing is promised twice, nothing is lost, and whoever has used it up is answered offline."""

import logging
import threading
from datetime import UTC, datetime, timedelta
from itertools import count

import pytest
from django.db import connection
from django.utils import timezone

from conversations import budgets, leases, turns
from conversations.agent import choose_brain
from conversations.agent.testing import ModelStandIn, calls, calls_raw, cuts, refuses, replies, says
from conversations.budgets import TurnPurse
from conversations.models import Contact, Conversation, CustomerUsage, DayUsage, Reservation, Turn
from conversations.tests import cast
from kavakbot import checks

pytestmark = pytest.mark.django_db(transaction=True)

A_CALL = 110  # tokens that the stand-in charges for each
HELLO = says("¡Hola! ¿Qué auto buscas?")
_numbers = count()


@pytest.fixture
def limits(settings):
    """A function that sets the budgets: `limits(turn=..., customer=..., day=...)`."""

    def limits(*, turn=120_000, customer=500_000, day=20_000_000):
        settings.AGENT_TURN_TOKENS, settings.AGENT_CUSTOMER_DAILY_TOKENS = turn, customer
        settings.AGENT_DAILY_TOKENS = day

    return limits


@pytest.fixture
def ask(showroom, settings):
    """A function: somebody writes, a model with this script answers; it returns the turn and the stand-in."""

    def ask(body, *steps, who=cast.ANA, then=None):
        with ModelStandIn(*steps, then=then) as model:
            settings.OPENAI_API_KEY = "sk-of-the-stand-in"
            settings.OPENAI_BASE_URL = model.url
            settings.AGENT_MODEL_TIMEOUT_SECONDS = 1
            chat = cast.writes(body, who=who)
            turns.answer(chat.pk, brain=choose_brain("auto"))
        assert cast.replies(chat), "nobody is left without an answer"
        return Turn.objects.filter(conversation=chat).latest("pk"), model

    return ask


def purse(chat) -> TurnPurse:
    """Return the purse of a turn that has just claimed the chat."""
    lease = leases.claim(chat.pk)
    assert lease is not None
    return TurnPurse(lease)


def somebody() -> str:
    return f"whatsapp:+52155{next(_numbers):08d}"


def today() -> DayUsage:
    return DayUsage.objects.get()


def sums(rows) -> list[tuple[int, int]]:
    return [(row.spent, row.reserved) for row in rows.objects.all()]


# ── A day, told ─────────────────────────────────────────────────────────────────────────────────────────────────


def test_what_a_turn_costs_is_on_the_day_and_on_the_customer(ask):
    turn, _ = ask("hola", calls(("search_cars", {"make": "Nissan"})), HELLO)

    assert (turn.brain, turn.input_tokens + turn.output_tokens) == ("openai", 2 * A_CALL)
    assert sums(DayUsage) == sums(CustomerUsage) == [(2 * A_CALL, 0)]
    assert today().calls == 2
    assert not Reservation.objects.exists()


def test_who_has_used_up_their_day_is_answered_offline_and_others_are_not(ask, limits):
    limits(customer=20_000, turn=20_000)
    ask("hola", HELLO)
    CustomerUsage.objects.update(spent=19_999)

    turn, model = ask("busco un nissan versa", HELLO)
    assert (turn.brain, model.requests) == ("offline", [])
    assert "$220,999" in cast.replies(turn.conversation)[-1]

    turn, _ = ask("hola", HELLO, who=cast.CARLA)
    assert turn.brain == "openai"


def test_a_customer_starts_every_day_anew(ask, limits):
    limits(customer=20_000, turn=20_000)
    ask("hola", HELLO)
    CustomerUsage.objects.update(spent=19_999, day=timezone.localdate() - timedelta(days=1))
    assert ask("hola de nuevo", HELLO)[0].brain == "openai"


def test_at_four_fifths_of_the_days_budget_an_alarm_is_raised_once(ask, limits, caplog):
    limits(day=500_000)
    DayUsage.objects.create(day=timezone.localdate(), spent=400_000 - A_CALL - 1)
    with caplog.at_level(logging.ERROR, logger="conversations.budgets"):
        ask("hola", HELLO)
        assert (caplog.messages, today().alarmed_at) == ([], None)
        ask("y un versa", HELLO)
        ask("y un corolla", HELLO)

    assert [message.split()[0] for message in caplog.messages] == ["budget_alarm"]
    assert today().alarmed_at is not None


def test_once_the_days_budget_is_used_up_no_model_is_asked_until_the_day_ends(ask, limits, caplog):
    limits(day=500_000)
    DayUsage.objects.create(day=timezone.localdate(), spent=499_900)
    with caplog.at_level(logging.ERROR, logger="conversations.budgets"):
        for who in (cast.ANA, cast.CARLA):
            turn, model = ask("busco un nissan versa", HELLO, who=who)
            assert (turn.brain, model.requests) == ("offline", [])
            assert "$220,999" in cast.replies(turn.conversation)[-1]
    assert [message.split()[0] for message in caplog.messages] == ["budget_exhausted"]

    # Not even for a question that would still fit.
    chat = cast.writes("hola", who=somebody())
    assert not purse(chat).reserve(1)

    DayUsage.objects.update(day=timezone.localdate() - timedelta(days=1))
    assert ask("un corolla", HELLO)[0].brain == "openai"


def test_a_budget_that_is_raised_opens_the_day_again(ask, limits):
    limits(day=500_000)
    DayUsage.objects.create(day=timezone.localdate(), spent=499_900)
    assert ask("hola", HELLO)[0].brain == "offline"
    limits(day=600_000)
    assert ask("un corolla", HELLO)[0].brain == "openai"


def test_the_day_ends_when_it_does_in_the_time_zone_of_the_installation(showroom, monkeypatch):
    chat = cast.writes("hola")
    # 05:30 in London is 23:30 of the day before in Mexico City.
    monkeypatch.setattr(budgets.timezone, "now", lambda: datetime(2026, 3, 2, 5, 30, tzinfo=UTC))
    mine = purse(chat)
    assert mine.reserve(10)
    mine.settle(10)
    assert today().day.isoformat() == "2026-03-01"


# ── Within one turn ─────────────────────────────────────────────────────────────────────────────────────────────


def test_a_turn_that_grows_too_dear_is_finished_offline(ask, limits):
    limits(turn=13_000)  # each step asks with all that was found before it
    dear = calls(("search_knowledge_base", {"question": "garantía " * 200}))
    turn, model = ask("busco un nissan versa", then=dear)
    assert turn.brain == "offline"
    assert 1 <= len(model.requests) < 6
    assert today().spent == A_CALL * len(model.requests)


def test_a_model_that_only_calls_tools_is_stopped_and_the_calls_counted(ask, settings):
    settings.AGENT_MAX_TOOL_CALLS = 5
    three = calls(*(("get_car_details", {"stock_id": number}) for number in (101, 102, 103)))
    turn, model = ask("busco un nissan versa", then=three)
    by_the_model = [call for call in turn.tool_calls.all() if call.name == "get_car_details"]
    assert (turn.brain, len(model.requests), len(by_the_model)) == ("offline", 2, 5)


@pytest.mark.parametrize(
    ("fault", "charged"),
    [
        (calls_raw("reply", '{"parts": []}'), A_CALL),  # an answer that nobody can read was written all the same
        (refuses(429, "insufficient_quota"), 0),
        (refuses(400, "invalid"), 0),
        (cuts, 0),
    ],
    ids=["malformed", "no quota", "refused", "cut"],
)
def test_a_call_that_fails_is_charged_what_it_cost(ask, fault, charged):
    turn, _ = ask("busco un nissan versa", then=fault)
    assert (turn.brain, turn.input_tokens + turn.output_tokens) == ("offline", charged)
    assert sums(DayUsage) == sums(CustomerUsage) == [(charged, 0)]


def test_a_call_that_never_answers_is_charged_what_it_was_asked(ask, settings):
    settings.AGENT_THINKING_SECONDS = 1
    hangs = replies({"kind": "say", "text": "¡Hola!"})({"messages": []})
    slow = type(hangs)(hangs.status, hangs.body, pause_seconds=0.2)
    turn, _ = ask("busco un nissan versa", then=slow)
    assert turn.brain == "offline"
    assert today().spent > 1000
    assert today().reserved == 0


def test_what_the_model_may_write_is_limited(ask, settings):
    settings.AGENT_MAX_OUTPUT_TOKENS = 321
    _, model = ask("hola", HELLO)
    assert model.requests[0]["max_completion_tokens"] == 321


def test_what_is_reserved_is_more_than_what_is_asked(ask, monkeypatch):
    reserved = []
    take = TurnPurse.reserve
    monkeypatch.setattr(TurnPurse, "reserve", lambda self, tokens: reserved.append(tokens) or take(self, tokens))
    _, model = ask("hola", HELLO)
    # The whole request, counted at four bytes a token, and all that may be written.
    assert reserved[0] > len(str(model.requests[0])) // 4 + 2000


# ── Many at once, and workers that die ──────────────────────────────────────────────────────────────────────────


def in_threads(work, over) -> None:
    def run(item):
        try:
            work(item)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(item,)) for item in over]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def test_threads_together_never_reserve_more_than_the_days_budget(limits):
    limits(day=1_000)
    purses = [purse(cast.writes("hola", who=somebody())) for _ in range(24)]
    allowed = []
    barrier = threading.Barrier(24)

    def reserve(mine):
        barrier.wait()
        allowed.append(mine.reserve(100))

    in_threads(reserve, purses)
    assert (allowed.count(True), allowed.count(False)) == (10, 14)
    assert sums(DayUsage) == [(0, 1_000)]
    assert Reservation.objects.count() == 10
    # Calls under way may cost less: the day is not closed for those who come later.
    assert today().exhausted_at is None
    in_threads(lambda mine: mine.settle(30), purses)
    assert sums(DayUsage) == [(300, 0)]
    assert purse(cast.writes("hola", who=somebody())).reserve(700)


def test_nor_do_they_reserve_more_than_one_customers(limits):
    limits(customer=500, turn=500)
    chats = [cast.writes("hola", who=somebody()) for _ in range(12)]
    ana = Contact.objects.get(pk=chats[0].contact_id)
    for chat in chats:
        chat.contact = ana
        chat.save(update_fields=["contact"])
    purses, allowed = [purse(chat) for chat in chats], []
    barrier = threading.Barrier(12)

    def reserve(mine):
        barrier.wait()
        allowed.append(mine.reserve(100))

    in_threads(reserve, purses)
    assert allowed.count(True) == 5
    assert sums(CustomerUsage) == [(0, 500)]
    assert sums(DayUsage) == [(0, 500)], "what one budget refuses is not taken from another"


def test_reserving_settling_and_giving_back_all_at_once_leaves_the_sums_right(limits):
    limits(day=5_000)
    purses = [purse(cast.writes("hola", who=somebody())) for _ in range(10)]
    most = []

    def live(mine):
        for _ in range(8):
            if mine.reserve(700):
                most.append(DayUsage.objects.get().reserved)
                mine.settle(40)
            budgets.give_back(budgets.Q(expires_at__lt=timezone.now()))

    in_threads(live, purses)
    assert max(most) <= 5_000
    assert today().reserved == 0
    assert today().spent == 40 * today().calls == 40 * len(most)
    assert sum(spent for spent, _ in sums(CustomerUsage)) == today().spent


def test_what_a_dead_worker_had_reserved_is_given_back_when_the_turn_is_computed_again():
    chat = cast.writes("hola")
    assert purse(chat).reserve(5_000)  # and then the worker is killed
    assert sums(DayUsage) == sums(CustomerUsage) == [(0, 5_000)]

    Conversation.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    purse(chat)
    assert sums(DayUsage) == sums(CustomerUsage) == [(0, 0)]


def test_or_once_it_has_expired_and_somebody_needs_it(limits):
    limits(day=6_000)
    assert purse(cast.writes("hola")).reserve(5_000)
    other = purse(cast.writes("hola", who=cast.CARLA))
    assert not other.reserve(2_000)
    Reservation.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert other.reserve(2_000)
    assert sums(DayUsage) == [(0, 2_000)]


def test_a_worker_that_was_only_slow_is_charged_though_its_reservation_is_gone():
    slow = purse(cast.writes("hola"))
    assert slow.reserve(5_000)
    budgets.give_back(budgets.Q())
    slow.settle(300)
    assert sums(DayUsage) == sums(CustomerUsage) == [(300, 0)]


def test_erasing_a_customer_leaves_the_days_sum_right():
    chat = cast.writes("hola")
    mine = purse(chat)
    assert mine.reserve(5_000)
    Contact.objects.all().delete()
    mine.settle(300)
    assert sums(DayUsage) == [(300, 0)]
    assert sums(CustomerUsage) == []
    assert not mine.reserve(10), "nobody is there to answer"


# ── Who sees it ─────────────────────────────────────────────────────────────────────────────────────────────────


def test_staff_read_the_days_with_what_was_used_of_their_budget(admin_client, limits):
    limits(day=1_000)
    day = timezone.localdate()
    DayUsage.objects.create(day=day, spent=850, calls=7, alarmed_at=timezone.now())
    DayUsage.objects.create(day=day - timedelta(days=1), spent=1_000, calls=9, exhausted_at=timezone.now())
    DayUsage.objects.create(day=day - timedelta(days=2), spent=120, calls=2)

    page = admin_client.get("/admin/conversations/dayusage/").content.decode()
    for seen in ("85 %", "Aviso", "100 %", "Agotado", "12 %", "Normal"):
        assert seen in page
    assert admin_client.get("/admin/conversations/dayusage/add/").status_code == 403


def test_staff_read_what_each_customer_used(admin_client, limits):
    limits(customer=1_000, turn=1_000)
    contact = Contact.objects.create(name="Ana", phone="+525512345678")
    CustomerUsage.objects.create(contact=contact, day=timezone.localdate(), spent=250)
    page = admin_client.get("/admin/conversations/customerusage/").content.decode()
    assert "Ana" in page
    assert "25 %" in page


@pytest.mark.parametrize(
    ("wrong", "named"),
    [
        ({"AGENT_DAILY_TOKENS": 0}, "AGENT_DAILY_TOKENS is not a positive number."),
        ({"AGENT_MAX_TOOL_CALLS": 0}, "AGENT_MAX_TOOL_CALLS is not a positive number."),
        ({"AGENT_DAILY_TOKENS": 400_000}, "AGENT_CUSTOMER_DAILY_TOKENS is more than AGENT_DAILY_TOKENS."),
        ({"AGENT_TURN_TOKENS": 600_000}, "AGENT_TURN_TOKENS is more than AGENT_CUSTOMER_DAILY_TOKENS."),
    ],
)
def test_budgets_that_make_no_sense_are_named_before_a_customer_finds_out(settings, wrong, named):
    assert checks.budgets_hold_each_other(None) == []
    for name, value in wrong.items():
        setattr(settings, name, value)
    assert named in [error.msg for error in checks.budgets_hold_each_other(None)]
