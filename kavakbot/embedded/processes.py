"""A group of foreground processes that lives and dies with ours: started, restarted, and stopped without orphans.

Ours because the libraries at hand each lack one of three needs: honcho restarts nothing, circus and supervisord
are daemons with sockets and configuration of their own, and none ties its children's life to a parent that is
killed -9 (`launch.py` does), nor finds grandchildren that made a session of their own (the mark below does).
"""

import os
import secrets
import selectors
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import IO, Self

from kavakbot.embedded import launch
from kavakbot.embedded.account import Account
from kavakbot.embedded.errors import EmbeddedError

FIRST_DELAY_SECONDS, LONGEST_DELAY_SECONDS = 0.2, 5.0
STEADY_SECONDS = 10.0
GRACE_SECONDS = 10.0
STOPPING_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


@dataclass(frozen=True)
class Program:
    """How to run one child."""

    name: str
    command: Sequence[str]
    account: Account | None = None
    environment: Mapping[str, str] | None = None  # None: ours
    directory: Path | None = None
    stdin: str = ""
    log: Path | None = None  # None: its lines go to our standard error, its name in front
    stop_signal: signal.Signals = signal.SIGTERM
    death_signal: signal.Signals = signal.SIGKILL


@dataclass
class _Child:
    program: Program
    process: subprocess.Popen[bytes] | None = None
    started_at: float = 0.0
    due_at: float = 0.0
    absent_until: float = 0.0
    delay: float = FIRST_DELAY_SECONDS

    @property
    def is_alive(self) -> bool:
        return self.process is not None and self.process.poll() is None


@dataclass
class _Stream:
    """A child's output, passed on line by line."""

    name: str
    source: IO[bytes]
    pending: bytes = b""

    def feed(self, data: bytes) -> None:
        *lines, self.pending = (self.pending + data).split(b"\n")
        for line in lines:
            sys.stderr.write(f"{self.name:<8} | {line.decode(errors='replace')}\n")
        sys.stderr.flush()


@dataclass
class ProcessGroup:
    """Keep the programs running while the block lasts; `tend` must be called again and again inside it.

    Single-threaded on purpose: the kernel sends a child's death signal when the *thread* that started it ends.
    """

    programs: Sequence[Program]
    grace_seconds: float = GRACE_SECONDS
    mark: str = field(default_factory=lambda: secrets.token_hex(8))

    def __post_init__(self) -> None:
        self._children = [_Child(program) for program in self.programs]
        self._streams = selectors.DefaultSelector()

    @property
    def pids(self) -> dict[str, int]:
        """The process id of each living child, by its program's name."""
        return {it.program.name: it.process.pid for it in self._children if it.process is not None and it.is_alive}

    def __enter__(self) -> Self:
        self._start_what_is_due()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.stop()

    def add(self, program: Program) -> None:
        """Start one more program and keep it running as the others."""
        self._children.append(_Child(program))
        self._start_what_is_due()

    def strike(self, name: str, number: signal.Signals, *, down_seconds: float = 0.0) -> int | None:
        """Signal a child's process group on purpose and return its id; one that ends stays away for this long."""
        child = next(it for it in self._children if it.program.name == name)
        if child.process is None or not child.is_alive:
            return None
        with suppress(ProcessLookupError):
            os.killpg(child.process.pid, number)
        child.absent_until = time.monotonic() + down_seconds
        child.delay = FIRST_DELAY_SECONDS / 2  # its end will say nothing about the program
        return child.process.pid

    def tend(self, seconds: float) -> None:
        """Look after the children for this long: pass on their lines, start the dead ones again."""
        deadline = time.monotonic() + seconds
        while (remaining := deadline - time.monotonic()) > 0:
            self._pass_on_lines(min(remaining, 0.1))
            self._start_what_is_due()

    def stop(self) -> None:
        """Ask every child to stop, wait a bounded time, then end whatever is left of the group."""
        with _undisturbed():
            for child in self._children:
                if child.process is not None and child.is_alive:
                    child.process.send_signal(child.program.stop_signal)
            deadline = time.monotonic() + self.grace_seconds
            while any(child.is_alive for child in self._children) and time.monotonic() < deadline:
                self._pass_on_lines(0.05)
            self._kill_the_rest()
            self._pass_on_lines(0)
            for key in list(self._streams.get_map().values()):
                key.data.source.close()
            self._streams.close()

    def _start_what_is_due(self) -> None:
        now = time.monotonic()
        for child in self._children:
            if child.is_alive:
                continue
            if child.process is not None:
                self._bury(child, child.process.returncode, now)
            if now >= max(child.due_at, child.absent_until):
                self._start(child, now)

    def _bury(self, child: _Child, code: int, now: float) -> None:
        """Note a death and set the next start, later each time unless the child had lived for a while."""
        sys.stderr.write(f"{child.program.name} ended ({code}); starting it again\n")
        steady = now - child.started_at > STEADY_SECONDS
        child.delay = FIRST_DELAY_SECONDS if steady else min(child.delay * 2, LONGEST_DELAY_SECONDS)
        child.due_at = now + child.delay
        child.process = None

    def _start(self, child: _Child, now: float) -> None:
        program = child.program
        output: int | IO[bytes] = subprocess.PIPE if program.log is None else program.log.open("ab")
        child.process = subprocess.Popen(
            _tied_to_us(program, self.mark),
            stdin=subprocess.PIPE,
            stdout=output,
            stderr=subprocess.STDOUT,
            cwd=program.directory,
            env=program.environment,
            start_new_session=True,  # Ctrl-C reaches us only, and we stop the children in order
        )
        child.started_at = now
        if not isinstance(output, int):
            output.close()
        self._connect(child.process, program)

    def _connect(self, process: subprocess.Popen[bytes], program: Program) -> None:
        if process.stdin is not None:
            with suppress(BrokenPipeError):
                process.stdin.write(program.stdin.encode())
                process.stdin.close()
        if process.stdout is not None:
            os.set_blocking(process.stdout.fileno(), False)
            self._streams.register(process.stdout, selectors.EVENT_READ, _Stream(program.name, process.stdout))

    def _pass_on_lines(self, timeout: float) -> None:
        if not self._streams.get_map():
            time.sleep(timeout)
            return
        for key, _ in self._streams.select(timeout):
            data = os.read(key.fd, 65_536)
            key.data.feed(data or b"\n" * bool(key.data.pending))
            if not data:
                self._streams.unregister(key.fileobj)
                key.data.source.close()

    def _kill_the_rest(self) -> None:
        """Kill the children that did not stop in time, and every descendant that bears our mark."""
        for child in self._children:
            if child.process is not None:
                with suppress(ProcessLookupError, PermissionError):
                    os.killpg(child.process.pid, signal.SIGKILL)
                child.process.wait()
        deadline = time.monotonic() + self.grace_seconds
        while (survivors := list(_marked(self.mark))) and time.monotonic() < deadline:
            for pid in survivors:
                with suppress(ProcessLookupError, PermissionError):
                    os.kill(pid, signal.SIGKILL)
            time.sleep(0.02)


def run_to_end(program: Program) -> None:
    """Run a program that ends by itself; a failure carries what it said."""
    result = subprocess.run(
        _tied_to_us(program, mark=""),
        input=program.stdin,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        cwd=program.directory,
        env=program.environment,
        text=True,
        check=False,
    )
    if result.returncode != 0:
        raise EmbeddedError(f"{program.name} failed: {result.stdout.strip()}")


def stop_on_signals() -> None:
    """Let SIGTERM and a closed terminal end this process as Ctrl-C does: by unwinding, never in the middle."""
    for number in STOPPING_SIGNALS:
        if number is not signal.SIGHUP or signal.getsignal(number) is not signal.SIG_IGN:  # nohup
            signal.signal(number, signal.default_int_handler)


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Ignore a second Ctrl-C while stopping, which is bounded in time anyway."""
    before = {number: signal.signal(number, signal.SIG_IGN) for number in STOPPING_SIGNALS}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _tied_to_us(program: Program, mark: str) -> list[str]:
    uid, gid = (program.account.uid, program.account.gid) if program.account else (-1, -1)
    tie = (os.getpid(), int(program.death_signal), uid, gid, mark)
    return [sys.executable, "-I", "-S", launch.__file__, *map(str, tie), *program.command]


def _marked(mark: str) -> Iterator[int]:
    """Yield the processes that inherited the mark; none where the system has no /proc."""
    needle = f"{launch.MARK}={mark}".encode()
    for entry in Path("/proc").glob("[0-9]*/environ"):
        try:
            variables = entry.read_bytes().split(b"\0")
        except OSError:  # it ended, or belongs to somebody else
            continue
        if needle in variables:
            yield int(entry.parent.name)
