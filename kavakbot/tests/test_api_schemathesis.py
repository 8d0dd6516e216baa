"""Requests made up from the whole OpenAPI document: whatever they are, the answers keep to the document."""

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, transaction
from hypothesis import HealthCheck, Phase, settings
from rest_framework.test import APIClient
from schemathesis import Case
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import positive_data_acceptance

from kavakbot.env import BASE_DIR
from kavakbot.wsgi import application

pytestmark = pytest.mark.django_db
# A document cannot say which stock ids are taken (400), which tags still hold (412), nor where a number written
# as a string must lie (422): requests that it calls valid are rightly refused.
LEFT_OUT = [positive_data_acceptance]
_api = schemathesis.openapi.from_path(BASE_DIR / "docs" / "openapi.json")
_api.app = application
# The token is a test's own matter: made up ones are in the table of callers.
_api.config.generation.update(with_security_parameters=False)
_many = settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
# What the document's bounds suggest comes in the long run only: it is some hundred requests for each operation.
_few = settings(_many, max_examples=3, derandomize=True, phases=[Phase.generate])


@pytest.fixture(autouse=True)
def served(api: APIClient, settings: Any, tmp_path: Any, monkeypatch: Any) -> Iterator[None]:
    """A car is in stock, and nobody answers in the background."""
    monkeypatch.chdir(tmp_path)  # where Schemathesis may leave its notes
    # Nobody makes up requests this fast; throttles have their own tests.
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}
    settings.AGENT_API_WAIT_SECONDS = settings.KNOWLEDGE_API_WAIT_SECONDS = 0
    car = {"stock_id": 500358, "km": 64302, "price": 313999, "make": "Ford", "model": "Escape", "year": 2019}
    assert api.post("/api/v1/cars", car).status_code == 201
    # As Django's own test client does: the connection is the test's, not the request's.
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@_api.parametrize()
@_few
def test_answers_keep_to_the_document(case: Case, token: str):
    _ask(case, token)


@pytest.mark.slow
@_api.parametrize()
@_many
def test_very_many_answers_keep_to_the_document(case: Case, token: str):
    _ask(case, token)


@pytest.mark.slow
@_api.parametrize()
@_many
def test_without_a_token_very_many_requests_are_answered_with_401(case: Case):
    _ask_as_nobody(case)


def _ask(case: Case, token: str | None = None) -> Any:
    """Send it, undo what it did, and hold the answer against the document."""
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    with transaction.atomic():
        answer = case.call(headers=headers)
        # Waiting in vain is no fault of the server's: there is no worker.
        left_out = [*LEFT_OUT, not_a_server_error] if answer.status_code == 504 else LEFT_OUT
        case.validate_response(answer, headers=headers, excluded_checks=left_out)
        transaction.set_rollback(True)
    return answer


def _ask_as_nobody(case: Case) -> None:
    answer = _ask(case)
    if {"bearer": []} in case.operation.definition.raw["security"]:
        assert answer.status_code == 401
