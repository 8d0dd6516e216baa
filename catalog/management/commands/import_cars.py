"""`manage.py import_cars FILE`: bring a file of cars into the inventory."""

import shutil
import sys
import tempfile
from argparse import ArgumentParser
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import IO, Any

from django.core.management.base import BaseCommand, CommandError

from catalog import importing
from catalog.car_file import Kind, Reject
from catalog.importing import Choices, ImportReport
from catalog.inventory import Author
from kavakbot.errors import KavakbotError

STDIN = Path("-")


class Command(BaseCommand):
    """Parse, one call, one sentence; exit 0 when every row was good, 2 when some were rejected, 1 when unreadable."""

    help = "Upsert cars by stock_id from a CSV or XLSX file; good rows go in, bad rows are listed with line and reason."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE", help="- reads the standard input.")
        parser.add_argument("--dry-run", action="store_true", help="Say what would change and change nothing.")
        parser.add_argument(
            "--format", choices=[kind.value for kind in Kind], help="csv or xlsx (default: told by the file)."
        )
        parser.add_argument("--rejects", type=Path, metavar="FILE", help="Write the rejected rows to this CSV file.")
        parser.add_argument("--overwrite", action="store_true", help="Let the file replace prices that staff changed.")
        parser.add_argument(
            "--mark-missing", action="store_true", help="Withdraw the available cars that the file lacks."
        )
        parser.add_argument("--force", action="store_true", help="Withdraw them even if they are more than half.")

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        choices = Choices(**{name: options[name] for name in ("dry_run", "overwrite", "mark_missing", "force")})
        with ExitStack() as opened:
            file = opened.enter_context(_opened(path))
            # Opened before anything is imported, so that a folder that cannot be written changes nothing.
            rejects_to = opened.enter_context(_written(options["rejects"])) if options["rejects"] else None
            try:
                report = importing.import_cars(
                    file=file,
                    file_name=path.name,
                    kind=Kind(options["format"]) if options["format"] else None,
                    author=Author(reason="import_cars"),
                    choices=choices,
                    rejects_to=rejects_to,
                    on_rows=opened.enter_context(_progress(file, 0 if path == STDIN else path.stat().st_size)),
                )
            except KavakbotError as error:
                raise CommandError(f"{path}: {error.detail}{_advice(error)}") from error
        self._tell(report, choices)
        if report.rejected:
            raise SystemExit(2)

    def _tell(self, report: ImportReport, choices: Choices) -> None:
        for reject in report.rejects:
            self.stdout.write(_sentence(reject))
        if report.reasons > len(report.rejects):
            self.stdout.write(f"… and {report.reasons - len(report.rejects)} more; --rejects FILE lists them all")
        for kept in report.kept:
            self.stdout.write(
                f"stock_id {kept.stock_id}: price {kept.price} was changed by hand and is kept"
                f" (the file says {kept.file_price}; --overwrite takes it)"
            )
        if report.prices_kept > len(report.kept):
            self.stdout.write(f"… and {report.prices_kept - len(report.kept)} more prices kept")
        if choices.mark_missing:
            self.stdout.write(f"withdrawn={report.withdrawn}")
        self.stdout.write(str(report))


def _opened(path: Path) -> IO[bytes]:
    """A pipe, which is how a file gets into a container, is kept in one first: it is read more than once."""
    try:
        file = sys.stdin.buffer if path == STDIN else path.open("rb")
    except OSError as error:
        raise CommandError(f"{path} cannot be read: {error.strerror}.") from error
    if file.seekable():
        return file
    kept = tempfile.TemporaryFile()  # noqa: SIM115  whoever asked closes it
    with file:
        shutil.copyfileobj(file, kept)
    kept.seek(0)
    return kept


@contextmanager
def _written(path: Path) -> Iterator[IO[str]]:
    try:
        with path.open("w", newline="", encoding="utf-8") as stream:
            yield stream
    except OSError as error:
        raise CommandError(f"{path} cannot be written: {error.strerror}.") from error


@contextmanager
def _progress(file: IO[bytes], size: int) -> Iterator[Callable[[int], None]]:
    """Yield what draws one line on a terminal, by how much of the file was read; in a pipe it draws nothing."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    width = max(10, min(40, shutil.get_terminal_size().columns - 40))

    def draw(lines: int) -> None:
        share = min(file.tell() / (size or 1), 1)
        bar = "█" * int(share * width)
        doing = "comparing …" if share == 1 else f"{share:4.0%}"
        sys.stderr.write(f"\r\x1b[K{bar:░<{width}} {lines:,} lines {doing}")
        sys.stderr.flush()

    try:
        yield draw
    finally:
        sys.stderr.write("\r\x1b[K")


def _advice(error: KavakbotError) -> str:
    return " Nothing was changed; --force does it all the same." if isinstance(error, importing.TooManyMissing) else ""


def _sentence(reject: Reject) -> str:
    where = f"line {reject.line}, {reject.column}" if reject.column else f"line {reject.line}"
    value = f": {reject.value!r}" if reject.value else ""
    return f"{where}: {reject.reason}{value}"
