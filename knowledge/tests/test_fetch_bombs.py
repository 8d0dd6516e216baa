"""Pages made to fill memory or time: refused in under ten seconds, for less than 64 MiB, measured from outside."""

import json
import subprocess
import sys
import time

import pytest

from kavakbot import env
from knowledge.scraping.fetch import MAX_SECONDS
from knowledge.scraping.robots import MAX_BYTES as MAX_ROBOTS_BYTES
from knowledge.tests.hostile import HTML_HEAD, HostileServer, gzip_bomb, html, never_ends, redirect, says, twice

CHUNKED = HTML_HEAD + b"Transfer-Encoding: chunked\r\n\r\n"
FLOOD = b"x" * (1 << 20)


def packed(body, encoding="gzip"):
    return says(html(body, f"Content-Encoding: {encoding}"))


# How each ends: by its own code, or by one of two when the protocol breaks before the size does.
BOMBS = {
    "/gzip": (packed(gzip_bomb(300)), {"page_too_large"}),
    "/gzip-in-gzip-declared": (packed(twice(gzip_bomb(300)), "gzip, gzip"), {"encoding_refused"}),
    "/gzip-in-gzip-hidden": (packed(twice(gzip_bomb(300))), {"fetched"}),  # one layer is unpacked: 300 KB of noise
    "/gzip-members": (packed(gzip_bomb(1) * 300), {"page_too_large"}),
    "/gzip-in-one-chunk": (
        says(CHUNKED.replace(b"\r\n\r\n", b"\r\nContent-Encoding: gzip\r\n\r\n") + b"4ffff\r\n" + gzip_bomb(400)),
        {"page_too_large"},
    ),
    "/endless-body": (never_ends(HTML_HEAD + b"\r\n", FLOOD), {"page_too_large"}),
    "/endless-chunks": (never_ends(CHUNKED, b"100000\r\n" + FLOOD + b"\r\n"), {"page_too_large"}),
    "/chunk-of-minus-one": (never_ends(CHUNKED + b"-1\r\n", FLOOD), {"page_too_large"}),
    "/endless-chunk-line": (never_ends(CHUNKED + b"1;", FLOOD), {"page_too_large", "page_unavailable"}),
    "/endless-trailers": (never_ends(CHUNKED + b"0\r\n", b"X-More: 1\r\n" * 9999), {"page_too_large"}),
    "/endless-header": (never_ends(b"HTTP/1.1 200 OK\r\nX-Long: ", FLOOD), {"page_unavailable"}),
    "/endless-headers": (never_ends(b"HTTP/1.1 200 OK\r\n", b"X-More: 1\r\n" * 9999), {"page_unavailable"}),
    "/endless-continue": (never_ends(b"", b"HTTP/1.1 100 Continue\r\n\r\n" * 9999), {"page_too_large"}),
    "/redirect-loop": (says(redirect("/redirect-loop")), {"too_many_redirects"}),
    "/silence": (lambda connection: None, {"page_timeout"}),
}
ROBOTS = {
    "gzip": says(html(gzip_bomb(300), "Content-Encoding: gzip")),
    "agents by rules": says(
        html(
            "".join(f"useragent a{n}\n" for n in range(3_000)).encode()
            + "".join(f"allow /{n}\n" for n in range(4_000)).encode()
        )
    ),
    "anchors": says(html(b"user-agent: *\n" + "".join(f"allow /{n}$\n" for n in range(36_000)).encode())),
    "index pages": says(html(b"user-agent: *\n" + "".join(f"allow /{n}/index.html\n" for n in range(22_000)).encode())),
}


def measured(port, seconds, *paths):
    command = [sys.executable, "-m", "knowledge.tests.measured", str(port), str(seconds), *paths]
    done = subprocess.run(command, check=False, cwd=env.BASE_DIR, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.fixture(scope="module")
def outcomes():
    """What became of every bomb, fetched one after another by one process with three seconds for each."""

    def script(connection):
        path = server.requests[-1].split(b" ")[1].decode()
        BOMBS.get(path, (says(html()),))[0](connection)

    with HostileServer(script) as server:
        return dict(zip(BOMBS, measured(server.port, 3.0, *BOMBS), strict=True))


@pytest.mark.parametrize("path", BOMBS)
def test_a_bomb_is_refused_in_time_for_little_memory(outcomes, path):
    outcome = outcomes[path]
    assert outcome["code"] in BOMBS[path][1]
    assert outcome["seconds"] < 4
    assert outcome["grown_mib"] < 64


@pytest.mark.parametrize("kind", ROBOTS)
def test_a_robots_txt_that_is_a_bomb_costs_little_too(kind):
    def honest_first(connection):
        asked = sum(request.startswith(b"GET /robots.txt") for request in server.requests)
        (ROBOTS[kind] if asked > 1 else says(html(b"")))(connection)

    with HostileServer(says(html())) as server:
        server.robots = honest_first
        [outcome] = measured(server.port, 9.0, "/a")
    assert outcome["code"] == "fetched"
    assert outcome["seconds"] < 9
    assert outcome["grown_mib"] < 64


def test_the_robots_bombs_are_as_large_as_is_read():
    connection = Recorder()
    for kind in ("anchors", "index pages"):
        ROBOTS[kind](connection)
        assert len(connection.sent) > 0.8 * MAX_ROBOTS_BYTES


class Recorder:
    def sendall(self, sent):
        self.sent = sent


@pytest.mark.slow
@pytest.mark.parametrize("head", [HTML_HEAD + b"\r\n", b"HTTP/1.1 200 OK\r\nX-Slow: "], ids=["body", "header"])
def test_a_slow_drip_is_left_after_the_ten_seconds_of_every_page(head):
    def script(connection):
        if server.requests[-1].startswith(b"GET / "):
            connection.sendall(html())
            return
        connection.sendall(head)
        while True:
            time.sleep(0.5)
            connection.sendall(b"x")

    with HostileServer(script) as server:
        [outcome] = measured(server.port, MAX_SECONDS, "/drip")
    assert outcome["code"] == "page_timeout"
    assert outcome["seconds"] < MAX_SECONDS + 0.5
    assert outcome["grown_mib"] < 64
