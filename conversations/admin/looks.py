"""Pages of the admin that show what was said in one chat: whoever opens one is written down."""

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse

from conversations import audit
from conversations.models import AuditAction, Conversation

if TYPE_CHECKING:
    _Page = admin.ModelAdmin[Any]
else:
    _Page = object


class OneLook(_Page):
    """Writes down who opens the page of a row that belongs to a chat, or is one."""

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Show the page; one that was shown was looked at."""
        response = super().change_view(request, object_id, form_url, extra_context)
        shown = self.get_object(request, object_id) if request.method == "GET" and response.status_code == 200 else None
        chat = _chat_of(shown)
        if chat is not None:
            audit.record(AuditAction.READ, by=request.user, contact_id=chat.contact_id, conversation_id=chat.pk)
        return response


def _chat_of(row: Any) -> Conversation | None:
    """Return the chat that a row belongs to, by its turn or message where it has none of its own."""
    if row is None or isinstance(row, Conversation):
        return row
    nearer = (getattr(row, name, None) for name in ("conversation", "turn", "message"))
    return _chat_of(next(filter(None, nearer), None))
