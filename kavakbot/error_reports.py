"""Errors of this installation, reported to Sentry where one is configured: kinds and places, never what customers say.

An exception's words quote what broke it, a row, a text, a header. So a report holds the code's own part alone: types,
stack, the log line without its values. It is built from what is known to be harmless, not cleaned of what is not.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    from sentry_sdk.types import Event, Hint

_KEPT = (
    "event_id",
    "timestamp",
    "platform",
    "level",
    "logger",
    "release",
    "environment",
    "server_name",
    "transaction",  # the pattern of an address, or the name of a task
    "sdk",
)
_OF_FRAME = ("filename", "module", "function", "lineno", "in_app", "pre_context", "context_line", "post_context")


def begin(*, dsn: str, release: str, is_local: bool) -> None:
    """Report from now on, in this process and in those it forks; imported only here, for it costs memory."""
    import sentry_sdk
    from sentry_sdk.integrations.django import DjangoIntegration

    sentry_sdk.init(
        dsn=dsn,
        release=f"kavakbot@{release}",
        environment="local" if is_local else "production",
        before_send=_cut_down,
        integrations=[DjangoIntegration(middleware_spans=False, signals_spans=False)],
        auto_session_tracking=False,
        include_local_variables=False,
        max_breadcrumbs=0,
        max_request_body_size="never",
        send_default_pii=False,
    )


def _cut_down(event: "Event", hint: "Hint") -> "Event":
    return cast("Event", harmless(event))


def harmless(event: Mapping[str, Any]) -> dict[str, Any]:
    """Return what of a report may leave the house."""
    kept = {name: event[name] for name in _KEPT if name in event}
    if line := event.get("logentry"):
        kept["logentry"] = {"message": line.get("message", "")}  # its values stand beside it, and stay here
    errors = (event.get("exception") or {}).get("values") or []
    if errors:
        kept["exception"] = {"values": [_error(error) for error in errors]}
    return kept


def _error(error: Mapping[str, Any]) -> dict[str, Any]:
    frames = (error.get("stacktrace") or {}).get("frames") or []
    return {
        "type": error.get("type"),
        "module": error.get("module"),
        "stacktrace": {"frames": [{name: frame[name] for name in _OF_FRAME if name in frame} for frame in frames]},
    }
