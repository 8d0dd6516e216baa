"""What is remembered of who was erased: keyed hashes that keep silence asked for, and messages from coming back."""

from collections.abc import Iterable
from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.utils import timezone
from django.utils.crypto import salted_hmac

from conversations.models import Conversation, Direction, ErasedMessage, Message, OptOutMark, State

# The provider lists a message for so long that we would take it for one that never reached us (see reconciling).
REPEATED_FOR = timedelta(days=2)


def remember(chats: Iterable[Conversation]) -> None:
    """Write down what must outlive the erasure of these chats, inside its transaction."""
    for chat in chats:
        mark = _of_chat(chat.channel, chat.key)
        OptOutMark.objects.filter(digest=mark).delete()
        if chat.state == State.OPTED_OUT:
            OptOutMark.objects.create(digest=mark)
        recent = Message.objects.filter(conversation=chat, direction=Direction.IN, sid__isnull=False)
        sids = recent.filter(created_at__gt=timezone.now() - REPEATED_FOR).values_list("sid", flat=True)
        erased = [ErasedMessage(digest=of_message(sid)) for sid in sids if sid]
        ErasedMessage.objects.bulk_create(erased, ignore_conflicts=True)


def opted_out(channel: str, key: str) -> bool:
    """Tell whether who writes here was erased after asking for silence."""
    return OptOutMark.objects.filter(digest=_of_chat(channel, key)).exists()


def lift(conversation_id: UUID) -> None:
    """Forget that silence was asked for: the customer takes it back."""
    channel, key = Conversation.objects.values_list("channel", "key").get(pk=conversation_id)
    OptOutMark.objects.filter(digest=_of_chat(channel, key)).delete()


def erased_among(sids: Iterable[str]) -> set[str]:
    """Return those of the messages that were erased."""
    by_digest = {of_message(sid): sid for sid in sids}
    found = ErasedMessage.objects.filter(digest__in=by_digest).values_list("digest", flat=True)
    return {by_digest[digest] for digest in found}


def of_message(sid: str) -> str:
    """Return the hash under which an erased message is remembered."""
    return _digest("message", sid)


def _of_chat(channel: str, key: str) -> str:
    return _digest("chat", f"{channel}:{key}")


def _digest(what: str, named: str) -> str:
    """Hash under a key: there are so few telephone numbers that a bare hash would hide none."""
    salt = f"conversations.tombstones.{what}"
    return salted_hmac(salt, named, secret=settings.PRIVACY_HASH_KEY, algorithm="sha256").hexdigest()
