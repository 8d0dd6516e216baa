"""System checks of how staff get in."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register  # noqa: A004  as Django calls it

from kavakbot.roles import ROLES

_NEEDED = (
    "OIDC_ISSUER",
    "OIDC_RP_CLIENT_ID",
    "OIDC_RP_CLIENT_SECRET",
    "OIDC_OP_AUTHORIZATION_ENDPOINT",
    "OIDC_OP_TOKEN_ENDPOINT",
    "OIDC_OP_JWKS_ENDPOINT",
)
_ADDRESSES = (
    "OIDC_ISSUER",
    *(f"OIDC_OP_{name}_ENDPOINT" for name in ("AUTHORIZATION", "TOKEN", "JWKS", "USER", "LOGOUT")),
)


@register(Tags.security)
def sign_on_is_whole(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """Refuse a provider that is configured by halves: the button would lead nowhere."""
    missing = [name for name in _NEEDED if not getattr(settings, name)]
    if not missing or len(missing) == len(_NEEDED):
        return []
    hint = "Set all of them, or none for logins by password alone; the provider's discovery document names them."
    return [Error(f"{', '.join(missing)} not set: staff cannot sign on.", hint=hint, id="kavakbot.E030")]


@register(Tags.security)
def groups_lead_to_roles(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """Demand roles that exist."""
    unknown = sorted(set(settings.OIDC_ROLE_GROUPS) - set(ROLES))
    if not unknown:
        return []
    hint = f"The roles are {', '.join(ROLES)}; write OIDC_ROLE_GROUPS=ventas=Sales team,gerencia=Managers."
    return [Error(f"OIDC_ROLE_GROUPS: {', '.join(unknown)} is no role.", hint=hint, id="kavakbot.E031")]


@register(Tags.security)
def the_provider_is_reached_over_tls(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """Refuse plain http to anywhere but this machine: codes and secrets would travel in the open."""
    wrong = [name for name in _ADDRESSES if getattr(settings, name) and not _is_safe(getattr(settings, name))]
    if not wrong:
        return []
    return [
        Error(f"{', '.join(wrong)}: not an https address.", hint="Use the provider's https:// one.", id="kavakbot.E032")
    ]


@register(Tags.security)
def somebody_gets_in(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """Refuse to switch passwords off where nothing else lets staff in."""
    if settings.STAFF_PASSWORD_LOGIN or settings.STAFF_SIGN_ON:
        return []
    hint = "Configure OIDC_*, or unset STAFF_PASSWORD_LOGIN."
    return [Error("Nobody can log in: no passwords, and no identity provider.", hint=hint, id="kavakbot.E033")]


@register(Tags.security, deploy=True)
def the_provider_ends_sessions_too(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """Warn of a logout that one click undoes."""
    if not settings.STAFF_SIGN_ON or settings.OIDC_OP_LOGOUT_ENDPOINT:
        return []
    hint = "Set it to the provider's end_session_endpoint (for Cognito, https://…/logout)."
    problem = "OIDC_OP_LOGOUT_ENDPOINT is not set: who logs out here stays signed in at the provider."
    return [Warning(problem, hint=hint, id="kavakbot.W030")]


def _is_safe(address: str) -> bool:
    parts = urlsplit(address)
    return parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in {"127.0.0.1", "localhost", "::1"})
