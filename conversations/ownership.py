"""Who may write to the customer: opt-out and opt-in words, and the chats that a person owns."""

from uuid import UUID

from django.db import transaction
from django.db.models import F

from conversations import outbox, tombstones
from conversations.dialogue import opting, wording
from conversations.models import Conversation, Delivery, DeliveryState, Direction, Message, Mode, State
from conversations.whatsapp import arrivals


def settle(conversation_id: UUID) -> bool:
    """Settle what needs no brain: words that stop or restart the bot, and what a person will read; tell what is left.

    Returns whether messages still wait for the bot.
    """
    waiting = Message.objects.filter(conversation_id=conversation_id).unanswered()
    messages = list(waiting.select_related("conversation"))
    if not messages:
        return False
    chat = messages[-1].conversation
    obeyed = [_obey(conversation_id, message) for message in messages]  # each, whatever the first one said
    if any(obeyed):
        chat.refresh_from_db(fields=["state", "mode"])
        if not waiting.all().exists():
            return False
    if chat.state == State.BOT and chat.mode != Mode.OFF:
        return True
    waiting.filter(pk__lte=messages[-1].pk).update(settled=True)
    return False


def give_back(conversation_id: UUID) -> None:
    """Return a chat that a person owned to the bot; an opt-out is the customer's own to take back."""
    _become(conversation_id, State.BOT, unless=State.OPTED_OUT)


def take_over(conversation_id: UUID) -> None:
    """Give the chat to a person: the bot falls silent, and what it had not sent yet is never sent."""
    with transaction.atomic():
        if _become(conversation_id, State.HUMAN, unless=State.OPTED_OUT):
            _cancel_unsent(conversation_id)


def take_for(person_id: int, conversation_id: UUID) -> None:
    """Make the chat one person's, whoever had it."""
    with transaction.atomic():
        take_over(conversation_id)
        Conversation.objects.filter(pk=conversation_id).update(assigned_to=person_id)


def _obey(conversation_id: UUID, message: Message) -> bool:
    """Stop or resume where the customer says so, and tell whether that was said."""
    words = arrivals.words(message.body, message.media)
    out, back = opting.opts_out(words), opting.opts_in(words)
    if out:
        _switch(conversation_id, State.OPTED_OUT, message, wording.OPTED_OUT)
    elif back:
        _opt_in(conversation_id, message)
    return out or back


def _opt_in(conversation_id: UUID, message: Message) -> None:
    """Resume, for a customer who had opted out; to anybody else "alta" is a word like another."""
    if _state(conversation_id) == State.OPTED_OUT:
        tombstones.lift(conversation_id)
        _switch(conversation_id, State.BOT, message, wording.OPTED_IN)


def _switch(conversation_id: UUID, state: State, message: Message, confirmation: str) -> None:
    """Change the state, settle everything up to the word that asked for it, and confirm once."""
    with transaction.atomic():
        changed = _become(conversation_id, state)
        Message.objects.filter(
            conversation_id=conversation_id, direction=Direction.IN, turn=None, pk__lte=message.pk
        ).update(settled=True)
        if changed:
            _cancel_unsent(conversation_id)
            outbox.enqueue(conversation_id, confirmation)


def _become(conversation_id: UUID, state: State, *, unless: State | None = None) -> bool:
    """Change the state if it is another; the new fence turns away any turn in progress."""
    changed = Conversation.objects.filter(pk=conversation_id).exclude(state__in=[state, unless or state])
    return bool(changed.update(state=state, fence=F("fence") + 1, lease_owner="", lease_until=None, attempts=0))


def _cancel_unsent(conversation_id: UUID) -> None:
    unsent = [DeliveryState.PENDING, DeliveryState.DRAFT]
    Delivery.objects.filter(message__conversation_id=conversation_id, state__in=unsent).update(
        state=DeliveryState.CANCELLED
    )


def _state(conversation_id: UUID) -> str:
    return Conversation.objects.values_list("state", flat=True).get(pk=conversation_id)
