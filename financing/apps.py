"""The financing app."""

from django.apps import AppConfig


class FinancingConfig(AppConfig):
    """Name the app in the admin."""

    name = "financing"
    verbose_name = "Financiamiento"
