"""Backups: one archive of the database and the files beside it, which says of itself what it holds.

A tar of three things: `database.dump`, which pg_dump made and pg_restore reads without us; `media/`, the photos and the
files that wait for their import; `manifest.json`, with the rows of every table and a checksum of everything else.
"""

import hashlib
import io
import json
import shutil
import subprocess
import tarfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory, TemporaryFile
from typing import IO

from django.conf import settings
from django.core.files.storage import FileSystemStorage
from django.db import connection, transaction
from django.utils import timezone

from kavakbot import env
from kavakbot.embedded import binaries
from kavakbot.errors import KavakbotError

DUMP, MANIFEST, MEDIA = "database.dump", "manifest.json", "media/"


class BackupError(KavakbotError):
    """The backup could not be made or restored."""

    code = "backup"


@dataclass(frozen=True)
class Manifest:
    """What an archive holds, and of which moment and versions it is."""

    taken_at: str
    version: str
    postgresql: int
    rows: dict[str, int]
    sha256: dict[str, str]

    @property
    def moment(self) -> datetime:
        """When the database was as it is in the archive."""
        return datetime.fromisoformat(self.taken_at)


# ── Making one ──────────────────────────────────────────────────────────────────────────────────────────────────


def back_up(archive: Path) -> Manifest:
    """Write the archive, whole or not at all, readable by its owner alone; everybody goes on working meanwhile."""
    if archive.exists():
        raise BackupError(f"{archive} exists; name a new file.")
    with TemporaryDirectory(dir=archive.parent, prefix=".backup-") as folder:
        dump, draft = Path(folder, DUMP), Path(folder, "archive")
        taken_at, rows = _dump(dump)
        # After the database: a file that a row names is there before its row is.
        draft.touch(mode=0o600)
        with tarfile.open(draft, "w") as tar:
            sha256 = {name: _added(tar, path, name) for name, path in {DUMP: dump, **_media()}.items()}
            manifest = Manifest(taken_at.isoformat(), settings.VERSION, _server(), rows, sha256)
            _write(tar, MANIFEST, json.dumps(asdict(manifest), indent=1).encode())
        draft.rename(archive)
    return manifest


def _dump(to: Path) -> tuple[datetime, dict[str, int]]:
    """Dump the database and count its rows in one snapshot."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        cursor.execute("SELECT pg_export_snapshot(), now()")
        snapshot, taken_at = cursor.fetchone()
        _run("pg_dump", "--format=custom", f"--snapshot={snapshot}", f"--file={to}")
        return taken_at, count_rows()


def _media() -> dict[str, Path]:
    root = settings.MEDIA_ROOT
    return {f"{MEDIA}{path.relative_to(root)}": path for path in sorted(root.rglob("*")) if path.is_file()}


def _added(tar: tarfile.TarFile, path: Path, name: str) -> str:
    tar.add(path, name)
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _write(tar: tarfile.TarFile, name: str, content: bytes) -> None:
    member = tarfile.TarInfo(name)
    member.size, member.mtime = len(content), int(timezone.now().timestamp())
    tar.addfile(member, io.BytesIO(content))


# ── Restoring one ───────────────────────────────────────────────────────────────────────────────────────────────


def restore(archive: Path, *, force: bool = False) -> Manifest:
    """Put the database and the files back as the archive has them; nothing is touched before the archive is proven."""
    with _opened(archive) as tar:
        manifest = _proven(tar)
        if _server() < manifest.postgresql:
            raise BackupError(
                f"The archive is of PostgreSQL {manifest.postgresql}, and this is {_server()}: use a newer."
            )
        _check_alone()
        _empty(force=force)
        dump = _content(tar, tar.getmember(DUMP))
        _run("pg_restore", "--single-transaction", "--exit-on-error", "--no-comments", feed=dump)
        if (rows := count_rows()) != manifest.rows:
            wrong = [name for name in {*rows, *manifest.rows} if rows.get(name) != manifest.rows.get(name)]
            raise BackupError(f"Restored, but not all rows of {', '.join(sorted(wrong))}.")
        for member in tar.getmembers():
            if member.name.startswith(MEDIA):
                _put_back(_content(tar, member), member.name.removeprefix(MEDIA))
    return manifest


def _put_back(content: io.BufferedReader, name: str) -> None:
    """Write a file of media where it was; a name that leads outside raises `SuspiciousFileOperation`."""
    at = Path(FileSystemStorage(settings.MEDIA_ROOT).path(name))
    at.parent.mkdir(parents=True, exist_ok=True)
    with at.open("wb") as file:
        shutil.copyfileobj(content, file)


@contextmanager
def _opened(archive: Path) -> Iterator[tarfile.TarFile]:
    try:
        with tarfile.open(archive, "r:") as tar:
            yield tar
    except OSError as error:
        raise BackupError(f"{archive} cannot be read: {error.strerror or error}.") from error
    except tarfile.TarError as error:
        raise BackupError(f"{archive} is no backup, or a damaged one: {error}.") from error


def _proven(tar: tarfile.TarFile) -> Manifest:
    """Return the manifest of an archive that holds all it names, unchanged."""
    members = {member.name: member for member in tar.getmembers()}
    if MANIFEST not in members:
        raise BackupError("The archive has no manifest: it is no backup, or was cut short.")
    manifest = Manifest(**json.load(_content(tar, members[MANIFEST])))
    for name, expected in manifest.sha256.items():
        found = hashlib.file_digest(_content(tar, members[name]), "sha256").hexdigest() if name in members else None
        if found != expected:
            raise BackupError(f"{name} is {'missing' if found is None else 'not as it was backed up'}.")
    return manifest


def _content(tar: tarfile.TarFile, member: tarfile.TarInfo) -> io.BufferedReader:
    content = tar.extractfile(member)
    if not isinstance(content, io.BufferedReader):
        raise BackupError(f"{member.name} is not a file.")
    return content


def _check_alone() -> None:
    """Refuse while anybody else is connected: what they write would be lost, and their locks would hold us up."""
    connection.close()
    connection.close_pool()  # type: ignore[attr-defined]  # of PostgreSQL's backend, which is the one we have
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
            " AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
        )
        (others,) = cursor.fetchone()
    if others:
        raise BackupError(f"{others} others are connected to this database: stop everything but PostgreSQL first.")


def _empty(*, force: bool) -> None:
    """Leave an empty schema, or refuse to when there is something in it and nobody insists."""
    tables = connection.introspection.table_names()
    if tables and not force:
        raise BackupError(f"This database has {len(tables)} tables; --force replaces all that is in it.")
    if tables:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("DROP SCHEMA public CASCADE")
            cursor.execute("CREATE SCHEMA public")


# ── PostgreSQL's own programs ───────────────────────────────────────────────────────────────────────────────────


def _run(name: str, *arguments: str, feed: IO[bytes] | None = None) -> None:
    """Run one of PostgreSQL's programs on our database; the password is in no command line."""
    program = binaries.find_program(name)
    if program is None:
        raise BackupError(f"{name} is not installed: use compose's `backup` service, or install PostgreSQL's client.")
    refuse_older(program)
    connection.ensure_connection()
    at = connection.connection.info
    command = [str(program), "--no-owner", "--no-privileges", f"--dbname={at.dsn}", *arguments]
    ours = env.inherited(PGPASSWORD=at.password)
    # The program was found above, and the arguments are ours.
    with (
        TemporaryFile() as said,
        subprocess.Popen(command, env=ours, stdin=subprocess.PIPE, stdout=said, stderr=said) as running,  # noqa: S603
    ):
        with suppress(BrokenPipeError):  # it says below why it would not go on
            if feed is not None and running.stdin is not None:
                shutil.copyfileobj(feed, running.stdin)
        running.communicate()
        said.seek(0)
        if running.returncode:
            raise BackupError(f"{name} failed: {_last_line(said.read().decode(errors='replace'))}")


def refuse_older(program: Path) -> None:
    """Refuse a program older than the server: PostgreSQL's own words for that do not say what to do."""
    told = subprocess.run([program, "--version"], capture_output=True, text=True, check=True).stdout  # noqa: S603
    have, needed = int(told.split(")")[1].split(".")[0]), _server()
    if have < needed:
        raise BackupError(
            f"{program} is of version {have} and the server of {needed}: install PostgreSQL's client {needed},"
            " or use compose's `backup` service."
        )


def _server() -> int:
    return int(connection.pg_version) // 10_000  # type: ignore[attr-defined]  # of PostgreSQL's backend


def count_rows() -> dict[str, int]:
    """Return how many rows each table has."""
    counts = [f"SELECT '{name}', count(*) FROM \"{name}\"" for name in connection.introspection.table_names()]  # noqa: S608
    with connection.cursor() as cursor:
        rows: Sequence[tuple[str, int]] = []
        if counts:
            cursor.execute(" UNION ALL ".join(counts))
            rows = cursor.fetchall()
    return dict(rows)


def _last_line(text: str) -> str:
    """The last line alone: the ones before may quote rows."""
    return (text.strip().splitlines() or ["it left no message"])[-1]
