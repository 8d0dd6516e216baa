"""The scan for secrets finds what must not be in the repository, and says where without repeating it."""

import shutil
import subprocess
from pathlib import Path

import pytest

from kavakbot import env

SCAN = env.BASE_DIR / ".ci" / "secrets"
# In pieces, so that the scan does not find them here.
PLANTED = {
    "private key": "-----BEGIN RSA PRIVATE" + " KEY-----",
    "AWS key": "AKIA" + "ABCDEFGHIJKLMNOP",
    "OpenAI key": "sk-proj-" + "a1B2" * 8,
    "Twilio account or key": "AC" + "0123456789abcdef" * 2,
    "GitHub token": "ghp_" + "a1B2" * 9,
    "Slack token": "xoxb-" + "1234567890-abc",
    "Google key": "AIza" + "a1B2-" * 6 + "a1B2c",
    "signed token": "eyJhbGciOiJIUzI1" + ".eyJzdWIiOiIxMjM0.abcdefghijkl",
    "address with a password": "postgresql://ana:" + "clave-secreta@db.example",
    "secret in a setting": 'SECRET_KEY = "' + "a1B2" * 8 + '"',
    "phone number": "+52 55 " + "7788 9900",
}


@pytest.fixture
def scan(tmp_path: Path):
    (tmp_path / ".ci").mkdir()
    for name in ("secrets", "secrets-allowed"):
        shutil.copy(SCAN.with_name(name), tmp_path / ".ci" / name)

    def look(text: str) -> tuple[int, str]:
        (tmp_path / "settings.py").write_text(f"\n{text}\n")
        for command in (["init", "-q"], ["add", "-A"]):
            subprocess.run(["git", *command], cwd=tmp_path, check=True)
        done = subprocess.run([tmp_path / ".ci" / "secrets"], capture_output=True, text=True, check=False)
        return done.returncode, done.stderr

    return look


def test_each_kind_is_found_and_not_repeated(scan):
    code, told = scan("\n".join(PLANTED.values()))
    assert code == 1
    for line, (kind, planted) in enumerate(PLANTED.items(), start=2):
        assert f"settings.py:{line}: {kind} (" in told
        assert planted not in told


def test_what_is_made_up_may_stand(scan):
    assert scan("AC" + "0" * 32 + " whatsapp:+5215512345678 SECRET_KEY=") == (0, "")


def test_this_repository_holds_none():
    done = subprocess.run([SCAN], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
