"""The detached process that runs the embedded services: `python -m kavakbot.embedded.keeper postgres valkey`.

1. It takes the keeper's lock for its life, so that there are never two, and leaves its parent.
2. It makes what is missing, starts the services, and writes where they are to `services.json`.
3. It starts a service again when it ends, whatever the reason.
4. It stops them when told (SIGTERM), or when nobody has used them for a while: a user may have been killed.
"""

import os
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TypeAlias

from kavakbot import env
from kavakbot.embedded import binaries, ports, state
from kavakbot.embedded.account import find_unprivileged
from kavakbot.embedded.errors import EmbeddedError
from kavakbot.embedded.layout import Layout
from kavakbot.embedded.locks import Lock
from kavakbot.embedded.postgres import Postgres
from kavakbot.embedded.processes import ProcessGroup, stop_on_signals
from kavakbot.embedded.valkey import Valkey

UNUSED_SECONDS = 3.0
ROUND_SECONDS = 0.5
OLD_LOG_BYTES = 5_000_000

Service: TypeAlias = Postgres | Valkey


def main(names: Sequence[str]) -> None:
    """Keep the named services; return at once when another keeper does."""
    layout = Layout(env.local_dir())
    alive = layout.keeper
    if not alive.acquire(wait=False):
        return
    _detach()
    stop_on_signals()
    try:
        _keep(layout, names)
    except KeyboardInterrupt:
        pass
    except (EmbeddedError, OSError) as error:
        sys.exit(str(error))  # the last line of keeper.log, which the command that waits for us shows
    finally:
        layout.running.unlink(missing_ok=True)


def _detach() -> None:
    """Become a child of nobody in a session of our own; the lock goes with us."""
    if os.fork() != 0:
        os._exit(0)
    os.setsid()


def _keep(layout: Layout, names: Sequence[str]) -> None:
    services = equip(layout, names)
    for service in services.values():
        service.prepare()
    programs = [service.program(_fresh_log(layout.log(name))) for name, service in services.items()]
    with ProcessGroup(programs) as group:
        idle = _Idleness(layout)
        while not idle.lasts():
            _tell(layout, services, group)
            group.tend(ROUND_SECONDS)


def equip(layout: Layout, names: Sequence[str]) -> dict[str, Service]:
    """Return the named services of a `LOCAL_DIR`, each on a port of its own."""
    account = find_unprivileged()
    programs = binaries.find(layout, account)
    secrets = state.keep_secrets(layout.secrets)
    services: dict[str, Service] = {}
    if "postgres" in names:
        data = layout.data_directory(f"postgres-{secrets.cluster}", account)
        port = ports.keep(layout.ports, "postgres")
        services["postgres"] = Postgres(programs.postgres, data, port, secrets.postgres_password, account)
    if "valkey" in names:
        port = ports.keep(layout.ports, "valkey")
        services["valkey"] = Valkey(programs.valkey, port, secrets.valkey_password, account)
    return services


def _tell(layout: Layout, services: dict[str, Service], group: ProcessGroup) -> None:
    """Write where the services are, and who they are, when that has changed."""
    urls = {("database_url" if name == "postgres" else "redis_url"): it.url for name, it in services.items()}
    content = {**urls, "pids": {"keeper": os.getpid(), **group.pids}}
    if state.read(layout.running) != content:
        state.write(layout.running, content)


def _fresh_log(path: Path) -> Path:
    if path.exists() and path.stat().st_size > OLD_LOG_BYTES:
        path.replace(path.with_suffix(".old.log"))
    return path


class _Idleness:
    """Whether nobody has used the services for a while."""

    def __init__(self, layout: Layout) -> None:
        self._start: Lock = layout.start
        self._users: Lock = layout.users
        self._since: float | None = None

    def lasts(self) -> bool:
        """Look once; when the time is up the start lock stays ours to the end, so that nobody joins a dying keeper."""
        if not self._start.acquire(wait=False):
            return False
        now = time.monotonic()
        if not self._users.acquire(wait=False):
            self._since = None
        elif self._since is None:
            self._since = now
        elif now - self._since > UNUSED_SECONDS:
            return True
        self._users.release()
        self._start.release()
        return False


if __name__ == "__main__":
    main(sys.argv[1:])
