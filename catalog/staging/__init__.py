"""The import in SQL: rows and rejects wait in temporary tables, then one statement per step settles them all."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection
from psycopg import Copy, sql

from catalog.car_file import INVISIBLE, SPACES, CarRow, Reject
from catalog.staging import statements

_REJECTS_AT_ONCE = 5000
_TELL_EVERY = 1000


@dataclass(frozen=True)
class Signature:
    """When an import happens, who signs its history rows, and as what."""

    now: datetime
    user_id: int | None
    reason: str


def prepare() -> None:
    """Make the two tables that the file is read into; they are gone with the transaction."""
    _run(statements.PREPARE)


def read_in(found: Iterator[CarRow | Reject], on_rows: Callable[[int], None]) -> None:
    """Take in the whole file; `on_rows` hears how many lines were read, every now and then."""
    is_more = True
    while is_more:
        rejects: list[Reject] = []
        # One COPY goes on while the file is read, so that both work at once; a connection has room for one only.
        with connection.cursor() as cursor, cursor.copy(statements.COPY_ROWS) as copy:
            is_more = _copy_rows(copy, found, rejects, on_rows)
        with connection.cursor() as cursor, cursor.copy(statements.COPY_REJECTS) as copy:
            for reject in rejects:
                copy.write_row(reject)


def _copy_rows(
    copy: Copy, found: Iterator[CarRow | Reject], rejects: list[Reject], on_rows: Callable[[int], None]
) -> bool:
    """Copy rows and gather rejects until there are as many as we hold at once; tell whether that was before the end."""
    for number, one in enumerate(found, start=1):
        if number % _TELL_EVERY == 0:
            on_rows(one.line)
        if isinstance(one, CarRow):
            copy.write_row(one)
        else:
            rejects.append(one)
            if len(rejects) == _REJECTS_AT_ONCE:
                return True
    return False


def settle_rejects() -> int:
    """Reject what cannot be seen in a row alone; return how many rows are left."""
    _run(statements.REJECT_INCOMPLETE)
    _run(statements.REJECT_REPEATED)
    return _count(statements.COUNT_ROWS)


def create_new(signature: Signature) -> int:
    """Put in the cars that nobody knew; return how many."""
    blank = {f"blank_{column}": value for column, value in _blank_car().items()}
    return _run(statements.CREATE_NEW, {**blank, **_signed(signature, "+")})


def update_known(signature: Signature, *, overwrite: bool) -> int:
    """Bring the cars we know to what the file says of them; return how many changed."""
    _run(statements.COMPARE, {"overwrite": overwrite, "spaces": f"[{SPACES}]+", "invisible": f"[{INVISIBLE}]+"})
    return _run(statements.UPDATE_CHANGED, _signed(signature, "~"))


def withdraw_missing(signature: Signature) -> int:
    """Withdraw the available cars that no line of the file is about; return how many."""
    return _run(statements.WITHDRAW_MISSING, _signed(signature, "~"))


def count_available() -> int:
    """Return how many cars can be bought."""
    return _count(statements.COUNT_AVAILABLE)


def kept_prices(most: int) -> tuple[int, list[tuple[Any, ...]]]:
    """Return how many known cars kept another price than the file's, and the first of them with both prices."""
    with connection.cursor() as cursor:
        cursor.execute(statements.KEPT_PRICES, {"most": most})
        found = cursor.fetchall()
    return (found[0][-1] if found else 0), [row[:-1] for row in found]


def count_rejected() -> tuple[int, int]:
    """Return how many lines were rejected, and for how many reasons."""
    with connection.cursor() as cursor:
        cursor.execute(statements.COUNT_REJECTED)
        lines, reasons = cursor.fetchone()
    return lines, reasons


def first_rejects(most: int) -> list[Reject]:
    """Return the first rejects of the file."""
    with connection.cursor() as cursor:
        cursor.execute(statements.FIRST_REJECTS, {"most": most})
        return [Reject._make(row) for row in cursor.fetchall()]


def all_rejects() -> Iterator[Reject]:
    """Yield the rejects in the file's order, however many, without holding them all; take them to the end."""
    with connection.cursor() as cursor, cursor.copy(statements.ALL_REJECTS) as copy:
        copy.set_types(["int4", "text", "text", "text", "int4"])
        yield from map(Reject._make, copy.rows())


def _blank_car() -> dict[str, Any]:
    return {name: field.get_db_prep_save(field.get_default(), connection) for name, field in statements.FIELDS.items()}


def _signed(signature: Signature, history_type: str) -> dict[str, Any]:
    return {
        "now": signature.now,
        "type": history_type,
        "user_id": signature.user_id,
        "reason": signature.reason,
    }


def _run(statement: sql.Composed, values: Mapping[str, Any] | None = None) -> int:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return int(cursor.rowcount)


def _count(statement: sql.Composed) -> int:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return int(cursor.fetchone()[0])
