"""One row of a file: what its cells must look like to be a car."""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import Any, NamedTuple

from catalog.limits import EARLIEST_YEAR, HIGHEST_PRICE, HIGHEST_STOCK_ID, LATEST_YEAR, LONGEST_SIDE_MM, MOST_KM
from kavakbot.errors import KavakbotError

REQUIRED = ("stock_id", "km", "price", "make", "model", "year")
_YES = {"si", "yes", "true", "verdadero", "1", "x"}
_NO = {"no", "false", "falso", "0"}
_NUMBER = re.compile(r"(?:[0-9]+|[0-9]{1,3}(?:,[0-9]{3})+)(?:\.[0-9]+)?")
_MONEY_SIGNS = re.compile(r"^(?:mxn|mx\$|\$)\s*|\s*(?:mxn|pesos)$", re.IGNORECASE)
# What a spreadsheet takes for the start of a formula, full-width forms included.
_FORMULA = tuple("=+-@＝＋－＠")
# As characters of a bracket expression, for Python and PostgreSQL alike: what counts as spacing (every control
# character does), and what nobody sees (joiners, marks of direction and order, soft hyphens).
SPACES = "\x01-\x20\x7f-\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
INVISIBLE = "\xad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff"
_SPACES, _INVISIBLE = re.compile(f"[{SPACES}]+"), re.compile(f"[{INVISIBLE}]+")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_MOST_SHOWN = 80
_MOST_DIGITS = 20
_LONGEST_CELL = 500
_NOTHING: Mapping[int, str] = {}


class UnreadableFile(KavakbotError):
    """The file cannot be read as a table of cars."""

    code = "unreadable_file"


class Reject(NamedTuple):
    """Why a row was not taken: its line in the file, the column, the reason, what stood there, and whose row it is."""

    line: int
    column: str
    reason: str
    value: str = ""
    stock_id: int | None = None


class CarRow(NamedTuple):
    """One well-formed row; None means that the file does not state it, which only a car we know can afford."""

    line: int
    stock_id: int
    km: int | None
    price: Decimal | None
    make: str | None
    model: str | None
    year: int | None
    version: str | None = None
    bluetooth: bool | None = None
    length_mm: Decimal | None = None
    width_mm: Decimal | None = None
    height_mm: Decimal | None = None
    car_play: bool | None = None


class Header:
    """Which cell of a row is which column; it reads the rows below it."""

    def __init__(self, cells: Sequence[str]) -> None:
        """Take the header's cells; raises UnreadableFile when no car can be read below them."""
        names = [_plain(cell).replace(" ", "_") for cell in cells]
        missing = [name for name in REQUIRED if name not in names]
        if missing:
            raise UnreadableFile(f"The header lacks {', '.join(missing)}.")
        repeated = sorted(name for name, count in Counter(names).items() if name and count > 1)
        if repeated:
            raise UnreadableFile(f"The header repeats {', '.join(repeated)}.")
        self._width = len(names)
        self._last_required = max((names.index(name), name) for name in REQUIRED)
        # In the order of a CarRow: where its cell is and how it is read; one past the end is an empty cell.
        self._plan = [
            (names.index(column) if column in names else self._width, parse) for column, parse in _PARSERS.items()
        ]
        self._read_cells = {index for index, _ in self._plan}

    def read(self, line: int, cells: list[str], wrong: Mapping[int, str] = _NOTHING) -> CarRow | list[Reject]:
        """Return the row, or why it is none: one reject for every bad cell, those known to be `wrong` included."""
        if len(cells) != self._width and (unfit := self._fitted(line, cells)):
            return [unfit]
        cells.append("")
        try:
            values = [parse(cells[index]) if cells[index] else None for index, parse in self._plan]
        except ValueError:
            return self._rejects(line, cells, wrong)
        if values[0] is None or (wrong and not self._read_cells.isdisjoint(wrong)):
            return self._rejects(line, cells, wrong)
        return CarRow._make((line, *values))

    def _rejects(self, line: int, cells: list[str], wrong: Mapping[int, str]) -> list[Reject]:
        """Look at every cell again and say all that is wrong."""
        rejects = []
        for column, (index, parse) in zip(COLUMNS, self._plan, strict=True):
            reason = wrong.get(index) or _reason(cells[index].strip(), parse, needed=column == "stock_id")
            if reason:
                rejects.append(Reject(line, column, reason, shown(cells[index].strip())))
        if rejects[0].column == "stock_id":
            return rejects
        index, parse = self._plan[0]
        return [reject._replace(stock_id=parse(cells[index])) for reject in rejects]

    def _fitted(self, line: int, cells: list[str]) -> Reject | None:
        """Fill up a row that leaves out its last empty cells; refuse one that was cut, or has cells of no column."""
        if any(cell.strip() for cell in cells[self._width :]):
            return Reject(line, "", f"has {len(cells)} cells where the header has {self._width}")
        last, name = self._last_required
        if len(cells) <= last:
            # Filled up with nothing, a figure cut in the middle would pass for a smaller one.
            return Reject(line, name, "is empty: the line ends before it")
        cells[self._width :] = []
        cells += [""] * (self._width - len(cells))
        return None


def _reason(cell: str, parse: Callable[[str], Any], *, needed: bool) -> str:
    if not cell:
        return "is empty" if needed else ""
    try:
        parse(cell)
    except ValueError as error:
        return str(error)
    return ""


def shown(cell: str) -> str:
    """Return a cell as a reject shows it: short, and with nothing that a screen or PostgreSQL cannot take."""
    return "".join(letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in cell[:_MOST_SHOWN])


def tidy(text: str) -> str:
    """Return a text with its spacing made plain and without control and invisible characters."""
    return _SPACES.sub(" ", _INVISIBLE.sub("", text)).strip(" ")


def defused(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula; reading the cell takes the apostrophe off again."""
    return f"'{text}" if text.startswith((*_FORMULA, "'")) else text


def _plain(cell: str) -> str:
    decomposed = unicodedata.normalize("NFKD", cell)
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter)).strip().lower()


def _number(cell: str) -> Decimal:
    if not _NUMBER.fullmatch(cell):
        cell = _MONEY_SIGNS.sub("", cell.replace("\u00a0", " ").strip()).removesuffix("km").strip()
        if cell.startswith(("-", "−")):
            raise ValueError("is negative")
        if not _NUMBER.fullmatch(cell):
            raise ValueError("is not a number")
    if len(cell) > _MOST_DIGITS:
        raise ValueError("is not a number")
    return Decimal(cell.replace(",", ""))


def _decimals(number: Decimal) -> int:
    """Count the decimals as written: 76000.0 is a table's float, 76.000 may be somebody's seventy-six thousand."""
    return -int(number.as_tuple().exponent)


def _whole(lowest: int, highest: int) -> Callable[[str], int | None]:
    def parse(cell: str) -> int | None:
        if cell.isdecimal() and cell.isascii() and len(cell) <= _MOST_DIGITS:
            whole = int(cell)
        elif not (cell := cell.strip()):
            return None
        elif (number := _number(cell)) != (whole := int(number)) or _decimals(number) > 2:
            raise ValueError("is not a whole number")
        if not lowest <= whole <= highest:
            raise ValueError(f"is not between {lowest} and {highest}")
        return whole

    return parse


def _price(cell: str) -> Decimal:
    number = _number(cell)
    price = round(number, 2)
    if _decimals(number) > 2:
        raise ValueError("has more than two decimals")
    if not 0 < price <= HIGHEST_PRICE:
        raise ValueError("is not above zero" if price <= 0 else "is too high")
    return price


def _side(cell: str) -> Decimal:
    number = round(_number(cell), 2)
    if not 0 < number <= LONGEST_SIDE_MM:
        raise ValueError(f"is not between 0 and {LONGEST_SIDE_MM} millimetres")
    return number


def _text(longest: int) -> Callable[[str], str]:
    def parse(cell: str) -> str:
        if _CONTROL.search(cell):
            raise ValueError("holds a control character")
        if _INVISIBLE.search(cell):
            raise ValueError("holds an invisible character")
        if cell.startswith(_FORMULA) and len(cell) > 1:
            raise ValueError("begins like a formula; an apostrophe before it makes it text")
        if cell[0] == "'" and cell[1:].startswith((*_FORMULA, "'")):
            cell = cell[1:]
        words = tidy(cell)
        if len(words) > longest:
            raise ValueError(f"is longer than {longest} characters")
        return words

    return parse


def _yes_or_no(cell: str) -> bool:
    plain = _plain(cell)
    if plain not in _YES | _NO:
        raise ValueError("is neither yes nor no")
    return plain in _YES


def _once(parse: Callable[[str], Any]) -> Callable[[str], Any]:
    """Judge each text once: prices, names and equipment repeat from row to row."""

    @lru_cache(8192)
    def judged(cell: str) -> Any:
        if len(cell) > _LONGEST_CELL:
            raise ValueError(f"is longer than {_LONGEST_CELL} characters")
        cell = cell.strip()
        return parse(cell) if cell else None

    return judged


# In the order of a CarRow; a blank cell is None.
_PARSERS: dict[str, Callable[[str], Any]] = {
    "stock_id": _whole(1, HIGHEST_STOCK_ID),
    "km": _whole(0, MOST_KM),
    "price": _once(_price),
    "make": _once(_text(60)),
    "model": _once(_text(60)),
    "year": _once(_whole(EARLIEST_YEAR, LATEST_YEAR)),
    "version": _once(_text(200)),
    "bluetooth": _once(_yes_or_no),
    "largo": _once(_side),
    "ancho": _once(_side),
    "altura": _once(_side),
    "car_play": _once(_yes_or_no),
}
# The file's columns and the fields they state.
COLUMNS = dict(zip(_PARSERS, CarRow._fields[1:], strict=True))
