"""System checks of knowledge."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core import checks
from django.core.checks import CheckMessage, register

from knowledge import sources


@register("knowledge")
def configured_page_may_be_visited(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """Say that KAVAK_URL is never read where the guard would refuse it."""
    if not settings.KAVAK_URL or sources.configured_page():
        return []
    hint = "Use http or https, port 80 or 443, a public site, and one of KNOWLEDGE_ALLOWED_DOMAINS if that is set."
    return [checks.Warning("KAVAK_URL may not be visited, so it is never read.", hint=hint, id="knowledge.W001")]
