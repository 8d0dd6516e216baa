"""One chat: with whom, over what channel, who answers it, and which worker holds it right now."""

import uuid
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models
from django.db.models import F, Value
from django.db.models.functions import Cast, Concat
from django.utils import timezone

from conversations.models.contact import Contact

if TYPE_CHECKING:
    from conversations.models.tag import Tag, Tagging


class Channel(models.TextChoices):
    """Where the customer writes."""

    WHATSAPP = "whatsapp", "WhatsApp"
    API = "api", "API"
    CONSOLE = "console", "Terminal"
    PLAYGROUND = "playground", "Simulador"


# Where nobody is a customer: what is tried out interests no other program, and is not kept for long.
TRIALS = (Channel.CONSOLE, Channel.PLAYGROUND)


class State(models.TextChoices):
    """Who answers."""

    BOT = "bot", "Bot"
    HUMAN = "human", "Persona"
    OPTED_OUT = "opted_out", "Baja"


class Mode(models.TextChoices):
    """What the bot may do in a chat that is its own."""

    AUTO = "auto", "Contesta"
    DRAFT = "draft", "Propone; una persona envía"
    OFF = "off", "No contesta"


# Before its id, the name of a chat to other apps.
ORIGIN = "chat:"
# The chats that the bot answers by itself.
BOTS = models.Q(state=State.BOT, mode=Mode.AUTO)


class ConversationQuerySet(models.QuerySet["Conversation"]):
    """Reads of the chats by who must act next."""

    def waiting(self) -> "ConversationQuerySet":
        """Those whose customers wait for an answer; who asked for silence waits for none, nor does a trial."""
        return self.filter(waiting_since__isnull=False).exclude(state=State.OPTED_OUT).exclude(channel__in=TRIALS)

    def for_people(self) -> "ConversationQuerySet":
        """Those that wait for a person."""
        return self.waiting().exclude(BOTS)

    def for_the_bot(self) -> "ConversationQuerySet":
        """Those that wait for the bot."""
        return self.waiting().filter(BOTS)

    def with_origins(self) -> "ConversationQuerySet":
        """Each with the name by which it asks other apps to keep something for it."""
        return self.annotate(origin=Concat(Value(ORIGIN), Cast("pk", models.CharField())))


class Conversation(models.Model):
    """A chat and its lease: `fence` grows with every claim, and only the claim that holds it may commit."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    contact = models.ForeignKey(Contact, models.CASCADE, related_name="conversations", verbose_name="contacto")
    channel = models.CharField("canal", max_length=16, choices=Channel)
    # What tells chats of one channel apart: the normalised address, or the API client and the number it names.
    key = models.CharField("clave", max_length=200, editable=False)
    address = models.CharField("dirección", max_length=120, help_text="Como la envió el canal.")
    state = models.CharField("responde", max_length=16, choices=State, default=State.BOT)
    mode = models.CharField("el bot", max_length=8, choices=Mode, default=Mode.AUTO)
    assigned_to = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, verbose_name="asignada a"
    )
    tags: "models.ManyToManyField[Tag, Tagging]" = models.ManyToManyField(
        "Tag", through="Tagging", related_name="+", blank=True, verbose_name="etiquetas"
    )
    window_ends_at = models.DateTimeField("ventana de 24 h", null=True, blank=True)
    created_at = models.DateTimeField("creada", auto_now_add=True)
    last_message_at = models.DateTimeField("último mensaje", null=True, blank=True)
    # Since when the customer has waited for an answer; nothing while nobody waits.
    waiting_since = models.DateTimeField("espera desde", null=True, blank=True, editable=False)
    # When those above were last called because nobody had come in time.
    escalated_at = models.DateTimeField(null=True, blank=True, editable=False)
    # When somebody who may answer it last had it open.
    seen_at = models.DateTimeField("vista", null=True, blank=True, editable=False)
    lease_owner = models.CharField(max_length=64, blank=True, editable=False)
    lease_until = models.DateTimeField(null=True, blank=True, editable=False)
    fence = models.BigIntegerField(default=0, editable=False)
    # When a sweep last woke a worker for it; taking the chat up clears it.
    woken_at = models.DateTimeField(null=True, blank=True, editable=False)
    # Claims since the last committed turn; a message that kills its worker each time is not answered for ever.
    attempts = models.PositiveSmallIntegerField("intentos", default=0, editable=False)

    objects = ConversationQuerySet.as_manager()

    class Meta:
        verbose_name = "conversación"
        verbose_name_plural = "conversaciones"
        permissions = (
            ("take_over_chat", "Puede tomar conversaciones y escribir en ellas"),
            ("view_dashboard", "Puede ver el tablero"),
        )
        constraints = [models.UniqueConstraint(fields=["channel", "key"], name="conversation_one_per_channel_and_key")]
        indexes = [
            models.Index(fields=["-last_message_at"], name="conversation_latest_first"),
            models.Index(F("waiting_since").asc(), F("last_message_at").desc(), name="conversation_longest_wait"),
        ]

    def __str__(self) -> str:
        return f"{self.get_channel_display()}: {self.contact}"

    @property
    def window_is_open(self) -> bool:
        """Whether WhatsApp lets us write freely: for a day after the customer's last message."""
        return self.window_ends_at is None or timezone.now() < self.window_ends_at

    @property
    def is_waiting(self) -> bool:
        """Whether its customer waits for an answer."""
        return self.waiting_since is not None and self.state != State.OPTED_OUT

    @property
    def is_bots(self) -> bool:
        """Whether the bot answers it by itself."""
        return self.state == State.BOT and self.mode == Mode.AUTO

    def is_of_another_than(self, person_id: int) -> bool:
        """Whether somebody else of the team answers it."""
        return self.state == State.HUMAN and self.assigned_to_id not in {None, person_id}

    @property
    def is_unread(self) -> bool:
        """Whether the customer waits and nobody who may answer has seen what they wrote last."""
        if self.waiting_since is None or self.last_message_at is None:
            return False
        return self.seen_at is None or self.seen_at < self.last_message_at


def origin_of(conversation_id: uuid.UUID) -> str:
    """Return the name by which a chat asks other apps to keep something for it; to them it is opaque."""
    return f"{ORIGIN}{conversation_id}"


def origins(chats: ConversationQuerySet) -> models.QuerySet[Any, Any]:
    """Return the names of chats as a query to look for, or not to look for, among what other apps keep."""
    named: models.QuerySet[Any, Any] = chats.order_by().with_origins()
    return named.values("origin")


class DialogueMemory(models.Model):
    """The row of a conversation's DialogueState: versioned JSON of the pure value."""

    conversation = models.OneToOneField(
        Conversation, models.CASCADE, primary_key=True, related_name="memory", verbose_name="conversación"
    )
    data = models.JSONField("estado", default=dict)
    updated_at = models.DateTimeField("actualizado", auto_now=True)

    class Meta:
        verbose_name = "memoria del diálogo"
        verbose_name_plural = "memorias del diálogo"

    def __str__(self) -> str:
        return f"Memoria de {self.conversation_id}"
