"""PostgreSQL and Valkey for a machine that has neither: what makes `make run` work with Python alone.

Local use only. The two packages that carry the binaries are in `requirements-local.txt`, which the production
image lacks, so that a forgotten `DATABASE_URL` fails loudly there.

- `joining` is the way in: `services()` joins the running services or starts them.
- `keeper` is the detached process that runs them, restarts them, and leaves with the last user.
- `processes` is the process group that the keeper and `manage.py serve` share.
"""

from kavakbot.embedded.errors import EmbeddedError
from kavakbot.embedded.joining import lent, revive, services

__all__ = ["EmbeddedError", "lent", "revive", "services"]
