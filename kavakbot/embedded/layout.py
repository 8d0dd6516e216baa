"""Where everything of one `LOCAL_DIR` lives, whoever we are and whatever the permissions above it."""

import hashlib
import os
import pwd
import stat
from dataclasses import dataclass
from pathlib import Path

from kavakbot.embedded.account import Account, can_enter
from kavakbot.embedded.errors import EmbeddedError
from kavakbot.embedded.locks import Lock

RUN_DIRECTORIES = Path("/var/tmp")  # noqa: S108  the name is fixed, so the owner is checked


@dataclass(frozen=True)
class Layout:
    """The paths of one installation; nothing is touched by asking for them."""

    local_dir: Path

    @property
    def is_made(self) -> bool:
        """Tell whether `LOCAL_DIR` is there and ours; the users' lock file is its mark."""
        return (self.local_dir / "services.lock").exists()

    @property
    def users(self) -> Lock:
        """A shared hold says: somebody uses the services."""
        return Lock(self.local_dir / "services.lock")

    @property
    def start(self) -> Lock:
        """Held while somebody joins, leaves or starts, one at a time."""
        return Lock(self.local_dir / "start.lock")

    @property
    def keeper(self) -> Lock:
        """Held by the keeper for its life."""
        return Lock(self.local_dir / "keeper.lock")

    @property
    def running(self) -> Path:
        """Where to reach what runs: the addresses with their passwords, and the process ids."""
        return self.local_dir / "services.json"

    @property
    def secrets(self) -> Path:
        return self.local_dir / "secrets.json"

    @property
    def ports(self) -> Path:
        return self.local_dir / "ports.json"

    @property
    def run_dir(self) -> Path:
        """Return the stand-in for a `LOCAL_DIR` that the unprivileged account cannot reach."""
        name = hashlib.sha256(os.fsencode(self.local_dir.resolve())).hexdigest()[:16]
        return RUN_DIRECTORIES / f"kavakbot-{name}"

    def log(self, name: str) -> Path:
        return self.local_dir / "logs" / f"{name}.log"

    def make(self) -> None:
        """Make `LOCAL_DIR`, or check that the one that is there is ours to use."""
        # Root lets its unprivileged account pass through; every file inside is private by itself.
        self.local_dir.mkdir(mode=0o711 if os.geteuid() == 0 else 0o700, parents=True, exist_ok=True)
        if self.is_made:
            self._check_owner()
        elif any(self.local_dir.iterdir()):
            raise EmbeddedError(f"LOCAL_DIR {self.local_dir} holds other files; name a new or an empty directory.")
        else:
            (self.local_dir / "services.lock").touch(mode=0o600)
        self.log("keeper").parent.mkdir(mode=0o700, exist_ok=True)

    def data_directory(self, name: str, account: Account | None) -> Path:
        """Return where the account keeps `name`: in `LOCAL_DIR`, or in the run directory where it cannot get there.

        Data that exists stays where it is, even when somebody opened or closed a parent directory since.
        """
        inside, outside = self.local_dir / name, self.run_dir / name
        if outside.exists():
            self.make_run_dir()
            return outside
        if can_enter(account, self.local_dir):
            return inside
        if inside.exists():
            raise EmbeddedError(
                f"The account PostgreSQL runs as can no longer reach {inside}: a parent was closed to it."
            )
        self.make_run_dir()
        return outside

    def make_run_dir(self) -> None:
        """Make the run directory; refuse one that somebody else could have prepared."""
        self.run_dir.mkdir(mode=0o711, exist_ok=True)
        found = self.run_dir.lstat()
        foreign = found.st_uid != os.geteuid() or bool(found.st_mode & (stat.S_IWGRP | stat.S_IWOTH))
        if foreign or not stat.S_ISDIR(found.st_mode):
            raise EmbeddedError(f"{self.run_dir} was made by somebody else; remove it, or set another LOCAL_DIR.")

    def _check_owner(self) -> None:
        owner = self.local_dir.joinpath("services.lock").stat().st_uid
        if owner == os.geteuid():
            return
        try:
            name = pwd.getpwuid(owner).pw_name
        except KeyError:
            name = str(owner)
        raise EmbeddedError(
            f"LOCAL_DIR {self.local_dir} belongs to the user {name}: "
            "run as that user, remove it, or set another LOCAL_DIR."
        )
