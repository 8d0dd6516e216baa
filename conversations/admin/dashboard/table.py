"""What the dashboard is made of: sections with figures, charts and tables, the same on the page and in a file."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.utils import timezone

from financing.figures import money
from kavakbot.bars import Chart


@dataclass(frozen=True)
class Link:
    """Words that lead to a page of the back office."""

    text: str
    page: str


Cell = str | int | Decimal | timedelta | date | Link | None


@dataclass(frozen=True)
class Shown:
    """A cell as it is read; figures stand on the right, and those of the table's measure have a bar (percent)."""

    text: str
    page: str = ""
    is_figure: bool = False
    share: str = ""


@dataclass(frozen=True)
class Fact:
    """One figure with its name, and what else there is to say of it."""

    name: str
    value: Cell
    note: str = ""

    @property
    def shown(self) -> str:
        """The figure as it is read."""
        return shown(self.value)


@dataclass(frozen=True)
class Table:
    """Rows under their columns; figures of the column `measure` get bars, and without rows it says `nothing`."""

    title: str
    columns: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    nothing: str
    measure: int | None = None

    @property
    def heads(self) -> list[Shown]:
        """The columns, with those of figures on the right."""
        figures = [any(_is_figure(row[place]) for row in self.rows) for place in range(len(self.columns))]
        return [Shown(name, is_figure=is_figure) for name, is_figure in zip(self.columns, figures, strict=True)]

    @property
    def shown(self) -> Iterator[list[Shown]]:
        """The rows as they are read."""
        figures = [row[self.measure] for row in self.rows] if self.measure is not None else []
        most = max((figure for figure in figures if isinstance(figure, int)), default=0)
        for row in self.rows:
            yield [self._shown(place, cell, most) for place, cell in enumerate(row)]

    def _shown(self, place: int, cell: Cell, most: int) -> Shown:
        is_measured = place == self.measure and isinstance(cell, int) and most
        return Shown(
            text=shown(cell),
            page=cell.page if isinstance(cell, Link) else "",
            is_figure=_is_figure(cell),
            share=f"{100 * cell / most:.1f}%" if is_measured and isinstance(cell, int) else "",
        )


@dataclass(frozen=True)
class Section:
    """A part of the dashboard under its title; `about` says how its figures are meant."""

    title: str
    tables: Sequence[Table]
    facts: Sequence[Fact] = ()
    about: str = ""
    chart: Chart | None = None
    link: Link | None = None


def _is_figure(cell: Cell) -> bool:
    return isinstance(cell, int | Decimal | timedelta)


def shown(value: Cell) -> str:
    """Write a value for people: `1,234`, `$56.20`, `4.2 s`, `10/11/2026`, `—`."""
    match value:
        case None:
            return "—"
        case Link(text=text):
            return text
        case Decimal():
            return money(value)
        case int():
            return f"{value:,}"
        case timedelta():
            return span(value)
        case datetime():
            return f"{timezone.localtime(value):%d/%m/%Y %H:%M}"
        case date():
            return f"{value:%d/%m/%Y}"
    return value


def span(took: timedelta) -> str:
    """Write how long something took: `4.2 s`, `20 min`, `3 h 05 min`."""
    seconds = took.total_seconds()
    if seconds < 60:
        return f"{seconds:.1f}".removesuffix(".0") + " s"
    minutes = round(seconds / 60)
    return f"{minutes} min" if minutes < 60 else f"{minutes // 60} h {minutes % 60:02} min"
