"""A production start without what it needs, or with what is unsafe, fails and says why."""

import subprocess
import sys
import urllib.request

import pytest

from kavakbot import env
from kavakbot.embedded import ports
from kavakbot.tests.waiting import soon

SAFE = {
    "SECRET_KEY": "".join(f"k{number}" for number in range(40)),
    "DEBUG": "false",
    "ALLOWED_HOSTS": "agent.example.com",
    "PUBLIC_BASE_URL": "https://agent.example.com",
    "BEHIND_PROXY": "true",
    "NUM_PROXIES": "1",
    "DATABASE_URL": "postgresql://kavakbot@127.0.0.1:9/kavakbot",
    "REDIS_URL": "redis://127.0.0.1:9/0",
    "LOCAL_MODE": "false",
}
UNSAFE = {
    "DATABASE_URL": ("", "DATABASE_URL is not set"),
    "REDIS_URL": ("", "REDIS_URL is not set"),
    "SECRET_KEY": ("", "SECRET_KEY is not set"),
    "SECRET_KEY ": ("short", "Your SECRET_KEY has less than 50 characters"),
    "DEBUG": ("true", "should not have DEBUG set to True"),
    "ALLOWED_HOSTS": ("", "ALLOWED_HOSTS must not be empty"),
    "PUBLIC_BASE_URL": ("http://agent.example.com", "PUBLIC_BASE_URL is not an https address"),
    "BEHIND_PROXY": ("false", "Requests over plain http are redirected"),
    "CRASH_AT": ("before_http", "CRASH_AT is set without DEBUG"),
}
REFUSALS = """
import django
django.setup()
from kavakbot import production
print("\\n".join(production.refusals()))
"""


@pytest.mark.parametrize("name", UNSAFE)
def test_each_setting_that_is_missing_or_unsafe_is_named(name):
    value, why = UNSAFE[name]
    assert why in _told(**{name.strip(): value})


def test_with_safe_settings_nothing_is_in_the_way():
    assert _told() == ""


def test_on_this_machine_alone_https_is_not_asked_for():
    assert _told(PUBLIC_BASE_URL="http://127.0.0.1:8000", BEHIND_PROXY="false") == ""


@pytest.mark.parametrize(
    "command",
    [
        ["-m", "gunicorn", "kavakbot.wsgi", "--bind", "127.0.0.1:0"],
        ["-m", "gunicorn", "kavakbot.ingress", "--bind", "127.0.0.1:0"],
        ["manage.py", "work"],
        ["manage.py", "migrate"],
    ],
)
def test_what_serves_people_ends_at_once_and_says_why(command):
    ours = env.inherited(**SAFE, CRASH_AT="before_http")
    done = subprocess.run(
        [sys.executable, *command], cwd=env.BASE_DIR, env=ours, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode != 0
    assert "CRASH_AT is set without DEBUG" in done.stdout + done.stderr


@pytest.mark.parametrize("application", ["kavakbot.wsgi", "kavakbot.ingress"])
def test_with_safe_settings_both_servers_serve(application, tmp_path):
    port = ports.keep(tmp_path / "ports.json", "server")
    command = [sys.executable, "-m", "gunicorn", application, "--bind", f"127.0.0.1:{port}"]
    server = subprocess.Popen(command, cwd=env.BASE_DIR, env=env.inherited(**SAFE))
    try:
        assert soon(lambda: _lives(port), seconds=30)
    finally:
        server.terminate()
        server.wait(timeout=20)


def _lives(port):
    ours = urllib.request.Request(f"http://127.0.0.1:{port}/health/live", headers={"Host": SAFE["ALLOWED_HOSTS"]})
    try:
        with urllib.request.urlopen(ours, timeout=5) as answer:
            return answer.status == 200
    except OSError:
        return False


def _told(**changes):
    ours = env.inherited(**SAFE, DJANGO_SETTINGS_MODULE="kavakbot.settings") | changes
    done = subprocess.run(
        [sys.executable, "-c", REFUSALS], cwd=env.BASE_DIR, env=ours, capture_output=True, text=True, check=True
    )
    return done.stdout.strip()
