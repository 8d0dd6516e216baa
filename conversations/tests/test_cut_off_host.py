"""A host that PostgreSQL is cut off from without a word: a network namespace whose wire is unplugged."""

import socket
import subprocess
import sys
import threading
from contextlib import contextmanager, suppress

import pytest
from django.db import connection

from conversations.faults import network
from conversations.faults.network import Network, Service
from kavakbot import env

pytestmark = [
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(bool(network.missing()), reason=network.missing() or "there are namespaces"),
]
ASKING = """
import sys
import time
import django
django.setup()
from django.db import OperationalError, connection
with connection.cursor() as cursor:
    cursor.execute("SELECT 1")
    print("connected", flush=True)
    sys.stdin.readline()
    asked = time.monotonic()
    try:
        cursor.execute("SELECT 1")
    except OperationalError:
        print(time.monotonic() - asked)
"""


@contextmanager
def reachable(address):
    """Pass connections to this address on to the suite's PostgreSQL, and yield the port."""
    inside = []
    with socket.create_server((address, 0)) as door:
        threading.Thread(target=_admit, args=(door, inside), daemon=True).start()
        yield door.getsockname()[1]
    for each in inside:  # whoever was cut off cannot say that it has gone
        each.shutdown(socket.SHUT_RDWR)


def _admit(door, insides):
    while True:
        try:
            outside, _ = door.accept()
        except OSError:  # the test is over
            return
        inside = socket.create_connection((connection.settings_dict["HOST"], connection.settings_dict["PORT"]))
        insides.append(inside)
        for pair in ((outside, inside), (inside, outside)):
            threading.Thread(target=_pass_on, args=pair, daemon=True).start()


def _pass_on(source, target):
    try:
        while data := source.recv(65_536):
            target.sendall(data)
    except OSError:
        pass
    with suppress(OSError):
        target.shutdown(socket.SHUT_RDWR)


def test_who_asks_a_database_that_went_away_without_a_word_hears_so_within_twenty_seconds():
    with Network(1) as wires, reachable(wires.address(Service.POSTGRES)) as port:
        address = f"{wires.address(Service.POSTGRES)}:{port}"
        url = "postgresql://{USER}:{PASSWORD}@{address}/{NAME}".format(**connection.settings_dict, address=address)
        asking = subprocess.Popen(
            [*wires.inside(1), sys.executable, "-c", ASKING],
            cwd=env.BASE_DIR,
            env=env.inherited(DATABASE_URL=url, DJANGO_SETTINGS_MODULE="kavakbot.settings"),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        try:
            assert asking.stdout.readline() == "connected\n"
            wires.cut(1, [Service.POSTGRES])
            told, _ = asking.communicate("\n", timeout=40)
        finally:
            asking.kill()
    assert float(told) < 20


def test_what_a_killed_run_left_behind_goes_with_the_next():
    left = f"kv{_dead()}-1"
    subprocess.run(["ip", "netns", "add", left], check=True)
    with Network(1):
        listed = subprocess.run(["ip", "netns", "list"], capture_output=True, text=True, check=True).stdout
    assert left not in listed


def _dead() -> int:
    """Return the id of a process that has ended."""
    process = subprocess.Popen(["true"])
    process.wait()
    return process.pid
