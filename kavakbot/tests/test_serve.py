"""`manage.py serve` as a newcomer meets it: everything up, one answer, the banner, and nothing left afterwards."""

import json
import os
import re
import signal
import socket
import stat
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

from kavakbot import env
from kavakbot.embedded import ports
from kavakbot.tests.installation import becomes_true, is_gone


@pytest.fixture
def local_dir(tmp_path, monkeypatch):
    """A `LOCAL_DIR` of its own, named by the environment; what it left is removed."""
    for name in ("DATABASE_URL", "REDIS_URL", "LOCAL_MODE", "LOCAL_SERVICES", "SECRET_KEY", "PORT"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LOCAL_DIR", str(tmp_path / "local"))
    yield tmp_path / "local"
    subprocess.run([sys.executable, "-m", "kavakbot.embedded.clean"], cwd=env.BASE_DIR, check=True)


@pytest.mark.slow
def test_a_newcomer_sees_a_price_and_the_logins_and_stopping_leaves_no_process(local_dir):
    port = ports._find_free(taken=set())
    serving = _serve(port)
    banner = _read_banner(serving)
    assert re.search(r"\$\d{3},\d{3}", banner)
    assert re.search(r"^admin: user=\S+ password=\S+$", banner, re.MULTILINE)
    assert re.fullmatch(r"api: client_id=\S+ client_secret=\S+", banner.splitlines()[-1])
    assert stat.S_IMODE((local_dir / "demo.json").stat().st_mode) == 0o600
    assert _is_ready(port)

    web, worker, beat = _children(serving.pid)
    services = json.loads((local_dir / "services.json").read_text())["pids"]
    os.kill(services["keeper"], signal.SIGKILL)
    os.kill(web, signal.SIGKILL)
    assert becomes_true(lambda: web not in _children(serving.pid) and len(_children(serving.pid)) == 3, seconds=30)
    assert becomes_true(lambda: _is_ready(port), seconds=30)

    everybody = [*_children(serving.pid), worker, beat, *services.values()]
    everybody += json.loads((local_dir / "services.json").read_text())["pids"].values()
    serving.send_signal(signal.SIGTERM)
    serving.communicate(timeout=60)
    assert serving.returncode == 0
    assert [pid for pid in everybody if not is_gone(pid)] == []


def test_a_taken_port_is_said_in_one_sentence_before_anything_is_started(local_dir):
    with socket.socket() as taken:
        taken.bind((ports.HOST, 0))
        taken.listen()
        port = taken.getsockname()[1]
        serving = _serve(port, stderr=subprocess.PIPE)
        output, sentence = serving.communicate(timeout=60)
    assert serving.returncode == 1
    assert output == ""
    assert sentence.strip() == f"CommandError: Port {port} is taken; choose another: PORT={port + 1} make run"


def _serve(port: int, stderr: int = subprocess.DEVNULL) -> subprocess.Popen[str]:
    command = [sys.executable, "manage.py", "serve", "--port", str(port)]
    return subprocess.Popen(command, cwd=env.BASE_DIR, stdout=subprocess.PIPE, stderr=stderr, text=True)


def _read_banner(serving: subprocess.Popen[str]) -> str:
    lines = []
    for line in serving.stdout:
        lines.append(line.rstrip())
        if line.startswith("api: "):
            break
    return "\n".join(lines)


def _is_ready(port: int) -> bool:
    try:
        return urllib.request.urlopen(f"http://{ports.HOST}:{port}/health/ready", timeout=5).status == 200
    except OSError:
        return False


def _children(pid: int) -> list[int]:
    tasks = Path(f"/proc/{pid}/task").glob("*/children")
    return sorted(int(child) for task in tasks for child in task.read_text().split())
