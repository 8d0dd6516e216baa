"""The trail of who looked at which customers: a row for each look, by ids alone."""

from collections.abc import Iterable
from uuid import UUID

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser

from conversations.models import AuditAction, AuditEntry

# A person of the team, or what else it was in words: an API client, a command.
Actor = AbstractBaseUser | AnonymousUser | str


def record(
    action: AuditAction,
    *,
    by: Actor,
    contact_ids: Iterable[UUID],
    conversation_id: UUID | None = None,
    page: str = "",
    about: str = "",
) -> None:
    """Write one look down, at one customer or at all of a list or a file."""
    user = by if isinstance(by, AbstractBaseUser) else None
    actor = user.get_username() if user else str(by)
    AuditEntry.objects.create(
        action=action,
        actor=actor[:160],
        user_id=user.pk if user else None,
        contact_ids=list(dict.fromkeys(contact_ids)),
        conversation_id=conversation_id,
        page=page,
        about=about,
    )
