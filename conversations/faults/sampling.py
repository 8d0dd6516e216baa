"""What a house holds at a moment: the memory of its processes, connections to PostgreSQL, rows that nobody finishes."""

import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path

import psycopg

# Of the house's own processes, by the name they give (PGAPPNAME); the connection that asks is none of them.
_CONNECTIONS = """
    SELECT application_name, count(*) FROM pg_stat_activity
    WHERE datname = current_database() AND backend_type = 'client backend' AND pid <> pg_backend_pid()
    GROUP BY application_name
"""
# Two minutes are longer than both looks for a send that a kill cut short, and the resend after them.
_STUCK = """
    WITH old AS (
        SELECT id, direction = 'in' AND turn_id IS NULL AND NOT settled AS unanswered
        FROM conversations_message WHERE created_at < now() - interval '2 minutes'
    )
    SELECT count(*) FROM old LEFT JOIN conversations_delivery AS sent ON sent.message_id = old.id
    WHERE unanswered OR sent.state IN ('pending', 'sending', 'unknown')
"""
_PAGE_BYTES = os.sysconf("SC_PAGE_SIZE")
_TICKS_A_SECOND = os.sysconf("SC_CLK_TCK")


def memory(roots: Mapping[str, int]) -> dict[str, int]:
    """Return the bytes resident of each process and of those it forked, by its name and id.

    Of PostgreSQL the first process alone: one for each connection comes and goes with it.
    """
    found: dict[str, int] = {}
    for name, pid in roots.items():
        for process in [pid] if name == "postgres" else _family(pid):
            with suppress(OSError, ValueError):  # it has just ended
                pages = int(Path(f"/proc/{process}/statm").read_text().split()[1])
                found[f"{name}/{process}"] = pages * _PAGE_BYTES
    return found


def proportional(pids: Iterable[int]) -> int:
    """Return the bytes of these processes and of those they forked, what several share counted once in all."""
    return sum(_pss(process) for pid in pids for process in _family(pid))


def _pss(pid: int) -> int:
    with suppress(OSError, ValueError):  # it has just ended
        [line] = [it for it in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines() if it.startswith("Pss:")]
        return int(line.split()[1]) * 1024
    return 0


def cpu_seconds(pids: Iterable[int]) -> float:
    """Return the CPU time of these processes and of those they forked that live."""
    return sum(_ticks(process) for pid in pids for process in _family(pid)) / _TICKS_A_SECOND


def _ticks(pid: int) -> int:
    with suppress(OSError, ValueError):
        after_name = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        return int(after_name[11]) + int(after_name[12])  # in user mode and in the kernel
    return 0


def _family(pid: int) -> Iterator[int]:
    yield pid
    for child in children(pid):
        yield from _family(child)


def children(pid: int) -> list[int]:
    """Return the ids of the processes that one has forked and that live, oldest first."""
    try:
        return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:  # it has just ended
        return []


def database(url: str) -> tuple[dict[str, int], int]:
    """Count the connections of each process, and the rows stuck: unanswered, or not sent, for over two minutes."""
    with psycopg.connect(url, connect_timeout=5) as connection:
        connections = {str(name): int(count) for name, count in connection.execute(_CONNECTIONS)}
        [(stuck,)] = connection.execute(_STUCK)
        return connections, int(stuck)
