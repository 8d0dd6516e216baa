"""The identity provider of a company, as a stand-in that says whatever a test wants of whoever comes."""

import base64
import hashlib
import json
import time
from functools import cache
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa
from django.http import HttpResponse
from django.test import Client
from jwt.algorithms import RSAAlgorithm
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

CLIENT, SECRET = "trastienda", "a-secret-of-the-back-office-in-tests"
BACKEND = "kavakbot.sign_on.backend.CompanyBackend"


@cache
def a_key(_name: str) -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


class Company:
    """A provider whose answers a test changes: `token` and `told` are claims, the rest is how it misbehaves."""

    def __init__(self, server: HTTPServer) -> None:
        self.issuer = server.url_for("").rstrip("/")
        self.told: dict[str, Any] | None = None  # what its UserInfo endpoint says; None says the token's own
        self.changes: dict[str, Any] = {}
        self.headers: dict[str, Any] = {"kid": "k1"}
        self.key: Any = a_key("ours")
        self.algorithm = "RS256"
        self.token_answer: Response | None = None
        self.keys_answer: Response | None = None
        self.nonce = self.challenge = ""
        for path, answer in {"/token": self._token, "/jwks": self._keys, "/userinfo": self._userinfo}.items():
            server.expect_request(path).respond_with_handler(answer)

    @property
    def claims(self) -> dict[str, Any]:
        now = int(time.time())
        usual = {"iss": self.issuer, "aud": CLIENT, "sub": "s-ana", "iat": now, "exp": now + 300, "nonce": self.nonce}
        usual |= {"email": "Ana@kavak.example", "email_verified": True, "name": "Ana", "groups": ["ventas"]}
        return {name: value for name, value in {**usual, **self.changes}.items() if value is not None}

    def trusted(self, settings: Any) -> "Company":
        """Configure the back office for it."""
        settings.STAFF_SIGN_ON = True
        settings.OIDC_ISSUER, settings.OIDC_RP_CLIENT_ID, settings.OIDC_RP_CLIENT_SECRET = self.issuer, CLIENT, SECRET
        settings.OIDC_OP_AUTHORIZATION_ENDPOINT = f"{self.issuer}/authorize"
        settings.OIDC_OP_TOKEN_ENDPOINT = f"{self.issuer}/token"
        settings.OIDC_OP_JWKS_ENDPOINT = f"{self.issuer}/jwks"
        settings.OIDC_OP_USER_ENDPOINT = f"{self.issuer}/userinfo"
        settings.OIDC_OP_LOGOUT_ENDPOINT = f"{self.issuer}/logout"
        settings.AUTHENTICATION_BACKENDS = [*settings.AUTHENTICATION_BACKENDS, BACKEND]
        return self

    def sends(self, browser: Client, *, begun: HttpResponse | None = None) -> HttpResponse:
        """Go to the provider as the back office says, come back with a code, and return where that leads."""
        begun = begun or browser.get("/oidc/authenticate/", {"next": "/admin/auth/user/"})
        asked = {name: value for name, [value] in parse_qs(urlsplit(begun["Location"]).query).items()}
        self.nonce, self.challenge = asked["nonce"], asked["code_challenge"]
        assert asked["code_challenge_method"] == "S256"
        return browser.get("/oidc/callback/", {"code": "c-1", "state": asked["state"]})

    def _token(self, request: Request) -> Response:
        if self.token_answer is not None:
            return self.token_answer
        proof = base64.urlsafe_b64encode(hashlib.sha256(request.form["code_verifier"].encode()).digest()).rstrip(b"=")
        if (proof.decode(), request.form["client_secret"]) != (self.challenge, SECRET):
            return Response("{}", 400)
        token = jwt.encode(self.claims, self.key, algorithm=self.algorithm, headers=self.headers)
        return _json({"id_token": token, "access_token": "opaque", "token_type": "Bearer"})

    def _keys(self, _request: Request) -> Response:
        published = {**RSAAlgorithm.to_jwk(a_key("ours").public_key(), as_dict=True), "kid": "k1", "alg": "RS256"}
        return self.keys_answer or _json({"keys": [published]})

    def _userinfo(self, _request: Request) -> Response:
        return _json(self.claims if self.told is None else self.told)


def _json(said: Any) -> Response:
    return Response(json.dumps(said), content_type="application/json")
