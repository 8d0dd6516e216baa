"""The roles of staff: groups whose permissions are patterns over names, kept in step by every `migrate`."""

from collections.abc import Iterable
from fnmatch import fnmatchcase
from typing import Any

SEE_PHONE_NUMBERS = "conversations.see_phone_numbers"

_BRANCHES = (
    "catalog.view_branch",
    "catalog.view_branchhours",
    "catalog.view_branchholiday",
    "catalog.view_drivewindow",
)

# Apps are named, not imported: this is the ground floor. What a page allows nobody, such as changing a quote, no role
# does either.
ROLES: dict[str, tuple[str, ...]] = {
    "ventas": (
        *("catalog.*_car", "catalog.*_carphoto", "catalog.change_prices", "catalog.view_importrun", *_BRANCHES),
        *("conversations.view_conversation", "conversations.change_conversation", "conversations.take_over_chat"),
        *("conversations.view_message", "conversations.view_turn", "conversations.view_toolcall"),
        *("conversations.view_delivery", "conversations.view_messagetemplate", "conversations.view_switchboard"),
        *("conversations.view_contact", "conversations.change_contact", SEE_PHONE_NUMBERS),
        *("conversations.view_lead", "conversations.change_lead", "conversations.view_dashboard"),
        *("conversations.view_appointment", "conversations.change_appointment"),
        *("conversations.*_cannedreply", "conversations.view_tradein", "conversations.change_tradein"),
        *("conversations.view_tag", "conversations.add_tag", "conversations.change_tag"),
        *("conversations.view_staffalert", "conversations.change_staffalert"),
        *("financing.view_quote", "financing.add_quote", "financing.view_financingpolicy"),
    ),
    # Chats are closed to it; the numbers it reads are those that pages and answers state.
    "curaduria": ("knowledge.*", *_BRANCHES, SEE_PHONE_NUMBERS),
    "gerencia": (
        *("catalog.*", "financing.*", "knowledge.*", "conversations.*", "kavakbot.*"),
        *("auth.*_user", "auth.*_group"),
    ),
    "auditoria": (
        *("catalog.view_*", "financing.view_*", "knowledge.view_*", "conversations.view_*", "kavakbot.view_*"),
        *("auth.view_user", "auth.view_group"),
    ),
}


def covers(role: str, permission: str) -> bool:
    """Tell whether a role has a permission such as `catalog.view_car`."""
    return any(fnmatchcase(permission, pattern) for pattern in ROLES[role])


def keep_in_step(**_: Any) -> None:
    """Make the groups of the roles where they are missing and give them exactly the permissions of their role."""
    # Imported here because this module is read before the models are.
    from django.contrib.auth.models import Group, Permission

    known = {
        f"{app}.{codename}": pk
        for pk, app, codename in Permission.objects.values_list("pk", "content_type__app_label", "codename")
    }
    for role in ROLES:
        group, _made = Group.objects.get_or_create(name=role)
        group.permissions.set(_keys(role, known.items()))


def _keys(role: str, known: Iterable[tuple[str, int]]) -> list[int]:
    return [pk for name, pk in known if covers(role, name)]
