"""What a report says of two days, number by number, and of what the agent really leaves on record."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from conversations import reporting, turns
from conversations.models import AppointmentState, Conversation, LeadKind, LeadState
from conversations.reporting import Demand, Failure, LeadCount, Period, TalkOfDay, Wanted
from conversations.tests import cast, reported
from conversations.tests.reported import PERIOD, at

pytestmark = pytest.mark.django_db


@pytest.fixture
def story():
    return reported.tell()


def seconds(value: float) -> timedelta:
    return timedelta(seconds=value)


def test_every_number_of_two_days_is_what_happened_in_them(story, settings):
    talk = reporting.talk(PERIOD)
    assert (talk.new, talk.active, talk.bot_only, talk.people_only, talk.both, talk.unanswered) == (3, 5, 2, 1, 1, 1)
    assert talk.days == (TalkOfDay(PERIOD.first, 4, 4, 1), TalkOfDay(PERIOD.last, 5, 3, 3))
    assert (talk.received, talk.by_bot, talk.by_people) == (9, 7, 4)

    # 4, 6, 8, 10, 10, 20 and 20 seconds.
    speed = reporting.speed_of_bot(PERIOD)
    assert (speed.answered, speed.median, speed.slow) == (7, seconds(10), seconds(20))

    handed = reporting.handovers(PERIOD)
    assert (handed.total, handed.asked, handed.complaints, handed.unsafe, handed.waiting) == (3, 1, 1, 1, 2)
    assert (handed.speed.median, handed.speed.slow) == (timedelta(minutes=20), timedelta(minutes=20))

    assert reporting.leads(PERIOD) == (
        LeadCount(LeadKind.PURCHASE, {LeadState.NEW: 1}),
        LeadCount(LeadKind.PERSON, {LeadState.QUALIFIED: 1}),
    )
    assert reporting.quotes(PERIOD) == {"chat": 2, "staff": 1}
    assert reporting.test_drives(PERIOD) == {AppointmentState.REQUESTED: 1, AppointmentState.CANCELLED: 1}

    # Carla's wish names both the Versa and any Toyota.
    assert reporting.demand(PERIOD, most=9).wanted == (
        Wanted("Nissan", "Versa", searched=2, shown=2, quoted=1),
        Wanted("Toyota", "", searched=1),
        Wanted("Mazda", "Mazda 3", shown=1, quoted=1),
    )
    price, *others = reporting.demand(PERIOD, most=9).unmet
    assert (price.names, price.missing, price.searches, price.chats) == (("Nissan Versa",), "price", 2, 1)
    assert (price.years, price.amounts) == ((2018, 2020), (Decimal(120_000), Decimal(150_000)))
    assert price.last == at(11, "09:05:08")
    assert {(one.names, one.missing, one.amounts) for one in others} == {
        (("Zorglub 55 1234 5678",), "unknown", None),
        (("Nissan Versa", "Toyota"), "monthly_payment", (Decimal(2_000), Decimal(2_000))),
    }

    assert reporting.failures(PERIOD) == (Failure("63016", 2, at(11, "18:32")),)
    [question] = reporting.questions(PERIOD, most=9)
    assert (question.pk, question.count, question.last) == (story.question.pk, 2, at(11, "12:00"))

    # 4,000 read at 10 pesos and 200 written at 80 pesos a million: 56 pesos for 4.2 million of that mix.
    settings.AGENT_INPUT_PRICE, settings.AGENT_OUTPUT_PRICE = Decimal(10), Decimal(80)
    cost = reporting.cost(PERIOD)
    assert (cost.calls, cost.tokens, cost.tokens_read, cost.tokens_written, cost.chats) == (4, 55_000, 4000, 200, 1)
    mean = (4000 * Decimal(10) + 200 * Decimal(80)) / 4200 / 1_000_000
    assert [day.pesos for day in cost.days] == [55_000 * mean, 0]
    assert cost.pesos == cost.pesos_per_chat == 55_000 * mean


def test_without_prices_nothing_is_said_of_pesos(settings):
    settings.AGENT_INPUT_PRICE = settings.AGENT_OUTPUT_PRICE = Decimal(0)
    cost = reporting.cost(PERIOD)
    assert (cost.pesos, cost.pesos_per_chat, {day.pesos for day in cost.days}) == (None, None, {None})


def test_of_days_without_anything_everything_is_nothing():
    assert (reporting.talk(PERIOD).active, reporting.talk(PERIOD).days[0]) == (0, TalkOfDay(PERIOD.first))
    assert reporting.speed_of_bot(PERIOD).median is None
    assert reporting.handovers(PERIOD).total == 0
    for empty in (reporting.leads, reporting.quotes, reporting.test_drives, reporting.failures):
        assert not empty(PERIOD)
    assert reporting.demand(PERIOD, most=9) == Demand((), ())
    assert reporting.questions(PERIOD, most=9) == ()


def test_what_the_agent_really_leaves_on_record_is_counted(policy):
    cast.showroom()
    for body in ("busco un versa", "busco un touareg de menos de 100 mil", "me das 500 al mes?", "quiero una persona"):
        chat = cast.writes(body)
        turns.answer(chat.pk)
    today = Period.latest(1)
    assert reporting.talk(today).bot_only == 1
    assert (reporting.handovers(today).total, reporting.handovers(today).asked) == (1, 1)
    demand = reporting.demand(today, most=9)
    found = {(one.make, one.model): one for one in demand.wanted}
    assert found["Nissan", "Versa"].searched == found["Nissan", "Versa"].shown == 1
    assert found["Volkswagen", "Touareg"].searched == 1
    assert ("Volkswagen Touareg",) in {one.names for one in demand.unmet if one.missing == "price"}


def test_the_number_of_queries_does_not_grow_with_what_there_is():
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            for figures in (reporting.talk, reporting.speed_of_bot, reporting.handovers, reporting.leads):
                figures(PERIOD)
            for figures in (reporting.quotes, reporting.test_drives, reporting.failures, reporting.cost):
                figures(PERIOD)
            for listed in (reporting.demand, reporting.questions):
                listed(PERIOD, most=9)
        return len(queries)

    empty = asked()
    reported.tell()
    assert asked() == empty


def test_a_day_is_the_day_of_the_installation():
    assert (PERIOD.start, PERIOD.end) == (at(10, "00:00"), at(12, "00:00"))
    assert Period.latest(7).last == timezone.localdate()
    assert len(Period.latest(7).days) == 7
    assert Conversation.objects.filter(PERIOD.holds("created_at")).count() == 0
