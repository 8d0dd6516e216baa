"""What `manage.py doctor` looks at: each app registers its examinations in a `doctor` module of its own."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum

import urllib3
from django.conf import settings
from django.core.checks import WARNING, run_checks
from django.db import connection
from django.utils.module_loading import autodiscover_modules

from kavakbot import health, metrics, token_policy
from kavakbot.models import ApiClient
from kavakbot.provider_call import ProviderUnavailable, call

# Long enough for a service across the internet, short enough to ask a dozen of them.
PATIENCE_SECONDS = 4.0


class Verdict(StrEnum):
    """How it stands with one thing."""

    OK = "ok"
    WARN = "warn"
    FAIL = "fail"


@dataclass(frozen=True)
class Finding:
    """What was seen and, unless all is well, what to do; never a secret."""

    verdict: Verdict
    seen: str
    to_do: str = ""


Examination = Callable[[], Finding]
_examinations: dict[str, Examination] = {}


def examines(name: str) -> Callable[[Examination], Examination]:
    """Register an examination under the name that its line begins with."""

    def register(examination: Examination) -> Examination:
        _examinations[name] = examination
        return examination

    return register


def ok(seen: str) -> Finding:
    """All is well."""
    return Finding(Verdict.OK, seen)


def warn(seen: str, to_do: str) -> Finding:
    """It works, and not for everybody or not for long."""
    return Finding(Verdict.WARN, seen, to_do)


def fail(seen: str, to_do: str) -> Finding:
    """It does not work."""
    return Finding(Verdict.FAIL, seen, to_do)


def examine() -> Iterator[tuple[str, Finding]]:
    """Yield every finding under its name as it is made: the settings first, then what they lead to."""
    autodiscover_modules("doctor")
    _wait_briefly_for_the_database()
    yield from (("settings", finding) for finding in _settings())
    for name, examination in _examinations.items():
        try:
            yield name, examination()
        except Exception as error:  # noqa: BLE001  whatever is wrong with one thing, the others are looked at too
            yield name, fail(f"could not be examined ({type(error).__name__})", "See what is said above it.")


def _wait_briefly_for_the_database() -> None:
    """Other commands are patient with a database that is just starting."""
    options = connection.settings_dict["OPTIONS"]
    options["connect_timeout"] = options["pool"]["timeout"] = int(PATIENCE_SECONDS)


def _settings() -> list[Finding]:
    """Return what the system checks complain of; those for production only where customers might be."""
    complaints = [it for it in run_checks(include_deployment_checks=not settings.DEBUG) if it.level >= WARNING]
    return [
        (fail if it.is_serious() else warn)(f"{it.id} {it.msg}", it.hint or "See docs/operations.md.")
        for it in complaints
    ] or [ok("complete")]


def _passes(name: str, hint: str) -> Examination:
    """Return an examination of what /health/ready asks as well."""

    def examination() -> Finding:
        try:
            passed, why = health.CHECKS[name](), "not as it must be"
        except Exception as error:  # noqa: BLE001  each driver has its own family
            passed, why = False, f"does not answer ({type(error).__name__})"
        return ok("in place") if passed else fail(why, hint)

    return examination


_NEEDED = ", ".join(sorted(health.EXTENSIONS))
examines("database")(_passes("database", "Start PostgreSQL, or correct DATABASE_URL."))
examines("extensions")(_passes("extensions", f"Install {_NEEDED} for PostgreSQL, then run manage.py migrate."))
examines("migrations")(_passes("migrations", "Run manage.py migrate."))
examines("redis")(_passes("redis", "Start Redis, or correct REDIS_URL; until then workers are slow to wake."))


@examines("api clients")
def api_clients() -> Finding:
    """Ask Cognito for its keys; without it, look for a client that staff have made."""
    if not token_policy.come_from_cognito():
        to_do = "Make one in the admin (Acceso) for each system that is to call."
        usable = ApiClient.objects.usable().count()
        return ok(f"{usable} may call, with tokens of ours") if usable else warn("nobody may call", to_do)
    if not settings.COGNITO_CLIENT_IDS:
        return fail("Cognito is configured, and no client of it may call", "Set COGNITO_CLIENT_ID.")
    return _keys_at(settings.COGNITO_JWKS_URL, to_do="Correct COGNITO_REGION and COGNITO_USER_POOL_ID.")


def _keys_at(url: str, *, to_do: str) -> Finding:
    try:
        status, found = call("GET", url)
    except ProviderUnavailable as error:
        return fail(f"{url} does not answer ({error})", f"{to_do} Look at the way there.")
    keys = found.get("keys") if isinstance(found, dict) else None
    return ok(f"{len(keys)} keys at {url}") if status == 200 and keys else fail(f"no keys at {url} ({status})", to_do)


@examines("staff sign-on")
def staff_sign_on() -> Finding:
    """Hold what is configured against what the provider says of itself, and ask for its keys."""
    if not settings.STAFF_SIGN_ON:
        return ok("none is configured: staff log in with passwords")
    address = f"{settings.OIDC_ISSUER.rstrip('/')}/.well-known/openid-configuration"
    try:
        status, said = call("GET", address)
    except ProviderUnavailable as error:
        to_do = "Correct OIDC_ISSUER, or look at the way there; passwords work meanwhile, where they are not off."
        return fail(f"{address} does not answer ({error})", to_do)
    if status != 200 or not isinstance(said, dict):
        return fail(f"{address} tells nothing of a provider ({status})", "Correct OIDC_ISSUER.")
    # What a provider does not tell of itself, such as Cognito its logout, cannot be held against it.
    ours = {name: getattr(settings, name) for name in _TOLD}
    wrong = [name for name, value in ours.items() if value and said.get(_TOLD[name], value) != value]
    if wrong:
        return fail(f"the provider says otherwise: {', '.join(wrong)}", f"Copy from {address}.")
    return _keys_at(settings.OIDC_OP_JWKS_ENDPOINT, to_do="Correct OIDC_OP_JWKS_ENDPOINT.")


# Our settings by the names of OpenID Connect Discovery.
_TOLD = {
    "OIDC_ISSUER": "issuer",
    "OIDC_OP_AUTHORIZATION_ENDPOINT": "authorization_endpoint",
    "OIDC_OP_TOKEN_ENDPOINT": "token_endpoint",
    "OIDC_OP_JWKS_ENDPOINT": "jwks_uri",
    "OIDC_OP_USER_ENDPOINT": "userinfo_endpoint",
    "OIDC_OP_LOGOUT_ENDPOINT": "end_session_endpoint",
}


@examines("public address")
def public_address() -> Finding:
    """Ask ourselves through the address that customers' webhooks take."""
    address = f"{settings.PUBLIC_BASE_URL}/health"
    try:
        answer = fetch("GET", address)
    except urllib3.exceptions.HTTPError as error:
        to_do = "Start the web server (make run), or correct PUBLIC_BASE_URL and the proxy in front."
        return warn(f"nothing answers at {address} ({type(error).__name__})", to_do)
    if answer.status != 200 or b"healthy" not in answer.data:
        return fail(f"{address} answers {answer.status}, and not as we do", "Point PUBLIC_BASE_URL at this service.")
    return ok(f"{address} reaches a web server of ours")


@examines("metrics")
def figures() -> Finding:
    """Take every measure once."""
    if not settings.METRICS_TOKEN:
        return ok("no METRICS_TOKEN is set: nobody is told any")
    told = {family.name: family.samples for family in metrics.Figures().collect()}
    failed = [sample.labels["measure"] for sample in told["kavakbot_measure_failed"] if sample.value]
    if failed:
        return fail(f"{', '.join(failed)} cannot be measured", "See what is said above it.")
    return ok(f"{len(told)} are told at /metrics to who has the token")


@examines("traces")
def traces() -> Finding:
    """Tell the collector of no span at all."""
    if not settings.TRACES_ENDPOINT:
        return ok("no OTEL_EXPORTER_OTLP_ENDPOINT is set: nobody is told any")
    address = f"{settings.TRACES_ENDPOINT.rstrip('/')}/v1/traces"
    try:
        answer = fetch("POST", address, body=b"", headers={"Content-Type": "application/x-protobuf"})
    except urllib3.exceptions.HTTPError as error:
        to_do = "Start the collector, or correct OTEL_EXPORTER_OTLP_ENDPOINT; spans are lost meanwhile."
        return warn(f"nothing answers at {address} ({type(error).__name__})", to_do)
    if answer.status != 200:
        return warn(f"{address} answers {answer.status}", "Have the collector take OTLP over HTTP there.")
    return ok(f"{address} takes them")


def fetch(method: str, url: str, **options: object) -> urllib3.BaseHTTPResponse:
    """Ask once, without redirects; raises urllib3's HTTPError."""
    timeout = urllib3.Timeout(connect=PATIENCE_SECONDS / 2, read=PATIENCE_SECONDS)
    with urllib3.PoolManager(timeout=timeout, retries=False) as pool:
        return pool.request(method, url, redirect=False, **options)  # type: ignore[arg-type]  # urllib3's own keywords
