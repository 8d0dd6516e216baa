"""What every access token must be, whoever signed it: compact, unambiguous, whole, and in its time."""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Literal

import jwt
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from jwt.utils import base64url_decode

from kavakbot import token_policy

Ability = Literal["read", "write"]

_CLOCKS_DIFFER = timedelta(seconds=10)
_MAX_LENGTH = 4096
_SHAPE = re.compile(r"[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+")
_REQUIRED = {"exp": int, "iat": int, "iss": str, "token_use": str, "client_id": str}
_OPTIONAL = {"nbf": int, "scope": str}


@dataclass(frozen=True)
class ApiPrincipal:
    """The client behind a verified token; it stands where Django expects a user."""

    client_id: str
    abilities: frozenset[Ability] = field(default_factory=frozenset)
    is_authenticated: bool = True

    @property
    def pk(self) -> str:
        """The key that throttles count by."""
        return self.client_id


def header_of(token: str) -> dict[str, Any]:
    """Return the header, not yet verified; raises InvalidTokenError for what is no token at all."""
    if len(token) > _MAX_LENGTH or not _SHAPE.fullmatch(token):
        raise jwt.DecodeError("Not a compact token.")
    return _object(token.partition(".")[0])


def verified(token: str, *, key: RSAPublicKey | bytes, algorithm: str, issuer: str) -> dict[str, Any]:
    """Return the claims of an access token of that issuer; raises InvalidTokenError for any other."""
    header_of(token)
    claims = _object(token.split(".")[1])
    _check_types(claims)
    # An access token of Cognito has no audience; who it is for is decided by `client_id` and `scope`.
    options: Any = {"require": list(_REQUIRED), "verify_aud": False, "enforce_minimum_key_length": True}
    jwt.decode(token, key, algorithms=[algorithm], issuer=issuer, leeway=_CLOCKS_DIFFER, options=options)
    if claims["token_use"] != "access":  # noqa: S105  the kind of token
        raise jwt.InvalidTokenError("Not an access token.")
    if not 0 < claims["exp"] - claims["iat"] <= token_policy.LONGEST_LIFE.total_seconds():
        raise jwt.InvalidTokenError("Not of a length that anybody issues.")
    return claims


def scopes_of(claims: dict[str, Any]) -> frozenset[str]:
    """Return what the token was issued for."""
    return frozenset(claims.get("scope", "").split(" "))


def _check_types(claims: dict[str, Any]) -> None:
    for name, kind in {**_REQUIRED, **_OPTIONAL}.items():
        if name in _OPTIONAL and name not in claims:
            continue
        if type(claims.get(name)) is not kind:  # True is an int otherwise
            raise jwt.InvalidTokenError(f"{name} is not stated as it should be.")


def _object(segment: str) -> dict[str, Any]:
    """Read one segment, where a repeated name would mean one thing here and another there."""
    try:
        value = json.loads(base64url_decode(segment).decode(), object_pairs_hook=_without_repeats)
    except (ValueError, RecursionError) as error:
        raise jwt.DecodeError("Not JSON.") from error
    if not isinstance(value, dict):
        raise jwt.DecodeError("Not an object.")
    return value


def _without_repeats(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    value = dict(pairs)
    if len(value) != len(pairs):
        raise ValueError("A name is repeated.")
    return value
