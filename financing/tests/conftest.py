"""The back office as Gabi sees it: through Django's test client, and through a browser of her own."""

from collections.abc import Iterator

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, Page

from financing.models import FinancingPolicy
from financing.tests import cast
from kavakbot.tests.browser import a_page


@pytest.fixture
def office(db: None) -> Client:
    return cast.signed_in(cast.gabi())


@pytest.fixture
def page(request, browser: Browser, transactional_db: None, live_server) -> Iterator[Page]:
    """Gabi's page, signed in on a policy as shipped."""
    if not FinancingPolicy.objects.in_force().exists():
        FinancingPolicy.objects.create(annual_rate="0.10", terms_months=[36, 48, 60, 72], legal_line="Informativa.")
    session = cast.signed_in(cast.gabi()).cookies[settings.SESSION_COOKIE_NAME].value
    with a_page(browser, getattr(request, "param", "desk"), address=live_server.url, session=session) as page:
        yield page
