"""The catalogue as Django knows it."""

from django.apps import AppConfig


class CatalogConfig(AppConfig):
    """Cars, photos, branches and imports."""

    name = "catalog"
    verbose_name = "Catálogo"
