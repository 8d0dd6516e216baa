"""Who may call what: every caller at every address by every method, a table that is made from the document."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.db import transaction
from rest_framework.test import APIClient

from kavakbot import local_tokens
from kavakbot.models import ApiClient, create_client
from kavakbot.tests import promises

pytestmark = pytest.mark.django_db
METHODS = ("get", "post", "put", "patch", "delete")
NOWHERE = "00000000-0000-4000-8000-000000000000"
BEARER: list[dict[str, Any]] = [{"bearer": []}]
# A POST that only asks: a token that reads is enough.
QUESTIONS = {
    *("chat_message", "knowledge_search", "financing_calculate", "financing_plans", "financing_affordable"),
    *("financing_schedule", "financing_payoff"),
}
STAFF = ("ventas", "gerencia", "auditoria", "curaduria", "nobody")
_SALES = frozenset({"ventas", "gerencia", "auditoria"})
_CURATORS = frozenset({"curaduria", "gerencia", "auditoria"})
# Which staff may look at what in a browser, by the second word of its address; what they may see in the admin.
SEES = {
    **dict.fromkeys(("cars", "financing", "conversations", "chat"), _SALES),
    **dict.fromkeys(("embeddings", "knowledge"), _CURATORS),
}
# Which questions they may ask there; the first two are written down.
ASKS = {
    **dict.fromkeys(("financing_calculate", "financing_plans"), _SALES - {"auditoria"}),
    **dict.fromkeys(("financing_affordable", "financing_schedule", "financing_payoff"), _SALES),
    "knowledge_search": _CURATORS,
}
REFUSED, UNABLE, LET_IN = {401}, {405}, {200, 201, 202, 204, 404, 422, 504}


def test_nobody_is_let_in_who_does_not_belong(document, settings):
    settings.AGENT_API_WAIT_SECONDS = settings.KNOWLEDGE_API_WAIT_SECONDS = 0
    unexpected, seen = [], 0
    for name, caller in _callers():
        for path, method, operation in _cells(document):
            status = _call(caller, path, method, operation)
            seen += 1
            if not _expected(name, path, method, operation, status):
                unexpected.append((name, method, path, status))
    assert not unexpected, "\n".join(map(str, unexpected))
    assert seen > 700


def _callers() -> Iterator[tuple[str, APIClient]]:
    yield "anonymous", APIClient()
    yield "bad token", APIClient(HTTP_AUTHORIZATION="Bearer a.b.c")
    yield "read token", APIClient(HTTP_AUTHORIZATION=f"Bearer {_token(ApiClient.Access.READ)}")
    yield "write token", APIClient(HTTP_AUTHORIZATION=f"Bearer {_token(ApiClient.Access.READ_WRITE)}")
    for role in STAFF:
        user = get_user_model().objects.create_user(role, is_staff=True)
        user.groups.set(Group.objects.filter(name=role))
        yield role, _signed_in(user)
    yield "customer", _signed_in(get_user_model().objects.create_user("customer", is_superuser=True))


def _token(access: str) -> str:
    client, secret = create_client(name=access, access=access)
    issued = local_tokens.issue(client_id=client.client_id, secret=secret)
    assert issued
    return issued[0]


def _signed_in(user: Any) -> APIClient:
    browser = APIClient()
    browser.force_login(user)
    return browser


def _cells(document: promises.Document) -> Iterator[tuple[str, str, promises.Document | None]]:
    """Yield each address with each method, None where the document has no such operation."""
    for path, item in document["paths"].items():
        for method in METHODS:
            yield path, method, item.get(method)


def _call(caller: APIClient, path: str, method: str, operation: promises.Document | None) -> int:
    address = path.replace("{", "").replace("}", "")
    for name in ("car_id", "quote_id", "conversation_id", "chunk_id", "source_id"):
        address = address.replace(f"/{name}", f"/{NOWHERE}")
    content = (operation or {}).get("requestBody", {}).get("content", {})
    bodies = [
        (kind, next(iter(body["examples"].values()))["value"]) for kind, body in content.items() if "examples" in body
    ]
    kind, body = bodies[0] if bodies else ("application/json", {})
    options = {"format": "json"} if kind == "application/json" else {"content_type": kind}
    with transaction.atomic():
        status = getattr(caller, method)(address, body if method != "get" else None, **options).status_code
        transaction.set_rollback(True)
    return int(status)


def _expected(name: str, path: str, method: str, operation: promises.Document | None, status: int) -> bool:
    if path == "/auth/login":
        return status in {401 if method == "post" else 405, 429}
    if "webhooks" in path:
        return status == (403 if method == "post" else 405)
    if not path.startswith("/api/"):
        return status in ({200} if method == "get" else UNABLE)
    if name in {"anonymous", "bad token", "customer"}:
        return status in REFUSED
    if name in STAFF:
        return _of_staff(name, path, method, operation, status)
    if operation is None:
        return status in ({403, 405} if name == "read token" else UNABLE)
    if name == "read token" and method != "get" and operation["operationId"] not in QUESTIONS:
        return status == 403
    return status in LET_IN


def _of_staff(name: str, path: str, method: str, operation: promises.Document | None, status: int) -> bool:
    """Cookies change nothing; they read what the admin would show, and ask."""
    if method == "get":
        return status in {200, 404, 405} if name in SEES[path.split("/")[3]] else status == 403
    asked = (operation or {}).get("operationId") if method == "post" else None
    if asked not in ASKS:
        return status in REFUSED
    return status in LET_IN if name in ASKS[asked] else status == 403
