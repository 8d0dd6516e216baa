"""Access tokens of AWS Cognito, or of any issuer that shapes them so."""

from functools import lru_cache
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from django.conf import settings

from kavakbot import tokens
from kavakbot.key_set import KeySet
from kavakbot.tokens import Ability, ApiPrincipal

_ALGORITHM = "RS256"


def claims_of(token: str) -> dict[str, Any]:
    """Return what a token of a client of ours says; raises InvalidTokenError, and ProviderUnavailable."""
    claims = tokens.verified(token, key=_key_of(token), algorithm=_ALGORITHM, issuer=settings.COGNITO_ISSUER)
    if claims["client_id"] not in settings.COGNITO_CLIENT_IDS:
        raise jwt.InvalidTokenError("The client is not one of ours.")
    return claims


def caller(token: str) -> ApiPrincipal:
    """Return the client that a token speaks for; raises InvalidTokenError, and ProviderUnavailable."""
    claims = claims_of(token)
    scopes = tokens.scopes_of(claims)
    needed: dict[Ability, str] = {"read": settings.COGNITO_SCOPE, "write": settings.COGNITO_WRITE_SCOPE}
    return ApiPrincipal(claims["client_id"], frozenset(able for able, scope in needed.items() if scope in scopes))


def _key_of(token: str) -> RSAPublicKey:
    header = tokens.header_of(token)
    kid = header.get("kid")
    if header.get("alg") != _ALGORITHM or not isinstance(kid, str) or not settings.COGNITO_ISSUER:
        raise jwt.InvalidTokenError("Not signed as Cognito signs.")
    key = _key_set(settings.COGNITO_JWKS_URL).key(kid)
    if key is None:
        raise jwt.InvalidTokenError("Signed by a key that the identity provider is not known to have.")
    return key


_key_set = lru_cache(maxsize=4)(KeySet)
