"""The ground floor as a Django app: API clients and system checks."""

from django.apps import AppConfig


class KavakbotConfig(AppConfig):
    """Name the app in the admin and register the checks."""

    name = "kavakbot"
    verbose_name = "Acceso"

    def ready(self) -> None:
        """Register the system checks and what the schema generator needs to know."""
        from kavakbot import checks, schema  # noqa: F401  registering is what importing them does
