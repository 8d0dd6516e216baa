"""A small HTTP server, on loopback by default, for stand-ins of the services we call; no deployment starts it."""

import json
import sys
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from email.message import Message
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self
from urllib.parse import parse_qs, urlsplit

HOST = "127.0.0.1"


@dataclass(frozen=True)
class Asked:
    """One request as it arrived; repeated parameters keep their last value."""

    method: str
    path: str
    query: dict[str, str]
    headers: "Message[str, str]"  # any case finds a header
    body: bytes

    def form(self) -> dict[str, str]:
        """Read the body as a form."""
        return _last_values(self.body.decode())

    def json(self) -> Any:
        """Read the body as JSON."""
        return json.loads(self.body)


@dataclass(frozen=True)
class Answered:
    """One response; with `pause_seconds` its body drips out a byte at a time."""

    status: int
    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)
    content_type: str = "application/json"
    pause_seconds: float = 0.0


class ConnectionCut(Exception):
    """Raised by a stand-in to close the connection without an answer."""


def as_json(status: int, value: Any, **headers: str) -> Answered:
    """Answer with a JSON value."""
    return Answered(status, json.dumps(value, ensure_ascii=False).encode(), headers)


class _Server(ThreadingHTTPServer):
    request_queue_size = 128  # who is refused for want of a place in a queue of five would try again a second later

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing of callers that were killed; anything else is a mistake of the stand-in."""
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)


class LoopbackServer:
    """Serves `answer` on a free port, each request in a thread of its own, for as long as its block lasts."""

    def __init__(self, answer: Callable[[Asked], Answered], *, host: str = HOST, port: int = 0) -> None:
        self.stopping = threading.Event()
        self._server = _Server((host, port), _handler(answer))
        self._server.daemon_threads = True
        self._server.block_on_close = False  # a request that is made to hang does not hold up the end

    @property
    def url(self) -> str:
        """The server's address, without a slash at the end."""
        host, port = self._server.server_address[:2]
        return f"http://{host!s}:{port}"

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.stopping.set()
        self._server.shutdown()
        self._server.server_close()


def _handler(answer: Callable[[Asked], Answered]) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        """Hands every request to the stand-in."""

        protocol_version = "HTTP/1.1"

        def _serve(self) -> None:
            try:
                self._send(answer(_read(self)))
            except (ConnectionCut, ConnectionError):
                self.close_connection = True

        def _send(self, answered: Answered) -> None:
            self.send_response(answered.status)
            for name, value in {"Content-Type": answered.content_type, **answered.headers}.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(answered.body)))
            self.end_headers()
            if not answered.pause_seconds:
                self.wfile.write(answered.body)
                return
            for byte in answered.body:
                self.wfile.write(bytes([byte]))
                time.sleep(answered.pause_seconds)

        do_GET = do_POST = do_DELETE = _serve  # noqa: N815 - the names that the standard library calls

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the standard library's name
            """Say nothing: the stand-in keeps its own record."""

    return Handler


def _read(handler: BaseHTTPRequestHandler) -> Asked:
    """Read a request; who was cut off in the middle of it has asked nothing."""
    length = int(handler.headers.get("Content-Length") or 0)
    body = handler.rfile.read(length)
    if len(body) < length:
        raise ConnectionCut
    address = urlsplit(handler.path)
    return Asked(handler.command or "", address.path, _last_values(address.query), handler.headers, body)


def _last_values(encoded: str) -> dict[str, str]:
    return {name: values[-1] for name, values in parse_qs(encoded, keep_blank_values=True).items()}
