"""As much of a container engine as our own files need: the Dockerfile's steps, and compose's services in namespaces.

A root of its own, nobody's rights, a network that leads nowhere. The base images alone are stood in for: Python by this
machine's of the same version, PostgreSQL and Redis by the wheels of local mode, Caddy by Debian's.
"""

import fnmatch
import json
import os
import re
import shlex
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

TOOLS = ("bwrap", "ip", "nsenter", "setpriv", "caddy", "curl")
# What an installing client needs to be told, and where it keeps it.
_CLIENT = ("PIP_", "SSL_", "REQUESTS_", "HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy")
_FROM_HOST = ("ssl", "ld.so.cache", "resolv.conf", "nsswitch.conf", "login.defs", "pip.conf", "ca-certificates")
_BASE_ENV = {
    "PATH": "/usr/local/bin:/usr/local/sbin:/usr/sbin:/usr/bin:/sbin:/bin",
    "LD_LIBRARY_PATH": "/usr/local/lib",
}
_NO_RIGHTS = ["--clear-groups", "--inh-caps=-all", "--ambient-caps=-all", "--bounding-set=-all", "--no-new-privs"]
_IDS = {"postgres": 999, "redis": 999}

# ── The image ───────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass
class Image:
    """A root, and what the Dockerfile says of whoever runs in it."""

    root: Path
    python: Path
    env: dict[str, str] = field(default_factory=dict)
    workdir: str = "/"
    user: str = "0"
    cmd: list[str] = field(default_factory=list)


def read_stages(dockerfile: str) -> dict[str, list[tuple[str, str]]]:
    """Return each stage's steps, its FROM first."""
    text = re.sub(r"^#.*\n", "", dockerfile, flags=re.MULTILINE).replace("\\\n", " ")
    stages: dict[str, list[tuple[str, str]]] = {}
    for line in filter(None, map(str.strip, text.splitlines())):
        word, rest = line.split(" ", 1)
        if word == "FROM":
            source, _, name = rest.split()
            stages[name] = []
            rest = source
        stages[name].append((word, rest))
    return stages


def copy_context(source: Path, to: Path) -> None:
    """Copy what git keeps and .dockerignore lets through, as an engine is given it."""
    ignored = (source / ".dockerignore").read_text().split()
    listed = subprocess.run(["git", "ls-files"], cwd=source, capture_output=True, text=True, check=True).stdout
    for name in listed.split("\n"):
        parts = Path(name).parts
        out = any(
            p.removeprefix("**/") in parts if p.startswith("**/") else fnmatch.fnmatch(parts[0], p)
            for p in ignored
            if parts
        )
        if parts and not out and (source / name).is_file():
            (to / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(source / name, to / name)


def build(
    stage: str,
    *,
    stages: dict[str, list[tuple[str, str]]],
    context: Path,
    into: Path,
    python: Path,
    built: dict[str, Image],
) -> Image:
    """Carry out a stage's steps, and first those of the stages that it stands on; each is built once."""
    if stage in built:
        return built[stage]
    (_, source), *steps = stages[stage]
    root = into / stage
    if source in stages:
        below = build(source, stages=stages, context=context, into=into, python=python, built=built)
        subprocess.run(["cp", "-a", below.root, root], check=True)
        image = Image(root, python, dict(below.env), below.workdir, below.user, below.cmd)
    else:
        image = Image(_bare_root(root), python, dict(_BASE_ENV))
    for word, rest in steps:
        if word == "COPY" and (other := re.match(r"--from=(\w+) ", rest)):
            build(other[1], stages=stages, context=context, into=into, python=python, built=built)
        _STEPS.get(word, _nothing)(image, rest, context, into)
    built[stage] = image
    return image


def _bare_root(root: Path) -> Path:
    for name in (
        "etc",
        "tmp",
        "proc",
        "dev",
        "run/secrets",
        "root",
        "home",
        "usr",
        "config",
        "data",
        "var/run/postgresql",
        "var/lib/postgresql",
    ):
        (root / name).mkdir(parents=True)
    for name in ("bin", "lib", "lib64", "sbin"):
        if Path("/usr", name).exists():
            (root / name).symlink_to(f"usr/{name}")
    for name in _FROM_HOST:
        if (path := Path("/etc", name)).exists():
            (shutil.copytree if path.is_dir() else shutil.copy)(path, root / "etc" / name)
    (root / "etc/passwd").write_text("root:x:0:0::/root:/bin/sh\n")
    (root / "etc/group").write_text("root:x:0:\n")
    (root / "etc/hosts").write_text("127.0.0.1 localhost\n")
    return root


def _copy(image: Image, rest: str, context: Path, into: Path) -> None:
    words = shlex.split(rest)
    other = words[0].removeprefix("--from=") if words[0].startswith("--from=") else ""
    *sources, to = words[1:] if other else words
    target = image.root / Path(image.workdir, to).relative_to("/")
    target.parent.mkdir(parents=True, exist_ok=True)
    for name in sources:
        source = (into / other / name.lstrip("/")) if other else context / name
        if source.is_dir():
            subprocess.run(["cp", "-a", f"{source}/.", target], check=True) if target.exists() else shutil.copytree(
                source, target, symlinks=True
            )
        else:
            shutil.copy(source, target / source.name if to.endswith(("/", ".")) else target)


def _run(image: Image, rest: str, context: Path, into: Path) -> None:
    client = {name: value for name, value in os.environ.items() if name.startswith(_CLIENT)}  # noqa: TID251
    seen = [Path(value) for value in client.values() if Path(value).is_absolute() and Path(value).exists()]
    seen += [Path.home() / ".config/pip"]
    binds = [
        word for path in seen for word in ("--ro-bind-try", str(path), str(path).replace(str(Path.home()), "/root"))
    ]
    command = [*_inside(image, writable=True), *binds, "--tmpfs", "/tmp", "/bin/sh", "-ec", rest]
    done = subprocess.run(
        command, env={**image.env, **client, "HOME": "/root"}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, f"RUN {rest}: {done.stderr[-2000:]}"


def _workdir(image: Image, rest: str, context: Path, into: Path) -> None:
    image.workdir = rest
    (image.root / rest.lstrip("/")).mkdir(parents=True, exist_ok=True)


def _env(image: Image, rest: str, context: Path, into: Path) -> None:
    for pair in shlex.split(rest):
        name, _, value = pair.partition("=")
        image.env[name] = re.sub(r"\$(\w+)", lambda found: image.env.get(found[1], ""), value)


def _user(image: Image, rest: str, context: Path, into: Path) -> None:
    image.user = rest


def _cmd(image: Image, rest: str, context: Path, into: Path) -> None:
    image.cmd = json.loads(rest)


def _nothing(image: Image, rest: str, context: Path, into: Path) -> None:
    """EXPOSE says something to people; HEALTHCHECK is compose's here."""


_STEPS: dict[str, Callable[[Image, str, Path, Path], None]] = {
    "COPY": _copy,
    "RUN": _run,
    "WORKDIR": _workdir,
    "ENV": _env,
    "USER": _user,
    "CMD": _cmd,
}


def _inside(image: Image, *, writable: bool) -> list[str]:
    """Return the beginning of a command in the image's root, with this machine's programs and the image's Python."""
    root = ["--bind" if writable else "--ro-bind", str(image.root), "/"]
    python = ["--ro-bind", str(image.python), "/usr/local"]
    system = [
        "--ro-bind",
        "/usr",
        "/usr",
        *python,
        "--proc",
        "/proc",
        "--dev",
        "/dev",
        "--perms",
        "1777",
        "--tmpfs",
        "/dev/shm",
    ]
    return ["bwrap", "--die-with-parent", *root, *system, "--chdir", image.workdir]


# ── The network ─────────────────────────────────────────────────────────────────────────────────────────────────


class Network:
    """A bridge in a namespace of its own, and one more namespace for each service; nothing leads out of it."""

    def __init__(self, names: Sequence[str]) -> None:
        self.addresses = {name: f"10.77.0.{number}" for number, name in enumerate(names, start=1)}
        self._prefix = f"kb{os.getpid()}-"
        self.hub = f"{self._prefix}hub"

    def __enter__(self) -> "Network":
        _ip("netns", "add", self.hub)
        _ip("-n", self.hub, "link", "add", "br0", "type", "bridge")
        _ip("-n", self.hub, "addr", "add", "10.77.0.254/24", "dev", "br0")
        _ip("-n", self.hub, "link", "set", "br0", "up")
        for number, name in enumerate(self.addresses):
            own, port = self.of(name), f"port{number}"
            _ip("netns", "add", own)
            _ip("link", "add", port, "netns", self.hub, "type", "veth", "peer", "name", "eth0", "netns", own)
            _ip("-n", self.hub, "link", "set", port, "master", "br0", "up")
            _ip("-n", own, "addr", "add", f"{self.addresses[name]}/24", "dev", "eth0")
            for device in ("eth0", "lo"):
                _ip("-n", own, "link", "set", device, "up")
        return self

    def __exit__(self, *error: object) -> None:
        for name in [*map(self.of, self.addresses), self.hub]:
            subprocess.run(["ip", "netns", "del", name], check=False, capture_output=True)

    def of(self, name: str) -> str:
        """Return the namespace of a service."""
        return f"{self._prefix}{name}"

    @property
    def hosts(self) -> str:
        """What /etc/hosts says in every container."""
        return "127.0.0.1 localhost\n" + "".join(f"{at} {name}\n" for name, at in self.addresses.items())


def _ip(*words: str) -> None:
    subprocess.run(["ip", *words], check=True, capture_output=True)


# ── The services ────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass
class Container:
    """One running service: started read-only and without rights, asked for its health, stopped by SIGTERM."""

    name: str
    service: dict[str, Any]
    environment: dict[str, str]
    process: subprocess.Popen[bytes]
    log: Path

    @property
    def pid(self) -> int:
        """The first process inside."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        while not (found := children.read_text().split()):  # it is only just being started
            assert self.process.poll() is None, f"{self.name} ended: {self.said()}"
            time.sleep(0.02)
        return int(found[0])

    def execute(self, *command: str, feed: bytes = b"") -> subprocess.CompletedProcess[bytes]:
        """Run a command beside it, as `docker compose exec` does."""
        into = ["nsenter", f"--target={self.pid}", "--mount", "--net", "--uts", "--pid", "--root", "--wd"]
        return subprocess.run(
            [*into, *_as_user(self.service), *command],
            input=feed,
            env=self.environment,
            capture_output=True,
            check=False,
        )

    def is_healthy(self) -> bool:
        """Ask as its healthcheck does."""
        if self.process.poll() is not None:
            raise AssertionError(f"{self.name} ended with {self.process.returncode}: {self.said()}")
        return self.execute(*self.service["healthcheck"]["test"][1:]).returncode == 0

    def stop(self) -> int:
        """End it as compose does and return its exit code."""
        os.kill(self.pid, signal.SIGTERM)
        return self.process.wait(timeout=int(str(self.service.get("stop_grace_period", "30s")).rstrip("s")))

    def memory_mib(self) -> float:
        """Return what its processes hold, shared pages by their share."""
        space = Path(f"/proc/{self.pid}/ns/pid").readlink()
        total = 0
        for process in Path("/proc").glob("[0-9]*"):
            try:
                if (process / "ns/pid").readlink() == space:
                    total += int(re.search(r"^Pss:\s+(\d+)", (process / "smaps_rollup").read_text(), re.MULTILINE)[1])
            except (OSError, TypeError):
                continue
        return total / 1024

    def said(self) -> str:
        return self.log.read_text(errors="replace")[-3000:]


def start(
    name: str, service: dict[str, Any], image: Image, *, network: Network, home: Path, command: Sequence[str] = ()
) -> Container:
    """Start a service of compose's in the image; `home` is where docker-compose.yml, .env and secrets/ are."""
    environment = {
        "HOME": _home(image, service),
        **image.env,
        **_env_file(home, service),
        **{k: str(v) for k, v in service.get("environment", {}).items()},
    }
    hosts = home / "hosts"
    hosts.write_text(network.hosts)
    binds = ["--ro-bind", str(hosts), "/etc/hosts", "--hostname", name, "--tmpfs", "/run/secrets"]
    for secret in service.get("secrets", []):
        binds += ["--ro-bind", str(home / "secrets" / secret), f"/run/secrets/{secret}"]
    for volume in service.get("volumes", []):
        binds += ["--bind", str(_volume(home, volume.split(":")[0], service)), volume.split(":")[1]]
    for memory in service.get("tmpfs", []):
        binds += ["--perms", "1777", "--tmpfs", memory.split(":")[0]]
    inside = [*_inside(image, writable=False), "--unshare-pid", "--as-pid-1", "--unshare-uts", "--unshare-ipc", *binds]
    log = home / f"{name}.log"
    words = ["ip", "netns", "exec", network.of(name), *inside, *_as_user(service)]
    words += command or service.get("command") or image.cmd
    with log.open("ab") as said:
        process = subprocess.Popen(words, env=environment, stdin=subprocess.DEVNULL, stdout=said, stderr=said)
    return Container(name, service, environment, process, log)


def becomes_healthy(container: Container, *, seconds: float) -> float:
    """Wait for a container's health and return how long that took."""
    began = time.monotonic()
    while not container.is_healthy():
        assert time.monotonic() - began < seconds, f"{container.name} is not healthy: {container.said()}"
        time.sleep(0.5)
    return time.monotonic() - began


def _env_file(home: Path, service: dict[str, Any]) -> dict[str, str]:
    if "env_file" not in service:
        return {}
    lines = (home / service["env_file"]).read_text().splitlines()
    return dict(line.split("=", 1) for line in lines if "=" in line and not line.startswith("#"))


def _home(image: Image, service: dict[str, Any]) -> str:
    """An engine looks it up in the image's /etc/passwd; who does not stand there lives at the root."""
    lines = (line.split(":") for line in (image.root / "etc/passwd").read_text().splitlines())
    return next((line[5] for line in lines if line[2] == str(_id(service))), "/")


def _volume(home: Path, name: str, service: dict[str, Any]) -> Path:
    """A named volume begins with the owner that the image gave the folder; ours all give it to who runs there."""
    path = home / (name if name.startswith(".") else f"volumes/{name}")
    path.mkdir(parents=True, exist_ok=True)
    if not name.startswith("."):
        os.chown(path, _id(service), _id(service))
    return path


def _as_user(service: dict[str, Any]) -> list[str]:
    return ["setpriv", f"--reuid={_id(service)}", f"--regid={_id(service)}", *_NO_RIGHTS, "--"]


def _id(service: dict[str, Any]) -> int:
    user = str(service["user"]).split(":")[0]
    return _IDS[user] if user in _IDS else int(user)
