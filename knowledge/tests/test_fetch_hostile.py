"""The door against servers that break the protocol, and what each is called."""

import socket
import time

import pytest

from knowledge.scraping.connecting import PageTimeout, PageTooLarge
from knowledge.scraping.fetch import Fetched, PageUnavailable, TooManyRedirects, Validators
from knowledge.scraping.guard import InsecureRedirect, Policy, UrlForbidden
from knowledge.tests.hostile import HTML_HEAD, TRUSTED, HostileServer, html, never_ends, redirect, says
from knowledge.tests.tls import authority, serving

CHUNKED = HTML_HEAD + b"Transfer-Encoding: chunked\r\n\r\n"


def drips(head):
    def script(connection):
        connection.sendall(head)
        while True:
            time.sleep(0.05)
            connection.sendall(b"x")

    return script


@pytest.mark.parametrize(
    "head",
    [b"", b"HTTP/1.1 200 OK\r\nX-Slow: ", HTML_HEAD + b"\r\n", CHUNKED + b"fffff\r\n", CHUNKED + b"1;"],
    ids=["status line", "headers", "body", "chunk", "chunk extension"],
)
def test_a_server_that_drips_is_left_at_the_deadline(head):
    started = time.monotonic()
    with HostileServer(drips(head)) as server, pytest.raises(PageTimeout):
        server.door(max_seconds=0.6).fetch(server.url())
    assert time.monotonic() - started < 1.5


def test_a_server_that_says_nothing_in_its_tls_greeting_is_left_at_the_deadline():
    started = time.monotonic()
    with HostileServer(drips(b"\x16\x03\x03\x3f\xff")) as server, pytest.raises(PageTimeout):
        server.door(max_seconds=0.6).fetch(server.url().replace("http:", "https:"))
    assert time.monotonic() - started < 1.5


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (b"", PageUnavailable),
        (b"<p>hola</p>", PageUnavailable),
        (b"HTTP/1.1 doscientos OK\r\n\r\n", PageUnavailable),
        (b"HTTP/2.0 200 OK\r\n\r\n", PageUnavailable),
        (b"HTTP/1.1 101 Switching Protocols\r\n\r\n", PageUnavailable),
        (HTML_HEAD + b"Content-Length: 5\r\nContent-Length: 6\r\n\r\nholaaa", PageUnavailable),
        (HTML_HEAD + b"Content-Length: 100\r\n\r\nhola", PageUnavailable),
        (HTML_HEAD + b"Content-Encoding: gzip\r\n\r\nno", PageUnavailable),
        (CHUNKED + b"4\r\nhola\r\n", PageUnavailable),
        (CHUNKED + b"xyz\r\nhola\r\n", PageUnavailable),
        (CHUNKED + b"ffffffffffffffffffffffff\r\nhola", PageUnavailable),
        (CHUNKED + b"-1\r\nhola", PageUnavailable),
        (b"HTTP/1.1 302 Found\r\n\r\n", PageUnavailable),
        (b"HTTP/1.1 302 Found\r\nLocation: http://[\r\n\r\n", UrlForbidden),
        (b"HTTP/1.1 302 Found\r\nLocation: /a\r\nLocation: /b\r\n\r\n", UrlForbidden),
        (b"HTTP/1.1 302 Found\r\nLocation: http://" + b"a" * 9000 + b".mx/\r\n\r\n", UrlForbidden),
        (b"HTTP/1.1 302 Found\r\nLocation: /\xff\xfe\x00\r\n\r\n", UrlForbidden),
    ],
    ids=lambda value: value[-40:].decode("latin-1") if isinstance(value, bytes) else "",
)
def test_what_is_no_whole_page_is_refused_by_name(answer, error):
    def closes(connection):
        connection.sendall(answer)
        connection.shutdown(socket.SHUT_WR)

    with HostileServer(closes) as server, pytest.raises(error):
        server.door().fetch(server.url())


@pytest.mark.parametrize(
    ("head", "more"),
    [
        (b"", b"HTTP/1.1 100 Continue\r\n\r\n" * 1000),
        (b"HTTP/1.1 200 OK\r\n", b"X-More: 1\r\n" * 1000),
        (b"HTTP/1.1 200 OK\r\nX-Long: ", b"x" * 65536),
        (CHUNKED + b"1;", b"x" * 65536),
        (CHUNKED + b"0\r\n", b"X-Trailer: 1\r\n" * 1000),
        (CHUNKED + b"-1\r\n", b"x" * 65536),
        (CHUNKED, b"8\r\n12345678\r\n" * 5000),
        (HTML_HEAD + b"\r\n", b"x" * 65536),
        (HTML_HEAD + b"Content-Length: -1\r\n\r\n", b"x" * 65536),
        (HTML_HEAD + b"Content-Length: 99999999999999999999\r\n\r\n", b"x" * 65536),
    ],
    ids=["100 Continue", "headers", "one header", "chunk extension", "trailers", "chunk of -1", "tiny chunks", "body",
         "length of -1", "lying length"],
)  # fmt: skip
def test_an_answer_without_end_ends_by_its_size(head, more):
    started = time.monotonic()
    with HostileServer(never_ends(head, more)) as server, pytest.raises((PageTooLarge, PageUnavailable)):
        server.door(max_seconds=8.0).fetch(server.url())
    assert time.monotonic() - started < 6


def test_what_follows_the_page_is_not_the_page():
    """Response splitting: a second answer on the same connection is nobody's."""
    with HostileServer(says(html(b"<p>hola</p>") + html(b"<p>otra</p>", "ETag: x"))) as server:
        page = server.door().fetch(server.url())
    assert (page.body, page.validators) == (b"<p>hola</p>", Validators())


def test_a_header_with_a_line_break_in_it_makes_no_request_of_its_own():
    location = "/a%0d%0aX-Injected:%201"
    with HostileServer(says(redirect(location))) as server, pytest.raises(TooManyRedirects):
        server.door().fetch(server.url())
    assert not any(b"\nX-Injected" in request for request in server.requests)
    assert server.requests[-1].startswith(b"GET /a%0D%0AX-Injected:%201 HTTP/1.1\r\n")


def test_a_connection_that_stays_open_is_closed_by_us():
    with HostileServer(says(html(b"<p>hola</p>", "Connection: keep-alive"))) as server:
        assert isinstance(server.door().fetch(server.url()), Fetched)
        assert server.hung_up.wait(2)
    assert b"\r\nConnection: close\r\n" in server.requests[-1]


def test_a_page_without_length_on_a_connection_that_stays_open_times_out():
    with HostileServer(says(HTML_HEAD + b"\r\nhola")) as server, pytest.raises(PageTimeout):
        server.door(max_seconds=0.5).fetch(server.url())


def test_a_redirect_in_raw_utf8_is_read_as_browsers_do():
    def script(connection):
        asked = server.requests[-1]
        connection.sendall(html() if asked.startswith(b"GET /a%C3%B1o ") else redirect("/año"))

    with HostileServer(script) as server:
        assert server.door().fetch(server.url()).url == server.url("/a%C3%B1o")


def test_nothing_is_sent_but_what_is_meant(monkeypatch):
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.2:1")
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.2:1")
    with HostileServer(says(html(b"", "Set-Cookie: a=b"))) as server:
        server.door().fetch(server.url("/x?y=1", host="PEÑA.example.mx."))
    names = [line.split(b":")[0].lower() for line in server.requests[-1].split(b"\r\n")[1:] if line]
    assert sorted(names) == [b"accept", b"accept-encoding", b"connection", b"host", b"user-agent"]
    assert f"Host: xn--pea-8ma.example.mx:{server.port}".encode() in server.requests[-1]


def test_a_certificate_speaks_for_the_name_and_not_for_the_address(tmp_path):
    ca = authority(tmp_path)
    with HostileServer(says(html()), wrap=serving(ca, tmp_path, "pagina.example.mx", "127.0.0.1")) as server:
        door = server.door(authorities=str(ca.file))
        assert door.fetch(server.url().replace("http:", "https:")).body == b"<p>hola</p>"
        for stranger in (server.door(), door):
            host = "otra.example.mx" if stranger is door else "pagina.example.mx"
            with pytest.raises(PageUnavailable, match="SSLError"):
                stranger.fetch(server.url(host=host).replace("http:", "https:"))


def test_a_redirect_from_https_to_http_is_not_followed(tmp_path):
    ca = authority(tmp_path)
    wrap = serving(ca, tmp_path, "pagina.example.mx")
    with HostileServer(says(html())) as plain, HostileServer(says(redirect(plain.url())), wrap=wrap) as secure:
        policy = Policy(frozenset({plain.port, secure.port}), frozenset({TRUSTED}))
        with pytest.raises(InsecureRedirect):
            secure.door(policy=policy, authorities=str(ca.file)).fetch(secure.url().replace("http:", "https:"))
        assert plain.requests == []
        assert secure.requests[-1].startswith(b"GET / ")
