"""Remove what the embedded services left on this machine: `python -m kavakbot.embedded.clean`."""

import shutil
import sys

from kavakbot import env
from kavakbot.embedded.errors import EmbeddedError
from kavakbot.embedded.joining import stop
from kavakbot.embedded.layout import Layout


def main() -> None:
    """Stop a keeper that lingers, then remove `LOCAL_DIR` and its run directory; refuse while somebody uses them."""
    layout = Layout(env.local_dir())
    if layout.is_made:
        _remove_local_dir(layout)
    if layout.run_dir.exists():
        layout.make_run_dir()  # only to refuse what is somebody else's
        shutil.rmtree(layout.run_dir)


def _remove_local_dir(layout: Layout) -> None:
    layout.make()  # here too
    with layout.start:
        if layout.users.is_held_elsewhere():
            raise EmbeddedError(f"A command still uses {layout.local_dir}: stop it first.")
        stop(layout)
        shutil.rmtree(layout.local_dir)


if __name__ == "__main__":
    try:
        main()
    except EmbeddedError as error:
        sys.exit(error.detail)
