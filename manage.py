#!/usr/bin/env python
"""Run a management command; in local mode PostgreSQL and Valkey are lent to it."""

import sys

from django.core.management import execute_from_command_line

from kavakbot import env
from kavakbot.embedded import EmbeddedError, services


def main() -> None:
    """Run the command that the arguments name."""
    if env.find("DJANGO_SETTINGS_MODULE") is None:
        env.publish(DJANGO_SETTINGS_MODULE="kavakbot.settings")
    try:
        with services():
            execute_from_command_line(sys.argv)
    except EmbeddedError as error:
        sys.exit(error.detail)
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()
