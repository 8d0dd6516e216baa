"""The ingress: it takes signed webhooks and answers for its health, and knows nothing else."""

import json
import subprocess
import sys
import urllib.error
import urllib.request
from contextlib import contextmanager
from urllib.parse import urlencode

import pytest
from django.conf import settings as django_settings

from kavakbot import env
from kavakbot.embedded import ports
from kavakbot.tests.waiting import soon

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_ingress_takes_webhooks_and_nothing_else(tmp_path):
    with _ingress(tmp_path) as base:
        assert _status(f"{base}/health") == 200
        assert _status(f"{base}/api/v1/chat/webhooks/twilio", {"From": "whatsapp:+5215512345678"}) == 403
        for nothing in ("/admin/", "/api/v1/cars", "/docs", "/api/v1/chat/message", "/"):
            assert _status(base + nothing) == 404


def test_its_lines_are_objects_by_request_and_name_no_number(tmp_path):
    with _ingress(tmp_path) as base:
        assert _status(f"{base}/nothing/+5215512345678?q=Lupita") == 404
    written = (tmp_path / "log").read_text()
    lines = [json.loads(line) for line in written.splitlines() if line.startswith("{")]
    [of_server] = [it for it in lines if it["logger"] == "gunicorn.access" and "nothing" in it["message"]]
    [of_ours] = [it for it in lines if it["logger"] == "django.request"]
    assert of_server["request"] == of_ours["request"]
    assert not any(said in written for said in ("5512345678", "Lupita"))


@contextmanager
def _ingress(folder):
    port = ports.keep(folder / "ports.json", "ingress")
    command = [sys.executable, "-m", "gunicorn", "kavakbot.ingress", "--bind", f"127.0.0.1:{port}"]
    command += ["--access-logfile", "-"]
    base = f"http://127.0.0.1:{port}"
    ours = env.inherited(PUBLIC_BASE_URL=base, ALLOWED_HOSTS="127.0.0.1", SECRET_KEY="x" * 60, DEBUG="false")
    with (folder / "log").open("w") as log:
        server = subprocess.Popen(command, cwd=django_settings.BASE_DIR, env=ours, stderr=log)
        try:
            assert soon(lambda: _status(f"{base}/health/live") == 200)
            yield base
        finally:
            server.terminate()
            server.wait(timeout=20)


def _status(url, form=None):
    try:
        with urllib.request.urlopen(url, urlencode(form).encode() if form else None, timeout=10) as answer:
            return answer.status
    except urllib.error.HTTPError as error:
        return error.code
    except OSError:
        return 0
