"""A pgbouncer that lends connections to PostgreSQL for one transaction at a time, as many installations have it."""

import os
import shutil
from pathlib import Path
from urllib.parse import urlsplit

from kavakbot.embedded.account import Account
from kavakbot.embedded.ports import HOST
from kavakbot.embedded.processes import Program

_PATH = f"{os.defpath}:/usr/sbin:/usr/local/sbin"
# Fewer than the house's processes could hold between them: they do share.
_SERVER_CONNECTIONS = 10
# Whoever comes over loopback is logged in as the one user that the address names, and finds nothing of who was there
# before: what outlives a transaction is lost at once, and not only when another comes between.
_CONFIGURATION = """
[databases]
* = host={host} port={port} user={user} password={password}
[pgbouncer]
listen_addr = {host}
listen_port = {listens_on}
unix_socket_dir =
auth_type = any
pool_mode = transaction
default_pool_size = {size}
server_reset_query_always = 1
max_client_conn = 500
"""


def missing() -> str:
    """Say that this machine has none; nothing, where it has."""
    return "" if shutil.which("pgbouncer", path=_PATH) else "Needs pgbouncer (Debian: pgbouncer)."


def program(database_url: str, port: int, directory: Path, account: Account | None) -> Program:
    """Serve on a port what PostgreSQL has at an address; the directory is one that the account may enter."""
    server = urlsplit(database_url)
    written = directory / "pgbouncer.ini"
    written.touch(mode=0o600)
    written.write_text(
        _CONFIGURATION.format(
            host=HOST,
            port=server.port,
            user=server.username,
            password=server.password,
            listens_on=port,
            size=_SERVER_CONNECTIONS,
        )
    )
    if account is not None:
        os.chown(written, account.uid, account.gid)
    command = (shutil.which("pgbouncer", path=_PATH) or "pgbouncer", "--quiet", str(written))
    return Program("pgbouncer", command, account, directory=Path("/"))


def through(database_url: str, port: int) -> str:
    """Return the address of the same database behind the pooler."""
    server = urlsplit(database_url)
    return server._replace(netloc=f"{server.username}:{server.password}@{HOST}:{port}").geturl()
