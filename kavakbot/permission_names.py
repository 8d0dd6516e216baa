"""Permissions as people read them: «autos: agregar», and only those about what the back office shows."""

from django.contrib import admin
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.db.models import QuerySet
from django.forms import ModelMultipleChoiceField

_VERBS = {"view": "ver", "add": "agregar", "change": "cambiar", "delete": "eliminar"}


def offered() -> QuerySet[Permission]:
    """Return the permissions about what has a page: sessions, log entries and copies of old rows have none."""
    about = ContentType.objects.get_for_models(*admin.site._registry, for_concrete_models=False)  # noqa: SLF001
    shown = Permission.objects.filter(content_type__in=about.values()).select_related("content_type")
    return shown.order_by("content_type__app_label", "content_type__model", "pk")


def spoken(permission: Permission) -> str:
    """Name a permission; those of our own are named in Spanish where they are made."""
    model = permission.content_type.model_class()
    verb = _VERBS.get(permission.codename.partition("_")[0]) if permission.name.startswith("Can ") else None
    if model is None or verb is None:
        return permission.name
    return f"{model._meta.verbose_name_plural}: {verb}".capitalize()  # noqa: SLF001


class PermissionsField(ModelMultipleChoiceField[Permission]):
    """A choice of permissions by those names."""

    def label_from_instance(self, obj: Permission) -> str:
        """Name one."""
        return spoken(obj)
