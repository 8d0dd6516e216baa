"""The only reader and writer of the process environment."""

import os
from pathlib import Path

import environ

BASE_DIR = Path(__file__).resolve().parent.parent

env = environ.Env()
environ.Env.read_env(BASE_DIR / ".env")


def find(name: str) -> str | None:
    """Return the variable's value; an empty one counts as not set."""
    return os.environ.get(name) or None


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
    return bool(env.bool(name)) if find(name) else default


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
    """Return `DATABASE_URL`; the predecessor's `postgresql+asyncpg://` spelling is understood."""
    return (find("DATABASE_URL") or "").replace("postgresql+asyncpg://", "postgresql://", 1)
