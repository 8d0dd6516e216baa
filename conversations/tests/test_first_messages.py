"""Messages of a customer who is new to us: any number of them may be the first."""

import time
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from conversations import inbox
from conversations.models import Conversation, Message
from conversations.whatsapp.messages import Inbound

CHATS, AT_ONCE = 150, 2
STEP_SECONDS = 0.0001


@pytest.mark.django_db(transaction=True)
def test_none_of_several_first_messages_at_once_is_taken_for_a_repeat():
    together = Barrier(AT_ONCE)

    def write(number):
        try:
            for chat in range(CHATS):
                together.wait(timeout=30)
                time.sleep(number * chat * STEP_SECONDS)  # at every distance that may fall between two statements
                inbox.accept(Inbound(f"SM{chat}-{number}", f"whatsapp:+52155{20_000_000 + chat}", "hola"))
        finally:
            connection.close()

    with ThreadPoolExecutor(AT_ONCE) as customers:
        list(customers.map(write, range(AT_ONCE)))
    assert Conversation.objects.count() == CHATS
    assert Message.objects.count() == CHATS * AT_ONCE
