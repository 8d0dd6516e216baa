"""Read a file of branches: bytes in, well-formed rows and reasoned rejections out; no database."""

import csv
import io
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from catalog.car_file import Reject, UnreadableFile
from catalog.hours import DriveWindow, Week, parse_week, parse_windows
from catalog.places import MEXICAN_TIME_ZONES

REQUIRED = ("city", "name")
_POSITION = ("latitude", "longitude")


@dataclass(frozen=True)
class BranchRow:
    """One well-formed row; None means that the file does not state it."""

    line: int
    city: str
    name: str
    state: str | None = None
    address: str | None = None
    latitude: Decimal | None = None
    longitude: Decimal | None = None
    time_zone: str | None = None
    hours: Week | None = None
    test_drives: tuple[DriveWindow, ...] | None = None
    notes: str | None = None


@dataclass(frozen=True)
class BranchFile:
    """What a file holds; a row may have several rejects, one for every bad cell."""

    rows: tuple[BranchRow, ...]
    rejects: tuple[Reject, ...] = ()

    @property
    def rejected(self) -> int:
        """How many rows were not taken."""
        return len({reject.line for reject in self.rejects})


def read_branches(content: bytes) -> BranchFile:
    """Read a CSV with a header, in UTF-8 or Windows-1252, split by commas; cells with commas or `;` are quoted.

    Raises UnreadableFile when it is no table of branches at all.
    """
    lines = _lines(_decoded(content))
    columns = _columns(next(lines, (0, []))[1])
    rows: dict[tuple[str, str], BranchRow] = {}
    rejects: list[Reject] = []
    for line, cells in lines:
        row, wrong = _row(line, columns, cells)
        if row is not None:
            key = (row.city.casefold(), row.name.casefold())
            if key in rows:
                wrong = [Reject(line, "name", f"repeats line {rows[key].line}", row.name)]
            else:
                rows[key] = row
        rejects += wrong
    return BranchFile(tuple(rows.values()), tuple(rejects))


def _decoded(content: bytes) -> str:
    if not content.strip(b"\x00\t\r\n \xef\xbb\xbf"):
        raise UnreadableFile("The file is empty.")
    if content.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF")):
        raise UnreadableFile("The file is not a CSV: save the sheet as CSV first.")
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise UnreadableFile("The file is neither UTF-8 nor Windows-1252 text.")


def _lines(text: str) -> Iterator[tuple[int, list[str]]]:
    """Yield every row that is not blank with the line it starts on."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise UnreadableFile(f"Line {line}: {error}.") from error
        if any(cell.strip() for cell in cells):
            yield line, [cell.strip() for cell in cells]


def _columns(header: list[str]) -> list[str]:
    names = [name.lower().replace(" ", "_") for name in header]
    missing = [name for name in REQUIRED if name not in names]
    if missing:
        raise UnreadableFile(f"The header lacks {', '.join(missing)}.")
    repeated = sorted({name for name in names if name and names.count(name) > 1})
    if repeated:
        raise UnreadableFile(f"The header repeats {', '.join(repeated)}.")
    unknown = sorted({name for name in names if name not in _PARSERS})
    if unknown:
        raise UnreadableFile(f"The header has columns nobody knows: {', '.join(unknown)}.")
    return names


def _row(line: int, columns: list[str], cells: list[str]) -> tuple[BranchRow | None, list[Reject]]:
    if len(cells) > len(columns):
        return None, [Reject(line, "", f"has {len(cells)} cells where the header has {len(columns)}")]
    stated = dict(zip(columns, cells, strict=False))
    values: dict[str, object] = {}
    wrong = []
    for column, parse in _PARSERS.items():
        try:
            values[column] = _parsed(column, stated.get(column, ""), parse)
        except ValueError as error:
            wrong.append(Reject(line, column, str(error), stated.get(column, "")[:80]))
    alone = [column for column in _POSITION if not stated.get(column)]
    if len(alone) == 1:
        wrong.append(Reject(line, alone[0], "is empty where the other half of the position is stated"))
    if wrong:
        return None, wrong
    return BranchRow(line=line, **values), []  # type: ignore[arg-type]  # each parser returns its field's type


def _parsed(column: str, cell: str, parse: Callable[[str], object]) -> object:
    if any(unicodedata.category(character) == "Cc" for character in cell):
        raise ValueError("holds a control character")
    if not cell:
        if column in REQUIRED:
            raise ValueError("is empty")
        return None
    return parse(cell)


def _text(longest: int) -> Callable[[str], str]:
    def parse(cell: str) -> str:
        words = " ".join(cell.split())
        if len(words) > longest:
            raise ValueError(f"is longer than {longest} characters")
        return words

    return parse


def _degrees(most: int) -> Callable[[str], Decimal]:
    def parse(cell: str) -> Decimal:
        try:
            degrees = Decimal(cell)
        except InvalidOperation as error:
            raise ValueError("is not a number of degrees") from error
        if not degrees.is_finite() or abs(degrees) > most:
            raise ValueError(f"is not between -{most} and {most} degrees")
        return round(degrees, 6)  # a hand's breadth; maps copy fourteen decimals

    return parse


def _time_zone(cell: str) -> str:
    if cell not in dict(MEXICAN_TIME_ZONES):
        raise ValueError(f"is no Mexican time zone such as {MEXICAN_TIME_ZONES[0][0]}")
    return cell


_PARSERS: dict[str, Callable[[str], object]] = {
    "city": _text(80),
    "name": _text(120),
    "state": _text(80),
    "address": _text(300),
    "latitude": _degrees(90),
    "longitude": _degrees(180),
    "time_zone": _time_zone,
    "hours": parse_week,
    "test_drives": parse_windows,
    "notes": _text(2000),
}
