"""The chat endpoints: a message answered while the caller waits, and the transcripts."""

import threading
import time
from functools import cached_property
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import connection
from drf_spectacular.utils import extend_schema_view
from rest_framework import generics, status
from rest_framework.decorators import api_view, throttle_classes
from rest_framework.exceptions import APIException, NotFound
from rest_framework.pagination import CursorPagination
from rest_framework.request import Request
from rest_framework.response import Response

from conversations import audit, documentation, inbox
from conversations.models import AuditAction, Channel, Conversation, Message
from conversations.serializers import ChatRequest, ConversationSerializer, MessageSerializer
from conversations.whatsapp.messages import Inbound, clean
from kavakbot import authentication
from kavakbot.api import InvalidQuery, uuid_in_path
from kavakbot.browsable import shown_to
from kavakbot.celery import wake
from kavakbot.permissions import only_reads
from kavakbot.throttling import ChatThrottle, ClientThrottle

_POLL_SECONDS = 0.05
# Requests that wait for a turn hold a server thread each; the rest of the API must keep some.
_waiters = threading.BoundedSemaphore(settings.AGENT_MAX_API_WAITERS)


class TurnPending(APIException):
    """The turn takes longer than the caller may wait; the problem says where its answer will stand."""

    status_code = status.HTTP_504_GATEWAY_TIMEOUT
    default_code = "turn_pending"

    def __init__(self, message: Message) -> None:
        where = f"/api/v1/conversations/{message.conversation_id}/messages"
        super().__init__(f"The answer to message {message.pk} is not ready yet; it will stand in {where}.")
        # A turn gets its own id as it is written down; until then it is known by the message that asks for it.
        self.members = {"turn_id": str(message.pk), "status_url": where}


class TooManyWaiting(APIException):
    """All places to wait for a turn are taken."""

    status_code = status.HTTP_503_SERVICE_UNAVAILABLE
    default_code = "too_many_waiting"
    default_detail = "Too many requests are waiting for an answer. Try again in a second."
    wait = 1


@documentation.CHAT
@only_reads
@shown_to("conversations.view_conversation")
@api_view(["POST"])
@throttle_classes([ClientThrottle, ChatThrottle])
def chat_message(request: Request) -> Response:
    """Answer one message of the customer that the client names; nothing goes through WhatsApp."""
    parsed = ChatRequest(data=request.data)
    parsed.is_valid(raise_exception=True)
    phone = parsed.validated_data["phone_number"]
    if not _waiters.acquire(blocking=False):
        raise TooManyWaiting
    try:
        text = _ask(clean(parsed.validated_data["message"]), phone, client_id=authentication.client_id_of(request))
    finally:
        _waiters.release()
    return Response({"response": text, "phone_number": phone})


def _ask(body: str, phone: str, *, client_id: str) -> str:
    inbound = Inbound(sid=f"api-{uuid4().hex}", address=phone, body=body)
    message = inbox.accept(inbound, channel=Channel.API, client_id=client_id)
    if message is None:
        raise AssertionError("a fresh id is never a repeat")
    wake("conversations.answer", str(message.conversation_id))
    return _wait_for_answer(message)


def _wait_for_answer(message: Message) -> str:
    """Poll the message's row until a worker has answered it; silence, when a person owns the chat, is an answer."""
    deadline = time.monotonic() + settings.AGENT_API_WAIT_SECONDS
    while time.monotonic() < deadline:
        try:
            message.refresh_from_db(fields=["turn", "settled"])
        except Message.DoesNotExist as error:  # the customer was erased meanwhile: nobody will answer
            raise NotFound("The conversation was erased before the message was answered.") from error
        if message.turn_id is not None or message.settled:
            return "\n\n".join(_replies(message))
        connection.close()  # none is held while waiting
        time.sleep(_POLL_SECONDS)
    raise TurnPending(message)


def _replies(message: Message) -> list[str]:
    replies = Message.objects.replies_to(message)
    if message.turn_id is not None:
        replies = replies.filter(turn_id=message.turn_id)
    return replies.bodies()


class _Pages(CursorPagination):
    def paginate_queryset(self, *args: Any, **options: Any) -> list[Any] | None:
        """Answer a cursor that we never gave as any other query that makes no sense."""
        try:
            return super().paginate_queryset(*args, **options)
        except (NotFound, ValidationError, ValueError, OverflowError) as error:
            raise InvalidQuery({"cursor": ["Invalid cursor."]}) from error

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        """Describe a page as the only one, which the examples show."""
        page = super().get_paginated_response_schema(schema)
        for name in ("next", "previous"):
            page["properties"][name]["example"] = None
        return page


class _NewestFirst(_Pages):
    ordering = "-created_at"
    page_size = 50


class _OldestFirst(_Pages):
    ordering = "pk"
    page_size = 100


@extend_schema_view(get=documentation.LIST)
class ConversationList(generics.ListAPIView[Conversation]):
    """List the conversations, the newest first."""

    view_permission = "conversations.view_conversation"
    queryset = Conversation.objects.select_related("contact")
    serializer_class = ConversationSerializer
    pagination_class = _NewestFirst

    def paginate_queryset(self, queryset: Any) -> Any:
        """Take a page, and write down whom it shows to whom."""
        if shown := super().paginate_queryset(queryset):
            _looked(AuditAction.LISTED, self.request, [chat.contact_id for chat in shown])
        return shown


@extend_schema_view(get=documentation.RETRIEVE)
class ConversationDetail(generics.RetrieveAPIView[Conversation]):
    """Say where one conversation stands."""

    view_permission = "conversations.view_conversation"
    queryset = Conversation.objects.select_related("contact")
    serializer_class = ConversationSerializer

    def get_object(self) -> Conversation:
        """Find the conversation in the address."""
        chat = _conversation(self.kwargs["conversation_id"])
        _looked(AuditAction.READ, self.request, [chat.contact_id], conversation_id=chat.pk)
        return chat


@extend_schema_view(get=documentation.MESSAGES)
class ConversationMessages(generics.ListAPIView[Message]):
    """Read a transcript, the oldest message first, with the tool calls behind each reply."""

    view_permission = "conversations.view_conversation"
    queryset = Message.objects.select_related("turn", "delivery").prefetch_related("turn__tool_calls")
    serializer_class = MessageSerializer
    pagination_class = _OldestFirst

    def get_queryset(self) -> Any:
        """Keep to the conversation in the address."""
        return super().get_queryset().filter(conversation=self._chat)

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Show a page, and write down who looked at it."""
        chat = self._chat
        _looked(AuditAction.READ, request, [chat.contact_id], conversation_id=chat.pk)
        return super().list(request, *args, **kwargs)

    @cached_property
    def _chat(self) -> Conversation:
        return _conversation(self.kwargs["conversation_id"])


def _looked(action: AuditAction, request: Request, contact_ids: list[UUID], **at: Any) -> None:
    by = authentication.caller_of(request) if authentication.is_client(request) else request.user
    audit.record(action, by=by, contact_ids=contact_ids, page="api", **at)


def _conversation(conversation_id: str) -> Conversation:
    found = Conversation.objects.select_related("contact")
    return generics.get_object_or_404(found, pk=uuid_in_path("conversation_id", conversation_id))
