"""What a person of the team writes to a customer: the chat becomes theirs, and WhatsApp's rules hold for them too."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction

from catalog import photos as car_photos
from catalog.photos import Photo
from conversations import drafts, outbox, ownership, sent_photos
from conversations.models import Channel, Conversation, MessageTemplate, State, Turn
from conversations.models.canned_reply import left_blank
from conversations.whatsapp.messages import clean
from kavakbot.errors import KavakbotError

_WITH_PHOTOS = (Channel.WHATSAPP, Channel.PLAYGROUND)
_MOST_OF_A_CAR = 3


class NothingToSay(KavakbotError):
    """Escribe algo antes de enviar."""

    code = "nothing_to_say"


class OptedOut(KavakbotError):
    """El cliente pidió no recibir mensajes; sólo él puede reanudar la conversación, con ALTA."""

    code = "opted_out"


class TakenByAnother(KavakbotError):
    """La lleva otra persona del equipo: tómala antes de escribir. No se envió nada."""

    code = "taken_by_another"


class WindowClosed(KavakbotError):
    """Pasaron 24 horas desde su último mensaje: sólo se le puede escribir con una plantilla."""

    code = "window_closed"


class BlankLeft(KavakbotError):
    """Llena todos los espacios de la plantilla."""

    code = "blank_left"


class BracesLeft(KavakbotError):
    """Antes de enviar, llena o quita lo que quedó entre llaves."""

    code = "braces_left"


class NoPhotosHere(KavakbotError):
    """En este chat no se pueden mandar fotos."""

    code = "no_photos_here"


class ProposalGone(KavakbotError):
    """Esa propuesta ya no está: el cliente escribió otra vez, o alguien más la envió o la descartó."""

    code = "proposal_gone"


def takes_photos(conversation: Conversation) -> bool:
    """Whether photos reach the customer of a chat; the API and the terminal are told in words alone."""
    return conversation.channel in _WITH_PHOTOS


def write(
    conversation_id: UUID,
    text: str,
    *,
    author: AbstractBaseUser,
    photos: Sequence[Photo] = (),
    of_car: int | None = None,
) -> None:
    """Put a person's words on their way, then their photos, then the first ones of a car (its stock id).

    Raises NothingToSay, BracesLeft, NoPhotosHere, OptedOut, TakenByAnother or WindowClosed and then changes nothing.
    """
    text = clean(text).strip()
    pictures = car_photos.addresses(of_car, most=_MOST_OF_A_CAR) if of_car is not None else []
    if not (text or photos or pictures):
        raise NothingToSay
    if left_blank(text):
        raise BracesLeft
    with transaction.atomic():
        conversation = _taken_over(conversation_id, author)
        if conversation.channel == Channel.WHATSAPP and not conversation.window_is_open:
            raise WindowClosed
        if (photos or pictures) and not takes_photos(conversation):
            raise NoPhotosHere
        own = [sent_photos.keep(photo) for photo in photos]
        outbox.enqueue(conversation_id, text, author=author, photos=[*own, *pictures])


def correct(turn: Turn, text: str, *, author: AbstractBaseUser, keep_promises: bool) -> None:
    """Send what the bot proposed, as the person has it now; raises NothingToSay, WindowClosed or ProposalGone."""
    text = clean(text).strip()
    if not text:
        raise NothingToSay
    conversation = Conversation.objects.get(pk=turn.conversation_id)
    if conversation.channel == Channel.WHATSAPP and not conversation.window_is_open:
        raise WindowClosed
    is_same = text.split() == " ".join(drafts.bubbles(turn).bodies()).split()
    if is_same and keep_promises:
        done = drafts.send(turn)
    else:
        done = drafts.replace(turn, text, author=author, keep_promises=keep_promises)
    if not done:
        raise ProposalGone


def write_template(
    conversation_id: UUID, template: MessageTemplate, variables: Mapping[str, str], *, author: AbstractBaseUser
) -> None:
    """Put an approved text on its way at any time; raises OptedOut, TakenByAnother or BlankLeft, sending nothing."""
    filled = {name: clean(variables.get(name, "")).strip() for name in template.blanks}
    if not all(filled.values()):
        raise BlankLeft
    with transaction.atomic():
        _taken_over(conversation_id, author)
        outbox.enqueue_template(conversation_id, template, filled, author=author)


def _taken_over(conversation_id: UUID, author: AbstractBaseUser) -> Conversation:
    """Make the chat the author's: neither the bot nor a colleague talks over a person."""
    conversation = Conversation.objects.select_for_update().get(pk=conversation_id)
    if conversation.state == State.OPTED_OUT:
        raise OptedOut
    if conversation.is_of_another_than(author.pk):
        raise TakenByAnother
    ownership.take_for(author.pk, conversation_id)
    return conversation
