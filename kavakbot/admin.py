"""The admin of who has access: API clients, and the people of the team with their roles."""

from typing import Any

from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.models import Group, User
from django.http import HttpRequest

from kavakbot import client_admin  # noqa: F401  registering is what importing it does
from kavakbot.roles import ROLES

# Django's own two, which importing them has just registered.
admin.site.unregister([User, Group])


@admin.register(User)
class StaffAdmin(UserAdmin[User]):
    """Whoever manages accounts gives roles; only a superuser makes or touches a superuser."""

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> Any:
        """Keep the ways around the roles to superusers."""
        ways_around = () if request.user.is_superuser else ("is_superuser", "user_permissions")
        return (*super().get_readonly_fields(request, obj), *ways_around)

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """A superuser's password is nobody else's to change."""
        return super().has_change_permission(request, obj) and _is_within_reach(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """Nor is the account to delete."""
        return super().has_delete_permission(request, obj) and _is_within_reach(request, obj)


def _is_within_reach(request: HttpRequest, user: User | None) -> bool:
    return user is None or not user.is_superuser or bool(request.user.is_superuser)


@admin.register(Group)
class RoleAdmin(GroupAdmin):
    """Groups that a company adds are its own; the roles are what the code says, so they are only read."""

    def has_change_permission(self, request: HttpRequest, obj: Group | None = None) -> bool:
        """The next `migrate` would undo it."""
        return super().has_change_permission(request, obj) and (obj is None or obj.name not in ROLES)

    def has_delete_permission(self, request: HttpRequest, obj: Group | None = None) -> bool:
        """The next `migrate` would bring it back, without its people."""
        return super().has_delete_permission(request, obj) and (obj is None or obj.name not in ROLES)
