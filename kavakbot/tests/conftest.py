"""What tests of the whole API stand on: its own document, and a client of it."""

import pytest
from rest_framework.test import APIClient

from kavakbot import authentication
from kavakbot.models import create_client
from kavakbot.tests import promises


@pytest.fixture
def document() -> promises.Document:
    """The OpenAPI document as the code says it."""
    return promises.ours()


@pytest.fixture
def token(db: None) -> str:
    """A token of a client that may read and write."""
    client, secret = create_client(name="CRM")
    issued = authentication.issue_token(client_id=client.client_id, secret=secret)
    assert issued
    return issued[0]


@pytest.fixture
def api(token: str) -> APIClient:
    """The client with its token."""
    return APIClient(HTTP_AUTHORIZATION=f"Bearer {token}")
