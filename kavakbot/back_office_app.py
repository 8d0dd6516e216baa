"""The back office as a Django app, apart from its pages: those are found where its addresses are (`kavakbot.urls`).

The ingress and the workers serve none, and are the lighter for it.
"""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.contrib import admin
from django.contrib.admin.apps import SimpleAdminConfig
from django.contrib.admin.checks import check_admin_app, check_dependencies
from django.core import checks


class BackOfficeConfig(SimpleAdminConfig):
    """Put the back office in the place of Django's own site."""

    default_site = "kavakbot.back_office.BackOffice"

    def ready(self) -> None:
        """Register Django's checks of the admin, which look for its pages first."""
        checks.register(check_dependencies, checks.Tags.admin)
        checks.register(_check_pages, checks.Tags.admin)


def _check_pages(app_configs: Sequence[AppConfig] | None, **options: Any) -> list[checks.CheckMessage]:
    admin.autodiscover()
    return check_admin_app(app_configs, **options)
