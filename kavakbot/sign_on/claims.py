"""What the identity provider says of a person, and which roles follow from it; no database, no network."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

_LONGEST = 255


class NotAdmitted(Exception):
    """The provider vouches for somebody whom we do not let in; the text says why, for the log."""


@dataclass(frozen=True)
class Person:
    """Somebody the provider vouches for: known by issuer and subject, never by e-mail alone."""

    issuer: str
    subject: str
    email: str
    name: str
    roles: frozenset[str]


def read(claims: Mapping[str, Any], *, groups_claim: str, role_groups: Mapping[str, Iterable[str]]) -> Person:
    """Return the person of verified claims; raises NotAdmitted without a subject or a verified e-mail.

    `role_groups` names the provider's groups of each role.
    """
    subject, email = claims.get("sub"), claims.get("email")
    if not isinstance(subject, str) or not 0 < len(subject) <= _LONGEST:
        raise NotAdmitted("no subject")
    if (
        not isinstance(email, str)
        or not 0 < len(email) <= _LONGEST
        or claims.get("email_verified") not in {True, "true"}
    ):
        raise NotAdmitted("no verified e-mail")
    told = claims.get(groups_claim)
    told = [told] if isinstance(told, str) else told
    groups = {one for one in told if isinstance(one, str)} if isinstance(told, list) else set()
    roles = frozenset(role for role, named in role_groups.items() if groups & {*named})
    return Person(str(claims.get("iss", "")), subject, email.lower(), str(claims.get("name") or "")[:150], roles)


def read_role_groups(pairs: Iterable[str]) -> dict[str, frozenset[str]]:
    """Read `ventas=Ventas CDMX` and the like, several groups to a role; raises ValueError for what is no pair."""
    found: dict[str, frozenset[str]] = {}
    for pair in pairs:
        role, equals, group = pair.partition("=")
        if not (equals and role.strip() and group.strip()):
            raise ValueError(f"{pair!r} is not role=group")
        found[role.strip()] = found.get(role.strip(), frozenset()) | {group.strip()}
    return found
