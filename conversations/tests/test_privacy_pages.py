"""The back office of privacy requests: who may, what is shown before it goes, and the trail of who looked at whom."""

import json

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from rest_framework.test import APIClient

from conversations.models import (
    AuditAction,
    AuditEntry,
    Contact,
    Delivery,
    DialogueMemory,
    Lead,
    Message,
    ToolCall,
    Turn,
    WorkerBeat,
)
from conversations.tests import cast
from kavakbot.models import create_client

pytestmark = pytest.mark.django_db
CONTACTS = reverse("admin:conversations_contact_changelist")


@pytest.fixture
def ana():
    """Ana, who has written."""
    return cast.writes("hola, soy ana").contact


def chosen(action, *contacts, **more):
    return {"action": action, "_selected_action": [contact.pk for contact in contacts], **more}


def person(django_user_model, *permissions) -> Client:
    """Return a browser in which somebody of the team is logged in who may do so much."""
    user = django_user_model.objects.create_user("beto", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=permissions))
    client = Client()
    client.force_login(user)
    return client


def test_erasing_is_shown_first_and_done_once_confirmed(admin_client, ana):
    page = admin_client.post(CONTACTS, chosen("erase_data", ana))
    assert "Se borra para siempre" in page.content.decode()
    assert Contact.objects.exists()

    page = admin_client.post(CONTACTS, chosen("erase_data", ana, confirmed="yes"), follow=True)
    assert "Se borró todo lo que guardábamos" in page.content.decode()
    assert not Contact.objects.exists()
    entry = AuditEntry.objects.get()
    assert (entry.action, entry.actor, entry.contact_id) == (AuditAction.ERASED, "admin", ana.pk)


def test_an_export_is_a_document_and_leaves_its_trace(admin_client, ana):
    answer = admin_client.post(CONTACTS, chosen("export_data", ana))
    assert "attachment" in answer["Content-Disposition"]
    [told] = json.loads(answer.content)["personas"]
    assert told["mensajes"][0]["texto"] == "hola, soy ana"
    assert AuditEntry.objects.get().action == AuditAction.EXPORTED


def test_who_may_change_contacts_may_not_therefore_erase_them(django_user_model, ana):
    seller = person(django_user_model, "view_contact", "change_contact")
    for action in ("erase_data", "export_data"):
        assert action not in seller.get(CONTACTS).content.decode()
        seller.post(CONTACTS, chosen(action, ana, confirmed="yes"))
    assert Contact.objects.exists()
    assert not AuditEntry.objects.exists()


def test_too_many_at_once_are_nobody(admin_client):
    contacts = Contact.objects.bulk_create(Contact(name=str(number)) for number in range(21))
    page = admin_client.post(CONTACTS, chosen("erase_data", *contacts, confirmed="yes"), follow=True)
    assert "Elige como mucho 20" in page.content.decode()
    assert Contact.objects.count() == 21


def test_whoever_opens_a_page_with_something_of_a_chat_is_written_down(admin_client, ana):
    chat, message = ana.conversations.get(), Message.objects.get()
    turn = Turn.objects.create(conversation=chat, fence=1, brain="offline")
    rows = [
        *(chat, message, turn),
        ToolCall.objects.create(turn=turn, position=0, name="search_cars", ok=True, milliseconds=1),
        Delivery.objects.create(message=message),
        DialogueMemory.objects.create(conversation=chat),
        Lead.objects.create(conversation=chat, kind="person", turn=turn, call="1"),
    ]
    nobodys = WorkerBeat.objects.create(owner="turns@1", beaten_at=timezone.now())
    for row in (*rows, nobodys):
        page = reverse(f"admin:conversations_{row._meta.model_name}_change", args=[row.pk])
        assert admin_client.get(page).status_code == 200
    admin_client.get(reverse("admin:conversations_conversation_changelist"))
    looks = AuditEntry.objects.values_list("action", "actor", "contact_id", "conversation_id")
    assert list(looks) == [("read", "admin", ana.pk, chat.pk)] * len(rows)


def test_downloading_chats_is_written_down(admin_client, ana):
    chat = ana.conversations.get()
    admin_client.post(
        reverse("admin:conversations_conversation_changelist"),
        {"action": "download_scenarios", "_selected_action": [chat.pk]},
    )
    assert AuditEntry.objects.get().action == AuditAction.DOWNLOADED


def test_a_client_that_reads_a_transcript_is_written_down(ana):
    client, secret = create_client(name="CRM")
    api = APIClient()
    login = {"client_id": client.client_id, "client_secret": secret}
    token = api.post("/auth/login", login, format="json").json()["access_token"]
    api.credentials(HTTP_AUTHORIZATION=f"Bearer {token}")
    assert api.get(f"/api/v1/conversations/{ana.conversations.get().pk}/messages").status_code == 200
    assert AuditEntry.objects.get().actor == f"api:{client.client_id}"


def test_the_trail_is_read_and_never_written_by_hand(django_user_model, ana):
    entry = AuditEntry.objects.create(action=AuditAction.READ, actor="beto", contact_id=ana.pk)
    auditor = person(django_user_model, "view_auditentry", "change_auditentry", "delete_auditentry")
    trail = reverse("admin:conversations_auditentry_changelist")
    assert str(ana.pk) in auditor.get(f"{trail}?q={ana.pk}").content.decode()
    page = reverse("admin:conversations_auditentry_change", args=[entry.pk])
    assert auditor.get(page).status_code == 200
    assert auditor.post(page, {"actor": "nobody"}).status_code == 403
    assert auditor.post(page.replace("change", "delete"), {"post": "yes"}).status_code == 403
