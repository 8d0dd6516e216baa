"""No page of the back office says an English word, and each leads to every page that the person may open."""

import gettext
import re
from datetime import date, datetime
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from django.contrib import admin
from django.core.files.base import ContentFile
from django.test import Client, override_settings
from django.urls import path, reverse
from django.utils import translation
from django.utils.formats import date_format

from conversations.tests import office
from conversations.tests.staff_pages import address, all_pages, pages
from kavakbot import look, urls

pytestmark = pytest.mark.django_db
ENGLISH = re.compile(
    r"\b(the|this|that|with|without|from|are|was|were|you|your|please|and|or|not|none|any|all|of|to|by|for|"
    r"search|select|selected|filters?|results?|run|add|another|save|delete|deleted|change|changed|changes|view|history|"
    r"close|cancel|back|next|previous|first|last|welcome|hello|log(ged)? (in|out)|password|user(name)?|group|"
    r"permissions?|file|choose|upload|today|yesterday|tomorrow|now|date|time|yes|true|false|unknown|recent|actions?|"
    r"home|page|entry|entries|object|comment|reason|light|dark|system|show|hide|more|sorting|toggle|value|type)\b",
    re.IGNORECASE,
)
# Names of things that have no other: what programs, people and companies are called.
NAMES = re.compile(
    r"(https?://\S+|\S+@\S+|\S+\.(csv|txt|jpg)|becarios|crm|webhooks?|api|whatsapp|status callback"
    r"|lead\.\w+|remember_customer|\b[a-z]+_[a-z_]+\b)",
    re.IGNORECASE,
)


def words(page: BeautifulSoup) -> str:
    """Return what a person reads or hears of a page: its text, and what its fields and pictures are called."""
    for unread in page.select("script, style, template, pre, code, .material-symbols-outlined, [lang=en]"):
        unread.decompose()
    said = [page.get_text(" ")]
    for name in ("title", "placeholder", "aria-label", "alt"):
        said += [str(it[name]) for it in page.select(f"[{name}]")]
    said += [str(it["value"]) for it in page.select("input[type=submit]")]
    return NAMES.sub(" ", " ".join(" ".join(said).split()))


@pytest.mark.parametrize("crawl", [pages, pytest.param(all_pages, marks=pytest.mark.slow)])
def test_no_page_says_an_english_word(admin_client, crawl, caplog):
    caplog.set_level("ERROR", "django.request")
    found = {}
    for where in dict.fromkeys(crawl(office.one_of_everything())):
        answer = admin_client.get(where, follow=True)
        if answer.status_code == 403:  # what nobody adds or deletes
            continue
        assert answer.status_code == 200, where
        if spoken := {it.group() for it in ENGLISH.finditer(words(BeautifulSoup(answer.content, "html.parser")))}:
            found[where] = spoken
    assert found == {}


def test_who_is_not_in_reads_spanish_too():
    for page in (Client().get(reverse("admin:login")), office.role("ventas").post(reverse("admin:logout"))):
        assert page.status_code == 200
        assert ENGLISH.search(words(BeautifulSoup(page.content, "html.parser"))) is None


def spoken(answer) -> set[str]:
    """Return the English words of a page."""
    return {it.group() for it in ENGLISH.finditer(words(BeautifulSoup(answer.content, "html.parser")))}


def test_what_an_action_asks_or_answers_is_spanish(admin_client, rf, admin_user):
    rows, request = office.one_of_everything(), rf.get("/")
    request.user, found = admin_user, {}
    for model, site_admin in admin.site._registry.items():
        label = model._meta.label_lower
        for action in site_admin.get_actions(request):
            row = model.objects.filter(pk=rows[label].pk).values_list("pk", flat=True)
            asked = {"action": action, "_selected_action": list(row)}
            answer = admin_client.post(address(rows, label, "changelist"), asked, follow=True)
            if "html" in answer.headers["Content-Type"] and (english := spoken(answer)):
                found[label, action] = english
    assert found == {}


def test_what_a_file_would_change_is_told_in_spanish(admin_client):
    file = ContentFile(
        b"stock_id,km,price,make,model,year\n1,x,1,Nissan,Versa,2019\n2,10,abc,Kia,Rio,2020\n", "dos.csv"
    )
    page = admin_client.post(reverse("admin:catalog_car_import"), {"file": file})
    assert "dos.csv" in page.content.decode()
    assert spoken(page) == set()


def broken(request):
    raise ZeroDivisionError


# The addresses of the service, and one more.
urlpatterns = [path("admin/broken", broken), *urls.urlpatterns]
handler500 = urls.handler500


def test_why_a_page_is_not_shown_is_told_in_spanish(admin_client):
    stranger, guarded = office.role("ventas"), Client(enforce_csrf_checks=True, raise_request_exception=False)
    with override_settings(ROOT_URLCONF=__name__):
        after_a_bug = guarded.get("/admin/broken")
    answers = {
        404: admin_client.get("/admin/nada/"),
        403: stranger.get(reverse("admin:auth_user_changelist")),
        "forged": guarded.post(reverse("admin:login")),
        400: guarded.get(reverse("admin:index"), headers={"host": "evil.example"}),
        500: after_a_bug,
    }
    for why, answer in answers.items():
        page = BeautifulSoup(answer.content, "html.parser")
        assert page.html["lang"] == "es-MX", why
        assert len(page.h1.text) > 15, why
        assert spoken(answer) == set(), why
        assert page.select_one(f"a[href='{reverse('admin:index')}']"), why


@pytest.mark.parametrize(("role", "pages"), {"ventas": 20, "curaduria": 4, "gerencia": 32, "auditoria": 32}.items())
def test_the_sidebar_leads_to_every_page_that_the_person_may_open_and_to_no_other(role, pages):
    browser = office.role(role)
    page = BeautifulSoup(browser.get(reverse("admin:index")).content, "html.parser")
    offered = {link["href"] for link in page.select("#nav-sidebar-apps a")}
    entries = [entry for section in look.SECTIONS.values() for entry in section]
    assert offered == {entry.link for entry in entries if browser.get(entry.link).status_code != 403}
    assert len(offered) == pages


@pytest.mark.parametrize(
    ("open_page", "marked"),
    [
        ("financing_quote_calculator", "financing_quote_calculator"),
        ("financing_quote_changelist", "financing_quote_changelist"),
        ("knowledge_source_trial", "knowledge_source_trial"),
        ("conversations_lead_board", "conversations_lead_board"),
        ("conversations_lead_changelist", "conversations_lead_board"),
        ("conversations_lead_change", "conversations_lead_board"),
        ("financing_quote_change", "financing_quote_changelist"),
        ("index", None),
    ],
)
def test_the_entry_of_the_page_that_is_open_is_marked(admin_client, open_page, marked):
    is_row = open_page.endswith("_change")
    args = [office.one_of_everything()[open_page.removesuffix("_change").replace("_", ".")].pk] if is_row else []
    page = BeautifulSoup(admin_client.get(reverse(f"admin:{open_page}", args=args)).content, "html.parser")
    links = [link["href"] for link in page.select("#nav-sidebar-apps a.active")]
    assert links == ([reverse(f"admin:{marked}")] if marked else [])


def test_days_and_months_begin_without_a_capital():
    with translation.override("es-mx"):
        for month in range(1, 13):
            said = date_format(date(2026, month, month), r"l j \d\e F \d\e Y, E")
            assert said == said.lower()
        assert date_format(date(2026, 11, 29), "DATE_FORMAT") == "29 de noviembre de 2026"
        assert date_format(datetime(2026, 11, 29, 9, 5), "DATETIME_FORMAT") == "29 nov 2026, 09:05"  # noqa: DTZ001 - as read


def test_what_is_kept_translated_is_what_was_written():
    """The compiled file is committed: nothing on a server compiles it."""
    folder = Path(look.__file__).parent / "locale/es_MX/LC_MESSAGES"
    pairs = r'^msgid "(.+)"\n(?:msgid_plural .*\n)?msgstr(?:\[0\])? "(.+)"$'
    written = re.findall(pairs, (folder / "django.po").read_text(), re.MULTILINE)
    with (folder / "django.mo").open("rb") as file:
        kept = gettext.GNUTranslations(file)
    assert len(written) > 50
    for english, spanish in written:
        plain = english.replace('\\"', '"')
        assert spanish.replace('\\"', '"') in {kept.gettext(plain), kept.ngettext(plain, "", 1)}, english
