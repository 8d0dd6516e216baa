"""`manage.py doctor` on a machine where all is well, and with one thing wrong at a time."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from kavakbot import doctor, metrics
from kavakbot.models import create_client
from kavakbot.tests.company import SECRET, Company

pytestmark = pytest.mark.django_db
NOWHERE = "http://127.0.0.1:9"


@pytest.fixture(autouse=True)
def nothing_outside(settings):
    """No service but the database and Redis."""
    settings.PUBLIC_BASE_URL = NOWHERE
    settings.TWILIO_ACCOUNT_SID = settings.TWILIO_AUTH_TOKEN = settings.TWILIO_WEBHOOK_SECRET = ""
    settings.OPENAI_API_KEY = settings.PRIVACY_NOTICE_URL = ""


def _lines() -> dict[str, str]:
    """Run the command and return its lines by what they are about."""
    out = StringIO()
    try:
        call_command("doctor", stdout=out)
    except CommandError as error:
        out.write(f"fail  all: {error}")
    lines: dict[str, str] = {}
    for line in out.getvalue().splitlines():
        head, said = line.split(": ", 1)
        verdict, name = head.split(maxsplit=1)
        lines[name] = f"{lines.get(name, '')}{verdict}: {said}\n"
    return lines


def test_each_thing_has_a_line_that_says_how_it_stands(settings):
    lines = _lines()
    assert lines["database"] == lines["extensions"] == lines["migrations"] == lines["redis"] == "ok: in place\n"
    assert lines["embeddings"] == "ok: use-multilingual-v3, 512 dimensions\n"
    assert lines["vectors"].startswith("ok")
    assert lines["staff sign-on"] == "ok: none is configured: staff log in with passwords\n"
    assert lines["model"] == "ok: none is configured: the offline brain answers\n"
    assert lines["turns workers"].startswith("warn: none is alive")
    assert lines["page reader"].startswith("warn: no worker reads pages")
    assert lines["twilio account"].startswith("ok: none is configured")
    assert lines["twilio signature"].startswith("warn: no key is set")
    assert lines["public address"].startswith(f"warn: nothing answers at {NOWHERE}/health")


def test_what_is_wrong_is_a_failure_that_says_what_to_do(settings):
    settings.REDIS_URL = "redis://:a-secret-word@127.0.0.1:9/0"
    settings.CRASH_AT = ["commit"]
    lines = _lines()
    assert lines["redis"].startswith("fail: does not answer (ConnectionError). Start Redis, or correct REDIS_URL")
    assert "fail: kavakbot.E007 CRASH_AT is set without DEBUG. Unset CRASH_AT" in lines["settings"]
    assert lines["all"].startswith("fail: 3 of these must be mended.")
    assert "a-secret-word" not in str(lines)


def test_the_public_address_may_lead_to_somebody_else(settings, httpserver):
    settings.PUBLIC_BASE_URL = httpserver.url_for("").rstrip("/")
    httpserver.expect_request("/health").respond_with_data("hello")
    assert doctor.public_address().verdict == "fail"


def test_the_public_address_may_lead_to_us(settings, live_server):
    settings.PUBLIC_BASE_URL = live_server.url
    assert doctor.public_address().verdict == "ok"


def test_sign_on_is_held_against_what_the_provider_says_of_itself(settings, httpserver):
    assert doctor.staff_sign_on().seen == "none is configured: staff log in with passwords"
    company = Company(httpserver).trusted(settings)
    told = {"issuer": company.issuer, "token_endpoint": f"{company.issuer}/token", "jwks_uri": f"{company.issuer}/jwks"}

    def says(**changes):
        httpserver.clear_all_handlers()
        Company(httpserver)
        discovery = "/.well-known/openid-configuration"
        httpserver.expect_request(discovery).respond_with_json({**told, **changes})
        return doctor.staff_sign_on()

    assert doctor.staff_sign_on().to_do == "Correct OIDC_ISSUER."
    assert says().seen == f"1 keys at {company.issuer}/jwks"
    assert says(token_endpoint="https://elsewhere.example/token").seen.endswith(": OIDC_OP_TOKEN_ENDPOINT")
    assert says(issuer=f"{company.issuer}/").seen.endswith(": OIDC_ISSUER")
    settings.OIDC_OP_JWKS_ENDPOINT = f"{company.issuer}/no-keys"
    assert says(jwks_uri=f"{company.issuer}/no-keys").to_do == "Correct OIDC_OP_JWKS_ENDPOINT."
    settings.OIDC_ISSUER = NOWHERE
    assert doctor.staff_sign_on().seen.startswith(f"{NOWHERE}/.well-known/openid-configuration does not answer")
    assert SECRET not in str(doctor.staff_sign_on())


def test_callers_are_known_by_tokens_of_ours_or_by_cognitos_keys(settings, httpserver):
    assert doctor.api_clients().seen == "nobody may call"
    create_client(name="CRM")
    assert doctor.api_clients().seen == "1 may call, with tokens of ours"
    settings.COGNITO_ISSUER = httpserver.url_for("/pool")
    assert doctor.api_clients().to_do == "Set COGNITO_CLIENT_ID."
    settings.COGNITO_CLIENT_IDS = ["7crmclient"]
    settings.COGNITO_JWKS_URL = httpserver.url_for("/pool/jwks.json")
    assert doctor.api_clients().verdict == "fail"
    httpserver.expect_request("/pool/jwks.json").respond_with_json({"keys": [{"kid": "a"}, {"kid": "b"}]})
    assert doctor.api_clients().seen.startswith("2 keys at ")
    settings.COGNITO_JWKS_URL = f"{NOWHERE}/jwks.json"
    assert doctor.api_clients().seen.startswith(f"{NOWHERE}/jwks.json does not answer")


def test_metrics_are_taken_once_where_somebody_is_told_them(settings):
    assert _lines()["metrics"] == "ok: no METRICS_TOKEN is set: nobody is told any\n"
    settings.METRICS_TOKEN = "x" * 32
    assert "are told at /metrics" in doctor.figures().seen
    metrics.measures("broken")(lambda: 1 / 0)
    try:
        assert (doctor.figures().verdict, doctor.figures().seen) == ("fail", "broken cannot be measured")
    finally:
        del metrics._measures["broken"]


def test_a_collector_of_traces_is_told_of_none(settings, collector):
    assert doctor.traces().verdict == "ok"
    assert collector == [b""]
    settings.TRACES_ENDPOINT = NOWHERE
    assert doctor.traces().seen.startswith(f"nothing answers at {NOWHERE}/v1/traces")
    settings.TRACES_ENDPOINT = ""
    assert doctor.traces().seen.endswith("nobody is told any")
