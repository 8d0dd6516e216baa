"""The door to the web, against real loopback servers that answer well or badly."""

import gzip
import resource
import socket
import threading
import time
import zlib

import pytest
from werkzeug import Response

from knowledge.scraping.fetch import (
    MAX_BYTES,
    Door,
    HostUnknown,
    PageNotText,
    PageTimeout,
    PageTooLarge,
    PageUnavailable,
    TooManyRedirects,
    resolve,
)
from knowledge.scraping.guard import AddressForbidden, Policy, UrlForbidden

HTML = "text/html; charset=utf-8"


def test_a_page_arrives_whole_and_the_site_sees_its_own_name(httpserver, door, page_url):
    httpserver.expect_request("/sedes").respond_with_data("<p>Guadalajara</p>", content_type=HTML)
    assert door.fetch(page_url("/sedes")) == b"<p>Guadalajara</p>"
    request, _ = httpserver.log[0]
    assert request.headers["Host"] == f"paginas.example.mx:{httpserver.port}"
    assert "kavakbot" in request.headers["User-Agent"]


def test_a_packed_page_is_unpacked(httpserver, door, page_url):
    packed = gzip.compress(b"<p>hola</p>")
    httpserver.expect_request("/").respond_with_data(packed, content_type=HTML, headers={"Content-Encoding": "gzip"})
    assert door.fetch(page_url("/")) == b"<p>hola</p>"


def test_three_redirects_are_followed_and_a_fourth_is_not(httpserver, door, page_url):
    for step in range(4):
        httpserver.expect_request(f"/{step}").respond_with_response(
            Response(status=302, headers={"Location": f"/{step + 1}"})
        )
    httpserver.expect_request("/4").respond_with_data("fin", content_type=HTML)
    assert door.fetch(page_url("/1")) == b"fin"
    with pytest.raises(TooManyRedirects):
        door.fetch(page_url("/0"))


@pytest.mark.parametrize(
    ("location", "error"),
    [
        ("http://169.254.169.254/latest/meta-data/", UrlForbidden),  # port 80 is not the test's port
        ("http://10.0.0.1:{port}/", AddressForbidden),
        ("http://[::1]:{port}/", AddressForbidden),
        ("http://localhost:{port}/", AddressForbidden),
        ("ftp://paginas.example.mx/", UrlForbidden),
        ("http://user@paginas.example.mx:{port}/", UrlForbidden),
    ],
)
def test_every_redirect_is_checked_anew(httpserver, door, page_url, location, error):
    target = location.format(port=httpserver.port)
    httpserver.expect_request("/").respond_with_response(Response(status=301, headers={"Location": target}))
    with pytest.raises(error):
        door.fetch(page_url("/"))


def test_a_redirect_never_leaves_https(door):
    with pytest.raises(UrlForbidden):
        door._next("https://paginas.example.mx/a", "http://paginas.example.mx/b")
    assert door._next("https://paginas.example.mx/a", "/b") == "https://paginas.example.mx/b"


def test_a_name_with_one_private_address_is_refused_before_any_connection(httpserver, door, page_url):
    mixed = Door(policy=door.policy, resolve=lambda host, port: ["127.0.0.1", "10.0.0.1"])
    with pytest.raises(AddressForbidden):
        mixed.fetch(page_url("/"))
    assert httpserver.log == []


def test_a_name_that_changes_its_mind_gains_nothing(httpserver, door, page_url):
    """Rebinding: the connection goes to the address that was checked; the name is asked once per hop."""
    answers = iter([["127.0.0.1"], ["127.0.0.2"]])
    httpserver.expect_request("/").respond_with_data("hola", content_type=HTML)
    rebinding = Door(policy=door.policy, resolve=lambda host, port: next(answers))
    assert rebinding.fetch(page_url("/")) == b"hola"
    with pytest.raises(AddressForbidden):
        rebinding.fetch(page_url("/"))


def test_a_host_that_does_not_resolve_has_its_own_error(page_url):
    too_long_for_any_resolver = "a" * 64 + ".mx"  # so that no packet leaves this machine
    with pytest.raises(HostUnknown):
        Door().fetch(f"https://{too_long_for_any_resolver}/")
    assert "127.0.0.1" in resolve("localhost", 80)


@pytest.mark.parametrize("content_type", ["application/pdf", "image/png", "application/json", ""])
def test_only_text_is_read(httpserver, door, page_url, content_type):
    httpserver.expect_request("/").respond_with_data(b"x", content_type=content_type)
    with pytest.raises(PageNotText):
        door.fetch(page_url("/"))


@pytest.mark.parametrize("status", [204, 403, 404, 500, 503])
def test_another_status_is_no_page(httpserver, door, page_url, status):
    httpserver.expect_request("/").respond_with_data("x", status=status, content_type=HTML)
    with pytest.raises(PageUnavailable, match=str(status)):
        door.fetch(page_url("/"))


def test_a_page_over_five_mebibytes_is_refused(httpserver, door, page_url):
    httpserver.expect_request("/").respond_with_data(b"x" * (MAX_BYTES + 1), content_type=HTML)
    with pytest.raises(PageTooLarge):
        door.fetch(page_url("/"))


def test_a_bomb_is_refused_without_being_unpacked(httpserver, door, page_url):
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    bomb = b"".join(packer.compress(bytes(1 << 20)) for _ in range(200)) + packer.flush()
    httpserver.expect_request("/").respond_with_data(bomb, content_type=HTML, headers={"Content-Encoding": "gzip"})
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(PageTooLarge):
        door.fetch(page_url("/"))
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 64 * 1024


def test_a_page_packed_twice_is_refused(httpserver, door, page_url):
    twice = gzip.compress(gzip.compress(bytes(1 << 20)))
    headers = {"Content-Encoding": "gzip, gzip"}
    httpserver.expect_request("/").respond_with_data(twice, content_type=HTML, headers=headers)
    with pytest.raises(PageNotText):
        door.fetch(page_url("/"))


@pytest.fixture
def dripping_server():
    """Answer whatever `greeting` says at once, then one byte every tenth of a second, for ever."""
    listener = socket.create_server(("127.0.0.1", 0))
    stopped = threading.Event()
    greeting = bytearray()

    def serve():
        connection, _ = listener.accept()
        with connection:
            connection.recv(4096)
            try:
                connection.sendall(greeting)
                while not stopped.wait(0.1):
                    connection.sendall(b"x")
            except OSError:
                return

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    yield listener.getsockname()[1], greeting
    stopped.set()
    listener.close()
    thread.join(2)


@pytest.mark.parametrize(
    "greeting",
    [b"", b"HTTP/1.1 200 OK\r\nX-Slow: ", b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n"],
    ids=["status line", "headers", "body"],
)
def test_a_server_that_drips_is_left_at_the_deadline(dripping_server, greeting):
    port, said = dripping_server
    said += greeting
    policy = Policy(ports=frozenset({port}), trusted_addresses=frozenset({"127.0.0.1"}))
    door = Door(policy=policy, resolve=lambda host, port: ["127.0.0.1"], max_seconds=0.6)
    started = time.monotonic()
    with pytest.raises(PageTimeout):
        door.fetch(f"http://lento.example.mx:{port}/")
    assert time.monotonic() - started < 1.5


def test_a_port_where_nobody_listens_is_an_unavailable_page(door):
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    closed = Door(
        policy=Policy(ports=frozenset({port}), trusted_addresses=door.policy.trusted_addresses), resolve=door.resolve
    )
    with pytest.raises(PageUnavailable):
        closed.fetch(f"http://nadie.example.mx:{port}/")
