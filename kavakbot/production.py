"""A production start: refused, with the reasons, while a setting is missing or unsafe."""

from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import ERROR, CheckMessage
from django.core.checks.registry import registry

_THIS_MACHINE = {"127.0.0.1", "localhost", "::1"}
# Whose checks are asked: others' are of the code and not of the settings, miss what the ingress does without, and take
# ten seconds.
_ASKED = ("kavakbot.", "django.core.checks.security.")
# Warnings of `check --deploy` that leave the door open: a key that can be guessed, DEBUG's pages, any host's name; and
# one that closes it, since every webhook would be redirected.
_UNSAFE = {"security.W009", "security.W018", "security.W020", "kavakbot.W002"}


def refusals() -> list[str]:
    """Return why this must not serve anybody, a sentence and what to do each; nothing when it may.

    What only matters in public is not asked of a service whose public address is this machine's own.
    """
    if settings.LOCAL_MODE:
        return []
    in_public = urlsplit(settings.PUBLIC_BASE_URL).hostname not in _THIS_MACHINE
    checks = [it for it in registry.get_checks(in_public) if it.__module__.startswith(_ASKED)]
    complaints = [complaint for check in checks for complaint in check(app_configs=None, databases=None)]
    return [_told(it) for it in complaints if it.level >= ERROR or it.id in _UNSAFE]


def _told(complaint: CheckMessage) -> str:
    return f"{complaint.id}: {complaint.msg} {complaint.hint or ''}".strip()
