"""Issuers for tests: RSA keys of our own, the sets they are published in, and tokens shaped like Cognito's."""

import base64
import json
import time
from dataclasses import dataclass, field
from functools import cache
from typing import Any
from uuid import uuid4

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm
from pytest_httpserver import HTTPServer

CLIENT = "7crmclient"
READ, WRITE = "cars/read", "cars/write"


@cache
def a_key(name: str, bits: int = 2048) -> rsa.RSAPrivateKey:
    """A key by its name, made once a run: making one takes a while."""
    return rsa.generate_private_key(public_exponent=65537, key_size=bits)


def published(kid: str, key: rsa.RSAPrivateKey, **changes: Any) -> dict[str, Any]:
    """The key as a row of a key set."""
    return {**RSAAlgorithm.to_jwk(key.public_key(), as_dict=True), "kid": kid, "use": "sig", "alg": "RS256", **changes}


def encoded(value: Any) -> str:
    """One segment of a token, from an object or from raw text."""
    raw = value if isinstance(value, bytes) else (value if isinstance(value, str) else json.dumps(value)).encode()
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def signed(header: Any, claims: Any, key: rsa.RSAPrivateKey) -> str:
    """A token of any header and any claims, honestly signed as RS256."""
    signing_input = f"{encoded(header)}.{encoded(claims)}"
    return f"{signing_input}.{encoded(RSAAlgorithm(RSAAlgorithm.SHA256).sign(signing_input.encode(), key))}"


@dataclass
class Issuer:
    """A user pool with its keys served on loopback; every issuer has an address of its own."""

    server: HTTPServer
    keys: dict[str, rsa.RSAPrivateKey] = field(default_factory=lambda: {"first": a_key("first")})
    path: str = field(default_factory=lambda: f"/us-east-1_{uuid4().hex[:9]}")

    @property
    def url(self) -> str:
        return self.server.url_for(self.path)

    @property
    def fetches(self) -> int:
        """How often the key set was asked for."""
        return sum(request.path.startswith(self.path) for request, _ in self.server.log)

    def publish(self) -> "Issuer":
        """Serve the keys as they are now."""
        self.answer({"keys": [published(kid, key) for kid, key in self.keys.items()]})
        return self

    def answer(self, document: Any, status: int = 200) -> None:
        path = f"{self.path}/.well-known/jwks.json"
        self.server.handlers[:] = [each for each in self.server.handlers if each.matcher.uri != path]
        self.server.expect_request(path).respond_with_data(
            json.dumps(document), status, content_type="application/json"
        )

    def claims(self, **changes: Any) -> dict[str, Any]:
        """What Cognito says of a client; a change to None leaves a claim out."""
        now = int(time.time())
        usual = {"sub": CLIENT, "token_use": "access", "scope": f"{READ} {WRITE}", "auth_time": now, "iss": self.url}
        usual |= {"exp": now + 3600, "iat": now, "version": 2, "jti": str(uuid4()), "client_id": CLIENT}
        return {name: value for name, value in {**usual, **changes}.items() if value is not None}

    def token(self, *, kid: str = "first", header: dict[str, Any] | None = None, **changes: Any) -> str:
        """A token that passes, but for what is changed."""
        header = {"kid": kid, **(header or {})}
        return jwt.encode(self.claims(**changes), self.keys[kid], algorithm="RS256", headers=header)


def trust(settings: Any, issuer: Issuer) -> None:
    """Configure the service for this issuer."""
    settings.COGNITO_ISSUER = issuer.url
    settings.COGNITO_JWKS_URL = f"{issuer.url}/.well-known/jwks.json"
    settings.COGNITO_TOKEN_ENDPOINT = f"{issuer.url}/oauth2/token"
    settings.COGNITO_CLIENT_IDS = [CLIENT]
    settings.COGNITO_SCOPE, settings.COGNITO_WRITE_SCOPE = READ, WRITE
