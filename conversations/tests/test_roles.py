"""Who may do what in the back office: every page and every action of every role stands in these tables."""

import re
from uuid import UUID

import pytest
from bs4 import BeautifulSoup
from django.contrib import admin
from django.contrib.auth.models import Group, Permission, User
from django.test import RequestFactory
from django.urls import reverse

from conversations.models import Conversation, Switchboard
from conversations.tests import office
from kavakbot import roles

pytestmark = pytest.mark.django_db
NAMES = {"v": "ventas", "c": "curaduria", "g": "gerencia", "a": "auditoria"}

# Who sees the list and a row, adds, changes, deletes; a dot is nobody.
PAGES = """
    auth.group                     ga    g    g    g
    auth.user                      ga    g    g    g
    kavakbot.apiclient             ga    g    g    g
    catalog.branch                 vcga  g    g    g
    catalog.car                    vga   vg   vg   vg
    catalog.importrun              vga   .    .    .
    financing.financingpolicy      vga   g    g    g
    financing.quote                vga   vg   .    .
    knowledge.missedquestion       cga   .    .    .
    knowledge.source               cga   cg   cg   cg
    conversations.appointment      vga   .    vg   .
    conversations.auditentry       ga    .    .    .
    conversations.cannedreply      vga   vg   vg   vg
    conversations.contact          vga   g    vg   .
    conversations.conversation     vga   .    vg   .
    conversations.customerusage    ga    .    .    .
    conversations.dayusage         ga    .    .    .
    conversations.delivery         vga   .    .    .
    conversations.dialoguememory   ga    .    .    .
    conversations.lead             vga   .    vg   .
    conversations.message          vga   .    .    .
    conversations.messagetemplate  vga   g    g    g
    conversations.reconciliation   ga    .    .    .
    conversations.staffalert       vga   .    vg   .
    conversations.switchboard      vga   .    g    .
    conversations.tag              vga   vg   vg   g
    conversations.toolcall         vga   .    .    .
    conversations.tradein          vga   .    vg   .
    conversations.turn             vga   .    .    .
    conversations.webhookcall      ga    .    .    .
    conversations.webhookendpoint  ga    g    g    g
    conversations.workerbeat       ga    .    .    .
"""
ACTIONS = """
    catalog.car                 change_prices       vg
    catalog.car                 to_available        vg
    catalog.car                 to_reserved         vg
    catalog.car                 to_sold             vg
    catalog.car                 to_withdrawn        vg
    knowledge.missedquestion    dismiss             cg
    knowledge.source            read_again          cg
    knowledge.source            redo                cg
    knowledge.source            activate            cg
    knowledge.source            deactivate          cg
    conversations.appointment   confirm             vg
    conversations.appointment   cancel              vg
    conversations.contact       export_data         g
    conversations.contact       erase_data          g
    conversations.conversation  take_over           vg
    conversations.conversation  give_back           vg
    conversations.conversation  download_scenarios  vg
    conversations.delivery      send_drafts         vg
    conversations.delivery      drop_drafts         vg
    conversations.staffalert    resolve             vg
    conversations.webhookcall   retry               g
    conversations.webhookendpoint  rotate           g
"""
# The addresses beside the usual ones: how they are called, and by whom.
OTHERS = """
    auth_user_password_change         get   g
    kavakbot_apiclient_rotate         get   g
    kavakbot_apiclient_rotate         post  g
    catalog_car_prices                post  vg
    catalog_car_import                get   vg
    catalog_car_import_confirm        post  vg
    catalog_car_import_rejects        get   vg
    catalog_car_export_csv            get   vga
    catalog_car_export_xlsx           get   vga
    catalog_importrun_rejects         get   vga
    financing_quote_calculator        get   vga
    financing_quote_calculator        post  vg
    financing_quote_pdf               get   vga
    knowledge_source_file             get   cga
    knowledge_source_review           get   cga
    knowledge_source_review           post  cg
    knowledge_source_trial            get   cga
    knowledge_source_passage          post  cg
    conversations_conversation_write  post  vg
    conversations_conversation_take   post  vg
    conversations_conversation_proposal  post  vg
    conversations_conversation_seen   post  vga
    conversations_conversation_bubbles  get  vga
    conversations_conversation_export  get  vga
    conversations_conversation_give   post  vg
    conversations_conversation_note   post  vg
    conversations_conversation_tag    post  vg
    conversations_conversation_view_save  post  vga
    conversations_conversation_view_drop  post  vga
    conversations_appointment_book    get   vg
    conversations_appointment_book    post  vg
    conversations_tradein_begin       post  vg
    conversations_tradein_photo       get   vga
    conversations_lead_board          get   vga
    conversations_lead_move           post  vg
"""
# The history's package brings an address for going back to old versions, which is closed to everybody.
USUAL = re.compile(r"_(changelist|add|change|delete|(simple_)?history)$")


def rows(table: str) -> list[list[str]]:
    return [line.split() for line in table.strip().splitlines()]


@pytest.fixture(autouse=True)
def pages():
    """Register the pages of the back office, which a process that serves none goes without."""
    admin.autodiscover()


@pytest.fixture(autouse=True)
def quiet(caplog):
    """Every refusal is a warning with a traceback."""
    caplog.set_level("ERROR", "django.request")


@pytest.fixture
def everything():
    return office.one_of_everything()


@pytest.fixture
def staff():
    return {letter: office.role(name) for letter, name in NAMES.items()}


def opens(answer) -> bool:
    """Tell a page that was let in, wherever it led, from one that was refused."""
    assert answer.status_code < 500
    return answer.status_code != 403


def test_the_tables_leave_no_page_and_no_action_out(admin_user):
    assert {model for model, *_ in rows(PAGES)} == {model._meta.label_lower for model in admin.site._registry}
    named = {url.name for model in admin.site._registry.values() for url in model.get_urls() if url.name}
    assert {name for name, *_ in rows(OTHERS)} == {name for name in named if not USUAL.search(name)} | {
        "auth_user_password_change"
    }
    offered = {(model._meta.label_lower, action) for model in admin.site._registry for action in actions(model)}
    assert {(model, action) for model, action, _ in rows(ACTIONS)} == offered


def test_every_role_opens_its_pages_and_no_others(everything, staff):
    for model, see, add, change, delete in rows(PAGES):
        name, row = model.replace(".", "_"), [everything[model].pk]
        for letter in staff:
            may = permissions(everything[model], NAMES[letter])
            assert may == tuple(letter in column for column in (see, add, change, delete)), (model, NAMES[letter])
        pages = (
            ("get", reverse(f"admin:{name}_changelist"), see),
            ("get", reverse(f"admin:{name}_change", args=row), see),
            ("get", reverse(f"admin:{name}_history", args=row), see),
            ("get", reverse(f"admin:{name}_add"), add),
            ("post", reverse(f"admin:{name}_change", args=row), change),
            ("get", reverse(f"admin:{name}_delete", args=row), delete),
        )
        for method, page, allowed in pages:
            # A page that opens takes longer than one that is refused: one of those who may is enough.
            for letter in {*staff} - {*allowed[1:]}:
                answer = getattr(staff[letter], method)(page)
                assert opens(answer) == (letter in allowed), (method, page, NAMES[letter])


def test_every_role_is_offered_its_actions_and_no_others(staff):
    table = {(model, action): allowed for model, action, allowed in rows(ACTIONS)}
    for letter, role in NAMES.items():
        for model in admin.site._registry:
            label = model._meta.label_lower
            mine = {action for (of, action), allowed in table.items() if of == label and letter in allowed}
            assert actions(model, role) == mine, (label, role)


def test_the_pages_beside_the_usual_ones_ask_as_well(everything, staff):
    passage = everything["knowledge.source"].chunks.get()
    for name, method, allowed in rows(OTHERS):
        model = "_".join(name.split("_")[:2]).replace("_", ".", 1)
        pk = everything[model].pk
        of_a_chat = ("write", "take", "proposal", "note", "tag", "bubbles", "give")
        single = ("password_change", "pdf", "file", "review", "rotate", "move", *of_a_chat)
        args = [pk] if name.endswith(single) or name == "catalog_importrun_rejects" else []
        args = [everything["conversations.conversation"].pk] if name.endswith(("_tradein_begin", "_book")) else args
        args = [pk, UUID(int=0)] if name == "conversations_tradein_photo" else args
        args = [pk, passage.pk] if name == "knowledge_source_passage" else args
        for letter, browser in staff.items():
            answer = getattr(browser, method)(reverse(f"admin:{name}", args=args))
            assert opens(answer) == (letter in allowed), (name, method, NAMES[letter])


def asked_by(role: str):
    """Return a request of the superuser, or of the member of staff with a role."""
    request = RequestFactory().get("/admin/")
    request.user = User.objects.get(username=f"de-{role}") if role else User.objects.get(is_superuser=True)
    return request


def actions(model, role: str = "") -> set[str]:
    """Return the actions that a list offers, deleting aside, which has its own column."""
    return {*admin.site._registry[model].get_actions(asked_by(role))} - {"delete_selected"}


def permissions(row, role: str) -> tuple[bool, ...]:
    """Return whether a role sees, adds, changes, deletes."""
    page, request = admin.site._registry[type(row)], asked_by(role)
    return (
        page.has_view_permission(request, row),
        page.has_add_permission(request),
        page.has_change_permission(request, row),
        page.has_delete_permission(request, row),
    )


# ── What a table does not say ───────────────────────────────────────────────────────────────────────────────────


def test_every_pattern_of_a_role_covers_a_permission():
    known = [f"{p.content_type.app_label}.{p.codename}" for p in Permission.objects.select_related("content_type")]
    for role, patterns in roles.ROLES.items():
        assert set(Group.objects.get(name=role).permissions.all()), role
        for pattern in patterns:
            assert any(re.fullmatch(pattern.replace(".", r"\.").replace("*", ".*"), name) for name in known), pattern


def test_a_role_that_somebody_changed_is_put_right():
    ventas = Group.objects.get(name="ventas")
    before = set(ventas.permissions.all())
    ventas.permissions.set([Permission.objects.get(codename="delete_user")])
    roles.keep_in_step()
    assert set(ventas.permissions.all()) == before


def test_a_manager_makes_nobody_a_superuser(staff, admin_user):
    nora = User.objects.create_user("nora", password="una-clave-larga")
    page = reverse("admin:auth_user_change", args=[nora.pk])
    shown = BeautifulSoup(staff["g"].get(page).content, "html.parser")
    assert shown.select("[name=groups]")
    assert not shown.select("[name=is_superuser], [name=user_permissions]")
    staff["g"].post(
        page, {"username": "nora", "is_superuser": "on", "date_joined_0": "2026-01-01", "date_joined_1": "0:0"}
    )
    assert not User.objects.get(username="nora").is_superuser
    for name in ("auth_user_change", "auth_user_password_change", "auth_user_delete"):
        answer = staff["g"].post(reverse(f"admin:{name}", args=[admin_user.pk]), {"post": "yes"})
        assert not opens(answer), name


def test_the_roles_themselves_are_only_read(staff):
    ventas = Group.objects.get(name="ventas")
    assert not opens(staff["g"].post(reverse("admin:auth_group_change", args=[ventas.pk]), {"name": "ventas"}))
    assert not opens(staff["g"].post(reverse("admin:auth_group_delete", args=[ventas.pk]), {"post": "yes"}))
    assert ventas.permissions.count() > 10


def test_who_may_not_see_the_switch_does_not_make_its_row(staff):
    staff["c"].get(reverse("admin:conversations_switchboard_changelist"))
    assert not Switchboard.objects.exists()


def test_who_may_change_chats_does_not_yet_speak_in_them(everything):
    beto = User.objects.create_user("beto", is_staff=True)
    beto.user_permissions.set(Permission.objects.filter(codename__in=["view_conversation", "change_conversation"]))
    browser = office.role("curaduria")
    browser.force_login(beto)
    chat = Conversation.objects.get()
    page = browser.get(reverse("admin:conversations_conversation_change", args=[chat.pk])).content.decode()
    assert "Tu mensaje" not in page
    assert 'name="mode"' in page
    assert not opens(browser.post(reverse("admin:conversations_conversation_write", args=[chat.pk]), {"text": "Hola"}))
