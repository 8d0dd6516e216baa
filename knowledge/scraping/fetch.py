"""The only door through which a page is fetched: checked, pinned, bounded in time and size.

Every hop is checked anew: the URL by the policy, then every address its host resolves to; the connection then goes to
exactly the addresses that were checked, so that a name that changes its mind in between gains nothing.
"""

import socket
import threading
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self
from urllib.parse import urljoin

import requests
from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import HTTPError

from kavakbot.errors import KavakbotError
from knowledge.scraping.guard import PUBLIC, Policy, Target, UrlForbidden

MAX_SECONDS = 10.0
MAX_BYTES = 5 * 1024 * 1024
MAX_REDIRECTS = 3

_CONTENT_TYPES = frozenset({"text/html", "application/xhtml+xml", "text/plain"})
# One layer only: a page packed twice is a bomb, not a page.
_ENCODINGS = frozenset({"", "identity", "gzip", "x-gzip", "deflate"})
_HEADERS = {
    "User-Agent": "kavakbot/1.0 (knowledge ingestion)",
    "Accept": "text/html,application/xhtml+xml,text/plain;q=0.8",
    "Accept-Encoding": "gzip, deflate",
}
_READ_BYTES = 64 * 1024

Resolve = Callable[[str, int], list[str]]


class HostUnknown(KavakbotError):
    """The host name does not resolve."""

    code = "host_unknown"
    retryable = True


class TooManyRedirects(KavakbotError):
    """The page redirects too often."""

    code = "too_many_redirects"


class PageTimeout(KavakbotError):
    """The page took too long."""

    code = "page_timeout"
    retryable = True


class PageTooLarge(KavakbotError):
    """The page is larger than 5 MiB."""

    code = "page_too_large"


class PageNotText(KavakbotError):
    """What answered is not a page of text."""

    code = "page_not_text"


class PageUnavailable(KavakbotError):
    """The site did not deliver the page."""

    code = "page_unavailable"
    retryable = True


def resolve(host: str, port: int) -> list[str]:
    """Return the addresses of `host`, as the system knows them; raise `HostUnknown` when there are none."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (socket.gaierror, UnicodeError) as error:
        raise HostUnknown from error
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def fetch(url: str) -> bytes:
    """Return the decoded body of the public page at `url`; raise a named error otherwise."""
    return Door().fetch(url)


@dataclass(frozen=True)
class Door:
    """What is allowed through; tests hand in their own policy and resolver, and nothing else differs."""

    policy: Policy = PUBLIC
    resolve: Resolve = resolve
    max_seconds: float = MAX_SECONDS
    max_bytes: int = MAX_BYTES

    def fetch(self, url: str) -> bytes:
        """Return the decoded body of the page at `url`, after at most three redirects."""
        with _Deadline(self.max_seconds) as deadline:
            for _ in range(MAX_REDIRECTS + 1):
                target = self.policy.check_url(url)
                answer = self._ask(url, target, deadline)
                if isinstance(answer, bytes):
                    return answer
                url = self._next(url, answer)
        raise TooManyRedirects

    def _next(self, url: str, location: str) -> str:
        following = urljoin(url, location)
        if url.startswith("https:") and not following.startswith("https:"):
            raise UrlForbidden("The page redirects from https to something else.")
        return following

    def _ask(self, url: str, target: Target, deadline: "_Deadline") -> bytes | str:
        """Return the page, or where it redirects to."""
        addresses = self.resolve(target.host, target.port)
        for address in addresses:  # all of them: a public name that also means a private address means harm
            self.policy.check_address(address)
        with requests.Session() as session:
            session.trust_env = False  # no proxies, no .netrc
            adapter = _PinnedAdapter(lambda: _connect(addresses, target.port, deadline))
            session.mount("http://", adapter)
            session.mount("https://", adapter)
            try:
                return self._read(session, url, deadline)
            except (requests.RequestException, HTTPError, OSError) as error:
                deadline.check()
                raise PageUnavailable(f"The site did not deliver the page: {type(error).__name__}.") from error

    def _read(self, session: requests.Session, url: str, deadline: "_Deadline") -> bytes | str:
        request = session.get(
            url, headers=_HEADERS, stream=True, allow_redirects=False, timeout=deadline.remaining_seconds()
        )
        with closing(request) as response:
            deadline.check()  # headers that were cut by the deadline look complete
            if response.is_redirect:
                return response.headers["location"]
            _check_kind(response)
            return self._body(response, deadline)

    def _body(self, response: requests.Response, deadline: "_Deadline") -> bytes:
        body = bytearray()
        for part in response.raw.stream(_READ_BYTES, decode_content=True):
            body += part
            deadline.check()
            if len(body) > self.max_bytes:
                raise PageTooLarge
        deadline.check()  # a connection cut by the deadline may look like an end
        return bytes(body)


def _check_kind(response: requests.Response) -> None:
    if response.status_code != requests.codes.ok:
        raise PageUnavailable(f"The site answered {response.status_code}.")
    content_type = response.headers.get("content-type", "").partition(";")[0].strip().lower()
    encoding = response.headers.get("content-encoding", "").strip().lower()
    if content_type not in _CONTENT_TYPES or encoding not in _ENCODINGS:
        raise PageNotText


def _connect(addresses: list[str], port: int, deadline: "_Deadline") -> socket.socket:
    """Connect to the first checked address that answers."""
    failure: OSError = OSError("no address")
    for address in addresses:
        try:
            connection = socket.create_connection((address, port), timeout=deadline.remaining_seconds())
        except OSError as error:
            failure = error
        else:
            deadline.watch(connection)
            return connection
    raise failure


class _PinnedAdapter(HTTPAdapter):
    """Open every connection with `connect`, whatever the URL's host; the host still names the certificate."""

    def __init__(self, connect: Callable[[], socket.socket]) -> None:
        self._connect = connect
        super().__init__(max_retries=0)

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        """Make pools whose connections are opened by us: urllib3 itself never resolves a name."""
        super().init_poolmanager(*args, **kwargs)
        connect = self._connect

        class PinnedHTTP(HTTPConnection):
            def _new_conn(self) -> socket.socket:
                return connect()

        class PinnedHTTPS(HTTPSConnection):
            def _new_conn(self) -> socket.socket:
                return connect()

        class HTTPPool(HTTPConnectionPool):
            ConnectionCls = PinnedHTTP

        class HTTPSPool(HTTPSConnectionPool):
            ConnectionCls = PinnedHTTPS

        self.poolmanager.pool_classes_by_scheme = {"http": HTTPPool, "https": HTTPSPool}


class _Deadline:
    """A moment at which watched connections are cut: a socket's own timeout starts again with every byte."""

    def __init__(self, seconds: float) -> None:
        self._ends = time.monotonic() + seconds
        self._connections: list[socket.socket] = []
        self._timer = threading.Timer(seconds, self._cut)
        self._timer.daemon = True

    def __enter__(self) -> Self:
        self._timer.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._timer.cancel()
        self._timer.join()
        for connection in self._connections:
            connection.close()

    def remaining_seconds(self) -> float:
        self.check()
        return max(self._ends - time.monotonic(), 0.05)

    def check(self) -> None:
        if time.monotonic() >= self._ends:
            raise PageTimeout

    def watch(self, connection: socket.socket) -> None:
        self._connections.append(connection.dup())  # TLS takes over the original's descriptor

    def _cut(self) -> None:
        for connection in list(self._connections):
            try:
                connection.shutdown(socket.SHUT_RDWR)
            except OSError:  # already closed by the other side
                continue
