"""Saved views of the inbox: what somebody looks at again and again, for one person or for the team."""

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from playwright.sync_api import expect

from catalog.tests.pages import text
from conversations.models import Contact, Conversation, SavedView
from conversations.tests import cast, office
from kavakbot.tests.browser import WIDTHS, a_page, fits, shot

pytestmark = pytest.mark.django_db(transaction=True)
INBOX = reverse("admin:conversations_conversation_changelist")
SAVE = reverse("admin:conversations_conversation_view_save")
DROP = reverse("admin:conversations_conversation_view_drop")


@pytest.fixture
def ventas():
    return office.role("ventas")


@pytest.fixture
def gerencia():
    return office.role("gerencia")


def save(browser, name="Garantías", query="q=garantia&mode__exact=auto", **told):
    return browser.post(SAVE, {"name": name, "query": query, **told}, follow=True)


def views(browser, address=INBOX) -> dict[str, bool]:
    """Return the views beside the list, and whether each is the open one."""
    page = BeautifulSoup(browser.get(address).content, "html.parser")
    for icon in page.select(".material-symbols-outlined, .inbox-views > a > span"):
        icon.decompose()
    return {link.get_text().strip(): "aria-current" in link.attrs for link in page.select("#inbox-views a")}


def test_what_narrows_the_list_is_kept_and_opened_again(ventas):
    answer = save(ventas, query="q=garantia&p=3&mode__exact=auto&turno=personas&e=1&state__exact=")
    view = SavedView.objects.get()
    assert view.query == "mode__exact=auto&q=garantia&turno=personas"
    assert answer.redirect_chain[-1][0].endswith(f"?{view.query}")
    again = f"{INBOX}?turno=personas&q=garantia&mode__exact=auto&p=1"
    assert [name for name, is_open in views(ventas, again).items() if is_open] == ["Garantías"]
    assert [name for name, is_open in views(ventas).items() if is_open] == ["Todas"]
    assert "Guardar esta vista" not in text(ventas.get(again))
    assert "Guardar esta vista" in text(ventas.get(INBOX, {"q": "otra"}))


def test_the_same_name_again_is_the_same_view_changed(ventas):
    for query in ("q=garantia", "q=enganche"):
        save(ventas, query=query)
    assert [view.query for view in SavedView.objects.all()] == ["q=enganche"]


def test_a_view_is_its_owners_until_somebody_who_may_shares_it(ventas, gerencia):
    save(ventas, "Mía", shared="on")
    save(gerencia, "De todos", shared="on")
    assert {"Mía", "De todos"} < {*views(ventas)}
    assert {*views(gerencia)} & {"Mía", "De todos"} == {"De todos"}
    assert 'name="shared"' not in ventas.get(INBOX, {"q": "x"}).content.decode()


def test_a_view_is_dropped_by_who_may(ventas, gerencia):
    save(gerencia, "De todos", shared="on")
    save(gerencia, "Suya")
    save(ventas, "Mía")
    for view in SavedView.objects.all():
        ventas.post(DROP, {"view": view.pk})
    for nonsense in ("", "x", "-1", "9" * 40, "١"):
        assert ventas.post(DROP, {"view": nonsense}).status_code == 302
    assert {view.name for view in SavedView.objects.all()} == {"De todos", "Suya"}


@pytest.mark.parametrize("words", ["5512345678", "55 1234", "+52 1 55"])
def test_a_search_for_a_number_is_not_kept(ventas, words):
    assert "Una búsqueda por teléfono no se guarda" in text(save(ventas, query=f"q={words}"))
    assert not SavedView.objects.exists()


def test_nobody_keeps_more_views_than_a_page_shows(ventas):
    for number in range(21):
        answer = save(ventas, f"Vista {number}")
    assert "Ya tienes 20 vistas" in text(answer)
    assert SavedView.objects.count() == 20


@pytest.mark.parametrize("width", WIDTHS)
def test_somebody_saves_opens_and_drops_a_view(browser, live_server, settings, gerencia, width):
    for who, name, words in ((cast.ANA, "Ana Torres", "¿qué garantía dan?"), (cast.CARLA, "Carla Ríos", "hola")):
        chat = cast.writes(words, who=who)
        Contact.objects.filter(pk=chat.contact_id).update(name=name)
    Conversation.objects.update(state="human")
    session = gerencia.cookies[settings.SESSION_COOKIE_NAME].value
    with a_page(browser, width, address=live_server.url, session=session) as there:
        there.goto(f"{INBOX}?turno=personas&q=garantia")
        there.get_by_text("Guardar esta vista").click()
        there.get_by_label("nombre").fill("Garantías")
        there.get_by_label("para todo el equipo").check()
        assert fits(there)
        shot(there, "bandeja-guardar")
        there.get_by_role("button", name="Guardar").click()
        view = there.get_by_role("link", name="Garantías")
        expect(view).to_have_attribute("aria-current", "page")
        expect(there.locator("#result_list")).to_contain_text("Ana Torres")
        expect(there.locator("#result_list")).not_to_contain_text("Carla")
        shot(there, "bandeja-vista")
        there.get_by_role("link", name="Todas").click()
        expect(there.locator("#result_list")).to_contain_text("Carla")
        view.click()
        there.get_by_role("button", name="Borrar la vista Garantías").click()
        expect(view).to_have_count(0)
        assert fits(there)
