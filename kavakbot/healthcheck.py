"""What a container asks of itself: `python -m kavakbot.healthcheck web`; it loads no Django, for it is asked often."""

import socket
import sys
import urllib.request

import psycopg

from kavakbot import env

PATIENCE_SECONDS = 4
# Workers beat every two seconds and the clock every ten: a busy database is granted some more.
_BEATEN_LATELY = """
    SELECT count(*) FROM conversations_workerbeat
    WHERE starts_with(owner, %s) AND beaten_at > now() - interval '30 seconds'
"""


def main(process: str) -> bool:
    """Tell whether the process that this container runs is doing what it is there for."""
    return {"web": _serves, "ingress": _serves, "worker": _beats, "beat": _beats}[process]()


def _serves() -> bool:
    """The live page, under a name that the service answers to."""
    host = env.words("ALLOWED_HOSTS", ["localhost"])[0].lstrip(".")
    request = urllib.request.Request("http://127.0.0.1:8000/health/live", headers={"Host": host})
    with urllib.request.urlopen(request, timeout=PATIENCE_SECONDS) as answer:  # noqa: S310  our own loopback
        return bool(answer.status == 200)


def _beats() -> bool:
    """The sign of life of this host's processes, which is a row."""
    with psycopg.connect(env.database_url(), connect_timeout=PATIENCE_SECONDS) as connection:
        row = connection.execute(_BEATEN_LATELY, [f"{socket.gethostname()[-40:]}:"]).fetchone()
    return bool(row and row[0])


if __name__ == "__main__":
    sys.exit(not main(sys.argv[1]))
