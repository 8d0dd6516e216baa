"""Every statement of an import, one per step; which columns there are is said once, by CarRow and by the model."""

from collections.abc import Iterable, Mapping
from typing import LiteralString

from psycopg import sql

from catalog.car_file import REQUIRED, CarRow, Reject
from catalog.models import Car

# What a file states, in the order of a CarRow; the stock id is the key and never changes.
_STATED = CarRow._fields[1:]
_TEXTS = ("make", "model", "version")
_WRITTEN = (*_STATED[1:], "imported_price", "status")
_SEEN = tuple(name for name in _WRITTEN if name != "imported_price")
# What PostgreSQL generates by itself is nobody's to write.
FIELDS = {str(field.column): field for field in Car._meta.concrete_fields if not field.generated}  # noqa: SLF001
_TRACKED = tuple(field.column for field in Car.history.model.tracked_fields)


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
    "wanted": sql.SQL(", ").join(_wanted(name) for name in _WRITTEN),
    "wanted_of_car": _names(_WRITTEN, "wanted"),
    "stored_of_car": _names(_WRITTEN, "car"),
    "seen_wanted": _names(_SEEN, "wanted"),
    "seen_stored": _names(_SEEN, "car"),
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
PREPARE = _statement("""
    SET LOCAL work_mem = '64MB';
    DROP TABLE IF EXISTS pg_temp.staged_car, pg_temp.staged_reject, pg_temp.car_change;
    CREATE TEMPORARY TABLE staged_car ON COMMIT DROP AS SELECT 0 AS line, {stated} FROM catalog_car WITH NO DATA;
    CREATE TEMPORARY TABLE staged_reject ("line" int4, "column" text, reason text, value text, stock_id int4)
    ON COMMIT DROP;
""")
COPY_ROWS = _statement("COPY staged_car ({row}) FROM STDIN")
COPY_REJECTS = _statement("COPY staged_reject ({reject}) FROM STDIN")
ALL_REJECTS = _statement('COPY (SELECT {reject} FROM staged_reject ORDER BY line, "column") TO STDOUT')
FIRST_REJECTS = _statement('SELECT {reject} FROM staged_reject ORDER BY line, "column" LIMIT %(most)s')

REJECT_INCOMPLETE = _statement("""
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
REJECT_REPEATED = _statement("""
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
COUNT_ROWS = _statement("SELECT count(*) FROM staged_car")
COUNT_REJECTED = _statement("SELECT count(DISTINCT line), count(*) FROM staged_reject")

# Whoever puts the same car in at this moment wins: then it is a car we know, and the next step compares it.
CREATE_NEW = _statement(
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
    columns=_names(FIELDS),
    values=sql.SQL(", ").join(map(_created, FIELDS)),
)

# Only what must be written or told of is locked; a car that somebody is changing right now is compared with what they
# make of it.
COMPARE = _statement("""
    CREATE TEMPORARY TABLE car_change ON COMMIT DROP AS
    SELECT
        staged.line, staged.stock_id, staged.price AS file_price, car.id, wanted.*,
        ({seen_wanted}) IS DISTINCT FROM ({seen_stored}) AS is_seen,
        wanted.imported_price IS DISTINCT FROM car.imported_price AS is_news
    FROM staged_car AS staged
    JOIN catalog_car AS car ON car.stock_id = staged.stock_id AND car.deleted_at IS NULL
    CROSS JOIN LATERAL (SELECT {wanted}) AS wanted
    WHERE ({wanted_of_car}) IS DISTINCT FROM ({stored_of_car}) OR wanted.price <> staged.price
    FOR NO KEY UPDATE OF car
""")
# Remembering the file's price beside one that a person chose is no change that anybody sees.
UPDATE_CHANGED = _statement("""
    WITH changed AS (
        UPDATE catalog_car AS car
        SET {changes}, updated_at = CASE WHEN change.is_seen THEN %(now)s ELSE car.updated_at END
        FROM car_change AS change WHERE car.id = change.id AND (change.is_seen OR change.is_news)
        RETURNING car.*, change.is_seen
    )
    {into_history} FROM changed WHERE is_seen
""")
KEPT_PRICES = _statement("""
    SELECT stock_id, price, file_price, count(*) OVER ()
    FROM car_change WHERE price <> file_price ORDER BY line LIMIT %(most)s
""")
COUNT_AVAILABLE = _statement("SELECT count(*) FROM catalog_car WHERE deleted_at IS NULL AND status = 'available'")
# A car whose line was rejected is in the file all the same.
WITHDRAW_MISSING = _statement("""
    WITH withdrawn AS (
        UPDATE catalog_car AS car SET status = 'withdrawn', updated_at = %(now)s
        WHERE car.deleted_at IS NULL AND car.status = 'available'
        AND NOT EXISTS (SELECT FROM staged_car AS staged WHERE staged.stock_id = car.stock_id)
        AND NOT EXISTS (SELECT FROM staged_reject AS reject WHERE reject.stock_id = car.stock_id)
        RETURNING car.*
    )
    {into_history} FROM withdrawn
""")
