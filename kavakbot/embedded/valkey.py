"""A Valkey of our own: it keeps nothing on disk, because losing it loses nothing."""

import os
import socket
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from kavakbot.embedded.account import Account
from kavakbot.embedded.ports import HOST
from kavakbot.embedded.processes import Program

TIMEOUT_SECONDS = 2


@dataclass(frozen=True)
class Valkey:
    """One server and how it is run."""

    executable: Path
    port: int
    password: str
    account: Account | None

    @property
    def url(self) -> str:
        return f"redis://:{self.password}@{HOST}:{self.port}/0"

    def program(self, log: Path) -> Program:
        """Return the server as a foreground program; its settings go through standard input, out of `ps`' sight."""
        settings = {
            "bind": HOST,
            "port": self.port,
            "requirepass": self.password,
            "save": '""',
            "appendonly": "no",
            "daemonize": "no",
        }
        return Program(
            name="valkey",
            command=(str(self.executable), "-"),
            account=self.account,
            environment={"PATH": os.defpath},
            directory=Path("/"),
            log=log,
            stdin="".join(f"{name} {value}\n" for name, value in settings.items()),
        )

    def prepare(self) -> None:
        """Need nothing before the start."""


def answers(url: str) -> bool:
    """Tell whether the server at the address takes our connections.

    By hand: importing the Redis client would add a third of a second to every management command.
    """
    address = urlsplit(url)
    try:
        with socket.create_connection((HOST, address.port or 0), TIMEOUT_SECONDS) as connection:
            connection.sendall(f"AUTH {address.password}\r\nPING\r\n".encode())
            replies = connection.makefile("rb")
            return (replies.readline(), replies.readline()) == (b"+OK\r\n", b"+PONG\r\n")
    except OSError:
        return False
