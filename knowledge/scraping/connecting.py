"""Connections that go to the addresses which were checked, and end when their time or their bytes are used up."""

import io
import socket
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from http.client import HTTPResponse
from types import TracebackType
from typing import Any, Self

from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection

from kavakbot.errors import KavakbotError
from knowledge.scraping.guard import Policy, Target

Resolve = Callable[[str, int], list[str]]

MAX_WIRE_BYTES = 6 * 1024 * 1024  # a page of 5 MiB, its head and its framing
_LEAST_SECONDS = 0.05  # a socket's timeout of zero would mean that it never waits


class HostUnknown(KavakbotError):
    """The host name does not resolve."""

    code = "host_unknown"
    retryable = True


class PageTimeout(KavakbotError):
    """The page took too long."""

    code = "page_timeout"
    retryable = True


class PageTooLarge(KavakbotError):
    """The page is larger than 5 MiB."""

    code = "page_too_large"


def resolve(host: str, port: int) -> list[str]:
    """Return the addresses of `host`, as the system knows them; raise `HostUnknown` when there are none."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:  # gaierror among them
        raise HostUnknown from error
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


class Deadline:
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
        """Return how long is left, more than nothing; raise `PageTimeout` at the end."""
        self.check()
        return max(self._ends - time.monotonic(), _LEAST_SECONDS)

    def check(self) -> None:
        """Raise `PageTimeout` at the end."""
        if time.monotonic() >= self._ends:
            raise PageTimeout

    def watch(self, connection: socket.socket) -> None:
        """Cut `connection` at the end, which may be now."""
        self._connections.append(connection.dup())  # TLS takes over the original's descriptor
        if time.monotonic() >= self._ends:
            self._cut()

    def wait_for(self, resolve: Resolve, host: str, port: int) -> list[str]:
        """Resolve `host` in a thread that is left behind at the end: nothing interrupts a resolver, and it may hang."""
        answer: Future[list[str]] = Future()

        def work() -> None:
            try:
                answer.set_result(resolve(host, port))
            except Exception as error:  # noqa: BLE001 - the waiting thread raises it
                answer.set_exception(error)

        threading.Thread(target=work, name=f"resolve {host}", daemon=True).start()
        try:
            return answer.result(self.remaining_seconds())
        except TimeoutError as error:
            raise PageTimeout from error

    def _cut(self) -> None:
        for connection in list(self._connections):
            try:
                connection.shutdown(socket.SHUT_RDWR)
            except OSError:  # already closed by the other side
                continue


@dataclass(frozen=True)
class Route:
    """The checked addresses of one host, and until when they may be used."""

    addresses: list[str]
    port: int
    deadline: Deadline

    def connect(self) -> socket.socket:
        """Connect to the first address that answers; the time that is left is shared among those that do not."""
        failure: OSError = OSError("no address")
        for position, address in enumerate(self.addresses):
            share = self.deadline.remaining_seconds() / (len(self.addresses) - position)
            try:
                connection = socket.create_connection((address, self.port), timeout=share)
            except OSError as error:
                failure = error
            else:
                self.deadline.watch(connection)
                return connection
        raise failure


def route_to(target: Target, *, policy: Policy, resolve: Resolve, deadline: Deadline) -> Route:
    """Resolve a host and let every address of it be checked; raise HostUnknown, AddressForbidden or PageTimeout."""
    addresses = deadline.wait_for(resolve, target.host, target.port)
    for address in addresses:  # all of them: a public name that also means a private address means harm
        policy.check_address(address)
    return Route(addresses, target.port, deadline)


class PinnedAdapter(HTTPAdapter):
    """Open every connection along `route`, whatever the URL's host, which still names the certificate."""

    def __init__(self, route: Route) -> None:
        self._route = route
        super().__init__(max_retries=0)

    def get_connection_with_tls_context(self, *args: Any, **kwargs: Any) -> HTTPConnectionPool:
        """Return a pool whose connections are opened by us: urllib3 itself never resolves a name."""
        pool = super().get_connection_with_tls_context(*args, **kwargs)
        assert isinstance(pool, HTTPConnectionPool)
        pool.ConnectionCls = _PinnedHTTPS if pool.scheme == "https" else _Pinned
        pool.conn_kw["route"] = self._route
        return pool


class _MeteredResponse(HTTPResponse):
    """Reads a bounded number of bytes: http.client takes a chunk of -1 bytes for "all there is", at once."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fp = io.BufferedReader(_Meter(self.fp.detach(), MAX_WIRE_BYTES))


class _Meter(io.RawIOBase):
    def __init__(self, source: io.RawIOBase, max_bytes: int) -> None:
        self._source = source
        self._left = max_bytes

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int | None:
        count = self._source.readinto(buffer)
        self._left -= count or 0
        if self._left < 0:
            raise PageTooLarge
        return count

    def close(self) -> None:
        self._source.close()
        super().close()


class _Pinned(HTTPConnection):
    response_class = _MeteredResponse

    def __init__(self, *args: Any, route: Route, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._route = route

    def _new_conn(self) -> socket.socket:
        return self._route.connect()


class _PinnedHTTPS(_Pinned, HTTPSConnection):
    pass
