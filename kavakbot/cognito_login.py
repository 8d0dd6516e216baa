"""Logins where Cognito issues the tokens: credentials go to its token endpoint, and only what we accept comes back."""

import hashlib
import logging
import time
from datetime import timedelta
from typing import Any
from urllib.parse import quote_plus, urlencode

import jwt
import urllib3
from django.conf import settings
from django.core.cache import caches

from kavakbot import cognito
from kavakbot.provider_call import ProviderUnavailable, call

_LONGEST_CREDENTIALS = 2048
_REFUSALS = {400, 401, 403}

logger = logging.getLogger(__name__)


def exchange(*, client_id: str, secret: str) -> tuple[str, timedelta] | None:
    """Return a token and how long it is valid still, or None when the credentials are not right.

    A token is given again while more than half of its life is left. Raises ProviderUnavailable.
    """
    if len(client_id) + len(secret) > _LONGEST_CREDENTIALS:
        return None
    whose = f"{settings.COGNITO_TOKEN_ENDPOINT}\0{client_id}\0{secret}"
    held, name = caches["tokens"], hashlib.sha256(whose.encode()).hexdigest()
    token, expires = held.get(name) or _asked_for(client_id, secret) or (None, 0)
    left = int(expires - time.time())
    if token is None or left <= 0:
        return None
    held.add(name, (token, expires), timeout=left / 2)  # what is held stays as it is
    return token, timedelta(seconds=left)


def _asked_for(client_id: str, secret: str) -> tuple[str, int] | None:
    """Ask for both scopes, then for one: a client that may not write is refused when it asks for more."""
    read, write = settings.COGNITO_SCOPE, settings.COGNITO_WRITE_SCOPE
    for scope in (f"{read} {write}", read, write) if read != write else (read,):
        status, answer = _answer(client_id, secret, scope)
        if status == 200:
            return _accepted(answer, client_id)
        if status not in _REFUSALS:
            raise ProviderUnavailable(f"the token endpoint answers {status}")
        if answer.get("error") != "invalid_scope":
            return None
    return None


def _answer(client_id: str, secret: str, scope: str) -> tuple[int, dict[str, Any]]:
    headers = urllib3.make_headers(basic_auth=f"{quote_plus(client_id)}:{quote_plus(secret)}")
    headers["Content-Type"] = "application/x-www-form-urlencoded"
    form = urlencode({"grant_type": "client_credentials", "scope": scope})
    status, answer = call("POST", settings.COGNITO_TOKEN_ENDPOINT, headers=headers, body=form)
    return status, answer if isinstance(answer, dict) else {}


def _accepted(answer: dict[str, Any], client_id: str) -> tuple[str, int] | None:
    """Return the token, if it would be let in here, and when it expires."""
    token = answer.get("access_token")
    if not isinstance(token, str):
        raise ProviderUnavailable("the token endpoint answers no token")
    try:
        claims = cognito.claims_of(token)
    except jwt.InvalidTokenError as error:
        logger.warning("the token endpoint gave a token that is not accepted here: %s", error)
        return None
    return (token, claims["exp"]) if claims["client_id"] == client_id else None
