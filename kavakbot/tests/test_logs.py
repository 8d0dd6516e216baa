"""A line for machines: an object that says what it is about, and of what broke only where and what kind."""

import json
import logging

import pytest

from kavakbot import logs, request_ids
from kavakbot.logs import JsonFormatter, PrivateFormatter, WithIds

ANA = "+52 55 1234 5678"


def written(message, *args, error=None, formatter=None):
    """Return the line that is written."""
    caught = (type(error), error, error.__traceback__) if error else None
    record = logging.LogRecord("kavakbot.test", logging.INFO, __file__, 1, message, args, caught)
    WithIds().filter(record)
    return (formatter or JsonFormatter()).format(record)


def broken(error, cause=None):
    """Return an error as it is caught."""
    try:
        raise error from cause
    except type(error) as caught:
        return caught


@pytest.fixture
def of_request():
    """The id of the request that is answered."""
    request_ids.carry("proxy-4711")
    yield "proxy-4711"
    request_ids.carry(None)


def test_a_line_says_which_request_chat_and_turn_it_is_of(of_request):
    with logs.about(conversation="a1"), logs.about(turn=7):
        line = json.loads(written("message %d received", 12))
    assert (line["request"], line["conversation"], line["turn"]) == (of_request, "a1", "7")
    assert (line["message"], line["level"], line["logger"]) == ("message 12 received", "INFO", "kavakbot.test")


def test_what_a_line_is_about_ends_with_the_block(of_request):
    with logs.about(conversation="a1"):
        pass
    assert set(json.loads(written("hi"))) == {"time", "level", "logger", "message", "process", "request"}


def test_a_line_for_people_says_the_same(of_request):
    with logs.about(conversation="a1"):
        told = written("hi", formatter=PrivateFormatter("%(levelname)s%(about)s %(message)s"))
    assert told == "INFO request=proxy-4711 conversation=a1 hi"


def test_no_line_names_a_number():
    assert json.loads(written("of %s", ANA))["message"] == "of •••5678"


def test_names_of_messages_and_requests_are_no_numbers():
    for name in ("SM12345678901234567890123456789012", "12345678901234567890123456789012"):
        assert json.loads(written("of %s", name))["message"] == f"of {name}"


def test_of_errors_kind_and_place_are_told_and_none_of_their_words():
    error = broken(ValueError(f"cannot read 'busco un tsuru' of {ANA}"), cause=broken(KeyError("Lupita")))
    whole = written("Task %s raised: %r", "answer", error, error=error)
    line = json.loads(whole)
    assert [it["type"] for it in line["errors"]] == ["builtins.ValueError", "builtins.KeyError"]
    assert line["errors"][0]["stack"][-1].endswith(" broken")
    assert line["message"] == "Task answer raised: ValueError"
    assert not any(said in whole for said in ("tsuru", "5678", "Lupita"))


def test_a_line_is_one_line_whatever_is_in_it():
    assert len(written("a\nb\r\n%s", "c\n").splitlines()) == 1
