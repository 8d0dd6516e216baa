"""The knowledge app."""

from django.apps import AppConfig


class KnowledgeConfig(AppConfig):
    """Name the app in the admin."""

    name = "knowledge"
    verbose_name = "Conocimiento"
