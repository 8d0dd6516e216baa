"""What robots.txt says is done, whatever it looks like and wherever it stands."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from werkzeug import Response

from knowledge.scraping import robots
from knowledge.scraping.connecting import PageTimeout
from knowledge.scraping.fetch import Door, PageUnavailable
from knowledge.scraping.guard import Policy
from knowledge.scraping.robots import RobotsDisallowed, RobotsUnavailable
from knowledge.tests.hostile import TRUSTED, HostileServer, gzip_bomb, html, says

URL = "https://kavak.com"


def allowed(text, path="/privado/x"):
    rules = robots.parse(text if isinstance(text, bytes) else text.encode())
    try:
        robots.check(rules, URL + path)
    except RobotsDisallowed:
        return False
    return True


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", True),
        ("User-agent: *\nDisallow: /privado", False),
        ("User-agent: *\nDisallow: /privado\nAllow: /privado/x", True),
        ("User-agent: *\nDisallow:", True),
        ("User-agent: otro\nDisallow: /", True),
        ("User-agent: KavakBot # nosotros\nDisallow: /", False),
        ("User-agent: kavakbot/1.0\nDisallow: /", False),
        ("user agent kavakbot\ndisallow: /", False),
        ("User-agent: kavak\nDisallow: /", True),
        ("User-agent: kavakbot-news\nDisallow: /", True),
        ("User-agent: kavakbot\nAllow: /\n\nUser-agent: *\nDisallow: /", True),
        ("User-agent: a\nUser-agent: kavakbot\nUser-agent: b\nDisallow: /privado\nDisallow: /otro", False),
        ("User-agent: kavakbot\nDisallow: /otro\n\nUser-agent: b\nDisallow: /", True),
        ("\ufeffUser-agent: *\r\nDisallow: /*/x$", False),
        ("<html><p>User-agent: * Disallow: /", True),
        ("User-agent: *\nDisallow: /\n".encode("utf-16"), False),
        ("# año\nUser-agent: *\nDisallow: /\n".encode("latin-1"), False),
        (b"\x00\xff\xfe\nUser-agent: *\nDisallow: /\n", False),
    ],
)
def test_the_rules_for_us_are_those_of_our_name_or_else_of_everybody(text, expected):
    assert allowed(text) is expected


def test_escapes_do_not_hide_a_path():
    assert not allowed("User-agent: *\nDisallow: /a%C3%B1o", "/a%c3%b1o")
    assert not allowed("User-agent: *\nDisallow: /~x", "/%7Ex")


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=300), st.text(max_size=300))
def test_whatever_is_in_it_it_can_be_read(raw, text):
    directive = f"user-agent: *\ndisallow: {text}\nallow: {text}$\ncrawl-delay: {text}\nrequest-rate: {text}".encode(
        "utf-8", "replace"
    )
    for body in (raw, directive, directive + raw):
        allowed(body)


def blown_up(line, head="user-agent: *\n"):
    lines = head + "".join(line.format(number) for number in range(robots.MAX_BYTES // len(line)))
    return lines.encode()[: robots.MAX_BYTES]


@pytest.mark.parametrize(
    "body",
    [
        blown_up("useragent a{}\n")[:40_000] + b"\n" + blown_up("allow /{}\n", "")[:40_000],
        blown_up("user \t agent\u00a0b{}\n")[:60_000] + b"\n" + blown_up("allow /{}\n", "")[:40_000],
        blown_up("allow /{}$\n"),
        blown_up("allow /*a*{}*index.html\n"),
        b"user-agent: *\ndisallow: " + b"/*a" * 170_000,
        b"user-agent: *\ndisallow: " + b"%41" * 170_000,
        b"user-agent: *\n" + b"user " * 100_000,
        b"user" + b" " * 500_000,
        b":" * 500_000,
    ],
    ids=["agents by rules", "agents in disguise", "anchors", "wildcards", "one pattern", "escapes", "words", "blanks",
         "colons"],
)  # fmt: skip
def test_a_robots_txt_made_to_blow_up_is_read_in_seconds(body):
    started = time.process_time()
    allowed(body, "/" + "a" * 1900)
    assert time.process_time() - started < 3


@pytest.fixture
def asks(httpserver):
    """Ask for a page of the test's own server, whose robots.txt the test describes."""
    httpserver.expect_request("/privado").respond_with_data("hola", content_type="text/html")
    policy = Policy(frozenset({httpserver.port}), frozenset({TRUSTED}))

    def ask(host="pagina.example.mx", path="/privado"):
        door = Door(policy=policy, resolve=lambda host, port: [TRUSTED], max_seconds=3.0)
        return door.fetch(f"http://{host}:{httpserver.port}{path}").body

    return ask


def paths(httpserver):
    return [request.path for request, _ in httpserver.log]


def test_a_page_that_the_site_keeps_to_itself_is_never_asked_for(httpserver, asks):
    httpserver.expect_request("/robots.txt").respond_with_data(
        "User-agent: *\nDisallow: /privado", content_type="text/plain; charset=inventado"
    )
    with pytest.raises(RobotsDisallowed):
        asks()
    assert paths(httpserver) == ["/robots.txt"]


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410, 429, 304])
def test_a_site_without_rules_allows_all(httpserver, asks, status):
    httpserver.expect_request("/robots.txt").respond_with_data("User-agent: *\nDisallow: /", status=status)
    assert asks() == b"hola"


@pytest.mark.parametrize("status", [500, 502, 503, 599])
def test_a_site_whose_rules_cannot_be_read_is_left_alone_for_now(httpserver, asks, status):
    httpserver.expect_request("/robots.txt").respond_with_data("", status=status)
    with pytest.raises(RobotsUnavailable, match=str(status)) as raised:
        asks()
    assert raised.value.retryable
    assert paths(httpserver) == ["/robots.txt"]


@pytest.mark.parametrize(
    "headers",
    [{"Location": "ftp://x.mx/"}, {"Location": "http://127.0.0.2/robots.txt"}, {"Location": "http://["}],
    ids=lambda headers: headers["Location"],
)
def test_rules_that_lead_where_nobody_may_go_cannot_be_read(httpserver, asks, headers):
    httpserver.expect_request("/robots.txt").respond_with_response(Response(status=301, headers=headers))
    with pytest.raises(RobotsUnavailable, match="robots"):
        asks()


@pytest.mark.parametrize("encoding", ["br", "gzip, gzip"])
def test_rules_in_an_encoding_that_was_not_asked_for_cannot_be_read(httpserver, asks, encoding):
    httpserver.expect_request("/robots.txt").respond_with_response(
        Response(b"x", headers={"Content-Encoding": encoding})
    )
    with pytest.raises(RobotsUnavailable):
        asks()


def test_rules_may_stand_five_redirects_away_and_count_as_none_beyond(httpserver, asks):
    def chain(length):
        httpserver.clear()
        httpserver.expect_request("/privado").respond_with_data("hola", content_type="text/html")
        for step in range(length):
            here = f"/{step}" if step else "/robots.txt"
            there = Response(status=301, headers={"Location": f"/{step + 1}"})
            httpserver.expect_request(here).respond_with_response(there)
        httpserver.expect_request(f"/{length}").respond_with_data("User-agent: *\nDisallow: /")

    chain(5)
    with pytest.raises(RobotsDisallowed):
        asks()
    chain(6)
    assert asks() == b"hola"


def test_the_host_that_a_redirect_leads_to_has_rules_of_its_own(httpserver, asks):
    elsewhere = f"http://otra.example.mx:{httpserver.port}/privado"
    httpserver.expect_request("/va").respond_with_response(Response(status=302, headers={"Location": elsewhere}))
    rules = {"pagina": "", "otra": "User-agent: kavakbot\nDisallow: /privado"}
    httpserver.expect_request("/robots.txt").respond_with_handler(
        lambda request: Response(rules[request.host.partition(".")[0]])
    )
    with pytest.raises(RobotsDisallowed):
        asks(path="/va")
    assert paths(httpserver) == ["/robots.txt", "/va", "/robots.txt"]


def test_the_rules_of_one_host_are_read_once_per_page(httpserver, asks):
    for here, there in (("/a", "/b"), ("/b", "/privado")):
        httpserver.expect_request(here).respond_with_response(Response(status=302, headers={"Location": there}))
    httpserver.expect_request("/robots.txt").respond_with_data("")
    assert asks(path="/a") == b"hola"
    assert paths(httpserver).count("/robots.txt") == 1


def test_rules_count_in_the_time_of_the_page():
    with HostileServer(says(html()), robots=b"") as server, pytest.raises(PageTimeout):
        server.door(max_seconds=0.4).fetch(server.url())


def test_a_site_that_hangs_up_is_an_unavailable_page():
    with HostileServer(says(html()), robots=b"HTTP/1.1 nada\r\n\r\n") as server, pytest.raises(PageUnavailable):
        server.door().fetch(server.url())


@pytest.mark.parametrize("rule", [b"Disallow: /\n", b"Allow: /\n"])
def test_rules_beyond_half_a_mebibyte_are_not_read(rule):
    body = b"User-agent: *\n" + rule + b"# and so on\n" * 60_000 + b"Disallow: /\n"
    answer = b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(body) + body
    with HostileServer(says(html()), robots=answer) as server:
        if rule.startswith(b"Disallow"):
            with pytest.raises(RobotsDisallowed):
                server.door().fetch(server.url())
        else:
            server.door().fetch(server.url())


def test_a_bomb_in_place_of_rules_is_cut_short():
    bomb = gzip_bomb(100)
    head = f"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: {len(bomb)}\r\n\r\n".encode()
    started = time.monotonic()
    with HostileServer(says(html()), robots=head + bomb) as server:
        server.door().fetch(server.url())
    assert time.monotonic() - started < 2
