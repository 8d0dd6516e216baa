"""The back office as Gabi sees it: through Django's test client, and through a browser of her own."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, Page, sync_playwright

from financing.models import FinancingPolicy
from financing.tests import cast

CHROMIUM = Path("/usr/bin/chromium")


@pytest.fixture
def office(db: None) -> Client:
    return cast.signed_in(cast.gabi())


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Debian's Chromium; while Playwright's loop runs in this thread, Django must be told that its queries may too."""
    if not CHROMIUM.exists():
        pytest.skip(f"needs {CHROMIUM}: apt-get install chromium")
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        with sync_playwright() as playwright:
            chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
            yield chromium
            chromium.close()


@pytest.fixture
def page(browser: Browser, transactional_db: None, live_server) -> Iterator[Page]:
    """Gabi's page, signed in on a policy as shipped; whatever the console complains of fails the test."""
    if not FinancingPolicy.objects.in_force().exists():
        FinancingPolicy.objects.create(annual_rate="0.10", terms_months=[36, 48, 60, 72], legal_line="Informativa.")
    session = cast.signed_in(cast.gabi()).cookies[settings.SESSION_COOKIE_NAME].value
    context = browser.new_context(
        base_url=live_server.url,
        locale="es-MX",
        timezone_id="America/Mexico_City",
        viewport={"width": 1440, "height": 900},
    )
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}])
    # The browser asks for it by itself; no page of ours names one.
    context.route("**/favicon.ico", lambda route: route.fulfill(status=204))
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda said: complaints.append(said.text) if said.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield page
    context.close()
    assert complaints == []
