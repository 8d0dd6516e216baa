"""A real OpenID provider for tests: the certified npm `oidc-provider`, a process of its own on loopback."""

import fcntl
import hashlib
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

import pytest
import urllib3

from kavakbot import env
from kavakbot.embedded.layout import Layout

_SOURCE = Path(__file__).with_name("oidc_provider")


@dataclass(frozen=True)
class IdentityProvider:
    """The running provider; endpoints are those of its discovery document."""

    issuer: str

    @property
    def endpoints(self) -> dict[str, Any]:
        """What the discovery document says, by its own names (`token_endpoint`, `jwks_uri`, …)."""
        return urllib3.request("GET", f"{self.issuer}/.well-known/openid-configuration").json()

    def script(self, *, clients: list[dict[str, Any]], people: list[dict[str, Any]] | None = None, **more: Any) -> None:
        """Begin anew with these clients (by the registration standard's names) and people; nobody is signed in.

        A person is the claims told of them: `sub`, which the login form asks for, `email`, `email_verified`, `name`,
        `groups`, `cognito:groups`. `more`: `resource_scopes` (what clients may ask of the API, with spaces),
        `access_token_seconds`, `id_token_seconds`, `rotate` and `keep_old_keys`.
        """
        said = {"clients": clients, "people": people or [], **more}
        assert urllib3.request("POST", f"{self.issuer}/scripted", json=said).status == 200


@pytest.fixture(scope="session")
def identity_provider() -> Iterator[IdentityProvider]:
    """One provider for the run, scripted by each test; skipped, with the reason, where there is no Node."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node is None or npm is None:
        pytest.skip("node and npm are not on PATH; on Debian: apt install nodejs npm")
    with _running(node, _installed(npm)) as provider:
        provider.script(clients=[])
        yield provider


@contextmanager
def _running(node: str, folder: Path) -> Iterator[IdentityProvider]:
    command = [node, "server.mjs"]
    with subprocess.Popen(command, cwd=folder, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        issuer = process.stdout.readline().strip()
        if not issuer:
            _is_not_to_be_had(f"{folder} does not start")
        yield IdentityProvider(issuer)
        process.terminate()  # the end of its input would do, had no test left a child that holds it open


def _installed(npm: str) -> Path:
    """Return where the provider is installed, once for each state of its files."""
    files = sorted(path for path in _SOURCE.iterdir() if path.is_file())
    digest = hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest()[:16]
    Layout(env.local_dir()).make()  # here too where the services are somebody else's
    folder = env.local_dir() / "oidc_provider" / digest
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "ready").exists():
            for path in files:
                shutil.copy(path, folder)
            command = [
                npm,
                "ci",
                "--ignore-scripts",
                "--no-audit",
                "--no-fund",
                "--prefer-offline",
                "--fetch-retries",
                "1",
            ]
            done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
            if done.returncode != 0:
                _is_not_to_be_had(f"npm could not install it: {done.stderr.strip()[-500:]}")
            (folder / "ready").touch()
    return folder


def _is_not_to_be_had(reason: str) -> NoReturn:
    """Skip at home; fail in continuous integration, where a skipped test would pass for a good one."""
    if env.flag("CI", default=False):
        pytest.fail(f"The identity provider is not to be had: {reason}")
    pytest.skip(f"The identity provider is not to be had: {reason}")
