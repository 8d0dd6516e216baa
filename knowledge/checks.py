"""System checks of knowledge."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core import checks
from django.core.checks import CheckMessage, register


@register("knowledge")
def configured_page_may_be_visited(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """Say that KAVAK_URL is never read where the guard would refuse it."""
    if not settings.KAVAK_URL or _is_allowed():
        return []
    hint = "Use http or https, port 80 or 443, a public site, and one of KNOWLEDGE_ALLOWED_DOMAINS if that is set."
    return [checks.Warning("KAVAK_URL may not be visited, so it is never read.", hint=hint, id="knowledge.W001")]


def _is_allowed() -> bool:
    from knowledge import sources  # what fetches pages, here and not above: the ingress fetches none

    return bool(sources.configured_page())
