"""Worker hosts as network namespaces, each wired to three switches: PostgreSQL's, Valkey's and the providers'.

All of it is made for a run and removed after it. The addresses are of the block that is kept for tests (198.18.0.0/15),
and no namespace has a way out: nothing else can be dialled from there.
"""

import os
import re
import secrets
import shutil
import subprocess
from collections.abc import Iterable, Sequence
from enum import IntEnum
from pathlib import Path
from types import TracebackType
from typing import Self

from conversations.faults.schedule import Blow
from kavakbot.embedded.ports import HOST
from kavakbot.errors import KavakbotError

# Of a quarter of the last byte each: a switch, its own address, and those of the hosts.
_ADDRESSES_EACH, _PREFIX = 64, 26


class NetworkError(KavakbotError):
    """No network namespaces can be made here."""

    code = "no_network_namespaces"


class Service(IntEnum):
    """What a worker host reaches over a wire of its own."""

    POSTGRES = 0
    VALKEY = 1
    PROVIDERS = 2


# What each way of cutting a host off takes from it.
CUTS = {
    Blow.CUT_HOST: tuple(Service),
    Blow.CUT_FROM_VALKEY: (Service.VALKEY,),
    Blow.CUT_FROM_POSTGRES: (Service.POSTGRES,),
}


class Network:
    """So many worker hosts, while its block lasts; without any, everything is on loopback."""

    def __init__(self, hosts: int) -> None:
        self.hosts = range(1, hosts + 1)
        self._mark = f"kv{os.getpid()}"
        self._block = f"198.18.{secrets.randbelow(256)}"

    def __enter__(self) -> Self:
        try:
            if self.hosts:
                _sweep_up()
                self._make()
        except BaseException:
            self._remove()
            raise
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._remove()

    def address(self, service: Service) -> str:
        """Return where the service is to listen, so that every host reaches it."""
        return self._address(service, 0) if self.hosts else HOST

    def inside(self, host: int) -> Sequence[str]:
        """Return what to put before a command line that is to run on the host."""
        return "ip", "netns", "exec", self._namespace(host)

    def cut(self, host: int, services: Iterable[Service]) -> None:
        """Unplug the host from these switches: nothing arrives any more, and nobody is told."""
        _ip(f"link set {self._wire(service, host)} nomaster" for service in services)

    def join(self, host: int, services: Iterable[Service]) -> None:
        """Plug it in again."""
        _ip(f"link set {self._wire(service, host)} master {self._switch(service)}" for service in services)

    def _make(self) -> None:
        for service in Service:
            switch = self._switch(service)
            _ip([f"link add {switch} type bridge", f"address add {self._on(service, 0)} dev {switch}"])
            _ip([f"link set {switch} up"])
        for host in self.hosts:
            namespace = self._namespace(host)
            _ip([f"netns add {namespace}"])
            for service in Service:
                wire, own = self._wire(service, host), f"eth{service:d}"
                _ip([f"link add {wire} type veth peer name {own} netns {namespace}", f"link set {wire} up"])
                _ip([f"address add {self._on(service, host)} dev {own}", f"link set {own} up"], namespace)
            _ip(["link set lo up"], namespace)
            self.join(host, Service)

    def _remove(self) -> None:
        for host in self.hosts:
            for service in Service:
                _try(f"link delete {self._wire(service, host)}")
            _try(f"netns delete {self._namespace(host)}")
        for service in Service if self.hosts else ():
            _try(f"link delete {self._switch(service)}")

    def _address(self, service: Service, host: int) -> str:
        return f"{self._block}.{service * _ADDRESSES_EACH + 1 + host}"

    def _on(self, service: Service, host: int) -> str:
        return f"{self._address(service, host)}/{_PREFIX}"

    def _namespace(self, host: int) -> str:
        return f"{self._mark}-{host}"

    def _switch(self, service: Service) -> str:
        return f"{self._mark}s{service:d}"

    def _wire(self, service: Service, host: int) -> str:
        return f"{self._mark}w{service:d}{host}"


def missing() -> str:
    """Say why this machine has no worker hosts to offer; nothing, where it has."""
    try:
        with Network(1):
            return ""
    except NetworkError as error:
        return error.detail


def _ip(commands: Iterable[str], namespace: str = "") -> None:
    """Have `ip` do these, one after the other."""
    if os.geteuid() != 0 or shutil.which("ip") is None:
        raise NetworkError("Worker hosts need root and the program `ip` (Debian: iproute2).")
    where = ("-n", namespace) if namespace else ()
    done = subprocess.run(
        ["ip", *where, "-batch", "-"], input="\n".join(commands), capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise NetworkError(f"This machine makes no network namespaces: {done.stderr.strip().splitlines()[0]}")


def _sweep_up() -> None:
    """Remove what runs left behind that were killed: their process is gone."""
    for kind, listing in (("netns", "netns list"), ("link", "-brief link show type bridge")):
        for name, pid in re.findall(r"^(kv(\d+)\S+)", _try(listing), re.MULTILINE):
            if not Path(f"/proc/{pid}").exists():
                _try(f"{kind} delete {name}")


def _try(command: str) -> str:
    """Have `ip` do what may be done already, and return what it says."""
    if shutil.which("ip") is None:
        return ""
    return subprocess.run(["ip", *command.split()], capture_output=True, text=True, check=False).stdout
