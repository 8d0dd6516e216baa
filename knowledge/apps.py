"""The knowledge app."""

from django.apps import AppConfig


class KnowledgeConfig(AppConfig):
    """Name the app in the admin."""

    name = "knowledge"
    verbose_name = "Conocimiento"

    def ready(self) -> None:
        """Register the system checks."""
        from knowledge import checks  # noqa: F401  registering is what importing them does
