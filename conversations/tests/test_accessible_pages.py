"""Nothing on a page of the back office shuts somebody out, wide or narrow, light or dark; axe looks for it."""

from itertools import product

import pytest
from django.urls import reverse

from conversations.tests import office
from conversations.tests.staff_pages import all_pages, pages
from kavakbot.tests.browser import WIDTHS, a_page, flaws, shot

pytestmark = pytest.mark.django_db(transaction=True)
PIXEL = '<svg xmlns="http://www.w3.org/2000/svg"/>'
IN_SHORT = [("desk", "light"), ("phone", "dark")]


@pytest.mark.usefixtures("policy")
@pytest.mark.parametrize(
    ("crawl", "looks"),
    [(pages, IN_SHORT), pytest.param(all_pages, product(WIDTHS, ("light", "dark")), marks=pytest.mark.slow)],
)
def test_every_page_can_be_read_and_used_by_everybody(browser, live_server, settings, admin_client, crawl, looks):
    made = crawl(office.one_of_everything())
    # What nobody adds or deletes is no page.
    addresses = [where for where in dict.fromkeys(made) if admin_client.get(where).status_code != 403]
    session = admin_client.cookies[settings.SESSION_COOKIE_NAME].value
    found = {}
    for width, scheme in looks:
        with a_page(browser, width, address=live_server.url, session=session, scheme=scheme) as page:
            page.route("https://fotos.example/**", lambda it: it.fulfill(body=PIXEL, content_type="image/svg+xml"))
            for number, where in enumerate([reverse("playground"), *addresses]):
                page.goto(where)
                shot(page, f"{number:03}-{scheme}")
                if wrong := flaws(page):
                    found[f"{where}, {width}, {scheme}"] = wrong
    assert found == {}


@pytest.mark.parametrize(("width", "scheme"), IN_SHORT)
def test_so_can_the_pages_before_it(browser, live_server, width, scheme):
    with a_page(browser, width, address=live_server.url, scheme=scheme) as page:
        page.goto(reverse("admin:login"))
        assert flaws(page) == []
        page.get_by_label("Nombre de usuario").fill("nadie")
        page.get_by_label("Contraseña").fill("no-es-la-clave")
        page.get_by_label("Contraseña").press("Enter")
        page.get_by_role("alert").or_(page.locator(".errornote")).first.wait_for()
        shot(page, f"login-refused-{scheme}")
        assert flaws(page) == []
