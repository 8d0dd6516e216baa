"""Which renderer answers: JSON for every caller with a token, and for every wish we cannot meet."""

from collections.abc import Iterable

from rest_framework.exceptions import NotAcceptable
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request


class Negotiation(DefaultContentNegotiation):
    """JSON for every caller with a token and for every wish we cannot meet: the predecessor knew nothing else."""

    def select_renderer(
        self, request: Request, renderers: Iterable[BaseRenderer], format_suffix: str | None = None
    ) -> tuple[BaseRenderer, str]:
        """Return the renderer and its media type; never refuses."""
        offered = list(renderers)
        if "Authorization" in request.headers:
            # Java's own client, for one, asks for text/html before anything else.
            offered = [renderer for renderer in offered if renderer.format != "api"]
        try:
            renderer, media_type = super().select_renderer(request, offered, format_suffix)
        except NotAcceptable:
            return offered[0], offered[0].media_type
        return renderer, media_type

    def filter_renderers(self, renderers: Iterable[BaseRenderer], format: str) -> list[BaseRenderer]:  # noqa: A002
        """Ignore a `format` that we do not know, like any query parameter that we do not know."""
        known = list(renderers)
        return [renderer for renderer in known if renderer.format == format] or known
