"""What the chat endpoints take and give."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from conversations.models import Conversation, Direction, Message, ToolCall
from conversations.whatsapp.messages import LONGEST_BODY
from kavakbot.fields import Text


class ChatRequest(serializers.Serializer[dict[str, str]]):
    """A customer's message and the number that tells the client's customers apart."""

    message = Text(max_length=LONGEST_BODY)
    phone_number = Text(max_length=60)


class ChatReply(serializers.Serializer[dict[str, str]]):
    """The agent's answer."""

    response = serializers.CharField()
    phone_number = serializers.CharField()


class ConversationSerializer(serializers.ModelSerializer[Conversation]):
    """A conversation without its messages."""

    name = serializers.CharField(source="contact.name")
    phone = serializers.CharField(source="contact.phone", allow_null=True)

    class Meta:
        model = Conversation
        fields = ("id", "channel", "state", "name", "phone", "created_at", "last_message_at")


class ToolCallSerializer(serializers.ModelSerializer[ToolCall]):
    """One tool call behind a reply."""

    class Meta:
        model = ToolCall
        fields = ("ref", "name", "args", "ok", "result", "milliseconds")


class MessageSerializer(serializers.ModelSerializer[Message]):
    """One bubble; a reply carries how it came about."""

    direction = serializers.ChoiceField(choices=Direction.choices)
    delivery_state = serializers.SerializerMethodField()
    tool_calls = serializers.SerializerMethodField()

    class Meta:
        model = Message
        fields = ("id", "direction", "body", "media", "created_at", "turn", "delivery_state", "tool_calls")

    @extend_schema_field(serializers.CharField(allow_null=True))
    def get_delivery_state(self, message: Message) -> str | None:
        """How far an outgoing message has come."""
        return message.delivery.state if hasattr(message, "delivery") else None

    @extend_schema_field(ToolCallSerializer(many=True))
    def get_tool_calls(self, message: Message) -> Any:
        """The tool calls of the turn that wrote the message."""
        if message.direction != Direction.OUT or message.turn is None:
            return []
        return ToolCallSerializer(message.turn.tool_calls.all(), many=True).data
