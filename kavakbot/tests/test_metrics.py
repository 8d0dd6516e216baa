"""/metrics: for whoever has the token and nobody else, and whole whatever is wrong with a part of it."""

import pytest

from kavakbot import counters, metrics
from kavakbot.tests.scraping import TOKEN

pytestmark = pytest.mark.django_db


def test_without_a_token_in_the_settings_there_is_no_such_page(settings, client):
    settings.METRICS_TOKEN = ""
    assert client.get("/metrics", headers={"Authorization": "Bearer "}).status_code == 404


@pytest.mark.parametrize("shown", ["", "Bearer", "Bearer guessed", TOKEN, f"Bearer {TOKEN}s", "Bearer ñandú"])
def test_who_does_not_have_the_token_is_told_nothing(settings, client, shown):
    settings.METRICS_TOKEN = TOKEN
    answer = client.get("/metrics", headers={"Authorization": shown})
    assert answer.status_code == 401
    assert answer["WWW-Authenticate"] == "Bearer"
    assert not answer.content


def test_prometheus_asks_from_inside_where_there_is_no_tls(settings, client):
    settings.SECURE_SSL_REDIRECT = True
    assert client.get("/metrics").status_code == 404
    assert client.get("/docs").status_code == 301


def test_connections_are_counted_beside_their_limit(scrape):
    told = scrape()
    assert told["kavakbot_database_connections", "active"] >= 1
    assert told["kavakbot_database_connections_limit",] >= told["kavakbot_database_connections", "active"]
    assert told["kavakbot_broker_up",] == 1
    assert told["kavakbot_broker_queue_length", "turns"] >= 0  # other tests wake workers that nobody has started


def test_a_redis_that_is_away_is_a_figure_and_no_failure(scrape, settings):
    settings.REDIS_URL = "redis://127.0.0.1:9/0"
    told = scrape()
    assert told["kavakbot_broker_up",] == 0
    assert ("kavakbot_broker_queue_length", "turns") not in told
    assert told["kavakbot_measure_failed", "broker"] == 0
    assert told["kavakbot_webhook_refusals_total", "signature"] == 0


@pytest.fixture
def broken_measure():
    """One that divides by zero."""
    metrics.measures("broken")(lambda: [metrics.gauge("kavakbot_nothing", "Nothing.", 1 / 0)])
    yield
    del metrics._measures["broken"]


def test_a_measure_that_fails_is_named_and_the_others_are_told(scrape, broken_measure):
    told = scrape()
    assert told["kavakbot_measure_failed", "broken"] == 1
    assert told["kavakbot_measure_failed", "database"] == 0
    assert told["kavakbot_conversations_waiting", "bot"] == 0


def test_a_query_that_takes_too_long_is_given_up(scrape):
    def slow():
        with metrics.connection.cursor() as cursor:
            cursor.execute("SELECT pg_sleep(20)")
        return []

    metrics.measures("slow")(slow)
    try:
        assert scrape()["kavakbot_measure_failed", "slow"] == 1
    finally:
        del metrics._measures["slow"]


def test_what_leaves_no_row_is_counted_in_redis():
    before = counters.counted("of_a_test").get("knock", 0)
    counters.count("of_a_test", "knock")
    counters.count("of_a_test", "knock")
    assert counters.counted("of_a_test")["knock"] == before + 2
