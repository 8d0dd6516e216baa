"""Who may log in: those for whom the identity provider's signed token vouches, and those who know a password."""

import logging
from ipaddress import ip_address
from typing import Any

import jwt
from axes.backends import AxesStandaloneBackend
from django.conf import settings
from django.contrib.auth.models import User
from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest
from mozilla_django_oidc.auth import OIDCAuthenticationBackend
from rest_framework.throttling import BaseThrottle

from kavakbot.sign_on import accounts, claims
from kavakbot.sign_on.claims import NotAdmitted

logger = logging.getLogger(__name__)

_LEEWAY = 60  # seconds that the provider's clock and ours may be apart


class CompanyBackend(OIDCAuthenticationBackend):  # type: ignore[misc]  # its base is untyped
    """Let in whom the company's provider vouches for, with the roles that it gives."""

    def authenticate(self, request: HttpRequest | None, **given: Any) -> User | None:
        """Return the account, or None with the reason in the log: strangers hear none."""
        try:
            user: User | None = super().authenticate(request, **given)
        except (NotAdmitted, SuspiciousOperation, jwt.PyJWTError, OSError) as error:
            # What the package's client raises is an OSError; its text may hold the answer, token and all.
            said = type(error).__name__ if isinstance(error, OSError) else error
            logger.warning("staff sign-on refused: %s", said)
            return None
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            logger.warning("staff sign-on refused: the provider's answer makes no sense (%s)", type(error).__name__)
            return None
        return user

    def get_payload_data(self, token: str, key: Any) -> dict[str, Any]:
        """Return the claims of an ID token made by our provider, for us, still valid, and signed with RS256."""
        payload: dict[str, Any] = jwt.decode(
            token,
            key,
            algorithms=["RS256"],
            audience=settings.OIDC_RP_CLIENT_ID,
            issuer=settings.OIDC_ISSUER,
            leeway=_LEEWAY,
            options={"require": ["exp", "iat", "iss", "aud", "sub"]},
        )
        if (
            isinstance(payload["aud"], list)
            and payload.get("azp", settings.OIDC_RP_CLIENT_ID) != settings.OIDC_RP_CLIENT_ID
        ):
            raise SuspiciousOperation("the token was issued to another client")
        if payload.get("token_use", "id") != "id":  # Cognito signs other tokens with the same keys
            raise SuspiciousOperation("not an ID token")
        return payload

    def get_or_create_user(self, access_token: str, id_token: str, payload: dict[str, Any]) -> User:
        """Return the account of who the token is about; raises NotAdmitted."""
        told = self.get_userinfo(access_token, id_token, payload) if settings.OIDC_OP_USER_ENDPOINT else {}
        if told and told.get("sub") != payload["sub"]:
            raise NotAdmitted("the provider speaks of two people")
        person = claims.read(
            {**told, **payload},  # what is signed counts for more
            groups_claim=settings.OIDC_GROUPS_CLAIM,
            role_groups=settings.OIDC_ROLE_GROUPS,
        )
        user = accounts.admit(person)
        if not person.roles:
            raise NotAdmitted("no group that is a role any more")
        return user


class CountedPasswords(AxesStandaloneBackend):  # type: ignore[misc]  # its base is untyped
    """Refuse passwords after too many wrong ones; it knows nobody itself, the next backend does."""

    def authenticate(
        self, request: HttpRequest | None, username: str | None = None, password: str | None = None
    ) -> None:
        """Let the next backend look, or raise; commands and shells, which have no request, are not counted."""
        if request is not None:
            super().authenticate(request, username=username, password=password)


def is_no_password(_request: HttpRequest | None, credentials: dict[str, Any] | None = None) -> bool:
    """Tell what is not to be counted: a refused sign-on guesses at nothing, and has no name to lock."""
    return not (credentials or {}).get("username")


def address_of(request: HttpRequest) -> str | None:
    """Return the address before our own proxies (`NUM_PROXIES`), as the API counts it."""
    address = BaseThrottle().get_ident(request)  # type: ignore[arg-type]  # Django's request has what it reads
    try:
        return str(ip_address(address or ""))
    except ValueError:
        return None
