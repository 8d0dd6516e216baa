"""The accounts of people whom the company's identity provider sends."""

import hashlib

from django.contrib.auth.models import Group, User
from django.db import transaction

from kavakbot.models import StaffIdentity
from kavakbot.roles import ROLES
from kavakbot.sign_on.claims import NotAdmitted, Person


@transaction.atomic
def admit(person: Person) -> User:
    """Return the person's account with exactly the roles that the provider gives now, made if it is their first time.

    Raises NotAdmitted where no group of theirs is a role; an account that had roles has lost them then.
    """
    known = StaffIdentity.objects.filter(issuer=person.issuer, subject=person.subject).select_related("user").first()
    if not person.roles and known is None:
        raise NotAdmitted("no group that is a role")
    user = known.user if known else _made(person)
    user.email, user.first_name, user.is_staff = person.email, person.name, bool(person.roles)
    user.save(update_fields=["email", "first_name", "is_staff"])
    # Groups that the company made itself are its own to give.
    others = user.groups.exclude(name__in=ROLES)
    user.groups.set([*others, *Group.objects.filter(name__in=person.roles)])
    return user


def _made(person: Person) -> User:
    """Make an account; one of the same name or e-mail is somebody else's, for all that we know."""
    name = person.email[:150]
    if User.objects.filter(username__iexact=name).exists():
        mark = hashlib.sha256(f"{person.issuer}\n{person.subject}".encode()).hexdigest()[:8]
        name = f"{name[:141]}-{mark}"
    user = User.objects.create_user(name, email=person.email, is_staff=True)
    StaffIdentity.objects.create(user=user, issuer=person.issuer, subject=person.subject)
    return user
