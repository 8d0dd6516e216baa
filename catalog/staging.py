"""The import in SQL: rows and rejects wait in temporary tables, then one statement per step settles them all."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, LiteralString

from django.db import connection
from psycopg import Copy, sql

from catalog.car_file import INVISIBLE, REQUIRED, SPACES, CarRow, Reject
from catalog.models import Car

_REJECTS_AT_ONCE = 5000
_TELL_EVERY = 1000
# What a file states, in the order of a CarRow; the stock id is the key and never changes.
_STATED = CarRow._fields[1:]
_TEXTS = ("make", "model", "version")
_WRITTEN = (*_STATED[1:], "imported_price", "status")
_FIELDS = {str(field.column): field for field in Car._meta.concrete_fields}  # noqa: SLF001  public, for all its name
_TRACKED = tuple(field.column for field in Car.history.model.tracked_fields)


@dataclass(frozen=True)
class Signature:
    """When an import happens, who signs its history rows, and as what."""

    now: datetime
    user_id: int | None
    reason: str


def prepare() -> None:
    """Make the two tables that the file is read into; they are gone with the transaction."""
    _run(_PREPARE)


def read_in(found: Iterator[CarRow | Reject], on_rows: Callable[[int], None]) -> None:
    """Take in the whole file; `on_rows` hears how many lines were read, every now and then."""
    is_more = True
    while is_more:
        rejects: list[Reject] = []
        # One COPY goes on while the file is read, so that both work at once; a connection has room for one only.
        with connection.cursor() as cursor, cursor.copy(_COPY_ROWS) as copy:
            is_more = _copy_rows(copy, found, rejects, on_rows)
        with connection.cursor() as cursor, cursor.copy(_COPY_REJECTS) as copy:
            for reject in rejects:
                copy.write_row(reject)


def _copy_rows(
    copy: Copy, found: Iterator[CarRow | Reject], rejects: list[Reject], on_rows: Callable[[int], None]
) -> bool:
    """Copy rows and gather rejects until there are as many as we hold at once; tell whether that was before the end."""
    for number, one in enumerate(found):
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
    _run(_ANALYZE)
    _run(_REJECT_INCOMPLETE)
    _run(_REJECT_REPEATED)
    return _count(_COUNT_ROWS)


def create_new(signature: Signature) -> int:
    """Put in the cars that nobody knew; return how many."""
    blank = {f"blank_{column}": value for column, value in _blank_car().items()}
    return _run(_CREATE_NEW, {**blank, **_signed(signature, "+")})


def update_known(signature: Signature, *, overwrite: bool) -> int:
    """Bring the cars we know to what the file says of them; return how many changed."""
    _run(_COMPARE, {"overwrite": overwrite, "spaces": f"[{SPACES}]+", "invisible": f"[{INVISIBLE}]+"})
    return _run(_UPDATE_CHANGED, _signed(signature, "~"))


def withdraw_missing(signature: Signature) -> int:
    """Withdraw the available cars that no line of the file is about; return how many."""
    return _run(_WITHDRAW_MISSING, _signed(signature, "~"))


def count_available() -> int:
    """Return how many cars can be bought."""
    return _count(_COUNT_AVAILABLE)


def kept_prices(most: int) -> tuple[int, list[tuple[Any, ...]]]:
    """Return how many known cars kept another price than the file's, and the first of them with both prices."""
    with connection.cursor() as cursor:
        cursor.execute(_KEPT_PRICES, {"most": most})
        found = cursor.fetchall()
    return (found[0][-1] if found else 0), [row[:-1] for row in found]


def count_rejected() -> tuple[int, int]:
    """Return how many lines were rejected, and for how many reasons."""
    with connection.cursor() as cursor:
        cursor.execute(_COUNT_REJECTED)
        lines, reasons = cursor.fetchone()
    return lines, reasons


def first_rejects(most: int) -> list[Reject]:
    """Return the first rejects of the file."""
    with connection.cursor() as cursor:
        cursor.execute(_FIRST_REJECTS, {"most": most})
        return [Reject._make(row) for row in cursor.fetchall()]


def all_rejects() -> Iterator[Reject]:
    """Yield the rejects in the file's order, however many, without holding them all; take them to the end."""
    with connection.cursor() as cursor, cursor.copy(_ALL_REJECTS) as copy:
        copy.set_types(["int4", "text", "text", "text", "int4"])
        yield from map(Reject._make, copy.rows())


# ── The statements ──────────────────────────────────────────────────────────────────────────────────────────────


def _names(names: Iterable[str], of: str = "") -> sql.Composed:
    return sql.SQL(", ").join(sql.Identifier(of, name) if of else sql.Identifier(name) for name in names)


def _wanted(name: str) -> sql.Composed:
    """Return what a known car's column becomes: the cell if it states anything, else what was there."""
    return sql.SQL(_WANTED.get(name, "coalesce(staged.{name}, car.{name}) AS {name}")).format(name=sql.Identifier(name))


def _created(name: str) -> sql.Composable:
    """Return what a new car's column becomes; what no file states is as the model has it."""
    if name in _CREATED:
        return sql.SQL(_CREATED[name])
    blank = sql.Placeholder(f"blank_{name}")
    return sql.SQL("coalesce(staged.{}, {})").format(sql.Identifier(name), blank) if name in _STATED else blank


_CREATED: Mapping[str, LiteralString] = {
    "id": "gen_random_uuid()",
    "imported_price": "staged.price",
    "created_at": "%(now)s",
    "updated_at": "%(now)s",
}
# A text that differs in spacing only is the same text.
_SAME_TEXT: LiteralString = """
    CASE WHEN staged.{name} IS NULL OR staged.{name} = car.{name} OR staged.{name} = btrim(
        regexp_replace(regexp_replace(car.{name}, %(invisible)s, '', 'g'), %(spaces)s, ' ', 'g')
    ) THEN car.{name} ELSE staged.{name} END AS {name}"""
_WANTED: Mapping[str, LiteralString] = {
    **dict.fromkeys(_TEXTS, _SAME_TEXT),
    # A price that is not the last file's was changed by a person since.
    "price": """
    CASE WHEN NOT %(overwrite)s AND car.price <> car.imported_price
    THEN car.price ELSE coalesce(staged.price, car.price) END AS price""",
    "imported_price": """
    coalesce(staged.price, car.imported_price) AS imported_price""",
    "status": """
    CASE car.status WHEN 'withdrawn' THEN 'available' ELSE car.status END AS status""",
}
_PARTS: dict[str, sql.Composable] = {
    "stated": _names(_STATED),
    "row": _names(CarRow._fields),
    "reject": _names(Reject._fields),
    "required": _names(REQUIRED),
    "required_cells": sql.SQL(", ").join(
        sql.SQL("({name}, {column}::text)").format(name=sql.Literal(name), column=sql.Identifier("incomplete", name))
        for name in REQUIRED
    ),
    "written": _names(_WRITTEN),
    "wanted": sql.SQL(", ").join(_wanted(name) for name in _WRITTEN),
    "wanted_of_car": _names(_WRITTEN, "wanted"),
    "stored_of_car": _names(_WRITTEN, "car"),
    "seen_wanted": _names([name for name in _WRITTEN if name != "imported_price"], "wanted"),
    "seen_stored": _names([name for name in _WRITTEN if name != "imported_price"], "car"),
    "changes": sql.SQL(", ").join(
        sql.SQL("{name} = {change}").format(name=sql.Identifier(name), change=sql.Identifier("change", name))
        for name in _WRITTEN
    ),
    "tracked": _names(_TRACKED),
}
_PARTS["into_history"] = sql.SQL(
    "INSERT INTO catalog_historicalcar"
    " ({tracked}, history_date, history_type, history_user_id, history_change_reason)"
    " SELECT {tracked}, %(now)s, %(type)s, %(user_id)s, %(reason)s"
).format(**_PARTS)
_PARTS["live_car"] = sql.SQL(
    "(SELECT FROM catalog_car AS car WHERE car.stock_id = staged.stock_id AND car.deleted_at IS NULL)"
)


def _statement(text: LiteralString, **parts: sql.Composable) -> sql.Composed:
    return sql.SQL(text).format(**_PARTS, **parts)


# With the usual 4 MB the joins of a large file go by way of the disk.
_PREPARE = _statement("""
    SET LOCAL work_mem = '64MB';
    DROP TABLE IF EXISTS pg_temp.staged_car, pg_temp.staged_reject, pg_temp.car_change;
    CREATE TEMPORARY TABLE staged_car ON COMMIT DROP AS SELECT 0 AS line, {stated} FROM catalog_car WITH NO DATA;
    CREATE TEMPORARY TABLE staged_reject ("line" int4, "column" text, reason text, value text, stock_id int4)
    ON COMMIT DROP;
""")
_COPY_ROWS = _statement("COPY staged_car ({row}) FROM STDIN")
_COPY_REJECTS = _statement("COPY staged_reject ({reject}) FROM STDIN")
_ALL_REJECTS = _statement('COPY (SELECT {reject} FROM staged_reject ORDER BY line, "column") TO STDOUT')
_FIRST_REJECTS = _statement('SELECT {reject} FROM staged_reject ORDER BY line, "column" LIMIT %(most)s')
# Nobody else does it for a temporary table, and without it the joins below may be nested loops.
_ANALYZE = _statement("ANALYZE staged_car (stock_id)")

_REJECT_INCOMPLETE = _statement("""
    WITH incomplete AS (
        DELETE FROM staged_car AS staged
        WHERE NOT (({required}) IS NOT NULL) AND NOT EXISTS {live_car}
        RETURNING staged.*
    )
    INSERT INTO staged_reject
    SELECT incomplete.line, cell.name, 'is empty', '', incomplete.stock_id
    FROM incomplete CROSS JOIN LATERAL (VALUES {required_cells}) AS cell (name, stated)
    WHERE cell.stated IS NULL
""")
_REJECT_REPEATED = _statement("""
    WITH first AS (
        SELECT stock_id, min(line) AS line FROM staged_car GROUP BY stock_id HAVING count(*) > 1
    ), repeated AS (
        DELETE FROM staged_car AS staged USING first
        WHERE staged.stock_id = first.stock_id AND staged.line > first.line
        RETURNING staged.line, staged.stock_id, first.line AS first_line
    )
    INSERT INTO staged_reject
    SELECT line, 'stock_id', 'repeats line ' || first_line, stock_id, stock_id FROM repeated
""")
_COUNT_ROWS = _statement("SELECT count(*) FROM staged_car")
_COUNT_REJECTED = _statement("SELECT count(DISTINCT line), count(*) FROM staged_reject")

# Whoever puts the same car in at this moment wins: then it is a car we know, and the next step compares it.
_CREATE_NEW = _statement(
    """
    WITH created AS (
        INSERT INTO catalog_car ({columns})
        SELECT {values} FROM staged_car AS staged
        WHERE ({required}) IS NOT NULL AND NOT EXISTS {live_car}
        ORDER BY staged.line
        ON CONFLICT (stock_id) WHERE deleted_at IS NULL DO NOTHING
        RETURNING *
    )
    {into_history} FROM created
    """,
    columns=_names(_FIELDS),
    values=sql.SQL(", ").join(map(_created, _FIELDS)),
)

# Only what must be written is locked; a car that somebody is changing right now is compared with what they make of it.
_COMPARE = _statement("""
    CREATE TEMPORARY TABLE car_change ON COMMIT DROP AS
    SELECT car.id, wanted.*, ({seen_wanted}) IS DISTINCT FROM ({seen_stored}) AS is_seen
    FROM staged_car AS staged
    JOIN catalog_car AS car ON car.stock_id = staged.stock_id AND car.deleted_at IS NULL
    CROSS JOIN LATERAL (SELECT {wanted}) AS wanted
    WHERE ({wanted_of_car}) IS DISTINCT FROM ({stored_of_car})
    FOR NO KEY UPDATE OF car
""")
# Remembering the file's price beside one that a person chose is no change that anybody sees.
_UPDATE_CHANGED = _statement("""
    WITH changed AS (
        UPDATE catalog_car AS car
        SET {changes}, updated_at = CASE WHEN change.is_seen THEN %(now)s ELSE car.updated_at END
        FROM car_change AS change WHERE car.id = change.id
        RETURNING car.*, change.is_seen
    )
    {into_history} FROM changed WHERE is_seen
""")
_KEPT_PRICES = _statement("""
    SELECT car.stock_id, car.price, staged.price, count(*) OVER ()
    FROM staged_car AS staged
    JOIN catalog_car AS car ON car.stock_id = staged.stock_id AND car.deleted_at IS NULL
    WHERE car.price <> staged.price
    ORDER BY staged.line LIMIT %(most)s
""")
_COUNT_AVAILABLE = _statement("SELECT count(*) FROM catalog_car WHERE deleted_at IS NULL AND status = 'available'")
# A car whose line was rejected is in the file all the same.
_WITHDRAW_MISSING = _statement("""
    WITH withdrawn AS (
        UPDATE catalog_car AS car SET status = 'withdrawn', updated_at = %(now)s
        WHERE car.deleted_at IS NULL AND car.status = 'available'
        AND NOT EXISTS (SELECT FROM staged_car AS staged WHERE staged.stock_id = car.stock_id)
        AND NOT EXISTS (SELECT FROM staged_reject AS reject WHERE reject.stock_id = car.stock_id)
        RETURNING car.*
    )
    {into_history} FROM withdrawn
""")


def _blank_car() -> dict[str, Any]:
    return {name: field.get_db_prep_save(field.get_default(), connection) for name, field in _FIELDS.items()}


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
