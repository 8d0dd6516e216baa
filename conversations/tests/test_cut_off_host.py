"""A host that PostgreSQL is cut off from without a word: a network namespace whose wire is unplugged."""

import subprocess
import sys

import pytest
from django.db import connection

from conversations.faults import network
from conversations.faults.network import Network, Service
from kavakbot import env
from kavakbot.tests.forwarding import forwarding

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


def test_who_asks_a_database_that_went_away_without_a_word_hears_so_within_twenty_seconds():
    ours = (connection.settings_dict["HOST"], connection.settings_dict["PORT"])
    with Network(1) as wires, forwarding(wires.address(Service.POSTGRES), ours) as port:
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
