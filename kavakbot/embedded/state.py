"""The small private JSON files in `LOCAL_DIR`: what must be remembered between runs."""

import json
import os
import secrets
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any


def read(path: Path) -> dict[str, Any]:
    """Return the file's object; an absent or torn file is an empty one."""
    try:
        content = json.loads(path.read_text())
    except (FileNotFoundError, ValueError):
        return {}
    return content if isinstance(content, dict) else {}


def write(path: Path, content: dict[str, Any]) -> None:
    """Replace the file in one step, readable by its owner only."""
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        json.dump(content, file, indent=1)
    draft.replace(path)


@dataclass(frozen=True)
class Secrets:
    """What is generated once for a `LOCAL_DIR`; `cluster` names its data, so that the two never come apart."""

    cluster: str
    postgres_password: str
    valkey_password: str
    secret_key: str


def keep_secrets(path: Path) -> Secrets:
    """Return the secrets kept in the file, made now if it has none."""
    kept = read(path)
    if not kept:
        kept = asdict(
            Secrets(
                cluster=secrets.token_hex(4),
                postgres_password=secrets.token_hex(16),
                valkey_password=secrets.token_hex(16),
                secret_key=secrets.token_urlsafe(48),
            )
        )
        write(path, kept)
    return Secrets(**kept)
