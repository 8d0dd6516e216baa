"""The conversations app."""

from django.apps import AppConfig


class ConversationsConfig(AppConfig):
    """Name the app in the admin."""

    name = "conversations"
    verbose_name = "Conversaciones"
