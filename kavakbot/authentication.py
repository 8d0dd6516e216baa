"""Who calls the API: the client behind a bearer token, of Cognito's where it is configured, else of our own."""

from datetime import timedelta

import jwt
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from kavakbot import cognito, cognito_login, local_tokens, token_policy
from kavakbot.provider_call import ProviderUnavailable
from kavakbot.tokens import ApiPrincipal


class BearerAuthentication(BaseAuthentication):
    """Accept `Authorization: Bearer <token>`; anything else is anonymous, a bad token is refused."""

    def authenticate(self, request: Request) -> tuple[ApiPrincipal, str] | None:
        """Return the principal and the token, or None when no bearer token was sent."""
        scheme, _, token = get_authorization_header(request).decode("latin-1").partition(" ")
        if scheme.lower() != "bearer":
            return None
        token = token.strip(" ")
        try:
            return (cognito if token_policy.come_from_cognito() else local_tokens).caller(token), token
        except jwt.InvalidTokenError as error:
            raise AuthenticationFailed("The token is invalid or has expired.") from error
        except ProviderUnavailable as error:
            raise AuthenticationFailed("No token can be verified now.", "identity_provider_unavailable") from error

    def authenticate_header(self, request: Request) -> str:
        """Name the scheme, which turns a refusal into 401."""
        return "Bearer"


def issue_token(*, client_id: str, secret: str) -> tuple[str, timedelta] | None:
    """Return a token and its lifetime, or None when the credentials are not right; raises ProviderUnavailable."""
    issue = cognito_login.exchange if token_policy.come_from_cognito() else local_tokens.issue
    return issue(client_id=client_id, secret=secret)


def is_client(request: Request) -> bool:
    """Whether a client asks with its token, and not a member of staff from the admin."""
    return isinstance(request.user, ApiPrincipal)


def caller_of(request: Request) -> str:
    """Return in words who asks: `api:` and the client's id, or `staff:` and the name of the account."""
    return f"api:{request.user.pk}" if is_client(request) else f"staff:{request.user.get_username()}"


def client_id_of(request: Request) -> str:
    """Return the client behind an authenticated request."""
    return str(request.user.pk)
