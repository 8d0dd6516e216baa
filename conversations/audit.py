"""The trail of who looked at which customer: a row for each look, by ids alone."""

from uuid import UUID

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser

from conversations.models import AuditAction, AuditEntry

# A person of the team, or what else it was in words: an API client, a command.
Actor = AbstractBaseUser | AnonymousUser | str


def record(action: AuditAction, *, by: Actor, contact_id: UUID, conversation_id: UUID | None = None) -> None:
    """Write one look down."""
    user = by if isinstance(by, AbstractBaseUser) else None
    actor = user.get_username() if user else str(by)
    AuditEntry.objects.create(
        action=action,
        actor=actor[:160],
        user_id=user.pk if user else None,
        contact_id=contact_id,
        conversation_id=conversation_id,
    )
