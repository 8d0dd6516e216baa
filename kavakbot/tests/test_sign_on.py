"""Staff get in by the company's account with the roles of its groups, and nobody else does."""

import re
import time
from http.cookiejar import CookieJar
from urllib.parse import parse_qs, urlencode, urlsplit
from urllib.request import HTTPCookieProcessor, Request, build_opener

import pytest
from axes.models import AccessAttempt
from django.contrib.auth.models import Group, User
from django.test import Client
from werkzeug import Response

from kavakbot.models import StaffIdentity
from kavakbot.sign_on import checks
from kavakbot.sign_on.claims import read_role_groups
from kavakbot.tests.company import SECRET, Company, a_key

pytestmark = pytest.mark.django_db


@pytest.fixture
def company(settings, httpserver) -> Company:
    return Company(httpserver).trusted(settings)


@pytest.fixture(autouse=True)
def quick_passwords(settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def browser() -> Client:
    return Client()


def who(browser: Client) -> str:
    """Return who is logged in, or nothing."""
    found = User.objects.filter(pk=browser.session.get("_auth_user_id")).first()
    return found.get_username() if found else ""


def said(browser: Client) -> str:
    return browser.get("/admin/login/").content.decode()


# ── Those who belong ────────────────────────────────────────────────────────────────────────────────────────────
def test_the_company_sends_somebody_with_her_roles(company, browser, settings):
    settings.OIDC_ROLE_GROUPS = {"ventas": {"CDMX", "GDL"}, "gerencia": {"Jefas"}}
    company.changes["groups"] = ["GDL", "Jefas", "Comedor"]
    assert "Entrar con la cuenta de la empresa" in said(browser)
    answer = company.sends(browser)
    assert (answer.status_code, answer["Location"]) == (302, "/admin/auth/user/")
    ana = User.objects.get(username=who(browser))
    assert (ana.username, ana.email, ana.first_name) == ("ana@kavak.example", "ana@kavak.example", "Ana")
    assert {group.name for group in ana.groups.all()} == {"ventas", "gerencia"}
    assert (ana.is_staff, ana.is_superuser, ana.has_usable_password()) == (True, False, False)
    assert browser.get("/admin/auth/user/").status_code == 200


def test_somebody_is_known_by_her_subject_and_not_by_her_address(company, browser):
    company.sends(browser)
    company.changes["email"] = "ana.perez@kavak.example"
    company.sends(browser)
    assert (who(browser), User.objects.get().email) == ("ana@kavak.example", "ana.perez@kavak.example")
    company.changes |= {"sub": "s-other", "email": "ana@kavak.example"}
    other = Client()
    company.sends(other)
    assert who(other).startswith("ana@kavak.example-")
    assert StaffIdentity.objects.count() == 2


def test_an_account_of_the_same_address_is_not_taken_over(company, browser):
    User.objects.create_superuser("ana@kavak.example", email="ana@kavak.example", password="una-clave-larga")
    company.sends(browser)
    assert who(browser) != "ana@kavak.example"
    assert not User.objects.get(username=who(browser)).is_superuser


def test_roles_are_taken_away_at_the_next_login(company, browser):
    company.changes["groups"] = ["ventas", "gerencia"]
    company.sends(browser)
    ana = User.objects.get()
    ana.groups.add(Group.objects.create(name="becarios"))
    company.changes["groups"] = ["curaduria"]
    company.sends(browser)
    assert {group.name for group in ana.groups.all()} == {"curaduria", "becarios"}
    company.changes["groups"] = []
    company.sends(browser)
    ana.refresh_from_db()
    assert ({group.name for group in ana.groups.all()}, ana.is_staff, who(browser)) == ({"becarios"}, False, "")


def test_who_was_let_go_here_stays_out(company, browser):
    company.sends(browser)
    User.objects.update(is_active=False)
    again = Client()
    company.sends(again)
    assert who(again) == ""


# ── Those who do not ────────────────────────────────────────────────────────────────────────────────────────────
CLAIMS = {
    "an unverified address": {"email_verified": False},
    "an address nobody says is verified": {"email_verified": None},
    "a word for verified": {"email_verified": "yes"},
    "no address": {"email": None},
    "no subject": {"sub": None},
    "an empty subject": {"sub": ""},
    "another login's nonce": {"nonce": "n-0"},
    "no nonce": {"nonce": None},
    "another client's token": {"aud": "crm"},
    "a token for many": {"aud": ["trastienda", "crm"], "azp": "crm"},
    "another provider's token": {"iss": "https://evil.example"},
    "no issuer": {"iss": None},
    "a token that ran out": {"exp": 1_700_000_000},
    "a token for ever": {"exp": None},
    "a token of tomorrow": {"iat": 4_000_000_000, "nbf": 4_000_000_000},
    "an access token": {"token_use": "access"},
    "no group": {"groups": None},
    "no group of ours": {"groups": ["Comedor"]},
    "a group that only looks like ours": {"groups": ["Ventas", "gerencia "]},
    "groups of another kind": {"groups": {"ventas": True}},
    "groups as numbers": {"groups": [1, None]},
    "groups as a number": {"groups": 7},
}


@pytest.mark.parametrize("changes", CLAIMS.values(), ids=CLAIMS)
def test_claims_that_do_not_hold_open_nothing(company, browser, changes, caplog):
    company.changes |= changes
    refused(company, browser, caplog)


SIGNING = {
    "our secret as the key": {"algorithm": "HS256", "key": SECRET},
    "no signature": {"algorithm": "none", "key": None},
    "another key under the same name": {"key": a_key("theirs")},
    "another algorithm of the same key": {"algorithm": "RS512"},
    "a key nobody published": {"headers": {"kid": "k2"}},
    "a key without a name": {"headers": {}},
}


@pytest.mark.parametrize("how", SIGNING.values(), ids=SIGNING)
def test_what_is_not_signed_as_agreed_opens_nothing(company, browser, how, caplog):
    vars(company).update(how)
    refused(company, browser, caplog)


ANSWERS = {
    "token": [b"", b"[]", b"{}", b"<html>", b'{"id_token": null}', b'{"id_token": "a.b.c"}', b'{"id_token": 7}'],
    "keys": [b"", b"[]", b"{}", b'{"keys": null}', b'{"keys": [{}]}', b'{"keys": [{"kid": "k1", "kty": "RSA"}]}'],
}


@pytest.mark.parametrize("of", ANSWERS)
def test_a_provider_that_answers_nonsense_opens_nothing(company, browser, of, caplog):
    for status in (200, 500):
        for body in ANSWERS[of]:
            setattr(company, f"{of}_answer", Response(body, status, content_type="application/json"))
            refused(company, browser, caplog)


def test_a_provider_that_speaks_of_two_people_opens_nothing(company, browser, caplog):
    company.told = {"sub": "s-berta", "email": "berta@kavak.example", "email_verified": True}
    refused(company, browser, caplog)


def test_a_provider_that_is_away_opens_nothing(company, browser, settings, caplog):
    settings.OIDC_OP_TOKEN_ENDPOINT = "http://127.0.0.1:9/token"
    refused(company, browser, caplog)


def refused(company, browser, caplog):
    caplog.clear()
    answer = company.sends(browser)
    assert (answer.status_code, answer["Location"]) == (302, "/admin/login/")
    assert (who(browser), User.objects.count(), StaffIdentity.objects.count()) == ("", 0, 0)
    assert "No se pudo entrar" in said(browser)
    assert "staff sign-on refused" in caplog.text
    assert "opaque" not in caplog.text
    assert SECRET not in caplog.text


@pytest.mark.parametrize("state", ["", "x" * 32, "0"])
def test_a_state_that_this_browser_was_not_given_leads_nowhere(company, browser, admin_user, state):
    browser.force_login(admin_user)
    for asked in ({"code": "c", "state": state}, {"code": "c"}, {"error": "access_denied", "state": state}, {}):
        assert browser.get("/oidc/callback/", asked)["Location"] == "/admin/login/"
    assert who(browser) == "admin"  # and throws nobody out


def test_a_state_serves_once(company, browser):
    begun = browser.get("/oidc/authenticate/")
    company.sends(browser, begun=begun)
    other = Client()
    assert company.sends(other, begun=begun)["Location"] == "/admin/login/"
    browser.logout()
    assert company.sends(browser, begun=begun)["Location"] == "/admin/login/"
    assert who(browser) == who(other) == ""


def test_without_a_provider_there_is_no_such_page(browser):
    assert "cuenta de la empresa" not in said(browser)
    for page in ("/oidc/authenticate/", "/oidc/callback/?code=c&state=s"):
        assert browser.get(page).status_code == 404


def test_it_leads_on_to_our_own_pages_only(company, browser):
    begun = browser.get("/oidc/authenticate/", {"next": "https://evil.example/"})
    assert company.sends(browser, begun=begun)["Location"] == "/admin/"


# ── Staying and leaving ─────────────────────────────────────────────────────────────────────────────────────────
def later(browser: Client, seconds: float) -> None:
    session = browser.session
    session["oidc_id_token_expiration"] = time.time() - seconds
    session.save()


def test_a_session_is_renewed_without_a_word(company, browser):
    company.sends(browser)
    later(browser, 1)
    asked = browser.get("/admin/catalog/car/")
    assert asked["Location"].startswith(f"{company.issuer}/authorize?")
    assert parse_qs(urlsplit(asked["Location"]).query)["prompt"] == ["none"]
    company.changes["groups"] = ["gerencia"]
    assert company.sends(browser, begun=asked)["Location"] == "/admin/catalog/car/"
    assert {group.name for group in User.objects.get().groups.all()} == {"gerencia"}
    assert browser.get("/admin/catalog/car/").status_code == 200


def test_who_is_not_vouched_for_any_more_is_out(company, browser):
    company.sends(browser)
    later(browser, 1)
    state = parse_qs(urlsplit(browser.get("/admin/")["Location"]).query)["state"][0]
    browser.get("/oidc/callback/", {"error": "login_required", "state": state})
    assert who(browser) == ""


def test_a_form_still_goes_through_and_long_after_it_does_not(company, browser):
    company.sends(browser)
    later(browser, 600)
    assert browser.post("/admin/catalog/car/add/").status_code == 200
    later(browser, 2 * 3600)
    assert browser.post("/admin/catalog/car/add/")["Location"] == "/admin/login/"
    assert who(browser) == ""


def test_a_logout_goes_on_to_the_provider_for_those_who_came_from_it(company, browser, admin_client):
    company.sends(browser)
    way_out = browser.post("/admin/logout/")["Location"]
    assert way_out.startswith(f"{company.issuer}/logout?")
    asked = parse_qs(urlsplit(way_out).query)
    assert asked["post_logout_redirect_uri"] == asked["logout_uri"] == ["http://testserver/admin/login/"]
    assert "id_token_hint" in asked
    assert who(browser) == ""
    assert admin_client.post("/admin/logout/").status_code == 200


# ── Passwords ───────────────────────────────────────────────────────────────────────────────────────────────────
def try_password(browser: Client, password: str, name: str = "caro", **more: str) -> int:
    return browser.post("/admin/login/", {"username": name, "password": password}, **more).status_code


def test_wrong_passwords_are_counted_by_address_and_name(browser):
    User.objects.create_user("caro", password="una-clave-larga", is_staff=True)
    User.objects.create_user("dora", password="otra-clave-larga", is_staff=True)
    tried = [try_password(browser, f"no-{i}", HTTP_X_FORWARDED_FOR=f"10.0.0.{i}") for i in range(7)]
    assert tried == [200] * 4 + [429] * 3
    locked = browser.post("/admin/login/", {"username": "caro", "password": "una-clave-larga"})
    assert (locked.status_code, "un cuarto de hora" in locked.content.decode()) == (429, True)
    assert try_password(browser, "otra-clave-larga", "dora") == 302
    assert try_password(Client(REMOTE_ADDR="10.9.9.9"), "una-clave-larga") == 302


def test_where_somebody_was_going_is_not_kept_with_a_wrong_password(browser):
    search = "/admin/conversations/contact/?q=5512345678"
    form = {"username": "caro", "password": "no", "next": search}
    browser.post(f"/admin/login/?{urlencode({'next': search})}", form)
    [attempt] = AccessAttempt.objects.values()
    assert attempt["username"] == "caro"
    assert "5512345678" not in str(attempt)


def test_the_address_before_our_proxies_is_the_one_that_counts(browser, settings):
    settings.REST_FRAMEWORK = {**settings.REST_FRAMEWORK, "NUM_PROXIES": 1}
    User.objects.create_user("caro", password="una-clave-larga", is_staff=True)
    for i in range(6):
        status = try_password(browser, "no", HTTP_X_FORWARDED_FOR=f"9.9.9.{i}, 203.0.113.7")
    assert status == 429
    assert try_password(browser, "una-clave-larga", HTTP_X_FORWARDED_FOR="203.0.113.7") == 429
    assert try_password(browser, "una-clave-larga", HTTP_X_FORWARDED_FOR="203.0.113.7, 203.0.113.8") == 302
    assert try_password(Client(), "no", HTTP_X_FORWARDED_FOR="no-address") == 200


def test_a_refused_sign_on_locks_no_password_out(company, browser):
    User.objects.create_user("caro", password="una-clave-larga", is_staff=True)
    company.changes["groups"] = []
    for _ in range(7):
        assert company.sends(browser)["Location"] == "/admin/login/"
    company.changes = {}
    assert try_password(browser, "una-clave-larga") == 302
    assert company.sends(Client())["Location"] == "/admin/auth/user/"


def test_passwords_can_be_switched_off(company, browser, settings):
    User.objects.create_superuser("caro", password="una-clave-larga")
    assert try_password(browser, "una-clave-larga") == 302
    settings.STAFF_PASSWORD_LOGIN = False
    settings.AUTHENTICATION_BACKENDS = settings.AUTHENTICATION_BACKENDS[-1:]
    assert browser.get("/admin/").status_code == 302  # a session that began with a password has ended
    assert 'name="password"' not in said(browser)
    assert try_password(Client(), "una-clave-larga") == 200
    assert company.sends(Client())["Location"] == "/admin/auth/user/"


# ── With a real provider ────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.django_db(transaction=True)
def test_somebody_signs_in_at_a_certified_provider_and_out_again(identity_provider, live_server, settings, httpserver):
    ana = {"sub": "ana", "email": "ana@example.com", "email_verified": True, "name": "Ana", "groups": ["ventas"]}
    client = {
        "client_id": "trastienda",
        "client_secret": SECRET,
        "grant_types": ["authorization_code"],
        "redirect_uris": [f"{live_server.url}/oidc/callback/"],
        "post_logout_redirect_uris": [f"{live_server.url}/admin/login/"],
        "token_endpoint_auth_method": "client_secret_post",
    }
    identity_provider.script(clients=[client], people=[ana, {**ana, "sub": "eva", "email_verified": False}])
    Company(httpserver).trusted(settings)
    settings.OIDC_ISSUER = identity_provider.issuer
    for ours, theirs in {
        "OIDC_OP_AUTHORIZATION_ENDPOINT": "authorization_endpoint",
        "OIDC_OP_TOKEN_ENDPOINT": "token_endpoint",
        "OIDC_OP_JWKS_ENDPOINT": "jwks_uri",
        "OIDC_OP_USER_ENDPOINT": "userinfo_endpoint",
        "OIDC_OP_LOGOUT_ENDPOINT": "end_session_endpoint",
    }.items():
        setattr(settings, ours, identity_provider.endpoints[theirs])

    def sign_in(subject):
        person = build_opener(HTTPCookieProcessor(CookieJar()))
        form = person.open(f"{live_server.url}/oidc/authenticate/?next=/admin/conversations/conversation/")
        action = re.search(r'action="([^"]+)"', form.read().decode())[1]
        sent = Request(f"{identity_provider.issuer}{action}", data=urlencode({"sub": subject}).encode())
        return person, person.open(sent)

    _, page = sign_in("eva")
    assert page.url == f"{live_server.url}/admin/login/"
    assert not User.objects.exists()
    person, page = sign_in("ana")
    assert page.url == f"{live_server.url}/admin/conversations/conversation/"
    assert [group.name for group in User.objects.get().groups.all()] == ["ventas"]
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page.read().decode())[1]
    leaving = Request(
        f"{live_server.url}/admin/logout/",
        urlencode({"csrfmiddlewaretoken": token}).encode(),
        {"Referer": live_server.url},
    )
    goodbye = person.open(leaving)
    assert goodbye.url.startswith(identity_provider.issuer)
    assert b"Sign out" in goodbye.read()


# ── Checks ──────────────────────────────────────────────────────────────────────────────────────────────────────
def ids(found):
    return [message.id for message in found]


def test_a_provider_by_halves_is_named(settings, company):
    assert ids(checks.sign_on_is_whole(None)) == []
    settings.OIDC_RP_CLIENT_SECRET = ""
    [error] = checks.sign_on_is_whole(None)
    assert (error.id, "OIDC_RP_CLIENT_SECRET" in error.msg) == ("kavakbot.E030", True)


def test_a_role_that_does_not_exist_is_named(settings):
    assert ids(checks.groups_lead_to_roles(None)) == []
    settings.OIDC_ROLE_GROUPS = {"sales": {"Ventas"}}
    assert ids(checks.groups_lead_to_roles(None)) == ["kavakbot.E031"]


def test_a_provider_in_the_open_is_refused(settings, company):
    assert ids(checks.the_provider_is_reached_over_tls(None)) == []  # loopback
    settings.OIDC_OP_TOKEN_ENDPOINT = "http://id.example/token"
    assert ids(checks.the_provider_is_reached_over_tls(None)) == ["kavakbot.E032"]


def test_somebody_must_get_in(settings):
    settings.STAFF_PASSWORD_LOGIN = False
    assert ids(checks.somebody_gets_in(None)) == ["kavakbot.E033"]


def test_a_logout_that_one_click_undoes_is_told(settings, company):
    assert ids(checks.the_provider_ends_sessions_too(None)) == []
    settings.OIDC_OP_LOGOUT_ENDPOINT = ""
    assert ids(checks.the_provider_ends_sessions_too(None)) == ["kavakbot.W030"]


def test_groups_of_roles_are_read_in_pairs():
    assert read_role_groups(["ventas=CDMX", "ventas = GDL", "gerencia=Jefas"]) == {
        "ventas": {"CDMX", "GDL"},
        "gerencia": {"Jefas"},
    }
    for wrong in ("ventas", "=CDMX", "ventas="):
        with pytest.raises(ValueError, match="role=group"):
            read_role_groups([wrong])
