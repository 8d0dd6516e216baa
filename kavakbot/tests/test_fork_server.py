"""The fork server: a child for each piece of work, however it ends, and none that outlives the caller."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from kavakbot.tests.waiting import soon

# Starts a fork server, then threads, then asks for what it is told, all at once.
CALLER = """
import json, os, signal, sys, threading, time
from kavakbot.fork_server import ForkServer, ForkServerGone

def work(what):
    match what:
        case "dies": os.kill(os.getpid(), signal.SIGKILL)
        case "hangs": time.sleep(60)
        case "fails": raise RuntimeError("no")
        case "stays":
            print(os.getpid(), flush=True)
            time.sleep(60)
    return int(what)

server, endings = ForkServer(work), {}
def ask(what):
    endings[what] = server.run(what, seconds=1.0 if what == "hangs" else 30.0)
threads = [threading.Thread(target=ask, args=(what,)) for what in sys.argv[1:]]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(json.dumps(endings))
"""


@pytest.fixture
def caller():
    """A process with a fork server that asks it for what it is told; it is killed afterwards."""
    started = []

    def start(*pieces):
        command = [sys.executable, "-c", CALLER, *pieces]
        started.append(subprocess.Popen(command, cwd=Path(__file__).parents[2], stdout=subprocess.PIPE, text=True))
        return started[-1]

    yield start
    for one in started:
        one.kill()
        one.communicate()


def test_each_child_ends_as_it_ends_and_none_waits_for_another(caller):
    began = time.monotonic()
    said = caller("0", "3", "fails", "dies", "hangs").communicate(timeout=30)[0]
    assert json.loads(said) == {"0": 0, "3": 3, "fails": 1, "dies": -signal.SIGKILL, "hangs": -signal.SIGKILL}
    assert time.monotonic() - began < 20


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a child that its parent was killed")
def test_no_child_outlives_a_caller_that_is_killed(caller):
    asking = caller("stays")
    child = int(asking.stdout.readline())
    asking.kill()
    assert soon(lambda: not _is_alive(child))


def _is_alive(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"


def test_a_port_that_the_caller_closes_is_closed():
    asked = """
import socket
from kavakbot.fork_server import ForkServer
listening = socket.create_server(("127.0.0.1", 0))
server = ForkServer(int)
port = listening.getsockname()[1]
listening.close()
assert server.run("3", seconds=30.0) == 3
try:
    socket.create_connection(("127.0.0.1", port), timeout=5)
except ConnectionRefusedError:
    print("closed")
"""
    command = [sys.executable, "-c", asked]
    said = subprocess.check_output(command, cwd=Path(__file__).parents[2], text=True, timeout=60)
    assert said == "closed\n"
