"""The nursery: who is killed is replaced at once, who cannot start is not hurried, and nobody outlives the parent."""

import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest

from kavakbot.tests.waiting import soon

# Each child writes down who it is and whose place it took, then works until it is told to stop, and a little longer.
CHILD = """
import os, pathlib, signal, sys, time
from kavakbot.nursery import Nursery
born, how = pathlib.Path(sys.argv[1]), sys.argv[2]

def work(predecessor):
    (born / str(os.getpid())).write_text(str(predecessor))
    if how == "fails":
        raise RuntimeError("cannot start")
    told = []
    signal.signal(signal.SIGTERM, lambda *_: told.append(1))
    if how == "stops its parent":
        os.kill(os.getppid(), signal.SIGTERM)
    while not told:
        time.sleep(0.01)
    time.sleep(0.2)
    (born / str(os.getpid())).write_text("ended well")

Nursery(work, children=30 if how == "stops its parent" else 2).keep()
"""


@pytest.fixture
def nursery(tmp_path):
    """A parent with two children, started on demand; whatever is left of it is killed afterwards."""
    started = []

    def start(how="works"):
        started.append(subprocess.Popen([sys.executable, "-c", CHILD, tmp_path, how], cwd=Path(__file__).parents[2]))
        return started[-1]

    yield start
    for parent in started:
        parent.kill()
        parent.wait()
    for path in tmp_path.iterdir():
        with suppress(ProcessLookupError):
            os.kill(int(path.name), signal.SIGKILL)


def test_a_killed_child_is_replaced_and_the_new_one_knows_whose_place_it_takes(nursery, tmp_path):
    nursery()
    first = _born(tmp_path, 2)[0]
    os.kill(first, signal.SIGKILL)
    _born(tmp_path, 3)
    assert [path.read_text() for path in tmp_path.iterdir()].count(str(first)) == 1


def test_children_end_what_they_are_at_when_the_parent_is_told_to_stop(nursery, tmp_path):
    parent = nursery()
    _born(tmp_path, 2)
    parent.send_signal(signal.SIGTERM)
    assert parent.wait(timeout=10) == 0
    assert [path.read_text() for path in tmp_path.iterdir()] == ["ended well"] * 2


def test_a_parent_that_is_told_to_stop_while_it_still_forks_leaves_nobody_at_work(nursery):
    assert nursery("stops its parent").wait(timeout=20) == 0


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a child that its parent was killed")
def test_children_are_told_to_stop_when_the_parent_is_killed(nursery, tmp_path):
    parent = nursery()
    _born(tmp_path, 2)
    parent.kill()
    assert soon(lambda: [path.read_text() for path in tmp_path.iterdir()] == ["ended well"] * 2)


def test_a_child_that_cannot_start_is_not_started_all_the_time(nursery, tmp_path):
    nursery("fails")
    time.sleep(3)
    assert 2 < len(_born(tmp_path, 3)) < 12


def _born(folder, number):
    assert soon(lambda: len([path for path in folder.iterdir() if path.read_text()]) >= number)
    return [int(path.name) for path in folder.iterdir()]
