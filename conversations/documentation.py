"""What the OpenAPI document says of the chat, of the transcripts, and of the addresses that Twilio calls."""

from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, extend_schema

from conversations.serializers import ChatReply, ChatRequest, ConversationSerializer, MessageSerializer

_PHONE = "+525512345678"
_QUESTION = "¿Cuánto cuesta el Ford Escape 2019 a 5 años con 60 mil de enganche?"
_ANSWER = (
    "Soy el asistente automático de Kavak.\n\n*Ford Escape 2019*: precio $313,999, enganche $60,000.\n"
    "A financiar: $253,999, con tasa de 10 % anual.\n5 años (60 meses): $5,396.73 MXN al mes; total $323,803.80 MXN, "
    "intereses $69,804.80 MXN\nCotización informativa, sujeta a aprobación de crédito. No incluye seguro ni comisiones."
)
_CHAT_ID = "98bf070c-471b-4fac-85a5-15f35ebf89b9"
_WHEN = "2026-01-31T10:15:00-06:00"
_CONVERSATION = {
    "id": _CHAT_ID,
    "channel": "api",
    "state": "bot",
    "name": "",
    "phone": _PHONE,
    "created_at": _WHEN,
    "last_message_at": _WHEN,
}
_REPLIED = {
    "id": 6,
    "direction": "out",
    "body": "Todos los autos llevan 3 meses de garantía en motor, transmisión y sistema eléctrico.",
    "media": [],
    "created_at": _WHEN,
    "turn": 3,
    "delivery_state": "delivered",
    "tool_calls": [
        {
            "ref": "search_knowledge_base: ¿Qué garantía dan?",
            "name": "search_knowledge_base",
            "args": {"question": "¿Qué garantía dan?"},
            "ok": True,
            "result": {"kind": "Excerpts", "question": "¿Qué garantía dan?", "found": []},
            "milliseconds": 24.2,
        }
    ],
}
_ID = OpenApiParameter("conversation_id", OpenApiTypes.UUID, OpenApiParameter.PATH)

CHAT = extend_schema(
    operation_id="chat_message",
    request=ChatRequest,
    responses=ChatReply,
    examples=[
        OpenApiExample(
            "A price in monthly payments", value={"message": _QUESTION, "phone_number": _PHONE}, request_only=True
        ),
        OpenApiExample(
            "A price in monthly payments", value={"response": _ANSWER, "phone_number": _PHONE}, response_only=True
        ),
    ],
    extensions={"x-problems": {404: "not_found", 503: "too_many_waiting", 504: "turn_pending"}},
    description="The number tells your customers apart and opens no WhatsApp chat: nothing goes out by it. The request "
    "waits for the answer; 504 `turn_pending` names in `turn_id` your message and in `status_url` the transcript in "
    "which the answer will stand. An empty `response` means that a person has taken the chat over.",
)
LIST = extend_schema(
    operation_id="conversations_list",
    examples=[OpenApiExample("A conversation", value=_CONVERSATION, response_only=True)],
    responses=ConversationSerializer(many=True),
    description="Of every channel, 50 to a page; follow `next` until it is null.",
)
RETRIEVE = extend_schema(
    operation_id="conversations_retrieve",
    parameters=[_ID],
    responses=ConversationSerializer,
    examples=[OpenApiExample("A conversation", value=_CONVERSATION, response_only=True)],
    description="`state` says who answers: the bot, a person, or nobody since the customer opted out.",
)
MESSAGES = extend_schema(
    operation_id="conversations_messages",
    parameters=[_ID],
    responses=MessageSerializer(many=True),
    examples=[
        OpenApiExample("A reply with the call behind it", value=_REPLIED, response_only=True),
    ],
    description="100 to a page. Messages of one `turn` belong together: what was asked, and what was answered to it.",
)
_FORM = {
    "AccountSid": "AC00000000000000000000000000000000",
    "MessageSid": "MM00000000000000000000000000000001",
    "From": "whatsapp:+5215512345678",
    "To": "whatsapp:+5215500000001",
    "Body": "busco uno como este",
    "NumMedia": "1",
    "MediaUrl0": "https://api.twilio.com/2010-04-01/Accounts/AC00/Messages/MM00/Media/ME00",
    "MediaContentType0": "image/jpeg",
    "ProfileName": "Ana",
    "WaId": "5215512345678",
}
_STATUS_FORM = {
    "AccountSid": "AC00000000000000000000000000000000",
    "MessageSid": "SM00000000000000000000000000000002",
    "MessageStatus": "undelivered",
    "ErrorCode": "63016",
}
_RECEIVED = {
    "description": "Received.",
    "content": {
        "application/xml": {
            "schema": {"type": "string"},
            "example": '<?xml version="1.0" encoding="UTF-8"?><Response/>',
        }
    },
}
_NO_SENDER = {
    "description": "The form names no sender.",
    "content": {"text/plain": {"schema": {"type": "string"}, "example": "From is missing"}},
}
_REFUSALS = {
    "403": {"description": "The signature is missing or wrong, or the account is not ours."},
    "503": {"description": "The database is away; `Retry-After` says when to come back."},
}


def add_webhooks(result: dict[str, Any], **_: Any) -> dict[str, Any]:
    """Add what Twilio calls: plain views, trusted by their signature, in a form instead of JSON."""
    result["components"]["securitySchemes"]["twilio"] = {
        "type": "apiKey",
        "in": "header",
        "name": "X-Twilio-Signature",
        "description": "HMAC-SHA1 over the public address and the sorted parameters, as Twilio computes it.",
    }
    result["paths"] |= {
        "/api/v1/chat/webhooks/twilio": _webhook(
            form=_FORM,
            operationId="twilio_inbound",
            summary="Receive a customer's message",
            description="Answered at once; the reply is sent later, by a worker. A `MessageSid` that came before "
            "changes nothing.",
            responses={"200": _RECEIVED, "400": _NO_SENDER, **_REFUSALS},
        ),
        "/api/v1/chat/webhooks/twilio/status": _webhook(
            form=_STATUS_FORM,
            operationId="twilio_status",
            summary="Receive what became of a message",
            description="Callbacks may come late, repeated and out of order.",
            responses={"200": _RECEIVED, **_REFUSALS},
        ),
    }
    return result


def _webhook(*, form: dict[str, str], **operation: Any) -> dict[str, Any]:
    fields = {name: {"type": "string"} for name in form}
    body = {"schema": {"type": "object", "properties": fields}, "example": form}
    sent = {"requestBody": {"content": {"application/x-www-form-urlencoded": body}}}
    return {"post": {**operation, **sent, "tags": ["chat"], "security": [{"twilio": []}]}}
