"""A backup is made while everybody works, is whole or not there, and goes back only where nothing is lost by it."""

import json
import stat
import subprocess
import sys
import tarfile
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import connection

from kavakbot import backups, own_database
from kavakbot.backups import BackupError
from kavakbot.models import ApiClient, create_client

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.MEDIA_ROOT.mkdir()
    return settings.MEDIA_ROOT


@pytest.fixture
def archive(tmp_path):
    """A backup of one client and one photo."""
    create_client(name="CRM")
    default_storage.save("photos/7", ContentFile(b"a photo"))
    path = tmp_path / "monday.tar"
    backups.back_up(path)
    return path


def test_backup_wipe_restore_is_the_same_rows_of_every_table_and_the_same_files(archive, media):
    before = backups.count_rows()
    create_client(name="made after the backup")
    (media / "photos/7").unlink()

    put_back = backups.restore(archive, force=True)

    assert backups.count_rows() == before == put_back.rows
    assert before["kavakbot_apiclient"] == 1
    assert [client.name for client in ApiClient.objects.all()] == ["CRM"]
    assert (media / "photos/7").read_bytes() == b"a photo"


def test_what_was_restored_goes_on_counting_and_searching(archive):
    backups.restore(archive, force=True)
    assert create_client(name="another")[0].pk > ApiClient.objects.get(name="CRM").pk
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_indexes WHERE indexdef LIKE '%%hnsw%%' OR indexdef LIKE '%%gin%%'")
        assert cursor.fetchone()[0] > 0


def test_a_backup_is_its_owners_alone_and_its_password_in_no_command_line(archive):
    assert stat.S_IMODE(archive.stat().st_mode) == 0o600
    assert [path.name for path in archive.parent.iterdir()] == ["media", archive.name], "nothing is left lying about"


def test_a_backup_replaces_no_other(archive):
    with pytest.raises(BackupError, match="exists; name a new file"):
        backups.back_up(archive)


def test_a_database_with_something_in_it_is_not_replaced_unless_somebody_insists(archive):
    create_client(name="precious")
    with pytest.raises(CommandError, match="--force replaces all that is in it"):
        call_command("restore", str(archive))
    assert ApiClient.objects.count() == 2


def test_nothing_is_restored_under_the_feet_of_others(archive):
    with _another_connection(), pytest.raises(BackupError, match="1 others are connected"):
        backups.restore(archive, force=True)
    assert ApiClient.objects.count() == 1


@pytest.mark.parametrize("member", [backups.DUMP, f"{backups.MEDIA}photos/7"])
def test_a_damaged_archive_is_found_out_before_anything_is_touched(archive, tmp_path, member):
    with pytest.raises(BackupError, match=f"{member} is not as it was backed up"):
        backups.restore(_rewritten(archive, tmp_path / "damaged.tar", member, b"something else"), force=True)
    with pytest.raises(BackupError, match=f"{member} is missing"):
        backups.restore(_rewritten(archive, tmp_path / "short.tar", member, None), force=True)
    assert ApiClient.objects.count() == 1


def test_an_archive_that_was_cut_short_or_is_none_is_refused(archive, tmp_path):
    archive.write_bytes(archive.read_bytes()[:20_000])
    (tmp_path / "letter.txt").write_text("Querida Ana")
    for path, why in {
        archive: "manifest|damaged",
        tmp_path / "letter.txt": "no backup",
        tmp_path / "x": "cannot",
    }.items():
        with pytest.raises(BackupError, match=why):
            backups.restore(path, force=True)


def test_an_archive_of_a_newer_postgresql_is_refused_with_the_reason(archive, tmp_path):
    with tarfile.open(archive) as tar:
        manifest = json.load(tar.extractfile(backups.MANIFEST)) | {"postgresql": 99}
    newer = _rewritten(archive, tmp_path / "newer.tar", backups.MANIFEST, json.dumps(manifest).encode())
    with pytest.raises(BackupError, match="The archive is of PostgreSQL 99"):
        backups.restore(newer, force=True)


def test_a_pg_dump_older_than_the_server_says_what_to_do(tmp_path):
    old = tmp_path / "pg_dump"
    old.write_text("#!/bin/sh\necho 'pg_dump (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)'\n")
    old.chmod(0o755)
    with pytest.raises(BackupError, match="is of version 15 and the server of 18: install PostgreSQL's client 18"):
        backups.refuse_older(old)


def _rewritten(archive: Path, to: Path, changed: str, content: bytes | None) -> Path:
    """Copy an archive with one member changed, or without it."""
    with tarfile.open(archive) as old, tarfile.open(to, "w") as new:
        for member in old.getmembers():
            kept = old.extractfile(member).read() if member.name != changed else content
            if kept is not None:
                backups._write(new, member.name, kept)
    return to


@contextmanager
def _another_connection():
    """Somebody else who is connected, in a process of their own."""
    stays = "import psycopg, sys; c = psycopg.connect(sys.argv[1]); print('in', flush=True); sys.stdin.read()"
    with subprocess.Popen([sys.executable, "-c", stays, own_database.url()], stdin=-1, stdout=-1) as other:
        assert other.stdout.readline() == b"in\n"
        yield
        other.stdin.close()
