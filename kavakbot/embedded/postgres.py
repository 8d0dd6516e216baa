"""A PostgreSQL of our own: its cluster, its command line, and whether it answers."""

import locale
import os
import shutil
import signal
from dataclasses import dataclass
from pathlib import Path

import psycopg

from kavakbot.embedded.account import Account
from kavakbot.embedded.ports import HOST
from kavakbot.embedded.processes import Program, run_to_end

DATABASE = USER = "kavakbot"
# Minimal, so that no PG* or LC_* variable of the user's reaches the server.
ENVIRONMENT = {"PATH": os.defpath, "LC_ALL": "C"}
# pg_trgm splits words at every accented letter under the C character type.
CHARACTER_TYPES = ("C.UTF-8", "UTF-8", "en_US.UTF-8", "C")
# fsync stays on: the data survives kill -9. The rest is modest, for laptops and small containers.
SETTINGS = {
    "listen_addresses": HOST,
    "unix_socket_directories": "",
    "max_connections": "100",
    "shared_buffers": "256MB",  # taken as data grow: the vectors of 100,000 passages are walked within it
    "max_wal_size": "256MB",
    "io_method": "sync",
    "max_parallel_maintenance_workers": "0",  # parallel index builds need more /dev/shm than containers have
    "jit": "off",
    # The log of an error would quote the statement and the row: a customer's number, and what they wrote.
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
}


@dataclass(frozen=True)
class Postgres:
    """One cluster and how it is run."""

    programs: Path
    data: Path
    port: int
    password: str
    account: Account | None

    @property
    def url(self) -> str:
        return f"postgresql://{USER}:{self.password}@{HOST}:{self.port}/{DATABASE}"

    def prepare(self) -> None:
        """Create the cluster and its database unless they are there; a crash on the way leaves no half of it."""
        if self.data.exists():
            return
        draft = self.data.with_name(f"{self.data.name}.new")
        shutil.rmtree(draft, ignore_errors=True)
        draft.mkdir(mode=0o700)
        password_file = draft / "password"
        password_file.touch(mode=0o600)
        password_file.write_text(self.password)
        self._hand_over(draft, password_file)
        cluster = draft / "cluster"
        self._run("initdb", *self._initdb_options(cluster, password_file))
        self._run("postgres", "--single", "-D", str(cluster), "postgres", stdin=f"CREATE DATABASE {DATABASE}")
        password_file.unlink()
        draft.replace(self.data)

    def program(self, log: Path) -> Program:
        """Return the server as a foreground program."""
        settings = [option for name, value in SETTINGS.items() for option in ("-c", f"{name}={value}")]
        return Program(
            name="postgres",
            command=(str(self.programs / "postgres"), "-D", str(self._cluster), "-p", str(self.port), *settings),
            account=self.account,
            environment=ENVIRONMENT,
            directory=Path("/"),
            log=log,
            stop_signal=signal.SIGINT,  # fast shutdown: does not wait for clients
            death_signal=signal.SIGQUIT,  # at once, its own children included; the log is replayed at the next start
        )

    @property
    def _cluster(self) -> Path:
        return self.data / "cluster"

    def _initdb_options(self, cluster: Path, password_file: Path) -> list[str]:
        return [
            f"--pgdata={cluster}",
            f"--username={USER}",
            f"--pwfile={password_file}",
            "--auth=scram-sha-256",
            "--encoding=UTF8",
            "--locale-provider=builtin",
            "--builtin-locale=C.UTF-8",
            "--locale=C",
            f"--lc-ctype={_character_type()}",
        ]

    def _hand_over(self, *paths: Path) -> None:
        if self.account is not None:
            for path in paths:
                os.chown(path, self.account.uid, self.account.gid)

    def _run(self, name: str, *arguments: str, stdin: str = "") -> None:
        """Run one of PostgreSQL's programs to its end, as the account."""
        command = (str(self.programs / name), *arguments)
        run_to_end(Program(name, command, self.account, ENVIRONMENT, directory=Path("/"), stdin=stdin))


def answers(url: str) -> bool:
    """Tell whether the PostgreSQL at the address takes our connections."""
    try:
        psycopg.connect(url, connect_timeout=2).close()
    except psycopg.OperationalError:
        return False
    return True


def _character_type() -> str:
    """Return the first character type that this machine knows."""
    for name in CHARACTER_TYPES:
        try:
            locale.setlocale(locale.LC_CTYPE, name)
        except locale.Error:
            continue
        return name
    return "C"
