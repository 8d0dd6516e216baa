"""Who may not see phone numbers sees the last four digits, on every page and by every question."""

import html
import re
from urllib.parse import urlencode

import pytest
from django.contrib import admin
from django.contrib.auth.models import Permission, User
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from conversations.models import AuditEntry, Contact, Conversation, Message, ToolCall
from conversations.tests import office
from kavakbot.masking import mask_phones
from knowledge.models import MissedQuestion

pytestmark = pytest.mark.django_db
WHOLE = re.compile("|".join(re.escape(one) for one in office.SPELLINGS))
CONTACTS = reverse("admin:conversations_contact_changelist")
CHATS = reverse("admin:conversations_conversation_changelist")


def pages(rows):
    """Yield every page of every row and those beside them, each with the look at Ana that it is, if it is one."""
    for model in admin.site._registry:
        app, of = model._meta.app_label, model._meta.model_name
        name, pk, shown = f"admin:{app}_{of}", rows[model._meta.label_lower].pk, office.SHOWN.get(of, "")
        yield reverse(f"{name}_changelist"), ("listed", of) if "list" in shown else None
        for page in ("change", "history"):
            yield reverse(f"{name}_{page}", args=[pk]), ("read", of) if "one" in shown else None
    today = timezone.localdate()
    for what in ("conversaciones", "mensajes"):
        asked = urlencode({"desde": today, "hasta": today, "filas": what, "formato": "csv"})
        yield f"{reverse('admin:conversations_conversation_export')}?{asked}", ("extracted", "conversation")
    source, quote = rows["knowledge.source"].pk, rows["financing.quote"].pk
    for page in (
        reverse("admin:index"),
        reverse("admin:catalog_car_export_csv"),
        reverse("admin:knowledge_source_review", args=[source]),
        f"{reverse('admin:knowledge_source_trial')}?q=garantía",
        reverse("admin:financing_quote_calculator"),
        reverse("admin:financing_quote_change", args=[quote]),
    ):
        yield page, None


def said(answer) -> str:
    return (b"".join(answer) if answer.streaming else answer.content).decode()


def test_an_auditor_finds_no_whole_number_on_any_page_and_is_written_down_where_customers_are():
    rows = office.one_of_everything()
    auditor, ana, masked = office.role("auditoria"), rows["conversations.contact"].pk, 0
    for page, look in pages(rows):
        before = AuditEntry.objects.latest("pk").pk
        answer = auditor.get(page, follow=True)
        assert answer.status_code == 200, page
        assert (found := WHOLE.search(said(answer))) is None, (page, found)
        masked += "•••5678" in said(answer)
        looks = [(it.action, it.page, it.actor, it.contact_ids) for it in AuditEntry.objects.filter(pk__gt=before)]
        assert looks == ([(*look, "de-auditoria", [ana])] if look else []), page
    assert masked > 30
    chat = said(auditor.get(reverse("admin:conversations_conversation_change", args=[Conversation.objects.get().pk])))
    assert "Márcame al •••5678 o •••5678" in chat


def test_the_sales_team_sees_the_number_it_calls():
    office.one_of_everything()
    assert "+525512345678" in said(office.role("ventas").get(CONTACTS))


@pytest.mark.parametrize(
    "asked", ["5512345678", "+52 55 1234 5678", "1234567", "551234", "55 12", "123", "55_12", "55 y 12"]
)
def test_an_auditor_finds_nobody_by_a_number(asked):
    office.one_of_everything()
    auditor = office.role("auditoria")
    lead, missed = (reverse(f"admin:{one}_changelist") for one in ("conversations_lead", "knowledge_missedquestion"))
    MissedQuestion.objects.update(text="¿me marcas al 5512345678, o al 55 1234?")
    for page in (CONTACTS, CHATS, lead, missed):
        found = auditor.get(page, {"q": asked}).context["cl"].result_list
        assert not list(found), page
        seeing = office.role("curaduria" if page == missed else "ventas")
        assert list(seeing.get(page, {"q": "551234"}).context["cl"].result_list)


def test_a_text_that_is_cut_shows_no_piece_of_a_number():
    """Six digits before a cut and the four that a mask leaves elsewhere are a whole number."""
    for spelled in ("+52 55 1234 5678", "5512345678", "(55) 1234-5678"):
        for first in range(40, 66):
            begun = str(Message(body=f"{'x' * first} {spelled} y gracias por todo"))
            assert not re.search(r"\d", mask_phones(begun).replace("•••5678", "")), begun


def test_no_page_breaks_a_number_in_two():
    chat, auditor = office.one_of_everything()["conversations.conversation"], office.role("auditoria")
    long = "Quiere que le llamen hoy mismo por la tarde al número de su oficina, que es 55 1234 5678, y no al otro"
    for start in range(0, 32, 4):
        ToolCall.objects.update(args={"why": long[start:]}, result={"why": ["x" * (2940 + start), long]})
        Message.objects.filter(direction="out").update(body=f"{'x' * (118 + start)} +52 55 1234 5678")
        for page in (CHATS, reverse("admin:conversations_conversation_change", args=[chat.pk])):
            shown = html.unescape(said(auditor.get(page)))
            assert not re.search(r"(?<!\d)(55 ?1234?|1234 5678|\+52 ?5)", shown), (page, start)


def test_an_auditor_finds_words_and_years():
    office.one_of_everything()
    auditor, messages = office.role("auditoria"), reverse("admin:conversations_message_changelist")
    Message.objects.filter(direction="in").update(body="Márcame por el Mazda 3 2019")
    for asked in ("Márcame", "Mazda 3", "2019", "2019 mazda"):
        assert len(auditor.get(messages, {"q": asked}).context["cl"].result_list) == 1, asked


@pytest.mark.parametrize(
    ("page", "asked"),
    [
        (CONTACTS, {"phone__startswith": "+5255"}),
        (CHATS, {"address__contains": "551"}),
        (CHATS, {"key__gt": "+5255"}),
        (CHATS, {"contact__phone__startswith": "+5255"}),
        (reverse("admin:conversations_message_changelist"), {"body__regex": "55"}),
        (reverse("admin:conversations_message_changelist"), {"raw__From__contains": "55"}),
        (reverse("admin:conversations_webhookcall_changelist"), {"payload__contains": "55"}),
        (reverse("admin:conversations_webhookcall_changelist"), {"payload__data__contact__phone__startswith": "+5255"}),
        (reverse("admin:conversations_webhookcall_changelist"), {"endpoint__calls__contact__phone__startswith": "+"}),
        (reverse("admin:conversations_dialoguememory_changelist"), {"data__phone__startswith": "+5255"}),
        (reverse("admin:knowledge_missedquestion_changelist"), {"text__contains": "551"}),
        (reverse("admin:knowledge_missedquestion_changelist"), {"askings__origin__contains": "551"}),
    ],
)
def test_an_auditor_does_not_guess_a_number_digit_by_digit(page, asked):
    office.one_of_everything()
    assert office.role("auditoria").get(page, asked).status_code == 400
    if page in {CONTACTS, CHATS} and "contact__phone__startswith" not in asked:
        assert office.role("ventas").get(page, asked).status_code == 200


def test_an_auditor_narrows_lists_by_what_they_offer():
    office.one_of_everything()
    auditor = office.role("auditoria")
    assert len(auditor.get(CHATS, {"state__exact": "bot"}).context["cl"].result_list) == 1
    for column in range(5):
        ordered = auditor.get(CONTACTS, {"o": f"{column}.-{column}"}).context["cl"].queryset.query.order_by
        assert not [name for name in ordered if "phone" in name]


def test_what_somebody_edits_is_saved_as_it_was():
    number = "+525512345678"
    ana = Contact.objects.create(phone=number, name="Ana 5512345678")
    beto = User.objects.create_user("beto", is_staff=True)
    beto.user_permissions.set(Permission.objects.filter(codename__in=["view_contact", "change_contact"]))
    browser = Client()
    browser.force_login(beto)
    page = browser.get(reverse("admin:conversations_contact_change", args=[ana.pk]))
    assert number not in said(page)
    assert 'value="Ana 5512345678"' in said(page)
