"""The chat endpoints: a message answered while the caller waits, and the transcripts."""

import threading
import time
import uuid
from typing import Any

from django.conf import settings
from django.db import connection
from drf_spectacular.utils import extend_schema
from rest_framework import generics, status
from rest_framework.decorators import api_view, throttle_classes
from rest_framework.exceptions import APIException
from rest_framework.pagination import CursorPagination
from rest_framework.request import Request
from rest_framework.response import Response

from conversations import audit, inbox
from conversations.models import AuditAction, Channel, Conversation, Message
from conversations.serializers import ChatReply, ChatRequest, ConversationSerializer, MessageSerializer
from conversations.whatsapp.messages import Inbound, clean
from kavakbot import authentication
from kavakbot.celery import wake
from kavakbot.permissions import only_reads
from kavakbot.throttling import ChatThrottle, ClientThrottle

_POLL_SECONDS = 0.05
# Requests that wait for a turn hold a server thread each; the rest of the API must keep some.
_waiters = threading.BoundedSemaphore(settings.AGENT_MAX_API_WAITERS)


class TurnPending(APIException):
    """The turn takes longer than the caller may wait."""

    status_code = status.HTTP_504_GATEWAY_TIMEOUT
    default_code = "turn_pending"


class TooManyWaiting(APIException):
    """All places to wait for a turn are taken."""

    status_code = status.HTTP_503_SERVICE_UNAVAILABLE
    default_code = "too_many_waiting"
    default_detail = "Too many requests are waiting for an answer. Try again in a second."
    wait = 1


@extend_schema(request=ChatRequest, responses=ChatReply)
@only_reads
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
    inbound = Inbound(sid=f"api-{uuid.uuid4().hex}", address=phone, body=body)
    message = inbox.accept(inbound, channel=Channel.API, client_id=client_id)
    if message is None:  # a fresh id is never a repeat
        raise TurnPending
    wake("conversations.answer", str(message.conversation_id))
    return _wait_for_answer(message)


def _wait_for_answer(message: Message) -> str:
    """Poll the message's row until a worker has answered it; silence, when a person owns the chat, is an answer."""
    deadline = time.monotonic() + settings.AGENT_API_WAIT_SECONDS
    while time.monotonic() < deadline:
        try:
            message.refresh_from_db(fields=["turn", "settled"])
        except Message.DoesNotExist as error:  # the customer was erased meanwhile: nobody will answer
            raise TurnPending("The conversation was erased before the message was answered.") from error
        if message.turn_id is not None or message.settled:
            return "\n\n".join(_replies(message))
        connection.close()  # none is held while waiting
        time.sleep(_POLL_SECONDS)
    where = f"/api/v1/conversations/{message.conversation_id}/messages"
    raise TurnPending(f"The answer to message {message.pk} is not ready yet; it will stand in {where}.")


def _replies(message: Message) -> list[str]:
    replies = Message.objects.replies_to(message)
    if message.turn_id is not None:
        replies = replies.filter(turn_id=message.turn_id)
    return replies.bodies()


class _NewestFirst(CursorPagination):
    ordering = "-created_at"
    page_size = 50


class _OldestFirst(CursorPagination):
    ordering = "pk"
    page_size = 100


class ConversationList(generics.ListAPIView[Conversation]):
    """The conversations, the newest first."""

    queryset = Conversation.objects.select_related("contact")
    serializer_class = ConversationSerializer
    pagination_class = _NewestFirst


class ConversationDetail(generics.RetrieveAPIView[Conversation]):
    """One conversation."""

    queryset = Conversation.objects.select_related("contact")
    serializer_class = ConversationSerializer


class ConversationMessages(generics.ListAPIView[Message]):
    """A conversation's transcript, the oldest message first, with the tool calls behind each reply."""

    queryset = Message.objects.select_related("turn", "delivery").prefetch_related("turn__tool_calls")
    serializer_class = MessageSerializer
    pagination_class = _OldestFirst

    def get_queryset(self) -> Any:
        """Keep to the conversation in the address."""
        return super().get_queryset().filter(conversation_id=self.kwargs["pk"])

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Show a page, and write down which client looked at it."""
        chat = generics.get_object_or_404(Conversation, pk=self.kwargs["pk"])
        client = f"api:{authentication.client_id_of(request)}"
        audit.record(AuditAction.READ, by=client, contact_id=chat.contact_id, conversation_id=chat.pk)
        return super().list(request, *args, **kwargs)
