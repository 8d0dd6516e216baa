"""Who calls the API: short-lived bearer tokens, issued here to the clients that staff create."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import timedelta

import jwt
from django.conf import settings
from django.utils import timezone
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from kavakbot.models import ApiClient, hash_secret

_ISSUER = "kavakbot"
_ALGORITHM = "HS256"
_TOKEN_USE = "access"  # noqa: S105  the kind of token, not a secret


@dataclass(frozen=True)
class ApiPrincipal:
    """The client behind a verified token; it stands where Django expects a user."""

    client_id: str
    is_authenticated: bool = True

    @property
    def pk(self) -> str:
        """The key that throttles count by."""
        return self.client_id


def issue_token(*, client_id: str, secret: str) -> tuple[str, timedelta] | None:
    """Return a signed token and its lifetime, or None when the pair is not right.

    An unknown client is compared like any other, so that time tells nothing.
    """
    client = ApiClient.objects.filter(client_id=client_id, is_active=True).first()
    stored = client.secret_hash if client else ""
    if not secrets.compare_digest(hash_secret(secret), stored) or client is None:
        return None
    now = timezone.now()
    claims = {
        "iss": _ISSUER,
        "client_id": client.client_id,
        "token_use": _TOKEN_USE,
        "iat": now,
        "exp": now + settings.API_TOKEN_LIFETIME,
    }
    return jwt.encode(claims, _signing_key(), algorithm=_ALGORITHM), settings.API_TOKEN_LIFETIME


class BearerAuthentication(BaseAuthentication):
    """Accept `Authorization: Bearer <token>`; anything else is anonymous, a bad token is refused."""

    def authenticate(self, request: Request) -> tuple[ApiPrincipal, str] | None:
        """Return the principal and the token, or None when no bearer token was sent."""
        scheme, _, token = get_authorization_header(request).decode("latin-1").partition(" ")
        if scheme.lower() != "bearer":
            return None
        return ApiPrincipal(client_id=_verified_client_id(token.strip())), token

    def authenticate_header(self, request: Request) -> str:
        """Name the scheme, which turns a refusal into 401."""
        return "Bearer"


def client_id_of(request: Request) -> str:
    """Return the client behind an authenticated request."""
    return str(request.user.pk)


def _verified_client_id(token: str) -> str:
    try:
        claims = jwt.decode(
            token,
            _signing_key(),
            algorithms=[_ALGORITHM],
            issuer=_ISSUER,
            options={"require": ["exp", "iat", "iss", "token_use", "client_id"]},
        )
    except jwt.InvalidTokenError as error:
        raise AuthenticationFailed("The token is invalid or has expired.") from error
    if claims["token_use"] != _TOKEN_USE or not isinstance(claims["client_id"], str):
        raise AuthenticationFailed("The token is not an access token.")
    if not ApiClient.objects.filter(client_id=claims["client_id"], is_active=True).exists():
        raise AuthenticationFailed("The client is not active.")
    return claims["client_id"]


def _signing_key() -> bytes:
    """Derive the tokens' own key, so that a token is never a signed cookie and the other way round."""
    return hashlib.sha256(b"kavakbot.api-token:" + settings.SECRET_KEY.encode()).digest()
