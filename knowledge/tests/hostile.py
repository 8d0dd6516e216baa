"""Servers on loopback that answer as no honest site does, and listeners that count who came."""

import gzip
import socket
import threading
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from knowledge.scraping.fetch import Door
from knowledge.scraping.guard import Policy

TRUSTED = "127.0.0.1"
NO_ROBOTS = b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"
HTML_HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n"

Script = Callable[[socket.socket], None]


def html(body: bytes = b"<p>hola</p>", *headers: str) -> bytes:
    """A response that holds a page of known length."""
    lines = "".join(f"{header}\r\n" for header in (*headers, f"Content-Length: {len(body)}"))
    return HTML_HEAD + lines.encode() + b"\r\n" + body


def redirect(location: str) -> bytes:
    """A response that sends its reader elsewhere; the location goes out as it is."""
    return b"HTTP/1.1 302 Found\r\nContent-Length: 0\r\nLocation: " + location.encode() + b"\r\n\r\n"


def gzip_bomb(mebibytes: int) -> bytes:
    """Zeros, packed about a thousand to one."""
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    return b"".join(packer.compress(bytes(1 << 20)) for _ in range(mebibytes)) + packer.flush()


def twice(packed: bytes) -> bytes:
    """The same, packed once more."""
    return gzip.compress(packed)


def says(answer: bytes) -> Script:
    """Answer once, then leave the connection open."""
    return lambda connection: connection.sendall(answer)


def never_ends(head: bytes, more: bytes) -> Script:
    """Answer for as long as anybody listens, as fast as they can."""

    def script(connection: socket.socket) -> None:
        connection.sendall(head)
        while True:
            connection.sendall(more)

    return script


class HostileServer:
    """Follows one script for every request, in a thread each; robots.txt has an answer of its own."""

    def __init__(self, script: Script, *, robots: bytes = NO_ROBOTS, host: str = TRUSTED, wrap=None) -> None:
        self.requests: list[bytes] = []
        self.hung_up = threading.Event()  # the client closed its end
        self.robots = says(robots)
        self._script, self._wrap = script, wrap
        self._listener = socket.create_server((host, 0))
        self._open: list[socket.socket] = []
        self.port = self._listener.getsockname()[1]

    def __enter__(self):
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, *error):
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for connection in self._open:
            connection.close()

    def url(self, path="/", host="pagina.example.mx"):
        return f"http://{host}:{self.port}{path}"

    def door(self, **fields) -> Door:
        """A door that may visit this server under any name, and nothing else."""
        policy = Policy(ports=frozenset({self.port}), trusted_addresses=frozenset({TRUSTED}))
        return Door(**{"policy": policy, "resolve": lambda host, port: [TRUSTED], "max_seconds": 3.0, **fields})

    def _accept(self):
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:  # the test is over
                return
            self._open.append(connection)
            threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection):
        try:
            if self._wrap:
                connection = self._wrap(connection)
                self._open.append(connection)
            request = connection.recv(65536)
            self.requests.append(request)
            wants_robots = request.startswith(b"GET /robots.txt ")
            (self.robots if wants_robots else self._script)(connection)
            if not connection.recv(1) and not wants_robots:
                self.hung_up.set()
        except OSError:
            self.hung_up.set()


class Listener:
    """Accepts nothing until it is asked how many came: the kernel has queued them all."""

    def __init__(self, host: str, port: int) -> None:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        self._socket = socket.create_server((host, port), family=family, backlog=200)
        self._socket.setblocking(False)
        self.came = 0

    def count(self) -> int:
        while True:
            try:
                self._socket.accept()[0].close()
            except BlockingIOError:
                return self.came
            self.came += 1

    def close(self) -> None:
        self._socket.close()


@contextmanager
def forbidden_listeners(port: int) -> Iterator[list[Listener]]:
    """Listen where no door of a test may go: the trusted address's neighbours, on its very port."""
    listeners = [Listener(host, port) for host in ("127.0.0.2", "127.0.0.3", "::1")]
    try:
        yield listeners
    finally:
        for listener in listeners:
            listener.close()
