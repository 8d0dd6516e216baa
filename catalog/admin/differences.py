"""What an import would change, cell by cell, as django-import-export shows differences."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.admin.utils import label_for_field
from django.utils.html import format_html

from catalog.admin.figures import readable
from catalog.import_preview import Change
from catalog.models import Car

_SHOWN = (
    *("stock_id", "make", "model", "version", "year", "price", "km", "status", "bluetooth", "car_play"),
    *("length_mm", "width_mm", "height_mm"),
)
_TEXTS = {"make", "model", "version"}


@dataclass(frozen=True)
class Row:
    """One car: whether it is new, and its cells as HTML."""

    is_new: bool
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Differences:
    """A table of cars, what goes struck out and what comes underlined."""

    headings: tuple[str, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class _Cell:
    """A field of a car as import-export asks for it."""

    field: str

    def export(self, car: Car) -> str:
        return readable(self.field, getattr(car, self.field))


class _Cells:
    """The fields to compare, as import-export asks for them."""

    def get_import_fields(self) -> list[_Cell]:
        return [_Cell(name) for name in _SHOWN]


def _cell(field: str, old: str, new: str, letter_by_letter: str) -> str:
    """Compare texts letter by letter, and figures as wholes: nobody reads a price with one digit struck out."""
    if old == new or field in _TEXTS:
        return letter_by_letter
    return format_html("<del>{}</del> <ins>{}</ins>", old, new)


def differences(changes: Iterable[Change]) -> Differences:
    """Compare every car with what it would become."""
    # Imported here because it brings tablib and openpyxl along, which every web process would carry.
    from import_export.resources import Diff

    def row(change: Change) -> Row:
        diff = Diff(_Cells(), change.before or Car(), new=change.before is None)
        diff.compare_with(_Cells(), change.after)
        if change.before is None:
            return Row(is_new=True, cells=tuple(diff.as_html()))
        cells = zip(_SHOWN, diff.left, diff.right, diff.as_html(), strict=True)
        return Row(is_new=False, cells=tuple(_cell(*cell) for cell in cells))

    headings = tuple(str(label_for_field(name, Car)) for name in _SHOWN)
    return Differences(headings, tuple(row(change) for change in changes))
