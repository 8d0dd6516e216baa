"""The embedded services as commands meet them: joined, left, killed, and back on the same data."""

import os
import shutil
import stat
import subprocess
import tempfile
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

from kavakbot.embedded import binaries
from kavakbot.tests.installation import Installation, becomes_true, is_gone

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root drops to another account")
linux = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="the kernel's death signal is Linux's")


@pytest.fixture
def installation(monkeypatch):
    """An installation where every account can reach it."""
    parent = Path(tempfile.mkdtemp(prefix="kavakbot-test-", dir="/tmp"))
    parent.chmod(0o755)
    with _installed(parent / "local", monkeypatch) as installation:
        yield installation
    shutil.rmtree(parent)


@pytest.fixture
def closed_installation(tmp_path, monkeypatch):
    """An installation below a directory that only its owner can enter, as pytest's own are."""
    tmp_path.chmod(0o700)
    with _installed(tmp_path / "local", monkeypatch) as installation:
        yield installation


@pytest.fixture(scope="module")
def shared_installation():
    """An installation that somebody uses all the time, for tests that end nothing."""
    parent = Path(tempfile.mkdtemp(prefix="kavakbot-test-", dir="/tmp"))
    parent.chmod(0o755)
    with (
        pytest.MonkeyPatch.context() as monkeypatch,
        _installed(parent / "local", monkeypatch) as installation,
        installation.used(),
    ):
        yield installation
    shutil.rmtree(parent)


@contextmanager
def _installed(local_dir, monkeypatch):
    for name in ("DATABASE_URL", "REDIS_URL", "LOCAL_MODE", "LOCAL_SERVICES", "SECRET_KEY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LOCAL_DIR", str(local_dir))
    installation = Installation(local_dir)
    yield installation
    cleaned = installation.clean()
    assert cleaned.returncode == 0, cleaned.stderr
    assert not local_dir.exists()
    assert not installation.layout.run_dir.exists()


def test_the_first_to_leave_does_not_stop_the_services_and_the_last_leaves_no_process(installation):
    first, second = installation.join(), installation.join()
    pids = installation.pids
    first.leave()
    assert installation.query("SELECT 1") == 1
    second.leave()
    assert all(is_gone(pid) for pid in pids.values())
    assert not (installation.local_dir / "services.json").exists()


def test_two_newcomers_at_once_share_one_keeper(installation):
    processes = [installation.start_user() for _ in range(2)]
    assert [process.stdout.readline() for process in processes] == ["joined\n"] * 2
    pids = installation.pids
    for process in processes:
        process.communicate(timeout=30)
    assert all(is_gone(pid) for pid in pids.values())


def test_the_services_stop_by_themselves_when_their_only_user_was_killed(installation):
    user = installation.join()
    pids = installation.pids
    user.kill()
    assert becomes_true(lambda: all(is_gone(pid) for pid in pids.values()))


@pytest.mark.parametrize("name", ["postgres", "valkey"])
def test_a_killed_service_is_back_at_the_same_address_with_the_same_data(installation, name):
    with installation.used():
        before = installation.running
        installation.query("CREATE TABLE kept AS SELECT 42 AS answer")
        killed = installation.kill(name)
        assert becomes_true(lambda: installation.pids.get(name) not in {None, killed})
        assert becomes_true(lambda: _answers(installation))
        assert installation.query("SELECT answer FROM kept") == 42
        after = installation.running
        assert (after["database_url"], after["redis_url"]) == (before["database_url"], before["redis_url"])


@linux
def test_a_killed_keeper_takes_the_services_with_it_and_a_user_who_stays_gets_them_back(installation):
    with installation.used() as user:
        before = installation.running
        installation.query("CREATE TABLE kept AS SELECT 42 AS answer")
        installation.kill("keeper")
        assert becomes_true(lambda: all(is_gone(pid) for pid in before["pids"].values()))
        user.revive()
        assert installation.query("SELECT answer FROM kept") == 42
        assert installation.running["database_url"] == before["database_url"]


def test_the_next_user_finds_the_data_after_everything_was_killed(installation):
    user = installation.join()
    installation.query("CREATE TABLE kept AS SELECT 42 AS answer")
    installation.kill("keeper")
    user.kill()
    with installation.used():
        assert installation.query("SELECT answer FROM kept") == 42


def test_spanish_letters_and_the_extensions_work(shared_installation):
    for extension in ("vector", "pg_trgm", "unaccent"):
        shared_installation.query(f"CREATE EXTENSION {extension}")
    assert shared_installation.query("SELECT lower('Á')") == "á"
    assert shared_installation.query("SELECT unaccent('camión')") == "camion"
    assert shared_installation.query("SELECT cardinality(show_trgm('camión'))") == len("camión") + 1
    assert shared_installation.query("SELECT '[1,2]'::halfvec <=> '[1,2]'::halfvec") == pytest.approx(0)


def test_only_what_the_environment_does_not_name_is_lent(installation, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgresql://elsewhere/kavakbot")
    with installation.used():
        assert set(installation.pids) == {"keeper", "valkey"}
        assert "database_url" not in installation.running
        monkeypatch.delenv("DATABASE_URL")
        assert "without postgres" in installation.refusal()


def test_with_both_addresses_given_nothing_is_started(installation, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgresql://elsewhere/kavakbot")
    monkeypatch.setenv("REDIS_URL", "redis://elsewhere/0")
    with installation.used():
        assert not installation.local_dir.exists()


def test_secrets_are_private_and_needed(shared_installation):
    files = shared_installation.local_dir.glob("*.json")
    assert {stat.S_IMODE(path.stat().st_mode) for path in files} == {0o600}
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(shared_installation.running["database_url"].replace("kavakbot:", "kavakbot:not"))


def test_a_directory_with_other_files_is_refused_and_left_alone(installation):
    installation.local_dir.mkdir()
    (installation.local_dir / "thesis.txt").write_text("years of work")
    assert "holds other files" in installation.refusal()
    assert installation.clean().returncode == 0
    assert (installation.local_dir / "thesis.txt").read_text() == "years of work"
    shutil.rmtree(installation.local_dir)


def test_clean_refuses_while_somebody_uses_the_services(shared_installation):
    refused = shared_installation.clean()
    assert refused.returncode == 1
    assert "still uses" in refused.stderr
    assert shared_installation.query("SELECT 1") == 1


@as_root
def test_another_users_directory_is_refused_in_one_sentence(installation):
    installation.layout.make()
    os.chown(installation.local_dir / "services.lock", 4711, 4711)
    assert installation.refusal().startswith(f"LOCAL_DIR {installation.local_dir} belongs to the user 4711")
    os.chown(installation.local_dir / "services.lock", 0, 0)


@as_root
def test_below_a_closed_directory_the_data_goes_to_the_run_directory(closed_installation):
    with closed_installation.used():
        closed_installation.query("CREATE TABLE kept AS SELECT 42 AS answer")
        assert list(closed_installation.layout.run_dir.glob("postgres-*/cluster"))
        assert stat.S_IMODE(closed_installation.local_dir.parent.stat().st_mode) == 0o700
    closed_installation.local_dir.parent.chmod(0o755)
    with closed_installation.used():
        assert closed_installation.query("SELECT answer FROM kept") == 42


def test_a_copy_of_the_programs_runs_where_the_virtual_environment_cannot_be_reached(tmp_path):
    binaries._copy(binaries._site_packages(), tmp_path / "copy")
    copied = binaries.Binaries(tmp_path / "copy")
    for program in (copied.postgres / "postgres", copied.valkey):
        assert subprocess.run([program, "--version"], check=False, capture_output=True).returncode == 0
    assert [path.name for path in tmp_path.iterdir()] == ["copy"]


@as_root
def test_a_run_directory_that_somebody_else_prepared_is_refused(closed_installation):
    run_dir = closed_installation.layout.run_dir
    run_dir.mkdir()
    os.chown(run_dir, 4711, 4711)
    assert "was made by somebody else" in closed_installation.refusal()
    os.chown(run_dir, 0, 0)


def _answers(installation):
    try:
        return installation.query("SELECT 1") == 1
    except psycopg.OperationalError:
        return False
