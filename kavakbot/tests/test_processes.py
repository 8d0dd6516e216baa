"""The process group: what dies is started again, and nothing outlives the group."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from kavakbot import env
from kavakbot.embedded import launch
from kavakbot.embedded.processes import ProcessGroup, Program
from kavakbot.tests.installation import becomes_true, is_gone

SLEEP = ("sleep", "600")
STUBBORN = (
    sys.executable,
    "-c",
    "import signal, time; signal.signal(15, signal.SIG_IGN); print('up'); time.sleep(600)",
)
# Starts a grandchild in a session of its own, whose parent is gone at once.
WANDERER = ("sh", "-c", 'setsid sh -c "sleep 600 & echo \\$! > $0" & exec sleep 600')
OWNER = """
import sys
from kavakbot.embedded import launch
from kavakbot.embedded.processes import ProcessGroup, Program
with ProcessGroup([Program("sleep", ("sleep", "600"))]) as group:
    print(group.pids["sleep"], flush=True)
    while True:
        group.tend(1)
"""

linux = pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="needs Linux's /proc")


def test_a_child_that_ends_is_started_again_whatever_its_exit_code():
    with ProcessGroup([Program("brief", ("true",)), Program("long", SLEEP)]) as group:
        long_lived = group.pids["long"]
        pids = set()
        assert becomes_true(lambda: _collects(group, pids, wanted=3))
        assert group.pids["long"] == long_lived


def test_a_killed_child_is_back_soon():
    with ProcessGroup([Program("sleep", SLEEP)]) as group:
        killed = group.pids["sleep"]
        group.tend(0.1)
        os.kill(killed, signal.SIGKILL)
        started = time.monotonic()
        while group.pids.get("sleep") in {None, killed}:
            group.tend(0.05)
        assert time.monotonic() - started < 3


def test_a_child_that_ignores_the_request_is_killed_in_bounded_time():
    with ProcessGroup([Program("stubborn", STUBBORN)], grace_seconds=0.5) as group:
        pid = group.pids["stubborn"]
        group.tend(0.5)
        started = time.monotonic()
    assert time.monotonic() - started < 3
    assert is_gone(pid)


@linux
def test_a_grandchild_in_a_session_of_its_own_is_found(tmp_path):
    note = tmp_path / "pid"
    with ProcessGroup([Program("wanderer", (*WANDERER, str(note)))]) as group:
        while not note.exists() or not note.read_text():
            group.tend(0.05)
        pid = int(note.read_text())
        assert not is_gone(pid)
    assert becomes_true(lambda: is_gone(pid), seconds=2)


@linux
def test_the_children_of_a_killed_owner_die_with_it():
    owner = subprocess.Popen([sys.executable, "-c", OWNER], cwd=env.BASE_DIR, stdout=subprocess.PIPE, text=True)
    child = int(owner.stdout.readline())
    assert not is_gone(child)
    owner.kill()
    owner.communicate()
    assert becomes_true(lambda: is_gone(child), seconds=2)


@linux
def test_where_the_kernel_has_no_death_signal_a_watcher_stands_in():
    """The parent, a shell, starts the launcher as on another system, says its child's id and is killed."""
    pretend = "import runpy, sys; sys.platform = 'elsewhere'; runpy.run_path(sys.argv.pop(1), run_name='__main__')"
    launcher = f'"{sys.executable}" -c "{pretend}" "{launch.__file__}" $$ 9 -1 -1 mark sleep 600'
    parent = subprocess.Popen(["sh", "-c", f"{launcher} & echo $!; wait"], stdout=subprocess.PIPE, text=True)
    child = int(parent.stdout.readline())
    assert becomes_true(lambda: b"sleep" in Path(f"/proc/{child}/cmdline").read_bytes(), seconds=5)
    parent.kill()
    parent.wait()
    assert becomes_true(lambda: is_gone(child), seconds=5)


def test_lines_carry_the_name_of_their_process(capfd):
    with ProcessGroup([Program("poet", ("sh", "-c", "printf 'one\\ntwo'; exec sleep 600"))]) as group:
        group.tend(0.5)
    assert capfd.readouterr().err.splitlines()[:2] == ["poet     | one", "poet     | two"]


def test_a_second_request_to_stop_does_not_disturb_the_first():
    with ProcessGroup([Program("stubborn", STUBBORN)], grace_seconds=1) as group:
        pid = group.pids["stubborn"]
        group.tend(0.5)
        impatient = subprocess.Popen(["sh", "-c", f"sleep 0.3; kill -INT {os.getpid()}"])
    assert impatient.wait() == 0
    assert is_gone(pid)


def _collects(group: ProcessGroup, pids: set[int], wanted: int) -> bool:
    group.tend(0.05)
    pids.update(pid for name, pid in group.pids.items() if name == "brief")
    return len(pids) >= wanted
