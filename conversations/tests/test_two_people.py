"""Two people on one chat: one has it, the other sees so, and no customer is answered twice."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.contrib.auth.models import Group, User
from django.db import connections
from django.test import Client
from django.urls import reverse

from catalog.tests.pages import text
from conversations import writing
from conversations.models import Conversation, Message, State
from conversations.tests import cast

pytestmark = pytest.mark.django_db(transaction=True)
RACES = 100


def seller(name: str) -> User:
    user = User.objects.create_user(name, is_staff=True)
    user.groups.add(Group.objects.get(name="ventas"))
    return user


@pytest.fixture
def beto() -> User:
    return seller("beto")


@pytest.fixture
def carla() -> User:
    return seller("carla")


def browser(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def page(chat: Conversation) -> str:
    return reverse("admin:conversations_conversation_change", args=[chat.pk])


def act(chat: Conversation, name: str) -> str:
    return reverse(f"admin:conversations_conversation_{name}", args=[chat.pk])


def sent() -> list[str]:
    return Message.objects.filter(direction="out").bodies()


def test_in_a_hundred_races_one_answers_and_the_other_is_told(beto, carla):
    chats = [cast.writes("hola", who=f"whatsapp:+52155123400{number:02}") for number in range(RACES)]
    start = Barrier(2)

    def answer_all(author: User) -> list[bool]:
        won = []
        try:
            for chat in chats:
                start.wait(timeout=30)
                try:
                    writing.write(chat.pk, f"Hola, soy {author}", author=author)
                except writing.TakenByAnother:
                    won.append(False)
                else:
                    won.append(True)
        finally:
            connections.close_all()
        return won

    with ThreadPoolExecutor(2) as people:
        betos, carlas = people.map(answer_all, (beto, carla))
    assert [one + other for one, other in zip(betos, carlas, strict=True)] == [1] * RACES
    assert Message.objects.filter(direction="out").count() == RACES
    for chat, is_betos in zip(chats, betos, strict=True):
        chat.refresh_from_db()
        assert (chat.state, chat.assigned_to) == (State.HUMAN, beto if is_betos else carla)


def test_the_second_sees_whose_chat_it_is_and_may_take_it(beto, carla):
    chat = cast.writes("hola")
    writing.write(chat.pk, "Hola, soy Beto", author=beto)
    second = browser(carla)
    assert "La lleva beto" in text(second.get(page(chat)), ".chat-write")
    assert "La lleva" not in text(browser(beto).get(page(chat)), ".chat-write")
    second.post(act(chat, "take"))
    second.post(act(chat, "write"), {"text": "Hola, soy Carla"})
    chat.refresh_from_db()
    assert (chat.assigned_to, sent()) == (carla, ["Hola, soy Beto", "Hola, soy Carla"])


def test_what_was_written_too_late_is_kept_for_who_takes_the_chat(beto, carla):
    chat = cast.writes("hola")
    writing.write(chat.pk, "Hola, soy Beto", author=beto)
    second = browser(carla)
    told = second.post(act(chat, "write"), {"text": "Hola, soy Carla"}, follow=True)
    assert "La lleva otra persona" in text(told, ".messagelist")
    assert sent() == ["Hola, soy Beto"]
    taken = second.post(act(chat, "take"), {"text": "Hola, soy Carla"}, follow=True)
    assert "Hola, soy Carla" in text(taken, "#chat-text")


def test_only_who_may_write_takes_a_chat(beto):
    chat = cast.writes("hola")
    reader = User.objects.create_user("nora", is_staff=True)
    reader.groups.add(Group.objects.get(name="auditoria"))
    assert browser(reader).post(act(chat, "take")).status_code == 403
    chat.refresh_from_db()
    assert chat.state == State.BOT
