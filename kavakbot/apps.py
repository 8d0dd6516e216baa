"""The ground floor as a Django app: API clients and system checks."""

from django.apps import AppConfig, apps
from django.conf import settings
from django.db.models.signals import post_migrate


class KavakbotConfig(AppConfig):
    """Name the app in the admin and register the checks."""

    name = "kavakbot"
    verbose_name = "Acceso"

    def ready(self) -> None:
        """Register the system checks; keep the roles in step."""
        # Registering is what importing them does.
        from kavakbot import checks, error_reports, roles, token_checks  # noqa: F401
        from kavakbot.sign_on import checks as sign_on_checks  # noqa: F401

        if settings.SENTRY_DSN:
            error_reports.begin(dsn=settings.SENTRY_DSN, release=settings.VERSION, is_local=settings.LOCAL_MODE)

        # Permissions are made by Django in answer to the same signal, app by app: the roles follow after the last one.
        # No migration can do it, since a first `migrate` has no permissions before it ends.
        last = [config for config in apps.get_app_configs() if config.models_module][-1]
        post_migrate.connect(roles.keep_in_step, sender=last, dispatch_uid="kavakbot.roles")
