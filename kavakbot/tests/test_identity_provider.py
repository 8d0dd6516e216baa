"""The provider that tests sign in at does what those tests lean on."""

import base64
import hashlib
import re
from http.cookiejar import CookieJar
from urllib.parse import parse_qs, urlencode, urlsplit
from urllib.request import HTTPCookieProcessor, HTTPRedirectHandler, Request, build_opener

import jwt
import urllib3

MACHINE = {
    "client_id": "crm",
    "client_secret": "a-secret-of-the-crm",
    "grant_types": ["client_credentials"],
    "redirect_uris": [],
    "response_types": [],
    "token_endpoint_auth_method": "client_secret_basic",
}
BROWSER = {
    "client_id": "trastienda",
    "client_secret": "a-secret-of-the-back-office",
    "grant_types": ["authorization_code", "refresh_token"],
    "redirect_uris": ["http://127.0.0.1:9/callback"],
    "post_logout_redirect_uris": ["http://127.0.0.1:9/"],
    "token_endpoint_auth_method": "client_secret_post",
}
ANA = {"sub": "ana", "email": "ana@example.com", "email_verified": True, "groups": ["ventas"]}


def test_a_machine_gets_a_token_that_looks_like_cognitos(identity_provider):
    identity_provider.script(clients=[MACHINE], resource_scopes="cars/read cars/write")
    said = _token(identity_provider, {"grant_type": "client_credentials", "scope": "cars/read"}, basic=MACHINE)
    claims = _verified(identity_provider, said["access_token"], audience="urn:kavakbot:api")
    assert (claims["client_id"], claims["scope"], claims["token_use"]) == ("crm", "cars/read", "access")


def test_a_person_signs_in_by_code_and_pkce_and_refreshes(identity_provider):
    identity_provider.script(clients=[BROWSER], people=[ANA])
    verifier = "v" * 43
    code = _code_for(identity_provider, verifier)
    secret = {"client_id": "trastienda", "client_secret": BROWSER["client_secret"]}
    asked = {"grant_type": "authorization_code", "code": code, "redirect_uri": BROWSER["redirect_uris"][0]}
    said = _token(identity_provider, asked | {"code_verifier": verifier} | secret)
    claims = _verified(identity_provider, said["id_token"], audience="trastienda")
    assert claims.items() >= (ANA | {"nonce": "n"}).items()
    refreshed = _token(
        identity_provider, {"grant_type": "refresh_token", "refresh_token": said["refresh_token"]} | secret
    )
    assert refreshed["access_token"] != said["access_token"]
    bearer = {"Authorization": f"Bearer {refreshed['access_token']}"}
    told = urllib3.request("GET", identity_provider.endpoints["userinfo_endpoint"], headers=bearer).json()
    assert told["email_verified"] is True
    assert "end_session_endpoint" in identity_provider.endpoints


def test_its_key_rotates(identity_provider):
    identity_provider.script(clients=[])
    before = _kids(identity_provider)
    identity_provider.script(clients=[], rotate=True)
    assert len(before) == len(_kids(identity_provider)) == 1
    assert before != _kids(identity_provider)


def _kids(provider):
    keys = urllib3.request("GET", provider.endpoints["jwks_uri"]).json()["keys"]
    return [key["kid"] for key in keys]


def _token(provider, fields, *, basic=None):
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    headers |= urllib3.make_headers(basic_auth=f"{basic['client_id']}:{basic['client_secret']}") if basic else {}
    address = provider.endpoints["token_endpoint"]
    answer = urllib3.request("POST", address, headers=headers, body=urlencode(fields))
    assert answer.status == 200, answer.data
    return answer.json()


def _verified(provider, token, *, audience):
    key = jwt.PyJWKClient(provider.endpoints["jwks_uri"]).get_signing_key_from_jwt(token)
    return jwt.decode(token, key, algorithms=["RS256"], issuer=provider.issuer, audience=audience)


def _code_for(provider, verifier):
    """Go the way of a browser: to the provider, through its form, back with a code."""
    browser = build_opener(HTTPCookieProcessor(CookieJar()), _StopsAtUs)
    challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
    asked = {"client_id": "trastienda", "response_type": "code", "scope": "openid email profile", "state": "s"}
    asked |= {"nonce": "n", "redirect_uri": BROWSER["redirect_uris"][0]}
    asked |= {"code_challenge": challenge, "code_challenge_method": "S256"}
    form = browser.open(f"{provider.endpoints['authorization_endpoint']}?{urlencode(asked)}")
    action = re.search(r'action="([^"]+)"', form.read().decode())[1]
    sent = Request(f"{provider.issuer}{action}", data=b"sub=ana")
    back = browser.open(sent).headers["Location"]
    return parse_qs(urlsplit(back).query)["code"][0]


class _StopsAtUs(HTTPRedirectHandler):
    """Follow the provider's redirects, and hold the one that leads back to us."""

    def http_error_303(self, request, file, code, message, headers):
        if headers["Location"].startswith("http://127.0.0.1:9/"):
            file.headers = headers
            return file
        return super().http_error_303(request, file, code, message, headers)

    http_error_302 = http_error_303
