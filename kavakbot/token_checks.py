"""System checks of how tokens are issued and calls are counted."""

import re
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register  # noqa: A004  as Django calls it
from rest_framework.settings import api_settings

from kavakbot import token_policy

_LOOPBACK = {"127.0.0.1", "::1", "localhost"}


@register()
def cognito_is_whole(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """Demand all of Cognito's settings or none: by halves nobody could come in, or nobody could log in."""
    parts = {
        "COGNITO_TOKEN_ENDPOINT": settings.COGNITO_TOKEN_ENDPOINT,
        "COGNITO_USER_POOL_ID": settings.COGNITO_ISSUER,
        "COGNITO_CLIENT_ID": settings.COGNITO_CLIENT_IDS,
    }
    missing = [name for name, value in parts.items() if not value]
    if not missing or len(missing) == len(parts):
        return []
    hint = f"Set all of {', '.join(parts)}, or none of them to have tokens issued here."
    return [Error(f"{', '.join(missing)} not set: no client could call.", hint=hint, id="kavakbot.E020")]


@register()
def cognito_is_reached_safely(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """Demand https for whatever carries secrets or keys; only this machine itself may do without."""
    hint = "Write the whole address, beginning with https://."
    names = ("COGNITO_TOKEN_ENDPOINT", "COGNITO_ISSUER", "COGNITO_JWKS_URL") if token_policy.come_from_cognito() else ()
    wrong = [name for name in names if getattr(settings, name) and not _is_safe(getattr(settings, name))]
    return [Error(f"{name} is no https address.", hint=hint, id="kavakbot.E021") for name in wrong]


@register()
def user_pool_is_of_its_region(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """Demand a pool's own region: with another one no token would have the right issuer."""
    pool, region = settings.COGNITO_USER_POOL_ID, settings.COGNITO_REGION
    if not pool or re.fullmatch(rf"{re.escape(region)}_[A-Za-z0-9]+", pool):
        return []
    hint = f"A pool's id is its region, a line and some letters, such as {region}_AbCdEfGhI; set COGNITO_REGION to it."
    return [Error(f"COGNITO_USER_POOL_ID {pool} is no pool of {region}.", hint=hint, id="kavakbot.E022")]


@register()
def tokens_live_for_a_while(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """Demand a lifetime that a client can use and that ends."""
    longest = int(token_policy.LONGEST_LIFE.total_seconds())
    if 60 <= settings.API_TOKEN_LIFETIME.total_seconds() <= longest:
        return []
    hint = f"Set it to between 60 and {longest} seconds."
    return [Error("API_TOKEN_LIFETIME_SECONDS makes tokens nobody could use.", hint=hint, id="kavakbot.E023")]


@register()
def proxies_are_counted(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """Demand a count of proxies: below zero, callers would choose the address they are counted by."""
    if (api_settings.NUM_PROXIES or 0) >= 0:
        return []
    hint = "Set it to how many proxies of yours append to X-Forwarded-For."
    return [Error("NUM_PROXIES is below zero.", hint=hint, id="kavakbot.E024")]


@register(Tags.security, deploy=True)
def callers_are_told_apart(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """Warn of proxies that are trusted and not counted, or counted and not there."""
    behind, count = settings.SECURE_PROXY_SSL_HEADER is not None, api_settings.NUM_PROXIES or 0
    if behind and not count:
        problem = "BEHIND_PROXY without NUM_PROXIES: all callers together count as one, the proxy."
        hint = "Set NUM_PROXIES to how many proxies of yours append to X-Forwarded-For, most likely 1."
        return [Warning(problem, hint=hint, id="kavakbot.W020")]
    if count and not behind:
        problem = "NUM_PROXIES without BEHIND_PROXY: callers may choose the address that they are counted by."
        hint = "Set BEHIND_PROXY=true where every request comes through a proxy of yours; else unset NUM_PROXIES."
        return [Warning(problem, hint=hint, id="kavakbot.W021")]
    return []


def _is_safe(url: str) -> bool:
    parts = urlsplit(url)
    return bool(parts.hostname) and (parts.scheme == "https" or parts.hostname in _LOOPBACK)
