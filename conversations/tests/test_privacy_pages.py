"""The back office of privacy requests: who may, what is shown before it goes, and the trail of who looked at whom."""

import json
import uuid

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from rest_framework.test import APIClient

from catalog.models import Branch
from conversations.models import (
    Appointment,
    AuditAction,
    AuditEntry,
    Contact,
    CustomerUsage,
    Delivery,
    Lead,
    Message,
    StaffAlert,
    TradeIn,
    Turn,
)
from conversations.tests import cast, office
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
    entry = AuditEntry.objects.first()
    assert (entry.action, entry.actor, entry.contact_ids) == (AuditAction.ERASED, "admin", [ana.pk])


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
    assert set(AuditEntry.objects.values_list("action", flat=True)) == {AuditAction.LISTED}


def test_too_many_at_once_are_nobody(admin_client):
    contacts = Contact.objects.bulk_create(Contact(name=str(number)) for number in range(21))
    page = admin_client.post(CONTACTS, chosen("erase_data", *contacts, confirmed="yes"), follow=True)
    assert "Elige como mucho 20" in page.content.decode()
    assert Contact.objects.count() == 21


def test_a_look_names_the_chat_where_there_is_one(admin_client, ana):
    chat, message = ana.conversations.get(), Message.objects.get()
    admin_client.get(reverse("admin:conversations_message_change", args=[message.pk]))
    admin_client.get(reverse("admin:conversations_contact_change", args=[ana.pk]))
    assert set(AuditEntry.objects.values_list("conversation_id", flat=True)) == {chat.pk, None}


def test_a_number_that_is_searched_for_leaves_its_trace_and_not_itself(admin_client, ana):
    for asked, found in (("551234", [ana.pk]), ("5599999999", []), ("ana", [])):
        admin_client.get(CONTACTS, {"q": asked})
        looks = [(it.action, it.contact_ids) for it in AuditEntry.objects.all()]
        assert looks == ([] if asked == "ana" else [("searched", found)]), asked
        assert asked not in str(AuditEntry.objects.values())
        AuditEntry.objects.all().delete()


def test_a_form_that_is_refused_shows_its_page_too(admin_client, ana):
    page = reverse("admin:conversations_contact_change", args=[ana.pk])
    admin_client.post(page, {"name": "x" * 201})
    assert AuditEntry.objects.get().action == AuditAction.READ


def test_a_list_is_written_down_in_one_statement_however_long_it_is(admin_client):
    lists = [
        reverse(f"admin:conversations_{model}_changelist") for model, ways in office.SHOWN.items() if "list" in ways
    ]
    office.one_of_everything()
    short = {page: _queries(admin_client, page) for page in lists}
    for number in range(5):
        chat = cast.writes("hola", who=f"whatsapp:+5215500000{number + 100}")
        turn = Turn.objects.create(conversation=chat, fence=1, brain="offline")
        message = Message.objects.create(conversation=chat, direction="out", body="¡Hola!", turn=turn)
        Delivery.objects.create(message=message)
        StaffAlert.objects.create(conversation=chat, message=message, kind="undelivered")
        Lead.objects.create(conversation=chat, kind="person", turn=turn, call="1")
        TradeIn.objects.create(conversation=chat, model="Jetta")
        CustomerUsage.objects.create(contact=chat.contact, day=timezone.localdate())
        branch = Branch.objects.get(name="Lerma")
        Appointment.objects.create(conversation=chat, branch=branch, starts_at=timezone.now(), turn=turn, call="2")
    AuditEntry.objects.all().delete()
    assert {page: _queries(admin_client, page) for page in lists} == short
    assert {len(entry.contact_ids) for entry in AuditEntry.objects.all()} == {6}


def _queries(browser, page) -> int:
    with CaptureQueriesContext(connection) as asked:
        assert browser.get(page).status_code == 200
    assert sum("conversations_auditentry" in one["sql"] for one in asked) == 1
    return len(asked)


def test_downloading_chats_is_written_down(admin_client, ana):
    chat = ana.conversations.get()
    admin_client.post(
        reverse("admin:conversations_conversation_changelist"),
        {"action": "download_scenarios", "_selected_action": [chat.pk]},
    )
    assert AuditEntry.objects.get().action == AuditAction.DOWNLOADED


def test_a_client_that_reads_chats_is_written_down(ana):
    client, secret = create_client(name="CRM")
    api = APIClient()
    login = {"client_id": client.client_id, "client_secret": secret}
    token = api.post("/auth/login", login, format="json").json()["access_token"]
    api.credentials(HTTP_AUTHORIZATION=f"Bearer {token}")
    chat = ana.conversations.get().pk
    for path, action in (("", "listed"), (f"/{chat}", "read"), (f"/{chat}/messages", "read")):
        assert api.get(f"/api/v1/conversations{path}").status_code == 200
        entry = AuditEntry.objects.first()
        assert (entry.actor, entry.page, entry.action) == (f"api:{client.client_id}", "api", action)
        assert entry.contact_ids == [ana.pk]
    assert AuditEntry.objects.count() == 3


def test_the_trail_of_a_customer_is_one_click_from_their_page(ana):
    auditor, seller = office.role("auditoria"), office.role("ventas")
    page = reverse("admin:conversations_contact_change", args=[ana.pk])
    seller.get(CONTACTS)
    trail = f"{reverse('admin:conversations_auditentry_changelist')}?q={ana.pk}"
    assert trail in auditor.get(page).content.decode()
    assert trail not in seller.get(page).content.decode()
    shown = auditor.get(trail).context["cl"].result_list
    assert [(it.actor, it.action) for it in shown] == [
        ("de-ventas", "read"),
        ("de-auditoria", "read"),
        ("de-ventas", "listed"),
    ]
    assert not list(auditor.get(trail.replace(str(ana.pk), str(uuid.uuid4()))).context["cl"].result_list)


def test_the_trail_is_read_and_never_written_by_hand(django_user_model, ana):
    entry = AuditEntry.objects.create(action=AuditAction.READ, actor="beto", contact_ids=[ana.pk])
    auditor = person(django_user_model, "view_auditentry", "change_auditentry", "delete_auditentry")
    trail = reverse("admin:conversations_auditentry_changelist")
    assert str(ana.pk) in auditor.get(f"{trail}?q={ana.pk}").content.decode()
    page = reverse("admin:conversations_auditentry_change", args=[entry.pk])
    assert auditor.get(page).status_code == 200
    assert auditor.post(page, {"actor": "nobody"}).status_code == 403
    assert auditor.post(page.replace("change", "delete"), {"post": "yes"}).status_code == 403
