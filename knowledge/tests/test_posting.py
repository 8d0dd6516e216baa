"""Posting goes to public https addresses only, pinned to what was checked, and waits for nobody's body or for ever."""

import threading

import pytest

from kavakbot.errors import KavakbotError
from kavakbot.loopback import Answered, LoopbackServer
from knowledge.scraping.connecting import PageTimeout
from knowledge.scraping.guard import AddressForbidden, Policy, UrlForbidden
from knowledge.scraping.posting import Post, PostUnanswered

TRUSTED = "127.0.0.1"
NAMES = {"crm.example.mx": [TRUSTED], "mezclado.example.mx": [TRUSTED, "127.0.0.2"], "interno.example.mx": ["10.0.0.1"]}


def post_to(server, host="crm.example.mx", *, seconds=5.0, plain_http=True) -> int:
    """Post to a server on loopback under a name."""
    port = int(server.url.rpartition(":")[2])
    policy = Policy(ports=frozenset({port}), trusted_addresses=frozenset({TRUSTED}))
    way = Post(policy, lambda host, port: NAMES[host], seconds, plain_http=plain_http)
    return way.send(f"http://{host}:{port}/hook", b"{}", {"Content-Type": "application/json"})


def test_a_message_arrives_as_it_was_given():
    heard = []
    with LoopbackServer(lambda asked: heard.append(asked) or Answered(202, b"x")) as server:
        assert post_to(server) == 202
    [asked] = heard
    assert (asked.method, asked.path, asked.body) == ("POST", "/hook", b"{}")
    assert asked.headers["Host"].startswith("crm.example.mx")


def test_nothing_reaches_an_address_that_is_not_public():
    heard = []
    with LoopbackServer(lambda asked: heard.append(asked) or Answered(200, b"")) as server:
        for host in ("mezclado.example.mx", "interno.example.mx", "127.0.0.2", "2130706433"):
            with pytest.raises(AddressForbidden):
                post_to(server, host)
        with pytest.raises(UrlForbidden):
            post_to(server, plain_http=False)
    assert heard == []


def test_a_redirect_is_a_status_like_another():
    with LoopbackServer(lambda asked: Answered(302, b"", {"Location": "http://127.0.0.1:9/"})) as server:
        assert post_to(server) == 302


def test_who_never_answers_is_left_and_a_body_that_drips_is_not_waited_for():
    hangs = threading.Event()
    with LoopbackServer(lambda asked: hangs.wait(30) and None) as server, pytest.raises(PageTimeout):
        post_to(server, seconds=0.3)
    hangs.set()
    with LoopbackServer(lambda asked: Answered(200, b"x" * 1000, pause_seconds=1)) as server:
        assert post_to(server) == 200


def test_where_nobody_listens_the_error_has_a_name():
    with LoopbackServer(lambda asked: Answered(200, b"")) as server:
        pass
    with pytest.raises(PostUnanswered) as caught:
        post_to(server)
    assert isinstance(caught.value, KavakbotError)
