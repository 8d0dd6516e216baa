"""The unprivileged account that the services run as when we are root, which PostgreSQL refuses."""

import os
import pwd
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

NOBODY_ID = 65534


@dataclass(frozen=True)
class Account:
    """A user and group id to drop to."""

    uid: int
    gid: int


def find_unprivileged() -> Account | None:
    """Return the existing account `nobody` when we are root; None means: stay who we are."""
    if os.geteuid() != 0:
        return None
    try:
        entry = pwd.getpwnam("nobody")
    except KeyError:
        return Account(NOBODY_ID, NOBODY_ID)
    return Account(entry.pw_uid, entry.pw_gid)


def can_enter(account: Account | None, directory: Path) -> bool:
    """Tell whether the account reaches the directory."""
    return _succeeds_as(account, lambda: os.access(directory, os.X_OK))


def can_read_tree(account: Account | None, directory: Path) -> bool:
    """Tell whether the account can read every file below the directory, and run those that can be run at all."""
    return _succeeds_as(account, lambda: _is_readable(directory))


def _is_readable(directory: Path) -> bool:
    if not os.access(directory, os.R_OK | os.X_OK):
        return False
    for folder, folders, files in os.walk(directory):
        if not all(os.access(Path(folder, name), os.R_OK | os.X_OK) for name in folders):
            return False
        if not all(os.access(Path(folder, name), os.R_OK) for name in files):
            return False
    return True


def _succeeds_as(account: Account | None, check: Callable[[], bool]) -> bool:
    """Run the check as the account, in a child: permission bits do not tell the whole story, the kernel does."""
    if account is None:
        return check()
    child = os.fork()
    if child == 0:
        passed = False
        try:
            os.setgroups([])
            os.setgid(account.gid)
            os.setuid(account.uid)
            passed = check()
        finally:
            os._exit(0 if passed else 1)
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status) == 0
