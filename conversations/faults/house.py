"""The real thing as child processes known by their ids: web, workers, beat, PostgreSQL and Valkey of its own."""

import hashlib
import http.client
import os
import secrets
import shutil
import signal
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import TracebackType
from typing import LiteralString, Self, cast

import psycopg
from psycopg import sql
from redis import Redis

from conversations.faults import network, pooler, sampling
from conversations.faults.network import Network, Service
from conversations.faults.record import Sample
from kavakbot import env, programs
from kavakbot.embedded import ports, postgres, valkey
from kavakbot.embedded.keeper import equip
from kavakbot.embedded.layout import Layout
from kavakbot.embedded.ports import HOST
from kavakbot.embedded.postgres import Postgres
from kavakbot.embedded.processes import ProcessGroup, Program, run_to_end
from kavakbot.embedded.valkey import Valkey
from kavakbot.errors import KavakbotError

_PATIENCE_SECONDS = 60.0
_DATABASE = "house"
_WORKERS, _WEB, _BEAT = "worker", "web", "beat"
_SAMPLE_CARS = env.BASE_DIR / "catalog" / "sample" / "cars.csv"
_SAMPLE_PAGE = env.BASE_DIR / "knowledge" / "sample" / "sedes.html"


class HouseNotReadyError(KavakbotError):
    """A part of the house did not come up in time; its log in LOCAL_DIR/faults/logs says why."""

    code = "house_not_ready"


@dataclass(frozen=True)
class Account:
    """Our account at the stand-in for Twilio."""

    sid: str = f"AC{'0' * 31}7"
    token: str = field(default_factory=lambda: secrets.token_hex(16), repr=False)
    phone: str = "+5215500000001"


@dataclass(frozen=True)
class Plan:
    """How a house is furnished: workers of so many threads, on each of so many hosts if any, behind pgbouncer or not.

    `settings` are its own; `consumer` is a module that does the workers' work in their place.
    """

    workers: int = 3
    threads: int = 16
    hosts: int = 0
    pooled: bool = False
    consumer: str = ""
    settings: Mapping[str, str] = field(default_factory=dict)


def missing(plan: Plan) -> str:
    """Say why no house of this plan can stand on this machine; nothing, where it can."""
    return (plan.hosts and network.missing()) or (plan.pooled and pooler.missing()) or ""


class House:
    """Runs while its block lasts, with an empty inbox and the samples; `tend` it often, from one thread."""

    def __init__(
        self, directory: Path, plan: Plan, account: Account, wires: Network, *, twilio_url: str, model_url: str
    ) -> None:
        self._layout, self._plan, self._network = Layout(directory), plan, wires
        self._layout.make()
        services = equip(self._layout, ("postgres", "valkey"))
        self._postgres = cast("Postgres", services["postgres"])
        self._valkey = cast("Valkey", services["valkey"])
        self.port = ports.keep(self._layout.ports, "web")
        self._stand_ins = {"TWILIO_API_BASE_URL": twilio_url, "OPENAI_BASE_URL": model_url}
        self._account = account
        self._group = ProcessGroup([])
        self._alone = self._layout.start

    @property
    def url(self) -> str:
        """The address of the web server, which is the public one too."""
        return f"http://{HOST}:{self.port}"

    @property
    def workers(self) -> Sequence[int]:
        """The process ids of the workers alive, forked by one parent on each host, oldest first."""
        return [pid for name in self._families for pid in self._children(name)]

    @property
    def web_workers(self) -> Sequence[int]:
        """The process ids of those that answer for the web server, oldest first."""
        return self._children(_WEB)

    @property
    def _families(self) -> Sequence[str]:
        return [f"{_WORKERS}-{host}" for host in self._network.hosts] or [_WORKERS]

    @property
    def pids(self) -> dict[str, int]:
        """The process ids of what lives."""
        return self._group.pids

    def __enter__(self) -> Self:
        self._alone.acquire()  # two harnesses would pull the services from under each other
        self._group.__enter__()
        try:
            self._furnish()
        except BaseException:
            self._leave()
            raise
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._leave()

    def _leave(self) -> None:
        self._group.stop()
        self._alone.release()

    def tend(self, seconds: float) -> None:
        """Look after the processes for so long: what died is started again."""
        self._group.tend(seconds)

    @property
    def environment(self) -> Mapping[str, str]:
        """The variables of whoever else is to work in this house."""
        return self._environment(_DATABASE)

    # ── Blows ───────────────────────────────────────────────────────────────────────────────────────────────────

    def strike_child(self, pid: int, number: signal.Signals) -> None:
        """Signal a worker or one of the web server's; its parent, once it has ended, forks another."""
        with suppress(ProcessLookupError):
            os.kill(pid, number)

    def kill_beat(self) -> None:
        """Kill the process that starts what is due by the clock."""
        self.strike(_BEAT, signal.SIGKILL)

    def kill_family(self) -> None:
        """Kill the parent of the workers and its process group."""
        self.strike(self._families[0], signal.SIGKILL)

    def strike(self, name: str, number: signal.Signals, *, down_seconds: float = 0.0) -> int | None:
        """Signal one process and its group; return its id, or None when it was dead already."""
        return self._group.strike(name, number, down_seconds=down_seconds)

    def stop_postgres(self, *, down_seconds: float) -> None:
        """Stop PostgreSQL at once, as a crash does: its log is replayed at the next start."""
        self.strike("postgres", signal.SIGQUIT, down_seconds=down_seconds)

    def kill_valkey(self, *, down_seconds: float) -> None:
        """Kill Valkey, which forgets everything."""
        self.strike("valkey", signal.SIGKILL, down_seconds=down_seconds)

    def freeze_valkey(self) -> list[int]:
        """Make Valkey take connections and say nothing, until the process returned here is told to go on."""
        pid = self.strike("valkey", signal.SIGSTOP)
        return [pid] if pid else []

    def flush_valkey(self) -> None:
        """Make Valkey forget everything, its connections left as they are."""
        with Redis.from_url(self._valkey.url, socket_timeout=2) as redis:
            redis.flushall()

    # ── Its own tables ──────────────────────────────────────────────────────────────────────────────────────────

    def age(self, days: int) -> None:
        """Make all that happened in chats so many days older, as if the house had been left alone since."""
        with psycopg.connect(self._url(_DATABASE)) as connection:
            columns = connection.execute(
                "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'public'"
                " AND table_name LIKE 'conversations_%' AND data_type = 'timestamp with time zone'"
                " AND table_name <> 'conversations_workerbeat'"
            ).fetchall()
            for table, column in columns:
                older = sql.SQL("UPDATE {} SET {} = {} - make_interval(days => {})")
                named = sql.Identifier(column)
                connection.execute(older.format(sql.Identifier(table), named, named, sql.Literal(days)))

    def ended(self) -> dict[str, int]:
        """Count what was sent by its state."""
        with psycopg.connect(self._url(_DATABASE)) as connection:
            found = connection.execute("SELECT state, count(*) FROM conversations_delivery GROUP BY state").fetchall()
            return {str(state): int(count) for state, count in found}

    def sample(self) -> Sample:
        """Look at what the processes hold, and at what is stuck."""
        connections, stuck = sampling.database(self._url(_DATABASE))
        families = [pid for name in self._families if (pid := self.pids.get(name)) is not None]
        held, took = sampling.proportional(families), sampling.cpu_seconds(families)
        workers = sum(connections.get(name, 0) for name in self._families)
        memory = sampling.memory(self.pids)
        return Sample(time.monotonic(), memory, sum(connections.values()), stuck, held, took, workers)

    # ── Furnishing ──────────────────────────────────────────────────────────────────────────────────────────────

    def _furnish(self) -> None:
        shutil.rmtree(self._layout.local_dir / "crashes", ignore_errors=True)
        for service in (self._postgres, self._valkey):
            service.prepare()
        self._add(self._reachable_postgres())
        self._add(self._reachable_valkey())
        self._wait("PostgreSQL", lambda: postgres.answers(self._postgres.url))
        self._wait("Valkey", lambda: valkey.answers(self._valkey.url))
        self._fill()
        environment = {**self._environment(_DATABASE), **self._pooled()}
        for program in (programs.web(self.port), programs.beat(self._layout.local_dir / "beat-schedule")):
            self._begin(program, environment)
        for program in self._workers():
            self._begin(program, {**environment, **self._seen_from_hosts()})
        self._wait("the web server", self._web_answers)
        self._wait("the workers", self._workers_listen)

    def _begin(self, program: Program, environment: Mapping[str, str]) -> None:
        named = {**environment, "PGAPPNAME": program.name}
        self._add(replace(program, environment=named, directory=env.BASE_DIR))

    def _children(self, name: str) -> Sequence[int]:
        parent = self.pids.get(name)
        return [] if parent is None else sampling.children(parent)

    def _workers(self) -> Iterator[Program]:
        """Yield the workers of this machine, or of each host."""
        for name, host in zip(self._families, self._network.hosts or [None], strict=True):
            program = self._worker(name)
            yield replace(program, command=(*self._network.inside(host), *program.command)) if host else program

    def _worker(self, name: str) -> Program:
        workers, threads = self._plan.workers, self._plan.threads
        if self._plan.consumer:
            return Program(name, (sys.executable, "-m", self._plan.consumer, str(workers), str(threads)))
        return programs.worker(name, processes=workers, threads=threads)

    def _pooled(self) -> dict[str, str]:
        """Put pgbouncer in front of PostgreSQL, if the plan says so, and return what is different then."""
        if not self._plan.pooled:
            return {}
        port = ports.keep(self._layout.ports, "pgbouncer")
        self._add(pooler.program(self._postgres.url, port, self._postgres.data, self._postgres.account))
        url = pooler.through(self._url(_DATABASE), port)
        self._wait("pgbouncer", lambda: postgres.answers(url))
        return {"DATABASE_URL": url, "DATABASE_TRANSACTION_POOLING": "true"}

    def _seen_from_hosts(self) -> dict[str, str]:
        """Return the variables that differ on a worker host."""
        if not self._network.hosts:
            return {}
        return {
            "DATABASE_URL": self._url(_DATABASE).replace(HOST, self._network.address(Service.POSTGRES)),
            "REDIS_URL": self._valkey.url.replace(HOST, self._network.address(Service.VALKEY)),
        }

    def _reachable_postgres(self) -> Program:
        """Let PostgreSQL be reached from the worker hosts too, by password as from here."""
        program = self._postgres.program(self._layout.log("service"))
        if not self._network.hosts:
            return program
        trusted = self._postgres.data / "reachable.conf"
        trusted.write_text("host all all samenet scram-sha-256\n")
        trusted.chmod(0o644)
        addresses = f"{HOST},{self._network.address(Service.POSTGRES)}"
        more = ("-c", f"listen_addresses={addresses}", "-c", f"hba_file={trusted}")
        return replace(program, command=(*program.command, *more))

    def _reachable_valkey(self) -> Program:
        program = self._valkey.program(self._layout.log("service"))
        if not self._network.hosts:
            return program
        return replace(program, stdin=f"{program.stdin}bind {HOST} {self._network.address(Service.VALKEY)}\n")

    def _add(self, program: Program) -> None:
        self._group.add(replace(program, log=self._layout.log(program.name)))

    def _fill(self) -> None:
        """Give the house a fresh copy of a database that is migrated and stocked once for all runs of this code."""
        stock = f"stock_{_digest()}"
        if not self._exists(stock):
            self._copy("template1", "stocking")
            self._manage("migrate", "--verbosity", "0")
            self._manage("import_cars", str(_SAMPLE_CARS))
            self._manage("ingest_knowledge", "--file", str(_SAMPLE_PAGE), "--source-url", "https://kavakbot.test/sedes")
            self._execute("ALTER DATABASE stocking RENAME TO {}", stock)
        self._copy(stock, _DATABASE)

    def _exists(self, database: str) -> bool:
        with psycopg.connect(self._url("postgres")) as connection:
            found = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [database]).fetchone()
            return found is not None

    def _copy(self, template: str, database: str) -> None:
        self._execute("DROP DATABASE IF EXISTS {} WITH (FORCE)", database)
        self._execute("CREATE DATABASE {} TEMPLATE {}", database, template)

    def _execute(self, statement: LiteralString, *databases: str) -> None:
        with psycopg.connect(self._url("postgres"), autocommit=True) as connection:
            connection.execute(sql.SQL(statement).format(*map(sql.Identifier, databases)))

    def _manage(self, *arguments: str) -> None:
        command = (sys.executable, str(env.BASE_DIR / "manage.py"), *arguments)
        environment = self._environment("stocking")
        run_to_end(Program(arguments[0], command, environment=environment, directory=env.BASE_DIR))

    def _url(self, database: str) -> str:
        return f"{self._postgres.url.rsplit('/', 1)[0]}/{database}"

    def _environment(self, database: str) -> dict[str, str]:
        """Return the variables of a production-like installation whose providers are the stand-ins."""
        ours = {
            "DATABASE_URL": self._url(database),
            "REDIS_URL": self._valkey.url,
            "SECRET_KEY": secrets.token_urlsafe(50),
            "LOCAL_DIR": str(self._layout.local_dir),
            "MALLOC_ARENA_MAX": "2",  # as in the image
            "LOCAL_MODE": "",
            "LOCAL_SERVICES": "",
            "DEBUG": "false",
            "ALLOWED_HOSTS": HOST,
            "PUBLIC_BASE_URL": self.url,
            "MEDIA_ROOT": str(self._layout.local_dir / "media"),
            "TWILIO_ACCOUNT_SID": self._account.sid,
            "TWILIO_AUTH_TOKEN": self._account.token,
            "TWILIO_PHONE_NUMBER": self._account.phone,
            "TWILIO_WEBHOOK_SECRET": "",
            "OPENAI_API_KEY": "stand-in",
            "OPENAI_MODEL": "stand-in",
            "AGENT_SETTLE_SECONDS": "0.2",
            "NO_PROXY": "*",
        }
        return env.inherited(**{**ours, **self._stand_ins, **self._plan.settings})

    def _web_answers(self) -> bool:
        connection = http.client.HTTPConnection(HOST, self.port, timeout=5)
        try:
            connection.request("GET", "/health")
            return connection.getresponse().status == http.client.OK
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()

    def _workers_listen(self) -> bool:
        """Tell whether as many clients wait at the broker as there are workers."""
        wanted = self._plan.workers * len(self._families)
        with Redis.from_url(self._valkey.url, socket_timeout=2) as redis:
            return int(redis.info("clients")["blocked_clients"]) >= wanted

    def _wait(self, what: str, condition: Callable[[], bool]) -> None:
        deadline = time.monotonic() + _PATIENCE_SECONDS
        while not condition():
            if time.monotonic() > deadline:
                raise HouseNotReadyError(f"{what} did not come up: see {self._layout.log('web').parent}.")
            self.tend(0.1)


def _digest() -> str:
    """Return a name for what a stocked database is made of."""
    content = hashlib.sha256(_SAMPLE_CARS.read_bytes() + _SAMPLE_PAGE.read_bytes())
    for migration in sorted(env.BASE_DIR.glob("*/migrations/*.py")):
        content.update(migration.read_bytes())
    return content.hexdigest()[:12]
