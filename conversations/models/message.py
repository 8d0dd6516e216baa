"""What was said, both ways: the inbox is the inbound messages that no turn has answered yet."""

import re

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchQuery, SearchVector
from django.db import models

from conversations.models.conversation import Conversation
from conversations.models.turn import Turn
from kavakbot.masking import beginning
from knowledge.models.chunk import SEARCH_CONFIG

_WORDS = SearchVector("body", config=SEARCH_CONFIG)


class Direction(models.TextChoices):
    """Who wrote."""

    IN = "in", "Cliente"
    OUT = "out", "Nosotros"


def writer(author: str | None, turn: int | None) -> str:
    """Name who of us wrote a message: a person, the bot in one of its turns, or the system by itself."""
    return author or ("Bot" if turn else "Sistema")


class MessageQuerySet(models.QuerySet["Message"]):
    """Reads of the transcript."""

    def unanswered(self) -> "MessageQuerySet":
        """The inbox: inbound messages that no turn has answered and nobody has settled, oldest first."""
        return self.filter(direction=Direction.IN, turn=None, settled=False).order_by("pk")

    def saying(self, text: str) -> "MessageQuerySet":
        """Those with all of these words, each of them perhaps only begun, whatever their endings and accents."""
        begun = " & ".join(f"{word}:*" for word in re.findall(r"\w+", text))
        if not begun:
            return self.none()
        return self.annotate(words=_WORDS).filter(words=SearchQuery(begun, config=SEARCH_CONFIG, search_type="raw"))

    def replies_to(self, message: "Message") -> "MessageQuerySet":
        """What was written in the conversation after `message`, oldest first."""
        later = self.filter(conversation_id=message.conversation_id, direction=Direction.OUT, pk__gt=message.pk)
        return later.exclude(delivery__state="draft").order_by("pk")

    def bodies(self) -> list[str]:
        """The texts alone."""
        return list(self.values_list("body", flat=True))


class Message(models.Model):
    """One bubble. `turn` is the turn that answered it (inbound) or wrote it (outbound)."""

    conversation = models.ForeignKey(
        Conversation, models.CASCADE, related_name="messages", db_index=False, verbose_name="conversación"
    )
    direction = models.CharField("de", max_length=3, choices=Direction)
    sid = models.CharField("SID", max_length=64, null=True, blank=True, unique=True)
    body = models.TextField("texto", blank=True)
    media = models.JSONField("archivos", default=list, blank=True)
    raw = models.JSONField("original", default=dict, blank=True, editable=False)
    turn = models.ForeignKey(Turn, models.CASCADE, null=True, blank=True, related_name="messages", verbose_name="turno")
    # The person of the team who wrote it; what the bot wrote has a turn instead.
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, verbose_name="escrito por"
    )
    # The turn whose proposal a person sent this in the place of.
    instead_of = models.ForeignKey(
        Turn, models.SET_NULL, null=True, blank=True, related_name="corrections", verbose_name="en vez de"
    )
    # An approved template: {"sid": …, "variables": {"1": …}}; the body is what it reads like.
    template = models.JSONField("plantilla", null=True, blank=True, editable=False)
    # Settled without a turn: opt-out words, and what arrives while a person owns the chat.
    settled = models.BooleanField("atendido", default=False)
    created_at = models.DateTimeField("fecha", auto_now_add=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        verbose_name = "mensaje"
        verbose_name_plural = "mensajes"
        ordering = ("pk",)
        indexes = [
            models.Index(fields=["conversation", "id"], name="message_in_order"),
            models.Index(
                fields=["conversation", "id"],
                name="message_unanswered",
                condition=models.Q(direction="in", turn=None, settled=False),
            ),
            GinIndex(_WORDS, name="message_words"),
            # What reports read of a message, so that they read nothing else of it.
            models.Index(
                fields=["created_at"],
                include=["id", "conversation", "direction", "turn", "author"],
                name="message_said",
            ),
        ]

    def __str__(self) -> str:
        return beginning(self.body, 60)
