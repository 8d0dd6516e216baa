"""A broker behind TLS, as managed ones are: whoever cannot prove its name is told nothing."""

import subprocess
import sys

import pytest
from django.conf import settings
from redis import Redis
from redis.connection import parse_url

from kavakbot import env
from kavakbot.tests.forwarding import forwarding
from knowledge.tests.tls import authority, serving

PUBLISH = """
import django
django.setup()
from kavakbot.celery import publish
print(publish("conversations.nobody_takes_this", "x"))
"""


@pytest.fixture
def signer(tmp_path):
    return authority(tmp_path)


def encrypted(wrap):
    """Serve the suite's own Valkey behind TLS, and yield the port."""
    broker = parse_url(settings.REDIS_URL)
    return forwarding("localhost", (broker["host"], broker["port"]), admitting=wrap)


def published(port, options=""):
    """Publish in a process whose broker is there, and return whether it was taken."""
    broker = parse_url(settings.REDIS_URL)
    url = f"rediss://:{broker['password']}@localhost:{port}/{broker['db']}{options}"
    done = subprocess.run(
        [sys.executable, "-c", PUBLISH],
        cwd=env.BASE_DIR,
        env=env.inherited(REDIS_URL=url, DJANGO_SETTINGS_MODULE="kavakbot.settings"),
        check=True,
        capture_output=True,
        text=True,
    )
    return done.stdout.strip() == "True"


def test_wakes_go_through_a_broker_that_proves_its_name(signer, tmp_path):
    with encrypted(serving(signer, tmp_path, "localhost")) as port, Redis.from_url(settings.REDIS_URL) as redis:
        assert published(port, f"?ssl_ca_certs={signer.file}")
        assert redis.delete("default") == 1


def test_nothing_is_said_to_a_broker_that_nobody_speaks_for(signer, tmp_path):
    with encrypted(serving(signer, tmp_path, "localhost")) as port:
        assert not published(port)
