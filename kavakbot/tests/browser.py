"""A real browser for tests of pages: Debian's Chromium, driven by Playwright, at the widths people have."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from playwright.sync_api import Browser, Page, sync_playwright

from kavakbot import env

Scheme = Literal["light", "dark"]
WIDTHS = {"desk": (1440, 900), "phone": (390, 844)}


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One browser for the tests of a module; they are skipped where there is none."""
    # Playwright keeps an event loop running in this thread, and Django then refuses the database to any code of the
    # thread, for fear of blocking a coroutine. There is none: the loop only turns while a call to the browser waits.
    with pytest.MonkeyPatch.context() as patch, _chromium() as started:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        yield started


@contextmanager
def _chromium() -> Iterator[Browser]:
    path = shutil.which("chromium")
    if path is None:
        pytest.skip("chromium is not on PATH; on Debian: apt install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def a_page(
    browser: Browser, width: str, *, address: str, session: str | None = None, scheme: Scheme = "light"
) -> Iterator[Page]:
    """Open a page of that width in Mexico, logged in or not; what it complains about on its console fails the test."""
    wide, high = WIDTHS[width]
    context = browser.new_context(
        base_url=address,
        viewport={"width": wide, "height": high},
        locale="es-MX",
        timezone_id="America/Mexico_City",
        color_scheme=scheme,
    )
    if session:
        context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": address}])
    context.set_default_timeout(20_000)
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    try:
        yield page
    finally:
        context.close()
    assert not complaints, f"the browser complained: {complaints}"


def shot(page: Page, name: str) -> None:
    """Keep a picture of the whole page where BROWSER_SHOTS says, if it says anything."""
    if folder := env.find("BROWSER_SHOTS"):
        width = page.viewport_size["width"] if page.viewport_size else 0
        page.screenshot(path=Path(folder) / f"{name}-{width}.png", full_page=True)


def fits(page: Page) -> bool:
    """Tell whether nothing makes the whole page scroll sideways."""
    return bool(page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))


def flaws(page: Page) -> list[str]:
    """Return what keeps somebody from using the page: what axe finds serious or critical, and what does not fit."""
    found = [
        f"{broken['id']}: {node['html']}"
        for broken in Axe().run(page).response["violations"]
        if broken["impact"] in {"serious", "critical"}
        for node in broken["nodes"]
    ]
    return found if fits(page) else [*found, "wider than its window"]
