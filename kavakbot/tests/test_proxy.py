"""The proxy's own file, run by a real Caddy: what it lets through, to whom, and what it says of it."""

import shutil
import socket
import subprocess

import pytest
import urllib3

from kavakbot import env
from kavakbot.embedded import ports
from kavakbot.tests.waiting import soon

NAME = "agente.localhost"  # one for which Caddy makes a certificate by itself
WEBHOOK = "/api/v1/chat/webhooks/twilio"
SEARCH = "/admin/conversations/contact/?q=5512345678"

pytestmark = pytest.mark.skipif(not shutil.which("caddy"), reason="caddy is not installed")


@pytest.fixture
def proxy(tmp_path, httpserver):
    """Caddy with our file, before a server that stands for the web, with nobody where the ingress would be."""
    port = {
        name: ports.keep(tmp_path / "ports.json", name) for name in ("HTTP_PORT", "HTTPS_PORT", "HEALTH_PORT", "NOBODY")
    }
    ours = {name: str(number) for name, number in port.items()} | {
        "PUBLIC_BASE_URL": f"https://{NAME}",
        "WEB": f"127.0.0.1:{httpserver.port}",
        "INGRESS": f"127.0.0.1:{port['NOBODY']}",
        "XDG_DATA_HOME": str(tmp_path),
        "XDG_CONFIG_HOME": str(tmp_path),
    }
    command = ["caddy", "run", "--config", str(env.BASE_DIR / "deploy/Caddyfile"), "--adapter", "caddyfile"]
    with (
        (tmp_path / "log").open("wb") as log,
        subprocess.Popen(command, env=env.inherited(**ours), stderr=log) as caddy,
    ):
        try:
            assert soon(lambda: _status(f"http://127.0.0.1:{port['HEALTH_PORT']}/") == 200, seconds=60)
            # Its servers start one by one, and that of its health may be the first.
            assert soon(lambda: all(_listens(port[name]) for name in ("HTTP_PORT", "HTTPS_PORT")), seconds=60)
            yield Proxy(port, tmp_path / "log")
        finally:
            caddy.terminate()


class Proxy:
    """What asks it from outside."""

    def __init__(self, port, log):
        self._log, self._http = log, f"http://127.0.0.1:{port['HTTP_PORT']}"
        self._https = urllib3.HTTPSConnectionPool(
            "127.0.0.1",
            port["HTTPS_PORT"],
            cert_reqs="CERT_NONE",
            server_hostname=NAME,
            assert_hostname=False,
            timeout=60,
        )

    def ask(self, path, *, body=None, **headers):
        named = {"Host": NAME} | {name.replace("_", "-"): value for name, value in headers.items()}
        method = "POST" if body else "GET"
        with pytest.warns(urllib3.exceptions.InsecureRequestWarning):
            return self._https.request(method, path, body=body, headers=named, redirect=False, retries=False)

    def ask_plainly(self, path):
        return urllib3.request("GET", self._http + path, headers={"Host": NAME}, redirect=False)

    def said(self):
        return self._log.read_text()


def test_the_web_is_reached_and_told_what_the_proxy_knows_and_not_what_the_client_claims(proxy, httpserver):
    httpserver.expect_request("/admin/login/").respond_with_data("page")
    claims = {"X_Forwarded_For": "203.0.113.7", "X_Forwarded_Proto": "http", "X_Forwarded_Host": "evil.example"}
    answer = proxy.ask("/admin/login/", **claims)
    assert (answer.status, answer.data) == (200, b"page")
    assert "Server" not in answer.headers or answer.headers["Server"] != "Caddy"
    [(request, _)] = httpserver.log
    assert request.headers["X-Forwarded-For"] == "127.0.0.1"
    assert request.headers["X-Forwarded-Proto"] == "https"
    assert request.headers["X-Forwarded-Host"] == NAME


def test_webhooks_go_to_the_ingress_and_nowhere_else(proxy, httpserver):
    assert proxy.ask(WEBHOOK, body=b"Body=hola").status == 502, "nobody is there in this test"
    assert httpserver.log == []


def test_the_figures_stay_inside(proxy, httpserver):
    assert [proxy.ask(path).status for path in ("/metrics", "/metrics/")] == [404, 404]
    assert httpserver.log == []


def test_plain_http_leads_to_tls(proxy):
    answer = proxy.ask_plainly("/admin/")
    assert (answer.status, answer.headers["Location"]) == (308, f"https://{NAME}/admin/")


def test_what_is_larger_than_any_file_of_cars_is_refused(proxy, httpserver):
    httpserver.expect_request("/api/v1/cars/import").respond_with_data("read")
    assert proxy.ask("/api/v1/cars/import", body=b"x" * 1_000_000).status == 200
    # Caddy 2.6 calls it the upstream's fault, newer ones 413.
    assert proxy.ask("/api/v1/cars/import", body=b"x" * 61_000_000).status in (413, 502)


def test_an_error_is_logged_without_what_was_asked_for_and_by_whom(proxy, httpserver):
    httpserver.stop()
    assert proxy.ask(SEARCH, Cookie="sessionid=secret").status == 502
    assert soon(lambda: "dial" in proxy.said())
    assert "/admin/conversations/contact/" in proxy.said()
    assert not [it for it in ("5512345678", "secret", '"remote_ip"') if it in proxy.said()]
    httpserver.start()


def _listens(port):
    with socket.socket() as client:
        return client.connect_ex(("127.0.0.1", port)) == 0


def _status(url):
    try:
        return urllib3.request("GET", url, retries=False, timeout=2).status
    except urllib3.exceptions.HTTPError:
        return 0
