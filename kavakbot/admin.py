"""The admin of who has access: API clients, and the people of the team with their roles."""

from typing import Any

from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.models import Group, User
from django.http import HttpRequest
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from kavakbot import client_admin  # noqa: F401  registering is what importing it does
from kavakbot.pages import AdminPasswordChangeForm, AdminUserCreationForm, ModelAdmin, UserChangeForm
from kavakbot.permission_names import PermissionsField, offered, spoken
from kavakbot.roles import ROLES

# Django's own two, which importing them has just registered.
admin.site.unregister([User, Group])


class NamesPermissions(ModelAdmin[Any]):
    """Names the permissions in `column` as people read them, whether they are given or only seen."""

    column: str

    @admin.display(description="permisos")
    def held(self, owner: Any) -> SafeString | str:
        """Those that somebody has, or gives to its members."""
        permissions = offered().filter(pk__in=getattr(owner, self.column).values("pk"))
        return format_html_join("", "<div>{}</div>", ((spoken(it),) for it in permissions)) or "—"

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **options: Any) -> Any:
        """Offer those about what has a page here."""
        if db_field.name == self.column:
            options |= {"queryset": offered(), "form_class": PermissionsField}
        return super().formfield_for_manytomany(db_field, request, **options)

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """Show the choice or, where there is none, the words in its place."""
        may_change = self.has_change_permission(request, obj) if obj else self.has_add_permission(request)
        is_given = may_change and self.column not in self.get_readonly_fields(request, obj)
        kept = self.column if is_given else "held"
        return [
            (title, {**said, "fields": [kept if it == self.column else it for it in said["fields"] if it != "held"]})
            for title, said in super().get_fieldsets(request, obj)
        ]


@admin.register(User)
class StaffAdmin(UserAdmin[User], NamesPermissions):
    """Whoever manages accounts gives roles; only a superuser makes or touches a superuser."""

    column = "user_permissions"
    form = UserChangeForm  # type: ignore[assignment]  # generic only to the type checker
    add_form = AdminUserCreationForm
    change_password_form = AdminPasswordChangeForm

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> Any:
        """Keep the ways around the roles to superusers."""
        ways_around = () if request.user.is_superuser else ("is_superuser", "user_permissions")
        return (*super().get_readonly_fields(request, obj), "held", *ways_around)

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """A superuser's password is nobody else's to change."""
        return super().has_change_permission(request, obj) and _is_within_reach(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """Nor is the account to delete."""
        return super().has_delete_permission(request, obj) and _is_within_reach(request, obj)


def _is_within_reach(request: HttpRequest, user: User | None) -> bool:
    return user is None or not user.is_superuser or bool(request.user.is_superuser)


@admin.register(Group)
class RoleAdmin(GroupAdmin, NamesPermissions):
    """Groups that a company adds are its own; the roles are what the code says, so they are only read."""

    column = "permissions"

    readonly_fields = ("held",)

    def has_change_permission(self, request: HttpRequest, obj: Group | None = None) -> bool:
        """The next `migrate` would undo it."""
        return super().has_change_permission(request, obj) and (obj is None or obj.name not in ROLES)

    def has_delete_permission(self, request: HttpRequest, obj: Group | None = None) -> bool:
        """The next `migrate` would bring it back, without its people."""
        return super().has_delete_permission(request, obj) and (obj is None or obj.name not in ROLES)
