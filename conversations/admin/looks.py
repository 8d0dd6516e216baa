"""Pages of the admin about customers: whoever opens one, or sees some on a list, is written down."""

from collections.abc import Iterable
from typing import Any, TypeVar
from uuid import UUID

from django.contrib.admin.views.main import SEARCH_VAR
from django.db.models import Model
from django.http import HttpRequest, HttpResponse

from conversations import audit
from conversations.models import AuditAction, Contact, Conversation
from kavakbot.masking import may_be_part_of_a_phone
from kavakbot.private_lists import PrivateList

_Row = TypeVar("_Row", bound=Model)


class ChatPages(PrivateList[_Row]):
    """Lists and pages of rows that belong to a customer; by what a page was given to show, so no row is read twice."""

    # Whether the list shows who they are. Its `list_select_related` then leads to the customer.
    lists_customers = True

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Show the list; all who are on it were seen, and a number that was searched for was asked about."""
        response = super().changelist_view(request, extra_context)
        if self.lists_customers and (shown := _given(response, "cl")):
            contact_ids = [contact_id for contact_id, _ in map(_whose, shown.result_list) if contact_id]
            searched = may_be_part_of_a_phone(request.GET.get(SEARCH_VAR, ""))
            if contact_ids and not searched:
                contact_ids = self._newly_shown(request, contact_ids)
            if contact_ids or searched:
                self._record(request, AuditAction.SEARCHED if searched else AuditAction.LISTED, contact_ids)
        return response

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Show the page; one that was shown was looked at."""
        response = super().change_view(request, object_id, form_url, extra_context)
        self._record_one(request, _given(response, "original"))
        return response

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Show what was done to the row; it names the customer too."""
        response = super().history_view(request, object_id, extra_context)
        self._record_one(request, _given(response, "object"))
        return response

    def _newly_shown(self, request: HttpRequest, contact_ids: list[UUID]) -> list[UUID]:
        """Return those on a list who are written down; a list that asks for itself anew leaves out whom it showed."""
        return contact_ids

    def _record_one(self, request: HttpRequest, row: Model | None) -> None:
        contact_id, conversation_id = _whose(row)
        if contact_id:
            self._record(request, AuditAction.READ, [contact_id], conversation_id)

    def _record(
        self,
        request: HttpRequest,
        action: AuditAction,
        contact_ids: Iterable[UUID],
        conversation_id: UUID | None = None,
        about: str = "",
    ) -> None:
        audit.record(
            action,
            by=request.user,
            contact_ids=contact_ids,
            conversation_id=conversation_id,
            page=str(self.opts.model_name),
            about=about,
        )


def _given(response: HttpResponse, name: str) -> Any:
    """Return what a page was given to show under a name; None where nothing is shown, but led elsewhere."""
    return (getattr(response, "context_data", None) or {}).get(name)


def _whose(row: Any) -> tuple[UUID | None, UUID | None]:
    """Return the customer and the chat that a row belongs to, by its turn or message where it names neither."""
    if row is None:
        return None, None
    if isinstance(row, Contact):
        return row.pk, None
    if isinstance(row, Conversation):
        return row.contact_id, row.pk
    if contact_id := getattr(row, "contact_id", None):
        return contact_id, None
    return _whose(next(filter(None, (getattr(row, name, None) for name in ("conversation", "turn", "message"))), None))
