"""All that is held of a customer, in one document that people and machines read."""

import json
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Model
from django.utils import timezone

from conversations import audit
from conversations.models import AuditAction, AuditEntry, Contact
from conversations.privacy import places

# Whoever else was on a list that somebody looked at is nobody else's business.
_OF_OTHERS: Mapping[type[Model], str] = MappingProxyType({AuditEntry: "contact_ids"})


def as_json(contacts: Iterable[Contact], *, by: audit.Actor) -> str:
    """Return everything held of these contacts as JSON, in the words of the back office; the look is written down."""
    people = []
    for contact in contacts:
        people.append(_of(contact))
        audit.record(AuditAction.EXPORTED, by=by, contact_ids=[contact.pk])
    document = {"fecha": timezone.localtime(), "personas": people}
    return json.dumps(document, cls=DjangoJSONEncoder, ensure_ascii=False, indent=2)


def _of(contact: Contact) -> dict[str, list[dict[str, Any]]]:
    return {
        str(rows.model._meta.verbose_name_plural): [_told(row) for row in rows]  # noqa: SLF001 - Django's own name
        for rows in places.everything(places.person(contact))
    }


def _told(row: Model) -> dict[str, Any]:
    """Return a row's fields under the names that staff know them by, choices in words."""
    told = {}
    for field in row._meta.concrete_fields:  # noqa: SLF001 - Django's own name
        if field.name == _OF_OTHERS.get(type(row)):
            continue
        shown = getattr(row, f"get_{field.name}_display", None)
        told[str(field.verbose_name)] = shown() if shown else getattr(row, field.attname)
    return told
