"""Tables to lines that can be quoted alone: each row names its columns."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

SEPARATOR = " · "
_MOST_COLUMNS = 50


@dataclass(frozen=True)
class Cell:
    """One cell as it is written; `columns` and `rows` are the spans that the page claims."""

    text: str
    is_header: bool = False
    columns: int = 1
    rows: int = 1


def lines(rows: Sequence[Sequence[Cell]]) -> list[str]:
    """Return one list item per row of data: `- Zona: Centro · Costo: $900 · Tiempo: 2 días`.

    A row of nothing but header cells names the columns below it, with the one above it when they are two; a row of one
    cell as wide as the table names the rows below it.
    """
    grid = [row for row in _grid(rows) if any(cell.text for cell in row)]
    names: list[str] = []
    group = ""
    after_names = False
    written: list[str] = []
    for row in grid:
        if _is_wide(row):
            group = row[0].text.rstrip(":")
        elif _is_header(row):
            names = _named(names if after_names else [], row)
        else:
            written.append(_item([group, _facts(row, names)]))
        after_names = _is_header(row) and not _is_wide(row)
    return written or [_item(cell.text for cell in _once(row)) for row in grid]


def is_row(line: str) -> bool:
    """Whether a line is a row of a table."""
    return SEPARATOR in line


def together(text: str) -> str:
    """Return a text in which the rows of a table are one paragraph, where each was one by itself."""
    paragraphs = text.split("\n\n")
    parted = (
        "" if not above else "\n" if is_row(above.rpartition("\n")[2]) and is_row(one.partition("\n")[0]) else "\n\n"
        for above, one in zip(["", *paragraphs], paragraphs, strict=False)
    )
    return "".join(glue + one for glue, one in zip(parted, paragraphs, strict=True))


def _grid(rows: Sequence[Sequence[Cell]]) -> Iterator[list[Cell]]:
    """Yield the rows with each spanning cell repeated where it reaches, whatever numbers a page claims."""
    above: dict[int, tuple[Cell, int]] = {}
    for row in rows:
        line: list[Cell] = []
        reaching: dict[int, tuple[Cell, int]] = {}
        waiting = list(reversed(row))
        while len(line) < _MOST_COLUMNS and (waiting or above):
            cell, left, width = _next(above.pop(len(line), None), waiting)
            for column in range(len(line), min(len(line) + width, _MOST_COLUMNS)):
                above.pop(column, None)
                line.append(cell)
                if left > 1:
                    reaching[column] = (cell, left - 1)
        above = reaching
        yield line


def _next(covered: tuple[Cell, int] | None, waiting: list[Cell]) -> tuple[Cell, int, int]:
    """Return the next cell of a row, the rows it still reaches and the columns it takes."""
    if covered:
        return (*covered, 1)
    cell = waiting.pop() if waiting else Cell("")
    return cell, cell.rows, max(cell.columns, 1)


def _is_wide(row: Sequence[Cell]) -> bool:
    return len(row) > 1 and all(cell is row[0] for cell in row)


def _is_header(row: Sequence[Cell]) -> bool:
    return len(row) > 1 and all(cell.is_header or not cell.text for cell in row)


def _named(above: Sequence[str], row: Sequence[Cell]) -> list[str]:
    names = [cell.text.rstrip(":") for cell in row]
    uppers = [*above, *[""] * len(names)]
    return [
        name if upper in ("", name) else f"{upper} {name}".strip() for upper, name in zip(uppers, names, strict=False)
    ]


def _facts(row: Sequence[Cell], names: Sequence[str]) -> str:
    if names:
        labels = [*names, *[""] * len(row)]
        facts = [
            f"{label}: {cell.text}" if label else cell.text
            for label, cell in zip(labels, row, strict=False)
            if cell.text
        ]
        return SEPARATOR.join(facts)
    first, *others = _once(row)
    if others and (first.is_header or len(others) == 1):
        return f"{first.text.rstrip(':')}: {SEPARATOR.join(cell.text for cell in others)}"
    return SEPARATOR.join(cell.text for cell in (first, *others))


def _once(row: Sequence[Cell]) -> list[Cell]:
    """Return the cells that say something, a spanning one once."""
    return [cell for at, cell in enumerate(row) if cell.text and (at == 0 or cell is not row[at - 1])]


def _item(parts: "Sequence[str] | Iterator[str]") -> str:
    return f"- {SEPARATOR.join(part for part in parts if part)}"
