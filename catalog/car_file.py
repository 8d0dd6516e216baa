"""Read a file of cars: bytes in, well-formed rows and reasoned rejections out; no database."""

import csv
import io
import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING

from catalog.limits import EARLIEST_YEAR, HIGHEST_PRICE, HIGHEST_STOCK_ID, LATEST_YEAR, LONGEST_SIDE_MM, MOST_KM
from kavakbot.errors import KavakbotError

REQUIRED = ("stock_id", "km", "price", "make", "model", "year")
# The file's own names for our fields.
FIELDS = {"largo": "length_mm", "ancho": "width_mm", "altura": "height_mm"}

if TYPE_CHECKING:
    from _csv import Reader as _Reader

_YES = {"si", "yes", "true", "verdadero", "1", "x"}
_NO = {"no", "false", "falso", "0"}
_NUMBER = re.compile(r"\d+(?:\.\d+)?|\d{1,3}(?:,\d{3})+(?:\.\d+)?")
_MONEY_SIGNS = re.compile(r"^(?:mxn|mx\$|\$)\s*|\s*(?:mxn|pesos)$", re.IGNORECASE)


class UnreadableFile(KavakbotError):
    """The file cannot be read as a table of cars."""

    code = "unreadable_file"


@dataclass(frozen=True)
class Reject:
    """Why a row was not taken: its line in the file, the column, the reason, and what stood there."""

    line: int
    column: str
    reason: str
    value: str = ""


@dataclass(frozen=True)
class CarRow:
    """One well-formed row; None means that the file does not state it."""

    line: int
    stock_id: int
    make: str
    model: str
    year: int
    price: Decimal
    km: int
    version: str | None = None
    bluetooth: bool | None = None
    car_play: bool | None = None
    length_mm: Decimal | None = None
    width_mm: Decimal | None = None
    height_mm: Decimal | None = None


@dataclass(frozen=True)
class CarFile:
    """What a file holds; a row may have several rejects, one for every bad cell."""

    rows: tuple[CarRow, ...]
    rejects: tuple[Reject, ...] = field(default=())

    @property
    def rejected(self) -> int:
        """How many rows were not taken."""
        return len({reject.line for reject in self.rejects})


def read_csv(content: bytes) -> CarFile:
    """Read a CSV with a header, in UTF-8 (with or without BOM), UTF-16 or cp1252, split by commas or semicolons.

    Raises UnreadableFile when it is no table of cars at all.
    """
    text = _decoded(content)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
    columns = _columns(next(_lines(reader), (0, []))[1])
    rows: dict[int, CarRow] = {}
    rejects: list[Reject] = []
    for line, cells in _lines(reader):
        row, wrong = _row(line, columns, cells)
        if row is not None and row.stock_id in rows:
            wrong = [Reject(line, "stock_id", f"repeats line {rows[row.stock_id].line}", str(row.stock_id))]
        elif row is not None:
            rows[row.stock_id] = row
        rejects += wrong
    return CarFile(tuple(rows.values()), tuple(rejects))


def _decoded(content: bytes) -> str:
    if not content.strip(b"\x00\t\r\n \xef\xbb\xbf"):
        raise UnreadableFile("The file is empty.")
    if content.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF")):
        raise UnreadableFile("The file is not a CSV: save the sheet as CSV first.")
    encodings = ["utf-16"] if content.startswith((b"\xff\xfe", b"\xfe\xff")) else ["utf-8-sig", "cp1252"]
    for encoding in encodings:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise UnreadableFile("The file is neither UTF-8 nor Windows-1252 text.")


def _delimiter(text: str) -> str:
    header = next((line for line in text.splitlines() if line.strip()), "")
    return ";" if header.count(";") > header.count(",") else ","


def _columns(header: list[str]) -> list[str]:
    names = [_plain(name).replace(" ", "_") for name in header]
    missing = [name for name in REQUIRED if name not in names]
    if missing:
        raise UnreadableFile(f"The header lacks {', '.join(missing)}.")
    repeated = sorted({name for name in names if name and names.count(name) > 1})
    if repeated:
        raise UnreadableFile(f"The header repeats {', '.join(repeated)}.")
    return names


def _lines(reader: "_Reader") -> Iterator[tuple[int, list[str]]]:
    """Yield every row that is not blank with the line it starts on."""
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise UnreadableFile(f"Line {line}: {error}.") from error
        if any(cell.strip() for cell in cells):
            yield line, cells


def _row(line: int, columns: list[str], cells: list[str]) -> tuple[CarRow | None, list[Reject]]:
    if any("\n" in cell for cell in cells):
        return None, [Reject(line, "", "a quotation mark is opened and not closed on its line")]
    if len(cells) > len(columns):
        return None, [Reject(line, "", f"has {len(cells)} cells where the header has {len(columns)}")]
    stated = {name: cell.strip() for name, cell in zip(columns, cells, strict=False)}
    values: dict[str, object] = {}
    wrong = []
    for column, parse in _PARSERS.items():
        try:
            values[FIELDS.get(column, column)] = _parsed(column, stated.get(column, ""), parse)
        except ValueError as error:
            wrong.append(Reject(line, column, str(error), stated.get(column, "")[:80]))
    if wrong:
        return None, wrong
    return CarRow(line=line, **values), []  # type: ignore[arg-type]  # each parser returns its field's type


def _parsed(column: str, cell: str, parse: Callable[[str], object]) -> object:
    if any(unicodedata.category(character) == "Cc" for character in cell):
        raise ValueError("holds a control character")
    if not cell:
        if column in REQUIRED:
            raise ValueError("is empty")
        return None
    return parse(cell)


def _plain(cell: str) -> str:
    decomposed = unicodedata.normalize("NFKD", cell)
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter)).strip().lower()


def _number(cell: str) -> Decimal:
    bare = _MONEY_SIGNS.sub("", cell.replace("\u00a0", " ").strip()).removesuffix("km").strip()
    if bare.startswith(("-", "−")):
        raise ValueError("is negative")
    if not _NUMBER.fullmatch(bare) or len(bare) > 20 or not bare.isascii():
        raise ValueError("is not a number")
    return Decimal(bare.replace(",", ""))


def _whole(lowest: int, highest: int) -> Callable[[str], int]:
    def parse(cell: str) -> int:
        number = _number(cell)
        if number != number.to_integral_value():
            raise ValueError("is not a whole number")
        if not lowest <= number <= highest:
            raise ValueError(f"is not between {lowest} and {highest}")
        return int(number)

    return parse


def _price(cell: str) -> Decimal:
    number = _number(cell)
    if number != round(number, 2):
        raise ValueError("has more than two decimals")
    if not 0 < number <= HIGHEST_PRICE:
        raise ValueError("is not above zero" if number <= 0 else "is too high")
    return round(number, 2)


def _side(cell: str) -> Decimal:
    number = round(_number(cell), 2)
    if not 0 < number <= LONGEST_SIDE_MM:
        raise ValueError(f"is not between 0 and {LONGEST_SIDE_MM} millimetres")
    return number


def _text(longest: int) -> Callable[[str], str]:
    def parse(cell: str) -> str:
        words = " ".join(cell.split())
        if len(words) > longest:
            raise ValueError(f"is longer than {longest} characters")
        return words

    return parse


def _yes_or_no(cell: str) -> bool:
    plain = _plain(cell)
    if plain not in _YES | _NO:
        raise ValueError("is neither yes nor no")
    return plain in _YES


_PARSERS: dict[str, Callable[[str], object]] = {
    "stock_id": _whole(1, HIGHEST_STOCK_ID),
    "km": _whole(0, MOST_KM),
    "price": _price,
    "make": _text(60),
    "model": _text(60),
    "year": _whole(EARLIEST_YEAR, LATEST_YEAR),
    "version": _text(200),
    "bluetooth": _yes_or_no,
    "largo": _side,
    "ancho": _side,
    "altura": _side,
    "car_play": _yes_or_no,
}
