"""Access tokens of our own, for the clients that staff create where no identity provider issues any."""

import hashlib
from contextlib import suppress
from datetime import timedelta
from typing import Any

import jwt
from django.conf import settings
from django.utils import timezone

from kavakbot import tokens
from kavakbot.models import ApiClient, hash_secret
from kavakbot.tokens import Ability, ApiPrincipal

_ISSUER = "kavakbot"
_ALGORITHM = "HS256"
_ABILITIES: tuple[Ability, ...] = ("read", "write")


def issue(*, client_id: str, secret: str) -> tuple[str, timedelta] | None:
    """Return a signed token and its lifetime, or None when the pair is not right.

    An unknown client is compared like any other, so that time tells nothing.
    """
    client = ApiClient.objects.usable().filter(client_id=client_id).first()
    version = (client or ApiClient()).version_of(hash_secret(secret))
    if client is None or version is None:
        return None
    now = timezone.now()
    claims = {
        "iss": _ISSUER,
        "client_id": client.client_id,
        "token_use": "access",
        "scope": client.access,
        "secret_version": version,
        "iat": now,
        "exp": now + settings.API_TOKEN_LIFETIME,
    }
    return jwt.encode(claims, signing_key(), algorithm=_ALGORITHM), settings.API_TOKEN_LIFETIME


def caller(token: str) -> ApiPrincipal:
    """Return the client that a token speaks for, with what it may do now; raises InvalidTokenError."""
    claims = _verified(token)
    client = ApiClient.objects.usable().filter(client_id=claims["client_id"]).first()
    if client is None or not client.honours(claims.get("secret_version")):
        raise jwt.InvalidTokenError("The client, or the secret it came with, is not in use.")
    client.note_use()
    granted = tokens.scopes_of(claims) & set(client.access.split(" "))
    return ApiPrincipal(client.client_id, frozenset(able for able in _ABILITIES if able in granted))


def _verified(token: str) -> dict[str, Any]:
    """Return the claims of a token under our key, or one before it; raises InvalidTokenError."""
    for before in settings.SECRET_KEY_FALLBACKS:
        with suppress(jwt.InvalidSignatureError):
            return tokens.verified(token, key=signing_key(before), algorithm=_ALGORITHM, issuer=_ISSUER)
    return tokens.verified(token, key=signing_key(), algorithm=_ALGORITHM, issuer=_ISSUER)


def signing_key(secret_key: str = "") -> bytes:
    """Derive the tokens' own key, so that a token is never a signed cookie and the other way round."""
    return hashlib.sha256(b"kavakbot.api-token:" + (secret_key or settings.SECRET_KEY).encode()).digest()
