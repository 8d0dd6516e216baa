"""The inbox: who waits for whom and for how long, what was said last, found by what was said, fresh without reload."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from catalog.tests.pages import text
from conversations import drafts, ownership, turns, writing
from conversations.admin.inbox import span
from conversations.models import (
    AuditEntry,
    Contact,
    Conversation,
    Direction,
    Lead,
    LeadKind,
    Message,
    Mode,
    State,
    Turn,
)
from conversations.tests import cast
from kavakbot.tests.browser import a_page, flaws, shot

pytestmark = pytest.mark.django_db
INBOX = reverse("admin:conversations_conversation_changelist")


@pytest.fixture
def beto():
    return User.objects.create_superuser("beto")


@pytest.fixture
def office(beto):
    browser = Client()
    browser.force_login(beto)
    return browser


def waits(chat: Conversation) -> bool:
    chat.refresh_from_db()
    return chat.waiting_since is not None


def listed(browser, **asked) -> list[Conversation]:
    return list(browser.get(INBOX, asked).context["cl"].result_list)


def a_chat(name: str, *, waiting: int | None = None, state=State.BOT, mode=Mode.AUTO, last: int = 60) -> Conversation:
    """Return a chat whose customer has waited for so many minutes, and wrote so many minutes ago."""
    now = timezone.now()
    return Conversation.objects.create(
        contact=Contact.objects.create(name=name),
        channel="whatsapp",
        key=name,
        address=f"whatsapp:{name}",
        state=state,
        mode=mode,
        waiting_since=None if waiting is None else now - timedelta(minutes=waiting),
        last_message_at=now - timedelta(minutes=last if waiting is None else waiting),
    )


# ── Who waits ───────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.django_db(transaction=True)
def test_a_customer_waits_from_the_first_unanswered_message_to_the_answer():
    chat = cast.writes("hola")
    first = chat.messages.get().created_at
    cast.writes("¿sigues ahí?")
    chat.refresh_from_db()
    assert chat.waiting_since == first
    turns.answer(chat.pk, brain=cast.brain_that_says("¡Hola!"))
    assert not waits(chat)


@pytest.mark.django_db(transaction=True)
def test_who_was_promised_a_person_waits_for_that_person(beto):
    chat = cast.writes("quiero hablar con una persona")
    turns.answer(chat.pk)
    assert (waits(chat), chat.state) == (True, State.HUMAN)
    cast.writes("¿hola?")
    assert waits(chat)
    writing.write(chat.pk, "Hola, soy Beto", author=beto)
    assert not waits(chat)


@pytest.mark.django_db(transaction=True)
def test_a_draft_answers_nobody_before_it_is_sent():
    chat = cast.writes("hola")
    Conversation.objects.filter(pk=chat.pk).update(mode=Mode.DRAFT)
    turns.answer(chat.pk, brain=cast.brain_that_says("¡Hola!"))
    assert waits(chat)
    drafts.send(Turn.objects.get())
    assert not waits(chat)


def test_who_asked_for_silence_waits_for_nothing():
    chat = cast.writes("BAJA")
    ownership.settle(chat.pk)
    assert not waits(chat)
    cast.writes("¿hola?")
    assert not waits(chat)


# ── The list ────────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_longest_wait_stands_on_top_and_after_those_who_wait_the_latest_chat(office):
    old, fresh = a_chat("old", last=600), a_chat("fresh", last=1)
    short, long = a_chat("short", waiting=2, state=State.HUMAN), a_chat("long", waiting=50)
    assert listed(office) == [long, short, fresh, old]


def test_each_view_shows_its_chats_and_how_many_there_are(office, beto):
    person = a_chat("person", waiting=3, state=State.HUMAN)
    proposed, silent = a_chat("proposed", waiting=2, mode=Mode.DRAFT), a_chat("silent", waiting=1, mode=Mode.OFF)
    bots = a_chat("bots", waiting=1)
    mine = a_chat("mine", state=State.HUMAN)
    Conversation.objects.filter(pk=mine.pk).update(assigned_to=beto)
    a_chat("nobody", waiting=9, state=State.OPTED_OUT)
    assert listed(office, turno="personas") == [person, proposed, silent]
    assert listed(office, turno="bot") == [bots]
    assert listed(office, turno="mias") == [mine]
    assert text(office.get(INBOX), ".inbox-views") == "Todas Esperan a una persona 3 Sin contestar 1 Mías 1"
    assert "3" in text(office.get(reverse("admin:index")), f"#nav-sidebar-apps a[href='{INBOX}']")


@pytest.mark.parametrize(
    ("minutes", "of", "how"),
    [(1, State.HUMAN, "fresh"), (10, State.HUMAN, "long"), (45, State.HUMAN, "late"), (3, State.BOT, "late")],
)
def test_a_wait_has_the_colour_of_its_length(office, minutes, of, how):
    a_chat("ana", waiting=minutes, state=of)
    (shown,) = BeautifulSoup(office.get(INBOX).content, "html.parser").select(".inbox-wait")
    assert (shown.text, f"inbox-{how}" in shown["class"]) == (f"{minutes} min", True)


@pytest.mark.parametrize(("minutes", "said"), [(0, "0 min"), (59, "59 min"), (60, "1 h"), (1500, "1 d"), (-3, "0 min")])
def test_a_wait_is_written_in_its_greatest_unit(minutes, said):
    assert span(timedelta(minutes=minutes)) == said


@pytest.mark.django_db(transaction=True)
def test_a_line_tells_what_was_said_last_by_whom_and_how_far_the_customer_has_come(office, beto):
    chat = cast.writes("¿tienen versas?")
    Lead.objects.create(conversation=chat, kind=LeadKind.PURCHASE, state="qualified", call="1")
    assert "¿tienen versas?" in text(office.get(INBOX), ".field-said")
    turns.answer(chat.pk, brain=cast.brain_that_says("Sí, hay dos."))
    assert "Bot: " in text(office.get(INBOX), ".field-said")
    writing.write(chat.pk, "Yo te ayudo", author=beto)
    assert "beto: Yo te ayudo" in text(office.get(INBOX), ".field-said")
    assert text(office.get(INBOX), ".field-stage, .field-assigned_to") == "Calificado beto"


@pytest.mark.django_db(transaction=True)
def test_a_chat_is_unread_until_somebody_who_may_answer_has_opened_it(office):
    chat = cast.ana_chat(State.HUMAN)
    page = reverse("admin:conversations_conversation_change", args=[chat.pk])

    def is_unread() -> bool:
        return bool(BeautifulSoup(office.get(INBOX).content, "html.parser").select(".inbox-unread"))

    assert is_unread()
    auditor = User.objects.create_user("nora", is_staff=True)
    auditor.groups.set(auditor.groups.model.objects.filter(name="auditoria"))
    other = Client()
    other.force_login(auditor)
    assert other.get(page).status_code == 200
    assert is_unread()
    office.get(page)
    assert not is_unread()
    cast.writes("¿hola?")
    assert is_unread()


@pytest.mark.parametrize("asked", ["garantia", "GARANTÍAS", "meses gara", "Ana"])
def test_a_chat_is_found_by_what_was_said_in_it_and_by_who_writes(office, asked):
    chat, other = cast.writes("¿Cuántos meses de garantía dan?"), a_chat("Carla")
    Contact.objects.filter(pk=chat.contact_id).update(name="Ana")
    Message.objects.create(conversation=other, direction=Direction.IN, body="Busco un Versa")
    assert listed(office, q=asked) == [chat]
    assert listed(office, q="versas") == [other]


@pytest.mark.parametrize("asked", ["' OR 1=1 --", "&|!():*<->", "«»", "a" * 3000])
def test_any_words_may_be_looked_for(office, asked):
    a_chat("ana")
    assert office.get(INBOX, {"q": asked}).status_code == 200


# ── However many there are ──────────────────────────────────────────────────────────────────────────────────────


def test_the_list_costs_as_many_queries_with_fifty_chats_as_with_one(office):
    a_chat("0", waiting=1)
    office.get(INBOX)
    with CaptureQueriesContext(connection) as one:
        office.get(INBOX)
    for number in range(1, 60):
        a_chat(str(number), waiting=number % 3 or None)
    office.get(INBOX)  # it remembers whom it showed, where they are others than before
    with CaptureQueriesContext(connection) as many:
        office.get(INBOX)
    assert len(many) == len(one) <= 15


def test_the_list_is_read_in_the_order_of_an_index_and_words_are_found_by_one(office):
    chat = a_chat("ana", waiting=1)
    Message.objects.bulk_create(
        Message(conversation=chat, direction=Direction.IN, body=f"Busco el auto {number}") for number in range(2_000)
    )
    rows = office.get(INBOX).context["cl"].queryset
    with connection.cursor() as cursor:  # a handful of chats is read through sooner, by whatever was counted last
        cursor.execute("ANALYZE conversations_message")
        assert "message_words" in Message.objects.saying("garantía").explain()
        cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_sort = off")
        assert "conversation_longest_wait" in rows[:50].explain()


def test_who_turns_pages_too_far_is_told_to_search(office, monkeypatch):
    monkeypatch.setattr("kavakbot.pages.MOST_LISTED", 3)
    for number in range(5):
        a_chat(str(number))
    assert "primeras 3: busca o filtra" in text(office.get(INBOX))


def test_a_list_that_asks_for_itself_anew_writes_down_only_who_is_new_on_it(office):
    ana = a_chat("ana", waiting=9)

    def listed_customers(**headers) -> list:
        AuditEntry.objects.all().delete()
        office.get(INBOX, headers=headers)
        return [contact_id for entry in AuditEntry.objects.all() for contact_id in entry.contact_ids]

    assert listed_customers() == [ana.contact_id]
    assert listed_customers(hx_request="true") == []
    carla = a_chat("carla", waiting=1)
    assert listed_customers(hx_request="true") == [carla.contact_id]
    assert listed_customers() == [ana.contact_id, carla.contact_id]


# ── In a browser ────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("width", ["desk", "phone"])
def test_a_new_message_shows_without_a_reload(browser, live_server, settings, office, width):
    now = timezone.now()
    for name, minutes, state in (("Ana", 42, State.HUMAN), ("Bruno", 8, State.HUMAN), ("Eva", None, State.BOT)):
        chat = a_chat(name, waiting=minutes, state=state)
        Message.objects.create(conversation=chat, direction=Direction.IN, body=f"Hola, soy {name}. ¿Sigue el Versa?")
    session = office.cookies[settings.SESSION_COOKIE_NAME].value
    with a_page(browser, width, address=live_server.url, session=session) as page:
        page.goto(INBOX)
        page.get_by_text("Ana", exact=True).wait_for()
        page.evaluate("htmx.trigger('#inbox', 'htmx:abort')")
        cast.writes("¿Me ayuda alguien?")
        Conversation.objects.filter(key__startswith="+").update(waiting_since=now - timedelta(hours=3))
        expect(page.get_by_text("¿Me ayuda alguien?")).to_be_visible(timeout=15_000)
        shot(page, "inbox")
        assert flaws(page) == []
        page.locator(".action-select").first.check()
        expect(page.get_by_text("1 de 4")).to_be_visible()
