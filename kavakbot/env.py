"""The only reader and writer of the process environment."""

import os
from pathlib import Path
from urllib.parse import quote, urlsplit

import environ

BASE_DIR = Path(__file__).resolve().parent.parent

environ.Env.read_env(BASE_DIR / ".env")


def find(name: str) -> str | None:
    """Return the variable's value, else what stands in the file that `NAME_FILE` names; empty counts as not set."""
    return os.environ.get(name) or _in_file(f"{name}_FILE")


def _in_file(variable: str) -> str | None:
    """A secret in a file is seen by who may read the file; one in the environment, by `docker inspect` and children."""
    path = os.environ.get(variable)
    try:
        return (Path(path).read_text(encoding="utf-8").strip() or None) if path else None
    except OSError as error:
        raise ValueError(f"{variable} names {path}, which cannot be read: {error.strerror}.") from error


def local_dir() -> Path:
    """Return where local mode keeps its data (`LOCAL_DIR`, default `.local` beside manage.py), absolute."""
    return Path(find("LOCAL_DIR") or BASE_DIR / ".local").absolute()


def publish(**values: str) -> None:
    """Set variables for this process and the children it starts."""
    os.environ.update(values)


def inherited(**changes: str) -> dict[str, str]:
    """Return this process's variables with changes, for a child that is to have others."""
    return {**os.environ, **changes}


def text(name: str, default: str = "") -> str:
    """Return a text setting; an empty value counts as not set, as in a copied `.env.example`."""
    return find(name) or default


def words(name: str, default: list[str] | None = None) -> list[str]:
    """Return a comma-separated setting as a list."""
    return [word.strip() for word in (find(name) or "").split(",") if word.strip()] or list(default or [])


def flag(name: str, *, default: bool) -> bool:
    """Return a yes/no setting (`1`, `true`, `yes`, `on` are yes)."""
    value = find(name)
    return default if value is None else value.lower() in environ.Env.BOOLEAN_TRUE_STRINGS


def number(name: str, default: float) -> float:
    """Return a numeric setting; a malformed one raises ValueError naming the variable."""
    value = find(name)
    if value is None:
        return default
    try:
        return float(value)
    except ValueError as error:
        raise ValueError(f"{name} must be a number, not {value!r}") from error


def database_url() -> str:
    """Return `DATABASE_URL`; the predecessor's `postgresql+asyncpg://` spelling is understood.

    A URL without a password gets `POSTGRES_PASSWORD`, which compose's PostgreSQL reads from the same file.
    """
    url = (find("DATABASE_URL") or "").replace("postgresql+asyncpg://", "postgresql://", 1)
    at, password = urlsplit(url), find("POSTGRES_PASSWORD")
    if not password or not at.username or at.password:
        return url
    user, _, place = at.netloc.rpartition("@")
    return at._replace(netloc=f"{user.rstrip(':')}:{quote(password, safe='')}@{place}").geturl()
